"""What changes nothing: other names in paths, another order of keys, schemas that move into components."""

from __future__ import annotations

import copy
import random
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.canonical import Json
from generator.changes.openapi import Severity, compare_documents
from tests.generator.changes.openapi.documents import Fragment, api

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

LEAVES = st.sampled_from(
    [
        {"type": "string"},
        {"type": "string", "maxLength": 9},
        {"type": "integer", "minimum": 0},
        {"type": ["string", "null"]},
        {"enum": ["a", "b", 1]},
        {"$ref": "#/components/schemas/Node"},
        {"$ref": "#/components/schemas/Leaf"},
        True,
    ]
)


def holding(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """Return schemas that hold others."""
    names = st.sampled_from(["a", "b", "type", "properties"])
    return st.one_of(
        st.builds(
            lambda properties, needed: {
                "type": "object",
                "properties": properties,
                "required": sorted(properties)[:needed],
            },
            st.dictionaries(names, inner, max_size=3),
            st.integers(0, 2),
        ),
        st.builds(lambda items: {"type": "array", "items": items}, inner),
        st.builds(lambda arms: {"anyOf": arms}, st.lists(inner, min_size=1, max_size=2)),
    )


SCHEMAS = st.recursive(LEAVES, holding, max_leaves=5)
PATHS = ["/a", "/a/{id}", "/a/{id}/b/{number}", "/c/{x}.json"]


@st.composite
def documents(draw: st.DrawFn) -> Fragment:
    """Return small APIs whose schemas refer to two components."""
    paths: Fragment = {}
    for path in draw(st.lists(st.sampled_from(PATHS), min_size=1, max_size=3, unique=True)):
        told: list[Json] = [
            {"name": name, "in": "path", "required": True, "schema": draw(LEAVES)}
            for name in re.findall(r"{(\w+)}", path)
        ]
        told += [
            {"name": name, "in": "query", "schema": draw(SCHEMAS)} for name in draw(st.sets(st.sampled_from("pq")))
        ]
        paths[path] = {
            "post": {
                "parameters": told,
                "requestBody": {"content": {"application/json": {"schema": draw(SCHEMAS)}}},
                "responses": {
                    status: {"content": {"application/json": {"schema": draw(SCHEMAS)}}}
                    for status in draw(st.sets(st.sampled_from(["200", "4XX", "default"]), min_size=1))
                },
            }
        }
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}, "leaf": draw(SCHEMAS)}}
    return api(paths, components={"schemas": {"Node": node, "Leaf": {"type": "string", "minLength": 1}}})


def renamed(document: Fragment) -> Fragment:
    """Return ``document`` with other names in its paths."""
    paths: Json = {}
    assert isinstance(document["paths"], dict)
    for path, item in copy.deepcopy(document["paths"]).items():
        for parameter in item["post"]["parameters"]:  # type: ignore[index, call-overload, union-attr]
            if parameter["in"] == "path":  # type: ignore[index, call-overload]
                parameter["name"] = f"{parameter['name']}_of_it"  # type: ignore[index, call-overload]
        paths[re.sub(r"{(\w+)}", r"{\1_of_it}", path)] = item  # type: ignore[index, call-overload]
    return {**document, "paths": paths}


def reordered(value: Json, order: random.Random) -> Json:
    """Return ``value`` with the keys of every object in another order, and parameters, too."""
    if isinstance(value, dict):
        keys = list(value)
        order.shuffle(keys)
        return {
            key: order.sample(held, len(held))
            if key == "parameters" and isinstance(held, list)
            else reordered(held, order)
            for key, held in ((key, value[key]) for key in keys)
        }
    return [reordered(item, order) for item in value] if isinstance(value, list) else value


def componentised(document: Fragment) -> Fragment:
    """Return ``document`` with every schema of a message moved into a component of its own."""
    new = copy.deepcopy(document)
    moved: Fragment = new["components"]["schemas"]  # type: ignore[index, call-overload, assignment]

    def move(holder: Json) -> None:
        if isinstance(holder, dict):
            for key, held in holder.items():
                if key == "schema":
                    name = f"Moved{len(moved)}"
                    moved[name] = held
                    holder[key] = {"$ref": f"#/components/schemas/{name}"}
                else:
                    move(held)
        elif isinstance(holder, list):
            for held in holder:
                move(held)

    move(new["paths"])
    return new


@QUICK
@given(documents())
def test_names_in_paths_do_not_matter(document: Fragment) -> None:
    """Parameters of a path are known by their position."""
    assert compare_documents(document, renamed(document)) == ()


@QUICK
@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(document: Fragment, order: random.Random) -> None:
    """Neither that of keys nor that of parameters."""
    new = reordered(document, order)
    assert isinstance(new, dict)
    assert compare_documents(document, new) == ()


@QUICK
@given(documents())
def test_schemas_that_move_into_components_change_nothing(document: Fragment) -> None:
    """Nor do those that move back."""
    assert compare_documents(document, componentised(document)) == ()
    assert compare_documents(componentised(document), document) == ()


@QUICK
@given(documents(), documents())
def test_what_one_way_adds_the_other_way_removes(old: Fragment, new: Fragment) -> None:
    """Operations that are new one way are gone the other way; and nothing is found in secret."""
    added = {change.operation for change in compare_documents(old, new) if change.rule.value == "operation-added"}
    removed = [change for change in compare_documents(new, old) if change.rule.value == "operation-removed"]
    assert added == {change.operation for change in removed}
    assert all(change.severity is Severity.breaks for change in removed)
