from __future__ import annotations

from generator.canonical import Json
from generator.changes import Verdict, compare
from generator.changes.lifting import Lift
from generator.changes.patches import patched
from generator.changes.sides import Side
from generator.changes.walk import walked
from generator.containment import is_valid, schema
from generator.steps import Steps


def _told(old: Json, new: Json) -> list[tuple[str, str, str | None, Json]]:
    found = compare(schema(old), schema(new))
    return [
        (str(each.kind), str(each.verdict), each.new_pointer, each.gained.value if each.gained else None)
        for each in found.changes
    ]


def test_an_arm_that_takes_less_can_let_more_through() -> None:
    """Of several of which exactly one must hold, a tightened one lets through what two held to before."""

    def side(least: int, most: int) -> Json:
        arms: Json = [{"type": "integer"}, {"type": "number", "minimum": least}]
        return {"properties": {"a": {"oneOf": arms}, "b": {"type": "integer", "maximum": most}}}

    assert _told(side(5, 1), side(10, 2)) == [
        ("bound-tightened", "incomparable", "/properties/a/oneOf/1/minimum", {"a": 5}),
        ("bound-loosened", "wider", "/properties/b/maximum", {"b": 2}),
    ]


def test_definitions_stay_where_a_schema_is_wrapped() -> None:
    """Each of two new arms is looked at alone, though the schema beside them refers to its root's definitions."""
    lists: dict[str, Json] = {"type": "array", "items": {"$ref": "#/$defs/D"}}
    shelf: dict[str, Json] = {"$defs": {"D": {"type": "boolean"}}}
    new: Json = {"anyOf": [lists, {"type": "string"}, {"type": "integer"}], **shelf}
    assert _told({**lists, **shelf}, new) == [
        ("union-arm-added", "wider", "/anyOf/1", ""),
        ("union-arm-added", "wider", "/anyOf/2", 0),
    ]


def test_arms_are_found_though_their_definitions_have_new_names() -> None:
    """An arm whose references lead to renamed definitions, itself renamed, is the same arm."""

    def side(name: str, least: int) -> Json:
        rows: Json = {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
        none: Json = {"type": "array", "contains": {"$ref": f"#/$defs/{name}"}}
        leaf: Json = {"type": "object", "minProperties": least}
        arms: Json = [{"$ref": f"#/$defs/{name}Rows"}, {"$ref": f"#/$defs/{name}None"}]
        return {"anyOf": arms, "$defs": {name: leaf, f"{name}Rows": rows, f"{name}None": none}}

    assert _told(side("Old", 1), side("New", 1)) == []
    told = _told(side("Old", 1), side("New", 2))
    assert [(kind, place) for kind, _, place, _ in told] == [("bound-tightened", "/$defs/New/minProperties")]


def test_a_patched_root_keeps_its_definitions() -> None:
    """What a root holds beside its keywords stays at the root when the schema itself moves into a union."""
    shelf: dict[str, Json] = {"$defs": {"D": {"type": "boolean"}}}
    old = Side(schema({"type": "array", "items": {"$ref": "#/$defs/D"}, **shelf}))
    new = Side(schema({"anyOf": [{"type": "array", "items": {"$ref": "#/$defs/D"}}, {"type": "null"}], **shelf}))
    (difference,) = walked(old, new, Steps(1000)).differences
    patch = patched(old, new, difference)
    assert is_valid(patch, [True])
    assert is_valid(patch, None)
    assert not is_valid(patch, [None])


def test_a_value_is_put_into_the_least_that_holds_it() -> None:
    """Around a value at a place stands what each schema on the way requires, through references, lists and tuples."""

    def side(most: int) -> Json:
        return {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": "string"}, "rows": {"items": {"$ref": "#/$defs/Row"}}},
            "$defs": {
                "Row": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/Full"}]},
                "Full": {
                    "required": ["kind"],
                    "properties": {
                        "kind": {"const": "full"},
                        "pair": {"prefixItems": [{"const": 7}, {"maximum": most}]},
                    },
                },
            },
        }

    old, new = Side(schema(side(1))), Side(schema(side(2)))
    walk = walked(old, new, Steps(10_000))
    difference = walk.differences[0]
    assert walk.root is not None
    lift = Lift(new, walk.root, walk.ways, is_new=True)
    found = lift.whole(lift.meeting(difference.at, difference.to), 2)
    assert found is not None
    assert found.value == {"id": "", "rows": [{"kind": "full", "pair": [7, 2]}]}


def test_what_is_met_by_many_ways_is_told_once() -> None:
    """A definition used in two places is one place; its effect is that of both, below ``not`` as well."""

    def side(most: int) -> Json:
        uses: Json = {"a": {"$ref": "#/$defs/D"}, "b": {"not": {"$ref": "#/$defs/D"}}, "c": {"maximum": most}}
        return {"properties": uses, "$defs": {"D": {"type": "integer", "maximum": most}}}

    found = compare(schema(side(1)), schema(side(2)))
    assert found.verdict == Verdict.incomparable
    assert [(str(each.kind), str(each.verdict), each.old_pointer) for each in found.changes] == [
        ("bound-loosened", "incomparable", "/$defs/D/maximum"),
        ("bound-loosened", "wider", "/properties/c/maximum"),
    ]


def test_files_are_followed_and_named() -> None:
    """A change in another file is told with the file's name before the pointer."""
    root: Json = {"items": {"$ref": "parts.json#/Part"}}
    sides = [
        schema(root, uri="root.json", others={"parts.json": {"Part": {"type": "string", "maxLength": most}}})
        for most in (1, 2)
    ]
    found = compare(*sides)
    assert [(each.old_pointer, each.verdict, each.gained and each.gained.value) for each in found.changes] == [
        ("parts.json#/Part/maxLength", Verdict.wider, ["aa"])
    ]


def test_names_of_schemas_are_followed() -> None:
    """References by anchor and by ``$id`` lead to the same places as pointers do."""

    def side(most: int, ref: str) -> Json:
        named: Json = {"$id": "part", "$anchor": "Part", "type": "string", "maxLength": most}
        return {"$id": "https://example.com/root", "items": {"$ref": ref}, "$defs": {"P": named}}

    for ref in ("part", "https://example.com/part", "part#Part", "#/$defs/P"):
        found = compare(schema(side(1, ref)), schema(side(2, ref)))
        assert [(each.old_pointer, each.gained and each.gained.value) for each in found.changes] == [
            ("/$defs/P/maxLength", ["aa"])
        ]
