"""Alerts and tooltips: they come up, are announced or describe, and leave focus where it was."""

from __future__ import annotations

from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import FOCUS, KEYS, ROLES, Trial


def alert(trial: Trial) -> None:
    """The message comes up in an element that is announced, and focus stays."""
    opener = trial.find(trial.pattern.option("opener"), "the opener")
    before = trial.page.locator(f"css={trial.pattern.at}")
    was = (before.text_content() or "").strip() if before.count() == 1 and trial.at().shown else ""
    trial.focus(opener)
    trial.press("Enter")

    def is_up() -> bool:
        found = trial.page.locator(f"css={trial.pattern.at}")
        return found.count() == 1 and trial.at().shown and (found.text_content() or "").strip() not in {"", was}

    if not trial.until(is_up):
        trial.flaw(KEYS, opener, f"Enter on {opener} should bring up a message in {trial.pattern.at}, and does not")
        return
    at = trial.at()
    message = f'{at.selector} is declared as an alert and should have role="alert", or aria-live="assertive"'
    trial.must(ROLES, at, at.role == "alert" or at.state("live") == "assertive", message)
    moved = trial.inside(trial.active(), at)
    trial.must(FOCUS, at, not moved, f"an alert should not take focus; {trial.where()}")


def tooltip(trial: Trial) -> None:
    """It comes up on focus, is named by aria-describedby, and Escape takes it away, with focus where it was."""
    at = trial.at()
    trial.focus(at)

    def shown() -> Seen | None:
        tips = trial.refers(trial.again(at), "describedby")
        return next((each for each in tips if each.role == "tooltip" and each.shown), None)

    if not trial.until(lambda: shown() is not None):
        message = f'focus on {at} should show its tooltip: role="tooltip", named by aria-describedby'
        trial.flaw(KEYS, at, message)
        return
    tip = shown()
    if tip is None:
        return
    trial.key("Escape", at, lambda: not trial.again(tip).shown, "take its tooltip away")
    if not trial.until(lambda: trial.active() == at):
        trial.flaw(FOCUS, at, f"a tooltip should leave focus on {at}; {trial.where()}")


ALERT = ((alert,),)
TOOLTIP = ((tooltip,),)
