from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator import strict
from generator.answer import answer_schema
from tests.generator.contract.rich import RICH

FORMS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("optional becomes null", {"type": "object", "properties": {"a": {"type": "string"}}},
     {"type": "object", "properties": {"a": {"type": ["string", "null"]}}, "required": ["a"],
      "additionalProperties": False}),
    ("optional choice", {"type": "object", "properties": {"a": {"enum": ["x"]}}},
     {"type": "object", "properties": {"a": {"anyOf": [{"enum": ["x"]}, {"type": "null"}]}}, "required": ["a"],
      "additionalProperties": False}),
    ("optional reference", {"type": "object", "properties": {"a": {"$ref": "#"}}},
     {"type": "object", "properties": {"a": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}, "required": ["a"],
      "additionalProperties": False}),
    ("oneOf", {"oneOf": [{"type": "string"}, {"type": "integer"}]},
     {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
    ("default", {"type": "integer", "default": 3, "examples": [4]}, {"type": "integer"}),
    ("lengths", {"type": "string", "minLength": 1, "pattern": "a"}, {"type": "string", "pattern": "a"}),
    ("format", {"type": "string", "format": "uri"}, {"type": "string"}),
    ("beside $ref", {"$ref": "#/$defs/A", "description": "x"}, {"$ref": "#/$defs/A"}),
    ("single allOf", {"allOf": [{"type": "string"}], "description": "x"}, {"type": "string", "description": "x"}),
    ("dialect", {"$schema": "x", "type": "null"}, {"type": "null"}),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "form"), [row[1:] for row in FORMS], ids=[row[0] for row in FORMS])
def test_the_strict_form_says_the_same_within_the_dialect(schema: dict[str, Any], form: dict[str, Any]) -> None:
    """Each construct has one strict spelling, and a strict form is its own."""
    assert strict.strict_form(schema) == form
    assert strict.strict_form(form) == form


OBJECT = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
LINTED: list[tuple[dict[str, Any], str, str]] = [
    ({**OBJECT, "additionalProperties": True}, "", "open dictionaries"),
    ({**OBJECT, "additionalProperties": {"type": "string"}}, "", "open dictionaries"),
    ({"type": "object"}, "", "open dictionaries"),
    ({**OBJECT, "properties": {"a": {"type": "string"}}}, "", "'a' must be listed in required"),
    ({**OBJECT, "properties": {"a/b": {"oneOf": []}}, "required": ["a/b"]}, "/properties/a~1b", "'oneOf' is not taken"),
    ({**OBJECT, "properties": {"a": {}}, "required": ["a"]}, "/properties/a", "has no type"),
    ({**OBJECT, "properties": {"a": {"type": "array"}}, "required": ["a"]}, "/properties/a", "needs items"),
    ({**OBJECT, "$defs": {"A": {"type": "string", "default": "x"}}}, "/$defs/A", "'default' is not taken"),
    ({**OBJECT, "$defs": {"A": {"$ref": "#/$defs/B"}}}, "/$defs/A", "leads nowhere"),
    ({**OBJECT, "$defs": {"A": {"type": "string", "format": "uri"}}}, "/$defs/A", "format 'uri' is not taken"),
    ({**OBJECT, "$defs": {"A": {"allOf": [], "type": "string"}}}, "/$defs/A", "'allOf' is not taken"),
    ({"type": "array", "items": {"type": "string"}}, "", "the root must be an object"),
    ({"anyOf": [OBJECT]}, "", "the root must be an object"),
]


@pytest.mark.parametrize(("schema", "pointer", "message"), LINTED, ids=[row[2] for row in LINTED])
def test_what_strict_mode_refuses_is_found(schema: dict[str, Any], pointer: str, message: str) -> None:
    """The lint names the place and the reason."""
    assert any(at == pointer and message in problem for at, problem in strict.lint(schema)), strict.lint(schema)


def test_nesting_has_a_limit() -> None:
    """Eleven objects in one another are one too many."""
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(strict.MAX_DEPTH + 1):
        schema = {**OBJECT, "properties": {"a": schema}, "required": ["a"]}
    assert any("nested deeper" in problem for _, problem in strict.lint(schema))
    assert strict.lint(schema["properties"]["a"]) == []


