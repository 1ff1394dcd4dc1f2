"""Words, order and spelling of numbers promise nothing."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.canonical import Json
from generator.gate.spelling import normal, plain, text_of

NOTE: dict[str, Json] = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "kind": {"enum": ["a", "b"]},
        "when": {"anyOf": [{"type": "null"}, {}]},
    },
    "required": ["title", "kind"],
    "maxProperties": 9,
}
SAME = {
    "another description": {**NOTE, "description": "A note.", "examples": [1], "$comment": "x"},
    "another title": {**NOTE, "title": "Other"},
    "the order of keys": dict(reversed(NOTE.items())),
    "the order of required": {**NOTE, "required": ["kind", "title"]},
    "the order of enum": json.loads(json.dumps(NOTE).replace('["a", "b"]', '["b", "a"]')),
    "the order of anyOf": json.loads(json.dumps(NOTE).replace('[{"type": "null"}, {}]', '[{}, {"type": "null"}]')),
    "a description inside": json.loads(json.dumps(NOTE).replace('"string"}', '"string", "description": "T"}')),
    "a whole number with a point": json.loads(json.dumps(NOTE).replace("9", "9.0")),
}


@pytest.mark.parametrize("schema", SAME.values(), ids=SAME.keys())
def test_what_says_the_same_has_one_form(schema: Json) -> None:
    """Two schemas that differ in words alone are seen to be one without an engine."""
    assert text_of(normal(schema)) == text_of(normal(NOTE))


OTHER = {
    "a property called title": ({"properties": {"title": {}}}, {"properties": {}}),
    "an enum of one and of true": ({"enum": [1]}, {"enum": [True]}),
    "the order within a constant": ({"const": [1, 2]}, {"const": [2, 1]}),
    "a constant that looks like a schema": ({"const": {"title": "a"}}, {"const": {"title": "b"}}),
    "another default": ({"default": 1}, {"default": 2}),
}


@pytest.mark.parametrize(("old", "new"), OTHER.values(), ids=OTHER.keys())
def test_what_says_something_else_has_another_form(old: Json, new: Json) -> None:
    """Only keywords are passed over, never data or names that look like them."""
    assert text_of(normal(old)) != text_of(normal(new))


NAMES = st.sampled_from(["a", "b", "title", "description", "items"])
SCHEMA = st.recursive(
    st.fixed_dictionaries(
        {}, optional={"type": st.sampled_from(["string", "null"]), "description": st.text(max_size=3)}
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(NAMES, inner, max_size=3),
            "required": st.lists(NAMES, unique=True),
            "enum": st.lists(st.integers(0, 3) | st.booleans(), max_size=3),
            "anyOf": st.lists(inner, min_size=1, max_size=3),
            "items": inner,
            "title": st.text(max_size=3),
        },
    ),
    max_leaves=8,
)


@given(SCHEMA, st.randoms(use_true_random=False))
def test_shuffling_what_has_no_order_changes_nothing(schema: Json, chance: random.Random) -> None:
    """Law: a schema equals itself with its keys and sets in any order."""
    assert text_of(normal(shuffled(schema, chance))) == text_of(normal(schema))


@pytest.mark.parametrize(
    ("value", "written"), [("\ud800", '"\\ud800"'), ({"ä": [1.5, None]}, '{"ä": [1.5, null]}'), ("\U0001f600", '"😀"')]
)
def test_any_text_can_be_written(value: Json, written: str) -> None:
    """A lone surrogate, which no file can hold, is written as its escape."""
    assert text_of(value) == written
    assert json.loads(text_of(plain(value)).encode()) is not None


def shuffled(value: Json, chance: random.Random, key: str = "") -> Json:
    """Return a schema with keys and sets in another order."""
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        return {name: shuffled(item, chance, name) for name, item in items}
    if isinstance(value, list):
        mixed = [shuffled(item, chance) for item in value]
        if key in {"required", "enum", "anyOf"}:
            chance.shuffle(mixed)
        return mixed
    return value
