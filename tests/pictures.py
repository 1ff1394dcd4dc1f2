"""Photographs every state of the pages for docs/pictures: ``python -m tests.pictures FOLDER``.

A fresh clone is served with demonstration data and one visitor walks through it. Each state is taken three times: on a
wide screen in light and in dark, and on a phone. The visitor lives in Berlin, nothing moves, no caret blinks, and fonts
are waited for; only the dates are those of the day when the pictures are taken.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

import httpx
from playwright.sync_api import Page, Route, sync_playwright

from generator.looks.browsers.flags import QUIET
from tests.browser import executable
from tests.palette import smaller
from tests.stories.checkout import Checkout, copy_to
from tests.stories.test_a_visitor_books import once

WIDE, NARROW = (1280, 800), (320, 640)
VIEWS: dict[str, tuple[tuple[int, int], Literal["light", "dark"]]] = {
    "light": (WIDE, "light"),
    "dark": (WIDE, "dark"),
    "320": (NARROW, "light"),
}
TALLEST = 2_000  # pixels; what stands below on a very long page says nothing new
HOME = "Europe/Berlin"
ADA = {"name": "Ada Lovelace", "email": "ada@example.com"}
SETTLED = "document.fonts.ready.then(() => !document.body.ariaBusy)"
TITLES = {"light": "Light", "dark": "Dark", "320": "320 px"}


@dataclass
class Walk:
    """The visitor's way through what is served at ``address``.

    Pictures are packed by an ``empty`` page and numbered in the order of ``states``, which say what they show.
    """

    page: Page
    address: str
    folder: Path
    empty: Page
    states: dict[str, str] = field(default_factory=dict)

    def go(self, path: str, **query: str) -> None:
        """Open an address."""
        self.page.goto(f"{self.address}{path}?{urlencode({'tz': HOME} | query)}")

    def click(self, selector: str, number: int = 0) -> None:
        """Click, and wait for what comes of it."""
        self.page.locator(selector).nth(number).click()
        self.page.wait_for_load_state("networkidle")

    def take(self, state: str, says: str, *, settled: str = SETTLED, moving: bool = False) -> None:
        """Photograph the state in every view, at its whole height; ``moving`` with what motion ends in."""
        name = f"{len(self.states) + 1:02d}-{state}"
        self.states[name] = says
        motion: Literal["no-preference", "reduce"] = "no-preference" if moving else "reduce"
        for view, ((width, least), scheme) in VIEWS.items():
            self.page.emulate_media(color_scheme=scheme, reduced_motion=motion)
            self.page.set_viewport_size({"width": width, "height": least})
            self.page.mouse.move(0, 0)
            self.page.evaluate("scrollTo(0, 0)")
            self.page.wait_for_function(settled)
            if not self.page.locator("dialog[open]").count():
                height = max(least, min(self.page.evaluate("document.documentElement.scrollHeight"), TALLEST))
                self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(100)  # for frames that come into sight
            taken = self.page.screenshot(animations="disabled", caret="hide")
            (self.folder / f"{name}-{view}.png").write_bytes(smaller(taken, self.empty))
        self.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def free(walk: Walk, event: str) -> list[str]:
    """Return an event's free starts on the last day of a month that has some, for little may be left of today."""
    day = "Array.from(document.querySelectorAll('.month-calendar [data-state=free]')).at(-1).dataset.date"
    walk.go(f"/book/demo/{event}")
    walk.go(f"/book/demo/{event}", day=walk.page.evaluate(day))
    links: list[str] = walk.page.evaluate("Array.from(document.querySelectorAll('.slot-list-time'), (one) => one.href)")
    return [httpx.URL(link).params["start"] for link in links]


