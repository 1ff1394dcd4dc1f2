"""Keys that move focus among the items of a widget, whether focus roves or an active descendant is named."""

from __future__ import annotations

from collections.abc import Sequence

from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import KEYS, Trial

MOST_MOVES = 8
"""How many items one walk goes through: what is wrong is wrong by then."""


def goes(trial: Trial, key: str, on: Seen, wanted: Sequence[Seen], whither: str) -> bool:
    """Press a key that must move focus to one of ``wanted``; say whether it did."""
    return trial.key(key, on, lambda: trial.current() in wanted, f"move focus to {whither}")


def may_go(trial: Trial, key: str, on: Seen, wanted: Sequence[Seen], whither: str) -> bool:
    """Press a key that is optional: it does nothing, or what it should. Say whether it did something."""
    trial.press(key)
    trial.rest()
    now = trial.current()
    if now is None or now not in (on, *wanted):
        trial.flaw(KEYS, on, f"{key} on {on} may do nothing, or move focus to {whither}; {trial.where()}")
    return now != on


def following(items: Sequence[Seen], at: Seen, step: int, *, wraps: bool) -> list[Seen]:
    """Return where one step leads: the next item, or the next that can be used; at the end what wrapping gives."""
    place = items.index(at)
    found: list[Seen] = []
    for distance in range(1, len(items)):
        target = place + step * distance
        if not wraps and not 0 <= target < len(items):
            break
        found.append(items[target % len(items)])
        if not found[-1].off:
            break
    return [*found[:1], *found[-1:]]


def directions(at: Seen, orientation: str) -> tuple[str, str]:
    """Return the keys for forward and back in a row or a column, as its language is written."""
    if at.state("orientation") == "vertical" or (not at.state("orientation") and orientation == "vertical"):
        return "ArrowDown", "ArrowUp"
    return ("ArrowLeft", "ArrowRight") if at.backward else ("ArrowRight", "ArrowLeft")
