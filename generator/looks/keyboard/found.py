"""What a walk finds, in words."""

from __future__ import annotations

from generator.looks.flaws import Flaw
from generator.looks.keyboard.exits import Held, told
from generator.looks.keyboard.visit import Visit
from generator.looks.stop import Stop


def flaw(rule: str, message: str, stop: Stop) -> Flaw:
    """Say what is wrong at a stop; the message is a sentence that names it."""
    return Flaw(rule, message[:1].upper() + message[1:], stop.selector, stop.html)


def trap(visit: Visit, hold: Held) -> Flaw:
    """Focus goes in and does not come out."""
    stop = told(visit, hold)
    what = "the open dialog" if hold.modal else "the part of the page"
    keys = "not by Tab, Shift+Tab, Escape, arrows, or a key that is told there"
    return flaw("keyboard/trap", f"Focus cannot leave {what} around {stop}: {keys}.", stop)


def one_way(stop: Stop, key: str) -> Flaw:
    """Focus goes on in one direction only."""
    return flaw("keyboard/one-way", f"{key} does not lead on from {stop}.", stop)


def lost(stop: Stop, when: str) -> Flaw:
    """Focus is nowhere."""
    return flaw("keyboard/lost-focus", f"Focus is lost when {stop} {when}.", stop)
