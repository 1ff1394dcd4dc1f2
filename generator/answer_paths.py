"""Which files an answer may hold: exactly those of its prompt's ``writes``, folders written out."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterator

from generator.answer import Answer
from generator.expectations import Expectations
from generator.findings import Finding


def check_paths(answer: Answer, expectations: Expectations) -> tuple[Finding, ...]:
    """Return a finding for each path that is not allowed, stands twice or is missing."""
    return tuple(
        Finding(rule=f"answer/{what}", message=message, path=expectations.prompt_path, unit=str(expectations.unit))
        for what, message in _breaches([file.path for file in answer.files], expectations)
    )


def _breaches(paths: list[str], expectations: Expectations) -> Iterator[tuple[str, str]]:
    allowed = ", ".join(expectations.writes)
    seen: set[str] = set()
    for path in paths:
        plain = _normalised(path)
        if plain in seen:
            yield "duplicate-file", f"the path {_shown(path)} stands in the answer more than once"
        elif path not in expectations.writes:
            yield "path-not-allowed", f"the path {_shown(path)} {_why(path)}; this prompt may write: {allowed}"
        elif not (path.endswith(".py") or (expectations.interface and path in expectations.interface.files)):
            yield (
                "path-not-allowed",
                f"the path {_shown(path)} is neither Python nor a component's: nobody can check it",
            )
        seen.add(plain)
    for path in expectations.must_write:
        if path not in paths:
            yield "missing-file", f"the answer does not hold {path}, which this prompt must write"


def _why(path: str) -> str:
    """Say what is wrong with a path that is not in ``writes``: the most alarming reason first."""
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\", "~")) or path[1:2] == ":":
        return "is absolute"
    if ".." in parts:
        return "climbs out of the bundle with '..'"
    if "\\" in path:
        return "holds a backslash"
    if not path.isascii() or not path.isprintable():
        return "holds characters that are not plain ASCII"
    if path != _normalised(path):
        return "is not written in its plain form"
    return "is not one of the prompt's"


def _normalised(path: str) -> str:
    """Return the form in which two paths that could name one file are equal, on any file system."""
    return posixpath.normpath(unicodedata.normalize("NFKC", path).casefold().replace("\\", "/").strip())


def _shown(path: str) -> str:
    return ascii(path if len(path) <= 80 else f"{path[:80]}...")
