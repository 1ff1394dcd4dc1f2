"""A visitor books with the mouse and takes the appointment home."""

from __future__ import annotations

from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.stories.visitor import Shop, choose, detected, fill, instant, local, title

NAME, EMAIL = "Ada Lovelace", "ada@example.com"


def test_from_the_list_of_events_to_the_confirmation(shop: Shop, page: Page) -> None:
    """Event, day, time, details: then the booking is on its page, in the API, and no longer among the free times."""
    start = shop.free("intro-call", days=2)[0]
    page.goto(shop.url())
    page.get_by_role("link", name="Introduction call").click()
    detected(page, "Europe/Berlin")
    choose(page, start)
    expect(page.locator(".event-summary-chosen")).to_contain_text(f"{local(start):%A, %B} {local(start).day}")
    fill(page, NAME, EMAIL, "About\nthe engine")
    page.get_by_role("button", name="Book this time").click()
    title(page, "You are booked")

    expect(page.locator("main")).to_contain_text(EMAIL)
    assert page.locator(".booking-details-text").inner_text() == "About\nthe engine"
    booking = shop.booking(page)
    assert (booking["status"], booking["start"]) == ("confirmed", start)
    assert booking["notes"].splitlines() == ["About", "the engine"]
    assert booking["attendee"] == {"name": NAME, "email": EMAIL}
    page.reload()
    title(page, "You are booked")


def test_the_calendar_file_holds_the_appointment(shop: Shop, page: Page, tmp_path: Path) -> None:
    """What "Add to calendar" downloads is a calendar with the one appointment."""
    start = shop.free("panel", days=3)[0]
    page.goto(shop.url("panel", "details", start=start, tz="Europe/Berlin"))
    fill(page, NAME, EMAIL)
    page.get_by_role("button", name="Book this time").click()
    title(page, "You are booked")
    with page.expect_download() as download:
        page.get_by_role("link", name="Add to calendar").click()
    assert download.value.suggested_filename == "booking.ics"
    download.value.save_as(tmp_path / "booking.ics")
    (appointment,) = Calendar.from_ical((tmp_path / "booking.ics").read_bytes()).walk("VEVENT")
    booking = shop.booking(page)
    assert (appointment.start, appointment.end) == (instant(start), instant(booking["end"]))
    assert "Panel interview" in appointment["SUMMARY"]
    title(page, "You are booked")


def test_the_way_back_leads_through_the_same_pages(shop: Shop, page: Page) -> None:
    """Back and forward of the browser, and the page's own "Back", show the chosen day again."""
    start = shop.free("intro-call", days=4)[-1]
    page.goto(shop.url("intro-call"))
    detected(page, "Europe/Berlin")
    choose(page, start)
    form = page.get_by_role("form", name="Your details")
    expect(form).to_be_visible()
    chosen = page.get_by_role("gridcell", selected=True)
    page.go_back()
    expect(chosen).to_contain_text(f"{local(start):%A}")
    page.go_forward()
    expect(form).to_be_visible()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(chosen).to_contain_text(f"{local(start):%A}")
    expect(page.locator(f'time[datetime="{start}"]')).to_be_visible()
