"""What a screen reader is given: roles, names and states of the pages, as the browser computes them."""

from __future__ import annotations

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.stories.visitor import Shop, book, choose, local, title


def tree(page: Page) -> str:
    """Return the page's accessibility tree, without addresses."""
    lines = page.locator("body").aria_snapshot().splitlines()
    return "\n".join(line.strip() for line in lines if "/url:" not in line)


def holds(page: Page, *lines: str) -> None:
    """Hold that the tree has these lines, in this order."""
    rest = tree(page)
    for line in lines:
        before, found, rest = rest.partition(line)
        assert found, f"{line!r} is not (after the lines before it) in:\n{before}"


def test_the_list_and_the_calendar(shop: Shop, page: Page) -> None:
    """Landmarks, headings by level, and a grid whose cells say date, state and choice."""
    page.goto(shop.url())
    holds(
        page,
        '- link "Skip to content"',
        "- banner:",
        '- navigation "Language"',
        "- main:",
        '- heading "Book a time" [level=1]',
        '- heading "Consultation" [level=2]',
        '- link "Consultation"',
    )
    start = shop.free("consultation", days=25)[0]
    day = local(start)
    page.goto(shop.url("consultation", tz="Europe/Berlin", day=str(day.date())))
    name = f"{day:%A, %B} {day.day}"
    count = len(shop.on("consultation", day.date(), "Europe/Berlin"))
    cell = f'"{name}, {count} time{"s" if count > 1 else ""} free"'
    holds(
        page,
        '- heading "Consultation" [level=1]',
        '- term: "Duration:"',
        "- definition: 60 minutes",
        f'- heading "{day:%B %Y}" [level=2]',
        f'- grid "{day:%B %Y}"',
        '- columnheader "Monday"',
        '- columnheader "Sunday"',
        f"- gridcell {cell} [selected]",
        f"- link {cell}",
        f'- region "{name}"',
        f'- heading "{name}" [level=2]',
        '- list "',
        '- combobox "Time zone"',
        '- option "Berlin (Central European Time)" [selected]',
        '- group "Clock"',
        '- radio "12 h, with am and pm" [checked]',
    )
    expect(page.get_by_role("gridcell", selected=True)).to_have_count(1)


def test_today_and_days_that_are_over(shop: Shop, page: Page) -> None:
    """Exactly today is the current date; days that are over or of another month are disabled."""
    page.goto(shop.url("consultation", tz="UTC", month=f"{datetime.now(UTC):%Y-%m}"))
    current = page.locator("[aria-current=date]")
    expect(current).to_have_count(1)
    today = datetime.now(UTC).date()
    assert current.get_attribute("data-date") == str(today)
    states = page.locator("td").evaluate_all(
        "all => all.map(one => [one.firstElementChild.dataset.date ?? '', one.ariaDisabled])"
    )
    assert {disabled for day, disabled in states if not day or day < str(today)} <= {"true"}
    assert {disabled for day, disabled in states if day >= str(today)} == {"false"}
    assert len(states) % 7 == 0


def test_a_change_of_page_is_announced(shop: Shop, page: Page) -> None:
    """Who turns a leaf hears the new month; who goes on hears the next page's title."""
    start = shop.free("consultation", days=26)[0]
    page.goto(shop.url("consultation", tz="Europe/Berlin"))
    month = page.locator("#month-calendar-title")
    before = month.inner_text()
    page.locator("#month-calendar-next").click()
    expect(month).not_to_have_text(before)
    expect(page.get_by_role("status")).to_have_text(month.inner_text())
    page.goto(shop.url("consultation", tz="Europe/Berlin", day=str(local(start).date())))
    choose(page, start)
    expect(page.get_by_role("form", name="Your details")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Consultation - demo")


def test_the_form_the_dialog_and_the_refusal(shop: Shop, page: Page) -> None:
    """Fields have names, wrong ones are invalid, the dialog and the alert have names and hold what matters."""
    start = shop.free("consultation", days=27)[0]
    page.goto(shop.url("consultation", "details", tz="Europe/Berlin", start=start))
    holds(page, '- form "Your details"', '- textbox "Name"', '- textbox "Email"', '- button "Book this time"')
    page.get_by_role("button", name="Book this time").click()
    holds(page, '- textbox "Name" [invalid]', "- paragraph: Please enter your name.", '- textbox "Email" [invalid]')

    book(page, shop, "consultation", start)
    holds(page, '- article "You are booked"', '- heading "You are booked" [level=1]', '- term: "When:"')
    page.locator("#booking-details-cancel").click()
    holds(
        page,
        '- dialog "Cancel this booking?"',
        '- heading "Cancel this booking?" [level=2]',
        '- textbox "Reason (optional)"',
        '- button "Cancel booking"',
        '- link "Keep it"',
    )
    page.goto(shop.url("consultation", "details", tz="Europe/Berlin", start=start))
    title(page, "This time has just been taken")
    holds(
        page,
        '- region "This time has just been taken"',
        '- heading "This time has just been taken" [level=1]',
        '- heading "The next free times" [level=2]',
        '- list "The next free times"',
        '- link "Choose another time"',
    )
