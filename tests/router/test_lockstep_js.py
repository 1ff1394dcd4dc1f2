"""The browser's side of pages, in a browser, under the router's own policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import SECONDS, Browser
from tests.router.little_site import Answer, Site, document, served

expect.set_options(timeout=SECONDS * 1000)
TALL = '<div class="tall"></div>' + "<p>line</p>" * 200


@pytest.fixture
def site() -> Iterator[Site]:
    """A site whose front page is /a."""
    with served() as running:
        yield running


def arrive(page: Page, site: Site, body: str, path: str = "/a") -> None:
    """Open a page with this body and mark the window: a new document has no mark."""
    site.get(path, Answer(document("A", body)))
    page.goto(site.address + path)
    page.evaluate("window.mark = 1")


def same_document(page: Page) -> bool:
    """Say whether no new document has begun."""
    return bool(page.evaluate("window.mark === 1"))


def focused(page: Page) -> str:
    """Return the id, else the tag, of what has the focus."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


def test_a_link_changes_the_page_in_place(page: Page, site: Site) -> None:
    """Title, language, address and body are the next page's, its heading has the focus and its title is announced."""
    site.get("/b", Answer(document("Zwei", '<main class="b"><h1>Zwei</h1></main>', lang="de")))
    arrive(page, site, '<h1>Eins</h1><a data-visit href="/b?x=1#y">on</a>')
    page.get_by_role("link").click()
    expect(page).to_have_title("Zwei")
    expect(page).to_have_url(f"{site.address}/b?x=1#y")
    expect(page.get_by_role("status")).to_have_text("Zwei")
    assert page.evaluate("document.documentElement.lang") == "de"
    assert focused(page) == "H1"
    assert page.locator("body").get_attribute("aria-busy") is None
    assert same_document(page)


def test_a_page_is_asked_for_while_the_finger_rests_on_its_link(page: Page, site: Site) -> None:
    """Once, by the press; a link that opens something here instead asks for nothing."""
    site.get("/b", Answer(document("B", "<h1>B</h1>")))
    site.get("/c", Answer(document("C", "<h1>C</h1>")))
    arrive(page, site, '<a data-visit href="/c" aria-haspopup="dialog">open</a> <a data-visit href="/b">on</a>')
    for name in ("open", "on"):
        page.get_by_role("link", name=name).hover()
        page.mouse.down()
        if name == "open":
            page.mouse.move(600, 500)  # let go elsewhere: no click
            page.mouse.up()
    page.wait_for_timeout(500)  # long enough for what must not be asked for
    page.mouse.up()
    expect(page).to_have_title("B")
    assert (site.times("/b"), site.times("/c")) == (1, 0)


def test_a_page_says_what_is_announced(page: Page, site: Site) -> None:
    """The text of [data-announce] goes before the title."""
    site.get("/b", Answer(document("B", "<h1>B</h1><p data-announce> Three days found. </p>")))
    arrive(page, site, '<a data-visit href="/b">on</a>')
    page.get_by_role("link").click()
    expect(page.get_by_role("status")).to_have_text("Three days found.")


def test_focus_and_scroll_stay_with_what_was_used(page: Page, site: Site) -> None:
    """An element of the same id keeps the focus, and the page its scroll."""
    body = TALL + '<a id="more" data-visit href="/a?n=2">more</a>' + TALL
    arrive(page, site, body)
    page.locator("#more").focus()
    page.evaluate("scrollBy(0, 100)")
    before = page.evaluate("scrollY")
    page.locator("#more").press("Enter")
    expect(page).to_have_url(f"{site.address}/a?n=2")
    assert focused(page) == "more"
    assert page.evaluate("scrollY") == before > 0


@pytest.mark.parametrize(
    ("address", "body", "where"),
    [
        ("/b", '<h1>B</h1><p id="f">f</p><input id="field" autofocus>', "field"),
        ("/b#f", '<h1>B</h1><p id="f">f</p>', "f"),
        ("/b#%E0%A4%A", "<h1>B</h1>", "H1"),
        ("/b", "<p>B</p>", "BODY"),
    ],
)
def test_focus_goes_where_the_page_wants_it(page: Page, site: Site, address: str, body: str, where: str) -> None:
    """Autofocus goes before a fragment's target, that before the heading."""
    site.get("/b", Answer(document("B", body)))
    arrive(page, site, f'<a id="gone" data-visit href="{address}">on</a>')
    page.get_by_role("link").click()
    expect(page).to_have_title("B")
    assert focused(page) == where


