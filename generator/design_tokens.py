"""The names of a design's custom properties, as its tokens schema promises them."""

from __future__ import annotations

from collections.abc import Iterator

from generator import dialect, pointers
from generator.interface_head import NAME
from generator.schemas import Definitions, JsonObject, Schema

_MODES = frozenset({"light", "dark"})


def names(schema: Schema, definitions: Definitions) -> dict[str, str]:
    """Return token name (without ``--``) → what the schema says it is for, sorted; empty where it says nothing.

    A token is a text, or an object of the texts ``light`` and ``dark``; its name is the path to it, joined with
    hyphens. Raises PromptInvalid, with file and pointer, for a schema that promises anything else.
    """
    found: dict[str, str] = {}
    for name, note in _leaves(schema, definitions, definitions[schema.class_name], (), ()):
        if name in found:
            schema.refuse("", f"two tokens would be named --{name}. Rename one")
        found[name] = note
    if not found:
        schema.refuse("", "names no token. Add properties that are texts")
    return dict(sorted(found.items()))


def _leaves(
    schema: Schema, definitions: Definitions, node: JsonObject, path: tuple[str, ...], trail: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    pointer = "".join(f"/properties/{pointers.escaped(part)}" for part in path)
    note = str(node.get("description", ""))
    if "$ref" in node:
        target = str(node["$ref"]).removeprefix("#/$defs/")
        if target in trail:
            schema.refuse(pointer, f"{target} contains itself, so its tokens have no end. Write them out")
        inner = definitions[target]
        if not dialect.is_class(inner) or not _is_pair(inner):
            note = ""  # of a group, not of a token
        node, trail = {**inner, "description": note or str(inner.get("description", ""))}, (*trail, target)
        note = str(node["description"])
    properties = dialect.properties_of(node)
    if path and (_is_text(node) or _is_pair(node)):
        yield "-".join(path), note.strip()
        return
    if not properties:
        schema.refuse(pointer, "a token is a text, or an object of the texts `light` and `dark`")
    if set(properties) != _listed(node):
        schema.refuse(pointer, "a design promises all of its tokens: list every property in `required`")
    if node.get("additionalProperties") is not False:
        schema.refuse(pointer, "a design promises these tokens and no others: add additionalProperties: false")
    for name, inner in properties.items():
        if NAME.match(name) is None:
            schema.refuse(f"{pointer}/properties/{pointers.escaped(name)}", "must be lower-case words with hyphens")
        yield from _leaves(schema, definitions, inner, (*path, name), trail)


def _is_pair(node: JsonObject) -> bool:
    properties = dialect.properties_of(node)
    return set(properties) == _MODES == _listed(node) and all(map(_is_text, properties.values()))


def _listed(node: JsonObject) -> set[str]:
    required = node.get("required", [])
    return {str(name) for name in required} if isinstance(required, list) else set()


def _is_text(node: JsonObject) -> bool:
    texts = node.get("enum", [node["const"]] if "const" in node else [])
    named = isinstance(texts, list) and bool(texts) and all(isinstance(text, str) for text in texts)
    return node.get("type") == "string" or ("type" not in node and named)
