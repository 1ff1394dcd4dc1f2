"""Waiting until a page stands still: fonts loaded, pictures decoded, two frames drawn."""

from __future__ import annotations

from playwright.sync_api import Page

_SETTLED = """
async () => {
  const soon = (work) => Promise.race([work, new Promise((done) => setTimeout(done, 5000))]);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const pictures = [...document.images].map((image) => image.decode().catch(() => undefined));
  await soon(Promise.all([document.fonts.ready, ...pictures]));
  await soon(frame().then(frame));
  await soon(document.fonts.ready);  // the first frames may have asked for more fonts
}
"""


def settle(page: Page) -> None:
    """Wait until ``page`` stands still, at most some seconds: a page that never does is looked at as it is."""
    page.evaluate(_SETTLED)
