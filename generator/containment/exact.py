"""JSON values with JSON's own equality: ``1`` is ``1.0`` and is not ``true``; numbers are rationals."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import TypeAlias

Value: TypeAlias = "bool | int | float | Decimal | Fraction | str | Sequence[Value] | Mapping[str, Value] | None"
"""A JSON value on its way; numbers may be written in any of Python's kinds."""

_EXACT = Context(prec=1_000_000, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Room for every digit: the usual context keeps 28."""
_HUGE = 4_000
"""Numbers of more digits than this are refused: nobody means them, and each step on them would take seconds."""


class NumberTooLong(ValueError):
    """A number has more digits than anybody means."""


def fraction(number: float | Decimal | Fraction) -> Fraction:
    """Return the rational that a JSON number is written as: 0.1 is one tenth. Raises NumberTooLong."""
    if isinstance(number, int | Fraction):
        return Fraction(number)
    decimal = number if isinstance(number, Decimal) else Decimal(repr(number))
    if not decimal.is_finite() or abs(decimal.adjusted()) > _HUGE or len(decimal.as_tuple().digits) > _HUGE:
        raise NumberTooLong(f"{number} has more than {_HUGE} digits, or is no number")
    return Fraction(decimal)


def is_number(value: object) -> bool:
    """Say whether ``value`` is a JSON number; booleans are not."""
    return isinstance(value, int | float | Decimal | Fraction) and not isinstance(value, bool)


def plain(number: Fraction) -> int | float | Decimal:
    """Return a number as Python would read it from JSON: an int, a float if that is exact, else a Decimal."""
    if number.denominator == 1:
        return _whole(number.numerator)
    try:
        near = float(number)
    except OverflowError:
        near = 0.0
    if Fraction(Decimal(repr(near))) == number:
        return near
    digits = len(str(number.numerator)) + len(str(number.denominator)) * 4
    scaled = number * Fraction(10) ** digits
    whole = Decimal(scaled.numerator)
    return whole.scaleb(-digits, _EXACT).normalize(_EXACT) if scaled.denominator == 1 else near


def _whole(number: int) -> int | float:
    """Return a whole number; a large one as the float that is written like it, if it is no float exactly.

    It comes from a schema, and is compared there with what Python read: ``1e23`` is not ``10**23``.
    """
    if abs(number) <= 1 << 53:
        return number
    try:
        near = float(number)
    except OverflowError:
        return number
    return near if near != number and Decimal(repr(near)) == number else number


def frozen(value: Value) -> Hashable:
    """Return a hashable that is equal for equal JSON values only."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return ("true",) if value else ("false",)
    if isinstance(value, list):
        return ("list", *(frozen(item) for item in value))
    if isinstance(value, dict):
        return ("dict", frozenset((name, frozen(item)) for name, item in value.items()))
    return fraction(value)  # type: ignore[arg-type]  # nothing but a number is left


def same(left: Value, right: Value) -> bool:
    """Say whether two JSON values are equal."""
    return frozen(left) == frozen(right)
