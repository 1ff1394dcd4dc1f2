"""Where the keyboard stops on its way through a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: an element that had focus, its box in CSS pixels from the page's corner, and its start tag."""

    selector: str
    role: str
    name: str
    x: float
    y: float
    width: float
    height: float
    html: str = ""

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”" if self.name else f"{self.role} {self.selector}"
