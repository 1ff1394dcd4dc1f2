"""Date picker dialogs: a dialog around a grid of days, which has focus; Enter takes a day and goes back."""

from __future__ import annotations

from generator.looks.patterns import dialog, grid
from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import FOCUS, ROLES, Over, Trial


def _days(trial: Trial) -> tuple[Seen, Seen]:
    """Open it; return the dialog and the grid in it, with focus in the grid. Ends the trial without."""
    around = dialog.opened(trial)
    inner = next(iter(trial.items(around, "grid")), None)
    if inner is None:
        trial.flaw(ROLES, around, f"{around} holds no grid of days: an element with the role grid")
        raise Over
    if not trial.until(lambda: trial.inside(trial.current(), inner)):
        trial.flaw(FOCUS, around, f"opening {around} should put focus on a day of its grid; {trial.where()}")
        raise Over
    return around, inner


def moves(trial: Trial) -> None:
    """Arrows go from day to day, Home and End to the ends of the week."""
    _, inner = _days(trial)
    trial.has_name(inner)
    grid.goes_round(trial, inner, "day")


def months(trial: Trial) -> None:
    """PageDown and PageUp show the next month and the one before, with focus on a day."""
    around, inner = _days(trial)
    grid.pages_within(trial, lambda: next(iter(trial.items(around, "grid")), inner))


def takes(trial: Trial) -> None:
    """Enter on a day closes the dialog and returns focus."""
    around, _ = _days(trial)
    on = trial.current() or around
    if not trial.key("Enter", on, lambda: not trial.again(around).shown, f"take that day and close {around}"):
        return
    back = trial.pattern.option("returns") or trial.pattern.option("opener")
    if back:
        target = trial.find(back, "where focus returns")
        if not trial.until(lambda: trial.active() == target):
            trial.flaw(FOCUS, target, f"taking a day should return focus to {target}; {trial.where()}")


SCENARIOS = (*dialog.SCENARIOS, (moves,), (months, takes))
