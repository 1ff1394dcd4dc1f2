"""A toy interface of two components, rendered and answered, on disk as a package that can be imported."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from generator import components, ui_assets
from generator.contract import Contract
from generator.interface import Component, Design, Interface
from generator.units import Unit

UNIT = Unit("shop", 2)
PAINT = Design(Unit("paint", 1), frozenset({"color-ink"}), frozenset({"button"}), frozenset({"dot"}))
CARD = Component(
    name="price_card",
    summary='One "thing" and its price.',
    description='Shows it with \\ and """quotes""".\nTwo lines, "the last quoted"',
    props="PriceCardProps",
    schema={},
    slots=("below", "class_of"),
    script=True,
)
NOTE = Component("note", 'A "note"', "", "NoteProps", {}, (), script=False)
SHOP = Interface((CARD, NOTE), ("en", "de"), PAINT)

MODELS = '''"""The models of the toy."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel


class PriceCardProps(BaseModel):
    name: str
    until: AwareDatetime


class NoteProps(BaseModel):
    text: str
'''
STORIES = [
    {
        "name": "short",
        "summary": "A short name.",
        "view": {"locale": "en", "zone": "Europe/Berlin", "hour12": True},
        "props": {"name": "<Tea>", "until": "2026-03-03T13:30:00Z"},
        "slots": {"below": "A & B", "class_of": "C"},
    },
    {
        "name": "wrong",
        "summary": "Data against its schema.",
        "view": {"locale": "de"},
        "props": {"name": 1, "until": "2026-03-03T13:30:00Z"},
        "slots": {"below": "", "class_of": ""},
    },
]
ANSWER = {
    "ui/messages.json": json.dumps({"en": {"until": "until {time}"}, "de": {"until": "bis {time}"}}),
    "ui/price_card/template.html": (
        '<article class="price-card">\n{{ props.name }} {{ t("until", time=props.until | clock) }}\n'
        "{{ below }}{{ class_of }}\n</article>\n"
    ),
    "ui/price_card/style.css": ".price-card {\n  color: var(--color-ink);\n}\n",
    "ui/price_card/behavior.js": "export default function () {}\n",
    "ui/price_card/stories.json": json.dumps(STORIES),
    "ui/note/template.html": '<p class="note">{{ props.text }}</p>\n',
    "ui/note/style.css": ".note { margin: 0 }",
    "ui/note/stories.json": "[]",
}


def contract(interface: Interface = SHOP, unit: Unit = UNIT) -> Contract:
    """Return a contract that promises ``interface`` alone."""
    return Contract(
        unit=unit,
        schemas={},
        operations=(),
        kernel="",
        kernel_package="",
        files={},
        answer_text="",
        answer_schema={},
        interface=interface,
    )


@contextmanager
def package(root: Path) -> Iterator[ModuleType]:
    """Write the toy's bundle below ``root`` and yield its ``toy_shop.components``."""
    files = {"__init__.py": "", "models.py": MODELS, **components.files(contract()), **ANSWER}
    files |= ui_assets.render(SHOP, UNIT, ANSWER)
    for path, text in files.items():
        file = root / "toy_shop" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        yield importlib.import_module("toy_shop.components")
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name.split(".")[0] == "toy_shop"]:
            del sys.modules[name]
