"""A visitor meets a day on which nothing is free, and learns why and when else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Browser
from tests.stories.visitor import Shop, shown_times

NEW_YORK = "America/New_York"
WORDS = {
    "en-US": (
        ("Nothing is free on this day.", "Why?", "Next free day"),
        ("Already booked.", "The gaps that are left are too short."),
        ("9:00 AM \u2013 12:30 PM", "1:30 PM \u2013 3:00 PM", "3:00 PM \u2013 3:45 PM", "3:45 PM \u2013 5:30 PM"),
        "No bookings are taken at this time.",
    ),
    "de-DE": (
        ("An diesem Tag ist nichts frei.", "Warum?", "Nächster freier Tag"),
        ("Schon belegt.", "Die verbleibenden Lücken sind zu kurz."),
        ("09:00 \u2013 12:30", "13:30 \u2013 15:00", "15:00 \u2013 15:45", "15:45 \u2013 17:30"),
        "Zu dieser Zeit werden keine Termine angeboten.",
    ),
}


def full_tuesday() -> date:
    """Return the Tuesday of next week, which Margaret has given away but for 45 minutes."""
    today = datetime.now(UTC).date()
    return today - timedelta(days=today.weekday()) + timedelta(days=8)


def reasons(page: Page) -> list[list[str]]:
    """Return what is in the way, as lines of words and details."""
    return [text.splitlines() for text in page.locator(".slot-list-reason").all_inner_texts()]


@pytest.mark.parametrize("locale", WORDS)
def test_a_full_day_says_why_and_leads_on(shop: Shop, browser: Browser, locale: str) -> None:
    """Each stretch of the day has its reason, whom it is about, and when; the next free day is one click away."""
    (nothing, why, onward), (booked, gaps), stretches, closed = WORDS[locale]
    day = full_tuesday()
    with browser.opened(locale=locale, timezone_id=NEW_YORK) as page:
        page.goto(shop.url("mentoring", day=str(day), tz=NEW_YORK))
        times = page.locator("#times")
        expect(times).to_contain_text(nothing)
        expect(times.locator("summary")).to_have_text(why)
        told = [booked, booked, gaps, booked]
        assert reasons(page) == [
            [words, f"Margaret Hamilton, {stretch}"] for words, stretch in zip(told, stretches, strict=True)
        ]
        assert page.locator(f"#month-calendar-{day}").get_attribute("data-state") == "none"

        page.get_by_role("link", name=onward).click()
        free = shop.on("mentoring", day + timedelta(days=1), NEW_YORK)
        expect(page.locator(f'time[datetime="{free[0]}"]')).to_be_visible()
        assert list(shown_times(page)) == free
        expect(page.get_by_role("gridcell", selected=True)).to_contain_text(str((day + timedelta(days=1)).day))

        page.goto(shop.url("mentoring", day=str(day + timedelta(days=5)), tz=NEW_YORK))
        assert reasons(page)[0][0] == closed


def test_today_and_the_far_future_say_why(shop: Shop, page: Page) -> None:
    """Too short a notice, and days that cannot be booked yet, have words of their own."""
    today = datetime.now(UTC).date()
    page.goto(shop.url("mentoring", day=str(today), tz="UTC"))
    assert ["This is too short notice."] in [lines[:1] for lines in reasons(page)]
    last = (datetime.now(UTC) + timedelta(days=91)).date()
    page.goto(shop.url("mentoring", month=f"{last:%Y-%m}", tz="UTC"))
    later = page.locator(f"#month-calendar-{last}")
    if later.count():  # else that day is in a month that the calendar does not show
        later.click()
        expect(page.locator("#times")).to_contain_text("This is too far ahead to book yet.")
        expect(page.locator("#times")).to_contain_text("No later day is free at the moment.")
    else:
        expect(page.locator("#month-calendar-next")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "says", "onward"),
    [
        ("book/demo/nothing", "We cannot find this", "See what can be booked"),
        ("book/nobody", "There is no calendar here", None),
        ("booked/demo/0190c7f0-0000-7000-8000-000000000000", "We cannot find this booking", "See what can be booked"),
    ],
)
def test_addresses_that_lead_nowhere(shop: Shop, page: Page, path: str, says: str, onward: str | None) -> None:
    """A wrong address is answered with 404, what is missing, and a way on where there is one."""
    answer = page.goto(f"{shop.address}/{path}")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("region", name=says)).to_be_visible()
    if onward:
        page.get_by_role("link", name=onward).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Book a time")
