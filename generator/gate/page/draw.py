"""Draws the page: values in, one HTML file out. All markup is in ``templates/``, and all of it escapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.gate.explained import explained
from generator.gate.page.changes import MOST as MOST_UNITS
from generator.gate.page.changes import State, UnitChange
from generator.gate.page.looks import anchors, place_key, unit_looks, with_pictures
from generator.gate.page.remedy import remedy
from generator.gate.page.stories import MOST, StoryChange
from generator.gate.page.summary import counted, describe, features, gist, granted, lines, verdict
from generator.gate.page.visible import json_text, ticked, visible
from generator.gate.report import NEW, Report, Verdict
from generator.gate.tally import what_happened, who_looked
from generator.rules import RULES, family_of, level_of

TEMPLATES = Path(__file__).with_name("templates")
_STYLES = ("report.css", "looks.css")
_MOST_FINDINGS = 100  # of one feature: whoever has more mends the first ones first
_LONGEST = 4_000  # characters of one text in a finding
_STOPS = range(0, 101, 5)  # per cent, where a slider stands still: one radio button each


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page is made of.

    ``made_of`` is its digest; ``unchecked`` counts units that were not asked for, ``whys`` say of a feature why its
    latest version was written.
    """

    report: Report
    changes: tuple[UnitChange, ...]
    today: date
    made_of: str
    unchecked: int = 0
    whys: Mapping[str, str] = field(default_factory=dict)


def draw(seen: Seen) -> bytes:
    """Return the page as UTF-8; the same values give the same bytes."""
    waivers = granted(seen.report.excused, seen.today)
    shown = [change for change in seen.changes if change.state is not State.same]
    looks = unit_looks(seen.report.looked)
    values = {
        "verdict": verdict(seen.report),
        "blocked": seen.report.verdict is Verdict.blocked,
        "gist": gist(seen.report, shown, waivers),
        "compared": _compared(seen.report),
        "features": features(seen.report, seen.changes, seen.whys),
        "waivers": waivers,
        "changes": shown[:MOST_UNITS],
        "more": _brief(shown[MOST_UNITS:]),
        "same": len(seen.changes) - len(shown),
        "most_findings": _MOST_FINDINGS,
        "looks": looks,
        "seen_words": _seen(seen.report),
        "style": Markup("").join(Markup((TEMPLATES / name).read_text(encoding="utf-8")) for name in _STYLES),  # noqa: S704  # our own files
        "slider_rules": _slider_rules(),
    }
    environment = _environment()
    at = anchors(looks)
    environment.globals |= {
        "unpictured": _unpictured(seen.report),
        "shown_at": lambda finding, place: at.get(place_key(finding, place)),
    }
    page = environment.get_template("report.html").render(seen=seen, report=seen.report, **values)
    return page.encode("utf-8")


def _seen(report: Report) -> str:
    """Return what browsers saw, and which they were; empty where there was nothing to look at."""
    who = who_looked(report.looked)
    return " ".join(filter(None, (what_happened(report.looked), f"Browsers: {who}." if who else "")))


def _unpictured(report: Report) -> Callable[[UnitChange], list[StoryChange]]:
    pictured = with_pictures(report.looked)

    def unpictured(change: UnitChange) -> list[StoryChange]:
        """Return the stories that are shown in frames, having no pictures."""
        unit = str(change.unit)
        return [each for each in change.stories if (unit, each.component, each.name) not in pictured]

    return unpictured


def _slider_rules() -> Markup:
    """Return what lets a slider's radio buttons say where it stands; what the pointer is over wins."""
    rule = ".canvas:has(> .slider > :nth-of-type(%d):%s) { --at: %g; }"
    rows = [rule % (number, state, at / 100) for state in ("checked", "hover") for number, at in enumerate(_STOPS, 1)]
    return Markup("\n").join(map(Markup, rows))


def _compared(report: Report) -> str:
    said = report.compared_with.said
    return f"Compared with {said}" if report.compared_with.commit else f"{said[:1].upper()}{said[1:]}"


def _brief(changes: Sequence[UnitChange]) -> list[tuple[str, str]]:
    return [(str(change.unit), describe(change)) for change in changes]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "slug": _slug,
        "short": _short,
        "json": json_text,
        "ticked": ticked,
        "plain": _plain,
        "counted": counted,
        "lines": lines,
    }
    environment.globals |= {
        "remedy": remedy,
        "explained": explained,
        "level_of": level_of,
        "slider_stops": _STOPS,
        "rules": RULES,
        "family_of": family_of,
        "describe": describe,
        "most_stories": MOST,
        "new": NEW,
    }
    return environment


def _plain(text: object) -> Markup:
    """Return a text for an attribute, where markup cannot name a character that hides."""
    return escape(str(text).replace("\0", "\ufffd").encode("utf-8", "replace").decode())


def _slug(name: object) -> str:
    return re.sub(r"[^a-z0-9]+", "-", str(name).lower()).strip("-") or "project"


def _short(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else f"{text[:most]}… ({len(text) - most:,} characters more)"
