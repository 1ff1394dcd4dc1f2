"""Laws that hold of any schemas whatever, tried on random ones."""

from __future__ import annotations

import copy
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.canonical import Json
from generator.containment import Subset, Unknown, Widens, is_valid, widens
from tests.generator.containment.all_rows import read
from tests.generator.containment.judges import python_judge, rust_judge
from tests.generator.containment.universe import Grammar, loosened, universe

RANDOM = st.randoms(use_true_random=False)
SEEDS = st.integers(0, 2**32)
LAW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def document(seed: int, depth: int = 2, *, references: bool = True) -> Json:
    """Return a random schema, the same for the same seed."""
    return Grammar(Random(seed), references=references).document(depth)  # noqa: S311  # no secret


def never_widens(old: Json, new: Json) -> None:
    """Hold that no value shows that ``new`` is wider, and that we know."""
    answer = widens(read(old), read(new))
    assert isinstance(answer, Subset), f"{answer}: {old} / {new}"


@LAW
@given(SEEDS)
def test_every_schema_is_within_itself(seed: int) -> None:
    """X is a subset of x."""
    one = document(seed, 3)
    never_widens(one, copy.deepcopy(one))


@LAW
@given(SEEDS, SEEDS)
def test_all_of_narrows_and_any_of_widens(first: int, second: int) -> None:
    """What both take each takes, and what one takes one of them takes."""
    one, other = document(first, references=False), document(second, references=False)
    never_widens(one, {"allOf": [one, other]})
    never_widens(other, {"allOf": [one, other]})
    never_widens({"anyOf": [one, other]}, one)


@LAW
@given(SEEDS)
def test_twice_not_changes_nothing(seed: int) -> None:
    """Not not x is x, both ways."""
    one = document(seed, references=False)
    never_widens(one, {"not": {"not": one}})
    never_widens({"not": {"not": one}}, one)


@LAW
@given(SEEDS, SEEDS)
def test_what_is_not_taken_is_taken_by_not(seed: int, other: int) -> None:
    """Nothing is in x and in not x, and everything in one of them."""
    one = document(seed, references=False)
    never_widens({"not": {}}, {"allOf": [one, {"not": one}]})
    never_widens({"anyOf": [one, {"not": one}]}, document(other))


@LAW
@given(SEEDS)
def test_the_order_of_keywords_and_names_changes_nothing(seed: int) -> None:
    """Turning the order of all members around leaves the set as it is."""
    one = document(seed, 3)
    turned = _turned(one)
    never_widens(one, turned)
    never_widens(turned, one)


@LAW
@given(SEEDS)
def test_names_of_definitions_and_references_change_nothing(seed: int) -> None:
    """A definition by another name, and one reference more, leave the set as it is."""
    one = document(seed, 3)
    renamed = _renamed(one)
    never_widens(one, renamed)
    never_widens(renamed, one)


def test_parts_that_two_documents_share_are_read_in_each() -> None:
    """One and the same object in two documents means what each of them defines."""
    shared: Json = {"type": "object", "properties": {"f": {"$ref": "#/$defs/F"}}}
    old: Json = {"$ref": "#/$defs/A", "$defs": {"A": shared, "F": {"type": "string"}}}
    new: Json = {"$ref": "#/$defs/A", "$defs": {"A": shared, "F": {"type": "number"}}}
    answer = widens(read(old), read(new))
    assert isinstance(answer, Widens)
    assert is_valid(read(new), answer.witness)
    assert not is_valid(read(old), answer.witness)


@LAW
@given(SEEDS)
def test_what_a_reference_leads_to_may_stand_in_its_place(seed: int) -> None:
    """Each reference but those to the whole, once replaced by its definition, leaves the set as it is."""
    one = document(seed, 3)
    assume(isinstance(one, dict) and "$defs" in one)
    assert isinstance(one, dict)
    never_widens(one, _inlined(one, one))
    never_widens(_inlined(one, one), one)


