"""Walking through a page and back, and saying what is wrong on the way."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from playwright.sync_api import Page

from generator.looks.browsers.found import Engine
from generator.looks.flaws import Flaw
from generator.looks.keyboard.exits import Held, exit_from, held, told
from generator.looks.keyboard.steps import MOST, End, Steps, steps
from generator.looks.keyboard.stops import Place
from generator.looks.keyboard.visit import PageGone, Visit, visit
from generator.looks.stop import Stop

Fresh = Callable[[], AbstractContextManager[Page]]
"""Opens the page anew: loaded, settled, and with :data:`~generator.looks.keyboard.visit.PREPARE` run before it."""

_PATIENT = 20_000


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk through a page found: its ``flaws``, and the ``path`` of focus, forward and in order."""

    flaws: tuple[Flaw, ...]
    path: tuple[Stop, ...]


def walk(fresh: Fresh, engine: Engine) -> Walk:
    """Walk through a page with the keyboard alone: forward, backward, slowly, and into what its controls open."""
    del engine
    path: tuple[Stop, ...] = ()
    flaws: list[Flaw] = []
    try:
        with visit(fresh) as first:
            flaws, path = _through(first)
            waits = first.ask("pending()")
        if waits and not flaws:
            with visit(fresh, _PATIENT) as slow:
                flaws, _ = _through(slow)
    except PageGone:
        pass  # it opened another page by itself: what stands there is not this page's
    return Walk(tuple(dict.fromkeys(flaws)), path)


def _through(here: Visit) -> tuple[list[Flaw], tuple[Stop, ...]]:
    here.enter(Place.start)
    hold, forward, back = held(here)
    path = _path(here, forward)
    if hold is None and forward.end is End.edge:
        here.enter(Place.end)
        back = steps(here, "Shift+Tab", here.size() * 2 + MOST)
        if back.end is End.round:
            hold, _, _ = held(here)
    if hold and exit_from(here, hold) is None:
        return [_trap(here, hold)], path
    return [], path


def _path(here: Visit, went: Steps) -> tuple[Stop, ...]:
    elements = dict.fromkeys(spot.element for spot in went.spots if spot.element)
    return tuple(here.stops[element] for element in elements)


def _trap(here: Visit, hold: Held) -> Flaw:
    stop = told(here, hold)
    what = "the open dialog" if hold.modal else "the part of the page"
    return Flaw(
        "keyboard/trap",
        f"Focus cannot leave {what} around {stop}: not by Tab, Shift+Tab, Escape, arrows, or a key that is told there.",
        stop.selector,
        stop.html,
    )
