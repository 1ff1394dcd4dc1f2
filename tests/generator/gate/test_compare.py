"""Which changes of a contract block: a table of directions, and what a reviewer reads."""

from __future__ import annotations

import copy
from collections.abc import Mapping

import jsonschema
import pytest

from generator.canonical import Json
from generator.gate.change import Change
from generator.gate.compare import compare
from generator.gate.directions import DIRECTIONS
from generator.gate.promises import Names, Promise, Promises
from generator.gate.waivers import WAIVABLE
from tests.generator.gate.desk import V1, V2

PROMPT = "prompts/notes/v{}/api.prompt"
READ: dict[str, Json] = {
    "method": "GET",
    "path": "/v1/notes/{note}",
    "parameters": {"path": "path.schema.json", "query": "query.schema.json", "headers": "headers.schema.json"},
    "body": None,
    "form": None,
    "media": None,
    "response": "page.schema.json",
    "status": 200,
    "errors": [404, 422],
}
KEEP: dict[str, Json] = {
    **READ,
    "method": "POST",
    "path": "/v1/notes",
    "parameters": {"query": None},
    "body": "body.schema.json",
    "status": 201,
    "response": "note.schema.json",
}
SEND: dict[str, Json] = {**KEEP, "path": "/v1/send", "body": None, "form": "form.schema.json", "response": None}
SEND |= {"media": "text/html", "status": 303}


def limited(most: int = 100) -> Json:
    """Return a schema with one bound to move."""
    return {"type": "object", "properties": {"limit": {"type": "integer", "maximum": most}}, "required": ["limit"]}


SCHEMAS: dict[str, Json] = {
    "path.schema.json": {"type": "object", "properties": {"note": {"type": "integer", "maximum": 100}}},
    **{f"{name}.schema.json": limited() for name in ("query", "headers", "body", "form", "note", "props")},
    "page.schema.json": {"type": "array", "items": {"$ref": "note.schema.json"}},
}


def contract(operations: Mapping[str, Mapping[str, Json]] | None = None, version: int = 1, **schemas: Json) -> Promises:
    """Return a contract of three operations and a component; ``schemas`` by name take the place of its own."""
    named = {f"{name}.schema.json": schema for name, schema in schemas.items()}
    shown = operations if operations is not None else {"read_note": READ, "keep_note": KEEP, "send_note": SEND}
    return Promises(
        V1 if version == 1 else V2,
        f"schemas/notes/v{version}",
        {
            name: Promise(PROMPT.format(version), f"/lockstep/operations/{index}", value)
            for index, (name, value) in enumerate(shown.items())
        },
        {**copy.deepcopy(SCHEMAS), **named},
        {
            "card": Promise(
                PROMPT.format(version), "/lockstep/components/0", {"props": "props.schema.json", "slots": []}
            )
        },
    )


def changed(name: str, **fields: Json) -> Promises:
    """Return the second version, with other fields in one operation."""
    operations = {"read_note": READ, "keep_note": KEEP, "send_note": SEND}
    return contract({**operations, name: {**operations[name], **fields}}, 2)


def found(old: Promises, new: Promises) -> list[tuple[str, str, str]]:
    """Return rule, file and pointer of each change."""
    return [(each.rule, each.path.rpartition("/")[2], each.pointer) for each in compare(old, new)]


LIMIT = "/properties/limit/maximum"
MOVED = [
    ("query", "types/request-narrowed", "types/request-widened", "GET /v1/notes/{note}: the query "),
    ("headers", "types/request-narrowed", "types/request-widened", "GET /v1/notes/{note}: the headers "),
    ("body", "types/request-narrowed", "types/request-widened", "POST /v1/notes: the body "),
    ("form", "types/request-narrowed", "types/request-widened", "POST /v1/send: the form "),
    ("props", "types/props-narrowed", "types/props-widened", "component card: its props "),
    ("note", None, "types/response-widened", "GET /v1/notes/{note}, POST /v1/notes: the response "),
]


