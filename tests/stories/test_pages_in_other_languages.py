"""A German visitor reads German all the way; who speaks what we do not is answered in English."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Browser
from tests.stories.visitor import Shop, choose, detected, local, shown_times, title

DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


def language(page: Page) -> tuple[str, str]:
    """Return the document's language and direction."""
    read: list[str] = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    return read[0], read[1]


def test_the_whole_way_in_german(shop: Shop, browser: Browser) -> None:
    """Words, dates, plurals and 24 hours are German on every page, though no address asks for it."""
    start = shop.free("consultation", days=20)[0]
    moment = local(start)
    day = f"{DAYS[moment.weekday()]}, {moment.day}. {MONTHS[moment.month - 1]}"
    with browser.opened(locale="de-DE", timezone_id="Europe/Berlin") as page:
        page.goto(shop.url())
        title(page, "Termin buchen")
        expect(page.locator("main")).to_contain_text("60 Minuten mit Ada Lovelace")
        page.get_by_role("link", name="Consultation").click()
        detected(page, "Europe/Berlin")
        assert language(page) == ("de", "ltr")
        assert page.get_by_role("columnheader").first.inner_text().split() == ["Mo.", "Montag"]
        choose(page, start)
        expect(page.get_by_role("form", name="Ihre Angaben")).to_be_visible()
        expect(page.locator(".event-summary-date")).to_have_text(f"{day} {moment.year}")
        expect(page.locator(".event-summary-zone")).to_have_text("Berlin (Mitteleuropäische Zeit)")
        page.go_back()
        expect(page.locator("#slot-list-title")).to_have_text(day)
        assert shown_times(page)[start] == f"{moment:%H:%M}"
        count = len(shown_times(page))
        expect(page.locator(f"#month-calendar-{moment.date()}")).to_contain_text(f"{day}, {count} Zeit")
        page.go_forward()
        page.get_by_role("button", name="Termin buchen").click()
        expect(page.get_by_label("Name")).to_have_accessible_description("Bitte geben Sie Ihren Namen an.")
        page.get_by_label("Name").fill("Jürgen Groß")
        page.get_by_label("E-Mail").fill("juergen@example.com")
        page.get_by_role("button", name="Termin buchen").click()
        title(page, "Ihr Termin ist gebucht")
        page.get_by_role("link", name="Absagen").click()
        page.get_by_role("dialog", name="Diesen Termin absagen?").get_by_role("button", name="Termin absagen").click()
        title(page, "Ihr Termin ist abgesagt")
        page.get_by_role("button", name="Wiederherstellen").click()
        title(page, "Ihr Termin ist wiederhergestellt")
        assert language(page) == ("de", "ltr")
        assert shop.booking(page)["attendee"]["name"] == "Jürgen Groß"


def test_the_language_is_switched_in_place(shop: Shop, page: Page) -> None:
    """The other language shows the same day, on its own habit of 12 or 24 hours, and stays on the way."""
    start = shop.free("consultation", days=21)[0]
    page.goto(shop.url("consultation", tz="Europe/Berlin", day=str(local(start).date())))
    page.get_by_role("link", name="Deutsch").click()
    expect(page.locator(f'time[datetime="{start}"]')).to_have_text(f"{local(start):%H:%M}")
    assert language(page) == ("de", "ltr")
    expect(page.get_by_role("link", name="Deutsch")).to_have_attribute("aria-current", "true")
    page.locator(f'.slot-list-time:has(time[datetime="{start}"])').click()
    expect(page.get_by_role("form", name="Ihre Angaben")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("form", name="Your details")).to_be_visible()
    assert language(page) == ("en", "ltr")


@pytest.mark.parametrize(("locale", "zone"), [("ar-EG", "Africa/Cairo"), ("he-IL", "Asia/Jerusalem")])
def test_languages_we_do_not_speak(shop: Shop, browser: Browser, locale: str, zone: str) -> None:
    """Who asks for a language written from right to left gets English from left to right, in their zone."""
    with browser.opened(locale=locale, timezone_id=zone) as page:
        for asked in ({}, {"lang": locale}):
            page.goto(shop.url("consultation", **asked))
            detected(page, zone)
            assert language(page) == ("en", "ltr")
            assert page.evaluate("getComputedStyle(document.querySelector('main')).direction") == "ltr"
            expect(page.locator("#slot-list-title")).to_have_text("Choose a day")
        assert re.search("[\u0590-\u06ff]", page.locator("body").inner_text()) is None
