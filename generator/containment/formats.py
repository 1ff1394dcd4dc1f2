"""The formats of the specification, as assertions.

Each is known from two sides: ``sure`` are texts that every reader of the specification takes, and outside of
``wide`` none does. Where a format is regular, both are its grammar; where it is not, or readers disagree, a witness is
taken from the sure side, and a proof must hold on the wide side. A format that is not in the table says nothing.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

import jsonschema_rs


class Format(NamedTuple):
    """Two patterns (ECMA 262): what is taken by all, and outside of which nothing is taken."""

    sure: str
    wide: str


_DAY = r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])"
_LEAP = r"(?:\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
_DATE = rf"(?:\d{{4}}-(?:{_DAY})|{_LEAP})"
_SURE_DATE = rf"(?:(?:19|20)\d{{2}}-(?:{_DAY})|20(?:0[48]|[2468][048]|[13579][26])-02-29)"
_HOUR = r"(?:[01]\d|2[0-3]):[0-5]\d"
_TIME = rf"{_HOUR}:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-]{_HOUR})"
_SURE_TIME = rf"{_HOUR}:[0-5]\d(?:\.\d{{1,6}})?(?:Z|[+-]{_HOUR})"
_CLOCK = r"T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S)"
_DURATION = rf"^P(?:\d+W|(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)(?:{_CLOCK})?|{_CLOCK})$"
_UUID = r"^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = rf"^{_BYTE}(?:\.{_BYTE}){{3}}$"
_POINTER = r"(?:/(?:[^~/]|~[01])*)*"
_SCHEME = r"^[A-Za-z][A-Za-z0-9+.\-]*:"
_SURE_EMAIL = r"^[a-z0-9]{1,20}(?:[.\-][a-z0-9]{1,20})?@[a-z]{1,20}(?:\.[a-z]{2,10}){1,2}$"
_SURE_HOST = r"^[a-z][a-z0-9]{0,20}(?:\.[a-z]{1,10}){0,2}$"
_SURE_URI = r"^(?:https?|ftp)://[a-z]{1,20}(?:\.[a-z]{2,10}){1,2}(?:/[a-z0-9]{0,20}){0,3}$"
_SURE_PATH = rf"{_SURE_URI}|^(?:[A-Za-z0-9._~\-]+(?:/[A-Za-z0-9._~\-]+)*)?$"

FORMATS = MappingProxyType(
    {
        "date": Format(rf"^{_SURE_DATE}$", rf"^{_DATE}$"),
        "time": Format(rf"^{_SURE_TIME}$", rf"^{_TIME}$"),
        "date-time": Format(rf"^{_SURE_DATE}T{_SURE_TIME}$", rf"^{_DATE}[Tt ]{_TIME}$"),
        "duration": Format(_DURATION, _DURATION),
        "email": Format(_SURE_EMAIL, "@"),
        "idn-email": Format(_SURE_EMAIL, "@"),
        "hostname": Format(_SURE_HOST, r"^[A-Za-z0-9\-_.]{1,255}$"),
        "idn-hostname": Format(_SURE_HOST, r"^[^\s/@:]{1,255}$"),
        "ipv4": Format(_IPV4, _IPV4),
        "ipv6": Format(r"^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$", r"^[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*$"),
        "uri": Format(_SURE_URI, rf"{_SCHEME}[!-~]*$"),
        "iri": Format(_SURE_URI, rf"{_SCHEME}[^\x00-\x20]*$"),
        "uri-reference": Format(_SURE_PATH, r"^[!-~]*$"),
        "iri-reference": Format(_SURE_PATH, r"^[^\x00-\x20]*$"),
        "uri-template": Format(_SURE_PATH, r"^[^\x00-\x20]*$"),
        "uuid": Format(_UUID, _UUID),
        "json-pointer": Format(rf"^{_POINTER}$", rf"^{_POINTER}$"),
        "relative-json-pointer": Format(rf"^(?:0|[1-9]\d*)(?:#|{_POINTER})$", rf"^(?:0|[1-9]\d*)(?:#|{_POINTER})$"),
        "regex": Format(r"^[a-z0-9]*$", r"^(?![(\[*+?]$)"),
    }
)

WITHIN = frozenset(
    {
        ("email", "idn-email"),
        ("hostname", "idn-hostname"),
        ("uri", "iri"),
        ("uri", "uri-reference"),
        ("uri", "iri-reference"),
        ("iri", "iri-reference"),
        ("uri-reference", "iri-reference"),
    }
)
"""Pairs of formats of which the first takes nothing that the second does not."""


def opinion(name: str, text: str) -> bool | None:
    """Say whether two libraries that validate agree that ``text`` has a format; None where they do not."""
    from jsonschema import FormatChecker  # noqa: PLC0415  # slow to import, and asked for a doubtful text only

    first = jsonschema_rs.is_valid({"format": name}, text, validate_formats=True)
    checker = FormatChecker()
    return first if name not in checker.checkers or checker.conforms(text, name) is first else None