def test_another_page_begins_at_its_top(page: Page, site: Site) -> None:
    """A link to another path scrolls up, as browsers do."""
    site.get("/b", Answer(document("B", f"<h1>B</h1>{TALL}")))
    arrive(page, site, f'{TALL}<a data-visit href="/b">on</a>')
    page.get_by_role("link").click()
    expect(page).to_have_title("B")
    assert page.evaluate("scrollY") == 0


def test_back_and_forward_restore_page_and_scroll(page: Page, site: Site) -> None:
    """History works as if the documents were new, scroll included, also across fragments."""
    site.get("/b", Answer(document("B", f'<h1>B</h1>{TALL}<p id="f">f</p>{TALL}<a href="#f">to f</a>')))
    arrive(page, site, f'<h1>A</h1>{TALL}<a data-visit href="/b">on</a>{TALL}')
    page.get_by_role("link").focus()
    left_at = page.evaluate("scrollY")
    page.get_by_role("link").press("Enter")
    expect(page).to_have_title("B")
    page.get_by_role("link", name="to f").press("Enter")
    expect(page).to_have_url(f"{site.address}/b#f")
    asked = site.times("/b")
    page.go_back()
    expect(page).to_have_url(f"{site.address}/b")
    assert site.times("/b") == asked
    page.go_back()
    expect(page).to_have_title("A")
    assert page.evaluate("scrollY") == left_at > 0
    page.go_forward()
    expect(page).to_have_title("B")
    assert same_document(page)


def test_a_form_with_get_puts_its_fields_into_the_address(page: Page, site: Site) -> None:
    """The button that was pressed is among them; a field called "action" does no harm."""
    site.get("/find", Answer(document("Found", "<h1>Found</h1>")))
    fields = '<input name="action" value="ä &amp;"><button name="b" value="2">go</button>'
    arrive(page, site, f'<form data-visit action="/find?old=1">{fields}</form>')
    page.get_by_role("button").click()
    expect(page).to_have_url(f"{site.address}/find?action=%C3%A4+%26&b=2")
    assert same_document(page)


def test_a_form_with_post_follows_its_redirect(page: Page, site: Site) -> None:
    """The body is what a browser sends without scripts, and the address that of the page in the end."""
    site.post("/save", Answer(status=303, location="/done?n=1"))
    site.get("/done", Answer(document("Done", "<h1>Done</h1>")))
    fields = '<textarea name="t">a\nb</textarea><button name="b" value="x">save</button>'
    arrive(page, site, f'<form data-visit method="post" action="/save">{fields}</form>')
    page.get_by_role("button").click()
    expect(page).to_have_url(f"{site.address}/done?n=1")
    assert site.bodies("/save") == ["t=a%0D%0Ab&b=x"]
    assert same_document(page)


def test_a_form_that_is_refused_shows_its_page(page: Page, site: Site) -> None:
    """An answer of 422 is shown like any other, without a further entry in the history of the same address."""
    form = '<form data-visit method="post"><input id="n" name="n" value="{}"><button id="b">save</button></form>'
    site.post("/a", Answer(document("Mend it", f"<h1>Mend it</h1>{form.format('kept')}"), 422))
    arrive(page, site, form.format(""))
    entries = page.evaluate("history.length")
    page.locator("#n").fill("kept")
    page.get_by_role("button").click()
    expect(page).to_have_title("Mend it")
    expect(page.locator("#n")).to_have_value("kept")
    assert focused(page) == "b"
    assert page.evaluate("history.length") == entries
    assert same_document(page)


def test_a_form_is_answered_in_other_sheets_without_being_sent_again(page: Page, site: Site) -> None:
    """The server's own error page brings its stylesheet along."""
    site.post("/save", Answer(document("Too late", "<h1>Too late</h1>", sheet="/ui/other.css"), 409))
    arrive(page, site, '<form data-visit method="post" action="/save"><button>save</button></form>')
    page.get_by_role("button").click()
    expect(page).to_have_title("Too late")
    assert "/ui/other.css" in page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--sheet')")
    assert len(site.bodies("/save")) == 1