@pytest.mark.parametrize(("name", "narrower", "wider", "words"), MOVED, ids=[row[0] for row in MOVED])
def test_each_part_is_held_to_its_directions(name: str, narrower: str | None, wider: str, words: str) -> None:
    """The table of what blocks: what callers send moves in no direction, what they get may narrow.

    A finding names what it is a part of, the place, both texts, and a whole value that shows it.
    """
    for most, rule in ((99, narrower), (101, wider)):
        changes = list(compare(contract(), contract(version=2, **{name: limited(most)})))
        assert [each.rule for each in changes] == ([rule] if rule else [])
        for each in changes:
            assert each.what.startswith(words)
            assert (each.path, each.pointer) == (f"schemas/notes/v2/{name}.schema.json", LIMIT)
            assert (each.old, each.new) == ("100", str(most))
            assert is_shown(each, limited(min(most, 100)), limited(max(most, 100)))


def is_shown(change: Change, smaller: Json, larger: Json) -> bool:
    """Say whether the witness, or the first item of it, is in the larger of two schemas alone."""
    assert change.has_witness
    value = change.witness[0] if isinstance(change.witness, list) else change.witness
    checks = [jsonschema.Draft202012Validator(schema) for schema in (smaller, larger)]  # type: ignore[arg-type]
    return [check.is_valid(value) for check in checks] == [False, True]


def test_what_a_reviewer_reads() -> None:
    """One sentence says who is hurt, which way it moved, what it was, what it is, and shows a value."""
    (wider,) = compare(contract(), contract(version=2, body=limited(200)))
    assert wider.what.startswith("POST /v1/notes: the body widens: ")
    assert wider.what.endswith('; such as {"limit": 101}')
    (narrower,) = compare(contract(), contract(version=2, body=limited(50)))
    assert narrower.what.startswith("POST /v1/notes: the body narrows: ")
    assert narrower.what.endswith('; no longer {"limit": 51}')


def test_a_schema_that_many_use_is_one_change() -> None:
    """`types/response-widened`: nine operations that answer it are named in one finding, the first four by name."""
    many = {f"read_{index}": {**READ, "path": f"/v{index}/{{note}}"} for index in range(9)}
    (only,) = compare(contract(many), contract(many, 2, note=limited(101)))
    assert only.what.startswith("GET /v0/{note}, GET /v1/{note}, GET /v2/{note}, GET /v3/{note} and 5 more: ")


def test_one_place_in_two_directions_is_two_changes() -> None:
    """A schema that is both sent and answered is granted for each by itself."""
    operations = {"keep_note": {**KEEP, "body": "note.schema.json"}}
    changes = found(contract(operations), contract(operations, 2, note=limited(101)))
    assert [(rule, pointer) for rule, _, pointer in changes] == [
        ("types/request-widened", LIMIT),
        ("types/response-widened", LIMIT),
    ]


def test_a_parameter_of_the_path_may_be_called_something_else() -> None:
    """Only its place in the path and its values are promised; the finding says the new name."""
    renamed = changed("read_note", path="/v1/notes/{key}")

    def with_path(most: int) -> Promises:
        path = {"type": "object", "properties": {"key": {"type": "integer", "maximum": most}}}
        return Promises(
            V2, renamed.folder, renamed.operations, {**renamed.schemas, "path.schema.json": path}, renamed.components
        )

    assert found(contract(), with_path(100)) == []
    (wider,) = compare(contract(), with_path(101))
    assert (wider.rule, wider.pointer) == ("types/request-widened", "/properties/key/maximum")
    assert wider.witness == {"key": 101}
    assert "GET /v1/notes/{key}: the path widens: " in wider.what


def test_two_parameters_of_the_path_cannot_trade_places() -> None:
    """`types/request-narrowed`: what stood first is still read as it was."""

    def between(path: str) -> Promises:
        schema = {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "boolean"}}}
        return contract({"read_note": {**READ, "path": path}}, 1, path=schema)

    rules = {rule for rule, _, _ in found(between("/{a}/{b}"), between("/{b}/{a}"))}
    assert rules == {"types/request-narrowed", "types/request-widened"}


