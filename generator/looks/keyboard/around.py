"""What focus looks like where it rests, in which order it comes, and what it never comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.looks.flaws import Flaw
from generator.looks.keyboard.found import flaw
from generator.looks.keyboard.stops import Place, stop
from generator.looks.keyboard.visit import Visit, asking
from generator.looks.stop import Stop

MOST_DOUBTS = 12
"""How many stops of a page are looked at in pictures at most."""


def missed(visit: Visit, forward: Sequence[str]) -> Iterator[Flaw]:
    """Yield what a walk through the whole page, ``forward`` over these elements, did not reach, or in an odd order."""
    said = visit.ask("missed(given)", [int(element) for element in forward if element.isdigit()])
    told = said if isinstance(said, Mapping) else {}
    for each in _stops(told.get("unreachable")):
        yield flaw("keyboard/unreachable", f"No key leads to {each}.", each)
    for each in _stops(told.get("scrollers")):
        yield flaw("keyboard/scroll-region", f"No key scrolls {each}.", each)
    for each in _stops(told.get("positive")):
        yield flaw("keyboard/positive-tabindex", f"A tabindex above 0 puts {each} before everything else.", each)
    pairs = told.get("order")
    for pair in pairs if isinstance(pairs, list) else []:
        before, after = _stops(pair)
        yield flaw("keyboard/order", f"Focus goes from {before} to {after}, which stands before it.", after)


def unseen(visit: Visit) -> Iterator[Flaw]:
    """Go to the stops about which styles left a doubt, and look whether focus can be seen there."""
    waiting = list(visit.doubts)[:MOST_DOUBTS]
    if not waiting:
        return
    visit.enter(Place.start)
    for _ in range(visit.size + 20):
        spot = visit.press("Tab")
        if not waiting or spot.place in {Place.end, Place.out}:
            return
        if spot.element not in waiting:
            continue
        waiting.remove(spot.element)
        here = visit.stops[spot.element]
        if visit.ask("covered()") is True:
            yield flaw("keyboard/obscured-focus", f"{here} is covered when it has focus.", here)
        elif visit.ask("vanished()") is True:
            yield flaw("keyboard/invisible-focus", f"{here} cannot be seen when it has focus.", here)
        elif not visit.doubts[spot.element] and _looks_same(visit):
            yield flaw("keyboard/invisible-focus", f"Nothing shows that {here} has focus.", here)


def _looks_same(visit: Visit) -> bool:
    """Return whether not one pixel differs between a page where focus is here and where it is nowhere."""
    with asking():
        focused = visit.page.screenshot(animations="disabled")
        visit.ask("away()")
        other = visit.page.screenshot(animations="disabled")
        visit.ask("back()")
    return focused == other


def _stops(said: object) -> list[Stop]:
    return [found for each in said if (found := stop(each))] if isinstance(said, list) else []
