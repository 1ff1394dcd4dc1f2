from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from generator import models
from tests.generator.contract import projects

OPERATIONS = """\
    - id: send
      method: POST
      path: /v1/things
      summary: Send a thing
      body: thing.schema.json
      response: null
      errors: [422]"""

VALUES: list[Any] = [
    None, True, False, 0, 1, 1.0, 2, 2.5, -1, 3, 10**30, "", "a", "abc", "abcdef", "5", "true", "x@y", "é",
    [], [1], [1, 2, 3], ["a"], ["a", "a"], ["a", 1], [[1], [2]], [None], {}, {"a": 1}, {"a": "x"}, {"a": None},
    {"b": 1}, {"a": 1, "b": 2}, {"a": {"a": 1}}, {"kind": "x", "a": 1}, {"kind": "y"}, {"kind": "z"}, {"a_": 1},
]  # fmt: skip
"""Tried against every schema: what jsonschema says of each, the model must say."""

THING = {"type": "object", "additionalProperties": False, "required": ["a"], "properties": {"a": {"type": "integer"}}}
SCHEMAS: list[dict[str, Any]] = [
    {"type": "string"},
    {"type": "string", "minLength": 1, "maxLength": 5},
    {"type": "string", "pattern": "^[a-c]+$"},
    {"type": "string", "pattern": "b"},
    {"type": ["string", "null"]},
    {"type": ["string", "null"], "maxLength": 3},
    {"type": "integer"},
    {"type": "integer", "minimum": 1, "maximum": 2},
    {"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 3},
    {"type": "integer", "multipleOf": 2},
    {"type": ["integer", "null"], "minimum": 1},
    {"type": "number"},
    {"type": "number", "minimum": 1, "exclusiveMaximum": 2.5},
    {"type": "boolean"},
    {"type": ["boolean", "null"]},
    {"type": "null"},
    {"const": "a"},
    {"enum": ["a", "5"]},
    {"enum": ["a", None]},
    {"type": "string", "enum": ["a", None]},
    {"type": ["string", "null"], "enum": ["a", None]},
    {"type": "array", "items": {"type": "integer"}},
    {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "maxItems": 2},
    {"type": ["array", "null"], "items": {"type": "integer"}, "maxItems": 1},
    {"type": "array", "items": {"type": "array", "items": {"type": "integer", "maximum": 1}, "minItems": 1}},
    {"type": "array", "items": {"type": ["string", "null"]}},
    {"type": "object"},
    {"type": "object", "additionalProperties": {"type": "integer"}},
    {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
    {"type": "object", "additionalProperties": False},
    THING,
    {**THING, "additionalProperties": True},
    {**THING, "required": []},
    {"type": "object", "properties": {"a": {"type": "integer", "default": 3}, "b": {"type": ["integer", "null"]}}},
    {"type": "object", "additionalProperties": False, "properties": {"a": {"$ref": "#/$defs/Node"}}},
    {"anyOf": [{"type": "string", "maxLength": 1}, {"type": "integer", "minimum": 2}]},
    {"anyOf": [{"type": "number"}, {"type": "boolean"}, {"type": "null"}]},
    {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]},
    {"oneOf": [{"$ref": "#/$defs/X"}, {"$ref": "#/$defs/Y"}]},
    {"$ref": "#/$defs/Short"},
]
DEFS: dict[str, Any] = {
    "Node": {"type": "object", "additionalProperties": False, "properties": {"a": {"$ref": "#/$defs/Count"}}},
    "Count": {"anyOf": [{"type": "integer", "minimum": 1}, {"$ref": "#/$defs/Node"}]},
    "Short": {"type": "string", "maxLength": 1},
    "X": {
        "type": "object",
        "required": ["kind", "a"],
        "properties": {"kind": {"const": "x"}, "a": {"type": "integer"}},
    },
    "Y": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "y"}, "a": {"type": "integer"}}},
}
FORMATS: list[tuple[str, list[Any], list[Any]]] = [
    ("date-time",
     ["2026-03-08T05:00:00Z", "2026-03-08t05:00:00.25+05:30", "2026-03-08T05:00Z"],
     ["2026-03-08T05:00:00", "2026-03-08 05:00:00Z", "2026-03-08", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+23:00",
      1772946000, 1772946000.5, "1772946000", True, ["2026-03-08T05:00:00Z"], "", "\uff12026-03-08T05:00:00Z"]),
    ("date", ["2026-03-08", "0001-01-01"], ["2026-3-8", "2026-02-30", "2026-03-08T00:00:00Z", 0, 20000, "0", None]),
    ("uuid", ["0195a3c1-7d5e-7c3a-9f10-2b7f4b1d9e55", "0195A3C1-7D5E-7C3A-9F10-2B7F4B1D9E55"],
     ["0195a3c17d5e7c3a9f102b7f4b1d9e55", "{0195a3c1-7d5e-7c3a-9f10-2b7f4b1d9e55}", 5, "", None,
      "urn:uuid:0195a3c1-7d5e-7c3a-9f10-2b7f4b1d9e55"]),
    ("email", ["ada@example.org"], ["ada", "a b@c", "@", 5, None, "a@b@c"]),
    ("uri", ["https://example.org/a?b=c#d", "urn:x"], ["example.org", "http://a b", 5, None, "//x"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Give the models of one contract that has a property for every schema of the tables above."""
    properties = {f"p{index}": schema for index, schema in enumerate(SCHEMAS)}
    properties |= {row[0].replace("-", "_"): {"type": "string", "format": row[0]} for row in FORMATS}
    thing = {"title": "Thing", "type": "object", "properties": properties, "$defs": DEFS}
    required = {
        "title": "Required", "type": "object", "required": list(properties), "properties": {
            name: {**schema, "title": f"Required {name}"} if "properties" in schema else schema
            for name, schema in properties.items() if "$defs" not in str(schema) and schema != SCHEMAS[29]
        },
    }  # fmt: skip
    required["required"] = list(required["properties"])
    schemas = {"required.schema.json": required, "thing.schema.json": thing}
    root = tmp_path_factory.mktemp("models")
    _, promised = projects.read(projects.make(root, projects.head(schemas, OPERATIONS) + projects.BODY, schemas))
    with projects.bundle(root, promised):
        yield projects.loaded("models")


def takes(module: ModuleType, name: str, value: object) -> bool:
    """Say whether the model of all tables takes ``value`` for a property, as JSON from the wire."""
    try:
        module.Thing.model_validate({name: json.loads(json.dumps(value))})
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("index", range(len(SCHEMAS)), ids=[json.dumps(schema)[:60] for schema in SCHEMAS])
def test_models_take_what_schemas_take(rendered: ModuleType, index: int) -> None:
    """For every value, the model and an independent validator of the schema agree."""
    validator = Draft202012Validator({**SCHEMAS[index], "$defs": DEFS})
    wrong = [value for value in VALUES if takes(rendered, f"p{index}", value) != validator.is_valid(value)]
    assert wrong == []


@pytest.mark.parametrize(("name", "good", "bad"), FORMATS, ids=[row[0] for row in FORMATS])
def test_formats_are_checked(rendered: ModuleType, name: str, good: list[Any], bad: list[Any]) -> None:
    """Formats take their standard spelling, and nothing that pydantic alone would read as such a value."""
    field = name.replace("-", "_")
    assert [value for value in good if not takes(rendered, field, value)] == []
    assert [value for value in bad if takes(rendered, field, value)] == []


@pytest.mark.parametrize("index", range(len(SCHEMAS)))
def test_what_a_model_writes_its_schema_takes(rendered: ModuleType, index: int) -> None:
    """A value that was read is written as a value that the schema takes, equal to what came."""
    validator = Draft202012Validator({**SCHEMAS[index], "$defs": DEFS})
    for value in filter(validator.is_valid, VALUES):
        written = json.loads(rendered.Thing.model_validate({f"p{index}": value}).model_dump_json(by_alias=True))
        assert validator.is_valid(written[f"p{index}"])


def test_python_may_say_none_where_the_wire_may_leave_out(rendered: ModuleType) -> None:
    """A handler passes None on; the wire shows nothing; null from the wire stays refused, also when nested."""
    thing = rendered.Thing(p0=None, p6=5, p30=rendered.ThingP30(a=1))
    assert thing.model_dump(mode="json", exclude_unset=True, by_alias=True) == {"p6": 5, "p30": {"a": 1}}
    assert "p0" not in json.loads(thing.model_dump_json())
    assert not takes(rendered, "p0", None)
    assert not takes(rendered, "p32", {"a": None})
    assert takes(rendered, "p33", {"b": None})


NAMES = [
    "from", "class", "str", "list", "int", "dict", "float", "camelCase", "X-Y", "_a", "2x", "copy", "schema", "json",
    "cls", "model_config", "model_dump", "model_validate_x", "self", "values", "é", "field", "shape", "none", "date",
    "import",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_any_property_name_can_be_an_attribute(tmp_path: Path, name: str) -> None:
    """Names that Python or pydantic use otherwise become attributes under another name; the wire keeps the schema's."""
    schema = {
        "title": "Thing",
        "type": "object",
        "required": [name],
        "properties": {name: {"type": "array", "items": {"type": "string"}}, "other": {"type": "object"}},
    }
    schemas = {"thing.schema.json": schema}
    _, promised = projects.read(projects.make(tmp_path, projects.head(schemas, OPERATIONS) + projects.BODY, schemas))
    with projects.bundle(tmp_path, promised):
        thing = projects.loaded("models").Thing
        (attribute, *_) = thing.model_fields
        assert json.loads(thing.model_validate({name: ["x"]}).model_dump_json(by_alias=True)) == {name: ["x"]}
        assert getattr(thing(**{attribute: ["y"]}), attribute) == ["y"]
        if attribute != name:
            with pytest.raises(ValidationError):
                thing.model_validate({attribute: ["x"]})


def test_texts_in_a_schema_stay_texts(tmp_path: Path) -> None:
    """Quotes, backslashes, braces and line ends in descriptions change nothing but the documentation."""
    nasty = 'a """ b \\ c \\n {x} {{y}} \' d\n    e # f \u2028 \\'
    schema = {
        "title": "Thing", "description": nasty, "type": "object",
        "properties": {"a": {"type": "string", "description": nasty, "default": nasty, "examples": [nasty]}},
    }  # fmt: skip
    schemas = {"thing.schema.json": schema}
    _, promised = projects.read(projects.make(tmp_path, projects.head(schemas, OPERATIONS) + projects.BODY, schemas))
    with projects.bundle(tmp_path, promised):
        thing = projects.loaded("models").Thing
        assert thing().a == nasty
        assert thing.model_fields["a"].description == nasty
        assert thing.model_fields["a"].examples == [nasty]


def test_shapes_are_the_same_for_every_contract() -> None:
    """The file that models import is the tested module itself."""
    assert models.shapes() == Path(models.__file__).with_name("shapes.py").read_text()


def test_a_pattern_ends_where_the_text_ends(rendered: ModuleType) -> None:
    """A line end after a match is refused, as ECMA 262 has it (Python's own ``$`` would let it through)."""
    assert takes(rendered, "p2", "abc")
    assert not takes(rendered, "p2", "abc\n")
