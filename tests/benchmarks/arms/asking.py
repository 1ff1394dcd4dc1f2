"""Putting questions to an arm: a process that answers lines, ended and begun anew where it answers too late."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.canonical import Json
from tests.benchmarks.suites.question import Question

ROOT = Path(__file__).parents[3]
LIMIT = 10.0


@dataclass(frozen=True, slots=True)
class Arm:
    """A name, the command of its process, the folder it runs in, and how to get it where it is missing."""

    name: str
    command: tuple[str, ...]
    folder: Path
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What an arm answered, in how many milliseconds; ``late`` is an answer too. ``mib`` is its peak memory so far."""

    answer: str
    ms: float
    why: str = ""
    witness: Json = None
    mib: float = 0.0


OURS = Arm("lockstep", (sys.executable, "-m", "tests.benchmarks.arms.ours"), ROOT)
CANONICAL = Arm("jsonschema-rs", (sys.executable, "-m", "tests.benchmarks.arms.canonical"), ROOT)


def ibm(python: Path | None) -> Arm:
    """The arm of IBM's jsonsubschema in the environment of a Python."""
    remedy = "python -m venv FOLDER; FOLDER/bin/pip install jsonsubschema; --jsonsubschema FOLDER/bin/python"
    return Arm("jsonsubschema", (str(python), "-m", "tests.benchmarks.arms.ibm") if python else (), ROOT, remedy)


def differ(folder: Path | None) -> Arm:
    """The arm of json-schema-diff in a folder of npm's."""
    remedy = "in a folder: npm install json-schema-diff; --differ FOLDER"
    script = str(Path(__file__).with_name("differ.cjs"))
    return Arm("json-schema-diff", ("node", script) if folder else (), folder or ROOT, remedy)


def ask(arm: Arm, questions: Iterable[Question], limit: float = LIMIT) -> Iterator[tuple[Question, Told]]:
    """Yield each question with what the arm told, in order."""
    process, warm = begin(arm), False
    for question in questions:
        if not warm:
            exchange(process, Question("", old=True, new=True, dialect=question.dialect, subset=None), 60.0)
        told = exchange(process, question, limit)
        if warm := told is not None:
            yield question, told
            continue
        why = "no answer in time" if process.poll() is None else f"ended with {process.returncode}"
        process.kill()
        process.wait()
        yield question, Told("late", limit * 1000, why)
        process = begin(arm)
    process.kill()
    process.wait()


def begin(arm: Arm) -> subprocess.Popen[bytes]:
    """Start an arm's process."""
    return subprocess.Popen(
        arm.command, cwd=arm.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
    )


def exchange(process: subprocess.Popen[bytes], question: Question, limit: float) -> Told | None:
    """Return what the process tells of a question, None where it ends or its time does."""
    assert process.stdin is not None
    assert process.stdout is not None
    parts = {"old": question.old, "new": question.new, "dialect": question.dialect, "others": dict(question.others)}
    try:
        line = written(parts)
        while line:
            line = line[process.stdin.write(line) or 0 :]
    except BrokenPipeError:
        return None
    until, read = time.monotonic() + limit + 0.5, b""
    while not read.endswith(b"\n"):
        if not select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
            return None
        if not (part := os.read(process.stdout.fileno(), 1 << 20)):
            process.wait()
            return None
        read += part
    told = json.loads(read)
    return Told(told["answer"], told["ms"], told.get("why", ""), told.get("witness"), told["mib"])


def written(value: object) -> bytes:
    """Return a line of JSON in which decimals stand as the numbers that they are."""
    text = json.dumps(value, default=lambda number: f"<decimal {number}>")
    return re.sub(r'"<decimal ([^>"]+)>"', r"\1", text).encode() + b"\n"