@LAW
@given(SEEDS, SEEDS, SEEDS)
def test_subsets_of_subsets_are_subsets(first: int, second: int, third: int) -> None:
    """From c within b and b within a follows c within a."""
    chosen = [document(seed, references=False) for seed in (first, second, third)]
    chosen[1] = loosened(chosen[2], Random(second)) if second % 2 else {"anyOf": [chosen[1], chosen[2]]}  # noqa: S311
    chosen[0] = loosened(chosen[1], Random(first))  # noqa: S311
    small, middle, large = chosen[2], chosen[1], chosen[0]
    never_widens(middle, small)
    never_widens(large, middle)
    never_widens(large, small)


@LAW
@given(SEEDS, SEEDS)
def test_what_was_loosened_is_found_where_a_value_shows_it(seed: int, how: int) -> None:
    """Undoing a loosening never widens; a loosening widens wherever a value of the small universe is newly taken."""
    tight = document(seed, 3, references=False)
    loose = loosened(tight, Random(how))  # noqa: S311
    never_widens(loose, tight)
    before, after = rust_judge(tight, "2020-12"), rust_judge(loose, "2020-12")
    answer = widens(read(tight), read(loose))
    if any(after(value) and not before(value) for value in universe()):
        assert isinstance(answer, Widens), f"{answer}: {tight} / {loose}"
    assert not isinstance(answer, Unknown), f"{answer}: {tight} / {loose}"


@LAW
@given(SEEDS)
def test_we_take_what_jsonschema_and_jsonschema_rs_take(seed: int) -> None:
    """Of random schemas and all values of the small universe, the three say the same."""
    one = document(seed, 3)
    ours, python, rust = read(one), python_judge(one, "2020-12"), rust_judge(one, "2020-12")
    for value in Random(seed).sample(universe(), 40):  # noqa: S311
        taken = is_valid(ours, value)
        try:
            assert taken == rust(value), f"jsonschema_rs differs on {value!r}: {one}"
            assert taken == python(value), f"jsonschema differs on {value!r}: {one}"
        except (RecursionError, ValueError):  # a reference that leads to itself: the libraries run in a circle
            assume(condition=False)


def _turned(one: Json) -> Json:
    if isinstance(one, dict):
        turned = {key: said if key in {"const", "enum"} else _turned(said) for key, said in reversed(one.items())}
        if isinstance(turned.get("required"), list):
            turned["required"] = turned["required"][::-1]
        return turned
    return [_turned(each) for each in one] if isinstance(one, list) else one


def _renamed(one: Json) -> Json:
    """Return the schema with A and B called otherwise, and A reached through one reference more."""
    if isinstance(one, list):
        return [_renamed(each) for each in one]
    if not isinstance(one, dict):
        return one
    names: dict[str, Json] = {"#/$defs/A": "#/$defs/left~1hand", "#/$defs/B": "#/$defs/right"}
    made: dict[str, Json] = {}
    for key, said in one.items():
        if key == "$ref":
            made[key] = names.get(str(said), said)
        elif key == "$defs" and isinstance(said, dict):
            made[key] = {"right": _renamed(said["B"]), "left/hand": {"$ref": "#/$defs/%41"}, "A": _renamed(said["A"])}
        else:
            made[key] = said if key in {"const", "enum"} else _renamed(said)
    return made


def _inlined(one: Json, root: dict[str, Json]) -> Json:
    if isinstance(one, list):
        return [_inlined(each, root) for each in one]
    if not isinstance(one, dict):
        return one
    target = str(one.get("$ref", ""))
    if len(one) == 1 and target.startswith("#/$defs/"):
        definitions = root["$defs"]
        assert isinstance(definitions, dict)
        return definitions[target.removeprefix("#/$defs/")]
    return {key: said if key in {"const", "enum", "$defs"} else _inlined(said, root) for key, said in one.items()}