def book(walk: Walk, event: str, start: str) -> str:
    """Book by the JSON API, as another visitor would, and return the booking's id."""
    body: dict[str, Any] = {"event": event, "start": start, "attendee": {"name": "Grace", "email": "grace@example.com"}}
    answer = httpx.post(f"{walk.address}/v1/bookings", json=body, headers=once(), timeout=30)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def choose(walk: Walk) -> None:
    """From what can be booked to the times of a day, and why there are none."""
    walk.go("/book/demo")
    walk.take("events", "What can be booked")
    walk.go("/book/demo/intro-call")
    walk.take("month", "A month; free days told apart")
    walk.click("#month-calendar-next")
    walk.take("next-month", "The next month")
    walk.click(".month-calendar [data-state=free]", 3)
    walk.take("times", "The times of a day")
    wait_for_another_day(walk)
    walk.go("/book/demo/mentoring")
    walk.click(".month-calendar [data-state=none]")
    walk.take("nothing-free", "Nothing is free on a day, and why")
    fill_this_month(walk)
    walk.take("nothing-this-month", "Nothing is free in a month")


def wait_for_another_day(walk: Walk) -> None:
    """Photograph the page while the answer to a click is held back."""
    held: list[Route] = []
    walk.page.route("**/book/**", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks what it is given
    walk.page.locator(".month-calendar [data-state=free]").nth(5).click()
    walk.page.wait_for_selector(":root.visiting")
    walk.take("loading", "An answer takes its time", settled="document.fonts.ready", moving=True)
    for route in held:
        route.continue_()
    walk.page.unroute("**/book/**")
    walk.page.wait_for_load_state("networkidle")


def fill_this_month(walk: Walk) -> None:
    """Book every hour that is left of a sought-after person's month, and look at it."""
    this_month = "document.querySelector('[data-date]').dataset.date.slice(0, 7)"
    walk.go("/book/demo/intro-call")
    month = walk.page.evaluate(this_month)
    for _ in range(40):
        walk.go("/book/demo/mentoring", month=month)
        if not walk.page.locator(".month-calendar [data-state=free]").count():
            return
        walk.click(".month-calendar [data-state=free]")
        link = walk.page.locator(".slot-list-time").first.get_attribute("href") or ""
        book(walk, "mentoring", httpx.URL(f"http://x{link}").params["start"])


def fill_in(walk: Walk) -> None:
    """The form, what needs another look in it, somebody who was faster, and the booking."""
    start = free(walk, "group-class")[0]
    walk.go("/book/demo/group-class/details", start=start)
    walk.take("details", "Who is coming")
    walk.page.get_by_label("Email").fill("ada@example")
    walk.page.get_by_label("Seats").fill("9")
    walk.click(".booking-form-submit")
    walk.take("errors", "What needs another look")
    walk.page.evaluate("document.querySelector('.booking-form').submit()")
    walk.page.wait_for_load_state("networkidle")
    walk.take("errors-without-scripts", "The same, told by the server")
    taken = free(walk, "consultation")[0]
    walk.go("/book/demo/consultation/details", start=taken)
    book(walk, "consultation", taken)
    send(walk)
    walk.take("taken", "Somebody was faster; what else is free")
    walk.go("/book/demo/consultation/details", start="2020-01-01T00:00:00Z")
    walk.take("not-offered", "A time that is not on offer")
    walk.go("/book/demo/group-class/details", start=start)
    walk.page.get_by_label("Seats").fill("2")
    walk.page.get_by_label("Notes").fill("We have not met.\nI bring the tea.")
    send(walk)
    walk.take("booked", "Booked")


def send(walk: Walk) -> None:
    """Fill in who is coming and press the button."""
    walk.page.get_by_label("Name").fill(ADA["name"])
    walk.page.get_by_label("Email").fill(ADA["email"])
    walk.click(".booking-form-submit")


def change(walk: Walk) -> None:
    """A booking on a later visit: cancelled, restored and moved."""
    place = urlsplit(walk.page.url).path
    walk.go(place)
    walk.take("booking", "A booking on a later visit")
    walk.click("#booking-details-cancel")
    walk.take("cancel-dialog", "Whether to cancel it, in a dialog")
    walk.go(f"{place}/cancel")
    walk.take("cancel-page", "The same as a page, without scripts")
    walk.page.locator("textarea").fill("r" * 501)
    walk.click(".cancel-form button")
    walk.take("cancel-too-long", "A reason that is too long")
    walk.page.locator("textarea").fill("The tea is out.")
    walk.click(".cancel-form button")
    walk.take("cancelled", "Cancelled")
    walk.click(".booking-details-restore button")
    walk.take("restored", "Restored")
    walk.click("#booking-details-move")
    walk.take("another-time", "Choose another time")
    walk.click(".slot-list-time", 2)
    walk.take("ask-to-move", "Whether to move it")
    walk.click(".move-form button")
    walk.take("moved", "Moved")
    walk.go("/booked/demo/00000000-0000-4000-8000-000000000000")
    walk.take("no-booking", "There is no such booking")
    walk.go("/book/demo/nothing")
    walk.take("no-event", "There is no such event")


def abroad(walk: Walk) -> None:
    """In another language, and in another zone with twelve hours."""
    walk.go("/book/demo/intro-call", lang="de")
    walk.click(".month-calendar [data-state=free]", 2)
    walk.take("german", "In German")
    walk.click(".slot-list-time", 1)
    walk.take("german-details", "The form in German")
    walk.go("/book/demo/night-watch", tz="America/St_Johns", clock="12")
    walk.click(".month-calendar [data-state=free]", 2)
    walk.take("another-zone", "In St. John's, with twelve hours")


def around(walk: Walk) -> None:
    """The pages of the server and the report of the gate."""
    for path, state, says in (
        ("/", "front", "The front page"),
        ("/stories/design/v2", "gallery", "The stories of the components"),
        ("/book/demo/intro-call/details", "problem", "A problem as a page"),
        ("/report", "report", "The gate's report"),
    ):
        walk.page.goto(f"{walk.address}{path}")
        if state == "gallery":  # never idle: it waits for what is regenerated
            walk.page.locator("iframe[style]").nth(2).wait_for()
            walk.page.wait_for_timeout(1000)
        else:
            walk.page.wait_for_load_state("networkidle")
        walk.take(state, says)


def report(checkout: Checkout) -> None:
    """Leave a report of the gate that has something to tell: somebody edited a component by hand."""
    style = checkout.root / "generated/booker/v2/ui/notice/style.css"
    kept = style.read_bytes()
    style.write_bytes(kept + b"\n.notice-title {\n  letter-spacing: 0.1em;\n}\n")
    done = checkout.run("lockstep", "gate", LOCKSTEP_BROWSERS="chromium")
    assert done.returncode == 3, done.stdout + done.stderr
    style.write_bytes(kept)


def written(states: dict[str, str]) -> str:
    """Return docs/pictures/README.md."""
    rows = [["State", *(TITLES[view] for view in VIEWS)], ["---"] * 4]
    for name, says in states.items():
        files = {view: f"{name}-{view}.png" for view in VIEWS}
        rows.append([says, *(f"[![{says}: {TITLES[view]}]({file})]({file})" for view, file in files.items())])
    intro = (
        "Every state of the pages, by `make pictures` (tests/pictures.py); dates are those of the day they were taken. "
        "[Before and after](before-and-after.md) shows v1 beside v2."
    )
    return "\n".join(["# Pictures", "", intro, "", *(f"| {' | '.join(row)} |" for row in rows), ""])


def main() -> None:
    """Take every picture anew."""
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="lockstep-pictures-") as root, sync_playwright() as playwright:
        checkout = copy_to(Path(root) / "clone")
        report(checkout)
        browser = playwright.chromium.launch(executable_path=executable(), args=list(QUIET))
        page = browser.new_context(locale="en-GB", timezone_id=HOME).new_page()
        with checkout.serving("lockstep-router", "serve", "--demo", "--port", "0") as address:
            walk = Walk(page, address, folder, page.context.new_page())
            for part in (choose, fill_in, change, abroad, around):
                part(walk)
        browser.close()
    (folder / "README.md").write_text(written(walk.states), encoding="utf-8")
    size = sum(file.stat().st_size for file in folder.iterdir())
    sys.stdout.write(f"{len(walk.states)} states, {size / 1e6:.1f} MB, in {folder}\n")


if __name__ == "__main__":
    main()
