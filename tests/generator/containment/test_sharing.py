from __future__ import annotations

from generator.canonical import Json
from generator.containment import Widens, schema, widens


def test_documents_that_share_parts_are_told_apart() -> None:
    """One and the same object in both documents means what each document's definitions make of it."""
    shared: Json = {"type": "object", "properties": {"leaf": {"$ref": "#/$defs/Leaf"}}}
    root: Json = {"$ref": "#/$defs/Tree"}
    old: Json = {**root, "$defs": {"Tree": shared, "Leaf": {"type": "string", "maxLength": 3}}}
    new: Json = {**root, "$defs": {"Tree": shared, "Leaf": {"type": "string", "maxLength": 4}}}
    assert widens(schema(old), schema(new)) == Widens({"leaf": "aaaa"})