@pytest.mark.parametrize("name", ["answer", "new_parcel.schema.json", "headers.schema.json", "page.schema.json"])
def test_contracts_have_a_strict_form(name: str) -> None:
    """The answer's schema, and schemas without open objects, can be forced."""
    schema = answer_schema() if name == "answer" else {**RICH[name], "$defs": {}}
    problems = strict.lint(strict.strict_form(schema))
    assert [problem for problem in problems if "leads nowhere" not in problem[1]] == []


LEAVES: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"type": "string"},
        {"type": "integer", "default": 1},
        {"enum": ["x", "y"]},
        {"type": ["boolean", "null"]},
        {"const": "z"},
    ]
)


def _grown(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    objects = st.dictionaries(st.sampled_from("abc"), inner, max_size=3).flatmap(
        lambda properties: st.builds(
            lambda required: {
                "type": "object", "properties": properties, "required": sorted(required), "additionalProperties": False,
            },
            st.sets(st.sampled_from(sorted(properties))) if properties else st.just(set()),
        )
    )  # fmt: skip
    arrays = inner.map(lambda item: {"type": "array", "items": item})
    unions = st.lists(inner, min_size=1, max_size=2).map(lambda branches: {"oneOf": branches})
    return objects | arrays | unions


SCHEMAS = st.recursive(LEAVES, _grown, max_leaves=6).map(
    lambda schema: {"type": "object", "properties": {"r": schema}, "required": [], "additionalProperties": False}
)


@given(SCHEMAS)
def test_every_closed_schema_gets_a_form_without_problems(schema: dict[str, Any]) -> None:
    """The lint finds nothing in what strict_form made of a closed schema."""
    assert strict.lint(strict.strict_form(schema)) == []


def _full(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Give values of a schema, with every optional property left out."""
    if "oneOf" in schema:
        return st.one_of([_full(branch) for branch in schema["oneOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "const" in schema:
        return st.just(schema["const"])
    if schema["type"] == "array":
        return st.lists(_full(schema["items"]), max_size=2)
    if schema["type"] == "object":
        return st.fixed_dictionaries(
            {name: _full(schema["properties"][name]) for name in schema["required"]},
            optional={
                name: _full(item) for name, item in schema["properties"].items() if name not in schema["required"]
            },
        )
    return {"string": st.text(max_size=2), "integer": st.integers()}.get(str(schema["type"]), st.none() | st.booleans())


def _any_fits(schema: dict[str, Any]) -> Draft202012Validator:
    """Return a validator that minds no branches that are alike: which of them a value came from does not matter."""
    return Draft202012Validator(json.loads(json.dumps(schema).replace('"oneOf"', '"anyOf"')))


def _filled(value: Any, schema: dict[str, Any]) -> Any:  # noqa: ANN401  # any JSON value
    """Return ``value`` as strict mode makes a model say it: null for what is left out."""
    if "oneOf" in schema:
        fitting = [branch for branch in schema["oneOf"] if _any_fits(branch).is_valid(value)]
        return _filled(value, fitting[0])
    if isinstance(value, list):
        return [_filled(item, schema["items"]) for item in value]
    if isinstance(value, dict):
        return {
            name: _filled(value[name], item) if name in value else None for name, item in schema["properties"].items()
        }
    return value


@given(SCHEMAS.flatmap(lambda schema: st.tuples(st.just(schema), _full(schema))))
def test_every_answer_can_be_said_strictly(pair: tuple[dict[str, Any], Any]) -> None:
    """A value of the schema, said with nulls for what is left out, is a value of the strict form."""
    schema, value = pair
    assert Draft202012Validator(strict.strict_form(schema)).is_valid(_filled(value, schema))


def test_nulls_that_were_filled_in_are_left_out_again() -> None:
    """Null stays where the schema itself takes it, and goes where it only stood for nothing."""
    schema: dict[str, Any] = {
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {"type": ["string", "null"]},
            "b": {"type": "string"},
            "c": {"type": ["string", "null"]},
            "d": {"type": "array", "items": {"$ref": "#"}},
        },
    }
    answer: Any = {"a": None, "b": None, "c": None, "d": [{"a": "x", "b": None, "c": None, "d": None}]}
    assert strict.without_nulls(answer, schema) == {"a": None, "c": None, "d": [{"a": "x", "c": None}]}
