"""The kernel's kinds of jobs, their schedules and feeds: what every worker of this release knows."""

from __future__ import annotations

from collections.abc import Mapping

from scheduling.jobs import delivery, expansion, sweeping, tending
from scheduling.jobs.worker import Work

TO_PRIVATE = "LOCKSTEP_WEBHOOKS_TO_PRIVATE"
"""Set to 1, webhooks may go to private and loopback addresses, over plain http too: for tests and closed networks."""


def to_private(environ: Mapping[str, str]) -> bool:
    """Say whether webhooks may go to private addresses."""
    return environ.get(TO_PRIVATE) == "1"


def work(environ: Mapping[str, str]) -> Work:
    """Return all that a worker does."""
    deliver = delivery.delivering(to_private=to_private(environ))
    kinds = (deliver, expansion.EXPAND, expansion.CANCEL, sweeping.SWEEP, tending.TEND)
    return Work(kinds, (sweeping.SCHEDULE, tending.SCHEDULE), (delivery.feed(deliver),))
