"""Checks and canonical forms of an answer's files, by kind: Python, and what interfaces are made of."""

from __future__ import annotations

import json

from generator import quarantine
from generator.canonical import digest, sha256
from generator.expectations import Expectations
from generator.findings import Finding
from generator.formatting import format_python


def split(files: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the Python files, and all others."""
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    return python, {path: text for path, text in files.items() if path not in python}


def examine(files: dict[str, str], expectations: Expectations) -> tuple[Finding, ...]:
    """Return what is wrong with the files of one answer: Python first; an interface is drawn once it reads well."""
    python, others = split(files)
    findings = quarantine.examine(python, expectations) if python else ()
    if expectations.interface is None:
        return findings
    from generator.ui import examine as read  # noqa: PLC0415  # parsers of markup, styles and scripts
    from generator.ui.rendered import check as drawn  # noqa: PLC0415  # as above

    unit, place = str(expectations.unit), expectations.place_of
    findings += read(others, expectations.interface, place, unit)
    return findings or drawn(others, expectations.rendered, expectations.interface, place, unit)


def formatted(files: dict[str, str], expectations: Expectations) -> dict[str, str] | tuple[Finding, ...]:
    """Return every file in the form that stands in Git, or why that cannot be made."""
    done: dict[str, str] = {}
    findings: list[Finding] = []
    for path, text in sorted(files.items()):
        laid_out = in_form(path, text, expectations)
        if isinstance(laid_out, Finding):
            findings.append(laid_out)
        else:
            done[path] = laid_out
    return tuple(findings) or done


def in_form(path: str, text: str, expectations: Expectations) -> str | Finding:
    """Return one file in the form that stands in Git: ruff's for Python, else LF and one line end at its end."""
    if path.endswith(".py"):
        return format_python(text, expectations.place_of(path), expectations.kernel_package, str(expectations.unit))
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def digests(files: dict[str, str], expectations: Expectations) -> dict[str, str] | tuple[Finding, ...]:
    """Return path → digest of what each file says, layout apart where its kind has one that says nothing."""
    python, others = split(files)
    found = quarantine.digests(python, expectations) if python else {}
    return (
        {**found, **{path: _digest(path, text) for path, text in others.items()}} if isinstance(found, dict) else found
    )


def _digest(path: str, text: str) -> str:
    if path.endswith(".json"):
        try:
            return digest(json.loads(text))
        except (ValueError, RecursionError):
            pass  # what is no JSON is a finding elsewhere; its bytes are all that it says
    return sha256(text.encode())
