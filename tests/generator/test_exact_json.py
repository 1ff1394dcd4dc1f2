"""JSON text and exact values, both ways."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.exact_json import JsonInvalid, ordered, read, read_bytes, write


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("1.0", 1.0),
        ("0.1", 0.1),
        ("-0.0", 0.0),
        ("1e3", 1000.0),
        ("0e999999999999", 0.0),
        ("1e400", Decimal("1e400")),
        ("1e-400", Decimal("1e-400")),
        ("9007199254740993", 9007199254740993),
        ("9007199254740993.0", Decimal("9007199254740993.0")),
        ("0.1000000000000000055511151231257827", Decimal("0.1000000000000000055511151231257827")),
        ("9" * 100, int("9" * 100)),
        ("\ufeff[1]", [1]),
        ('"\\ud800"', "\ud800"),
    ],
)
def test_a_number_is_what_stands_there(text: str, value: object) -> None:
    """A float where it is written the same way, a Decimal where a float would round, an int however long."""
    found = read(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1, "b": {"a": 1, "a": 2}}', "the key 'a' stands twice in one object"),
        ("[NaN]", "NaN is no JSON number"),
        ("[-Infinity]", "-Infinity is no JSON number"),
        ("9" * 4301, "a number of more than 4300 digits"),
        ("1e4301", "a number of more than 4300 digits"),
        ("1e-99999999999999999999999999", "a number of more than 4300 digits"),
        (f"0.{'1' * 5000}", "a number of more than 4300 digits"),
        ("[" * 100_000, "nested too deep to be read"),
        ("[1,]", "line 1, column 4"),
        ("", "line 1, column 1"),
    ],
)
def test_what_has_no_one_meaning_is_refused(text: str, said: str) -> None:
    """Each refusal says what is wrong; none of them takes long or ends in another error."""
    with pytest.raises(JsonInvalid) as caught:
        read(text)
    assert said in str(caught.value)


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    """The message names the byte."""
    with pytest.raises(JsonInvalid, match="byte 2 is 0xff"):
        read_bytes(b'"\xff"')


# A busy machine is no reason to fail.
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = (
    st.decimals(allow_nan=False, allow_infinity=False, places=20)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.text(st.characters()) | NUMBERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters()), inner, max_size=3),
    max_leaves=8,
)


def exact(value: object) -> object:
    """Return a value whose numbers compare exactly, and apart from booleans."""
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, float):
        return Fraction(repr(value))  # the number that is written, not the one that is stored
    return value if isinstance(value, bool | str | None) else Fraction(value)


@settings(SLOW, max_examples=100)
@given(VALUES)
def test_what_is_written_is_read_as_the_same_value(value: object) -> None:
    """Numbers keep every digit, texts every character, half surrogate pairs included; it is one line of UTF-8."""
    line = write(value)  # type: ignore[arg-type]
    assert "\n" not in line
    assert exact(read_bytes(line.encode())) == exact(value)


def test_a_witness_with_a_decimal_is_plain_json() -> None:
    """Any reader of JSON takes it, and it keeps its digits."""
    value = {"a": [Decimal("1e400"), Decimal("0.10"), 10**30, "ü", None], "b": {"c": Decimal(3)}}
    line = write(value)  # type: ignore[arg-type]
    assert line == '{"a":[1E+400,0.10,1000000000000000000000000000000,"ü",null],"b":{"c":3}}'
    assert json.loads(line, parse_float=Decimal)["a"][0] == Decimal("1e400")


@settings(SLOW, max_examples=50)
@given(VALUES, VALUES)
def test_values_that_differ_are_never_written_alike(one: object, other: object) -> None:
    """What is compared by its text is not confused: a Decimal with the text that spells it, true with 1."""
    assert (ordered(one) != ordered(other)) or exact(one) == exact(other)
    assert ordered({"b": one, "a": other}) == ordered({"a": other, "b": one})
    assert ordered([Decimal("1e400")]) != ordered(["1E+400"])
