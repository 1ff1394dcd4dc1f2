"""Disclosures and accordions: a button that shows and hides something, and says whether it is shown."""

from __future__ import annotations

from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import KEYS, ROLES, STATE, Trial

MOST_HEADERS = 12


def disclosure(trial: Trial) -> None:
    """Enter and Space each turn it over; what it controls is shown exactly when it says so."""
    button = trial.at()
    trial.has_role(button, "button")
    trial.has_name(button)
    if not _says(trial, button):
        return
    _agrees(trial, button)
    trial.focus(button)
    for key in ("Enter", "Space"):
        if not _turns(trial, key, button):
            return


def accordion(trial: Trial) -> None:
    """Each header is a button in a heading that Tab reaches; Enter and Space open it."""
    headers = [each for each in trial.items(trial.at(), "button") if each.state("expanded")][:MOST_HEADERS]
    if not trial.must(ROLES, trial.at(), bool(headers), f"{trial.at()} has no buttons with aria-expanded"):
        return
    for header in headers:
        heading = trial.closest(header, "heading")
        trial.must(ROLES, header, heading is not None, f"{header} of an accordion should stand in a heading")
        trial.must(ROLES, header, bool(trial.refers(header, "controls")), f"aria-controls of {header} names no panel")
        trial.must(KEYS, header, header.tabbable, f"Tab should reach {header}, and does not")
        _says(trial, header)
        _agrees(trial, header)
    for header, key in zip(headers, ("Enter", "Space") * MOST_HEADERS, strict=False):
        _tries(trial, header, key)


def _tries(trial: Trial, header: Seen, key: str) -> None:
    """Turn one header over; one that is open may stay so, if it says that it cannot be closed."""
    before = trial.again(header)
    if not before.focusable or (before.off and _is_open(before)):
        return
    trial.focus(header)
    _turns(trial, key, header)


def _turns(trial: Trial, key: str, button: Seen) -> bool:
    was_open = _is_open(trial.again(button))
    should = "hide what it controls, and say so" if was_open else "show what it controls, and say so"
    fine = trial.key(key, button, lambda: _is_open(trial.again(button)) != was_open, should)
    if fine:
        _agrees(trial, button)
    return fine


def _says(trial: Trial, button: Seen) -> bool:
    return button.tag == "summary" or trial.has_state(button, "expanded", "true", "false")


def _is_open(button: Seen) -> bool:
    return button.open if button.tag == "summary" else button.says("expanded")


def _panel(trial: Trial, button: Seen) -> Seen | None:
    declared = trial.pattern.option("panel")
    if declared and trial.page.locator(f"css={declared}").count():
        return trial.find(declared, "the panel")
    return next(iter(trial.refers(button, "controls")), None)


def _agrees(trial: Trial, button: Seen) -> None:
    panel = _panel(trial, button)  # each time anew: a page may make it on opening
    if panel is None:
        return

    def agrees() -> bool:
        return trial.again(panel).shown == _is_open(trial.again(button))

    shown = "shows" if _is_open(trial.again(button)) else "hides"
    trial.must(STATE, button, agrees, f"{button} says that it {shown} {panel.selector}, and that is not so")


DISCLOSURE = ((disclosure,),)
ACCORDION = ((accordion,),)
