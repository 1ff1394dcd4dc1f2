"""What a bundle's own OpenAPI document says of its operations: the bodies they take, the pages they answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from router.loader import Bundle
from router.manifests import Operation

_FILLABLE = frozenset({"path", "query"})
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Page:
    """An address that can be opened in a browser, and what its operation calls itself."""

    href: str
    name: str


def taken(bundle: Bundle, operation: Operation) -> frozenset[str]:
    """Return the media types of an operation's body; none when it has no body."""
    described = bundle.app.openapi().get("paths", {}).get(operation.path, {}).get(operation.method.lower(), {})
    return frozenset(described.get("requestBody", {}).get("content", {}))


def single(bundle: Bundle, operation: Operation, media_type: str) -> frozenset[str]:
    """Return the names of a body's fields that hold one value each: all but those that are lists."""
    document = bundle.app.openapi()
    described = document.get("paths", {}).get(operation.path, {}).get(operation.method.lower(), {})
    content = described.get("requestBody", {}).get("content", {}).get(media_type, {})
    fields = _resolved(content.get("schema", {}), document).get("properties", {})
    return frozenset(name for name, schema in fields.items() if not _may_be_list(schema, document))


def _may_be_list(schema: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    found = _resolved(schema, document)
    kinds = [found, *found.get("anyOf", ()), *found.get("oneOf", ()), *found.get("allOf", ())]
    return any(_resolved(kind, document).get("type") == "array" for kind in kinds)


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(schema.get("$ref", "")).removeprefix("#/components/schemas/")
    found: Mapping[str, Any] = document.get("components", {}).get("schemas", {}).get(name, schema)
    return found


def pages(bundle: Bundle) -> Iterator[Page]:
    """Yield the HTML pages of a bundle that have an address: required parameters are filled in with their examples.

    A page with a parameter that has no example, or with a required header, is left out: nobody could follow the link.
    So is one whose example is a UUID: that names a record, which need not be there.
    """
    for path, methods in bundle.app.openapi().get("paths", {}).items():
        operation = methods.get("get")
        if operation is None or "text/html" not in operation.get("responses", {}).get("200", {}).get("content", {}):
            continue
        href = _filled_in(path, operation.get("parameters", ()))
        if href is not None:
            yield Page(href, str(operation.get("summary") or operation.get("operationId") or path))


def _filled_in(path: str, parameters: Iterable[Mapping[str, Any]]) -> str | None:
    query = {}
    for parameter in parameters:
        if not parameter.get("required"):
            continue
        examples = parameter.get("schema", {}).get("examples")
        if not examples or parameter["in"] not in _FILLABLE or _UUID.fullmatch(str(examples[0])):
            return None
        if parameter["in"] == "query":
            query[parameter["name"]] = examples[0]
        else:
            path = path.replace(f"{{{parameter['name']}}}", quote(str(examples[0]), safe=""))
    return f"{path}?{urlencode(query)}" if query else path
