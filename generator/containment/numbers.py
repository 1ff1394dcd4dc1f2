"""Numbers: an interval, steps that a number must or must not be a multiple of, and numbers picked or left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from generator.containment.nodes import Node
from generator.steps import Steps


class Numbers:
    """What a conjunction of literals says about a number."""

    def __init__(self, literals: Iterable[Node]) -> None:
        self.low: Fraction | None = None
        self.high: Fraction | None = None
        self.low_out = self.high_out = False
        self.step: Fraction | None = None
        self.not_steps: list[Fraction] = []
        self.picked: frozenset[Fraction] | None = None
        self.left_out: frozenset[Fraction] = frozenset()
        self.empty = False
        for node in literals:
            self._add(node.args[3], positive=node.args[2])

    def _add(self, literal: tuple[object, ...], *, positive: bool) -> None:
        match literal, positive:
            case ("range", low, low_out, high, high_out), True:
                self._bound(low, low_out, high, high_out)  # type: ignore[arg-type]  # as written by the reader
            case ("multiple", Fraction() as step), True:
                self.step = step if self.step is None else common(self.step, step)
            case ("multiple", Fraction() as step), False:
                self.not_steps.append(step)
            case ("numbers", frozenset() as numbers), True:
                self.picked = numbers if self.picked is None else self.picked & numbers
            case ("numbers", frozenset() as numbers), False:
                self.left_out |= numbers
            case ("definition", *_), _:
                pass
            case _:
                raise AssertionError(f"{literal} is not written as a literal of numbers is")

    def _bound(self, low: Fraction | None, low_out: bool, high: Fraction | None, high_out: bool) -> None:  # noqa: FBT001
        if low is not None and (self.low is None or (low, low_out) > (self.low, self.low_out)):
            self.low, self.low_out = low, low_out
        if high is not None and (self.high is None or (high, not high_out) < (self.high, not self.high_out)):
            self.high, self.high_out = high, high_out

    def takes(self, number: Fraction) -> bool:
        """Say whether ``number`` is one of them."""
        if self.low is not None and (number < self.low or (self.low_out and number == self.low)):
            return False
        if self.high is not None and (number > self.high or (self.high_out and number == self.high)):
            return False
        if self.picked is not None and number not in self.picked:
            return False
        if self.step is not None and (number / self.step).denominator != 1:
            return False
        return number not in self.left_out and not any((number / step).denominator == 1 for step in self.not_steps)

    def values(self, steps: Steps) -> Iterator[Fraction]:
        """Yield numbers that are taken, the plainest first; all of them, if they end."""
        if self.picked is not None:
            yield from sorted(filter(self.takes, self.picked), key=_plainness)
        elif self.low is not None and self.high is not None and self.low >= self.high:
            if self.low == self.high and self.takes(self.low):
                yield self.low
        elif self.step is not None:
            yield from self._multiples(self.step, steps)
        else:
            yield from self._dense(steps)

    def _multiples(self, step: Fraction, steps: Steps) -> Iterator[Fraction]:
        """Yield multiples of ``step``, nearest to 0 first.

        k steps are a multiple of a not-step just if k is one of some q. If no q is 1, some k in a short row is free.
        """
        if any((step / other).denominator == 1 for other in self.not_steps):
            return
        low = None if self.low is None else ceil(self.low / step)
        high = None if self.high is None else floor(self.high / step)
        for k in around(low, high):
            steps.spend()
            if self.takes(k * step):
                yield k * step

    def _dense(self, steps: Steps) -> Iterator[Fraction]:
        """Yield numbers of an interval that is not a point: whole ones, halves, quarters, ..., then tenths and so on.

        There are always some: the multiples left out lie apart from each other.
        """
        seen: set[Fraction] = set()
        for scale in scales():
            low = None if self.low is None else ceil(self.low * scale)
            high = None if self.high is None else floor(self.high * scale)
            for tried, k in enumerate(around(low, high)):
                steps.spend()
                number = Fraction(k, scale)
                if number not in seen and self.takes(number):
                    seen.add(number)
                    yield number
                if tried > 64 + len(self.left_out):
                    break


def common(left: Fraction, right: Fraction) -> Fraction:
    """Return the least number that is a multiple of both."""
    return Fraction(lcm(left.numerator, right.numerator), gcd(left.denominator, right.denominator))


def around(low: int | None, high: int | None) -> Iterator[int]:
    """Yield the whole numbers from ``low`` to ``high``, nearest to 0 first, and 1 before -1."""
    start = 0
    if low is not None and low > 0:
        start = low
    elif high is not None and high < 0:
        start = high
    up, down = start, start - 1
    while True:
        more = high is None or up <= high
        less = low is None or down >= low
        if not more and not less:
            return
        if more:
            yield up
        if less:
            yield down
        up, down = up + 1, down - 1


def scales() -> Iterator[int]:
    """Yield denominators whose fractions are finite decimals: 1, 2, 4, 8, 16, then powers of ten, without end."""
    yield from (1, 2, 4, 8, 16)
    scale = 10
    while True:
        yield scale
        scale *= 10


def _plainness(number: Fraction) -> tuple[int, Fraction, bool]:
    return number.denominator, abs(number), number < 0
