from __future__ import annotations

import copy
import hashlib
from pathlib import Path
from typing import Any

import pytest

from generator import contract, prompts
from generator.errors import PromptInvalid
from tests.generator.contract import projects
from tests.generator.contract.rich import OPERATIONS, RICH


def test_a_contract_is_read_whole(tmp_path: Path) -> None:
    """Operations carry exact signatures, and every object has one class."""
    _, promised = projects.read(projects.make(tmp_path, projects.head(RICH, OPERATIONS) + projects.BODY, RICH))
    assert [operation.signature for operation in promised.operations] == [
        "async def get_part(kernel: Kernel, path: ParcelPath, headers: DepotHeaders) -> Parcel:",
        "async def list_parcels(kernel: Kernel, query: ListQuery, headers: DepotHeaders) -> Page:",
        "async def send_parcel(kernel: Kernel, body: NewParcel) -> Parcel:",
        "async def drop_part(kernel: Kernel, path: ParcelPath) -> None:",
        "async def count_parcels(kernel: Kernel) -> Place:",
    ]
    assert list(promised.definitions) == [
        "Box", "DepotHeaders", "Letter", "ListQuery", "NewParcel", "Page", "Parcel", "ParcelPath", "ParcelSize",
        "Person", "Place",
    ]  # fmt: skip
    assert promised.kernel == "class Kernel: ...\n"
    assert promised.kernel_package == "depot"


SCHEMAS: list[tuple[str, dict[str, Any] | str, str]] = [
    ("not JSON", '{"type": }', "parcel.schema.json:1: is not JSON"),
    ("no object", "[]", "parcel.schema.json#: a schema must be a JSON object"),
    ("NaN", '{"minimum": NaN}', "parcel.schema.json: NaN is not JSON"),
    ("a key twice", '{"type": "object", "type": "object"}', "the key 'type' stands twice"),
    ("too deep", '{"items":' * 5000 + "{}" + "}" * 5000, "is nested too deep"),
    ("no such type", {"id": {"type": "text"}}, "parcel.schema.json#/properties/id/type: is not JSON Schema 2020-12"),
    ("remote $ref", {"id": {"$ref": "https://x.org/a.json"}}, "#/properties/id: $ref 'https://x.org/a.json' must be"),
    (
        "$ref out",
        {"id": {"$ref": "../other/v1/x.schema.json"}},
        "#/properties/id: $ref '../other/v1/x.schema.json' must",
    ),
    ("unknown file", {"id": {"$ref": "x.schema.json"}}, "leads to a file that is not among"),
    ("dangling $ref", {"id": {"$ref": "#/$defs/X"}}, "leads nowhere"),
    ("deep $ref", {"id": {"$ref": "#/properties/id"}}, "must be #/$defs/<name>"),
    ("boolean", {"id": True}, "the schema true"),
    ("any value", {"id": {}}, "takes any value at all"),
    ("untyped list", {"id": {"type": "array"}}, "needs `items`"),
    (
        "not",
        {"id": {"type": "string", "not": {"const": "x"}}},
        "'not' is not part of the contract dialect: say what is",
    ),
    ("misplaced", {"id": {"type": "string", "minimum": 1}}, "'minimum' is not part of the contract dialect"),
    ("two types", {"id": {"type": ["string", "integer"]}}, "has 2 types: use anyOf"),
    ("unknown format", {"id": {"type": "string", "format": "ipv4"}}, "format 'ipv4' is not checked"),
    ("digit class", {"id": {"type": "string", "pattern": r"^\d+$"}}, "write the characters out"),
    ("broken pattern", {"id": {"type": "string", "pattern": "(["}}, "pattern"),
    ("number enum", {"id": {"enum": [1, 2]}}, "enum and const take texts"),
    (
        "bad default",
        {"id": {"type": "string", "maxLength": 2, "default": "abc"}},
        "/properties/id/default: 'abc' breaks",
    ),
    ("bad example", {"id": {"type": "integer", "examples": ["x"]}}, "/properties/id/examples: 'x' breaks"),
    ("bare branch", {"id": {"anyOf": [{"type": "object", "properties": {}}]}}, "an object without a name"),
    ("nullable object", {"id": {"type": ["object", "null"], "properties": {}}}, "write anyOf with the object"),
    ("required twice", {"x": {"type": "string"}}, "requires 'id', which is not among"),
    (
        "circle",
        {"id": {"$ref": "#/$defs/A"}, "$defs": {"A": {"type": "array", "items": {"$ref": "#/$defs/A"}}}},
        "itself",
    ),
    ("same class", {"id": {"$ref": "#/$defs/parcel"}, "$defs": {"parcel": projects.PARCEL}}, "a second class Parcel"),
    (
        "taken class",
        {"id": {"$ref": "#/$defs/Problem"}, "$defs": {"Problem": projects.PARCEL}},
        "class named 'Problem'",
    ),
]


