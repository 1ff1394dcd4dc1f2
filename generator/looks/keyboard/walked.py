"""Walking through a page and back, and saying what is wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import Page

from generator.looks.browsers.found import Engine
from generator.looks.flaws import Flaw
from generator.looks.keyboard.around import missed, unseen
from generator.looks.keyboard.exits import exit_from, exit_towards, held
from generator.looks.keyboard.found import lost, one_way, trap
from generator.looks.keyboard.opened import opened
from generator.looks.keyboard.steps import MOST, End, Steps, steps
from generator.looks.keyboard.stops import Place
from generator.looks.keyboard.visit import PageGone, Visit, visit
from generator.looks.stop import Stop

Fresh = Callable[[], AbstractContextManager[Page]]
"""Opens the page anew: loaded, settled, and with :data:`~generator.looks.keyboard.visit.PREPARE` run before it."""

_PATIENT = 20_000
_ENOUGH = 32
"""How many keys a page that listens to keys gets at least: some wait for a few before they spring."""


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
    waits = False
    with suppress(PageGone), visit(fresh) as first:  # gone: another page stands there, which is not looked at
        flaws, path, forward = _through(first)
        waits = first.ask("pending()") is True
        if forward is not None:
            flaws += [*missed(first, forward), *unseen(first)]
        if first.lively and not _holds(flaws):
            flaws += opened(first)
            while first.hears and first.pressed < _ENOUGH and not _holds(flaws):
                flaws += [flaw for flaw in _through(first)[0] if _holds([flaw])]
    if waits and not _holds(flaws):
        with suppress(PageGone), visit(fresh, _PATIENT) as slow:
            flaws += [flaw for flaw in _through(slow)[0] if _holds([flaw])]
    return Walk(tuple(dict.fromkeys(flaws)), path)


def _holds(flaws: Iterable[Flaw]) -> bool:
    return any(flaw.rule == "keyboard/trap" for flaw in flaws)


def _through(here: Visit) -> tuple[list[Flaw], tuple[Stop, ...], list[str] | None]:
    """Walk to the end and back: what was wrong, the way forward, and its elements, None unless both ends were reached.

    The way back of a page that nothing happens on is the browser's own: it need not be gone.
    """
    here.enter(Place.start)
    hold, forward, back = held(here)
    path = _path(here, forward)
    key = "Tab"
    if here.lively and hold is None and forward.end is End.edge:
        key = "Shift+Tab"
        here.enter(Place.end)
        back = steps(here, key, here.size * 2 + MOST)
        if back.end is End.round:
            hold, _, _ = held(here)
    if hold:
        return ([trap(here, hold)] if exit_from(here, hold) is None else []), path, None
    # Where nothing keeps the focus, going nowhere again and again is no round.
    rounds = (run for run in (forward, back) if run and run.end is End.round)
    stuck = next((run for run in rounds if any(spot.element for spot in run.spots)), None)
    if stuck and stuck.loop and exit_towards(here, stuck, key) is None:
        return [one_way(here.stops[stuck.loop[-1]], key)], path, None
    is_through = stuck is None and forward.end is End.edge
    return list(_lost(here, forward)), path, [spot.element for spot in forward.spots] if is_through else None


def _lost(here: Visit, went: Steps) -> Iterator[Flaw]:
    for one, other in pairwise(went.spots):
        if one.place is Place.inside and other.place is Place.nowhere:
            yield lost(here.stops[one.element], "is left with Tab")


def _path(here: Visit, went: Steps) -> tuple[Stop, ...]:
    elements = dict.fromkeys(spot.element for spot in went.spots if spot.element)
    return tuple(here.stops[element] for element in elements)
