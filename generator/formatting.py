"""Put accepted code into the one form that stands in Git: sorted imports, ruff's format. Same text, same bytes."""

from __future__ import annotations

import json
import subprocess
from functools import cache

from generator import children
from generator.findings import Finding

_SECONDS = 30
_LINE_LENGTH = "120"


class _Refused(Exception):
    """ruff did not format the text; the message is its own last words."""


def format_python(text: str, path: str, kernel_package: str, unit: str = "") -> str | Finding:
    """Return ``text`` with imports sorted, unused ones dropped, and formatted; or the finding ``code/format``.

    ``path`` is the file's place relative to the project's root, for the finding. The result depends on nothing but
    ``text``, ``kernel_package`` and the version of ruff: no configuration is read and no folder is looked at.
    ``text`` must compile.
    """
    sort = ["check", "--fix-only", "--exit-zero", "--select", "I,F401", *_options(kernel_package)]
    try:
        return _ruff(["format", *_options(kernel_package)], _ruff(sort, text))
    except _Refused as why:
        return Finding(rule="code/format", message=f"ruff cannot format the file: {why}", path=path, unit=unit)


def _options(kernel_package: str) -> list[str]:
    """Return options that say all that ruff would otherwise find out from the folder it runs in."""
    return [
        *("--isolated", "--quiet", "--no-cache", "--line-length", _LINE_LENGTH, "--target-version", "py311"),
        *("--config", "src=[]", "--config", f"lint.isort.known-first-party=[{json.dumps(kernel_package)}]"),
        *("--stdin-filename", "api.py", "-"),
    ]


def _ruff(arguments: list[str], text: str) -> str:
    """Run ruff once over ``text``. Raises _Refused."""
    try:
        done = children.run([_program(), *arguments], said=text.encode(), seconds=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise _Refused("it takes too long") from error
    if done.returncode < 0:
        raise _Refused("it crashed")
    if done.returncode != 0:
        raise _Refused(" ".join(done.stderr.decode(errors="replace").split())[:300])
    return done.stdout.decode()


@cache
def _program() -> str:
    from ruff import find_ruff_bin  # type: ignore[import-untyped]  # noqa: PLC0415 - only when there is work

    return str(find_ruff_bin())
