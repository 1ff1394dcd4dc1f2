"""Pairs of schemas, line by line."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pytest

from generator.canonical import Json
from generator.told import pairs
from generator.told.pairs import Asked, Count, answer_lines

DEEP = b"[" * 100_000 + b"]" * 100_000


def answered(stream: bytes, steps: int = 100_000) -> tuple[list[Json], list[str], Count]:
    """Return the answers, what was said of lines that are no pairs, and how many there were."""
    target = io.BytesIO()
    said: list[str] = []
    count = answer_lines(io.BytesIO(stream), target, said.append, Asked(steps=steps))
    lines = target.getvalue().decode().splitlines()
    return [json.loads(line, parse_float=Decimal) for line in lines], said, count


def line(old: Json, new: Json, **more: Json) -> bytes:
    """Return one pair."""
    return json.dumps({"id": 1, "old": old, "new": new, **more}).encode() + b"\n"


def deep(inner: str) -> Json:
    """Return a schema that nests as deep as a reader follows."""
    schema: Json = json.loads('{"items": ' * 400 + inner + "}" * 400)
    return schema


SAME = line({}, {})


@pytest.mark.parametrize(
    ("stream", "answer"),
    [
        (line({"type": "number"}, {"type": "integer"}), {"id": 1, "verdict": "subset"}),
        (line({}, {"not": {}}), {"id": 1, "verdict": "subset"}),
        (line({"type": "null"}, {"enum": [None, 3]}), {"id": 1, "verdict": "widens", "witness": 3}),
        (line({"const": 1}, {"const": None}), {"id": 1, "verdict": "widens", "witness": None}),
        (line({"const": 0.1}, {"const": 0.2}), {"id": 1, "verdict": "widens", "witness": Decimal("0.2")}),
        (
            b'{"id": {"a": 1e400}, "old": false, "new": {"const": 1e400}}',
            {"id": {"a": Decimal("1e400")}, "verdict": "widens", "witness": 10**400},
        ),
        (
            b'{"id": 1, "old": {"const": 1e400}, "new": {"const": "1E+400"}}',
            {"id": 1, "verdict": "widens", "witness": "1E+400"},
        ),
        (
            b'{"id": 1, "old": {"$ref": "#/$defs/a", "$defs": {"a": {"const": 1e400}}},'
            b' "new": {"$ref": "#/$defs/a", "$defs": {"a": {"const": "1E+400"}}}}',
            {"id": 1, "verdict": "widens", "witness": "1E+400"},
        ),
        (
            b'{"id": 1, "old": {"const": 0.1}, "new": {"const": 0.10000000000000000000000000000000000000000000001}}',
            {"id": 1, "verdict": "widens", "witness": Decimal("0.10000000000000000000000000000000000000000000001")},
        ),
        (
            b'{"id": 1, "old": {"enum": [9007199254740992]}, "new": {"enum": [9007199254740993.0]}}',
            {"id": 1, "verdict": "widens", "witness": 9007199254740993},
        ),
        (
            b'{"old": false, "new": {"const": "\\ud800\\u00e4"}}',
            {"id": None, "verdict": "widens", "witness": "\ud800ä"},
        ),
        (
            line({"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}, format="assert"),
            {"id": 1, "verdict": "widens", "witness": ""},
        ),
        (
            line({"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}, format="annotate"),
            {"id": 1, "verdict": "subset"},
        ),
        (
            line({"maximum": 5, "exclusiveMaximum": True}, {"maximum": 5}, dialect="openapi-3.0"),
            {"id": 1, "verdict": "widens", "witness": 5},
        ),
        (
            line({"type": "null"}, {"type": "integer", "maximum": 0, "exclusiveMaximum": True, "minimum": 0},
                 dialect="http://json-schema.org/draft-04/schema#"),
            {"id": 1, "verdict": "subset"},
        ),
    ],
)  # fmt: skip
def test_a_pair_has_its_answer(stream: bytes, answer: Json) -> None:
    """A witness stands there where it widens, also where it is null; its numbers are exact."""
    answers, said, count = answered(stream)
    assert (answers, said, count) == ([answer], [], Count(1, 0))


@pytest.mark.parametrize(
    ("stream", "identity", "reason"),
    [
        (b"{", None, "line 1, column 2"),
        (b"{}", None, 'has no "old"'),
        (b'{"id": 7, "old": true}', 7, 'has no "new"'),
        (b"[1]", None, 'not an object with "id", "old" and "new"'),
        (b'{"id": "\xff", "old": true, "new": true}', "\ufffd", "not UTF-8: byte 9 is 0xff"),
        (b'{"id": 7, "old": {"a": 1, "a": 2}, "new": true}', 7, "the key 'a' stands twice in one object"),
        (b'{"old": NaN, "new": true, "id": 7}', 7, "NaN is no JSON number"),
        (b'{"id": NaN, "old": true, "new": true}', None, "NaN is no JSON number"),
        (b'{"id": 7, "old": 1e999999999999999999999, "new": true}', 7, "a number of more than 4300 digits"),
        (b'{"id": 7, "old": ' + b"9" * 10_000 + b', "new": true}', 7, "a number of more than 4300 digits"),
        (b'{"id": 7, "old": ' + DEEP + b', "new": true}', 7, "nested too deep to be read"),
        (b'{"id": ' + DEEP + b', "old": true, "new": true}', None, "nested too deep to be read"),
        (b'{"id": 7, "old": true, "new": true, "dialect": "draft3"}', 7, "its dialect is none of draft4, draft6"),
        (b'{"id": 7, "old": true, "new": true, "dialect": []}', 7, "its dialect is none of draft4, draft6"),
        (b'{"id": 7, "old": true, "new": true, "format": true}', 7, "its format is neither assert nor annotate"),
        (b"\x00", None, "line 1, column 1"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_pair_is_unknown_and_the_next_one_is_answered(
    stream: bytes, identity: Json, reason: str
) -> None:
    """The reason stands in the answer and is said beside it; the id is kept as far as there is one."""
    good = b'\n{"id": 8, "old": true, "new": true}\n'
    answers, said, count = answered(stream + good)
    assert isinstance(answers[0], dict)
    assert (answers[0]["id"], answers[0]["verdict"]) == (identity, "unknown")
    assert reason in str(answers[0]["reason"])
    assert answers[1:] == [{"id": 8, "verdict": "subset"}]
    assert (said, count) == ([f"line 1: {answers[0]['reason']}"], Count(2, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (3, True),
        ({"$ref": "other.json"}, True),
        ({"$ref": "#/$defs/nowhere"}, True),
        ({"$ref": "https://example.com/x"}, True),
        ({"type": "nope"}, {"type": "string"}),
        (deep("false"), deep("1")),
        ({"type": "array", "maxItems": 10**9}, {"type": "array"}),
        ({"properties": []}, {"type": "string"}),
    ],
)  # fmt: skip
def test_what_the_engine_cannot_answer_ends_nothing(old: Json, new: Json) -> None:
    """A pair that is no pair of schemas, or too much, is unknown with one line of reason, or answered; no exception."""
    answers, said, count = answered(line(old, new) + SAME)
    assert isinstance(answers[0], dict)
    assert answers[0]["verdict"] == "widens" or "\n" not in str(answers[0]["reason"])
    assert answers[1] == {"id": 1, "verdict": "subset"}
    assert (said, count) == ([], Count(2, 0))


def test_the_budget_holds_for_each_line() -> None:
    """A pair that takes more than the steps it has is unknown, and says so."""
    pair = line({"enum": list(range(50))}, {"type": "integer", "minimum": 0, "maximum": 60})
    (answer,), _, _ = answered(pair, steps=1)
    assert isinstance(answer, dict)
    assert answer["verdict"] == "unknown"
    (answer,), _, _ = answered(pair)
    assert isinstance(answer, dict)
    assert answer["verdict"] == "widens"


def test_a_line_beyond_all_bounds_is_skipped() -> None:
    """It is answered without being held in memory, and the next line begins where it ends."""
    stream = b'{"id": 1, "old": "' + b"x" * (pairs.MAX_BYTES + 2_000_000) + b'", "new": true}\n' + SAME
    answers, _, count = answered(stream)
    assert answers == [
        {"id": None, "verdict": "unknown", "reason": "longer than 64 MB"},
        {"id": 1, "verdict": "subset"},
    ]
    assert count == Count(2, 1)


def test_a_mark_before_the_stream_and_empty_lines_are_nothing() -> None:
    """A byte order mark, Windows' line ends, blank lines and a missing last line end are no lines of their own."""
    stream = b"\xef\xbb\xbf" + SAME + b"\r\n  \n" + SAME.replace(b"\n", b"\r\n") + SAME[:-1]
    answers, said, count = answered(stream)
    assert answers == [{"id": 1, "verdict": "subset"}] * 3
    assert (said, count) == ([], Count(3, 0))
