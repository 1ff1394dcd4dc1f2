"""Draws a toy template as a bundle would, and shows its structure."""

from __future__ import annotations

import inspect
from datetime import date, datetime
from html.parser import HTMLParser

from markupsafe import Markup
from pydantic import BaseModel

from generator import components
from generator.canonical import Json
from generator.contract import Contract
from generator.interface import Interface
from generator.templates import Icons, Texts, parsed, rendered
from generator.units import Unit
from generator.views import View

VIEW = View("en", "Europe/Berlin")


class Note(BaseModel):
    """A note."""

    id: str
    text: str
    done: bool = False


class NoticeBoardProps(BaseModel):
    """The toy's data, with something in every field."""

    title: str
    notes: list[Note]
    kind: str
    open: bool
    day: date
    count: int
    link: str
    at: datetime = datetime.fromisoformat("2026-03-08T05:00:00Z")
    share: float = 0.5
    tags: list[str] = []
    names: dict[str, str] = {}
    maybe: Note | None = None


_IMPORTS = (
    "from __future__ import annotations\n\nfrom datetime import date, datetime\n\nfrom pydantic import BaseModel\n\n"
)


def python_of(interface: Interface) -> dict[str, str]:
    """Return the rendered modules of a bundle with this interface, whose props are the toy's."""
    contract = Contract(Unit("notes", 1), {}, (), "", "", {}, "", {}, interface)
    models = _IMPORTS + inspect.getsource(Note) + "\n\n" + inspect.getsource(NoticeBoardProps)
    return {"models.py": models, **components.files(contract)}


def drawn(template: str, props: dict[str, Json]) -> str:
    """Return what a template becomes."""
    values = {
        "props": NoticeBoardProps.model_validate(props),
        "view": VIEW,
        "t": Texts({"add": "Add"}, VIEW, "en"),
        "icon": Icons("design/v1"),
        "extra": Markup("<p>·</p>"),
    }
    return str(rendered(parsed(template, "template.html"), values))


class _Structure(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", ()))


def structure(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the tags and attribute names of ``html``, by a parser that is not the one under test."""
    reader = _Structure()
    reader.feed(html)
    reader.close()
    return reader.found
