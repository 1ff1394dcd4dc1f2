"""Comboboxes with a listbox, a grid or a dialog as popup: typed in (with a list of suggestions), or select-only."""

from __future__ import annotations

from generator.looks.patterns.moves import following, goes
from generator.looks.patterns.seen import Seen
from generator.looks.patterns.trial import FOCUS, KEYS, ROLES, STATE, Over, Trial

POPUPS = ("listbox", "grid", "tree", "dialog")
_ITEMS = {"listbox": ("option",), "grid": ("row",), "tree": ("treeitem",)}


def speaks(trial: Trial) -> None:
    """Role, name and state are said; what the popup is, is said before it opens."""
    box = _box(trial)
    trial.has_name(box)
    trial.has_state(box, "expanded", "true", "false")
    meant = box.state("haspopup") or "listbox"
    trial.must(
        ROLES, box, meant in POPUPS, f"aria-haspopup of {box} is {meant!r}, and a combobox has {', '.join(POPUPS)}"
    )
    trial.must(KEYS, box, box.tabbable or box.off, f"Tab should reach {box}, and does not")


def _box(trial: Trial) -> Seen:
    box = trial.at()
    trial.has_role(box, "combobox")
    if box.native:
        raise Over  # the browser's own
    return box


def _popup(trial: Trial, box: Seen) -> Seen | None:
    now = trial.again(box)
    return next(iter([*trial.refers(now, "controls"), *trial.refers(now, "owns")]), None)


def _is_open(trial: Trial, box: Seen) -> bool:
    popup = _popup(trial, box)
    return popup is not None and popup.shown and trial.again(box).says("expanded")


def _opened(trial: Trial) -> tuple[Seen, Seen]:
    """Open the popup as a visitor would; return box and popup. Ends the trial when it does not open."""
    box = _box(trial)
    trial.focus(box)
    typed = trial.pattern.option("text")
    if box.editable and (typed or box.state("autocomplete") in {"list", "both"}):
        trial.page.keyboard.type(typed or _letter(trial, box))
        what = f"typing {typed or 'a letter'} into {box}"
    else:
        trial.press("ArrowDown")
        what = f"ArrowDown on {box}"
    if not trial.until(lambda: _is_open(trial, box)) and box.editable:
        trial.press("ArrowDown")
        what += ", or ArrowDown then,"
    if not trial.until(lambda: _is_open(trial, box)):
        now, popup = trial.again(box), _popup(trial, box)
        if popup is not None and popup.shown:
            message = f'{box} has opened {popup.selector}, and should say aria-expanded="true"'
            trial.flaw(STATE, box, message)
        elif popup is None and now.says("expanded"):
            trial.flaw(ROLES, box, f"aria-controls of {box} should name its popup while that is open")
        else:
            trial.flaw(KEYS, box, f"{what} should open its popup, and does not")
        raise Over
    popup = _popup(trial, box)
    if popup is None:
        raise Over
    return box, popup


def _letter(trial: Trial, box: Seen) -> str:
    """Return the first letter of what the closed popup holds already, else an a."""
    popup = _popup(trial, box)
    options = trial.page.locator(f"css={popup.selector} [role=option]").all_text_contents()[:1] if popup else []
    return next((text.strip()[0] for text in options if text.strip()[:1].isalpha()), "a")


def opens(trial: Trial) -> None:
    """The popup has the role that was said; Escape closes it, with focus in the box."""
    box, popup = _opened(trial)
    meant = box.state("haspopup") or "listbox"
    message = f"the popup of {box} has the role {popup.role or 'of nothing'}, and aria-haspopup says {meant}"
    trial.must(ROLES, popup, popup.role == meant, message)
    if popup.role != "dialog":
        message = f"focus should stay on {box}, its option is named by aria-activedescendant"
        trial.must(
            FOCUS, box, lambda: trial.inside(trial.active(), box) or trial.inside(trial.active(), popup), message
        )
    on = trial.current() or box
    if not trial.key("Escape", on, lambda: not trial.again(popup).shown, "close the popup"):
        return
    message = f'{box} has closed its popup, and should say aria-expanded="false"'
    trial.must(STATE, box, lambda: not trial.again(box).says("expanded"), message)
    if not trial.until(lambda: trial.active() == box):
        trial.flaw(FOCUS, box, f"Escape should leave focus on {box}; {trial.where()}")


def arrows(trial: Trial) -> None:
    """Down and Up go through what is in the popup."""
    box, popup = _opened(trial)
    roles = _ITEMS.get(popup.role)
    if roles is None:
        return
    items = trial.items(popup, *roles)
    if not trial.must(ROLES, popup, bool(items), f"{popup} of {box} is open and has nothing to choose from"):
        return
    now = _entered(trial, box, items, roles)
    for key, step in (("ArrowDown", 1), ("ArrowDown", 1), ("ArrowUp", -1)):
        wanted = following(items, now, step, wraps=True)[:1] or [now]
        is_end = now == (items[-1] if step > 0 else items[0])
        if is_end:
            return  # it may wrap, stop, or go back to the text
        if popup.role == "grid":
            trial.press(key)
            fine = trial.until(lambda: trial.closest(trial.current(), "row") in wanted)  # noqa: B023 - called at once
            trial.must(KEYS, now, fine, f"{key} on {now} should move focus to {wanted[0]}; {trial.where()}")
        else:
            fine = goes(trial, key, now, wanted, f"{wanted[0]}, the {'next' if step > 0 else 'one before'}")
        if not fine:
            return
        now = wanted[0]


def _entered(trial: Trial, box: Seen, items: list[Seen], roles: tuple[str, ...]) -> Seen:
    """Bring focus into the popup; return the item. Ends the trial where it does not come there."""

    def item() -> Seen | None:
        return trial.closest(trial.current(), *roles)

    if item() not in items:
        trial.press("ArrowDown")
        if not trial.until(lambda: item() in items):
            message = f"ArrowDown on {box} should move into the open popup, itself or by aria-activedescendant"
            trial.flaw(KEYS, box, f"{message}; {trial.where()}")
            raise Over
    return item() or items[0]


def takes(trial: Trial) -> None:
    """Enter takes the option that has focus: the popup closes, and the box shows it."""
    box, popup = _opened(trial)
    if popup.role != "listbox":
        return
    items = trial.items(popup, "option")
    if not items:
        return
    now = _entered(trial, box, items, ("option",))
    if now == items[0] and len(items) > 1:
        trial.press("ArrowDown")
        trial.until(lambda: trial.current() == items[1])
        now = trial.current() or now
    before = trial.again(box).value.casefold()
    if not trial.key("Enter", now, lambda: not trial.again(popup).shown, "take that option and close the popup"):
        return
    message = f'{box} has closed its popup, and should say aria-expanded="false"'
    trial.must(STATE, box, lambda: not trial.again(box).says("expanded"), message)
    if not trial.until(lambda: trial.active() == box):
        trial.flaw(FOCUS, box, f"Enter on {now} should leave focus on {box}; {trial.where()}")
    taken = now.name.casefold()

    def shows() -> bool:
        """Say whether the box shows what was taken, or that part of it which is a value."""
        said = trial.again(box).value.casefold()
        return said == taken or (said not in {"", before} and (said in taken or taken in said))

    if not trial.until(shows):
        message = f'{box} should show "{now.name}" after Enter, and shows "{trial.again(box).value}"'
        trial.flaw(STATE, box, message)


SCENARIOS = ((speaks, opens), (arrows,), (takes,))
