"""Small OpenAPI documents to compare."""

from __future__ import annotations

import copy
from typing import TypeAlias

from generator.canonical import Json
from generator.changes.openapi import ApiChange, compare_documents

Fragment: TypeAlias = "dict[str, Json]"


def api(paths: Fragment | None = None, *, version: str = "3.1.0", **more: Json) -> Fragment:
    """Return a document with these paths."""
    return {"openapi": version, "info": {"title": "Things", "version": "1"}, "paths": paths or {}, **more}


def get(operation: Fragment, *, path: str = "/things", version: str = "3.1.0", **more: Json) -> Fragment:
    """Return a document with one operation, a GET."""
    return api({path: {"get": {"responses": {"200": {"description": "Fine"}}, **operation}}}, version=version, **more)


def said(changes: tuple[ApiChange, ...]) -> list[str]:
    """Return changes as ``severity rule side``, sorted."""
    return sorted(f"{change.severity.value} {change.rule.value} {change.side.value}" for change in changes)


def found(old: Fragment, new: Fragment) -> list[str]:
    """Return what changed as ``severity rule side``; the documents must be left as they are."""
    before = copy.deepcopy((old, new))
    changes = compare_documents(old, new)
    assert (old, new) == before
    return said(changes)
