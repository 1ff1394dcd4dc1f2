"""A visitor without a mouse books, and cancels in the dialog: where the focus is after each key."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.stories.visitor import Shop, attributes, book, detected, focused, local, title

# What has the focus, or its label, is in sight, is not covered, and has a ring of 2 pixels or more.
_SEEN = """() => {
  const one = document.activeElement;
  const face = one.type === "radio" ? one.closest("label") : one;
  const box = face.getBoundingClientRect();
  const middle = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, innerHeight) / 2);
  const ring = [face, ...face.querySelectorAll("*")].map((each) => getComputedStyle(each))
    .some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const sight = box.width > 0 && !!middle && (face.contains(middle) || middle.contains(face));
  return { ring, sight };
}"""


@dataclass(frozen=True)
class Keyboard:
    """Keys pressed on a page, one at a time."""

    page: Page

    def press(self, *keys: str) -> str:
        """Press keys and return what has the focus then, which shows that it has."""
        for key in keys:
            self.page.keyboard.press(key)
        self.shows_focus()
        return focused(self.page)

    def shows_focus(self) -> None:
        """Hold that one sees where the focus is."""
        seen = self.page.evaluate(_SEEN)
        assert seen["ring"], (focused(self.page), seen)
        assert seen["sight"], (focused(self.page), seen)

    def stops(self, key: str = "Tab") -> list[str]:
        """Press Tab until the page's end and return where it stopped."""
        found: list[str] = []
        while len(found) < 100:
            self.page.keyboard.press(key)
            if self.page.evaluate("document.activeElement === document.body || !document.hasFocus()"):
                return found
            stop = focused(self.page)
            if found and stop == found[0]:
                return found
            self.shows_focus()
            found.append(stop)
        raise AssertionError(f"Tab finds no end: {found}")

    def until(self, name: str) -> None:
        """Press Tab until something is reached."""
        for _ in range(60):
            if self.press("Tab") == name:
                return
        raise AssertionError(f"Tab does not reach {name}")

    def day(self, day: date) -> None:
        """Hold that a day has the focus and is the grid's only stop."""
        expect(self.page.locator(f"#month-calendar-{day}")).to_be_focused()
        self.shows_focus()
        assert self.page.locator("[data-date][tabindex='0']").evaluate_all("all => all.map(one => one.id)") == [
            f"month-calendar-{day}"
        ]


