"""What an address of the gallery asks for besides its path: every setting of the page is in its address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

BEFORE = "before"
"""In place of a version: what stood before the run that is being looked at."""
NARROWEST, WIDEST = 200, 2000  # CSS pixels that a frame may be wide
_LONGEST = 80  # characters of a name that is asked for
_MOST_FIELDS = 40


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of looking at a story: its name in addresses, its title, and what the story's address is given.

    A ``live`` one is only for those who work on components.
    """

    name: str
    title: str
    query: str = "scheme=light"
    width: int = 0
    zoom: bool = False
    live: bool = False


MODES = (
    Mode("light", "Light"),
    Mode("dark", "Dark", "scheme=dark"),
    Mode("320", "320 px", width=320),
    Mode("zoom", "200 % zoom", zoom=True),
    Mode("reduced", "Less motion", "scheme=light&motion=reduce", live=True),
)
"""Those that a page can show. Forced colours are not among them: no page can switch them on for another."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The settings of a page. ``width`` 0 is as wide as there is room; empty texts ask for nothing."""

    modes: tuple[str, ...] = ("light",)
    width: int = 0
    locale: str = ""
    against: str = ""
    story: str = ""
    outline: bool = False
    checks: bool = False

    @property
    def shown(self) -> tuple[Mode, ...]:
        """The modes in the order of :data:`MODES`."""
        return tuple(mode for mode in MODES if mode.name in self.modes)

    def query(self, **other: object) -> str:
        """Return the end of an address that asks for the same, but for ``other``: empty, or ``?`` and fields."""
        wished = replace(self, **other)  # type: ignore[arg-type]  # names of its fields
        rows = [
            *(("story", wished.story) for _ in range(bool(wished.story))),
            *(("mode", name) for name in wished.modes if wished.modes != ("light",)),
            *(("width", str(wished.width)) for _ in range(bool(wished.width))),
            *(("locale", wished.locale) for _ in range(bool(wished.locale))),
            *(("against", wished.against) for _ in range(bool(wished.against))),
            *(("outline", "1") for _ in range(wished.outline)),
            *(("checks", "1") for _ in range(wished.checks)),
        ]
        return f"?{urlencode(rows)}" if rows else ""


def wishes(query: bytes) -> Wishes:
    """Return what a query asks for; what makes no sense is left out."""
    try:
        asked = parse_qs(query.decode("latin-1"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return Wishes()
    modes = asked.get("mode", [])
    return Wishes(
        modes=tuple(mode.name for mode in MODES if mode.name in modes or "all" in modes) or ("light",),
        width=_width(_first(asked, "width")),
        locale=_first(asked, "locale"),
        against=_first(asked, "against"),
        story=_first(asked, "story"),
        outline=_first(asked, "outline") == "1",
        checks=_first(asked, "checks") == "1",
    )


def _first(asked: dict[str, list[str]], name: str) -> str:
    return asked.get(name, [""])[0][:_LONGEST]


def _width(text: str) -> int:
    number = int(text[:5]) if text.isascii() and text.isdigit() else 0
    return number if NARROWEST <= number <= WIDEST else 0
