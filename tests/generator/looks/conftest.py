"""The browsers that pages are looked at with, started once a session: ``chromium`` and ``firefox``.

Both reach one site, :attr:`Started.site`: a test sets its ``answer``, which is taken away after the test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from generator.looks.browsers import found
from generator.looks.browsers.found import Engine
from generator.looks.browsers.site import Site, site
from generator.looks.browsers.started import Started, started
from tests.browser import Driver, lent

SAMPLED = ("test_corpus.py", "test_checks.py", "test_walk.py", "test_found.py", "test_inferred.py", "test_taken.py")
"""Tables of pages that take minutes in browsers: every tenth row runs, all of them with ``LOOKS=all``."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave most rows of the long tables to ``LOOKS=all make suite``."""
    if os.environ.get("LOOKS") == "all":
        return
    long = [item for item in items if item.path.name in SAMPLED and "generator/looks" in item.path.as_posix()]
    kept = set(long[::10]) | {item for item in long if "[" not in item.name and item.path.name != "test_found.py"}
    left = [item for item in long if item not in kept]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]


@pytest.fixture(scope="session")
def served() -> Iterator[Site]:
    """All that the browsers can reach."""
    with site() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(driver: Driver, served: Site) -> Iterator[Started]:
    """Chromium, for the whole session."""
    yield from _start(Engine.chromium, driver, served)


@pytest.fixture(scope="session")
def firefox(driver: Driver, served: Site) -> Iterator[Started]:
    """Firefox ESR, for the whole session."""
    yield from _start(Engine.firefox, driver, served)


@pytest.fixture(params=[Engine.chromium, Engine.firefox])
def either(request: pytest.FixtureRequest) -> Started:
    """One browser after the other."""
    running: Started = request.getfixturevalue(request.param)
    return running


@pytest.fixture(autouse=True)
def _driven(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let Playwright's loop run during a test that uses a browser, and leave the site empty after it."""
    if not {"chromium", "firefox", "either"} & set(request.fixturenames):
        yield
        return
    served: Site = request.getfixturevalue("served")
    empty = served.answer
    with lent(request.getfixturevalue("driver").loop):
        yield
    served.answer = empty
    served.refused.clear()


def _start(engine: Engine, driver: Driver, served: Site) -> Iterator[Started]:
    browser = found.find(engine)
    if browser is None:
        pytest.fail(f"{engine.capitalize()} is not on this machine. {found.remedy(engine)}", pytrace=False)
    with ExitStack() as stack:
        with lent(driver.loop):
            running = stack.enter_context(started(browser, served, driver.playwright))
        yield running
        with lent(driver.loop):
            stack.close()
