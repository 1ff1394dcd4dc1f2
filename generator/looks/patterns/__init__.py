"""Whether declared roles behave as the ARIA Authoring Practices say: roles, names, states, keys, and where focus goes.

    check(fresh, pattern)            tries one declaration: a list of scenarios, each on a fresh page
    found(page)                      what a page declares by its roles alone, where that is certain
    undeclared(page, declared)       roles that promise keys, and that no story declares

A module a pattern, each with its scenarios; :data:`TABLE` brings them together.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import TypeAlias

from playwright.sync_api import Page

from generator.looks.flaws import Flaw
from generator.looks.patterns import (
    combobox,
    date_picker,
    dialog,
    disclosure,
    grid,
    listbox,
    menu,
    messages,
    radio,
    tabs,
    toggles,
)
from generator.looks.patterns.inferred import found, undeclared
from generator.looks.patterns.trial import Scenario, Trial, run
from generator.looks.stories import Pattern

__all__ = ["TABLE", "check", "found", "undeclared"]

_APG = "https://www.w3.org/WAI/ARIA/apg/patterns/"

Scenarios: TypeAlias = tuple[tuple[Scenario, ...], ...]
"""Groups of what is tried, each group on a fresh page."""

TABLE = MappingProxyType[str, tuple[Scenarios, str]](
    {
        "accordion": (disclosure.ACCORDION, f"{_APG}accordion/"),
        "alert": (messages.ALERT, f"{_APG}alert/"),
        "alertdialog": (dialog.SCENARIOS, f"{_APG}alertdialog/"),
        "combobox": (combobox.SCENARIOS, f"{_APG}combobox/"),
        "date-picker": (date_picker.SCENARIOS, f"{_APG}dialog-modal/examples/datepicker-dialog/"),
        "dialog": (dialog.SCENARIOS, f"{_APG}dialog-modal/"),
        "disclosure": (disclosure.DISCLOSURE, f"{_APG}disclosure/"),
        "grid": (grid.SCENARIOS, f"{_APG}grid/"),
        "listbox": (listbox.SCENARIOS, f"{_APG}listbox/"),
        "menu-button": (menu.SCENARIOS, f"{_APG}menu-button/"),
        "radio-group": (radio.SCENARIOS, f"{_APG}radio/"),
        "slider": (toggles.SLIDER, f"{_APG}slider/"),
        "switch": (toggles.SWITCH, f"{_APG}switch/"),
        "tabs": (tabs.SCENARIOS, f"{_APG}tabs/"),
        "tooltip": (messages.TOOLTIP, f"{_APG}tooltip/"),
    }
)
"""Pattern by name: what is tried, and the page that says what should come of it."""


def check(fresh: Callable[[], AbstractContextManager[Page]], pattern: Pattern) -> list[Flaw]:
    """Return where an element does not keep to its pattern, each flaw once, in the order of trying.

    ``fresh`` opens the page anew each time, with the story's steps taken.
    """
    groups, link = TABLE[pattern.name]
    if pattern.option("pages") == "visit":
        groups += grid.VISITS  # a key that leaves the page has a page for itself
    flaws: list[Flaw] = []
    for scenarios in groups:
        with fresh() as page:
            flaws += run(Trial(page, pattern, link), scenarios)
    return list(dict.fromkeys(flaws))
