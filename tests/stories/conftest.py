"""What the stories share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stories.checkout import copy_to
from tests.stories.visitor import Shop, open_far_ahead


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Serve a fresh clone with demonstration data to all stories about pages: starting costs seconds."""
    checkout = copy_to(tmp_path_factory.mktemp("shop") / "clone")
    open_far_ahead(checkout)
    # So that the clone's own demonstration is served, not that of the checkout whose commands these are.
    own = f"PYTHONPATH={checkout.root}"
    with checkout.serving("env", own, "lockstep-router", "serve", "--demo", "--port", "0") as served:
        yield Shop(served)