def a_month_on(day: date, step: int) -> date:
    """Return the day of the same number in the month after or before, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def test_book_with_keys_alone(shop: Shop, page: Page) -> None:
    """From the skip link to the confirmation, with the focus where one reads on after each change of page."""
    start = shop.free("intro-call", days=33)[0]
    keyboard = Keyboard(page)
    page.goto(shop.url())
    assert keyboard.press("Tab") == "Skip to content"
    page.keyboard.press("Enter")
    assert focused(page) == "main"
    keyboard.until("Introduction call")
    page.keyboard.press("Enter")
    detected(page, "Europe/Berlin")
    expect(page.locator("#event-summary-title")).to_be_focused()

    assert keyboard.press("Tab") == "month-calendar-next"
    keyboard.press("Tab")
    here, there = local(shop.free("intro-call", days=0)[0]).date(), local(start).date()
    keyboard.day(today := date.fromisoformat(focused(page).removeprefix("month-calendar-")))
    assert today <= here
    weeks, days = divmod((there - today).days, 7)
    for key, step, times in (("ArrowDown", 7, weeks), ("ArrowRight", 1, days)):
        for _ in range(times):
            page.keyboard.press(key)
            keyboard.day(today := today + timedelta(days=step))
    page.keyboard.press("Enter")
    expect(page.get_by_role("gridcell", selected=True)).to_contain_text(str(there.day))
    keyboard.day(there)
    first = page.locator(".slot-list-time").first
    assert keyboard.press("Tab") == first.inner_text()
    expect(first).to_be_focused()
    while page.evaluate("document.activeElement.querySelector('time').dateTime") != start:
        keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("form", name="Your details")).to_be_visible()
    expect(page.locator("#event-summary-title")).to_be_focused()
    for field, typed in (("name", "Ada"), ("email", "ada@example.com"), ("notes", "No mouse")):
        assert keyboard.press("Tab") == f"booking-form-{field}"
        page.keyboard.type(typed)
    assert keyboard.press("Tab") == "booking-form-submit"
    page.keyboard.press("Enter")
    title(page, "You are booked")
    expect(page.locator("#booking-details-title")).to_be_focused()
    assert shop.booking(page)["notes"] == "No mouse"


def test_the_grid_follows_the_date_grid_pattern(shop: Shop, page: Page) -> None:
    """Arrows, Home, End, PageUp and PageDown go where the pattern says, across months; Space chooses."""
    start = shop.free("intro-call", days=40)[0]
    day = local(start).date()
    keyboard = Keyboard(page)
    page.goto(shop.url("intro-call", tz="Europe/Berlin", day=str(day)))
    keyboard.until(f"month-calendar-{day}")
    monday = timedelta(days=day.weekday())
    week = [
        ("Home", day - monday),
        ("End", day - monday + timedelta(days=6)),
        ("ArrowLeft", day - monday + timedelta(days=5)),
        ("ArrowUp", day - monday - timedelta(days=2)),
        ("ArrowDown", day - monday + timedelta(days=5)),
    ]
    for key, wanted in week:
        page.keyboard.press(key)
        keyboard.day(wanted)
    page.keyboard.press("PageDown")
    keyboard.day(later := a_month_on(week[-1][1], 1))
    page.keyboard.press("PageUp")
    keyboard.day(day := a_month_on(later, -1))
    page.keyboard.press("Space")
    expect(page.get_by_role("gridcell", selected=True)).to_contain_text(str(day.day))
    keyboard.day(day)


def test_tab_walks_through_every_page_and_out_of_it(shop: Shop, page: Page) -> None:
    """The list, the calendar, the form and the confirmation hold nobody; backwards are the same stops."""
    start = shop.free("consultation", days=12)[0]
    zone = "Europe/Berlin"
    pages = (
        shop.url(),
        shop.url("consultation", tz=zone, day=str(local(start).date())),
        shop.url("consultation", "details", tz=zone, start=start),
    )
    keyboard = Keyboard(page)
    for address in pages:
        page.goto(address)
        forwards = keyboard.stops()
        assert forwards[0] == "Skip to content"
        assert len(forwards) > 6
        page.goto(address)
        assert keyboard.stops("Shift+Tab")[::-1] == forwards
    assert forwards[-2:] == ["view-switch-zone", "view-switch-clock-12"]


def test_the_dialog_keeps_the_focus_and_gives_it_back(shop: Shop, page: Page) -> None:
    """Enter opens it and moves the focus in, Tab stays inside, Escape and "Keep it" return it to the link."""
    book(page, shop, "intro-call", shop.free("intro-call", days=13)[0])
    link, dialog = page.locator("#booking-details-cancel"), page.get_by_role("dialog", name="Cancel this booking?")
    keyboard = Keyboard(page)
    keyboard.until("booking-details-cancel")
    assert attributes(page, "#booking-details-cancel", "aria-haspopup") == {"aria-haspopup": "dialog"}
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(page.locator("#cancel-form-title")).to_be_focused()
    stops = []
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement !== document.body"):  # between rounds the browser's own bar has it
            keyboard.shows_focus()
            stops.append(focused(page))
    assert set(stops) == {"cancel-form-reason", "cancel-form-submit", "cancel-form-keep", "booking-details-close"}
    assert stops[:4] == stops[4:8]
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()

    page.keyboard.press("Enter")
    keyboard.until("cancel-form-keep")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    assert shop.booking(page)["status"] == "confirmed"


def test_cancel_and_restore_with_keys_alone(shop: Shop, page: Page) -> None:
    """The heading that says what was done has the focus each time."""
    book(page, shop, "intro-call", shop.free("intro-call", days=14)[0])
    keyboard = Keyboard(page)
    keyboard.until("booking-details-cancel")
    page.keyboard.press("Enter")
    assert keyboard.press("Tab") == "cancel-form-reason"
    page.keyboard.type("Ill")
    assert keyboard.press("Tab") == "cancel-form-submit"
    page.keyboard.press("Space")
    title(page, "Your booking is cancelled")
    expect(page.locator("#booking-details-title")).to_be_focused()
    assert shop.booking(page)["cancellation_reason"] == "Ill"
    assert keyboard.press("Tab") == "booking-details-restore"
    page.keyboard.press("Enter")
    title(page, "Your booking is restored")
    expect(page.locator("#booking-details-title")).to_be_focused()
    assert shop.booking(page)["status"] == "confirmed"
