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
from generator.operation_head import HTML, SEE_OTHER
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
_BODIES = {"body": "application/json", "form": "application/x-www-form-urlencoded"}


def declared(contract: Contract) -> JsonObject:
    """Return the OpenAPI 3.1 document that ``contract`` promises: paths and components, without servers."""
    paths: dict[str, Json] = {}
    for operation in contract.operations:
        item = paths.setdefault(operation.path, {})
        assert isinstance(item, dict)  # noqa: S101  # ours, one line above
        item[operation.method.lower()] = _operation(contract, operation)
    unread = {name for name, kind in contract.parameter_classes.items() if kind in _IN}
    if contract.interface is not None:  # data of components that no caller sends or gets is theirs alone
        unread |= contract.definitions.keys() - _reached(contract)
    schemas = {name: _relocated(node) for name, node in contract.definitions.items() if name not in unread}
    return {
        "openapi": "3.1.0",
        "info": {"title": contract.unit.feature, "version": f"v{contract.unit.version}"},
        "paths": paths,
        "components": {"schemas": {**schemas, "Problem": PROBLEM}},
    }


def _reached(contract: Contract) -> set[str]:
    """Return the classes that callers send or get in a body."""
    bodies = {each.model(kind) for each in contract.operations for kind in ("body", "form")}
    waiting = [name for name in bodies | {each.response for each in contract.operations} if name is not None]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            nodes = (node for _, node in dialect.subschemas(contract.definitions[name]) if "$ref" in node)
            waiting += [str(node["$ref"]).removeprefix("#/$defs/") for node in nodes]
    return found


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
    for kind, media_type in _BODIES.items():
        name = operation.model(kind)
        if name is not None:
            result["requestBody"] = {"required": True, "content": _content(media_type, name)}
    responses: dict[str, Json] = {str(operation.status): {}}
    if operation.response is not None:
        responses[str(operation.status)] = {"content": _content("application/json", operation.response)}
    elif operation.media is not None and operation.status != SEE_OTHER:
        responses[str(operation.status)] = {"content": _text(operation.media)}
    for status in operation.errors:
        shown = _text(HTML) if operation.media == HTML else {}
        responses[str(status)] = {"content": {**_content("application/problem+json", "Problem"), **shown}}
    result["responses"] = responses
    return result


def _content(media_type: str, name: str) -> JsonObject:
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _text(media_type: str) -> JsonObject:
    return {media_type: {"schema": {"type": "string"}}}


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
