"""Strangers' values at the door: refused with 422 (or 404 for ids), never an error of ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling import Attendee, BookingQuery, InvalidRequest, NewBooking, NotFound, SchedulingError, Search, checks
from tests.scheduling.store.world import ADA, Shop, at, key, wanted

pytestmark = pytest.mark.anyio

BAD_TEXT = ["", " ", "a\x00b", "\x00", "x" * 10_000, "\ud800", "a\x1bb", "line\nbreak"]
BAD_TIME = [
    datetime(2026, 3, 2, 9),
    datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
    datetime(1969, 12, 31, tzinfo=UTC),
    datetime(2200, 1, 1, tzinfo=UTC),
]
BAD_NUMBER = [0, -1, 10_001, 2**31, 2**63, 10**400, True]


def bad(**fields: list[Any]) -> list[tuple[str, Any]]:
    """Return each bad value beside its field."""
    return [(field, value) for field, values in fields.items() for value in values]


def shown(value: object) -> str:
    """Name a test case in few letters."""
    return ascii(value)[:30] if not isinstance(value, int) or value.bit_length() < 99 else "huge"


SEARCHES = bad(
    event=BAD_TEXT,
    start=[*BAD_TIME, at(10)],
    end=[*BAD_TIME, at(9), at(9, days=93)],
    resources=[(one,) for one in BAD_TEXT] + [tuple(map(str, range(101)))],
    party=BAD_NUMBER,
    limit=[*BAD_NUMBER, 1_001],
    cursor=["", "x", "é", "!", "\x00", "\ud800", "x" * 10_000, "bnVsbA", "W10", "WzEsMiwzXQ", "W1tbW1tb" * 20],
)


@pytest.mark.parametrize(("field", "value"), SEARCHES, ids=shown)
async def test_a_search_is_checked(shop: Shop, field: str, value: Any) -> None:  # noqa: ANN401 - anything at all
    """Each field of a search has its bounds, and the refusal names the field."""
    search = Search(**{"event": "call", "start": at(9), "end": at(10), field: value})
    with pytest.raises(InvalidRequest) as refusal:
        await shop.kernel.search(shop.tenant, search)
    assert refusal.value.extensions["field"] in {field, "end"}


BOOKINGS = bad(
    event=BAD_TEXT,
    start=BAD_TIME,
    resources=[(one,) for one in BAD_TEXT],
    party=BAD_NUMBER,
    notes=["\x00", "x" * 10_000, "\ud800", "\x1b"],
    attendee=[Attendee(name=one, email="a@b") for one in BAD_TEXT]
    + [Attendee(name="x", email=one) for one in (*BAD_TEXT, "nobody", "@", "a@", "@b", "a @b", "a@b@c", "a@b\n")],
)


@pytest.mark.parametrize(("field", "value"), BOOKINGS, ids=shown)
async def test_a_booking_is_checked(shop: Shop, field: str, value: Any) -> None:  # noqa: ANN401 - anything at all
    """Each field of a booking has its bounds, and nothing is written, not even the key."""
    fields: dict[str, Any] = {"event": "call", "start": at(9), "attendee": ADA, field: value}
    with pytest.raises(InvalidRequest) as refusal:
        await shop.kernel.book(shop.tenant, "k", NewBooking(**fields))
    assert str(refusal.value.extensions["field"]).startswith(field)
    await shop.kernel.book(shop.tenant, "k", wanted("call", at(9)))


@pytest.mark.parametrize(("field", "value"), bad(name=BAD_TEXT, email=["", "nobody", "a@b\n"]), ids=shown)
async def test_a_refused_attendee_says_which_field(shop: Shop, field: str, value: str) -> None:
    """A form can put the refusal beside the field that it is about."""
    attendee = Attendee(**{"name": ADA.name, "email": ADA.email, field: value})
    with pytest.raises(InvalidRequest) as refusal:
        await shop.kernel.book(shop.tenant, "k", NewBooking(event="call", start=at(9), attendee=attendee))
    assert refusal.value.extensions == {"field": f"attendee.{field}"}
    assert refusal.value.detail.startswith(f"attendee.{field} must ")


LISTS = bad(
    event=BAD_TEXT,
    resource=BAD_TEXT,
    status=["", "gone", "\x00"],
    start=BAD_TIME,
    end=BAD_TIME,
    limit=[*BAD_NUMBER, 201],
    cursor=["", "x", "\ud800"],
)


@pytest.mark.parametrize(("field", "value"), LISTS, ids=shown)
async def test_a_list_is_checked(shop: Shop, field: str, value: Any) -> None:  # noqa: ANN401 - anything at all
    """Each field of a query has its bounds."""
    with pytest.raises(InvalidRequest) as refusal:
        await shop.kernel.list_bookings(shop.tenant, BookingQuery(**{field: value}))
    assert refusal.value.extensions == {"field": field}


@pytest.mark.parametrize("value", BAD_TEXT, ids=shown)
async def test_tenants_keys_and_reasons_are_checked(shop: Shop, value: str) -> None:
    """No text reaches the database unchecked."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    calls = [
        shop.kernel.get_booking(value, made.id),
        shop.kernel.book(value, key(), wanted("call", at(9))),
        shop.kernel.cancel(shop.tenant, value, made.id),
    ]
    if value.strip() and "\n" not in value:  # a reason may be empty and have lines
        calls.append(shop.kernel.cancel(shop.tenant, key(), made.id, reason=value))
    for call in calls:
        with pytest.raises(SchedulingError) as refusal:
            await call
        assert refusal.value.status in {400, 422}


async def test_what_is_well_formed_but_unknown_is_not_found(shop: Shop) -> None:
    """Odd but well-formed names get 404, also in other scripts, with wildcards and quotes."""
    for name in ("nothing", "会議", "%", "'; DROP TABLE bookings; --", "call\u202e", "🦉"):
        with pytest.raises(NotFound):
            await shop.kernel.search(shop.tenant, Search(event=name, start=at(9), end=at(10)))
        with pytest.raises(NotFound):
            await shop.kernel.book(shop.tenant, key(), wanted("call", at(9), name))
        assert (await shop.kernel.list_bookings(shop.tenant, BookingQuery(event=name))).bookings == ()
    with pytest.raises(NotFound):
        await shop.kernel.why_not(shop.tenant, "call", at(9), resources=("room",))
    with pytest.raises(InvalidRequest, match="all of its resources"):
        await shop.kernel.book(shop.tenant, key(), wanted("panel", at(9), "ada"))


@given(st.text())
def test_any_text_is_stored_or_refused(value: str) -> None:
    """Whatever passes the check is text that the database can hold."""
    try:
        passed = checks.text("notes", value, shortest=0, longest=4_000, lines=True)
    except InvalidRequest:
        return
    assert "\x00" not in passed
    assert passed.encode() == value.encode()


@given(st.datetimes(timezones=st.timezones() | st.just(UTC)))
def test_any_time_comes_out_in_utc_or_is_refused(value: datetime) -> None:
    """Whatever passes the check is the same instant in UTC."""
    try:
        passed = checks.instant("start", value)
    except InvalidRequest:
        return
    assert passed.utcoffset() == timedelta(0)
    # Not ==: a reading that its zone skipped equals nothing in another zone (PEP 495).
    assert passed.timestamp() == value.timestamp()