def test_a_form_is_sent_once_however_often_its_button_is_pressed(page: Page, site: Site) -> None:
    """A second press while the first is on its way does nothing."""
    gate = threading.Event()
    site.post("/save", Answer(document("Saved", "<h1>Saved</h1>"), gate=gate))
    arrive(page, site, '<form data-visit method="post" action="/save"><button>save</button></form>')
    page.get_by_role("button").click()
    page.get_by_role("button").click()
    gate.set()
    expect(page).to_have_title("Saved")
    assert len(site.bodies("/save")) == 1


def test_a_page_with_other_files_starts_a_new_document(page: Page, site: Site) -> None:
    """Stylesheets and scripts of another version or feature are never mixed with these."""
    site.get("/b", Answer(document("B", "<h1>B</h1>", sheet="/ui/other.css")))
    arrive(page, site, '<a data-visit href="/b">on</a>')
    page.get_by_role("link").click()
    expect(page).to_have_title("B")
    assert not same_document(page)


def test_a_file_is_downloaded(page: Page, site: Site) -> None:
    """What is no page is the browser's to keep, and the page stays."""
    site.get("/file", Answer("kept", type="text/x-kept"))
    arrive(page, site, '<h1>A</h1><a data-visit href="/file">file</a>')
    with page.expect_download() as download:
        page.get_by_role("link").click()
    assert download.value.suggested_filename == "file.txt"
    assert same_document(page)


def test_a_newer_visit_ends_an_older(page: Page, site: Site) -> None:
    """An answer that comes after the visitor went elsewhere changes nothing."""
    gate = threading.Event()
    site.get("/slow", Answer(document("Slow", "<h1>Slow</h1>"), gate=gate))
    site.get("/b", Answer(document("B", "<h1>B</h1>")))
    arrive(page, site, '<a data-visit href="/slow">slow</a><a data-visit href="/b">b</a>')
    page.get_by_role("link", name="slow").click()
    expect(page.locator("html")).to_have_class("visiting")
    assert page.locator("body").get_attribute("aria-busy") == "true"
    page.get_by_role("link", name="b").click()
    expect(page).to_have_title("B")
    gate.set()
    page.evaluate("fetch('/b')")  # the server has answered everything before
    expect(page).to_have_title("B")
    assert page.evaluate("document.documentElement.className") == ""


def test_going_back_ends_a_visit(page: Page, site: Site) -> None:
    """A visitor who returns to what is shown still sees it when the answer comes."""
    gate = threading.Event()
    site.get("/slow", Answer(document("Slow", "<h1>Slow</h1>"), gate=gate))
    arrive(page, site, '<h1>A</h1><a href="#f">f</a><a data-visit href="/slow">slow</a><p id="f">f</p>')
    page.get_by_role("link", name="f").click()
    page.get_by_role("link", name="slow").click()
    page.go_back()
    expect(page).to_have_url(f"{site.address}/a")
    expect(page.locator("body")).not_to_have_attribute("aria-busy", "true")
    gate.set()
    page.evaluate("fetch('/ui/sheet.css')")
    expect(page).to_have_title("A")


@pytest.mark.parametrize("method", ["get", "post"])
def test_where_asking_fails_the_browser_navigates(browser: Browser, site: Site, method: str) -> None:
    """A visit that breaks off is made once more without scripts: there comes a page, or the browser's own words."""
    target = Answer(document("B", "<h1>B</h1>"), broken=True)
    site.get("/b", target)
    site.post("/b", target)
    with browser.opened(errors=[]) as page:
        arrive(
            page, site, f'<form data-visit method="{method}" action="/b"><button name="x" value="1">go</button></form>'
        )
        page.get_by_role("button").click()
        expect(page).to_have_title("B")
        assert not same_document(page)
    assert method == "get" or site.bodies("/b")[-1] == "x=1"


