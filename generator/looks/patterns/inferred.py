"""What a page declares by its roles alone: only what is certain, so that no page is held to what it never promised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from playwright.sync_api import Page

from generator.looks.flaws import Flaw
from generator.looks.patterns.seen import Seen, listed, seen
from generator.looks.patterns.trial import Trial
from generator.looks.stories import Pattern

MOST = 40
"""Patterns of one page."""

_QUERY = (
    "[role=tablist], [role=listbox], [role=combobox], [role=grid], [role=radiogroup], [role=switch], [role=slider], "
    "[role=dialog], [role=alertdialog], dialog, button, [role=button], [aria-describedby]"
)
_COMPOSITES = ("menu", "menubar", "toolbar", "tree", "treegrid", "grid", "listbox", "tablist", "combobox", "feed")
_DIALOGS = frozenset({"dialog", "alertdialog"})
_MENUS = frozenset({"menu", "true"})
PROMISES = {
    "tablist": "tabs", "listbox": "listbox", "combobox": "combobox", "grid": "grid", "radiogroup": "radio-group",
    "menu": "menu-button", "slider": "slider", "switch": "switch", "dialog": "dialog", "alertdialog": "alertdialog",
}  # fmt: skip
"""Role that promises keys → the pattern that says which."""


def found(page: Page) -> list[Pattern]:
    """Return what a page declares by its roles, with openers where the page names them; at most :data:`MOST`."""
    trial = _looking(page)
    everything = _candidates(trial, _QUERY)
    made = [pattern for one in everything for pattern in _of(trial, one)]
    return list(dict.fromkeys([*_accordions(trial, made), *made]))[:MOST]


def undeclared(page: Page, declared: Sequence[Pattern] = ()) -> list[Flaw]:
    """Return what has a role that promises keys on a page, and that none of ``declared`` is about.

    An element is declared when a pattern points at it, at its opener, or at what it stands in: a grid in a date
    picker, the menu of a menu button.
    """
    trial = _looking(page)
    pointed = [
        one
        for pattern in declared
        for selector in (pattern.at, *(value for key, value in pattern.options if key in {"opener", "panel"}))
        if page.locator(f"css={selector}").count() == 1
        for one in [trial.find(selector, "the element")]
    ]
    return [flaw for one in _promising(trial) if (flaw := _unsaid(trial, one, pointed)) is not None]


def _unsaid(trial: Trial, one: Seen, pointed: Sequence[Seen]) -> Flaw | None:
    related = [
        *trial.referrers(one, "controls"),
        *trial.referrers(one, "owns"),
        *trial.referrers(one, "labelledby"),
        one,
    ]
    if any(trial.inside(each, other) for each in related for other in pointed):
        return None
    name = PROMISES[one.role]
    remedy = f'Add {{"pattern": "{name}", "at": SELECTOR}} to the patterns of the story, or take the role away.'
    message = f"{one} promises the keys of the pattern {name}, and no story declares it"
    return Flaw("patterns/undeclared", message, one.selector, one.html, remedy)


def _promising(trial: Trial) -> Iterator[Seen]:
    for one in _candidates(trial, ", ".join(f"[role={role}]" for role in PROMISES)):
        if one.role in _DIALOGS and not (one.modal or one.says("modal")):
            continue
        if one.role == "radiogroup" and not any(not radio.native for radio in trial.items(one, "radio")):
            continue
        if not (one.native and one.tag in {"input", "select"}):
            yield one
    for one in _candidates(trial, "dialog"):
        if one.role == "dialog" and one.native and one.modal:
            yield one


def _looking(page: Page) -> Trial:
    trial = Trial(page, Pattern("page", "html"), "")
    trial.open()
    return trial


def _candidates(trial: Trial, query: str) -> list[Seen]:
    return listed(trial.ask("candidates", query))


def _pattern(name: str, one: Seen, **options: Seen) -> Pattern:
    return Pattern(name, _path(one), tuple((key, _path(value)) for key, value in sorted(options.items())))


def _path(one: Seen) -> str:
    return one.selector.replace(" >>> ", " ")


def _of(trial: Trial, one: Seen) -> Iterator[Pattern]:
    """Yield the patterns that one element is certain to promise."""
    if one.role in _DIALOGS:
        if one.shown and (one.modal or one.says("modal")):
            yield _pattern(_kind(trial, one), one)
        return
    if not (one.shown or one.focusable):  # a native input may be drawn by its label
        return
    for role, infer in _BY_ROLE.items():
        if one.role == role:
            yield from infer(trial, one)
    if any(tip.role == "tooltip" for tip in trial.refers(one, "describedby")) and one.focusable:
        yield _pattern("tooltip", one)


def _kind(trial: Trial, dialog: Seen) -> str:
    days = [cell for grid in trial.items(dialog, "grid") for cell in trial.items(grid, "gridcell")]
    return "date-picker" if sum(cell.value.isdigit() for cell in days) >= 28 else dialog.role


def _button(trial: Trial, one: Seen) -> Iterator[Pattern]:
    """A button that opens: a menu, a dialog, or what is beside it."""
    controlled = next(iter(trial.refers(one, "controls")), None)
    stays_open = one.says("expanded") and trial.closest(one, "heading") is not None  # an accordion's, which may say so
    if trial.closest(one, *_COMPOSITES) is not None or (one.off and not stays_open) or not one.focusable:
        return
    popup = one.state("haspopup")
    if popup in _MENUS:
        if controlled is not None and controlled.role == "menu":
            yield _pattern("menu-button", one)
    elif controlled is not None and controlled.role in _DIALOGS:
        if not controlled.shown and (controlled.says("modal") or controlled.tag == "dialog"):
            yield _pattern(controlled.role, controlled, opener=one)
    elif one.state("expanded") and not popup and controlled is not None and controlled.role not in _WIDGETS:
        yield _pattern("disclosure", one)


_WIDGETS = frozenset({"listbox", "menu", "tree", "grid", "tabpanel"})


def _tablist(trial: Trial, one: Seen) -> Iterator[Pattern]:
    if trial.items(one, "tab"):
        yield _pattern("tabs", one)


def _listbox(trial: Trial, one: Seen) -> Iterator[Pattern]:
    """Not the popup of a combobox, which the combobox is tried with."""
    boxes = [*trial.referrers(one, "controls"), *trial.referrers(one, "owns")]
    options = trial.items(one, "option")
    reached = one.tabbable or any(option.tabbable for option in options)
    if one.tag != "select" and options and reached and not any(box.role == "combobox" for box in boxes):
        yield _pattern("listbox", one)


def _combobox(trial: Trial, one: Seen) -> Iterator[Pattern]:
    del trial
    if not one.native and not one.off and one.focusable:
        yield _pattern("combobox", one)


def _grid(trial: Trial, one: Seen) -> Iterator[Pattern]:
    boxes = [*trial.referrers(one, "controls"), *trial.referrers(one, "owns")]
    reached = one.tabbable or bool(trial.stops(one))
    if reached and not any(box.role == "combobox" for box in boxes) and trial.items(one, "row"):
        yield _pattern("grid", one)


def _radiogroup(trial: Trial, one: Seen) -> Iterator[Pattern]:
    """In a toolbar arrows go on to other things, so nothing is certain there."""
    radios = trial.items(one, "radio")
    if radios and not any(radio.native for radio in radios) and trial.closest(one, "toolbar", "menu") is None:
        yield _pattern("radio-group", one)


def _single(name: str) -> Callable[[Trial, Seen], Iterator[Pattern]]:
    def infer(trial: Trial, one: Seen) -> Iterator[Pattern]:
        del trial
        if one.focusable and not one.off:
            yield _pattern(name, one)

    return infer


_BY_ROLE: dict[str, Callable[[Trial, Seen], Iterator[Pattern]]] = {
    "button": _button,
    "tablist": _tablist,
    "listbox": _listbox,
    "combobox": _combobox,
    "grid": _grid,
    "radiogroup": _radiogroup,
    "switch": _single("switch"),
    "slider": _single("slider"),
}


def _accordions(trial: Trial, made: list[Pattern]) -> list[Pattern]:
    """Take disclosures in headings of one container for an accordion; return those, and take them out of ``made``."""
    headers: dict[Seen, list[Pattern]] = {}
    alone: list[Pattern] = []
    for pattern in made:
        if pattern.name != "disclosure":
            continue
        button = trial.find(pattern.at, "the button")
        if button.off:
            alone.append(pattern)
        heading = trial.closest(button, "heading")
        panel = next(iter(trial.refers(button, "controls")), None)
        if heading is not None and panel is not None:
            around = _around(trial, heading, panel)
            if around is not None:
                headers.setdefault(around, []).append(pattern)
    found = []
    for around, patterns in headers.items():
        if len(patterns) > 1:
            found.append(_pattern("accordion", around))
            made[:] = [each for each in made if each not in patterns]
    made[:] = [each for each in made if each not in alone]  # what cannot be turned over is no disclosure by itself
    return found


def _around(trial: Trial, first: Seen, second: Seen) -> Seen | None:
    return seen(trial.ask("around", first.number, second.number))
