"""Menu buttons: Enter and Space open the menu on its first item, arrows go through it, Escape goes back."""

from __future__ import annotations

from generator.looks.patterns.moves import MOST_MOVES, following, goes, may_go
from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import FOCUS, KEYS, ROLES, STATE, Over, Trial

ITEMS = ("menuitem", "menuitemcheckbox", "menuitemradio")


def _opened(trial: Trial, button: Seen, key: str) -> tuple[Seen, list[Seen]]:
    """Open the menu with a key; return it and its items. Ends the trial when focus is not on an item then."""
    trial.focus(button)
    trial.press(key)

    def is_in() -> bool:
        now = trial.current()
        return now is not None and now.role in ITEMS

    if not trial.until(is_in):
        trial.flaw(KEYS, button, f"{key} on {button} should open its menu and focus its first item; {trial.where()}")
        raise Over
    menu = trial.closest(trial.current(), "menu")
    if menu is None:
        trial.flaw(ROLES, button, f"{trial.current()} stands in no element with the role menu")
        raise Over
    return menu, trial.items(menu, *ITEMS)


def speaks(trial: Trial) -> None:
    """The button says that it has a menu, and does not say that it is open."""
    button = trial.at()
    trial.has_role(button, "button")
    trial.has_name(button)
    trial.has_state(button, "haspopup", "menu", "true")
    message = f"{button} is closed, and should not say that it is expanded"
    trial.must(STATE, button, not button.says("expanded"), message)


def goes_through(trial: Trial) -> None:
    """Enter opens the menu on its first item, arrows go through it, Escape goes back, and Tab goes on."""
    button = trial.at()
    menu, items = _opened(trial, button, "Enter")
    trial.has_name(menu)
    for item in items:
        trial.has_name(item)
    message = f'{button} has opened its menu, and should say aria-expanded="true"'
    trial.must(STATE, button, lambda: trial.again(button).says("expanded"), message)
    _starts(trial, button, items, "Enter", 0)
    _arrows(trial, items)
    _closes(trial, button, menu, items)


def _starts(trial: Trial, button: Seen, items: list[Seen], key: str, place: int) -> None:
    """Note a flaw unless focus is where opening by a key should put it."""
    message = f"{key} on {button} should focus {items[place]}; {trial.where()}"
    trial.must(FOCUS, button, lambda: trial.current() == items[place], message)


def _arrows(trial: Trial, items: list[Seen]) -> None:
    now = trial.current() or items[0]
    for key, step in [("ArrowDown", 1)] * min(len(items) - 1, MOST_MOVES) + [("ArrowUp", -1)]:
        wanted = following(items, now, step, wraps=True)
        if not wanted or not goes(trial, key, now, wanted, f"{wanted[0]}, the {'next' if step > 0 else 'one before'}"):
            return
        now = trial.current() or now
    for key, end in (("End", items[-1]), ("Home", items[0])):
        may_go(trial, key, now, [end], str(end))
        now = trial.current() or now


def _closes(trial: Trial, button: Seen, menu: Seen, items: list[Seen]) -> None:
    """Escape closes it and goes back to the button; Tab closes it and goes on."""
    on = trial.current() or items[0]
    if not trial.key("Escape", on, lambda: not trial.again(menu).shown, f"close {menu}"):
        return
    if not trial.until(lambda: trial.active() == button):
        trial.flaw(FOCUS, button, f"Escape on {on} should return focus to {button}; {trial.where()}")
    message = f"{button} has closed its menu, and should not say that it is expanded"
    trial.must(STATE, button, lambda: not trial.again(button).says("expanded"), message)
    _opened(trial, button, "Enter")
    on = trial.current() or items[0]
    trial.key("Tab", on, lambda: not trial.again(menu).shown, f"close {menu} and leave it")


def by_other_keys(trial: Trial) -> None:
    """Space opens it on the first item; so may Down, and Up on the last."""
    button = trial.at()
    _, items = _opened(trial, button, "Space")
    _starts(trial, button, items, "Space", 0)
    for key, place in (("ArrowDown", 0), ("ArrowUp", -1)):
        trial.press("Escape")
        if not trial.until(lambda: trial.active() == button):
            return  # said by the other scenario
        trial.press(key)
        trial.rest()
        now = trial.current()
        if now is not None and now.role in ITEMS:
            _starts(trial, button, items, key, place)


SCENARIOS = ((speaks, goes_through), (by_other_keys,))
