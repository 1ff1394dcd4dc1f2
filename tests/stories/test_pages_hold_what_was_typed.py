"""A visitor's words survive what the page does around them, and every address that is shown can be opened again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import Browser
from tests.stories.test_pages_across_a_shift import CLASS, shifts
from tests.stories.visitor import Shop, book, fill, local, statuses, title

EVENT = "consultation"


def details(shop: Shop, days: int, **query: str) -> tuple[str, str]:
    """Return a free start and the address of its details."""
    start = shop.free(EVENT, days=days)[0]
    return start, shop.url(EVENT, "details", start=start, **query)


def test_finding_out_the_zone_leaves_the_form_alone(shop: Shop, page: Page) -> None:
    """Who follows a link to the form and types before the script has found out the zone keeps it, and is booked."""
    start, address = details(shop, 31)
    page.goto(address)
    fill(page, "Ada", "ada@example.com")
    page.get_by_role("button", name="Book this time").click()
    title(page, "You are booked")
    assert shop.booking(page)["start"] == start


def test_switching_zone_or_clock_keeps_the_form(shop: Shop, page: Page) -> None:
    """Who looks at the time on another clock in the last step does not type again."""
    _, address = details(shop, 32, tz="Europe/Berlin")
    page.goto(address)
    fill(page, "Ada", "ada@example.com", "A question")
    page.get_by_text("24 h", exact=True).click()
    expect(page.locator(".event-summary-time")).not_to_contain_text("M")
    expect(page.get_by_label("Name")).to_have_value("Ada")
    expect(page.get_by_label("Notes")).to_have_value("A question")


def test_the_loser_of_a_race_does_not_type_again(shop: Shop, page: Page) -> None:
    """Name, email and notes are there when the loser takes one of the next times."""
    start, address = details(shop, 38, tz="Europe/Berlin")
    page.goto(address)
    fill(page, "Ada", "ada@example.com", "A question")
    shop.taken(EVENT, start)
    page.get_by_role("button", name="Book this time").click()
    title(page, "This time has just been taken")
    page.locator(".notice-option").first.click()
    expect(page.get_by_label("Name")).to_have_value("Ada")
    expect(page.get_by_label("Notes")).to_have_value("A question")


def test_the_address_of_a_refusal_can_be_opened(shop: Shop, page: Page) -> None:
    """Who opens the address that the browser shows after a refused form gets a page of the shop, no technical one."""
    start, address = details(shop, 45, tz="Europe/Berlin")
    page.goto(address)
    fill(page, "Ada", "ada@example.com")
    shop.taken(EVENT, start)
    page.get_by_role("button", name="Book this time").click()
    title(page, "This time has just been taken")
    answer = page.goto(page.url)
    assert answer is not None
    assert (answer.status, page.locator(".page-frame").count()) == (409, 1)


def test_back_leads_to_a_refused_restore_again(shop: Shop, page: Page) -> None:
    """Who goes on from the refusal and then back gets a page of the shop, no technical one."""
    start, _ = details(shop, 46)
    book(page, shop, EVENT, start)
    page.locator("#booking-details-cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel booking").click()
    title(page, "Your booking is cancelled")
    shop.taken(EVENT, start)
    page.get_by_role("button", name="Restore").click()
    title(page, "The time has been taken meanwhile")
    page.locator(".notice-option").first.click()
    expect(page.get_by_role("form", name="Your details")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("form", name="Your details")).to_have_count(0)
    expect(page.locator(".page-frame")).to_have_count(1)


def test_notes_may_be_as_long_as_the_page_says(shop: Shop, page: Page) -> None:
    """4,000 characters are taken however many of them end a line, as the script counts them while one types."""
    _, address = details(shop, 52, tz="Europe/Berlin")
    page.goto(address)
    fill(page, "Ada", "ada@example.com", "line\n" * 800)
    answered = statuses(page)
    page.get_by_role("button", name="Book this time").click()
    title(page, "You are booked")
    assert answered == [303]


def test_the_chosen_day_is_announced_with_its_times(shop: Shop, page: Page) -> None:
    """Who chooses a day and keeps the focus there hears which day it is and how many times are free."""
    start = shop.free(EVENT, days=53)[0]
    day = local(start)
    page.goto(shop.url(EVENT, tz="Europe/Berlin", month=f"{day:%Y-%m}"))
    page.locator(f"#month-calendar-{day.date()}").click()
    expect(page.get_by_role("status")).to_contain_text(f"{day:%A, %B} {day.day}")
    expect(page.get_by_role("status")).to_contain_text("times")


def test_an_hour_that_comes_twice_is_told_apart(shop: Shop, browser: Browser) -> None:
    """Two times with one reading, on the day a clock is put back, have names that differ."""
    zone = "Pacific/Auckland"
    day = next(day for day, by in shifts(zone) if by.total_seconds() < 0)
    with browser.opened(locale="en-GB", timezone_id=zone) as page:
        page.goto(shop.url(CLASS, day=str(day), tz=zone))
        names = page.locator(".slot-list-time").all_inner_texts()
        assert len(names) == len(set(names))
