"""Stored, moved and compared indexes."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.index import Horizon, Index, Outdated, differing, differing_from, dumps, loads, moved, version
from scheduling.parsing import parse
from scheduling.problem import Booking, Resource, Window
from scheduling.zone import VERSION, instant
from tests.scheduling.index.asked import CALM, ask, entries, horizon, ids, indexed
from tests.scheduling.laws.problems import problems

ADA = Resource("ada", "Europe/London", {"mon": (Window(540, 720),)})
HORIZON = Horizon(20_500, 9)


@CALM
@given(problems())
def test_a_stored_index_comes_back(stated: dict[str, Any]):
    """Every bit and every answer, calendars in error included; and it can be written to."""
    problem = parse(stated)
    index = indexed(problem)
    answer = ask(index, problem)
    back = loads(dumps(index), problem.rules.resources)
    assert differing(back, index) == {}
    assert ask(back, problem) == answer
    gone = [one for one in entries(problem) if not (isinstance(one, Booking) and one.status == "hold")]
    assert all(back.remove(one) == index.remove(one) for one in gone)
    assert differing(back, index) == {}


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param([replace(ADA, capacity=2)], id="seats"),
        pytest.param([replace(ADA, tz="UTC")], id="a zone"),
        pytest.param([replace(ADA, weekly={"mon": (Window(540, 725),)})], id="hours"),
        pytest.param([replace(ADA, overrides={instant(0).date(): ()})], id="a date"),
        pytest.param([ADA, replace(ADA, id="bob")], id="another resource"),
        pytest.param([], id="nobody"),
    ],
)
def test_an_index_of_other_rules_is_refused(changed: list[Resource]):
    """So that the caller rebuilds; the order of days in the rules does not matter."""
    data = dumps(Index(HORIZON, [ADA]))
    with pytest.raises(Outdated, match="rebuild it"):
        loads(data, changed)
    both = {"tue": (Window(0, 5),), "mon": (Window(540, 720),)}
    assert version([replace(ADA, weekly=both)]) == version([replace(ADA, weekly=dict(reversed(both.items())))])


@pytest.mark.parametrize("of", [VERSION, version([ADA])[:1]])
def test_an_index_of_other_zone_data_or_another_format_is_refused(of: str):
    """The version names both."""
    whole = zlib.decompress(dumps(Index(HORIZON, [ADA])))
    assert version([ADA]).startswith(f"1 {VERSION} ")
    stale = whole.replace(version([ADA]).encode(), version([ADA]).replace(of, "0" * len(of), 1).encode())
    with pytest.raises(Outdated, match="is of version"):
        loads(zlib.compress(stale), [ADA])


@pytest.mark.parametrize("data", [b"", b"index", zlib.compress(b""), zlib.compress(b"\x02" + b"\0" * 7 + b"{}")])
def test_a_damaged_index_is_refused(data: bytes):
    """Not read as far as it goes."""
    with pytest.raises(Outdated, match="rebuild it"):
        loads(data, [ADA])


@CALM
@given(problems(), st.integers(0, 9))
def test_a_moved_index_is_a_new_one(stated: dict[str, Any], days: int):
    """Once the new days of each resource are rebuilt, it equals one that was built there; nothing else is asked for."""
    problem = parse(stated)
    index = indexed(problem)
    later, new = moved(index, index.horizon.first + days)
    for one in ids(problem):
        if new:
            assert later.rows[one].unknown >= set(new)
            later.rebuild(one, new, entries(problem, one))
    fresh = Index(Horizon(index.horizon.first + days, index.horizon.days), problem.rules.resources)
    for entry in entries(problem):
        fresh.add(entry)
    for resource in problem.calendar_errors:
        fresh.set_error(resource, broken=True)
    assert differing(later, fresh) == {}
    assert ask(later, problem) == ask(fresh, problem)


def test_a_horizon_does_not_go_back():
    """Nor further on than it is long."""
    for first in (HORIZON.first - 1, HORIZON.first + HORIZON.days):
        with pytest.raises(ValueError, match="make a new index"):
            moved(Index(HORIZON, [ADA]), first)


@CALM
@given(problems(), st.data())
def test_what_differs_from_the_entries_is_listed(stated: dict[str, Any], data: st.DataObject):
    """An index that has missed an entry differs on the days of its resource on which that entry matters."""
    problem = parse(stated)
    index = indexed(problem)
    fresh = indexed(problem)
    start = instant(data.draw(st.integers(horizon(problem).start, horizon(problem).end - 700)))
    missed = Booking(ids(problem)[0], start, start + timedelta(minutes=data.draw(st.integers(1, 600))))
    fresh.add(missed)
    known = entries(problem, missed.resource)
    assert differing_from(index, missed.resource, known) == []
    days = differing_from(index, missed.resource, [*known, missed])
    assert days
    assert differing(index, fresh) == {missed.resource: days}
    index.rebuild(missed.resource, range(days[0], days[-1] + 1), [*known, missed])
    assert differing(index, fresh) == {}


def test_a_resource_that_one_index_does_not_know_differs():
    """On all days."""
    bob = replace(ADA, id="bob")
    assert differing(Index(HORIZON, [ADA]), Index(HORIZON, [ADA, bob])) == {"bob": list(HORIZON.span())}


def test_equal_days_of_two_people_have_equal_hashes():
    """And one that is a tick longer has another."""
    index = Index(HORIZON, [ADA, replace(ADA, id="bob"), replace(ADA, id="cy")])
    start = instant(HORIZON.start + 600)
    for one, minutes in (("ada", 30), ("bob", 30), ("cy", 35)):
        index.add(Booking(one, start, start + timedelta(minutes=minutes)))
    ada, bob, cy = (index.day_hash(one, HORIZON.first) for one in ("ada", "bob", "cy"))
    assert ada == bob != cy


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"end": instant(HORIZON.start + 1440 + 635)}, id="only bits"),
        pytest.param({"transparent": True}, id="only what counts for a date"),
    ],
)
def test_bits_and_counts_are_both_compared(change: dict[str, Any]):
    """A booking that is five minutes longer, and one more that takes no time: the day differs."""
    start = instant(HORIZON.start + 1440 + 600)
    booking = Booking("ada", start, start + timedelta(minutes=30))
    index = Index(HORIZON, [ADA])
    index.add(booking)
    other = replace(booking, **change)
    told = [booking, other] if other.transparent else [other]
    assert differing_from(index, "ada", [booking]) == []
    assert differing_from(index, "ada", told) == [HORIZON.first + 1]
