"""A visitor cancels in the dialog, restores, and moves, while others want the same time."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.stories.visitor import Shop, book, choose, local, statuses, title

EVENT = "consultation"


def cancel(page: Page, reason: str = "") -> None:
    """Cancel in the dialog."""
    page.locator("#booking-details-cancel").click()
    dialog = page.get_by_role("dialog", name="Cancel this booking?")
    dialog.get_by_label("Reason").fill(reason)
    dialog.get_by_role("button", name="Cancel booking").click()
    title(page, "Your booking is cancelled")


def test_cancel_and_restore(shop: Shop, page: Page) -> None:
    """Whoever keeps the booking has it still; a cancelled one's time is free for others until it is restored."""
    start = shop.free(EVENT, days=51)[0]
    book(page, shop, EVENT, start)
    page.locator("#booking-details-cancel").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{local(start):%A, %B} {local(start).day}, {local(start).year}")
    dialog.get_by_role("link", name="Keep it").click()
    expect(dialog).to_be_hidden()
    assert shop.booking(page)["status"] == "confirmed"
    assert start not in shop.free(EVENT, days=51)

    cancel(page, "A cold")
    expect(page.locator("main")).to_contain_text("A cold")
    assert (shop.booking(page)["status"], shop.booking(page)["cancellation_reason"]) == ("cancelled", "A cold")
    assert start in shop.free(EVENT, days=51)
    page.get_by_role("button", name="Restore").click()
    title(page, "Your booking is restored")
    expect(page.get_by_role("button", name="Restore")).to_have_count(0)
    assert shop.booking(page)["status"] == "confirmed"
    assert start not in shop.free(EVENT, days=51)


def test_a_cancelled_time_that_somebody_took(shop: Shop, page: Page) -> None:
    """Restoring is refused kindly, with the next times and the way back to the booking, which stays cancelled."""
    start = shop.free(EVENT, days=58)[0]
    book(page, shop, EVENT, start)
    cancel(page)
    shop.taken(EVENT, start)
    answered = statuses(page)
    page.get_by_role("button", name="Restore").click()
    title(page, "The time has been taken meanwhile")
    assert answered == [409]
    offered = page.locator(".notice-options time").evaluate_all("all => all.map(one => one.dateTime)")
    assert offered == shop.next_three(EVENT, start)
    page.locator("#notice-back").click()
    expect(page.locator("main")).to_contain_text("Cancelled")
    assert shop.booking(page)["status"] == "cancelled"
    page.get_by_role("button", name="Restore").click()
    page.locator(".notice-option").first.click()
    expect(page.locator(f'.event-summary time[datetime="{offered[0]}"]')).to_be_visible()
    expect(page.get_by_role("form", name="Your details")).to_be_visible()


def test_move(shop: Shop, page: Page) -> None:
    """The calendar says what is being moved, the question shows both times, and the old one is free afterwards."""
    start, other = shop.free(EVENT, days=65)[0], shop.free(EVENT, days=72)[0]
    book(page, shop, EVENT, start)
    page.get_by_role("link", name="Move").click()
    expect(page.locator(".event-summary")).to_contain_text("Moving your booking")
    choose(page, other)
    question = page.get_by_role("form", name="Move your booking?")
    expect(question).to_be_visible()
    shown = question.locator("time").evaluate_all("all => all.map(one => one.dateTime)")
    assert (shown[0], shown[2]) == (start, other)
    question.get_by_role("button", name="Move").click()
    title(page, "Your booking has moved")
    assert shop.booking(page)["start"] == other
    assert start in shop.free(EVENT, days=65)
    assert other not in shop.free(EVENT, days=72)


def test_move_to_a_time_that_somebody_took(shop: Shop, page: Page) -> None:
    """Moving is refused kindly, and one of the next times moves the same booking."""
    start, other = shop.free(EVENT, days=66)[0], shop.free(EVENT, days=73)[0]
    book(page, shop, EVENT, start)
    before = shop.booking(page)
    page.get_by_role("link", name="Move").click()
    choose(page, other)
    question = page.get_by_role("form", name="Move your booking?")
    expect(question).to_be_visible()
    shop.taken(EVENT, other)
    question.get_by_role("button", name="Move").click()
    title(page, "This time has just been taken")
    page.locator(".notice-option").first.click()
    page.get_by_role("button", name="Move").click()
    title(page, "Your booking has moved")
    assert shop.booking(page)["id"] == before["id"]


def test_what_was_done_elsewhere_meanwhile(shop: Shop, page: Page) -> None:
    """A form of a page that no longer holds leads to the booking as it stands."""
    book(page, shop, EVENT, shop.free(EVENT, days=50)[0])
    stale = page.context.new_page()
    stale.goto(page.url)
    cancel(page)
    stale.locator("#booking-details-cancel").click()
    stale.get_by_role("dialog").get_by_role("button", name="Cancel booking").click()
    title(stale, "This booking has changed meanwhile")
    stale.get_by_role("link", name="Look at the booking").click()
    expect(stale.get_by_role("button", name="Restore")).to_be_visible()
