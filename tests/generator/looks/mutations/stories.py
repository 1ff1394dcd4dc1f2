"""The stories that are mutated: our own, drawn by the router's probe, some of them dressed with what they lack.

A dressed story stands for one that the kit has no example of: a picture, a live region, a control that opens something.
"""

# ruff: noqa: E501  # a row of a table is one line, however long

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from generator.canonical import Json

ROOT = Path(__file__).parents[4]
UNITS = ("booker/v1", "design/v1")

_QUESTION = "<p>The question whether to cancel.</p>"
_ICON = (
    '<svg class="icon" aria-hidden="true" focusable="false"><use href="/ui/design/v1/icons.svg#calendar"></use></svg>'
)
_ASKED = (
    '<h2 class="cancel-form-title" id="cancel-form-title" tabindex="-1">Cancel this booking?</h2>'
    '<p><button class="button" type="button">Cancel it</button> '
    '<a class="button button-quiet cancel-form-keep" href="/demo">Keep it</a></p>'
)
_OPENED: tuple[dict[str, Json], ...] = ({"click": "#booking-details-cancel"}, {"expect": "#cancel-form-title"})
_DIALOG: dict[str, Json] = {
    "pattern": "dialog", "at": "#booking-details-dialog", "opener": "#booking-details-cancel",
}  # fmt: skip
_GRID: dict[str, Json] = {
    "pattern": "grid", "at": ".month-calendar-grid", "moves": "day", "pages": "visit",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Base:
    """A story as it is before mutations: its ``unit``, ``component`` and ``story``, and what it is dressed with."""

    component: str
    story: str
    unit: str = "booker/v1"
    dressed: tuple[tuple[str, str], ...] = ()
    keys: Mapping[str, Json] = field(default_factory=dict)


STORIES: Mapping[str, Base] = {
    "frame": Base("page_frame", "english"),
    "picture": Base("page_frame", "german", dressed=((_ICON, '<img src="/assets/icon.svg" width="20" height="20" alt="Home">'),)),
    "switch": Base("view_switch", "twelve-hours"),
    "list": Base("event_list", "several"),
    "board": Base("board", "choosing"),
    "summary": Base("event_summary", "chosen"),
    "month": Base("month_calendar", "chosen", keys={"patterns": [_GRID]}),
    "slots": Base("slot_list", "full-day"),
    "reasons": Base("slot_list", "reasons"),
    "live": Base(
        "slot_list", "one-time",
        dressed=(
            ('<p class="muted slot-list-count">', '<p class="muted slot-list-count" id="count" aria-live="polite">'),
            ('<ul class="slot-list-times"', '<button class="button" type="button" aria-expanded="true" aria-controls="list">'
             'Times</button><p role="status" class="visually-hidden">1 time is free</p><ul id="list" class="slot-list-times"'),
        ),
    ),
    "form": Base("booking_form", "empty"),
    "errors": Base("booking_form", "party-malformed"),
    "cancel": Base(
        "cancel_form", "page",
        dressed=(('name="reason" rows="3"', 'name="reason" rows="3" aria-required="true" aria-describedby="hint"'),
                 ('</textarea>', '</textarea>\n    <p class="field-hint" id="hint">One sentence will do.</p>')),
    ),
    "move": Base("move_form", "another-day"),
    "details": Base("booking_details", "booked", dressed=((_QUESTION, _ASKED),), keys={"patterns": [_DIALOG]}),
    "opened": Base(
        "booking_details", "moved",
        dressed=((_QUESTION, _ASKED), ('<dialog class="booking-details-dialog"', '<dialog aria-modal="true" class="booking-details-dialog"')),
        keys={"steps": list(_OPENED)},
    ),
    "notice": Base("notice", "taken"),
    "specimen": Base("specimen", "at-rest", unit="design/v1"),
}  # fmt: skip
"""Key → story."""


@cache
def _drawn(unit: str) -> list[dict[str, str]]:
    command = [sys.executable, "-m", "router", "probe", f"generated/{unit}", "--stories", "--root", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
    told: list[dict[str, str]] = json.loads(done.stdout)
    return told


def drawn(key: str) -> dict[str, str]:
    """Return what the probe says of a story, its ``document`` dressed. Raises ValueError where it cannot be."""
    base = STORIES[key]
    told = next(each for each in _drawn(base.unit) if (each["component"], each["name"]) == (base.component, base.story))
    document = told["document"]
    for old, new in base.dressed:
        if old not in document:
            raise ValueError(f"{key}: nothing to dress at {old!r}")
        document = document.replace(old, new, 1)
    return told | {"document": document}


@cache
def files() -> dict[str, str]:
    """Return the texts that stories link, by their path below ``/ui/``."""
    found = {}
    for unit in UNITS:
        for path in sorted((ROOT / "generated" / unit / "ui").rglob("*")):
            if path.suffix in {".css", ".js", ".svg"}:
                found[f"{unit}/{path.relative_to(ROOT / 'generated' / unit / 'ui').as_posix()}"] = path.read_text(
                    "utf-8"
                )
    return found
