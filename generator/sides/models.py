"""Types in Python: pydantic says the JSON Schema of one, in a child that imports the user's module."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator import exact_json
from generator.canonical import Json
from generator.children import run
from generator.errors import UsageInvalid
from generator.sides.spelling import NamedType
from generator.sides.stores import Commit, commit

_CHILD = Path(__file__).with_name("model_child.py")
_SECONDS = 120
_REMEDY = "Run lockstep where Python finds the module, in the environment that has what it imports."


@dataclass(frozen=True, slots=True)
class Model:
    """What pydantic says of a type, and the file that its module was loaded from, relative to the current folder."""

    schema: Json
    file: str


def read(named: NamedType, mode: str, folder: Path) -> Model:
    """Import the type and return its schema; ``mode`` is ``validation`` or ``serialization``.

    Raises UsageInvalid with the module's own error in one line.
    """
    if named.ref is None:
        return _asked(named, mode, folder)
    store = commit(named.ref, folder)
    with _copy(store, folder) as copy:
        return _asked(named, mode, copy, forbidden=str(store.root))


def _asked(named: NamedType, mode: str, folder: Path, forbidden: str = "") -> Model:
    with tempfile.TemporaryDirectory(prefix="lockstep-") as private:
        answer = Path(private) / "answer.json"
        words = [named.module, named.name, mode, str(answer), *([forbidden] if forbidden else [])]
        try:
            done = run([sys.executable, "-P", str(_CHILD), *words], seconds=_SECONDS, folder=folder)
        except subprocess.TimeoutExpired as error:
            raise UsageInvalid(f"{named.spelled}: importing it took more than {_SECONDS} s. {_REMEDY}") from error
        if not answer.exists():
            raise UsageInvalid(f"{named.spelled}: Python ended with {done.returncode} while it was imported. {_REMEDY}")
        said = answer.read_bytes()
    try:
        found = exact_json.read_bytes(said)
    except exact_json.JsonInvalid as error:
        raise UsageInvalid(f"{named.spelled}: its JSON Schema cannot be read: {error}. Change the type.") from error
    if not isinstance(found, dict) or "error" in found:
        raise UsageInvalid(_refused(named, str(found["error"]) if isinstance(found, dict) else "no answer"))
    return Model(found["schema"], _relative(str(found["file"]), folder))


def _refused(named: NamedType, error: str) -> str:
    """Return what went wrong and, where that helps, what to do: pydantic's own errors and Python's name the remedy."""
    return f"{named.spelled}: {error.rstrip('.')}.{f' {_REMEDY}' if error.startswith('ModuleNotFoundError') else ''}"


def _relative(file: str, folder: Path) -> str:
    return Path(file).relative_to(folder).as_posix() if file and Path(file).is_relative_to(folder) else Path(file).name


@contextmanager
def _copy(store: Commit, folder: Path) -> Iterator[Path]:
    """Yield a folder that holds what the commit has in ``folder``; links apart, since they may lead anywhere."""
    from generator.gate.git import GitFailed, git  # noqa: PLC0415  # Git is asked only when it is named

    inside = folder.relative_to(store.root)
    try:
        archive = git(store.root, "archive", "--format=tar", store.commit, "--", inside.as_posix())
    except GitFailed as error:
        raise UsageInvalid(f"git:{store.ref}: {error}. Run in a folder that this commit has.") from error
    with tempfile.TemporaryDirectory(prefix="lockstep-") as private:
        root = Path(os.path.realpath(private))
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            for member in tar:
                if member.isfile() or member.isdir():
                    tar.extract(member, root)
        yield root / inside
