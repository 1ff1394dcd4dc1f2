"""How long 1,000 unchanged units take, whole process: ``python -m tests.benchmarks.no_op_regenerate [UNITS]``.

Prints seconds (the best of several runs, so that a busy machine disturbs least) and ratios to Python's own start, which
travel better between machines than seconds do. Asserts nothing: it is an instrument, not a test.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generator.units import Unit
from tests.generator.flow.locked import lock_unit, project_in, write

RUNS = 7
VERSIONS = 4
BARE_CLICK = "import click\n@click.group()\ndef main(): pass\nmain()"


def build(root: Path, count: int) -> list[Unit]:
    """Write ``count`` locked units, four versions a feature, 8 files each."""
    project = project_in(root)
    units = [Unit(f"feature_{number // VERSIONS}", number % VERSIONS + 1) for number in range(count)]
    parent: str | None = None
    for unit in units:
        parent = lock_unit(project, unit, parent=parent if unit.version > 1 else None)
    return units


def seconds(arguments: list[str], folder: Path, expected: int = 0) -> float:
    """Return the shortest of several runs of a whole Python process."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, check=False, timeout=120)
        best = min(best, time.perf_counter() - start)
        assert done.returncode == expected, done.stderr.decode()
    return best


def measure(count: int) -> list[tuple[str, float]]:
    """Return a row a command: its name and its seconds."""
    with tempfile.TemporaryDirectory(prefix="lockstep-benchmark-") as folder:
        root = Path(folder)
        units = build(root, count)
        lockstep = ["-m", "generator"]
        rows = [
            ("python -c pass", seconds(["-c", "pass"], root)),
            ("bare click --help", seconds(["-c", BARE_CLICK, "--help"], root)),
            ("lockstep --help", seconds([*lockstep, "--help"], root)),
            (f"lockstep regenerate, {count} units, no change", seconds([*lockstep, "regenerate"], root)),
            (f"lockstep regenerate --check, {count} units", seconds([*lockstep, "regenerate", "--check"], root)),
        ]
        write(root / f"generated/{units[count // 2]}" / "api.py", "edited by hand\n")
        rows.append(
            (f"lockstep regenerate, {count} units, one edited by hand", seconds([*lockstep, "regenerate"], root))
        )
        return rows


def main() -> None:
    """Print the table."""
    rows = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    floor = rows[0][1]
    for name, taken in rows:
        sys.stdout.write(f"{taken:8.3f} s  {taken / floor:6.1f} x python  {name}\n")


if __name__ == "__main__":
    main()
