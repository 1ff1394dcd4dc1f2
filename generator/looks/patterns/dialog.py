"""Dialogs: focus goes in on opening, stays in while it is open, Escape closes it, and focus goes back."""

from __future__ import annotations

from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import FOCUS, KEYS, ROLES, STATE, Over, Trial

MOST_STOPS = 60
"""Tab stops of one dialog: after so many presses of Tab it is known whether focus stays in."""


def opened(trial: Trial) -> Seen:
    """Open the dialog by its opener, unless it is open; return it. Ends the trial when it does not open."""
    where = trial.pattern.option("opener")
    dialog = (
        trial.find(trial.pattern.at, "the element") if trial.page.locator(f"css={trial.pattern.at}").count() else None
    )
    if dialog is not None and dialog.shown:
        return dialog
    if not where:
        trial.flaw(ROLES, dialog, f"{trial.pattern.at} is not open, and the declaration names no opener")
        raise Over
    opener = trial.find(where, "the opener")
    trial.focus(opener)
    trial.press("Enter")
    found = trial.page.locator(f"css={trial.pattern.at}")
    if not trial.until(lambda: found.count() == 1 and trial.at().shown):
        trial.flaw(KEYS, opener, f"Enter on {opener} should open {trial.pattern.at}, and does not")
        raise Over
    return trial.at()


def speaks(trial: Trial) -> None:
    """Role, name and modality are said, and focus is inside once it is open."""
    dialog = opened(trial)
    trial.has_role(dialog, *(("alertdialog",) if trial.pattern.name == "alertdialog" else ("dialog", "alertdialog")))
    trial.has_name(dialog)
    if trial.pattern.name == "alertdialog":
        described = bool(trial.refers(dialog, "describedby"))
        trial.must(ROLES, dialog, described, f"{dialog} needs aria-describedby: its message is read on opening")
    said = dialog.modal or dialog.says("modal")
    trial.must(STATE, dialog, said, f'{dialog} is modal and should say so: aria-modal="true", or showModal()')
    message = f"opening {dialog} should put focus inside of it"
    if not trial.until(lambda: trial.inside(trial.active(), dialog)):
        trial.flaw(FOCUS, dialog, f"{message}; {trial.where()}")


def holds(trial: Trial) -> None:
    """Tab and Shift+Tab go round inside; of a native modal dialog they may reach the browser's own controls."""
    dialog = opened(trial)
    if not trial.until(lambda: trial.inside(trial.active(), dialog)):
        return  # said by the first scenario
    presses = min(len(trial.stops(dialog)), MOST_STOPS) + 2
    for key in ("Tab", "Shift+Tab"):
        for _ in range(presses):
            before = trial.current()
            trial.press(key)
            now = trial.active()
            if trial.inside(now, dialog) or (now is None and dialog.modal):
                continue
            trial.rest()  # a page may bring focus back a moment later
            if not trial.inside(trial.active(), dialog):
                trial.flaw(KEYS, dialog, f"{key} on {before} should stay inside of {dialog}; {trial.where()}")
                return
        if not trial.inside(trial.active(), dialog):
            trial.press(key)


def closes(trial: Trial) -> None:
    """Escape closes it, and focus returns to what opened it, or to where the declaration says."""
    dialog = opened(trial)
    trial.until(lambda: trial.inside(trial.active(), dialog))
    on = trial.current() or dialog
    trial.press("Escape")
    if not trial.until(lambda: not trial.again(dialog).shown):
        trial.flaw(KEYS, dialog, f"Escape on {on} should close {dialog}, and does not")
        return
    back = trial.pattern.option("returns") or trial.pattern.option("opener")
    if back:
        target = trial.find(back, "where focus returns")
        if not trial.until(lambda: trial.active() == target):
            trial.flaw(FOCUS, target, f"closing {dialog} should return focus to {target}; {trial.where()}")


SCENARIOS = ((speaks, closes), (holds,))
