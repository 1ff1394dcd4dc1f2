"""JSON text to exact values and back: no number is rounded, no key is lost, and what has two meanings is refused.

Numbers are ``int`` or ``float``, or ``Decimal`` where the float of that text would be written otherwise: ``0.1`` is a
float, ``1e400`` and ``9007199254740993.0`` are Decimals.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, DecimalException
from functools import partial
from typing import NoReturn, cast

from generator.canonical import Json

MAX_DIGITS = 4300
"""What Python reads and writes of a whole number; an exponent may move the point no further."""
_FAITHFUL = 16  # characters: up to 15 digits and a point survive the way through a float
_LONGEST_KEY = 60
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


class JsonInvalid(Exception):
    """The text is no JSON value that has one meaning; the message says what is wrong, and where if that is known."""


def read(text: str) -> Json:
    """Return the value of ``text``; a byte order mark before it is ignored. Raises JsonInvalid."""
    try:
        value: Json = _DECODER.decode(text.removeprefix(_BOM))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise JsonInvalid(f"{error.msg[:1].lower()}{error.msg[1:]}: {place}") from error
    except RecursionError as error:
        raise JsonInvalid("nested too deep to be read") from error
    except ValueError as error:  # Python's own limit to the digits of an int
        raise JsonInvalid(f"a number of more than {MAX_DIGITS} digits") from error
    return value


def read_bytes(data: bytes) -> Json:
    """Return the value of UTF-8 ``data``. Raises JsonInvalid."""
    return read(decoded(data))


def decoded(data: bytes) -> str:
    """Return ``data`` as text. Raises JsonInvalid where it is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise JsonInvalid(f"not UTF-8: byte {error.start + 1} is 0x{data[error.start]:02x}") from error


def ordered(value: object, comma: str = ", ", colon: str = ": ") -> str:
    """Return ``value`` as JSON in which the order of keys does not show; what differs is written otherwise."""
    try:
        return json.dumps(value, sort_keys=True, separators=(comma, colon))
    except TypeError:
        inner = partial(ordered, comma=comma, colon=colon)
        return _spelled(dict(sorted(value.items())) if isinstance(value, dict) else value, inner, comma, colon)


def write(value: object) -> str:
    """Return ``value`` as compact JSON on one line, numbers exact, always fit to be encoded in UTF-8."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair: JSON can hold it only escaped
        return json.dumps(value, separators=(",", ":"))
    except TypeError:
        return _spelled(value, write, ",", ":")
    return text


def number(text: str) -> Json:
    """Return the exact value of a JSON number with a point or an exponent. Raises JsonInvalid if it is too long."""
    if len(text) <= _FAITHFUL and "e" not in text and "E" not in text:
        return float(text)
    try:
        exact = Decimal(text)
    except DecimalException as error:
        raise JsonInvalid(f"a number of more than {MAX_DIGITS} digits") from error
    if exact.is_zero():
        return 0.0
    if len(text) > MAX_DIGITS or abs(exact.adjusted()) > MAX_DIGITS:
        raise JsonInvalid(f"a number of more than {MAX_DIGITS} digits")
    rounded = float(text)
    return rounded if Decimal(repr(rounded)) == exact else cast("float", exact)  # Json has no word for a Decimal


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for index, key in enumerate(keys) if key in keys[:index])
        raise JsonInvalid(f"the key {shortened(twice, _LONGEST_KEY)!r} stands twice in one object")
    return found


def _constant(text: str) -> NoReturn:
    raise JsonInvalid(f"{text} is no JSON number")


def _spelled(value: object, inner: Callable[[object], str], comma: str, colon: str) -> str:
    """Return a value that may hold Decimals, which Python's own writer does not know."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return f"{{{comma.join(f'{json.dumps(key)}{colon}{inner(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{comma.join(inner(item) for item in value)}]"
    raise TypeError(f"{type(value).__name__} is no JSON value")


def shortened(text: str, length: int) -> str:
    """Return ``text``, or as much of it as fits into ``length`` characters with an ellipsis."""
    return text if len(text) <= length else f"{text[: max(1, length - 1)]}…"


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=number, parse_constant=_constant)
