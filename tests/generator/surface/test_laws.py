"""Laws of types that hold whatever the types are."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.surface.bounds import Bounds, both, numbers, within
from generator.surface.declarations import Alias
from generator.surface.judging import moved
from generator.surface.sided import Sided
from generator.surface.types import (
    NEVER,
    NONE,
    OBJECT,
    Function,
    Instance,
    Tuple,
    Type,
    Union,
    Value,
    text,
    union,
)
from generator.verdicts import Verdict
from tests.generator.surface.annotations import LEAVES, read

LAW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
WORLD = read(["Json"])[0].world
NO_MORE = {Verdict.equal, Verdict.narrower}
NO_LESS = {Verdict.equal, Verdict.wider}

leaves = st.sampled_from([side.type for side in read(LEAVES)])


def bigger(of: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    """Return types made of smaller ones."""
    return st.one_of(
        st.lists(of, min_size=1, max_size=3).map(union),
        st.builds(
            lambda name, of: Instance(name, (of,)),
            st.sampled_from(["list", "Sequence", "frozenset", ".m.Box", ".m.Source", ".m.Sink", ".m.Maybe"]),
            of,
        ),
        st.builds(lambda of: Instance("dict", (Instance("str"), of)), of),
        st.builds(lambda items, rest: Tuple(tuple(items), rest), st.lists(of, max_size=2), st.none() | of),
        st.builds(lambda given, answer: Function((given,), answer), of, of),
    )


types = st.recursive(leaves, bigger, max_leaves=6)


def verdict(old: Type, new: Type) -> Verdict:
    """Say how two types of one world relate."""
    return moved(Sided(old, WORLD), Sided(new, dict(WORLD))).verdict


@LAW
@given(types)
def test_a_type_is_itself(one: Type) -> None:
    """Reflexive, also where the two sides are read apart."""
    assert verdict(one, one) is Verdict.equal


@LAW
@given(types, types)
def test_a_union_is_no_narrower(one: Type, other: Type) -> None:
    """``a | b`` takes what ``a`` takes."""
    assert verdict(one, union([one, other])) in NO_LESS


@LAW
@given(types)
def test_optional_adds_none_alone(one: Type) -> None:
    """``Optional`` takes more, unless null was taken before."""
    took = verdict(union([one, NONE]), one) is Verdict.equal
    assert verdict(one, union([one, NONE])) is (Verdict.equal if took else Verdict.wider)


@LAW
@given(st.lists(types, min_size=2, max_size=4))
def test_order_in_a_union_changes_nothing(members: list[Type]) -> None:
    """However it is written down: the order that the reader gives members is not relied on."""
    turned = Union(tuple(reversed([each for each in members if each != NEVER])))
    assert verdict(union(members), turned) is Verdict.equal


@LAW
@given(types)
def test_everything_lies_between_never_and_object(one: Type) -> None:
    """There is a bottom and a top."""
    assert verdict(one, NEVER) in NO_MORE
    assert verdict(one, OBJECT) in NO_LESS


@LAW
@given(types, types)
def test_the_other_way_about_is_the_opposite(one: Type, other: Type) -> None:
    """Wider one way is narrower the other way."""
    turned = {Verdict.wider: Verdict.narrower, Verdict.narrower: Verdict.wider}
    there = verdict(one, other)
    assert verdict(other, one) is turned.get(there, there)


@LAW
@given(types, types, types)
def test_what_holds_twice_holds_at_once(one: Type, other: Type, last: Type) -> None:
    """Transitive: made of members, so that there is something to chain."""
    middle, whole = union([one, other]), union([one, other, last])
    assert verdict(one, middle) in NO_LESS
    assert verdict(middle, whole) in NO_LESS
    assert verdict(one, whole) in NO_LESS


@LAW
@given(types, types)
def test_an_alias_is_what_it_stands_for(one: Type, other: Type) -> None:
    """Giving a type a name changes nothing, on either side."""
    world = {**WORLD, ".m.Name": Alias(one, (), 1)}
    named, plain = Sided(Instance(".m.Name"), world), Sided(one, WORLD)
    assert moved(plain, named).verdict is Verdict.equal
    assert moved(named, Sided(other, WORLD)).verdict is verdict(one, other)


@LAW
@given(st.sets(st.sampled_from("abcdef"), min_size=1), st.sets(st.sampled_from("abcdef"), min_size=1))
def test_literals_are_sets(old: set[str], new: set[str]) -> None:
    """Of values: equal, subset, superset or neither."""
    one, other = (union([Value("str", repr(each)) for each in sorted(some)]) for some in (old, new))
    expected = (
        Verdict.equal
        if old == new
        else Verdict.narrower
        if new < old
        else Verdict.wider
        if new > old
        else Verdict.incomparable
    )
    assert verdict(one, other) is expected


@LAW
@given(types)
def test_text_is_read_back(one: Type) -> None:
    """The canonical text says all: what it is read back to is the same type."""
    written = text(one).replace(".m.", "").replace("datetime.", "").replace("decimal.", "")
    assert verdict(one, read([written])[0].type) is Verdict.equal


bounds = st.builds(
    Bounds,
    low=st.none() | st.tuples(st.fractions(-6, 6, max_denominator=2), st.booleans()),
    high=st.none() | st.tuples(st.fractions(-6, 6, max_denominator=2), st.booleans()),
    multiple=st.none() | st.fractions(min_value=1, max_value=4, max_denominator=2).filter(bool),
)


@LAW
@given(bounds, bounds)
def test_bounds_of_whole_numbers_are_their_numbers(one: Bounds, other: Bounds) -> None:
    """Compared with the numbers themselves, in a stretch that holds every step twice."""
    stretch = Bounds(low=(Fraction(-30), True), high=(Fraction(30), True))
    mine, its = (set(numbers(both(each, stretch), 100) or ()) for each in (one, other))
    assert within(one, other, "int") is (mine <= its)
