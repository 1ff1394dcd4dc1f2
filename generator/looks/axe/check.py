"""Runs axe on a page and says what it found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, Page

from generator.errors import LockstepError
from generator.looks.axe.rules import BY_MODE, options
from generator.looks.axe.second import is_unreadable
from generator.looks.flaws import Flaw
from generator.looks.modes import Mode

MOST = 200
"""How many nodes of one page are told of."""

MOST_LOOKS = 20
"""How many pictures are taken to settle doubts about one page."""

_PATIENCE = 1_000  # milliseconds that transitions may take
_LONGEST = 300  # characters of a start tag
_RUN = Path(__file__).with_name("run.js").read_text(encoding="utf-8")


def ready(context: BrowserContext) -> None:
    """Put axe into every page of ``context`` while it loads: half the price of doing it afterwards."""
    context.add_init_script(_axe())


def check(page: Page, *, whole: bool, mode: Mode = Mode.light, only: tuple[str, ...] = ()) -> list[Flaw]:
    """Return what axe finds on a page that is loaded and settled, shown in ``mode``: one flaw a node.

    ``whole``: it is a page, not one component by itself. ``only`` names axe's rules to ask; without it they follow
    from the mode, and in modes in which nothing can differ from light nothing is asked. Raises LockstepError where axe
    cannot be run.
    """
    asked = only or BY_MODE[mode]
    if asked is None:
        return []
    try:
        told = _told(page, options(asked, whole=whole))
    except Error as error:
        said = error.message.partition("\n")[0]
        raise LockstepError(f"axe cannot look at {page.url}: {said}") from error
    found = [*_nodes(told.get("violations")), *_second_look(page, _nodes(told.get("doubts")))]
    return [_flaw(node) for node in dict.fromkeys(found)]


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    impact: str
    help: str
    link: str
    selector: str
    html: str
    said: str
    ink: tuple[float, ...] = ()
    box: tuple[float, ...] = ()
    wanted: float = 0.0


def _told(page: Page, asked: Mapping[str, object]) -> Mapping[object, object]:
    given = {"version": _version(), "options": asked, "patience": _PATIENCE, "most": MOST}
    for frame in page.frames if len(page.frames) > 1 else ():  # axe asks itself in each frame
        if frame != page.main_frame and not frame.evaluate("Boolean(globalThis.axe)"):
            frame.evaluate(_axe())
    told = page.evaluate(_RUN, given)
    if told is None:
        page.evaluate(_axe())
        told = page.evaluate(_RUN, given)
    return told if isinstance(told, dict) else {}


def _nodes(rows: object) -> Iterator[_Node]:
    for row in rows if isinstance(rows, list) else ():
        said = row.get("said")
        yield _Node(
            **{name: str(row.get(name, "")) for name in ("id", "impact", "help", "link", "selector", "html")},
            said="; ".join(str(one) for one in said[:5]) if isinstance(said, list) else "",
            ink=_numbers(row.get("ink")),
            box=_numbers(row.get("box")),
            wanted=float(row.get("wanted") or 0),
        )


def _second_look(page: Page, doubts: Iterable[_Node]) -> Iterator[_Node]:
    """Yield those of which a picture shows what axe could not tell."""
    for node in islice(doubts, MOST_LOOKS):
        if is_unreadable(page, node.ink, node.box, node.wanted):
            yield node


def _flaw(node: _Node) -> Flaw:
    impact = f" ({node.impact})" if node.impact else ""
    html = " ".join(node.html.split())
    tag = re.match(r"<[^>]*>", html)
    said = f": {node.said}" if node.said else ""
    return Flaw(
        "axe/violation",
        f"{node.id}{impact}: {node.help}{said}",
        node.selector,
        (tag[0] if tag else html)[:_LONGEST],
        link=node.link,
    )


def _numbers(value: object) -> tuple[float, ...]:
    return tuple(float(one) for one in value) if isinstance(value, list) else ()


@cache
def _axe() -> str:
    """Return axe's own text, as it stands in the package."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@cache
def _version() -> str:
    found = re.search(r"axe v(\S+)", _axe()[:200])
    return found[1] if found else ""
