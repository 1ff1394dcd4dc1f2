"""Strangers' JSON: what is read, what is refused and where, and that the published schema says the same."""

from __future__ import annotations

import contextlib
import copy
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.parsing import parse
from scheduling.problem import Event, ProblemInvalid, Window
from scheduling.slots import search
from tests.scheduling.laws.asking import stated
from tests.scheduling.laws.problems import problems

SCHEMA = json.loads((Path(__file__).parents[3] / "schemas" / "kernel" / "problem.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EVENT, ADA, QUERY = "/rules/event", "/rules/resources/0", "/query"
BOOKING = {"resource": "ada", "start": "2026-06-15T10:00Z", "end": "2026-06-15T11:00Z"}
SERIES = {"resource": "ada", "dtstart_local": "2026-06-01T09:00", "freq": "weekly", "duration_min": 30}


def put(pointer: str, value: object) -> dict[str, Any]:
    """A good problem with one value put at a JSON pointer (``-`` for a new item of a list)."""
    problem: Any = stated(bookings=[BOOKING], series=[SERIES])
    at, *path = [problem, *pointer.split("/")[1:]]
    for key in path[:-1]:
        at = at[int(key)] if isinstance(at, list) else at[key]
    if isinstance(at, list):
        at.append(value)
    else:
        at[path[-1]] = value
    return problem


GOOD = [
    (f"{EVENT}/step_min", 30.0),
    (f"{EVENT}/step_min", None),
    (f"{EVENT}/max_per_day", 0),
    (f"{EVENT}/mode", None),
    (f"{EVENT}/tz", "Asia/Kathmandu"),
    (f"{ADA}/weekly", None),
    (f"{ADA}/weekly", {"mon": []}),
    (f"{ADA}/weekly", {"mon": [["24:00", "48:00"]]}),
    (f"{ADA}/weekly", {"mon": None}),
    (f"{ADA}/overrides", {"2028-02-29": [["00:00", "00:01"]]}),
    (f"{QUERY}/limit", 0),
    (f"{QUERY}/now", "2026-06-01T00:00:59.123456789+05:45"),
    ("/bookings", None),
    ("/bookings/0/source", "google"),
    ("/bookings/0/id", "b-1"),
    ("/series/0/until_local", "2026-07-01"),
    ("/series/0/until_local", "2026-07-01T23:59:59"),
    ("/series/0/exdates_local", ["2026-06-08", "2026-06-15T09:00:00"]),
    ("/series/0/byday", ["MO", "fri"]),
    ("/series/0/freq", "DAILY"),
    ("/series/0/count", 5000),
    ("/id", 7),
]

BAD_FOR_BOTH = [
    ("/rules/event/duration_min", 0),
    ("/rules/event/duration_min", True),
    ("/rules/event/duration_min", 30.5),
    ("/rules/event/duration_min", "30"),
    ("/rules/event/duration_min", None),
    ("/rules/event/duration_min", float("nan")),
    ("/rules/event/duration_min", float("inf")),
    ("/rules/event/duration_min", 10**400),
    ("/rules/event/step_min", 0),
    ("/rules/event/buffer_after_min", -1),
    ("/rules/event/mode", "some"),
    ("/rules/event/mode", 1),
    ("/rules/event/anchor", "UTC"),
    ("/rules/event/min_notice", 5),
    ("/rules/event/tz", 1),
    ("/rules/resources/0/id", ""),
    ("/rules/resources/0/id", 5),
    ("/rules/resources/0/capacity", -1),
    ("/rules/resources/0/capacity", [1]),
    ("/rules/resources/0/weekly", []),
    ("/rules/resources/0/weekly", {"monday": []}),
    ("/rules/resources/0/weekly", {"mon": [["09:00"]]}),
    ("/rules/resources/0/weekly", {"mon": [["09:00", "17:00", "18:00"]]}),
    ("/rules/resources/0/weekly", {"mon": [["9:00", "17:00"]]}),
    ("/rules/resources/0/weekly", {"mon": [["09:00", "48:01"]]}),
    ("/rules/resources/0/weekly", {"mon": [["09:60", "17:00"]]}),
    ("/rules/resources/0/weekly", {"mon": ["09:00", "17:00"]}),
    ("/rules/resources/0/weekly", {"mon": [["00:00", "24:00"]] * 49}),
    ("/rules/resources/0/overrides", {"2026-6-1": []}),
    ("/rules/resources/0/overrides", {"2026-06-01": None}),
    ("/rules/resources", "ada"),
    ("/rules/resources/-", {"id": "bob"}),
    ("/rules/events", {}),
    ("/query/now", "2026-06-01T00:00"),
    ("/query/now", "2026-06-01"),
    ("/query/now", 1780272000),
    ("/query/now", "2026-06-01 00:00Z"),
    ("/query/now", "\u0662026-06-01T00:00Z"),
    ("/query/limit", -1),
    ("/query/limit", 2_000_000),
    ("/query/party", 0),
    ("/bookings", {}),
    ("/bookings/0/seats", -1),
    ("/bookings/0/status", "gone"),
    ("/bookings/-", {**BOOKING, "status": "hold"}),
    ("/bookings/-", {**BOOKING, "status": "held", "expires_at": None}),
    ("/bookings/0/transparent", "yes"),
    ("/bookings/0/start", "2026-06-15T10:00"),
    ("/bookings/0/buffer_min", 5),
    ("/bookings/-", None),
    ("/series/0/freq", "yearly"),
    ("/series/0/interval", 0),
    ("/series/0/byday", ["1MO"]),
    ("/series/0/byday", "MO"),
    ("/series/0/count", 0),
    ("/series/0/dtstart_local", "2026-06-01T09:00Z"),
    ("/series/0/exdates_local", ["yesterday"]),
    ("/series/-", {**SERIES, "freq": "monthly", "byday": ["mon"]}),
    ("/calendar_errors", "ada"),
    ("/calendar_errors/-", 5),
    ("/calender_errors", ["ada"]),
]

BAD_FOR_PARSE_ALONE = [
    ("/rules/event/tz", "Mars/Olympus", "is no zone known to tzdata"),
    ("/rules/resources/0/tz", "../../etc/passwd", "is no zone known to tzdata"),
    ("/rules/resources/0/tz", "US/Pacific-New\n", "control characters"),
    ("/rules/resources/0/id", "a\ud800", "half a character"),
    ("/rules/resources/0/weekly", {"mon": [["22:00", "06:00"]]}, "a night shift ends past 24:00"),
    ("/rules/resources/0/weekly", {"mon": [["09:00", "09:00"]]}, "is empty"),
    ("/rules/resources/0/overrides", {"2026-02-30": []}, "does not exist"),
    ("/rules/resources/-", {"id": "ada", "tz": "UTC"}, "give each resource its own id"),
    ("/query/now", "2026-06-01T25:00Z", "does not exist"),
    ("/query/now", "9999-12-31T23:59-23:59", "is in the year 9999"),
    ("/query/now", "0001-01-01T00:00+14:00", "is in the year 1"),
    ("/query/from", "2026-06-16T00:00Z", "is before from"),
    ("/query/to", "2036-06-15T00:00Z", "at most 366 days"),
    ("/bookings/0/resource", "bob", "is no word known here"),
    ("/bookings/0/end", "2026-06-15T10:00Z", "is not after start"),
    ("/series/0/resource", "bob", "is no word known here"),
    ("/series/0/dtstart_local", "2026-06-01T09:00:30", "write whole minutes"),
    ("/calendar_errors/-", "bob", "write one of ada"),
]


@pytest.mark.parametrize("example", SCHEMA["examples"])
def test_the_schemas_examples_are_read_and_offer_something(example: dict[str, Any]):
    """Whoever copies an example gets an answer with slots."""
    VALIDATOR.validate(example)
    assert search(parse(example)).slots


def test_the_schema_is_one_and_each_definitions_examples_fit_it():
    """The schema is valid and its smaller examples are too."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for name, definition in SCHEMA["$defs"].items():
        assert definition.get("description"), name
        for example in definition["examples"] if name != "text" else []:
            VALIDATOR.evolve(schema={"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}).validate(example)


@pytest.mark.parametrize(("pointer", "value"), GOOD)
def test_parse_and_schema_take_the_same(pointer: str, value: object):
    """Values at the edge of what is allowed."""
    problem = put(pointer, value)
    VALIDATOR.validate(problem)
    parse(problem)


@pytest.mark.parametrize(("pointer", "value"), BAD_FOR_BOTH)
def test_parse_and_schema_refuse_the_same(pointer: str, value: object):
    """One bad value, refused by both; parse names the place at or around it, and a remedy."""
    problem = put(pointer, value)
    assert not VALIDATOR.is_valid(problem)
    with pytest.raises(ProblemInvalid) as caught:
        parse(problem)
    assert caught.value.pointer.startswith(pointer.removesuffix("/-"))
    assert caught.value.remedy
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(("pointer", "value", "message"), BAD_FOR_PARSE_ALONE)
def test_parse_refuses_what_a_schema_cannot_say(pointer: str, value: object, message: str):
    """Dates that do not exist, unknown zones, ends before starts, too much work."""
    problem = put(pointer, value)
    VALIDATOR.validate(problem)
    if pointer == "/query/from":
        problem["query"]["to"] = "2026-06-15T12:00Z"
    with pytest.raises(ProblemInvalid, match=message):
        parse(problem)


@pytest.mark.parametrize(
    "missing", ["/rules", "/query", "/rules/resources", "/rules/event", "/query/now", "/query/from", "/query/to"]
)
def test_a_missing_field_is_named(missing: str):
    """The pointer is that of the field that should be there."""
    problem = stated()
    at: Any = problem
    *path, last = missing.split("/")[1:]
    for key in path:
        at = at[key]
    del at[last]
    assert not VALIDATOR.is_valid(problem)
    with pytest.raises(ProblemInvalid, match="is missing; add it") as caught:
        parse(problem)
    assert caught.value.pointer == missing


@pytest.mark.parametrize("json", [None, 1, "x", [], True, {}])
def test_anything_else_is_refused(json: object):
    """Whatever JSON comes, it is a ProblemInvalid."""
    with pytest.raises(ProblemInvalid):
        parse(json)


def test_a_near_miss_gets_a_suggestion():
    """A misspelt field is not passed over in silence."""
    with pytest.raises(ProblemInvalid, match="did you mean calendar_errors"):
        parse(put("/calender_errors", ["ada"]))


def test_what_defaults_are():
    """A problem with nothing but what is required."""
    found = parse(
        {
            "rules": {"resources": [{"id": "ada", "tz": "UTC"}], "event": {"duration_min": 45}},
            "bookings": [BOOKING],
            "query": {"now": "2026-06-01T02:00+02:00", "from": "2026-06-15T00:00Z", "to": "2026-06-16T00:00Z"},
        }
    )
    assert found.rules.event == Event(duration_min=45, step_min=45)
    (ada,) = found.rules.resources
    assert (ada.weekly, ada.overrides, ada.capacity) == ({}, {}, 1)
    assert found.query.now == datetime(2026, 6, 1, tzinfo=UTC)
    assert (found.query.limit, found.query.party) == (None, 1)
    (booking,) = found.bookings
    assert (booking.status, booking.seats, booking.source, booking.transparent) == ("confirmed", 1, "own", False)


def test_windows_and_dates_are_parsed_once():
    """Clock readings become minutes and keys become dates."""
    (ada,) = parse(put("/rules/resources/0/overrides", {"2026-12-24": [["22:00", "30:15"]]})).rules.resources
    assert ada.overrides == {date(2026, 12, 24): (Window(1320, 1815),)}


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(problems())
def test_random_problems_fit_the_schema(problem: dict[str, Any]):
    """What parse reads, the schema takes."""
    parse(problem)
    VALIDATOR.validate(problem)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_broken_problems_are_refused_in_words(data: st.DataObject):
    """Any value of a good problem replaced by any JSON: parse answers or raises ProblemInvalid, nothing else."""
    problem = copy.deepcopy(SCHEMA["examples"][1])
    at: Any = problem
    while isinstance(at, dict | list) and at:
        keys = sorted(at) if isinstance(at, dict) else range(len(at))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(at[key], dict | list) or not at[key] or data.draw(st.integers(0, 3)) == 0:
            leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("2026-03-30T00:00Z")
            at[key] = data.draw(st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
            break
        at = at[key]
    with contextlib.suppress(ProblemInvalid):
        parse(problem)
        VALIDATOR.validate(problem)


@pytest.mark.parametrize(
    ("resources", "step", "days"),
    [
        pytest.param(1000, 1440, 366, id="many resources, a year"),
        pytest.param(1000, 5, 30, id="many resources, a fine grid"),
        pytest.param(8, 1, 366, id="a year of minutes"),
    ],
)
def test_too_much_work_is_refused_at_once(resources: int, step: int, days: int):
    """The message names how much was asked for and how much is allowed."""
    people = [{"id": str(number)} for number in range(resources)]
    start = datetime(2026, 1, 1, tzinfo=UTC)
    query = {
        "from": start.isoformat(),
        "to": datetime.fromtimestamp(start.timestamp() + days * 86_400, UTC).isoformat(),
    }
    with pytest.raises(ProblemInvalid, match="ask for fewer days or resources or a larger step"):
        parse(stated(*people, event={"step_min": step}, query=query))