@pytest.mark.parametrize(("schema", "message"), [row[1:] for row in SCHEMAS], ids=[row[0] for row in SCHEMAS])
def test_a_schema_no_model_can_keep_is_refused(tmp_path: Path, schema: dict[str, Any] | str, message: str) -> None:
    """The error names the file, the place in it, and what to write instead."""
    text: Any = schema
    if isinstance(schema, dict):
        text = {**projects.PARCEL, "properties": {key: value for key, value in schema.items() if key != "$defs"}}
        text |= {"$defs": schema["$defs"]} if "$defs" in schema else {}
    project = projects.make(tmp_path, schemas={**projects.SIMPLE, "parcel.schema.json": text})
    with pytest.raises(PromptInvalid) as refused:
        projects.read(project)[1].definitions  # noqa: B018  # names are given when they are first read
    assert message in str(refused.value)
    assert str(refused.value).startswith("schemas/parcels/v1/parcel.schema.json")


def path_schema(**change: Any) -> dict[str, Any]:  # noqa: ANN401  # any schema at all
    """Return schemas in which the path's schema is changed."""
    return {**projects.SIMPLE, "path.schema.json": copy.deepcopy(projects.PATH) | change}


TOGETHER = [
    ("unlisted", projects.SIMPLE, "path.schema.json, ", "", "schemas/parcels/v1/path.schema.json is not listed"),
    ("unknown", projects.SIMPLE, "response: p", "response: no_p", "no_parcel.schema.json is not among `input.schemas`"),
    ("listed twice", projects.SIMPLE, "[path", "[parcel.schema.json, path", "is listed twice"),
    ("no such file", projects.SIMPLE, "[path", "[gone.schema.json, path", "gone.schema.json is not in schemas/"),
    ("no such kernel", projects.SIMPLE, "kernel: v1", "kernel: v2", "schemas/kernel/v2.pyi does not exist"),
    ("no such answer", projects.SIMPLE, "schema: answer", "schema: reply", "schemas/reply.schema.json does not exist"),
    ("no such text", projects.SIMPLE, "kernel: v1", "kernel: v1\n  files: [a.txt]", "a.txt does not exist"),
    ("other field", path_schema(properties={"id": {"type": "string"}}, required=["id"]), "", "", "has ['id']"),
    ("optional field", path_schema(required=[]), "", "", "list it in `required`"),
    ("list in a path", path_schema(properties={"parcel_id": {"type": "array", "items": {"type": "string"}}}), "", "",
     "a path value is a text, number or truth value"),
    ("null in a path", path_schema(properties={"parcel_id": {"type": ["string", "null"]}}), "", "", "a path value is"),
    ("path as body", projects.SIMPLE, "response: parcel", "response: path", "used inside JSON too"),
    ("no object", {**projects.SIMPLE, "parcel.schema.json": {"type": "string"}}, "", "", "must be an object"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schemas", "old", "new", "message"), [row[1:] for row in TOGETHER], ids=[row[0] for row in TOGETHER]
)
def test_prompt_and_schemas_must_fit_together(
    tmp_path: Path, schemas: dict[str, Any], old: str, new: str, message: str
) -> None:
    """What one names and the other lacks is refused before anything is sent."""
    text = (projects.head(schemas) + projects.BODY).replace(old, new, 1)
    with pytest.raises(PromptInvalid) as refused:
        projects.read(projects.make(tmp_path, text, schemas))
    assert message in str(refused.value)


def test_inputs_are_all_that_rendering_reads(tmp_path: Path) -> None:
    """Every file of the unit counts, and those it names elsewhere; waivers do not."""
    text = projects.head(projects.SIMPLE).replace("kernel: v1", "kernel: v1\n  files: [notes.txt]") + projects.BODY
    project = projects.make(tmp_path, text)
    (tmp_path / "notes.txt").write_text("a note\n")
    (tmp_path / "schemas/parcels/v1/widens.toml").write_text("")
    read = contract.inputs(project, projects.UNIT, prompts.load(project, projects.UNIT))
    assert sorted(read) == [
        "notes.txt",
        "prompts/parcels/v1/api.prompt",
        "schemas/answer.schema.json",
        "schemas/kernel/v1.pyi",
        "schemas/parcels/v1/parcel.schema.json",
        "schemas/parcels/v1/path.schema.json",
    ]
    assert read["notes.txt"] == hashlib.sha256(b"a note\n").hexdigest()


def test_a_text_outside_the_project_is_refused(tmp_path: Path) -> None:
    """A link that leads out of the project is not followed: no other machine has that file."""
    (tmp_path / "secret.txt").write_text("secret\n")
    text = projects.head(projects.SIMPLE).replace("kernel: v1", "kernel: v1\n  files: [notes.txt]") + projects.BODY
    project = projects.make(tmp_path / "project", text)
    (project.root / "notes.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(PromptInvalid, match="leads out of the project"):
        projects.read(project)
