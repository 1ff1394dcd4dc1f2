"""What one changed unit costs among 1,000, beside what it costs alone: ``python -m tests.benchmarks.one_changed_unit``.

Both projects regenerate the same unit from recordings, in turn, as whole processes. The ratio says what the other units
add; it travels better between machines than seconds do. Asserts nothing but that exactly one unit was regenerated.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generator.project import Project
from generator.units import Unit
from tests.generator.flow.locked import lock_unit
from tests.generator.flow.synthetic import LOOK, answer, project_with, record_answer, write_unit

RUNS = 5
OTHERS = 1000
REASONS = ("Says which words there are.", "Says which words are known.")


def build(root: Path, others: int) -> Project:
    """Write a project whose unit ``look/v1`` has a recorded answer to either of two prompts, and locked others."""
    project = project_with(root)
    for reason in reversed(REASONS):
        write_unit(project, LOOK, reason)
        record_answer(project, LOOK, answer(LOOK), replace=True)
    for number in range(others):
        lock_unit(project, Unit(f"feature_{number}", 1))
    return project


def regenerated(project: Project, reason: str) -> float:
    """Change the prompt, regenerate, and return the seconds that the process took."""
    write_unit(project, LOOK, reason)
    start = time.perf_counter()
    command = [sys.executable, "-m", "generator", "regenerate"]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False, timeout=120)
    taken = time.perf_counter() - start
    assert "1 regenerated (0 calls" in done.stdout, done.stdout + done.stderr
    return taken


def main() -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory(prefix="lockstep-benchmark-") as folder:
        alone, among = build(Path(folder) / "alone", 0), build(Path(folder) / "among", OTHERS)
        for project in (alone, among):
            regenerated(project, REASONS[0])  # fills the type checker's cache
        pairs = []
        for number in range(1, RUNS + 1):
            reason = REASONS[number % 2]
            pairs.append((regenerated(alone, reason), regenerated(among, reason)))
    medians = [statistics.median(column) for column in zip(*pairs, strict=True)]
    ratio = statistics.median(second / first for first, second in pairs)
    sys.stdout.write(f"{medians[0]:8.3f} s  one changed unit alone\n")
    sys.stdout.write(f"{medians[1]:8.3f} s  one changed unit among {OTHERS:,} others: {ratio:.2f} x\n")


if __name__ == "__main__":
    main()
