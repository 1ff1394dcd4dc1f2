"""What goes back to a model when its answer broke the rules: its own words, and the findings.

The next request is the whole conversation so far, so a repair can be replayed like any other request. Its digest
depends on the wording below: a recording made under an older wording is still found, see :mod:`generator.answers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.findings import Finding
from generator.requests import Completion, Message, Request, Role

MOST_FINDINGS = 20
MOST_CHARACTERS = 60_000
"""Of an answer that is shown back to its author; one that loops or never ends teaches nothing by its length."""


def follow_up(request: Request, completion: Completion, findings: Sequence[Finding]) -> Request:
    """Return the request that asks for a better answer than ``completion``."""
    said = Message(Role.assistant, _said(completion.text))
    return replace(request, messages=(*request.messages, said, Message(Role.user, feedback(findings))))


def feedback(findings: Sequence[Finding]) -> str:
    """Return the findings in words for a model: numbered, each with its place, what stood there, and a remedy."""
    shown = [f"{number}. {_finding(finding)}" for number, finding in enumerate(findings[:MOST_FINDINGS], 1)]
    if len(findings) > MOST_FINDINGS:
        shown.append(f"... and {len(findings) - MOST_FINDINGS} more of the same kind.")
    count = "1 problem" if len(findings) == 1 else f"{len(findings)} problems"
    return (
        f"Your answer was checked and {count} found:\n\n"
        + "\n".join(shown)
        + "\n\nAnswer again with the complete JSON "
        "object in the same form: every file whole, these problems mended, everything else as it was."
    )


def _finding(finding: Finding) -> str:
    place = finding.path.rsplit("/", 1)[-1] if finding.path.startswith("generated/") else ""
    line = f":{finding.line}" if finding.line is not None and place else ""
    lines = [f"{place}{line}{': ' if place else ''}{finding.message} ({finding.rule})"]
    if finding.new is not None:
        lines.append(f"   You wrote: {finding.new}")
    if finding.old is not None:
        lines.append(f"   Expected: {finding.old}")
    if finding.remedy:  # a rule's own remedy is a command for people: it says nothing to a model
        lines.append(f"   Mend it so: {finding.remedy}")
    return "\n".join(lines)


def _said(text: str) -> str:
    if not text.strip():
        return "(an empty answer)"  # chat interfaces refuse a message without content
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[:MOST_CHARACTERS]}\n[... {len(text) - MOST_CHARACTERS} more characters]"
