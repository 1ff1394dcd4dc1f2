"""What the pages cost in a browser, and the same way through them with scripts and without.

Run: ``python -m tests.benchmarks.pages_in_the_browser``. Every page is opened with nothing cached. Times are medians of
several runs and include this machine's server; bytes are compressed, with headers. Asserts nothing.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from generator.looks.browsers.flags import QUIET
from tests.browser import executable
from tests.stories.checkout import copy_to
from tests.stories.test_a_visitor_books import free, once, wanted
from tests.weight import BUDGET, TYPED, weighed

RUNS = 5
_WATCH = """
  window.__painted = 0;
  window.__slow = [];
  new PerformanceObserver((list) => (window.__painted = list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => window.__slow.push(...list.getEntries().map((each) => each.duration)))
    .observe({ type: "event", durationThreshold: 16, buffered: true });
"""
# From the press to the second frame after the page was changed in place; without scripts a new page paints.
_FRAMES = """() => {
  let pressed = 0;
  addEventListener("click", (event) => (pressed = event.timeStamp), true);
  const frames = () => requestAnimationFrame(() => (window.__shown = performance.now() - pressed));
  new MutationObserver(() => requestAnimationFrame(frames)).observe(document.documentElement, { childList: true });
}"""
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_FREE = ".month-calendar [data-state=free]"


@contextmanager
def cold(browser: Browser, *, scripts: bool = True) -> Iterator[Page]:
    """Yield a page of somebody who was never here."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        locale="en-US",
        timezone_id="Europe/Berlin",
        java_script_enabled=scripts,
    )
    if scripts:
        context.add_init_script(_WATCH)
    yield context.new_page()
    context.close()


def opened(browser: Browser, href: str) -> list[str]:
    """One row: a page opened for the first time."""
    paints = []
    for _ in range(RUNS):
        with cold(browser) as page, weighed(page) as weight:
            page.goto(href, wait_until="networkidle")
            paints.append(page.evaluate("window.__painted"))
            nodes = page.evaluate("document.querySelectorAll('*').length")
    share = f"{weight.bytes / BUDGET:.0%}"
    paint = f"{statistics.median(paints):.0f}"
    return [str(weight.bytes), share, str(weight.fonts), str(weight.requests), paint, str(nodes)]


def choosing(browser: Browser, href: str, *, scripts: bool) -> list[str]:
    """One row: days chosen one after another, from the press to the frame that shows the times, as the page has it."""
    waits, events = [], [0.0]
    with cold(browser, scripts=scripts) as page:
        page.goto(href, wait_until="networkidle")
        if scripts:
            page.evaluate(_FRAMES)
        with weighed(page) as weight:
            for number in range(1, RUNS + 1):
                day = page.locator(_FREE).nth(number)
                place = day.get_attribute("id") or ""
                day.click(no_wait_after=True)
                page.wait_for_selector(f"td[aria-selected=true] #{place}")
                page.wait_for_load_state("networkidle")
                waits.append(page.evaluate("window.__shown" if scripts else _FIRST_PAINT))
        if scripts:
            events += page.evaluate("window.__slow")
    each = [str(weight.bytes // RUNS), f"{weight.requests / RUNS:.1f}", f"{statistics.median(waits):.0f}"]
    return [*each, f"{max(events):.0f}" if scripts else ""]


def through(browser: Browser, address: str, *, scripts: bool) -> list[str]:
    """One row: from what can be booked to the form, all pages together."""
    with cold(browser, scripts=scripts) as page, weighed(page) as weight:
        begun = time.perf_counter()
        page.goto(f"{address}/book/demo?tz=Europe/Berlin")
        page.get_by_role("link", name="Introduction call").click()
        page.locator(_FREE).nth(1).click()
        page.locator(".slot-list-time").first.click()
        page.wait_for_selector(".booking-form")
        taken = (time.perf_counter() - begun) * 1000
        page.wait_for_load_state("networkidle")
    return [str(weight.bytes), str(weight.requests), f"{taken:.0f}", ""]


def shown(table: list[list[str]]) -> None:
    """Print a table."""
    sys.stdout.writelines(f"{row[0]:28}" + "".join(f"{cell:>12}" for cell in row[1:]) + "\n" for row in table)


def main() -> None:
    """Serve a fresh clone, and print both tables."""
    with tempfile.TemporaryDirectory(prefix="lockstep-benchmark-") as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(QUIET))
        with copy_to(Path(root) / "clone").serving("lockstep-router", "serve", "--demo", "--port", "0") as address:
            with httpx.Client(base_url=address, timeout=30) as client:
                booked = client.post("/v1/bookings", json=wanted(free(client)[0]), headers=once()).json()["id"]
                start = free(client)[-1]
            known = {"booking": booked, "start": start, "day": start[:10], "month": start[:7]}
            pages = [[name, *opened(browser, f"{address}{path.format(**known)}")] for name, path in TYPED.items()]
            shown([["cold", "bytes", "of budget", "fonts", "requests", "LCP ms", "elements"], *pages])
            month = f"{address}/book/demo/intro-call?tz=Europe/Berlin"
            rows = [["", "bytes", "requests", "ms", "event ms"]]
            for said, scripts in (("with scripts", True), ("without", False)):
                rows.append([f"a day chosen, {said}", *choosing(browser, month, scripts=scripts)])
                rows.append([f"events to form, {said}", *through(browser, address, scripts=scripts)])
            shown(rows)
        browser.close()


if __name__ == "__main__":
    main()
