from __future__ import annotations

import copy

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.canonical import Json
from generator.changes import Kind, Verdict, compare
from generator.containment import ContainmentInvalid, schema
from generator.containment.places import Path, below, replaced
from tests.generator.changes.drawn import SCHEMAS, lifted

GREW = {Verdict.wider, Verdict.incomparable}
SHRANK = {Verdict.narrower, Verdict.incomparable}
DOCUMENTS = SCHEMAS.map(lifted)
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _taken(document: Json, value: Json) -> list[bool]:
    return [
        jsonschema.Draft202012Validator(document).is_valid(value),
        jsonschema_rs.Draft202012Validator(document).is_valid(value),
    ]


@quickly
@given(DOCUMENTS, DOCUMENTS)
def test_the_verdict_of_the_whole_is_that_of_its_changes(old: Json, new: Json) -> None:
    """The whole is wider if and only if a change has gained a value, which two other validators confirm."""
    found = compare(schema(old), schema(new))
    assert (found.verdict in GREW) == any(change.gained for change in found.changes)
    assert (found.verdict in SHRANK) == any(change.lost for change in found.changes) or found.reason
    for each in (found, *found.changes):
        assert (each.gained is not None) == (each.verdict in GREW)
        if each.gained:
            assert (_taken(new, each.gained.value), _taken(old, each.gained.value)) == ([True] * 2, [False] * 2)
        if each.lost:
            assert (_taken(old, each.lost.value), _taken(new, each.lost.value)) == ([True] * 2, [False] * 2)


@quickly
@given(DOCUMENTS)
def test_nothing_changed_is_equal_and_nothing_is_told(document: Json) -> None:
    """A schema and its copy are equal, and so is a copy with the definitions renamed."""
    renamed = _renamed(copy.deepcopy(document))
    for other in (copy.deepcopy(document), renamed):
        found = compare(schema(document), schema(other))
        assert (found.verdict, found.changes) == (Verdict.equal, ())


def _renamed(document: Json) -> Json:
    if isinstance(document, list):
        return [_renamed(part) for part in document]
    if not isinstance(document, dict):
        return document
    found = {name: _renamed(part) for name, part in document.items()}
    if isinstance(document.get("$ref"), str):
        found["$ref"] = f"{document['$ref']}-renamed"
    if isinstance(document.get("$defs"), dict):
        found["$defs"] = {f"{name}-renamed": part for name, part in found["$defs"].items()}  # type: ignore[union-attr]
    return found


PLANTS: list[tuple[str, dict[str, Json], dict[str, Json], Kind]] = [
    ("a bound", {"maximum": 7}, {"maximum": 9}, Kind.bound_loosened),
    ("an enum", {"enum": ["x"]}, {"enum": ["x", "y"]}, Kind.enum_grown),
    ("a type", {"type": "array"}, {"type": ["array", "object"]}, Kind.type_added),
    ("null", {"type": "array"}, {"type": ["array", "null"]}, Kind.nullable_added),
    ("required", {"required": ["q", "r"]}, {"required": ["r"]}, Kind.required_dropped),
    ("a closed object", {"additionalProperties": False}, {"additionalProperties": True}, Kind.closed_object_opened),
    ("uniqueness", {"uniqueItems": True}, {"uniqueItems": False}, Kind.unique_dropped),
    ("a pattern", {"pattern": "^a"}, {"pattern": "a"}, Kind.pattern_loosened),
]


def _schemas_in(document: Json) -> list[Path]:
    """Return where a reader meets schemas that are told one by one: not below what is told as a whole."""
    found: list[Path] = []
    todo: list[tuple[Path, Json]] = [((), document)]
    while todo:
        path, value = todo.pop()
        if not isinstance(value, dict):
            continue
        if not {"$ref", "allOf", "anyOf", "oneOf"} & value.keys():
            found.append(path)
        todo.extend(((*path, keyword), value.get(keyword)) for keyword in ("items", "additionalProperties"))
        properties, prefix = value.get("properties"), value.get("prefixItems")
        todo.extend(((*path, "properties", name), part) for name, part in (properties or {}).items())  # type: ignore[union-attr]
        todo.extend(((*path, "prefixItems", n), part) for n, part in enumerate(prefix or ()))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(("before", "after", "kind"), [row[1:] for row in PLANTS], ids=[row[0] for row in PLANTS])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=DOCUMENTS, data=st.data())
