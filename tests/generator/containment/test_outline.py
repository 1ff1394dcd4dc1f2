"""Many definitions at once: the shortcut through those whose text differs says what the whole search says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.canonical import Json
from generator.containment import Dialect, Subset, Unknown, Widens, is_valid, schema, widens
from generator.containment.question import Pair
from generator.containment.resources import Library

NAMES = [f"d{number}" for number in range(6)]
LEAVES: list[Json] = [
    {"type": "string"},
    {"type": "string", "maxLength": 3},
    {"type": "integer"},
    {"type": ["integer", "null"]},
    {"enum": ["a", "b"]},
    {"enum": ["a"]},
    False,
]


def definitions() -> st.SearchStrategy[dict[str, Json]]:
    """Return six definitions that refer to each other from below properties, items and unions."""
    ref: st.SearchStrategy[Json] = st.sampled_from([{"$ref": f"#/$defs/{name}"} for name in NAMES])
    leaf: st.SearchStrategy[Json] = st.sampled_from(LEAVES)
    arms = st.lists(ref | leaf, min_size=1, max_size=3)
    union: st.SearchStrategy[Json] = st.builds(
        lambda word, found: {word: found}, st.sampled_from(["anyOf", "oneOf"]), arms
    )
    array: st.SearchStrategy[Json] = st.builds(lambda items: {"type": "array", "items": items}, ref)
    other: st.SearchStrategy[Json] = st.builds(lambda found: {"not": found}, ref | leaf)
    member = ref | leaf | union | array | other
    body: st.SearchStrategy[Json] = st.builds(
        lambda members, required: {"type": "object", "properties": members, "required": required},
        st.dictionaries(st.sampled_from("pqr"), member, max_size=3),
        st.lists(st.sampled_from("pqr"), max_size=2, unique=True),
    )
    return st.fixed_dictionaries(dict.fromkeys(NAMES, body))


@given(definitions(), st.data())
@settings(max_examples=150, deadline=None)
def test_the_shortcut_says_what_the_whole_search_says(old: dict[str, Json], data: st.DataObject) -> None:
    """Whether definitions that differ are settled one by one or searched as a whole, the answer is the same."""
    other = data.draw(definitions())
    changed = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2))
    new = {name: other[name] if name in changed else body for name, body in old.items()}
    documents: list[Json] = [{"$ref": "#/$defs/d0", "$defs": dict(found)} for found in (old, new)]
    before, after = (Library(document, Dialect.draft2020_12, "", {}) for document in documents)
    short = Pair(before, after, few=1).widens("", "", 100_000)
    whole = Pair(before, after, few=1_000).widens("", "", 100_000)
    if not isinstance(short, Unknown) and not isinstance(whole, Unknown):
        assert type(short) is type(whole)
    if isinstance(short, Widens):
        assert is_valid(schema(documents[1]), short.witness)
        assert not is_valid(schema(documents[0]), short.witness)


def test_a_difference_far_down_is_found_by_the_nearest_way() -> None:
    """Of a hundred definitions in a ring, of which one widens, the witness goes the short way round."""

    def ring(bound: int) -> Json:
        found: dict[str, Json] = {}
        for number in range(100):
            members: dict[str, Json] = {
                "next": {"$ref": f"#/$defs/n{(number + 1) % 100}"},
                "before": {"$ref": f"#/$defs/n{(number - 1) % 100}"},
                "value": {"type": "integer", "maximum": bound if number == 97 else 5},
            }
            found[f"n{number}"] = {"type": "object", "properties": members, "required": ["value"]}
        return {"$ref": "#/$defs/n0", "$defs": dict(found)}

    answer = widens(schema(ring(5)), schema(ring(6)))
    assert answer == Widens({"value": 0, "before": {"value": 0, "before": {"value": 0, "before": {"value": 6}}}})
    assert widens(schema(ring(6)), schema(ring(5))) == Subset()


def test_the_same_text_in_the_words_of_another_draft_is_not_the_same() -> None:
    """Draft 4 knows no ``const``: a definition of the same text takes more there, and the shortcut sees it."""

    def document(draft: str) -> Json:
        return {"$schema": draft, "$ref": "#/definitions/one", "definitions": {"one": {"const": 1}}}

    old, new = document("http://json-schema.org/draft-07/schema#"), document("http://json-schema.org/draft-04/schema#")
    assert isinstance(widens(schema(old), schema(new)), Widens)
    assert widens(schema(new), schema(old)) == Subset()
