"""Reads a report page as a browser would, and draws one from values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from justhtml import JustHTML

from generator.gate.page.changes import UnitChange
from generator.gate.page.draw import Seen, draw
from generator.gate.report import Report

TODAY = date(2026, 6, 1)


def drawn(report: Report, *changes: UnitChange, today: date = TODAY) -> bytes:
    """Return the page of ``report``."""
    return draw(Seen(report, tuple(changes), today, "0" * 64))


class Page:
    """A page that was parsed without a single parse error."""

    def __init__(self, page: bytes) -> None:
        self.source = page.decode()
        self.tree = JustHTML(self.source, strict=True, sanitize=False)

    def all(self, selector: str) -> list[Any]:
        """Return every element that ``selector`` matches."""
        return list(self.tree.query(selector))

    def texts(self, selector: str) -> list[str]:
        """Return the text of every element that ``selector`` matches, on one line each."""
        return [one_line(element.to_text(separator="", strip=False)) for element in self.all(selector)]

    def text(self, selector: str) -> str:
        """Return the text of the one element that ``selector`` matches."""
        (found,) = self.texts(selector)
        return found

    def attributes(self, name: str) -> Iterable[str]:
        """Yield the value of every attribute ``name`` on the page."""
        for element in self.all("*"):
            if name in (element.attrs or {}):
                yield str(element.attrs[name])


def one_line(text: str) -> str:
    """Return ``text`` with single spaces."""
    return " ".join(text.split())
