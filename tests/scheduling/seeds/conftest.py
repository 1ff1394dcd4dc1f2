"""Drawn once for the session: whole small tenants, and two blocks of the large one."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from scheduling.seeds.bookings import Bookings, bookings
from scheduling.seeds.sizes import plan
from scheduling.seeds.values import Plan


class Drawn(NamedTuple):
    """A plan and bookings of it."""

    plan: Plan
    bookings: Bookings


@pytest.fixture(scope="session")
def small() -> Drawn:
    """Draw the small tenant."""
    planned = plan("small")
    return Drawn(planned, bookings(planned))


@pytest.fixture(scope="session")
def slice_of_peak() -> Drawn:
    """Draw two of the twenty blocks of the large tenant."""
    planned = plan("peak")
    return Drawn(planned, bookings(planned, [3, 14]))
