"""What ``Annotated`` asks of a value: bounds of numbers, lengths and patterns, compared exactly where that can be done.

Whole numbers and reals are sets that bounds and ``multiple_of`` describe, so that ``gt=0`` of an ``int`` is ``ge=1``,
and multiples of 4 are multiples of 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd

from generator.surface.holds import Doubt, Holds

COUNTED = frozenset({"str", "bytes", "list", "set", "frozenset", "dict", "tuple", "Sequence", "Collection", "Mapping"})
"""Classes whose values have a length that bounds are about."""
NUMBERS = frozenset({"int", "float", "decimal.Decimal"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """``low`` and ``high`` with whether they are themselves within; ``multiple`` of; lengths; all of ``patterns``."""

    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    multiple: Fraction | None = None
    least: int = 0
    most: int | None = None
    patterns: frozenset[str] = frozenset()

    def words(self) -> Iterator[str]:
        """Yield the bounds as keywords of ``Field``."""
        if self.low is not None:
            yield f"{'ge' if self.low[1] else 'gt'}={_number(self.low[0])}"
        if self.high is not None:
            yield f"{'le' if self.high[1] else 'lt'}={_number(self.high[0])}"
        if self.multiple is not None:
            yield f"multiple_of={_number(self.multiple)}"
        if self.least:
            yield f"min_length={self.least}"
        if self.most is not None:
            yield f"max_length={self.most}"
        yield from (f"pattern={pattern!r}" for pattern in sorted(self.patterns))


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def both(one: Bounds, other: Bounds) -> Bounds:
    """Return what is within both."""
    multiples = [each for each in (one.multiple, other.multiple) if each is not None]
    most = [each for each in (one.most, other.most) if each is not None]
    lows = [each for each in (one.low, other.low) if each is not None]
    highs = [each for each in (one.high, other.high) if each is not None]
    return Bounds(
        max(lows, key=lambda low: (low[0], not low[1]), default=None),
        min(highs, key=lambda high: (high[0], high[1]), default=None),
        _common(multiples[0], multiples[1]) if len(multiples) == 2 else next(iter(multiples), None),
        max(one.least, other.least),
        min(most, default=None),
        one.patterns | other.patterns,
    )


def _common(one: Fraction, other: Fraction) -> Fraction:
    """Return the least common multiple."""
    shared = one.denominator * other.denominator // gcd(one.denominator, other.denominator)
    first, second = int(one * shared), int(other * shared)
    return Fraction(first * second // gcd(first, second), shared)


def within(one: Bounds, other: Bounds, of: str) -> Holds:
    """Say whether every value of the class ``of`` that ``one`` lets through is one that ``other`` lets through."""
    if of == "bool" or of in NUMBERS:
        return _numbers(one, other, whole=of in {"bool", "int"})
    if of in COUNTED:
        return _texts(one, other) if of == "str" else _lengths(one, other)
    if one == other or other == Bounds():
        return True
    return Doubt(f"what the bounds mean for {of} is not known")


def _numbers(one: Bounds, other: Bounds, *, whole: bool) -> Holds:
    if not whole and one.multiple is None:
        return _reals(one, other)
    step = one.multiple or Fraction(1)
    step = _common(step, Fraction(1)) if whole else step
    low, high = _ends(one, step)
    if low is not None and high is not None and low > high:
        return True  # there is no such number
    if low is not None and low == high:
        return holds(other, low * step)
    # Two neighbours differ by a step, so both are multiples of what divides the step, and of nothing else.
    return _reaches(other, low, high, step) and (other.multiple is None or (step / other.multiple).denominator == 1)


def numbers(bounds: Bounds, limit: int) -> list[int] | None:
    """Return the whole numbers within; None if there may be more than ``limit``."""
    step = _common(bounds.multiple or Fraction(1), Fraction(1))
    low, high = _ends(bounds, step)
    if low is None or high is None or high - low >= limit:
        return None
    return [int(each * step) for each in range(low, high + 1)]


def _ends(bounds: Bounds, step: Fraction) -> tuple[int | None, int | None]:
    """Return the first and the last multiple of ``step`` within, counted in steps; None where there is no end."""
    low = high = None
    if bounds.low is not None:
        exact = bounds.low[0] / step
        low = ceil(exact) + (exact.denominator == 1 and not bounds.low[1])
    if bounds.high is not None:
        exact = bounds.high[0] / step
        high = floor(exact) - (exact.denominator == 1 and not bounds.high[1])
    return low, high


def _reaches(other: Bounds, low: int | None, high: int | None, step: Fraction) -> bool:
    if other.low is not None and (low is None or not _above(low * step, other.low)):
        return False
    return other.high is None or (high is not None and _below(high * step, other.high))


def _above(value: Fraction, low: tuple[Fraction, bool]) -> bool:
    return value > low[0] or (value == low[0] and low[1])


def _below(value: Fraction, high: tuple[Fraction, bool]) -> bool:
    return value < high[0] or (value == high[0] and high[1])


def _reals(one: Bounds, other: Bounds) -> bool:
    if one.low is not None and one.high is not None:
        if one.low[0] > one.high[0] or (one.low[0] == one.high[0] and not (one.low[1] and one.high[1])):
            return True  # there is no such number
        if one.low[0] == one.high[0]:
            return holds(other, one.low[0])
    if other.multiple is not None:
        return False
    return _starts_within(one.low, other.low) and _ends_within(one.high, other.high)


def _starts_within(low: tuple[Fraction, bool] | None, other: tuple[Fraction, bool] | None) -> bool:
    return other is None or (low is not None and (low[0], not low[1]) >= (other[0], not other[1]))


def _ends_within(high: tuple[Fraction, bool] | None, other: tuple[Fraction, bool] | None) -> bool:
    return other is None or (high is not None and high <= other)


def holds(bounds: Bounds, value: Fraction) -> bool:
    """Say whether a number is within."""
    return (
        (bounds.low is None or _above(value, bounds.low))
        and (bounds.high is None or _below(value, bounds.high))
        and (bounds.multiple is None or (value / bounds.multiple).denominator == 1)
    )


def _lengths(one: Bounds, other: Bounds) -> bool:
    if one.most is not None and one.least > one.most:
        return True  # nothing has such a length
    return one.least >= other.least and (other.most is None or (one.most is not None and one.most <= other.most))


def _texts(one: Bounds, other: Bounds) -> Holds:
    if not _lengths(one, other) and not one.patterns:
        return False
    if other.patterns <= one.patterns and _lengths(one, other):
        return True
    from generator.surface.patterns import texts_within  # noqa: PLC0415  # automata are wanted for patterns alone

    return texts_within(one, other)
