"""One OpenAPI 3.1 document for all features, made of each one's stable version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from router.loader import Bundle
from router.settings import Settings

_REFERENCE = "#/components/schemas/"


def merged(settings: Settings, bundles: Mapping[str, Bundle]) -> dict[str, Any]:
    """Return the document of ``bundles`` (by feature): paths side by side, one tag a feature.

    Two features may each have a schema of the same name: equal ones are shared, others get the feature's name in front.
    """
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for feature, bundle in sorted(bundles.items()):
        document = _renamed(bundle.app.openapi(), feature, schemas)
        schemas |= document.get("components", {}).get("schemas", {})
        for path, methods in document.get("paths", {}).items():
            tagged = {method: _filled_in({**operation, "tags": [feature]}) for method, operation in methods.items()}
            paths[path] = {**paths.get(path, {}), **tagged}
    return {
        "openapi": "3.1.0",
        "info": {"title": settings.title, "version": settings.version, "description": settings.description},
        "servers": [{"url": "/"}],
        "tags": [
            {"name": feature, "description": f"Answered by v{bundle.version} unless a rollout says otherwise."}
            for feature, bundle in sorted(bundles.items())
        ],
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _filled_in(operation: dict[str, Any]) -> dict[str, Any]:
    """Give each required parameter its schema's first example, which is what an API page fills its form with."""
    parameters = [
        {**parameter, "example": parameter["schema"]["examples"][0]}
        if parameter.get("required") and parameter.get("schema", {}).get("examples")
        else parameter
        for parameter in operation.get("parameters", [])
    ]
    return {**operation, "parameters": parameters} if parameters else operation


def _renamed(document: dict[str, Any], feature: str, taken: Mapping[str, Any]) -> dict[str, Any]:
    own = document.get("components", {}).get("schemas", {})
    prefix = "".join(word.capitalize() for word in feature.split("_"))
    clashing = {name: f"{prefix}{name}" for name, schema in own.items() if name in taken and taken[name] != schema}
    if not clashing:
        return document
    renamed: dict[str, Any] = _with_references(document, clashing)
    renamed["components"]["schemas"] = {
        clashing.get(name, name): schema for name, schema in renamed["components"]["schemas"].items()
    }
    # A schema that looked equal may point at one that was just renamed, and is then its feature's own as well.
    return _renamed(renamed, feature, taken)


def _with_references(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON in, the same JSON out
    if isinstance(value, dict):
        return {key: _with_references(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_references(inner, names) for inner in value]
    if isinstance(value, str) and value.startswith(_REFERENCE):
        name = value.removeprefix(_REFERENCE)
        return _REFERENCE + names.get(name, name)
    return value
