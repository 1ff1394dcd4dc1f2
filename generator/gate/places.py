"""Where a schema stands among the files of one unit, and those files as one document that an engine can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from generator import pointers
from generator.canonical import Json
from generator.gate.spelling import SILENT, normal, with_subschemas

Schemas = Mapping[str, Json]
"""File name → what stands in the file."""

_SUFFIX = ".schema.json"
_DEEPEST = 50  # references in a row
_ELSEWHERE = frozenset({"$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef"})


class PlaceLost(ValueError):
    """A schema cannot be put beside the others; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """A JSON pointer into one schema file."""

    file: str
    pointer: str = ""

    def below(self, *parts: str) -> Place:
        """Return the place that ``parts`` lead to from here."""
        return Place(self.file, self.pointer + "".join(f"/{pointers.escaped(part)}" for part in parts))

    @property
    def inside_document(self) -> str:
        """The pointer into :func:`document`."""
        return f"/$defs/{pointers.escaped(_name(self.file))}{self.pointer}"


def document(schemas: Schemas) -> dict[str, Json]:
    """Return one schema that holds every file below ``$defs``, so that no reference leads out of it.

    A file goes by its name without ``.schema.json``, as people call it: ``page.items`` is said of a field of it.
    Raises PlaceLost for a file that says where it is itself: its references would lead elsewhere.
    """
    return {"$defs": {_name(file): _moved(schema, file) for file, schema in schemas.items()}}


def place_in(pointer: str) -> Place:
    """Return which file and pointer a pointer into :func:`document` means."""
    parts = pointer.removeprefix("/$defs/").split("/", 1)
    (name,) = pointers.steps(f"/{parts[0]}")
    return Place(f"{name}{_SUFFIX}", f"/{parts[1]}" if len(parts) == 2 else "")


def at(schemas: Schemas, place: Place) -> Json:
    """Return what stands at ``place``. Raises PlaceLost where nothing does."""
    node = schemas.get(place.file)
    if node is None:
        raise PlaceLost(f"there is no {place.file}")
    for name in pointers.steps(place.pointer):
        if isinstance(node, list) and name.isdecimal() and int(name) < len(node):
            node = node[int(name)]
        elif isinstance(node, dict) and name in node:
            node = node[name]
        else:
            raise PlaceLost(f"nothing stands at {place.file}#{place.pointer}")
    return node


def resolved(schemas: Schemas, place: Place) -> Place:
    """Follow the references that stand alone at ``place`` to where a schema of its own stands. Raises PlaceLost.

    A reference beside which something else is said of values is a schema of its own.
    """
    for _ in range(_DEEPEST):
        node = at(schemas, place)
        said_here = {*node} - SILENT - {"$defs"} if isinstance(node, dict) else set()
        if said_here != {"$ref"} or not isinstance(node, dict):
            return place
        place = _target(str(node["$ref"]), place.file)
    raise PlaceLost(f"{place.file}#{place.pointer} refers to itself")


def said(schemas: Schemas, place: Place) -> dict[Place, Json]:
    """Return all that the schema at ``place`` says of values: its normal form, and that of each schema it leads to.

    The schema itself stands under an empty place, so that two that are named differently can be the same.
    Raises PlaceLost for a reference that leads nowhere.
    """
    first = normal(at(schemas, place))
    found, waiting = {Place(""): first}, [(first, place.file)]
    while waiting:
        node, file = waiting.pop()
        for ref in _refs(node):
            target = _target(ref, file)
            if target not in found:
                found[target] = normal(at(schemas, target))
                waiting.append((found[target], target.file))
    return found


def _name(file: str) -> str:
    return file.removesuffix(_SUFFIX)


def _moved(schema: Json, file: str) -> Json:
    if not isinstance(schema, dict):
        return schema
    for word in sorted(_ELSEWHERE & schema.keys()):
        raise PlaceLost(
            f"{file} uses {word}: a contract's files are named by their path, and refer by path and pointer"
        )
    inner = with_subschemas(schema, lambda each: _moved(each, file))
    inner.pop("$schema", None)
    if isinstance(inner.get("$ref"), str):
        target = _target(str(inner["$ref"]), file)
        inner["$ref"] = f"#{quote(target.inside_document, safe='/$~')}"
    return inner


def _target(ref: str, file: str) -> Place:
    name, _, pointer = ref.partition("#")
    if pointer and not pointer.startswith("/"):
        raise PlaceLost(f"{file} refers to {ref}, which is no file and no pointer")
    return Place(unquote(name).removeprefix("./") or file, unquote(pointer))


def _refs(node: Json) -> Iterator[str]:
    # Data may hold this key too: what it seems to lead to is looked at for nothing, or said to be lost.
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from _refs(value)
    elif isinstance(node, list):
        for item in node:
            yield from _refs(item)
