"""Which documents can be compared: OpenAPI 3.0 and 3.1."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from generator.canonical import Json
from generator.changes.openapi.references import Document
from generator.containment import Dialect
from generator.containment.dialects import dialect_of
from generator.errors import UsageInvalid

_DIALECTS = {"3.0": Dialect.openapi3_0, "3.1": Dialect.openapi3_1}


def is_openapi(document: Json) -> bool:
    """Say whether ``document`` calls itself an OpenAPI or a Swagger document."""
    return isinstance(document, dict) and ("openapi" in document or "swagger" in document)


def opened(document: Json, uri: str, others: Mapping[str, Json]) -> Document:
    """Return ``document`` ready for comparison. Raises UsageInvalid for anything but OpenAPI 3.0 and 3.1."""
    name = uri or "The document"
    if not isinstance(document, dict):
        raise UsageInvalid(f"{name} is not an OpenAPI document: its root is no object.")
    if "swagger" in document:
        raise UsageInvalid(
            f"{name} is a Swagger {document['swagger']} document, and only OpenAPI 3.0 and 3.1 can be compared. "
            "Convert it first, for instance with swagger2openapi."
        )
    version = document.get("openapi")
    if not isinstance(version, str):
        raise UsageInvalid(f'{name} is not an OpenAPI document: it has no "openapi" with a version such as "3.1.0".')
    dialect = _DIALECTS.get(".".join(version.split(".")[:2])) if re.fullmatch(r"\d+\.\d+(\.\S+)?", version) else None
    if dialect is None:
        raise UsageInvalid(f"{name} is OpenAPI {version[:20]}; only 3.0 and 3.1 can be compared.")
    if dialect is Dialect.openapi3_1:
        dialect = dialect_of({"$schema": document.get("jsonSchemaDialect")}, dialect)
    return Document(_plain(document), uri, others, dialect)


def _plain(document: dict[str, Json]) -> dict[str, Json]:
    """Return ``document`` with its keys as texts: YAML reads an unquoted 200 as a number."""
    paths = document.get("paths")
    for item in paths.values() if isinstance(paths, dict) else ():
        for operation in item.values() if isinstance(item, dict) else ():
            responses = operation.get("responses") if isinstance(operation, dict) else None
            if isinstance(responses, dict) and not all(isinstance(status, str) for status in responses):
                plain: dict[str, Json] = json.loads(json.dumps(document, default=str))
                return plain
    return document
