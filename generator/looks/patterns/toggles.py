"""Switches and sliders: what a key changes is said by a state, and the name stays what it is."""

from __future__ import annotations

import math
from collections.abc import Callable

from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import KEYS, ROLES, STATE, Over, Trial


def switch(trial: Trial) -> None:
    """Space turns it over, Enter may; aria-checked follows, and the name does not change."""
    at = trial.at()
    trial.has_role(at, "switch")
    trial.has_name(at)
    is_input = at.tag == "input"
    if not is_input and not trial.has_state(at, "checked", "true", "false"):
        return
    trial.must(KEYS, at, at.tabbable or at.off, f"Tab should reach {at}, and does not")
    if at.off:
        return

    def is_on() -> bool:
        now = trial.again(at)
        return now.checked if is_input else now.says("checked")

    trial.focus(at)
    for _ in range(2):
        was = is_on()
        should = f"turn it {'off' if was else 'on'}, and say so with aria-checked"
        if not trial.key("Space", at, lambda was=was: is_on() != was, should):  # type: ignore[misc]
            return
    trial.press("Space")
    trial.rest()
    message = f'the name of {at} should stay the same when it is turned: aria-checked says "on" already'
    trial.must(STATE, at, lambda: trial.again(at).name == at.name, message)


def slider(trial: Trial) -> None:
    """Arrows change the value, Home and End lead to its bounds, and it stays within them."""
    at = trial.at()
    trial.has_role(at, "slider")
    trial.has_name(at)
    if at.tag == "input":
        return  # the browser's own
    low, high = _number(trial, at, "valuemin", 0), _number(trial, at, "valuemax", 100)
    value = _number(trial, at, "valuenow", None)
    if not trial.must(STATE, at, low <= value <= high, f"{at} says {value:g}, outside of {low:g} to {high:g}"):
        return
    trial.must(KEYS, at, at.tabbable or at.off, f"Tab should reach {at}, and does not")
    if at.off or low == high:
        return
    trial.focus(at)

    def now() -> float:
        return _number(trial, trial.again(at), "valuenow", None)

    trial.press("Home")
    trial.until(lambda: now() == _number(trial, trial.again(at), "valuemin", 0))
    lowest = now()  # not always aria-valuemin: where zero means that nothing is chosen, Home leads to one
    trial.press("ArrowLeft")
    trial.rest()
    if now() != lowest:
        trial.flaw(
            KEYS, at, f"Home on {at} should lead to its lowest value, and ArrowLeft leads from {lowest:g} to {now():g}"
        )
        return
    for key, sign in (("ArrowRight", 1), ("ArrowUp", 1), ("ArrowLeft", -1), ("ArrowDown", -1)):
        before = now()
        _to(trial, at, key, lambda was=before, sign=sign: (now() - was) * sign > 0, f"{'more' if sign > 0 else 'less'}")  # type: ignore[misc]
    _to(trial, at, "End", lambda: now() == _number(trial, trial.again(at), "valuemax", 100), "its highest value")
    trial.press("ArrowRight")
    trial.rest()
    top = _number(trial, trial.again(at), "valuemax", 100)
    trial.must(STATE, at, lambda: now() <= top, f"ArrowRight on {at} at its highest value leads beyond {top:g}")


def _to(trial: Trial, at: Seen, key: str, so: Callable[[], bool], whither: str) -> None:
    trial.press(key)
    if not trial.until(so):
        said = trial.again(at).state("valuenow")
        trial.flaw(KEYS, at, f"{key} on {at} should lead to {whither}, and aria-valuenow says {said!r}")
        raise Over


def _number(trial: Trial, one: Seen, name: str, usual: float | None) -> float:
    said = one.state(name)
    try:
        value = float(said) if said else usual
    except ValueError:
        value = None
    if value is None or not math.isfinite(value):
        trial.flaw(ROLES, one, f"aria-{name} of {one} is no number: {said!r}")
        raise Over
    return value


SWITCH = ((switch,),)
SLIDER = ((slider,),)
