"""Radio groups: one Tab stop, arrows check the next in the round, Space checks what has focus."""

from __future__ import annotations

from generator.looks.patterns.moves import MOST_MOVES, following
from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import FOCUS, ROLES, STATE, Over, Trial


def _radios(trial: Trial) -> tuple[Seen, list[Seen]]:
    at = trial.at()
    trial.has_role(at, "radiogroup")
    radios = trial.items(at, "radio")
    if not radios:
        trial.flaw(ROLES, at, f"{at} has no radio buttons")
        raise Over
    return at, radios


def is_checked(radio: Seen) -> bool:
    """Say whether a radio button is checked, by its state or its browser's."""
    return radio.checked if radio.native else radio.says("checked")


def speaks(trial: Trial) -> None:
    """Group and buttons have names, each button says whether it is checked, and Tab stops once."""
    at, radios = _radios(trial)
    trial.has_name(at)
    for radio in radios:
        trial.has_name(radio)
        if not radio.native:
            trial.has_state(radio, "checked", "true", "false")
    checked = [radio for radio in radios if is_checked(radio)]
    trial.must(STATE, at, len(checked) < 2, f"{len(checked)} radio buttons of {at} are checked at once")
    stops = [each for each in (at, *radios) if each.tabbable and not each.native]
    native = any(radio.native for radio in radios)
    message = f"Tab should stop once at {at}, and stops at {len(stops)} places"
    trial.must(FOCUS, at, len(stops) == 1 or native, message)
    if checked and len(stops) == 1 and stops[0] != at:
        trial.must(FOCUS, checked[0], stops[0] == checked[0], f"Tab should stop at {checked[0]}, the checked one")


def arrows(trial: Trial) -> None:
    """Down and Right check the next, Up and Left the one before, round at the ends."""
    at, radios = _radios(trial)
    usable = [radio for radio in radios if not radio.off]
    if len(usable) < 2:
        return
    now = _entered(trial, at, usable)
    keys = [("ArrowDown", 1)] * min(len(usable), MOST_MOVES) + [("ArrowUp", -1)] * 2
    sideways = [("ArrowLeft", 1), ("ArrowRight", -1)] if at.backward else [("ArrowRight", 1), ("ArrowLeft", -1)]
    for key, step in [*keys, *sideways]:
        target = following(usable, now, step, wraps=True)[0]

        def checked(wanted: Seen = target) -> bool:
            alone = [each for each in trial.all_again(radios) if is_checked(each)] == [wanted]
            return alone and trial.current() == wanted

        if not trial.key(key, now, checked, f"check {target} alone, and put focus on it"):
            return
        now = target


def checks(trial: Trial) -> None:
    """Space checks the button that has focus, if it is not yet."""
    at, radios = _radios(trial)
    if any(is_checked(radio) for radio in radios):
        return
    now = _entered(trial, at, radios)
    if not is_checked(trial.again(now)):
        trial.key("Space", now, lambda: is_checked(trial.again(now)), "check it")


def _entered(trial: Trial, at: Seen, radios: list[Seen]) -> Seen:
    stops = [radio for radio in radios if radio.tabbable]
    stop = next((radio for radio in stops if is_checked(radio)), None) or next(iter(stops), at)
    trial.focus(stop)
    if trial.until(lambda: trial.current() in radios):
        return trial.current() or radios[0]
    trial.flaw(FOCUS, at, f"focus on {stop} should be on one of the radio buttons; {trial.where()}")
    raise Over


SCENARIOS = ((speaks, arrows), (checks,))
