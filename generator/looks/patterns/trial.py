"""One trial of a pattern on a fresh page: keys are pressed, and what came of them is held against what should have."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, Page

from generator.canonical import Json
from generator.looks.flaws import Flaw
from generator.looks.patterns.seen import Seen, listed, seen
from generator.looks.stories import Pattern

SECONDS, LOOKS = 1.0, 20
"""How long a key may take to do what it should; and how often at least is looked, where the machine is slow."""

MOMENT = 60
"""Milliseconds after which a key that should do nothing is taken to have done nothing."""

ROLES, KEYS, FOCUS, STATE = "patterns/roles", "patterns/keys", "patterns/focus", "patterns/state"

_EYE = Path(__file__).with_name("eye.js").read_text(encoding="utf-8")
_ASK = '([question, given]) => window[Symbol.for("lockstep.eye")](question, ...given)'


class Over(Exception):
    """The trial cannot go on: what it would ask next has no meaning any more."""


@dataclass(slots=True)
class Trial:
    """A page and the pattern that is tried on it; ``flaws`` grow. ``link`` is the pattern's page of the APG."""

    page: Page
    pattern: Pattern
    link: str
    flaws: list[Flaw] = field(default_factory=list)

    # Looking.

    def open(self) -> None:
        """Get ready to look at the page."""
        self.page.evaluate(_EYE)

    def ask(self, question: str, *given: int | str) -> Json:
        """Ask the page, which is a stranger: what comes back is parsed by the callers."""
        answer: Json = self.page.evaluate(_ASK, [question, list(given)])
        return answer

    def find(self, selector: str, what: str) -> Seen:
        """Return the element that a selector points at. Ends the trial where there is none."""
        found = self.page.locator(f"css={selector}")
        count = found.count()
        if count != 1:
            said = "no element" if count == 0 else f"{count} elements"
            self.flaw(ROLES, None, f"{selector} is declared as {what} of a {self.pattern.name}, and finds {said}")
            raise Over
        one = seen(found.evaluate('(element) => window[Symbol.for("lockstep.eye")]("one", element)'))
        if one is None:
            raise Over
        return one

    def at(self) -> Seen:
        """Return the element that keeps to the pattern."""
        return self.find(self.pattern.at, "the element")

    def again(self, one: Seen) -> Seen:
        """Return an element as it is now."""
        return listed(self.ask("again", one.number))[0]

    def all_again(self, many: Iterable[Seen]) -> list[Seen]:
        """Return elements as they are now."""
        return listed(self.ask("again", *(each.number for each in many)))

    def items(self, one: Seen, *roles: str) -> list[Seen]:
        """Return what is rendered inside of (or owned by) an element with one of these roles."""
        return listed(self.ask("items", one.number, *roles))

    def refers(self, one: Seen, name: str) -> list[Seen]:
        """Return the elements that an attribute names by their ids."""
        return listed(self.ask("named", one.number, f"aria-{name}"))

    def referrers(self, one: Seen, name: str) -> list[Seen]:
        """Return the elements whose attribute names this one."""
        return listed(self.ask("referrers", one.number, f"aria-{name}"))

    def active(self) -> Seen | None:
        """Return the element that has focus; None when it is the page's body."""
        return seen(self.ask("active"))

    def current(self) -> Seen | None:
        """Return the element that a person takes for focused: the active descendant of what has focus, or that."""
        return seen(self.ask("current"))

    def closest(self, one: Seen | None, *roles: str) -> Seen | None:
        """Return the nearest element around (or the one itself) with one of these roles."""
        return None if one is None else seen(self.ask("closest", one.number, *roles))

    def inside(self, one: Seen | None, outer: Seen) -> bool:
        """Say whether an element stands in another, or is it."""
        return one is not None and self.ask("inside", one.number, outer.number) is True

    def stops(self, one: Seen) -> list[Seen]:
        """Return what Tab can reach inside of an element."""
        return listed(self.ask("stops", one.number))

    # Acting.

    def focus(self, one: Seen) -> None:
        """Put focus on an element. Ends the trial when it takes none."""
        if self.ask("focus", one.number) is not True:
            self.flaw(FOCUS, one, f"{one} cannot take focus")
            raise Over

    def press(self, *keys: str) -> None:
        """Press keys where focus is."""
        for key in keys:
            self.page.keyboard.press(key)

    def rest(self) -> None:
        """Let what a key may have done come to an end."""
        self.page.wait_for_timeout(MOMENT)

    def until(self, so: Callable[[], bool]) -> bool:
        """Wait until something is so, :data:`SECONDS` and :data:`LOOKS` at most; say whether it is."""
        end, looks = time.monotonic() + SECONDS, 0
        while not so():
            looks += 1
            if looks >= LOOKS and time.monotonic() > end:
                return False
            self.page.wait_for_timeout(15)
        return True

    # Judging.

    def flaw(self, rule: str, one: Seen | None, message: str) -> None:
        """Note a flaw, each once."""
        where = (one.selector, one.html) if one else (self.pattern.at, "")
        made = Flaw(rule, message, *where, link=self.link)
        if made not in self.flaws:
            self.flaws.append(made)

    def must(self, rule: str, one: Seen, so: Callable[[], bool] | bool, message: str) -> bool:  # noqa: FBT001 - what is asked
        """Note a flaw unless something is so, or becomes so in time; say whether it is."""
        fine = so if isinstance(so, bool) else self.until(so)
        if not fine:
            self.flaw(rule, one, message)
        return fine

    def key(self, pressed: str, on: Seen, so: Callable[[], bool], should: str) -> bool:
        """Press a key where focus is; note a flaw unless it does what it should. ``should``: "open the menu"."""
        self.press(pressed)
        fine = self.until(so)
        if not fine:
            self.flaw(KEYS, on, f"{pressed} on {on} should {should}, and does not; {self.where()}")
        return fine

    def where(self) -> str:
        """Say where focus is, in words."""
        now = self.current()
        return f"focus is on {now}" if now else "focus is nowhere"

    def has_role(self, one: Seen, *roles: str) -> None:
        """Note a flaw unless an element has one of these roles. Ends the trial then: keys hang on it."""
        if one.role not in roles:
            said = f"has the role {one.role}" if one.role else "has no role"
            message = f"{one.selector} is declared as a {self.pattern.name} and {said}, not {' or '.join(roles)}"
            self.flaw(ROLES, one, message)
            raise Over

    def has_name(self, one: Seen) -> None:
        """Note a flaw unless an element has a name."""
        if not one.name:
            self.flaw(ROLES, one, f"{one} needs one: aria-labelledby, aria-label or a label of its own")

    def has_state(self, one: Seen, name: str, *values: str) -> bool:
        """Note a flaw unless an aria- attribute has one of these values."""
        said = one.state(name)
        meant = " or ".join(values)
        here = f"says {said!r}" if said else "is missing"
        return self.must(STATE, one, said in values, f"aria-{name} of {one} {here}, and should be {meant}")


Scenario = Callable[[Trial], None]
"""One thing to try on a page; it leaves the page as the next one of its group takes it."""


def run(trial: Trial, scenarios: Iterable[Scenario]) -> list[Flaw]:
    """Try scenarios one after the other; a page that goes away under a key is a flaw, too."""
    try:
        trial.open()
        for scenario in scenarios:
            scenario(trial)
    except Over:
        pass
    except (Error, TypeError) as error:
        said = str(error).partition("\n")[0][:200]
        trial.flaw(KEYS, None, f"the page cannot be tried as a {trial.pattern.name} to the end: {said}")
    return trial.flaws
