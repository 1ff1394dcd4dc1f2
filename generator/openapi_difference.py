"""Where two OpenAPI documents promise something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from generator import pointers
from generator.canonical import Json
from generator.normal_schema import normal
from generator.schemas import JsonObject

Difference: TypeAlias = tuple[str, Json, Json]
"""JSON pointer, declared value, served value; None where a side has nothing."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents side by side; ``met`` holds the pairs of references followed already."""

    declared: JsonObject
    served: JsonObject
    met: set[tuple[str, str]]

    def differences(self) -> Iterator[Difference]:
        """Yield what differs, operation by operation."""
        left, right = _operations(self.declared), _operations(self.served)
        for pointer in sorted(left.keys() | right.keys()):
            yield from self._operation(pointer, left.get(pointer), right.get(pointer))

    def _operation(self, pointer: str, left: JsonObject | None, right: JsonObject | None) -> Iterator[Difference]:
        if left is None or right is None:
            yield pointer, left, right
            return
        if left.get("operationId") != right.get("operationId"):
            yield f"{pointer}/operationId", left.get("operationId"), right.get("operationId")
        mine, theirs = _facts(left), _facts(right)
        for place in sorted(mine.keys() | theirs.keys()):
            at = f"{pointer}/{place}"
            if place not in mine or place not in theirs:
                yield at, mine.get(place), theirs.get(place)
            elif place.endswith("/schema"):
                yield from self._schema(at, mine[place], theirs[place])
            elif mine[place] != theirs[place]:
                yield at, mine[place], theirs[place]

    def _schema(self, pointer: str, left: Json, right: Json) -> Iterator[Difference]:
        """Compare two schemas, following references on either side."""
        refs = (_ref(left), _ref(right))
        if all(refs):
            if refs in self.met:
                return
            self.met.add(refs)
        mine, theirs = normal(_resolved(left, self.declared)), normal(_resolved(right, self.served))
        if not isinstance(mine, dict) or not isinstance(theirs, dict):
            if mine != theirs:
                yield pointer, mine, theirs
            return
        for key in sorted(mine.keys() | theirs.keys()):
            yield from self._keyword(f"{pointer}/{key}", key, mine.get(key), theirs.get(key))

    def _keyword(self, pointer: str, key: str, left: Json, right: Json) -> Iterator[Difference]:
        if key == "properties" and isinstance(left, dict) and isinstance(right, dict):
            for name in sorted(left.keys() | right.keys()):
                at = f"{pointer}/{pointers.escaped(name)}"
                if name in left and name in right:
                    yield from self._schema(at, left[name], right[name])
                else:
                    yield at, left.get(name), right.get(name)
        elif key == "anyOf" and isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
            yield from self._branches(pointer, left, right)
        elif key in {"items", "additionalProperties"} and isinstance(left, dict) and isinstance(right, dict):
            yield from self._schema(pointer, left, right)
        elif left != right:
            yield pointer, left, right

    def _branches(self, pointer: str, left: list[Json], right: list[Json]) -> Iterator[Difference]:
        """Pair each declared branch with a served one that is the same, in any order."""
        rest = list(right)
        for index, branch in enumerate(left):
            trial = [Comparison(self.declared, self.served, set(self.met)) for _ in rest]
            fits = [n for n, other in enumerate(rest) if not any(trial[n]._schema("", branch, other))]
            if fits:
                rest.pop(fits[0])
            else:
                yield f"{pointer}/{index}", branch, rest[0] if len(rest) == 1 else list(right)


def _operations(document: JsonObject) -> dict[str, JsonObject]:
    """Return pointer → operation for every method on every path."""
    found: dict[str, JsonObject] = {}
    paths = document.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method, operation in item.items() if isinstance(item, dict) else ():
            if isinstance(operation, dict):
                found[f"/paths/{pointers.escaped(path)}/{method}"] = operation
    return found


def _facts(operation: JsonObject) -> dict[str, Json]:
    """Return place → value for all of an operation that counts; places of schemas end in ``/schema``."""
    facts: dict[str, Json] = {}
    parameters = operation.get("parameters", [])
    for parameter in parameters if isinstance(parameters, list) else []:
        if isinstance(parameter, dict):
            # HTTP does not tell header names apart by case.
            name = str(parameter.get("name"))
            place = f"parameters/{parameter.get('in')}.{name.lower() if parameter.get('in') == 'header' else name}"
            facts[f"{place}/required"] = bool(parameter.get("required", False))
            facts[f"{place}/schema"] = parameter.get("schema")
    body = operation.get("requestBody")
    if isinstance(body, dict):
        facts["requestBody/required"] = bool(body.get("required", False))
        facts |= _media("requestBody", body)
    responses = operation.get("responses")
    for status, response in responses.items() if isinstance(responses, dict) else ():
        facts[f"responses/{status}"] = True
        facts |= _media(f"responses/{status}", response if isinstance(response, dict) else {})
    return facts


def _media(place: str, holder: JsonObject) -> dict[str, Json]:
    content = holder.get("content", {})
    return {
        f"{place}/content/{pointers.escaped(media_type)}/schema": item.get("schema") if isinstance(item, dict) else None
        for media_type, item in (content.items() if isinstance(content, dict) else ())
    }


def _ref(node: Json) -> str:
    return str(node["$ref"]) if isinstance(node, dict) and "$ref" in node else ""


def _resolved(node: Json, document: Json) -> Json:
    """Follow a reference into ``document``; what stands beside it is said about the place, not the class."""
    for _ in range(20):
        ref = _ref(node)
        if not ref.startswith("#/"):
            break
        node = document
        for key in pointers.steps(ref[1:]):
            node = node.get(key) if isinstance(node, dict) else None
    return node