def test_a_known_widening_is_told_wherever_it_is_planted(
    before: dict[str, Json], after: dict[str, Json], kind: Kind, document: Json, data: st.DataObject
) -> None:
    """One keyword loosened at a random place of a random schema is the one change, with its kind and its place."""
    places = _schemas_in(document)
    path: Path = data.draw(st.sampled_from(places)) if places else ()
    here = below(document, path) if places else {}
    document = document if places else {}
    kept = {name: part for name, part in here.items() if name != "const"} if isinstance(here, dict) else {}
    found = compare(
        schema(replaced(document, path, {**kept, **before})), schema(replaced(document, path, {**kept, **after}))
    )
    pointer = "".join(f"/{key}" for key in (*path, next(iter(before))))
    assert [(change.kind, change.old_pointer, change.new_pointer) for change in found.changes] == [
        (kind, pointer, pointer)
    ]
    assert found.verdict in {Verdict.wider, Verdict.equal}


def test_what_follows_from_several_places_is_told_of_what_holds_them() -> None:
    """Two bounds dropped that refuse the same values: neither alone lets one in, so what holds both is told."""
    old: Json = {"properties": {"a": {"allOf": [{"maximum": 5}, {"exclusiveMaximum": 6}], "type": "integer"}}}
    new: Json = {"properties": {"a": {"allOf": [{"maximum": 8}, {"exclusiveMaximum": 9}], "type": "integer"}}}
    found = compare(schema(old), schema(new))
    assert [(str(each.kind), str(each.verdict), each.new_pointer) for each in found.changes] == [
        ("bound-loosened", "equal", "/properties/a/allOf/0/maximum"),
        ("bound-loosened", "equal", "/properties/a/allOf/1/exclusiveMaximum"),
        ("other", "wider", "/properties/a"),
    ]
    assert found.changes[-1].gained == found.gained


def _nested(keyword: str, leaf: Json, depth: int) -> Json:
    for _ in range(depth):
        leaf = {keyword: leaf}
    return leaf


@pytest.mark.parametrize("keyword", ["items", "not", "additionalProperties", "then", "propertyNames"])
def test_what_nests_too_deeply_is_refused_in_words(keyword: str) -> None:
    """A thousand levels end in one sentence that says what to do."""
    old, new = _nested(keyword, {"type": "string"}, 1000), _nested(keyword, {"type": "null"}, 1000)
    with pytest.raises(ContainmentInvalid, match="Flatten it"):
        compare(schema(old), schema(new))


CYCLE: Json = {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"$ref": "#/$defs/A"}}}
UNDECIDED: list[tuple[str, Json, Json, str]] = [
    ("a cycle", {"type": "string"}, CYCLE, "leads back to itself"),
    ("a cycle before", CYCLE, {"type": "string"}, "leads back to itself"),
    ("a missing target", {"type": "string"}, {"$ref": "#/$defs/A"}, "leads nowhere"),
    ("a missing target before", {"$ref": "#/$defs/A"}, {"type": "string"}, "leads nowhere"),
    ("a missing file", {"type": "string"}, {"$ref": "other.json#/A"}, "other.json"),
]


@pytest.mark.parametrize(("old", "new", "reason"), [row[1:] for row in UNDECIDED], ids=[row[0] for row in UNDECIDED])
def test_references_that_say_nothing_are_unknown_with_a_reason(old: Json, new: Json, reason: str) -> None:
    """What cannot be read is unknown, and every change says why."""
    found = compare(schema(old), schema(new))
    assert found.verdict == Verdict.unknown
    assert reason in found.reason
    assert all(change.reason for change in found.changes if change.verdict == Verdict.unknown)


def test_hundreds_of_changes_are_told_each_with_its_witness() -> None:
    """A hundred bounds loosened at once are a hundred changes, each with a document of its own."""
    sides: list[Json] = [
        {"properties": {f"p{n}": {"type": "integer", "maximum": n + more} for n in range(100)}} for more in (0, 1)
    ]
    found = compare(schema(sides[0]), schema(sides[1]))
    assert [change.gained and change.gained.value for change in found.changes] == [{f"p{n}": n + 1} for n in range(100)]


def test_too_few_steps_are_an_honest_unknown() -> None:
    """With no work allowed, nothing is claimed."""
    found = compare(schema({"pattern": "^(a|b)*a(a|b){6}$"}), schema({"pattern": "^(a|b)*b(a|b){6}$"}), steps=3)
    assert found.verdict == Verdict.unknown
    assert found.reason
