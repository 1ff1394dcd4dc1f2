from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from zlib import crc32

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.canonical import Json
from generator.containment.shrink import cost, smallest
from generator.containment.simpler import numbers, strings
from generator.steps import Steps


def _between(old: Json, new: Json) -> Callable[[Json], bool]:
    takes, took = jsonschema_rs.Draft202012Validator(new), jsonschema_rs.Draft202012Validator(old)
    return lambda value: takes.is_valid(value) and not took.is_valid(value)


TREE: Json = {"type": "object", "properties": {"v": {"type": "integer"}, "left": {"$ref": "#"}}, "required": ["v"]}
ANY_TREE: Json = {"type": "object", "properties": {"v": {}, "left": {"$ref": "#"}}, "required": ["v"]}
ROWS: list[tuple[str, Json, Json, Json, Json]] = [
    ("a number", {"type": "integer"}, {"type": "number"}, 7.25, 0.5),
    ("a bound", {"maximum": 10}, {"maximum": 500}, 433, 11),
    ("a bound below", {"minimum": 0}, {}, -7000, -1),
    ("a multiple", {"maximum": 10}, {"multipleOf": 5}, 875, 35),
    ("a long integer", {"maximum": 10**30}, {"type": "integer"}, 10**31 + 7, 10**30 + 1),
    ("a fraction", {"type": "integer"}, {"exclusiveMinimum": 0, "exclusiveMaximum": 0.25}, 0.171875, 0.1),
    ("the type", {"type": "integer"}, {"type": ["integer", "string"]}, "some text", ""),
    ("a length", {"type": "string", "maxLength": 3}, {"type": "string"}, "kjhs dkjfh skdjfh", "aaaa"),
    ("a pattern", {"pattern": "^[a-f]*$"}, {"pattern": "^[a-z]*$"}, "abczyx", "z"),
    ("unknown members", {"additionalProperties": False}, {"type": "object"}, {"zq": {"a": [1]}, "b": 2}, {"a": []}),
    ("an empty name", {"additionalProperties": False}, {"type": "object"}, {"": 0}, {"a": 0}),
    ("what is required stays", {"required": ["a", "b"]}, {"required": ["a"]}, {"a": [9, {}], "c": 1}, {"a": []}),
    ("one turn is enough", TREE, ANY_TREE, {"v": 1, "left": {"v": 2, "left": {"v": "x"}}}, {"v": ""}),
    ("items", {"items": {"type": "string"}}, {"type": "array"}, ["a", "b", [1, 2], "c"], [0]),
    ("equal items", {"uniqueItems": True}, {"type": "array"}, [1, {"a": 5, "b": 7}, {"a": 5, "b": 7}], [{}, {}]),
    ("counts", {"maxItems": 2}, {"type": "array"}, [[1], [2], [3], [4], [5]], [[], [], []]),
    ("true is not 1", {"enum": [1]}, {"enum": [1, True]}, True, True),
    ("null", {"type": "string"}, {"type": ["string", "null"]}, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "witness", "small"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_witness_shrinks_to_the_one_a_person_would_write(old: Json, new: Json, witness: Json, small: Json) -> None:
    """Nothing stays that could be left out, and every type keeps to itself."""
    found = smallest(witness, _between(old, new), Steps(200_000))
    assert json.dumps(found) == json.dumps(small)


def test_hints_help_where_no_way_leads_down() -> None:
    """A shorter member of an enum is found among the hints only."""
    accepts = _between({"enum": ["x"]}, {"enum": ["x", "crimson", "red"]})
    assert smallest("crimson", accepts, Steps(10_000)) == "crimson"
    assert smallest("crimson", accepts, Steps(10_000), hints=["x", "red", "crimson"]) == "red"


def test_decimals_stay_exact() -> None:
    """A number that no float holds is neither rounded away nor lost."""
    tiny = Decimal("1E-400")
    assert smallest(tiny, lambda value: value == tiny, Steps(10_000)) is tiny
    assert smallest(Decimal("3.14159265358979323846"), lambda value: 3 < value < 4, Steps(10_000)) == 3.1
    assert numbers.as_json(Decimal("2.50")) == 2.5
    assert isinstance(numbers.as_json(Decimal("0.1000000000000000000001")), Decimal)


@pytest.mark.parametrize(
    "number",
    [10**5000, -(10**5000), Decimal("1E+1000000"), Decimal("-1E-1000000"), Decimal("9" * 5000), 5e-324, 1.7e308],
    ids=["long", "negative", "huge", "tiny", "many digits", "smallest float", "largest float"],
)
def test_numbers_of_any_length_end(number: float | Decimal) -> None:
    """Numbers that fill pages cost no more than others, and become others at most as a whole."""
    assert smallest(number, lambda value: value is number, Steps(100_000)) is number
    assert smallest(number, lambda _: True, Steps(100_000)) == 0


def test_what_nests_deeply_is_shrunk_without_recursion() -> None:
    """Depth of 5,000 is no trouble, and steps that run out leave the best so far."""
    deep: Json = "x"
    for _ in range(5000):
        deep = [deep]
    assert smallest(deep, lambda value: isinstance(value, list) and value != [], Steps(1_000_000)) == [""]
    assert smallest(deep, lambda _: True, Steps(0)) is deep


def test_a_long_string_is_cut_without_trying_every_cut() -> None:
    """A million characters shrink to the few that count."""
    tries = 0

    def accepts(value: Json) -> bool:
        nonlocal tries
        tries += 1
        return isinstance(value, str) and len(value) > 20

    assert smallest("xy" * 50_000, accepts, Steps(1_000_000)) == "a" * 21
    assert tries < 1000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(JSON, st.integers(0, 2**16))
def test_every_way_down_ends_in_a_value_that_is_taken(value: Json, salt: int) -> None:
    """Whatever is asked, the answer was taken, is no dearer, and is the same again."""

    def accepts(trial: Json) -> bool:
        return json.dumps(trial) == json.dumps(value) or crc32(f"{trial}{salt}".encode(errors="replace")) % 3 == 0

    found = smallest(value, accepts, Steps(20_000))
    assert accepts(found)
    assert cost(found) <= cost(value)
    assert json.dumps(smallest(value, accepts, Steps(20_000))) == json.dumps(found)


def test_what_is_simpler_is_bounded() -> None:
    """No string or number offers more than some hundreds of candidates."""
    assert sum(1 for _ in strings.simpler("\U0001f600" * 100_000)) < 1500
    assert sum(1 for _ in numbers.simpler(10**300)) < 1500
