"""The OpenAPI document that a contract declares, and where a served one differs from it.

Built from prompt and schemas alone: no rendered model, no pydantic and no FastAPI has a say, so that comparing the two
checks the whole way from the schema to the wire.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import dialect
from generator.canonical import Json
from generator.contract import Contract, Operation
from generator.openapi_difference import Comparison, Difference
from generator.schemas import JsonObject

PROBLEM: JsonObject = {
    "title": "Problem",
    "description": "Why a request was not served (RFC 9457).",
    "type": "object",
    "additionalProperties": True,
    "required": ["title", "status"],
    "properties": {
        "type": {"type": "string", "default": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
}
_IN = {"path": "path", "query": "query", "headers": "header"}


def declared(contract: Contract) -> JsonObject:
    """Return the OpenAPI 3.1 document that ``contract`` promises: paths and components, without servers."""
    paths: dict[str, Json] = {}
    for operation in contract.operations:
        item = paths.setdefault(operation.path, {})
        assert isinstance(item, dict)  # noqa: S101  # ours, one line above
        item[operation.method.lower()] = _operation(contract, operation)
    unread = set(contract.parameter_classes)
    schemas = {name: _relocated(node) for name, node in contract.definitions.items() if name not in unread}
    return {
        "openapi": "3.1.0",
        "info": {"title": contract.unit.feature, "version": f"v{contract.unit.version}"},
        "paths": paths,
        "components": {"schemas": {**schemas, "Problem": PROBLEM}},
    }


def same(declared: JsonObject, served: JsonObject) -> Iterator[Difference]:
    """Yield (JSON pointer, declared value, served value) wherever the two promise something else.

    A missing side is None. Titles, descriptions and examples do not count, nor the order of keys and lists that are
    sets, nor how null is spelled. References are followed, so names of components do not count; each class is compared
    once. Only paths, parameters, bodies and responses are looked at: a server may list more components.
    """
    yield from Comparison(declared, served, set()).differences()


def _operation(contract: Contract, operation: Operation) -> JsonObject:
    result: JsonObject = {"operationId": operation.id, "summary": operation.summary, "tags": [contract.unit.feature]}
    if operation.description:
        result["description"] = operation.description
    parameters: list[Json] = [item for kind in _IN for item in _parameters(contract, operation, kind)]
    if parameters:
        result["parameters"] = parameters
    body = operation.model("body")
    if body is not None:
        result["requestBody"] = {"required": True, "content": _content("application/json", body)}
    responses: dict[str, Json] = {str(operation.status): {}}
    if operation.response is not None:
        responses[str(operation.status)] = {"content": _content("application/json", operation.response)}
    for status in operation.errors:
        responses[str(status)] = {"content": _content("application/problem+json", "Problem")}
    result["responses"] = responses
    return result


def _content(media_type: str, name: str) -> Json:
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _parameters(contract: Contract, operation: Operation, kind: str) -> Iterator[JsonObject]:
    name = operation.model(kind)
    definition = contract.definitions[name] if name else {}
    required = definition.get("required", [])
    for field, node in dialect.properties_of(definition).items():
        parameter: JsonObject = {
            "name": field,
            "in": _IN[kind],
            "required": isinstance(required, list) and field in required,
            "schema": _relocated(node),
        }
        for key in ("description", "deprecated"):
            if key in node:
                parameter[key] = node[key]
        yield parameter


def _relocated(node: Json) -> Json:
    """Return a schema whose references read as OpenAPI has them."""
    if isinstance(node, list):
        return [_relocated(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: str(value).replace("#/$defs/", "#/components/schemas/", 1) if key == "$ref" else _relocated(value)
        for key, value in node.items()
    }
