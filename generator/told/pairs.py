"""Pairs of schemas from a stream of lines, each answered on a line of its own before the next one is read.

    {"id": 1, "old": {"type": "integer"}, "new": {"type": "number"}}
    {"id": 1, "verdict": "widens", "witness": 0.5}

Whatever stands on a line, the stream goes on: a line that cannot be read is answered ``unknown`` with the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from generator import exact_json
from generator.annotated import without_formats
from generator.canonical import Json
from generator.containment import STEPS, Dialect, Subset, Widens, schema, widens

MAX_BYTES = 64 * 1024 * 1024
"""Of one line."""
_CHUNK = 1024 * 1024
_SHOWN = 300
_SPACE = b" \t\r\n\x0b\x0c"
_BOM = b"\xef\xbb\xbf"
_FIRST = re.compile(r'\s*\{\s*"id"\s*:\s*')
_LENIENT = json.JSONDecoder(parse_constant=lambda _: None)
DIALECTS = {
    **{dialect.value: dialect for dialect in Dialect},
    "http://json-schema.org/draft-04/schema": Dialect.draft4,
    "http://json-schema.org/draft-06/schema": Dialect.draft6,
    "http://json-schema.org/draft-07/schema": Dialect.draft7,
    "https://json-schema.org/draft/2019-09/schema": Dialect.draft2019_09,
    "https://json-schema.org/draft/2020-12/schema": Dialect.draft2020_12,
}


class LineInvalid(Exception):
    """A line is no pair; the message says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How pairs are read where a line does not say it, and what one may cost; ``annotate``: formats say nothing."""

    dialect: Dialect = Dialect.draft2020_12
    annotate: bool = False
    steps: int = STEPS


@dataclass(slots=True)
class Count:
    """How many lines were answered, and how many of them could not be read as a pair."""

    lines: int = 0
    invalid: int = 0


def answer_lines(
    source: BinaryIO,
    target: BinaryIO,
    say: Callable[[str], None],
    asked: Asked,
) -> Count:
    """Answer each line of ``source`` on ``target``, in order and at once; ``say`` hears which lines are no pairs."""
    count = Count()
    for number, line in _lines(source):
        count.lines += 1
        try:
            answer = _answered(line, asked)
        except LineInvalid as error:
            count.invalid += 1
            say(f"line {number}: {error}")
            answer = {"id": _id(line), "verdict": "unknown", "reason": str(error)}
        target.write(_written(answer))
        target.flush()
    return count


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line that is not empty with its number; None for one that is longer than a line may be."""
    number = 0
    while line := source.readline(MAX_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)  # the mark is no part of the line
        if len(line) > MAX_BYTES:
            while not line.endswith(b"\n") and (line := source.readline(_CHUNK)):  # read on to its end
                pass
            yield number, None
        elif line.strip(_SPACE):
            yield number, line.rstrip(_SPACE)


def _answered(line: bytes | None, asked: Asked) -> dict[str, Json]:
    if line is None:
        raise LineInvalid(f"longer than {MAX_BYTES // 1024**2} MB")
    try:
        pair = exact_json.read_bytes(line)
    except exact_json.JsonInvalid as error:
        raise LineInvalid(str(error)) from error
    if not isinstance(pair, dict):
        raise LineInvalid('not an object with "id", "old" and "new"')
    missing = [name for name in ("old", "new") if name not in pair]
    if missing:
        raise LineInvalid(f'has no "{missing[0]}"')
    asked = replace(asked, dialect=_dialect(pair["dialect"])) if "dialect" in pair else asked
    asked = replace(asked, annotate=_annotate(pair["format"])) if "format" in pair else asked
    return {"id": pair.get("id"), **_verdict(pair["old"], pair["new"], asked)}


def _dialect(named: Json) -> Dialect:
    found = DIALECTS.get(named.rstrip("#")) if isinstance(named, str) else None
    if found is None:
        raise LineInvalid(f"its dialect is none of {', '.join(dialect.value for dialect in Dialect)}")
    return found


def _annotate(named: Json) -> bool:
    if named not in ("assert", "annotate"):
        raise LineInvalid("its format is neither assert nor annotate")
    return named == "annotate"


def _verdict(old: Json, new: Json, asked: Asked) -> dict[str, Json]:
    """Ask the engine; whatever one pair does to it, the next one is answered."""
    try:
        if asked.annotate:
            old, new = without_formats(old), without_formats(new)
        answer = widens(schema(old, dialect=asked.dialect), schema(new, dialect=asked.dialect), steps=asked.steps)
        if isinstance(answer, Subset):
            return {"verdict": "subset"}
        if isinstance(answer, Widens):
            exact_json.write(answer.witness)  # what cannot be written proves nothing to anybody
            return {"verdict": "widens", "witness": answer.witness}
    except RecursionError:
        return _unknown("nested too deep")
    except MemoryError:
        return _unknown("more memory than there is")
    except Exception as error:  # noqa: BLE001  # one line is never worth the stream
        return _unknown(f"{error}" if isinstance(error, ValueError) else f"{type(error).__name__}: {error}")
    where = f" ({answer.side} at {answer.pointer or '/'})" if answer.side else ""
    return _unknown(f"{answer.reason}{where}")


def _unknown(reason: str) -> dict[str, Json]:
    return {"verdict": "unknown", "reason": exact_json.shortened(" ".join(reason.split()), _SHOWN)}


def _id(line: bytes | None) -> Json:
    """Return the id of a line that is no pair: what stands behind ``{"id":``, or what a lenient reader finds."""
    text = (line or b"").decode(errors="replace")
    try:
        first = _FIRST.match(text)
        found = {"id": _LENIENT.raw_decode(text, first.end())[0]} if first else _LENIENT.decode(text)
        identity: Json = found.get("id") if isinstance(found, dict) else None
        exact_json.write(identity)
    except (ValueError, RecursionError):
        return None
    return identity


def _written(answer: dict[str, Json]) -> bytes:
    return exact_json.write(answer).encode() + b"\n"
