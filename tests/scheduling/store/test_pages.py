from __future__ import annotations

from datetime import timedelta

import pytest

from scheduling import Booking, BookingQuery, InvalidRequest, Search, Slot
from tests.scheduling.store.world import Shop, at, key, wanted

pytestmark = pytest.mark.anyio


async def searched(shop: Shop, search: Search) -> tuple[list[Slot], int]:
    """Turn every page; return the slots and the number of pages."""
    slots: list[Slot] = []
    pages, cursor = 0, None
    while pages == 0 or cursor:
        fields = {name: getattr(search, name) for name in Search.__slots__}
        page = await shop.kernel.search(shop.tenant, Search(**{**fields, "cursor": cursor}))
        assert 0 < len(page.slots) <= search.limit
        slots += page.slots
        pages, cursor = pages + 1, page.next_cursor
    return slots, pages


async def listed(shop: Shop, **fields: object) -> list[Booking]:
    """Turn every page of bookings, two at a time."""
    found: list[Booking] = []
    query = BookingQuery(**{"limit": 2, **fields})  # type: ignore[arg-type]  # a table of fields
    page = await shop.kernel.list_bookings(shop.tenant, query)
    found += page.bookings
    while page.next_cursor:
        page = await shop.kernel.list_bookings(
            shop.tenant,
            BookingQuery(**{"limit": 2, **fields, "cursor": page.next_cursor}),  # type: ignore[arg-type]  # as above
        )
        assert page.bookings
        found += page.bookings
    return found


@pytest.mark.parametrize(("limit", "pages"), [(1, 48), (7, 7), (16, 3), (47, 2), (48, 1), (100, 1)])
async def test_pages_of_free_time_are_the_whole_cut(shop: Shop, limit: int, pages: int) -> None:
    """Whatever the page's size, all pages together are the one long answer."""
    whole = await shop.kernel.search(shop.tenant, Search(event="call", start=at(0), end=at(0, days=3), limit=1_000))
    assert whole.next_cursor is None
    assert whole.duration_min == 30
    assert [slot.start for slot in whole.slots[:2]] == [at(9), at(9, 30)]
    assert whole.slots[0] == Slot(start=at(9), end=at(9, 30), resources=("ada", "grace"))
    slots, turned = await searched(shop, Search(event="call", start=at(0), end=at(0, days=3), limit=limit))
    assert (tuple(slots), turned) == (whole.slots, pages)


async def test_a_cursor_belongs_to_its_question(shop: Shop) -> None:
    """A cursor of another search, or of a list, is refused; another page size is no other question."""
    first = await shop.kernel.search(shop.tenant, Search(event="call", start=at(9), end=at(17), limit=2))
    cursor = first.next_cursor
    same = await shop.kernel.search(shop.tenant, Search(event="call", start=at(9), end=at(17), limit=9, cursor=cursor))
    assert same.slots[0].start == at(10)
    for other in (
        Search(event="class", start=at(9), end=at(17), cursor=cursor),
        Search(event="call", start=at(9), end=at(18), cursor=cursor),
        Search(event="call", start=at(9), end=at(17), resources=("ada",), cursor=cursor),
    ):
        with pytest.raises(InvalidRequest):
            await shop.kernel.search(shop.tenant, other)
    with pytest.raises(InvalidRequest):
        await shop.kernel.list_bookings(shop.tenant, BookingQuery(cursor=cursor))


async def test_bookings_are_listed_in_order_and_narrowed(shop: Shop) -> None:
    """By start, then id, across pages, with ties; narrowed by event, resource, status and time."""
    made = [await shop.kernel.book(shop.tenant, key(), wanted("class", at(9))) for _ in range(3)]
    made += [await shop.kernel.book(shop.tenant, key(), wanted("call", at(9 + hour))) for hour in (1, 0)]
    panel = await shop.kernel.book(shop.tenant, key(), wanted("panel", at(15)))
    gone = await shop.kernel.cancel(shop.tenant, key(), made[0].id)
    everything = sorted([gone, *made[1:], panel], key=lambda one: (one.start, one.id))
    assert await listed(shop) == everything
    for fields, wanted_ids in (
        ({"event": "call"}, {made[3].id, made[4].id}),
        ({"resource": "ada"}, {made[3].id, made[4].id, panel.id}),
        ({"resource": "grace"}, {panel.id}),
        ({"status": "cancelled"}, {gone.id}),
        ({"status": "confirmed", "event": "class"}, {made[1].id, made[2].id}),
        ({"start": at(10)}, {made[3].id, panel.id}),
        ({"end": at(9)}, set()),
        ({"start": at(9), "end": at(9) + timedelta(microseconds=1)}, {one.id for one in (*made[:3], made[4])}),
        ({"start": at(12), "end": at(11)}, set()),
        ({"event": "unknown"}, set()),
    ):
        assert {one.id for one in await listed(shop, **fields)} == wanted_ids, fields


async def test_a_page_after_a_change_neither_repeats_nor_skips(shop: Shop) -> None:
    """What is booked or cancelled between two pages does not shift the pages that follow."""
    made = [await shop.kernel.book(shop.tenant, key(), wanted("call", at(9 + hour))) for hour in range(4)]
    first = await shop.kernel.list_bookings(shop.tenant, BookingQuery(limit=2))
    await shop.kernel.cancel(shop.tenant, key(), made[0].id)
    await shop.kernel.book(shop.tenant, key(), wanted("call", at(9, 30)))
    second = await shop.kernel.list_bookings(shop.tenant, BookingQuery(limit=2, cursor=first.next_cursor))
    assert [one.id for one in second.bookings] == [made[2].id, made[3].id]
    assert second.next_cursor is None
