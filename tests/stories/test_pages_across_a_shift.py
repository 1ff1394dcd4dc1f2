"""A visitor whose clock, or whose host's clock, shifts for daylight saving: the same instants on the right clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Browser
from tests.stories.visitor import Shop, detected, fill, local, shown_times, title

CLASS = "group-class"
"""Given in Berlin every day, Sundays too, each full hour from 10:00, and here bookable a year ahead."""


def shifts(zone: str) -> Iterator[tuple[date, timedelta]]:
    """Yield the dates on which a zone's clock will be put forward (by a positive time) or back, in the year to come."""
    today = datetime.now(UTC).date()
    for days in range(3, 355):  # the day before is no longer today, and the day after can be booked
        day = today + timedelta(days=days)
        before, after = (
            datetime(each.year, each.month, each.day, tzinfo=ZoneInfo(zone)).utcoffset()
            for each in (day, day + timedelta(days=1))
        )
        assert before is not None
        assert after is not None
        if before != after:
            yield day, after - before


def on_half_a_clock(start: str, zone: str) -> str:
    """Return the reading of a zone's clock as ``9:00 AM``."""
    return f"{local(start, zone):%I:%M %p}".removeprefix("0")


@pytest.mark.parametrize(
    ("shifting", "zone"),
    [("America/New_York", "America/New_York"), ("Europe/Berlin", "Asia/Tokyo"), ("Europe/Berlin", "America/New_York")],
    ids=["the visitor's", "the host's", "the host's, seen from a zone that shifts on another day"],
)
def test_the_days_around_a_shift(shop: Shop, browser: Browser, shifting: str, zone: str) -> None:
    """On the eve, the day and the day after, the list has the API's instants with the zone's own wall times."""
    day, _ = next(shifts(shifting))
    firsts = []
    with browser.opened(locale="en-US", timezone_id=zone) as page:
        for each in (day - timedelta(days=1), day, day + timedelta(days=1)):
            page.goto(shop.url(CLASS, day=str(each)))
            detected(page, zone)
            free = shop.on(CLASS, each, zone)
            assert shown_times(page) == {start: on_half_a_clock(start, zone) for start in free}
            # A morning in Berlin may lie on the evening before in other zones, but never on two dates at once.
            firsts.append(local(next(start for start in free if local(start).hour == 10), zone))
    assert abs(firsts[0].hour - firsts[2].hour) == 1
    assert [first.date() for first in firsts] == [day + timedelta(days=each) for each in (-1, 0, 1)]


def reading(start: str, zone: str) -> str:
    """Return how an instant reads on a 24 hour clock; of an hour that comes twice, with the offset."""
    at = local(start, zone)
    first, second = (at.replace(fold=fold).utcoffset() for fold in (0, 1))
    offset = at.utcoffset()
    assert offset is not None
    return f"{at:%H:%M}" + (f" GMT+{offset // timedelta(hours=1)}" if first != second else "")


def test_hours_that_come_twice_or_never(shop: Shop, browser: Browser) -> None:
    """In Auckland the hour from 2:00 is left out on one day and can be booked twice on another: each is its instant."""
    zone = "Pacific/Auckland"
    with browser.opened(locale="en-GB", timezone_id=zone) as page:
        for day, by in shifts(zone):
            page.goto(shop.url(CLASS, day=str(day), clock="24"))
            detected(page, zone)
            times = shown_times(page)
            assert times == {start: reading(start, zone) for start in shop.on(CLASS, day, zone)}
            readings = list(times.values())
            twice = [each for each in readings if each.startswith("02:00 GMT+")]
            assert (len(set(twice)), "02:00" in readings) == (0 if by > timedelta() else 2, False)
            assert readings.count("01:00") == readings.count("03:00") == 1
            if by < timedelta():
                second = [start for start, shown in times.items() if shown in twice][1]
        page.goto(shop.url(CLASS, "details", start=second, tz=zone, clock="24"))
        expect(page.locator(".event-summary-time")).to_have_text(f"{reading(second, zone)} \u2013 03:00")
        fill(page, "Ada", "ada@example.com")
        page.get_by_role("button", name="Book this time").click()
        title(page, "You are booked")
        assert shop.booking(page)["start"] == second


def switch(page: Page, zone: str) -> None:
    """Choose another zone, as a hand or a key does: with the focus there."""
    page.get_by_label("Time zone").focus()
    page.get_by_label("Time zone").select_option(zone)
    detected(page, zone)
    expect(page.get_by_label("Time zone")).to_have_value(zone)


def test_the_switches_keep_the_place(shop: Shop, page: Page) -> None:
    """Zone and 12 or 24 hours change the readings, not the day, the time that is chosen, or the focus."""
    day, _ = next(shifts("Europe/Berlin"))
    page.goto(shop.url(CLASS, day=str(day), tz="Europe/Berlin"))
    start = shop.on(CLASS, day, "Europe/Berlin")[3]
    assert shown_times(page)[start] == on_half_a_clock(start, "Europe/Berlin")
    page.get_by_text("24 h", exact=True).click()
    expect(page.locator(f'time[datetime="{start}"]')).to_have_text(f"{local(start):%H:%M}")
    expect(page.locator("#view-switch-clock-24")).to_be_focused()
    switch(page, "Asia/Tokyo")
    expect(page.locator("#view-switch-zone")).to_be_focused()
    assert shown_times(page) == {
        each: f"{local(each, 'Asia/Tokyo'):%H:%M}" for each in shop.on(CLASS, day, "Asia/Tokyo")
    }
    expect(page.get_by_role("gridcell", selected=True)).to_contain_text(f"{day:%A, %B} {day.day},")
    page.locator(f'.slot-list-time:has(time[datetime="{start}"])').click()
    expect(page.get_by_role("form", name="Your details")).to_be_visible()
    for zone in ("America/New_York", "Pacific/Auckland"):
        switch(page, zone)
        expect(page.locator(".event-summary-time time").first).to_have_text(f"{local(start, zone):%H:%M}")
        expect(page.locator(".event-summary-date")).to_have_text(
            f"{(there := local(start, zone)):%A, %B} {there.day}, {there.year}"
        )
    fill(page, "Ada", "ada@example.com")
    page.get_by_role("button", name="Book this time").click()
    title(page, "You are booked")
    assert shop.booking(page)["start"] == start
