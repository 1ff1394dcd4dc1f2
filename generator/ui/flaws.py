"""What is wrong in one file of an answer, before it is known where in the project that file stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """One breach of one rule: ``line`` is 1-based, ``pointer`` a JSON pointer, either only where known."""

    rule: str
    message: str
    line: int | None = None
    pointer: str | None = None
    remedy: str = ""


class Stop(Exception):
    """The rest of a file cannot be read for certain, so it is not read at all."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.message)
        self.flaw = flaw


def shown(text: object, limit: int = 60) -> str:
    """Return ``text`` quoted, shortened and in ASCII, so that nothing in it can pass for our own words."""
    whole = str(text)
    return ascii(whole if len(whole) <= limit else whole[: limit - 3] + "...")
