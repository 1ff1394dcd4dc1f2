"""Takes a story's steps on a page, as a visitor would: with a pointer and with keys."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urldefrag

from playwright.sync_api import Error, Page

from generator.looks.flaws import Flaw
from generator.looks.stories import Deed, Step

SECONDS = 5
"""How long one step may take: what it points at must be there, at rest and not covered by then."""

_SAID = 200


def take(page: Page, steps: Sequence[Step]) -> Flaw | None:
    """Take ``steps`` in their order on a page that is loaded; return what the first that fails is about.

    A step fails when its selector finds nothing or more than one element, when what it does cannot be done within
    :data:`SECONDS`, when what it expects is not visible by then, and when it leaves the page.
    """
    address = urldefrag(page.url).url
    for number, step in enumerate(steps, 1):
        try:
            _done(page, step)
        except Error as error:
            return _flaw(number, step, _said(step, error))
        if urldefrag(page.url).url != address:
            return _flaw(number, step, "it leaves the page, and a story is one page")
    return None


def _done(page: Page, step: Step) -> None:
    if step.deed is Deed.press and not step.at:
        page.keyboard.press(step.text)
        return
    found, timeout = page.locator(f"css={step.at}"), SECONDS * 1000
    if step.deed is Deed.click:
        found.click(timeout=timeout)
    elif step.deed is Deed.press:
        found.press(step.text, timeout=timeout)
    elif step.deed is Deed.type:
        found.press_sequentially(step.text, timeout=timeout)
    elif step.deed is Deed.focus:
        found.focus(timeout=timeout)
    elif step.deed is Deed.hover:
        found.hover(timeout=timeout)
    else:
        found.wait_for(state="visible", timeout=timeout)


def _said(step: Step, error: Error) -> str:
    """Return why a step failed in our words where we know it: Playwright's name its own calls."""
    text = str(error)
    if "strict mode violation" in text:
        return "its selector finds more than one element"
    if "Timeout" in text and step.deed is Deed.expect:
        return f"that is not visible within {SECONDS} seconds"
    if "intercepts pointer events" in text:
        return "another element covers it"
    if "Timeout" in text:
        return f"it cannot be done within {SECONDS} seconds: no such element, or none that can be seen and used"
    return text.partition("\n")[0][:_SAID]


def _flaw(number: int, step: Step, why: str) -> Flaw:
    return Flaw("stories/step", f"step {number}, {step}: {why}", selector=step.at)
