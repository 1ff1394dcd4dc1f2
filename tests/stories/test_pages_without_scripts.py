"""A visitor whose browser runs no script books, changes their mind, and moves."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import Browser
from tests.stories.visitor import BERLIN, Shop, choose, fill, local, shown_times, statuses, title


def test_book_cancel_restore_and_move(shop: Shop, browser: Browser) -> None:
    """Every step is a link or a form; the API says the same as the page after each."""
    start, other = shop.free("consultation", days=9)[0], shop.free("consultation", days=16)[0]
    with browser.opened(java_script_enabled=False, **BERLIN) as page:
        page.goto(shop.url())
        page.get_by_role("link", name="Consultation").click()
        in_berlin(page)
        choose(page, start)
        fill(page, "Ada", "ada@example.com", "Without scripts")
        answered = statuses(page)
        page.get_by_role("button", name="Book this time").click()
        title(page, "You are booked")
        assert (shop.booking(page)["start"], shop.booking(page)["notes"]) == (start, "Without scripts")

        page.get_by_role("link", name="Cancel").click()
        title(page, "Cancel this booking?")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.get_by_role("link", name="Keep it").click()
        title(page, "Consultation")
        page.get_by_role("link", name="Cancel").click()
        page.get_by_label("Reason").fill("Ill")
        page.get_by_role("button", name="Cancel booking").click()
        title(page, "Your booking is cancelled")
        expect(page.locator("main")).to_contain_text("Ill")
        assert (shop.booking(page)["status"], shop.booking(page)["cancellation_reason"]) == ("cancelled", "Ill")
        page.get_by_role("button", name="Restore").click()
        title(page, "Your booking is restored")
        assert shop.booking(page)["status"] == "confirmed"

        page.get_by_role("link", name="Move").click()
        expect(page.locator("main")).to_contain_text("Moving your booking")
        choose(page, other)
        expect(page.get_by_role("form", name="Move your booking?")).to_contain_text(f"{local(start):%A}")
        page.get_by_role("button", name="Move").click()
        title(page, "Your booking has moved")
        assert (shop.booking(page)["start"], shop.booking(page)["status"]) == (other, "confirmed")
        assert answered == [303] * 4
        assert start in shop.free("consultation", days=9)


def in_berlin(page: Page) -> None:
    """Ask for the times of Berlin: nobody finds the zone out by itself here."""
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")


def test_zone_and_clock_are_switched_by_a_button(shop: Shop, browser: Browser) -> None:
    """The button is there without scripts, keeps the day, and shows the same instants on the other clock."""
    start = shop.free("consultation", days=23)[0]
    day = local(start).date()
    with browser.opened(java_script_enabled=False, **BERLIN) as page:
        page.goto(shop.url("consultation", day=str(day), tz="Europe/Berlin"))
        before = shown_times(page)
        page.get_by_text("24 h", exact=True).click()
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_label("24 h")).to_be_checked()
        assert list(shown_times(page)) == list(before)
        assert shown_times(page)[start] == f"{local(start):%H:%M}"
        page.get_by_label("Time zone").select_option("America/New_York")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_label("Time zone")).to_have_value("America/New_York")
        assert shown_times(page)[start] == f"{local(start, 'America/New_York'):%H:%M}"
