"""How a ``regenerate`` was asked to run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """The command's switches; the defaults replay recordings and ask nobody.

    ``check`` writes nothing; ``fresh`` redoes unchanged units, with stored answers if ``provider`` is ``recordings``
    and with new ones otherwise; ``max_repairs`` bounds the answers asked for after the first; ``jobs`` is the number
    of units worked on at once.
    """

    check: bool = False
    fresh: bool = False
    discard_edits: bool = False
    provider: str = "recordings"
    max_repairs: int = 3
    jobs: int = 4

    @property
    def asks_anew(self) -> bool:
        """Whether stored answers are passed over."""
        return self.fresh and self.provider != "recordings"
