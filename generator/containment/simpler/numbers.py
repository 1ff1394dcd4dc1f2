"""What is simpler than a given number."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

MOST = 400
"""Numbers of more digits, or further from the point, are only ever replaced as a whole."""


def size(number: float | Decimal) -> tuple[int, int]:
    """Return about how many characters ``number`` takes, and how far it is from 0 among those as long."""
    if isinstance(number, int):
        bits = number.bit_length()
        # Python refuses to print very long integers.
        return (len(str(abs(number))) if bits <= MOST else bits) + (number < 0), abs(number)
    _, digits, exponent = _decimal(number).as_tuple()
    places = exponent if isinstance(exponent, int) else 0
    while len(digits) > 1 and digits[-1] == 0:
        digits, places = digits[:-1], places + 1
    if places >= 0 and len(digits) + places <= MOST:
        return size(int(number))
    far = int("".join(map(str, digits))) if len(digits) <= MOST else 10**MOST
    return len(digits) + abs(places) + 2 + (number < 0), far


def simpler(number: float | Decimal) -> Iterator[int | float | Decimal]:
    """Yield rounder and smaller numbers, boldest first; some may not be simpler at all."""
    yield from (0, 1, -1, 0.5)
    if isinstance(number, int):
        yield from _integers(number)
        return
    exact = _decimal(number)
    if abs(exact.adjusted()) > MOST or len(exact.as_tuple().digits) > MOST:
        return
    for rounding in (ROUND_FLOOR, ROUND_CEILING):
        whole = int(exact.to_integral_value(rounding))
        yield whole
        yield from _integers(whole)
    for places in range(1, 18):
        for rounding in (ROUND_FLOOR, ROUND_CEILING):
            rounded = exact.quantize(Decimal(1).scaleb(-places), rounding, Context(prec=2 * MOST))
            yield as_json(rounded)


def as_json(number: Decimal) -> int | float | Decimal:
    """Return the same number as an int or a float where one prints as exactly this."""
    if number == number.to_integral_value() and number.adjusted() <= MOST:
        return int(number)
    near = float(number)
    return near if Decimal(repr(near)) == number else number


def _integers(number: int) -> Iterator[int]:
    """Yield integers nearer to 0: the positive twin, parts by small primes, then ever smaller steps down."""
    if number < 0:
        yield -number
    for prime in (2, 3, 5, 7, 10):
        if number % prime == 0:
            yield number // prime
    sign, bits = (1 if number >= 0 else -1), abs(number).bit_length()
    if bits <= 4 * MOST:
        yield sign * (1 << max(0, bits - 1))
        for digit in reversed(range(bits)):
            yield number - sign * (1 << digit)


def _decimal(number: float | Decimal) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(repr(number))