def test_behaviours_come_and_go_with_their_elements(page: Page, site: Site) -> None:
    """Each is mounted once, cleaned up before its page leaves, and can visit pages of this server alone."""
    body = '<h1>A</h1><button class="counted" data-to="/b">on</button>'
    site.get("/b", Answer(document("B", '<button class="counted" data-to="https://example.org/">b</button>')))
    arrive(page, site, body)
    page.get_by_role("button").click()
    expect(page).to_have_title("B")
    assert page.evaluate("[window.mounts, window.unmounts]") == [2, 1]
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("not to https://example.org")
    assert same_document(page)


@pytest.mark.parametrize("says", ["December", ""])
def test_behaviours_find_the_focus_where_it_is_and_speak_first(page: Page, site: Site, says: str) -> None:
    """The focus is there before they are mounted, they hear of it too, and what one says goes before the title."""
    body = f'<h1>B</h1><div class="told" data-says="{says}"><a id="on" data-visit href="/b">on</a></div>'
    site.get("/b", Answer(document("B", body)))
    arrive(page, site, body.replace("<h1>B", "<h1>A"))
    page.locator("#on").click()
    expect(page).to_have_title("B")
    expect(page.get_by_role("status")).to_have_text(says or "B")
    assert page.evaluate("[window.there, window.heard]") == ["on", True]


def test_a_broken_behaviour_stands_in_nobodys_way(browser: Browser, site: Site) -> None:
    """Its error is reported, and the others work."""
    errors: list[str] = []
    site.get("/b", Answer(document("B", "<h1>B</h1>")))
    with browser.opened(errors=errors) as page:
        arrive(page, site, '<p class="broken"></p><button class="counted" data-to="/b">on</button>')
        page.get_by_role("button").click()
        expect(page).to_have_title("B")
    assert [error for error in errors if "a broken behaviour" in error]


def test_nothing_in_a_page_that_is_shown_runs(browser: Browser, site: Site) -> None:
    """Markup that should never have got there stays markup: scripts, handlers, addresses that are scripts, styles."""
    hostile = (
        "<h1>B</h1><script>window.harmed = 1</script><img src='/none' onerror='window.harmed = 2'>"
        "<svg onload='window.harmed = 3'></svg><a id='j' href='javascript:window.harmed = 4'>x</a>"
        "<style>h1 { color: red }</style><iframe srcdoc='<script>parent.harmed = 5</script>'></iframe>"
    )
    site.get("/b", Answer(document("B", hostile)))
    errors: list[str] = []
    with browser.opened(errors=errors) as page:
        arrive(page, site, '<a data-visit href="/b">on</a>')
        page.get_by_role("link").click()
        expect(page).to_have_title("B")
        page.locator("#j").click()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.harmed") is None
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 0, 0)"
        assert same_document(page)
    assert errors


def test_a_click_for_a_new_tab_opens_one(page: Page, site: Site) -> None:
    """Modified clicks are the browser's own."""
    site.get("/b", Answer(document("B", "<h1>B</h1>")))
    arrive(page, site, '<a data-visit href="/b">on</a>')
    with page.context.expect_page() as opened:
        page.get_by_role("link").click(modifiers=["Control"])
    expect(opened.value).to_have_title("B")
    expect(page).to_have_title("A")


def test_pages_may_fade_into_one_another(browser: Browser, site: Site) -> None:
    """Where motion is welcome the same visit works, and nothing is logged."""
    site.get("/b", Answer(document("B", "<h1>B</h1>")))
    with browser.opened(reduced_motion="no-preference") as page:
        arrive(page, site, '<a data-visit href="/b">on</a>')
        page.get_by_role("link").click()
        expect(page).to_have_title("B")
        assert focused(page) == "H1"


def test_without_scripts_links_and_forms_are_what_they_are(browser: Browser, site: Site) -> None:
    """The same markup works in a browser that runs none."""
    site.post("/save", Answer(status=303, location="/b"))
    site.get("/b", Answer(document("B", "<h1>B</h1>")))
    site.get("/a", Answer(document("A", '<form data-visit method="post" action="/save"><button>save</button></form>')))
    with browser.opened(java_script_enabled=False) as page:
        page.goto(f"{site.address}/a")
        page.get_by_role("button").click()
        expect(page).to_have_title("B")