Row = tuple[str, str, dict[str, Json], list[tuple[str, str]]]
DECLARED: list[Row] = [
    ("another method", "read_note", {"method": "PUT"}, [("types/operation-removed", "")]),
    ("another path", "read_note", {"path": "/v2/notes/{note}"}, [("types/operation-removed", "")]),
    ("another status", "keep_note", {"status": 200}, [("types/status-removed", "/status")]),
    ("an error more", "read_note", {"errors": [404, 409, 422]}, [("types/status-added", "/errors")]),
    ("an error less", "read_note", {"errors": [422]}, []),
    ("another media type", "send_note", {"media": "text/calendar"}, [("types/media-removed", "/media")]),
    (
        "no answer",
        "keep_note",
        {"response": None, "status": 204},
        [("types/status-removed", "/status"), ("types/media-removed", "/media")],
    ),
    ("a body that was none", "read_note", {"body": "body.schema.json"}, [("types/request-narrowed", "/body")]),
    ("a body no more", "keep_note", {"body": None}, [("types/request-widened", "/body")]),
    (
        "a form for a body",
        "keep_note",
        {"body": None, "form": "form.schema.json"},
        [("types/media-removed", "/form")],
    ),
    (
        "a query that was not read",
        "keep_note",
        {"parameters": {"query": "query.schema.json"}},
        [("types/request-narrowed", "/parameters/query")],
    ),
    (
        "a query that is not read any more",
        "read_note",
        {"parameters": {**READ["parameters"], "query": None}},  # type: ignore[dict-item]
        [("types/request-widened", "/parameters/query")],
    ),
    ("another file that says the same", "keep_note", {"body": "form.schema.json"}, []),
]


@pytest.mark.parametrize(
    ("name", "change", "expected"), [row[1:] for row in DECLARED], ids=[row[0] for row in DECLARED]
)
def test_what_a_prompt_declares_is_compared(
    name: str, change: dict[str, Json], expected: list[tuple[str, str]]
) -> None:
    """Operations, statuses and media types that are gone, and errors that are new, block at their place."""
    index = ["read_note", "keep_note", "send_note"].index(name)
    at = f"/lockstep/operations/{index}"
    assert [(rule, pointer) for rule, _, pointer in found(contract(), changed(name, **change))] == [
        (rule, f"{at}{pointer}") for rule, pointer in expected
    ]


def test_what_is_new_is_no_change() -> None:
    """Nobody could ask for it before: operations and schemas may be added, and ids are nobody's business."""
    assert found(contract({"keep_note": KEEP}), contract(version=2)) == []
    assert found(contract({"keep_note": KEEP}), contract({"store_note": KEEP}, 2)) == []
    assert found(contract(), contract(version=2, other=limited(7))) == []


def test_an_operation_that_is_gone_is_said_once() -> None:
    """`types/operation-removed`: at its old place, with what it was."""
    (gone,) = compare(contract({"read_note": READ}), contract({}, 2))
    assert (gone.path, gone.what) == (PROMPT.format(1), "GET /v1/notes/{note} was removed")
    assert (gone.old, gone.new) == ("GET /v1/notes/{note}", None)


def default_of(value: Json) -> Json:
    """Return a query with a default."""
    return {"type": "object", "properties": {"limit": {"type": "integer", "default": value}}}


def test_what_callers_leave_out_means_what_it_did() -> None:
    """`types/default-changed`: of what is sent; what an answer leaves out is nobody's to fill in."""
    old, new = contract(query=default_of(20)), contract(version=2, query=default_of(50))
    (only,) = compare(old, new)
    assert (only.rule, only.old, only.new) == ("types/default-changed", "20", "50")
    assert only.what.startswith("GET /v1/notes/{note}: a default of the query changes: ")
    assert found(contract(note=default_of(20)), contract(version=2, note=default_of(50))) == []


HARD: Json = {"type": "string", "pattern": r"^(a+)(b+)\1\2$"}
LOST: dict[str, tuple[Json, Json]] = {
    "a pattern that is no regular language": (HARD, {"type": "string", "pattern": r"^(a+)(b+)\2\1$"}),
    "a reference that leads nowhere": ({"type": "string"}, {"$ref": "nowhere.schema.json"}),
    "a schema that says where it is": ({"type": "string"}, {"$id": "https://example.org/", "type": "string"}),
    "a reference by name": ({"type": "string"}, {"$ref": "#name"}),
}


