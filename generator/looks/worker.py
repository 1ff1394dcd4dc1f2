"""The child of :mod:`generator.looks.workers`: keeps one browser, looks at one story after the other.

A line of JSON in is a task, a line out its result. Files are those of the project whose root is the first argument.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Route

from generator.looks import files, looking, stories
from generator.looks.axe import check as axe
from generator.looks.browsers.found import Browser, Engine
from generator.looks.browsers.site import ORIGIN, Resource, Site, site
from generator.looks.browsers.started import Started, started
from generator.looks.places import Place, answering
from generator.looks.seen import Seen

_WORN = 200  # stories after which a page is given up: whatever it gathers is gathered no longer


def main(root: Path, asked: IO[str], out: IO[str]) -> None:
    """Do the tasks that come in, in order, until there are none."""
    with site() as served:
        work = _Work(root, served)
        try:
            for line in asked:
                print(json.dumps(work.done(json.loads(line))), file=out, flush=True)
        finally:
            work.end()


class _Work:
    """One browser at a time, and a page in it that is used again."""

    def __init__(self, root: Path, served: Site) -> None:
        self._root, self._served = root, served
        self._browser: tuple[Browser, str] | None = None
        self._ends, self._ends_of_page = ExitStack(), ExitStack()
        self._started: Started | None = None
        self._page: tuple[BrowserContext, Page] | None = None
        self._uses = 0

    def done(self, task: dict[str, Any]) -> dict[str, Any]:
        """Return the result of one task."""
        browser = Browser(Engine(task["browser"]["engine"]), task["browser"]["path"], task["browser"]["version"])
        if "page" in task:
            return self._page_seen(browser, Place(**task["page"])).to_json()
        return self._story_seen(browser, task["story"]).to_json()

    def _story_seen(self, browser: Browser, task: dict[str, Any]) -> Seen:
        address = f"/stories/{task['name']}"
        headers = {"Content-Security-Policy": task["policy"]} if task["policy"] else {}
        document = Resource(task["document"].encode(), "text/html; charset=utf-8", headers)
        self._served.answer = lambda path: document if path == address else files.resource(self._root, path)
        context, page = self._opened(browser)
        story = stories.look({"name": "", **task["keys"]}, task["declared"])
        if task["is_brief"]:
            return looking.show_story(page, browser.engine, ORIGIN + address, story)
        return looking.look_at_story(page, context, browser.engine, ORIGIN + address, story)

    def _page_seen(self, browser: Browser, place: Place) -> Seen:
        self._served.answer = answering(Path(place.folder)) if place.folder else (lambda _: None)
        context, page = self._opened(browser, place.direct, still=False)
        for each in (context, page.context) if place.direct else ():
            each.route("**/*", partial(_only, urlsplit(place.url)[:2]))
        self._uses = _WORN  # what one page has left behind is nothing to the next
        return looking.look_at_page(page, context, browser.engine, place.url)

    def _opened(self, browser: Browser, direct: str = "", *, still: bool = True) -> tuple[BrowserContext, Page]:
        if (browser, direct) != self._browser:
            self.end()
            self._started = self._ends.enter_context(started(browser, self._served, direct=direct))
            self._browser = (browser, direct)
        if self._page is None or self._uses >= _WORN:
            assert self._started is not None  # noqa: S101  # set above
            self._ends_of_page.close()
            looked_at = self._ends_of_page.enter_context(self._started.context(still=still))
            axe.ready(looked_at)
            fresh = self._ends_of_page.enter_context(self._started.context(still=still))
            self._page, self._uses = (fresh, looked_at.new_page()), 0
        self._uses += 1
        return self._page

    def end(self) -> None:
        """Close the browser."""
        self._ends_of_page.close()
        self._ends.close()
        self._browser, self._page = None, None


def _only(origin: tuple[str, str], route: Route) -> None:
    """Let a page ask its own origin for things, and neither send anything there nor ask anybody else."""
    asked = route.request
    if asked.method in {"GET", "HEAD"} and (
        urlsplit(asked.url)[:2] == origin or asked.url.startswith(("data:", "blob:"))
    ):
        route.continue_()
    else:
        route.abort()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.stdin, sys.stdout)
