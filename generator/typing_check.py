"""``mypy --strict`` over a bundle that is not written yet: the models, the routes and the answer, read together."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from generator import children
from generator.canonical import digest
from generator.errors import LockstepError, UsageInvalid
from generator.expectations import Expectations
from generator.findings import Finding
from generator.progress import doing
from generator.project import Project

SECONDS = 300
"""Wall-clock limit. With FastAPI, pydantic and a kernel on SQLAlchemy a cold cache takes 8 s, a warm one 0.6 s."""

_MEMORY_BYTES = 4 << 30
_PAUSE_SECONDS = 0.05
# It lowers its own limit, and ends when the thread that waits for it does, however that ends (Linux knows how).
_START = f"""
import ctypes, resource, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, 15)
resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY_BYTES}, {_MEMORY_BYTES}))
from mypy.__main__ import console_entry
console_entry()
"""
_SETTINGS = """\
[mypy]
strict = True
python_version = 3.11
plugins = pydantic.mypy
follow_imports = silent
warn_unreachable = True
disallow_any_unimported = True

[pydantic-mypy]
init_forbid_extra = True
init_typed = True
"""


def check_types(files: dict[str, str], expectations: Expectations, project: Project) -> tuple[Finding, ...]:
    """Return what mypy says about the bundle that ``files`` and the rendered files make together.

    Only the answer's own errors are findings. Nothing is run, and nothing written outside ``.lockstep/mypy``. Raises
    UsageInvalid when mypy itself cannot work, as when the kernel package does not parse, and LockstepError when the
    rendered files alone are at fault, which is our bug.
    """
    cache = project.private / "mypy"
    cache.mkdir(parents=True, exist_ok=True)
    package = f"{expectations.unit.feature}_v{expectations.unit.version}"
    with TemporaryDirectory(prefix="run-", dir=cache) as folder:
        _lay_out(Path(folder) / package, {"__init__.py": "", **expectations.rendered, **files})
        (Path(folder) / "mypy.ini").write_text(_SETTINGS, encoding="utf-8")
        try:
            with _alone(cache), doing("checking types"):
                done = _mypy(Path(folder), package, _cache_for(project, {*expectations.rendered, *files}), project)
        except subprocess.TimeoutExpired:
            message = "the types are too complex: mypy does not come to an end"
            return tuple(_finding("code/too-complex", path, None, message, expectations) for path in sorted(files))
    out = done.stdout.decode(errors="replace")
    if done.returncode not in {0, 1}:
        said = f"{out}\n{done.stderr.decode(errors='replace')}".replace(folder, "").strip()
        raise UsageInvalid(f"mypy cannot check {expectations.unit}: {said[-800:]}. Mend that and run again.")
    found = sorted(_findings(out, package, expectations), key=lambda each: (each.path, each.line or 0))
    answered = {expectations.place_of(path) for path in files}
    theirs = tuple(each for each in found if each.path in answered)
    if found and not theirs:
        first = f"{found[0].place}: {found[0].message}"
        raise LockstepError(f"a rendered file does not pass mypy, which no answer can mend: {first}. Report it to us.")
    return theirs


def _lay_out(package: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = package / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one mypy at a time use the caches in ``folder``: two that fill a cold one disturb each other.

    It is no slower: the second finds warm what the first has written.
    """
    with (folder / ".lock").open("w") as file:
        with doing("waiting to check types"):
            while not _locked(file):
                children.go_on()  # whoever waits must hear of an interrupt, which only the main thread is told
                time.sleep(_PAUSE_SECONDS)
        yield


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _cache_for(project: Project, names: set[str]) -> Path:
    """Return the cache of packages that hold files of these names.

    mypy remembers that a package lacks a module and does not look again when the module is there, so packages with
    other files never share a cache.
    """
    return project.private / "mypy" / f"cache-{digest(sorted(names))[:12]}"


def _mypy(folder: Path, package: str, cache: Path, project: Project) -> subprocess.CompletedProcess[bytes]:
    options = ["--config-file", "mypy.ini", "--cache-dir", str(cache), "--output", "json", "--no-error-summary"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MYPY")}
    environment["MYPYPATH"] = os.pathsep.join([str(folder), str(project.root)])
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, *options, "--package", package]
    return children.run(command, folder=folder, environment=environment, seconds=SECONDS)


def _findings(output: str, package: str, expectations: Expectations) -> Iterator[Finding]:
    for text in output.splitlines():
        row = json.loads(text)
        path = str(row["file"]).replace("\\", "/").removeprefix(f"{package}/")
        if row["severity"] == "error":
            hint = f" {row['hint']}" if row.get("hint") else ""
            message = f"{row['message']} [{row['code']}]{hint}".replace(f"{package}.", ".")
            yield _finding("types/python", path, max(int(row["line"]), 1), message, expectations)


def _finding(rule: str, path: str, line: int | None, message: str, expectations: Expectations) -> Finding:
    place, unit = expectations.place_of(path), str(expectations.unit)
    return Finding(rule=rule, message=message, path=place, unit=unit, line=line)
