"""Two visitors want one time: one has it, the other is told kindly and finds the next."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import Browser
from tests.stories.visitor import BERLIN, Shop, choose, fill, focused, local, statuses, title

TAKEN = "This time has just been taken"


def arrive(page: Page, shop: Shop, start: str, name: str) -> None:
    """Go as far as the filled form."""
    page.goto(shop.url("consultation", tz="Europe/Berlin"))
    choose(page, start)
    fill(page, name, f"{name.lower()}@example.com", f"{name}'s question")


def options(page: Page) -> list[str]:
    """Return the offered starts."""
    offered: list[str] = page.locator(".notice-options time").evaluate_all("all => all.map(one => one.dateTime)")
    return offered


def test_one_is_booked_and_the_other_takes_the_next(shop: Shop, browser: Browser) -> None:
    """Both submit at once; the loser reads what happened and when else there is time, and is booked then."""
    start = shop.free("consultation", days=30)[0]
    with browser.opened(**BERLIN) as first:
        second = first.context.new_page()
        pages = {"Ada": first, "Grace": second}
        answered = {name: statuses(page) for name, page in pages.items()}
        for name, page in pages.items():
            arrive(page, shop, start, name)
        for page in pages.values():
            page.get_by_role("button", name="Book this time").click()
        for page in pages.values():
            expect(page.get_by_role("heading", level=1)).not_to_have_text("Consultation")
        won, lost = sorted(pages, key=lambda name: answered[name])
        assert (answered[won], answered[lost]) == ([303], [409])
        title(pages[won], "You are booked")

        loser = pages[lost]
        title(loser, TAKEN)
        expect(loser.get_by_role("region", name=TAKEN)).to_contain_text("Nothing has been booked for you yet")
        expect(loser.get_by_role("region", name=TAKEN)).to_contain_text("Consultation")
        assert focused(loser) == "notice-title"
        assert options(loser) == shop.next_three("consultation", start)
        expect(loser.locator(".notice-options")).to_contain_text(f"{local(options(loser)[0]):%A}")
        wanted = options(loser)[1]
        loser.locator(".notice-option").nth(1).click()
        fill(loser, lost, f"{lost.lower()}@example.com")
        loser.get_by_role("button", name="Book this time").click()
        title(loser, "You are booked")
        assert shop.booking(loser)["start"] == wanted
        assert shop.booking(pages[won])["start"] == start


def test_who_comes_late_is_told_before_typing(shop: Shop, page: Page) -> None:
    """A time taken while somebody looks at the list is refused when chosen, with the way back to the same day."""
    start = shop.free("consultation", days=37)[0]
    page.goto(shop.url("consultation", tz="Europe/Berlin", day=str(local(start).date())))
    shop.taken("consultation", start)
    page.locator(f'.slot-list-time:has(time[datetime="{start}"])').click()
    title(page, TAKEN)
    assert options(page) == shop.next_three("consultation", start)
    page.get_by_role("link", name="Choose another time").click()
    expect(page.get_by_role("gridcell", selected=True)).to_contain_text(f"{local(start):%A}")
    expect(page.locator(f'time[datetime="{start}"]')).to_have_count(0)


def test_without_scripts_the_loser_is_told_the_same(shop: Shop, browser: Browser) -> None:
    """The answer to the form is the page that says so, with status 409 and three links that lead on."""
    start = shop.free("consultation", days=44)[0]
    with browser.opened(java_script_enabled=False, **BERLIN) as page:
        arrive(page, shop, start, "Ada")
        shop.taken("consultation", start)
        answered = statuses(page)
        page.get_by_role("button", name="Book this time").click()
        title(page, TAKEN)
        assert answered == [409]
        wanted = options(page)[0]
        page.locator(".notice-option").first.click()
        expect(page.locator(f'.event-summary time[datetime="{wanted}"]')).to_be_visible()
        expect(page.get_by_role("form", name="Your details")).to_be_visible()
