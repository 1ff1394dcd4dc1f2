"""What goes back to a model when its answer broke the rules: its own words, and the findings.

The next request is the whole conversation so far, so a repair can be replayed like any other request. Its digest
depends on how findings are worded: a recording made under an older wording is still found, see
:mod:`generator.answers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.findings import Finding
from generator.requests import Completion, Message, Request, Role
from generator.synthesis import feedback

MOST_CHARACTERS = 400_000
"""Of an answer that is shown back to its author: more than an interface has. An endless one teaches nothing."""


def follow_up(request: Request, completion: Completion, findings: Sequence[Finding]) -> Request:
    """Return the request that asks for a better answer than ``completion``."""
    said = Message(Role.assistant, _said(completion.text))
    return replace(request, messages=(*request.messages, said, Message(Role.user, feedback(findings))))


def _said(text: str) -> str:
    if not text.strip():
        return "(an empty answer)"  # chat interfaces refuse a message without content
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[:MOST_CHARACTERS]}\n[... {len(text) - MOST_CHARACTERS} more characters]"
