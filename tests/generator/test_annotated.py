"""Schemas whose formats only annotate."""

from __future__ import annotations

import pytest

from generator.annotated import without_formats
from generator.canonical import Json

DATE: Json = {"format": "date"}


@pytest.mark.parametrize(
    ("schema", "left"),
    [
        ({"type": "string", "format": "date"}, {"type": "string"}),
        ({"items": [{"format": "date"}], "x-any": {"format": "date"}}, {"items": [{}], "x-any": {}}),
        ({"properties": {"format": DATE, "const": DATE}}, {"properties": {"format": {}, "const": {}}}),
        ({"$defs": {"default": {"not": {"format": "date"}}}}, {"$defs": {"default": {"not": {}}}}),
        ({"const": DATE, "enum": [DATE]}, {"const": DATE, "enum": [DATE]}),
        ({"required": ["format"], "format": 3}, {"required": ["format"], "format": 3}),
        (True, True),
    ],
)  # fmt: skip
def test_a_format_is_gone_where_it_would_assert(schema: Json, left: Json) -> None:
    """Properties of that name, and data, stay as they are."""
    assert without_formats(schema) == left
