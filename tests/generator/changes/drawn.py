"""Schemas drawn at random: small, with every construct that changes are told of."""

from __future__ import annotations

from hypothesis import strategies as st

from generator.canonical import Json

NAMES = st.sampled_from(["a", "b"])
VALUES: st.SearchStrategy[Json] = st.sampled_from(
    [None, True, False, 0, 1, 2, 0.5, "", "a", "bb", [], [1], {}, {"a": 1}]
)
TYPES = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])


def _named(**words: st.SearchStrategy[Json]) -> st.SearchStrategy[dict[str, Json]]:
    return st.fixed_dictionaries({}, optional=words)


SCALARS = st.one_of(
    st.builds(lambda name: {"type": name}, TYPES),
    st.builds(lambda names: {"type": names}, st.lists(TYPES, min_size=1, max_size=3, unique=True)),
    _named(
        type=st.sampled_from(["integer", "number"]),
        minimum=st.integers(-2, 2),
        maximum=st.integers(0, 4),
        multipleOf=st.sampled_from([1, 2, 0.5]),
    ),
    _named(type=st.just("string"), minLength=st.integers(0, 2), maxLength=st.integers(0, 3)),
    st.builds(lambda values: {"enum": values}, st.lists(VALUES, min_size=1, max_size=3, unique_by=repr)),
    st.builds(lambda value: {"const": value}, VALUES),
    st.booleans(),
)


def _holders(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.one_of(
        _named(
            type=st.just("object"),
            properties=st.dictionaries(NAMES, inner, max_size=2),
            required=st.lists(NAMES, max_size=2, unique=True),
            additionalProperties=inner,
            maxProperties=st.integers(0, 2),
        ),
        _named(
            type=st.just("array"),
            prefixItems=st.lists(inner, min_size=1, max_size=2),
            items=inner,
            contains=inner,
            minItems=st.integers(0, 2),
            maxItems=st.integers(0, 2),
            uniqueItems=st.booleans(),
        ),
        *(st.builds(lambda arms, word=word: {word: arms}, st.lists(inner, min_size=1, max_size=3)) for word in UNIONS),
        st.builds(lambda schema: {"not": schema}, inner),
        _named(**{"if": inner, "then": inner, "else": inner}),
        st.builds(lambda schema: {"$ref": "#/$defs/D", "$defs": {"D": schema}}, inner),
    )


UNIONS = ("anyOf", "oneOf", "allOf")
SCHEMAS: st.SearchStrategy[Json] = st.recursive(SCALARS, _holders, max_leaves=5)


def lifted(schema: Json) -> Json:
    """Return the schema with its definitions at the root, where references look for them."""
    held: dict[str, Json] = {}

    def lift(value: Json) -> Json:
        if isinstance(value, list):
            return [lift(part) for part in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"$ref", "$defs"} and isinstance(value["$defs"], dict):
            name = f"D{len(held)}"
            held[name] = True
            held[name] = lift(value["$defs"]["D"])
            return {"$ref": f"#/$defs/{name}"}
        return {name: lift(part) for name, part in value.items()}

    found = lift(schema)
    return {**found, "$defs": held} if isinstance(found, dict) and held else found
