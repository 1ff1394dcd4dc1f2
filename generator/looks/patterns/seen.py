"""What a check sees of one element: read once from what a page answered, which is a stranger's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.canonical import Json

_SHORT = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """One element at one moment. Equal when it is the same element, whatever its state.

    ``role`` is the written or the native one, ``name`` the accessible name as well as it can be told from outside of
    the browser, ``states`` its aria- attributes, ``value`` what it holds, ``reachable`` whether it or something in it
    can take focus, ``backward`` whether it is written from right to left.
    """

    number: int
    role: str
    name: str
    tag: str
    html: str
    selector: str
    states: Mapping[str, str]
    value: str
    shown: bool
    tabbable: bool
    focusable: bool
    reachable: bool
    native: bool
    modal: bool
    disabled: bool
    editable: bool
    checked: bool
    open: bool
    backward: bool

    def __eq__(self, other: object) -> bool:
        """Compare by identity of the element."""
        return isinstance(other, Seen) and other.number == self.number

    def __hash__(self) -> int:
        """Hash by identity of the element."""
        return self.number

    def __str__(self) -> str:
        """Name it as a person would: the tab "Day"."""
        name = self.name if len(self.name) <= _SHORT else f"{self.name[: _SHORT - 1]}…"
        what = self.role or f"<{self.tag}>"
        return f'the {what} "{name}"' if name else f"the {what} without a name"

    def state(self, name: str) -> str:
        """Return an aria- attribute's value, without its prefix; empty where there is none."""
        return self.states.get(f"aria-{name}", "")

    def says(self, name: str) -> bool:
        """Say whether a state is true."""
        return self.state(name) == "true"

    @property
    def off(self) -> bool:
        """Whether it says that it cannot be used."""
        return self.disabled or self.says("disabled")


def seen(answer: Json) -> Seen | None:
    """Read one element from an answer; None where there was none. Raises TypeError for any other answer."""
    if answer is None:
        return None
    if not isinstance(answer, dict):
        raise TypeError("a page answered with no element")
    states, number = answer.get("states"), answer.get("number")
    if not isinstance(states, dict) or not isinstance(number, int):
        raise TypeError("a page answered with half an element")

    def text(key: str) -> str:
        return str(answer.get(key) or "")

    def truth(key: str) -> bool:
        return answer.get(key) is True

    return Seen(
        number=number,
        role=text("role"),
        name=text("name"),
        tag=text("tag"),
        html=text("html"),
        selector=text("selector"),
        states={key: str(value) for key, value in states.items()},
        value=text("value"),
        shown=truth("shown"),
        tabbable=truth("tabbable"),
        focusable=truth("focusable"),
        reachable=truth("reachable"),
        native=truth("native"),
        modal=truth("modal"),
        disabled=truth("disabled"),
        editable=truth("editable"),
        checked=truth("checked"),
        open=truth("open"),
        backward=truth("backward"),
    )


def listed(answer: Json) -> list[Seen]:
    """Read a list of elements."""
    if not isinstance(answer, list):
        raise TypeError("a page answered with no list")
    return [each for one in answer if (each := seen(one)) is not None]
