"""How our checks of patterns judge the examples of the ARIA Authoring Practices, which should keep to their own advice.

    python tests/benchmarks/patterns_on_apg_examples.py FOLDER [--engine chromium] [--only tabs]

``FOLDER`` is a checkout of w3c/aria-practices (its ``content`` is read). Of each ``content/patterns/*/examples/*.html``
the patterns that its roles declare are inferred and tried; the menu of skip links, which all pages have, once. Prints
each finding, and at the end how many pages were read, patterns inferred, and findings made.
"""

from __future__ import annotations

import argparse
import collections
import mimetypes
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from generator.looks import patterns
from generator.looks.browsers import found
from generator.looks.browsers.found import Engine
from generator.looks.browsers.site import ORIGIN, Resource, site
from generator.looks.browsers.started import started
from generator.looks.stories import Pattern

DECLARED = {
    "dialog-modal/examples/dialog.html": Pattern("dialog", "#dialog1", (("opener", "#ex1 button[onclick*=dialog1]"),)),
    "dialog-modal/examples/datepicker-dialog.html": Pattern(
        "date-picker", "#id-datepicker-1", (("opener", "#myDatepicker button.icon"),)
    ),
    "alert/examples/alert.html": Pattern("alert", "#example", (("opener", "#alert-trigger"),)),
    "tabs/examples/tabs-automatic.html": Pattern("tabs", "[role=tablist]", (("activation", "automatic"),)),
    "tabs/examples/tabs-manual.html": Pattern("tabs", "[role=tablist]", (("activation", "manual"),)),
}
"""What the examples do not say by roles alone."""


def resources(root: Path, path: str) -> Resource | None:
    """Answer with a file below ``root``, and with nothing from outside of it."""
    file = (root / path.partition("?")[0].lstrip("/")).resolve()
    if not file.is_relative_to(root.resolve()) or not file.is_file():
        return None
    return Resource(file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream")


@contextmanager
def opened(page: Page, path: str) -> Iterator[Page]:
    """Load a page anew."""
    page.goto("about:blank")
    page.goto(f"{ORIGIN}/{path}", wait_until="load")
    yield page


def main() -> None:
    """Judge every example."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", default="chromium", choices=list(Engine))
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    root = given.folder / "content"
    pages = sorted(
        file for file in root.glob("patterns/*/examples/*.html") if given.only in str(file.relative_to(root))
    )
    browser = found.find(Engine(given.engine))
    assert browser is not None, found.remedy(Engine(given.engine))
    inferred: collections.Counter[str] = collections.Counter()
    flawed: collections.Counter[str] = collections.Counter()
    begun = time.monotonic()
    with site() as served, started(browser, served) as running, running.page() as page:
        served.answer = lambda path: resources(root, path)
        for file in pages:
            place = str(file.relative_to(root))
            with opened(page, place):
                declared = [each for each in patterns.found(page) if inferred.total() == 0 or "skip-to" not in each.at]
            declared += [DECLARED[key]] if (key := place.removeprefix("patterns/")) in DECLARED else []
            print(f"{place}: {', '.join(f'{each.name} {each.at}' for each in declared) or '-'}")  # noqa: T201
            for pattern in declared:
                inferred[pattern.name] += 1
                flaws = patterns.check(lambda place=place: opened(page, place), pattern)  # type: ignore[misc]
                flawed[pattern.name] += bool(flaws)
                for flaw in flaws:
                    print(f"    {pattern.name} {flaw.rule}: {flaw.message}")  # noqa: T201
    print(f"{len(pages)} pages, {inferred.total()} patterns inferred, {flawed.total()} with findings")  # noqa: T201
    print(dict(inferred), dict(flawed), f"{time.monotonic() - begun:.0f} s")  # noqa: T201


if __name__ == "__main__":
    main()
