"""What all tests may ask for."""

from __future__ import annotations

import os

import pytest

from tests.browser import browser, driver, page

__all__ = ["browser", "driver", "page"]

# Gates that are run for something else do not look at stories; tests that want browsers say so.
os.environ["LOCKSTEP_BROWSERS"] = "none"

FIRST = (
    "stories/test_readme.py",
    "stories/test_from_prompt_to_rollout.py",
    "stories/test_same_bytes_anywhere.py",
    "flow/test_crash.py",
    "gate/test_order.py",
)
"""What takes longest begins first, so that nobody waits for it alone at the end."""

SAMPLED = {
    "stories/test_hostile_visitors.py": 4,
    "stories/test_hostile_stories.py": 4,
    "looks/mutations/test_tables.py": 6,
    "store/test_hostile.py": 4,
    "flow/test_progress.py": 2,
}
"""Long tables of which only each nth row runs; all of them with ``LOOKS=all``."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put long tests first, and leave most rows of long tables to ``LOOKS=all make suite``."""
    if os.environ.get("LOOKS") != "all":
        left: set[pytest.Item] = set()
        for name, nth in SAMPLED.items():
            rows = [item for item in items if item.path.as_posix().endswith(name) and "[" in item.name]
            left |= set(rows) - set(rows[::nth])
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]
    items.sort(key=lambda item: not item.path.as_posix().endswith(FIRST))
