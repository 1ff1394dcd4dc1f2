"""Starting a browser that can reach one site and nothing else, and opening pages in it that look alike every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser as Playwrights
from playwright.sync_api import BrowserContext, Error, Page, Playwright, sync_playwright

from generator.errors import LockstepError
from generator.looks.browsers.flags import DRAWING, QUIET
from generator.looks.browsers.found import Browser, Engine
from generator.looks.browsers.programs import program
from generator.looks.browsers.site import Site
from generator.looks.browsers.still import STILL
from generator.looks.modes import SHAPES, Mode, Shape

PATIENCE = 30_000
"""How long a page may take for one thing, in milliseconds: a machine under load is no fault of the page."""

_FIREFOX: dict[str, str | int | bool] = {
    "network.proxy.type": 1,
    "network.proxy.allow_hijacking_localhost": True,
    "ui.systemUsesDarkTheme": 0,
    "ui.prefersReducedMotion": 1,
    "ui.caretBlinkTime": 0,
}


@dataclass(frozen=True, slots=True)
class Started:
    """A running browser of one ``engine``, and the ``site`` that it can reach."""

    engine: Engine
    version: str
    site: Site
    running: Playwrights

    @contextmanager
    def context(
        self, shape: Shape = SHAPES[Mode.light], *, still: bool = True, scripts: Sequence[str] = ()
    ) -> Iterator[BrowserContext]:
        """Yield a context of an English visitor in UTC.

        ``still``: clock and chance are the same in each page. ``scripts`` run in each frame before the page's own.
        """
        scheme: Literal["light", "dark"] = "dark" if shape.scheme == "dark" else "light"
        context = self.running.new_context(
            viewport={"width": shape.width, "height": shape.height},
            color_scheme=scheme,
            forced_colors="active" if shape.forced else "none",
            reduced_motion="reduce" if shape.reduced else "no-preference",
            locale="en-US",
            timezone_id="UTC",
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE)
        context.on("page", _close_opened)
        for script in (*([STILL] if still else []), *scripts):
            context.add_init_script(script)
        try:
            yield context
        finally:
            context.close()

    @contextmanager
    def page(
        self, shape: Shape = SHAPES[Mode.light], *, still: bool = True, scripts: Sequence[str] = ()
    ) -> Iterator[Page]:
        """Yield an empty page that nothing was done in before."""
        with self.context(shape, still=still, scripts=scripts) as context:
            yield context.new_page()


def _close_opened(page: Page) -> None:
    """Close a window that a page has opened: a page behind another one draws nothing, and would be waited for."""
    with suppress(Error):  # it may be gone already
        if page.opener():
            page.close()


@contextmanager
def started(browser: Browser, site: Site, driver: Playwright | None = None, *, direct: str = "") -> Iterator[Started]:
    """Start ``browser`` until the end of the block; all that it can reach is ``site``. Raises LockstepError.

    ``direct`` is a ``host:port`` that it may ask itself.

    A thread can run one Playwright only: where two browsers are wanted at once, give both the same ``driver``.
    """
    with nullcontext(driver) if driver else sync_playwright() as playwright:
        path = program(browser.path)  # what stands before it takes longer to start, and adds this machine's own flags
        try:
            if browser.engine is Engine.chromium:
                bypass = ";".join(filter(None, ("<-loopback>", direct)))
                proxy = (f"--proxy-server=127.0.0.1:{site.port}", f"--proxy-bypass-list={bypass}")
                running = playwright.chromium.launch(executable_path=path, args=[*QUIET, *DRAWING, *proxy])
            else:
                running = playwright.firefox.launch(
                    executable_path=path, channel="moz-firefox", firefox_user_prefs=_preferences(site, direct)
                )
        except Exception as error:  # Playwright raises its own, and more; what matters is that there is no browser
            said = str(error).strip().partition("\n")[0]
            raise LockstepError(f"{browser.path} does not start: {said}") from error
        try:
            yield Started(browser.engine, running.version, site, running)
        finally:
            running.close()


def _preferences(site: Site, direct: str) -> dict[str, str | float | bool]:
    found: dict[str, str | float | bool] = {**_FIREFOX, "network.proxy.no_proxies_on": direct}
    for kind, port in (("http", "http_port"), ("ssl", "ssl_port")):
        found |= {f"network.proxy.{kind}": "127.0.0.1", f"network.proxy.{port}": site.port}
    return found
