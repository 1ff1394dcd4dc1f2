"""Tabs: one tab is selected and is the list's Tab stop, arrows go round, and the panel follows."""

from __future__ import annotations

from generator.looks.patterns.moves import MOST_MOVES, directions, following, goes, may_go
from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import FOCUS, KEYS, ROLES, STATE, Over, Trial


def _tabs(trial: Trial) -> tuple[Seen, list[Seen], Seen]:
    """Return the list, its tabs and the selected one. Ends the trial where one is missing."""
    at = trial.at()
    trial.has_role(at, "tablist")
    tabs = trial.items(at, "tab")
    selected = [tab for tab in tabs if tab.says("selected")]
    if not tabs:
        trial.flaw(ROLES, at, f"{at} has no tabs: elements with the role tab")
        raise Over
    if len(selected) != 1:
        trial.flaw(STATE, at, f'{len(selected)} tabs of {at} say aria-selected="true", and one should')
        raise Over
    return at, tabs, selected[0]


def speaks(trial: Trial) -> None:
    """The list has a name, each tab a panel that is named after it; the selected one's is shown, and Tab reaches it."""
    at, tabs, selected = _tabs(trial)
    trial.has_name(at)
    for tab in tabs:
        trial.has_name(tab)
        if tab != selected:
            trial.has_state(tab, "selected", "false")
            message = f"Tab should reach the selected tab of {at} alone, and reaches {tab}"
            trial.must(FOCUS, tab, not tab.tabbable, message)
        panel = _panel(trial, tab)
        message = f"aria-controls of {tab} should name its panel, an element with the role tabpanel"
        if trial.must(ROLES, tab, panel is not None and panel.role == "tabpanel", message) and panel is not None:
            trial.has_name(panel)
    trial.must(FOCUS, selected, selected.tabbable, f"Tab should reach {selected}, the selected one, and does not")
    _shows(trial, tabs, selected)


def arrows(trial: Trial) -> None:
    """Arrows go from tab to tab, round at the ends; Home and End lead to the ends, if anywhere."""
    at, tabs, selected = _tabs(trial)
    forward, back = directions(at, "horizontal")
    trial.focus(selected)
    now = selected
    for _ in range(min(len(tabs), MOST_MOVES)):
        wanted = following(tabs, now, 1, wraps=True) or [now]
        if not goes(trial, forward, now, wanted, f"{wanted[0]}, the next in the round"):
            return
        now = trial.current() or now
    wanted = following(tabs, now, -1, wraps=True) or [now]
    if not goes(trial, back, now, wanted, f"{wanted[0]}, the one before in the round"):
        return
    now = trial.current() or now
    for key, ends in (("End", tabs[-1:]), ("Home", tabs[:1])):
        may_go(trial, key, now, [*ends, *(tab for tab in tabs if tab.off)], f"{ends[0]}")
        now = trial.current() or now


def activates(trial: Trial) -> None:
    """The panel comes with focus (automatic), or with Enter and with Space (manual)."""
    at, tabs, selected = _tabs(trial)
    usable = [tab for tab in tabs if not tab.off]
    if len(usable) < 2:
        return
    forward, _ = directions(at, "horizontal")
    declared = trial.pattern.option("activation")
    trial.focus(selected)
    trial.press(forward)
    trial.rest()
    now = trial.current()
    if now not in tabs or now == selected or now is None:
        return  # said by the arrows
    if declared == "automatic" or trial.again(now).says("selected"):
        if declared == "manual":
            trial.flaw(KEYS, now, f"{forward} activates {now}, and the declaration says that Enter does")
        _comes(trial, tabs, now, forward)
        return
    for key in ("Enter", "Space"):
        if not _comes(trial, tabs, now, key, press=True):
            return
        trial.press(forward)
        trial.rest()
        now = trial.current()
        if now not in tabs or now is None:
            return


def _comes(trial: Trial, tabs: list[Seen], tab: Seen, key: str, *, press: bool = False) -> bool:
    """Say whether a tab is the selected one, and its panel shown, after a key."""
    if press:
        trial.press(key)

    def alone() -> bool:
        return [each for each in trial.all_again(tabs) if each.says("selected")] == [tab]

    message = f'{key} on {tab} should leave it alone with aria-selected="true"'
    return trial.must(STATE, tab, alone, message) and _shows(trial, tabs, tab)


def _shows(trial: Trial, tabs: list[Seen], selected: Seen) -> bool:
    """Say whether the selected tab's panel is shown, and no other's."""
    panels = [(tab, panel) for tab in tabs if (panel := _panel(trial, tab)) is not None]
    own = [panel for tab, panel in panels if tab == selected]

    def fits() -> bool:
        now = trial.all_again(panel for _, panel in panels)
        return all(panel.shown == (panel in own) for panel in now)

    return trial.must(STATE, selected, fits, f"{selected} is selected: its panel should be shown, and no other")


def _panel(trial: Trial, tab: Seen) -> Seen | None:
    return next(iter(trial.refers(tab, "controls")), None)


SCENARIOS = ((speaks, arrows), (activates,))
