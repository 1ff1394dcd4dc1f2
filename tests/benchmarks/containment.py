"""The engine beside jsonschema_rs alone, IBM's jsonsubschema and json-schema-diff, on the same questions in one run.

Run: ``python -m tests.benchmarks.containment --containment FOLDER --jsonsubschema PYTHON --differ FOLDER --openapi
FILE``: a checkout of sdbs-uni-p/json-schema-containment-testsuite, the Python of an environment that holds
jsonsubschema, an npm folder that holds json-schema-diff, and a large OpenAPI document in JSON such as
generated/api.github.com.json of npm's @octokit/openapi. What is not given is said to be missing. Prints tables;
asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.containment import Dialect
from tests.benchmarks.arms.asking import CANONICAL, OURS, ROOT, Arm, differ, ibm, written
from tests.benchmarks.arms.serving import peak
from tests.benchmarks.suites import containment_testsuite
from tests.benchmarks.suites.judged import WRONG
from tests.benchmarks.suites.large import Large, large
from tests.benchmarks.suites.question import Question, obj, read
from tests.benchmarks.suites.scoring import HEAD, Score, score, table
from tests.generator.containment.all_rows import all_rows


def sets(folder: Path | None, every: int) -> Iterator[tuple[str, list[Question]]]:
    """Yield the sets of questions: the table of the tests, and each so many of the containment testsuite's."""
    table_of = [Question(row.name, row.old, row.new, Dialect(row.dialect), not row.widens) for row in all_rows()]
    yield "rows", table_of
    if folder is None:
        sys.stdout.write("containment is missing: give a checkout of the testsuite with --containment\n")
    else:
        yield "containment", list(containment_testsuite.questions(folder))[::every]


def compared(name: str, questions: list[Question], arms: list[Arm], limit: float) -> None:
    """Print a set's table: a line for each arm, and how its accuracy and pace stand to the engine's."""
    scores: list[Score] = []
    for arm in arms:
        if arm.command:
            scores.append(score(name, arm, questions, WRONG, confirm=arm is OURS, limit=limit))
        else:
            sys.stdout.write(f"{arm.name} is missing: {arm.remedy}\n")
    rows_of = [[*scored.row(), f"{pace(scored) / pace(scores[0]):.2f}"] for scored in scores]
    sys.stdout.write(table([[*HEAD, "pace to ours"], *rows_of]) + "\n")


def pace(scored: Score) -> float:
    """Answers a second."""
    return len(scored.cases) * 1000 / max(1e-9, sum(case.told.ms for case in scored.cases))


@dataclass(frozen=True, slots=True)
class Ran:
    """A whole process: its seconds on the clock and of the CPU, its peak memory in MiB, its exit code, its words."""

    clock: float
    cpu: float
    memory: float
    code: int
    printed: str

    def row(self, name: str) -> list[str]:
        """Return its line of the table, with the last that it said."""
        numbers = [f"{self.clock:.2f}", f"{self.cpu:.2f}", f"{self.memory:.0f}", str(self.code)]
        return [name, *numbers, " ".join(self.printed.split())[:100]]


def cold(command: list[str], text: bytes = b"") -> Ran:
    """Run a process from nothing to its end."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as printed:
        given.write(text)
        given.seek(0)
        begun, memory = time.monotonic(), 0.0
        process = subprocess.Popen(command, cwd=ROOT, stdin=given, stdout=printed, stderr=subprocess.STDOUT)
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            memory = max(memory, peak(process.pid))
            time.sleep(0.005)
        took = time.monotonic() - begun
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        words = printed.read().decode(errors="replace")
        return Ran(took, used.ru_utime + used.ru_stime, memory, process.returncode, words)


def deep(found: Large, arms: list[Arm]) -> None:
    """Print what whole processes take for the large document with one deep change, from nothing, and their memory."""
    question = found.question()
    sys.stdout.write(
        f"{found.schemas} schemas, {found.recursive} recursive; {question.name}, {found.depth} references deep\n"
    )
    lines = [["large document", "seconds cold", "of the CPU", "peak MiB", "exit", "answer"]]
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder, "old.json"), Path(folder, "new.json")
        old.write_text(json.dumps(found.old), encoding="utf-8")
        new.write_text(json.dumps(found.new), encoding="utf-8")
        lines.append(cold([sys.executable, "-m", "generator", "types", str(old), str(new)]).row("lockstep types"))
    parts = {"old": question.old, "new": question.new, "dialect": question.dialect, "others": {}}
    lines += [cold(list(arm.command), written(parts)).row(arm.name) for arm in arms[:2]]
    sys.stdout.write(table(lines))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Compare the engine with others.")
    parser.add_argument("--openapi", type=Path, nargs="*", default=[])
    for name in ("containment", "jsonsubschema", "differ"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--every", type=int, default=10, help="ask each so many of the containment testsuite's")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds for one answer")
    given = parser.parse_args()
    arms = [OURS, CANONICAL, ibm(given.jsonsubschema), differ(given.differ)]
    for name, questions in sets(given.containment, given.every):
        compared(name, questions, arms, given.limit)
    if not given.openapi:
        sys.stdout.write("the large document is missing: npm pack @octokit/openapi; --openapi FILE\n")
    for path in given.openapi:
        sys.stdout.write(f"{path.name}, {path.stat().st_size / 1e6:.1f} MB: ")
        deep(large(obj(read(path))), arms)


if __name__ == "__main__":
    main()