@pytest.mark.parametrize(("old", "new"), LOST.values(), ids=LOST.keys())
def test_what_cannot_be_decided_blocks_and_says_why(old: Json, new: Json) -> None:
    """`types/undecided`: an honest unknown is no pass; it names the schema and can be granted like any other."""
    changes = list(compare(contract(body=old), contract(version=2, body=new)))
    assert {each.rule for each in changes} == {"types/undecided"}
    assert {each.path.rpartition("/")[2] for each in changes} == {"body.schema.json"}
    for each in changes:
        assert each.what.startswith("POST /v1/notes: nobody knows whether the body ")
        assert each.what.partition("widens: ")[2] or each.what.partition("narrows: ")[2]


def nested(levels: int, inner: Json) -> Json:
    """Return arrays in arrays."""
    for _ in range(levels):
        inner = {"type": "array", "items": inner}
    return inner


def test_a_schema_that_is_nested_too_deeply_blocks_where_it_changed() -> None:
    """`types/undecided`: no traceback; and what did not change is the same however deep it is."""
    old, new = (contract(version=each, body=nested(450, {"maximum": each})) for each in (1, 2))
    assert found(old, contract(version=2, body=nested(450, {"maximum": 1}))) == []
    (only,) = compare(old, new)
    assert (only.rule, only.path) == ("types/undecided", "schemas/notes/v2/body.schema.json")
    assert only.what.endswith("the schema is nested too deeply to be looked at: flatten it")


def test_what_is_unknown_is_not_granted_with_what_is_known() -> None:
    """`types/undecided` stands beside the widening in the same schema, so that one waiver does not excuse both."""

    def both(most: int, pattern: str) -> Json:
        return {
            "type": "object",
            "properties": {"limit": {"type": "integer", "maximum": most}, "hard": {**HARD, "pattern": pattern}},  # type: ignore[dict-item]
        }

    old, new = both(100, r"^(a+)(b+)\1\2$"), both(101, r"^(a+)(b+)\2\1$")
    rules = {rule for rule, _, _ in found(contract(body=old), contract(version=2, body=new))}
    assert {"types/request-widened", "types/undecided"} <= rules


def test_a_type_that_becomes_another_moves_both_ways() -> None:
    """`types/request-narrowed` and `types/request-widened`: callers break, and what was refused is taken."""
    rules = [
        rule for rule, _, _ in found(contract(body={"type": "string"}), contract(version=2, body={"type": "null"}))
    ]
    assert rules == ["types/request-narrowed", "types/request-widened"]


def test_a_schema_that_is_gone_from_an_object_is_named_where_it_stood() -> None:
    """What stands nowhere in the new contract is found at its place in the old one."""
    closed = {"type": "object", "additionalProperties": False}
    old = {**closed, "properties": {"a": {"type": "string"}}}
    (narrower,) = compare(contract(body=old), contract(version=2, body={**closed, "properties": {}}))
    assert (narrower.rule, narrower.new) == ("types/request-narrowed", None)
    assert f"{narrower.path}#{narrower.pointer}".startswith("schemas/notes/v1/body.schema.json#/properties/a")


def drawn(**names: set[str]) -> Promises:
    """Return an interface that promises names."""
    kinds = {kind: Names("ui.prompt", f"/lockstep/{kind}", frozenset(values)) for kind, values in names.items()}
    return Promises(V1, "schemas/notes/v1", {}, {}, {}, kinds)


def test_a_name_that_others_use_stays() -> None:
    """`types/name-removed`: languages, classes and icons may be added alone."""
    old, new = drawn(locale={"en", "de"}, icon={"dot"}), drawn(locale={"en", "fr"}, icon={"dot", "dash"})
    (gone,) = compare(old, new)
    assert (gone.rule, gone.pointer, gone.what) == ("types/name-removed", "/lockstep/locale", "locale de was removed")


def test_every_rule_that_a_direction_names_can_be_broken_and_granted() -> None:
    """The table names no rule that this file does not break."""
    broken = {rule for row in MOVED for rule in row[1:3]} | {"types/default-changed", "types/token-widened"}
    assert {rule for each in DIRECTIONS.values() for rule in each.breaks.values()} == broken - {None}
    assert broken - {None} <= WAIVABLE
