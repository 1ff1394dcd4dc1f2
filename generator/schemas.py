"""The schemas of one unit: read, checked, and put into one document in which every class has one name."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from generator import dialect, pointers, prompts
from generator.canonical import Json
from generator.errors import PromptInvalid
from generator.project import Project

JsonObject: TypeAlias = dict[str, Json]
Definitions: TypeAlias = dict[str, JsonObject]
"""Class name → object schema whose references all read ``#/$defs/<class name>``."""

MAX_BYTES = 256 * 1024
RESERVED = frozenset({"Problem", "Kernel", "BaseModel", "Any", "Shape", "Parameters", "Instant"})
"""Class names that generated modules use themselves."""

_REF = re.compile(r"(?P<file>[a-z0-9][a-z0-9_.-]*\.schema\.json)?(#(/\$defs/(?P<name>[A-Za-z0-9_.-]+))?)?\Z")
_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Schema:
    """One ``*.schema.json``: ``path`` is relative to the project's root, ``document`` what it says."""

    name: str
    path: str
    text: str
    document: JsonObject

    @property
    def class_name(self) -> str:
        """PascalCase of the schema's ``title``, else of its file name."""
        return class_name(str(self.document.get("title") or self.name.removesuffix(".schema.json")))

    def refuse(self, pointer: str, message: str) -> NoReturn:
        """Raise the error that names this file and a place in it."""
        raise PromptInvalid(f"{self.path}#{pointer}: {message}.")


def class_name(words: str) -> str:
    """Return ``words`` in PascalCase: ``free slot_page`` → ``FreeSlotPage``."""
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(words))


def load(project: Project, folder: Path, names: tuple[str, ...]) -> dict[str, Schema]:
    """Read and check the named schemas of one folder.

    Raises PromptInvalid, naming file and line or JSON pointer, for what is not JSON, not JSON Schema 2020-12, not of
    the contract's dialect (:mod:`generator.dialect`), or refers to anything outside the named files.
    """
    schemas = {name: read(project, folder / name) for name in sorted(names)}
    for schema in schemas.values():
        breaches = [f"{schema.path}#{pointer}: {message}." for pointer, message in dialect.breaches(schema.document)]
        if breaches:
            raise PromptInvalid("\n".join(breaches))
        for pointer, node in dialect.subschemas(schema.document):
            if "$ref" in node:
                _target(schemas, schema, pointer, node)
    _check_values(schemas)
    return schemas


