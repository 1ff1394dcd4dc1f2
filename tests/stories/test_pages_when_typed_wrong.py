"""A visitor types too little or too much: what was typed stays, and what is wrong is said where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Browser
from tests.stories.visitor import BERLIN, Shop, attributes, fill, focused, statuses, title

EVENT = "group-class"  # the one that asks for seats, too


def wrong(page: Page) -> dict[str, str]:
    """Return the ids of the fields marked as wrong, with all that describes them."""
    ids = page.locator("[aria-invalid=true]").evaluate_all("all => all.map(one => one.id)")
    words = "one => one.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id))"
    shown = f"({words})(one).filter(each => !each.hidden).map(each => each.innerText.trim()).join(' ')"
    return {each: page.locator(f"#{each}").evaluate(f"one => {shown}") for each in ids}


def test_the_server_keeps_what_was_typed_and_says_what_is_wrong(shop: Shop, browser: Browser) -> None:
    """Without scripts the page comes back with status 422, its summary focused, each error tied to its field."""
    start = shop.free(EVENT, days=5)[0]
    with browser.opened(java_script_enabled=False, **BERLIN) as page:
        page.goto(shop.url(EVENT, "details", start=start, tz="Europe/Berlin"))
        answered = statuses(page)
        fill(page, "  ", "ada@nowhere", "<b>line one</b>\n\nline & two")
        page.get_by_label("Seats").fill("9")
        page.get_by_role("button", name="Book this time").click()
        summary = page.get_by_role("alert")
        expect(summary).to_contain_text("3 entries need another look")
        assert answered == [422]
        expect(summary).to_be_focused()
        assert wrong(page) == {
            "booking-form-name": "Please enter your name.",
            "booking-form-email": "It is shown on your confirmation. We do not send any mail. "
            "Please enter a full address, such as ada@example.org.",
            "booking-form-party": "Up to 8 seats Please choose between 1 and 8 seats.",
        }
        expect(page.get_by_label("Email")).to_have_value("ada@nowhere")
        expect(page.get_by_label("Notes")).to_have_value("<b>line one</b>\n\nline & two")
        expect(page.get_by_label("Seats")).to_have_value("9")
        page.get_by_role("link", name="Seats: ").click()
        assert focused(page) == "booking-form-party"

        page.get_by_label("Name").fill("Ada")
        page.get_by_label("Email").fill("ada@example.com")
        page.get_by_label("Seats").fill("2")
        page.get_by_role("button", name="Book this time").click()
        title(page, "You are booked")
        booking = shop.booking(page)
        assert (booking["party"], booking["attendee"]["name"]) == (2, "Ada")
        assert booking["notes"].splitlines() == ["<b>line one</b>", "", "line & two"]


@pytest.mark.parametrize(("field", "most"), [("name", 200), ("email", 254), ("notes", 4000)])
def test_what_is_too_long_is_kept_whole(shop: Shop, browser: Browser, field: str, most: int) -> None:
    """One character too many is refused with the limit, and nothing is cut off; exactly as many are taken."""
    start = shop.free(EVENT, days=6)[0]
    typed = {"name": "Ada", "email": "ada@example.com", "notes": ""}
    tail = "@example.com" if field == "email" else ""
    typed[field] = "ä" * (most + 1 - len(tail)) + tail
    with browser.opened(java_script_enabled=False, **BERLIN) as page:
        page.goto(shop.url(EVENT, "details", start=start, tz="Europe/Berlin"))
        fill(page, **typed)
        page.get_by_role("button", name="Book this time").click()
        expect(page.get_by_role("alert")).to_contain_text("1 entry needs another look")
        assert f"Please use at most {most:,} characters." in wrong(page)[f"booking-form-{field}"]
        expect(page.locator(f"#booking-form-{field}")).to_have_value(typed[field])
        page.locator(f"#booking-form-{field}").fill(typed[field][1:])
        page.get_by_role("button", name="Book this time").click()
        title(page, "You are booked")


def test_scripts_say_it_while_one_types(shop: Shop, page: Page) -> None:
    """Errors appear when a field is left or the form is sent, before anything goes out; the first has the focus."""
    start = shop.free(EVENT, days=7)[0]
    page.goto(shop.url(EVENT, "details", start=start, tz="Europe/Berlin"))
    answered = statuses(page)
    assert wrong(page) == {}
    page.get_by_label("Email").fill("ada@")
    expect(page.locator("#booking-form-email-error")).to_be_hidden()
    page.get_by_label("Notes").focus()
    expect(page.get_by_label("Email")).to_have_accessible_description(
        "It is shown on your confirmation. We do not send any mail. "
        "Please enter a full address, such as ada@example.org."
    )
    page.get_by_label("Notes").fill("Kept")
    page.get_by_role("button", name="Book this time").click()
    assert list(wrong(page)) == ["booking-form-name", "booking-form-email"]
    assert focused(page) == "booking-form-name"
    assert attributes(page, "#booking-form-name", "aria-invalid", "aria-describedby") == {
        "aria-invalid": "true",
        "aria-describedby": "booking-form-name-error",
    }
    expect(page.get_by_label("Notes")).to_have_value("Kept")
    assert answered == []
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_label("Seats").fill("8")
    page.get_by_role("button", name="Book this time").click()
    title(page, "You are booked")
    assert answered == [303]


def test_the_reason_for_cancelling_is_kept_too(shop: Shop, browser: Browser) -> None:
    """A reason of more than 500 characters comes back whole, marked and focused."""
    start = shop.free(EVENT, days=8)[0]
    with browser.opened(java_script_enabled=False, **BERLIN) as page:
        page.goto(shop.url(EVENT, "details", start=start, tz="Europe/Berlin"))
        fill(page, "Ada", "ada@example.com")
        page.get_by_role("button", name="Book this time").click()
        page.get_by_role("link", name="Cancel").click()
        page.get_by_label("Reason").fill("x" * 501)
        page.get_by_role("button", name="Cancel booking").click()
        assert wrong(page) == {"cancel-form-reason": "Please use at most 500 characters."}
        expect(page.get_by_label("Reason")).to_have_value("x" * 501)
        expect(page.get_by_label("Reason")).to_be_focused()
        page.get_by_label("Reason").fill("x" * 500)
        page.get_by_role("button", name="Cancel booking").click()
        title(page, "Your booking is cancelled")
