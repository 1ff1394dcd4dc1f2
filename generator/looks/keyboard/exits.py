"""Whether somebody who is held in a part of a page can leave it after all."""

from __future__ import annotations

from dataclasses import dataclass

from generator.looks.keyboard.advertised import Keys, advertised
from generator.looks.keyboard.steps import MOST, End, Steps, steps
from generator.looks.keyboard.stops import Place
from generator.looks.keyboard.visit import Modal, Visit
from generator.looks.stop import Stop

ARROWS = ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft")
BUTTONS = {"button", "link", "checkbox", "menuitem", "switch", "tab", "option"}
_MOST_CONTROLS = 12


@dataclass(frozen=True, slots=True)
class Held:
    """What Tab and Shift+Tab do not lead out of: the ``elements`` gone round in, or the ``modal`` around them."""

    elements: frozenset[str]
    modal: Modal | None = None
    endless: bool = False
    """Whether there was more to come in both directions, and nothing was gone round in."""


def held(visit: Visit) -> tuple[Held | None, Steps, Steps | None]:
    """Walk from where focus is, with Tab and, if that does not end, with Shift+Tab; say what holds it, and how."""
    modal = visit.dialog() if visit.modal else None
    if modal:
        visit.ask("edgeModal()")
    most = visit.size * 2 + MOST
    forward = steps(visit, "Tab", most)
    back = None
    if forward.end is not End.edge or modal:
        back = steps(visit, "Shift+Tab", most + MOST)
    went = {spot.element for run in (forward, back) if run for spot in run.spots if spot.element}
    is_out = forward.end is End.edge or (back is not None and back.end is End.edge)
    if modal and modal.away and _confined(visit, modal):
        return Held(frozenset(went), modal), forward, back
    if is_out:
        return None, forward, back
    loop = (back or forward).loop
    return Held(frozenset(loop or went), endless=not loop), forward, back


def exit_from(visit: Visit, hold: Held) -> Keys | None:
    """Return the keys that lead out of what holds focus, None if nothing does that a visitor could know of."""
    _inward(visit)
    for _ in range(3):
        before = visit.at.key, visit.size
        visit.press("Escape")
        after = visit.at.key, visit.size
        if _free(visit, hold):
            return ("Escape",)
        if after == before:
            break
    if hold.endless:
        return _by_advice(visit, hold, set())
    return _by_arrows(visit, hold) or _by_advice(visit, hold, set()) or _by_controls(visit, hold)


def exit_towards(visit: Visit, stuck: Steps, key: str) -> Keys | None:
    """Return what lets ``key`` lead on where it went round; None if neither Escape nor the page's advice does."""
    back = "Shift+Tab" if key == "Tab" else "Tab"
    for keys in (("Escape",), *advertised(visit.words())):
        for _ in range(len(stuck.spots) + MOST):  # to where it went round, coming from the other side
            if visit.at.element in stuck.loop or visit.press(back).place in {Place.end, Place.start}:
                break
        if visit.at.place in {Place.end, Place.start}:
            steps(visit, key, visit.size + MOST)
        visit.press(*keys)
        if steps(visit, key, visit.size + MOST).end is End.edge:
            return keys
    return None


def _inward(visit: Visit) -> None:
    """Step back from an edge: what is pressed there the page does not hear."""
    if visit.at.place in {Place.start, Place.end}:
        visit.press("Tab" if visit.at.place is Place.start else "Shift+Tab")


def _confined(visit: Visit, modal: Modal) -> bool:
    """Return whether the dialog is still the one to be answered first."""
    now = visit.dialog()
    return now is not None and now.id == modal.id and (now.within or visit.at.place is not Place.inside)


def _free(visit: Visit, hold: Held) -> bool:
    if hold.modal and visit.modal == hold.modal.id:
        return False
    found, _, _ = held(visit)
    _inward(visit)
    return found is None


def _by_arrows(visit: Visit, hold: Held) -> Keys | None:
    if hold.modal:
        return None
    for arrow in ARROWS:
        for _ in range(min(len(hold.elements) + 3, 12)):
            before = visit.at.element
            spot = visit.press(arrow)
            if spot.element == before:
                break
            if spot.element not in hold.elements and _free(visit, hold):
                return (arrow,)
    return None


def _by_advice(visit: Visit, hold: Held, tried: set[Keys]) -> Keys | None:
    """Try what the page says, on up to four of the elements: a key may be listened to on one of them only."""
    advice = [keys for keys in advertised(visit.words()) if keys not in tried]
    tried.update(advice)
    for keys in advice:
        for _ in range(1 if hold.endless else min(len(hold.elements), 4)):
            if visit.press(*keys).place is not Place.out and _free(visit, hold):  # out: the browser's own key
                return keys
    return None


def _by_controls(visit: Visit, hold: Held) -> Keys | None:
    """Press what can be pressed in there: a button that closes, a link that says how to go on."""
    tried: set[Keys] = set(advertised(visit.words()))
    done: set[str] = set()
    again, size = 0, visit.size
    if hold.modal:
        steps(visit, "Shift+Tab", visit.size + MOST)
    while again <= len(done) + 2 and len(done) < _MOST_CONTROLS:
        spot = visit.press("Tab")
        at = visit.stops.get(spot.element)
        if spot.place in {Place.end, Place.out}:
            if size == visit.size:
                break
            size = visit.size  # a box was ticked, and more can be pressed than before
            steps(visit, "Shift+Tab", visit.size + MOST)
        if at is None or spot.element in done:
            again += 1
            continue
        done.add(spot.element)
        again = 0
        for key in ("Enter", "Space") if at.role in BUTTONS else ():
            visit.press(key)
            if (hold.modal or at.role == "button") and _free(visit, hold):
                return (key,)
            if found := _by_advice(visit, hold, tried):
                return found
    return None


def told(visit: Visit, hold: Held) -> Stop:
    """Return the stop that stands for what holds focus."""
    if hold.modal and hold.modal.stop:
        return hold.modal.stop
    known = [visit.stops[element] for element in visit.stops if element in hold.elements]
    return known[0] if known else Stop("body", "document", "", 0, 0, 0, 0)