def parse(path: str, text: str) -> JsonObject:
    """Parse a JSON object, refusing repeated keys and NaN. Raises PromptInvalid with the line."""

    def unique(pairs: list[tuple[str, Json]]) -> JsonObject:
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise PromptInvalid(f"{path}: the key {twice[0]!r} stands twice in one object. Keep one.")
        return dict(pairs)

    def constant(name: str) -> NoReturn:
        raise PromptInvalid(f"{path}: {name} is not JSON. Use a number.")

    try:
        document = json.loads(text, object_pairs_hook=unique, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise PromptInvalid(f"{path}:{error.lineno}: is not JSON: {error.msg}.") from error
    except RecursionError as error:
        raise PromptInvalid(f"{path}: is nested too deep. Flatten it.") from error
    if not isinstance(document, dict):
        raise PromptInvalid(f"{path}#: a schema must be a JSON object.")
    return document


def check(path: str, document: JsonObject) -> None:
    """Check a schema against the 2020-12 meta-schema. Raises PromptInvalid with the JSON pointer."""
    try:
        Draft202012Validator.check_schema(document)
    except SchemaError as error:
        pointer = "".join(f"/{pointers.escaped(part)}" for part in error.absolute_path)
        raise PromptInvalid(f"{path}#{pointer}: is not JSON Schema 2020-12: {error.message}.") from error


def definitions(schemas: dict[str, Schema]) -> Definitions:
    """Merge the schemas into one set of classes, sorted by name.

    Objects with named properties become classes: files and ``$defs`` under their own name, those written in place
    under the class around them and the property (``BookingCustomer``). All other schemas are put in place of their
    references. Raises PromptInvalid when two classes would share a name, or a schema without a class contains itself.
    """
    merged = _Merging(schemas, {}, {})
    merged.name_all()
    for (file, inner), name in sorted(merged.names.items(), key=lambda item: item[1]):
        merged.found[name] = merged.inside(_node(schemas[file], inner), schemas[file], name, ())
    return dict(sorted(merged.found.items()))


@dataclass(frozen=True, slots=True)
class _Merging:
    """The work in hand: ``names`` of (file, definition or None), and the classes ``found`` so far."""

    schemas: dict[str, Schema]
    names: dict[tuple[str, str | None], str]
    found: Definitions

    def name_all(self) -> None:
        taken: dict[str, str] = {}
        for schema in self.schemas.values():
            for inner, node, pointer in _named(schema):
                if dialect.is_class(node):
                    name = schema.class_name if inner is None else class_name(inner)
                    if not name.isidentifier() or keyword.iskeyword(name) or name in RESERVED:
                        schema.refuse(pointer, f"cannot be a class named {name!r}; choose another title")
                    if name in taken:
                        schema.refuse(pointer, f"would be a second class {name}, beside {taken[name]}; rename one")
                    taken[name] = f"{schema.path}#{pointer}"
                    self.names[schema.name, inner] = name

    def inside(
        self, node: JsonObject, schema: Schema, name: str, trail: tuple[tuple[str, str | None], ...]
    ) -> JsonObject:
        """Rewrite all schemas inside ``node``, which belongs to class ``name`` (a hint for objects in place)."""
        result = {key: value for key, value in node.items() if key not in {"$schema", "$defs", "$comment"}}
        properties = node.get("properties")
        if isinstance(properties, dict):
            result["properties"] = {
                key: self.reference(_object(value), schema, name + class_name(key), trail)
                for key, value in properties.items()
            }
        for key in ("items", "additionalProperties"):
            value = node.get(key)
            if isinstance(value, dict):
                result[key] = self.reference(value, schema, f"{name}Item", trail)
        for key in ("anyOf", "oneOf"):
            branches = node.get(key)
            if isinstance(branches, list):
                result[key] = [self.reference(_object(branch), schema, name, trail) for branch in branches]
        return result

    def reference(
        self, node: JsonObject, schema: Schema, name: str, trail: tuple[tuple[str, str | None], ...]
    ) -> JsonObject:
        """Return what stands for ``node`` where it is used: a reference to a class, or the schema itself."""
        notes = {key: value for key, value in node.items() if key in dialect.ANNOTATIONS - {"$comment"}}
        if "$ref" in node:
            target = _target(self.schemas, schema, "", node)
            if target in self.names:
                return {"$ref": f"#/$defs/{self.names[target]}", **notes}
            if target in trail:
                schema.refuse("", f"{node['$ref']} contains itself without an object in between")
            file = self.schemas[target[0]]
            return {**self.inside(_node(file, target[1]), file, name, (*trail, target)), **notes}
        if dialect.is_class(node):
            own = class_name(str(node["title"])) if "title" in node else name
            if own in self.found or own in self.names.values() or own in RESERVED:
                schema.refuse("", f"an object written in place would be a second class {own}; give it its own title")
            self.found[own] = {}
            self.found[own] = self.inside(node, schema, own, trail)
            return {"$ref": f"#/$defs/{own}"}
        return self.inside(node, schema, name, trail)


def read(project: Project, file: Path) -> Schema:
    """Read one schema of any dialect. Raises PromptInvalid for what is not JSON or not JSON Schema 2020-12."""
    path, text = project.relative(file), prompts.text_of(project, file, MAX_BYTES)
    document = parse(path, text)
    check(path, document)
    return Schema(file.name, path, text, document)


def _named(schema: Schema) -> Iterator[tuple[str | None, JsonObject, str]]:
    yield None, schema.document, ""
    inner = schema.document.get("$defs")
    if isinstance(inner, dict):
        for name, node in inner.items():
            yield name, _object(node), f"/$defs/{pointers.escaped(name)}"


def _node(schema: Schema, inner: str | None) -> JsonObject:
    if inner is None:
        return schema.document
    return _object(_object(schema.document.get("$defs", {})).get(inner))


def _object(value: Json) -> JsonObject:
    assert isinstance(value, dict), "the dialect takes objects only where schemas stand"  # noqa: S101  # ours
    return value


def _target(schemas: dict[str, Schema], schema: Schema, pointer: str, node: JsonObject) -> tuple[str, str | None]:
    """Return (file, definition or None) of a reference; refuse it when it leads out of the named files."""
    ref = node["$ref"]
    match = _REF.match(ref) if isinstance(ref, str) and ref else None
    if match is None:
        schema.refuse(
            pointer, f"$ref {ref!r} must be #/$defs/<name> or a file of the same folder such as x.schema.json"
        )
    file = match["file"] or schema.name
    if file not in schemas:
        schema.refuse(pointer, f"$ref {ref!r} leads to a file that is not among the prompt's input.schemas")
    inner = schemas[file].document.get("$defs")
    if match["name"] is not None and not (isinstance(inner, dict) and match["name"] in inner):
        schema.refuse(pointer, f"$ref {ref!r} leads nowhere: {file} has no such entry in $defs")
    return file, match["name"]


def _check_values(schemas: dict[str, Schema]) -> None:
    """Check that every default and example is a value of its own schema: readers will send them."""
    from referencing import Registry, Resource  # noqa: PLC0415  # of use here only

    registry: Registry[bool | Mapping[str, Any]] = Registry().with_resources(
        (name, Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema.document}))
        for name, schema in schemas.items()
    )
    for schema in schemas.values():
        for pointer, node in dialect.subschemas(schema.document):
            examples = node.get("examples", [])
            values = [("default", node["default"])] if "default" in node else []
            values += [("examples", value) for value in examples] if isinstance(examples, list) else []
            validator = Draft202012Validator({"$ref": f"{schema.name}#{pointer}"}, registry=registry)
            for key, value in values:
                for error in validator.iter_errors(value):
                    schema.refuse(f"{pointer}/{key}", f"{value!r} breaks its own schema: {error.message}")
