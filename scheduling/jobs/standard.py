"""The kernel's kinds of jobs and their schedules: what every worker of this release knows."""

from __future__ import annotations

from typing import Any

from scheduling.jobs import expansion, sweeping, tending
from scheduling.jobs.kinds import Kind, Schedule


def kinds() -> tuple[Kind[Any], ...]:
    """Return all kinds."""
    return (expansion.EXPAND, expansion.CANCEL, sweeping.SWEEP, tending.TEND)


def planned() -> tuple[Schedule, ...]:
    """Return what comes again each period."""
    return (sweeping.SCHEDULE, tending.SCHEDULE)
