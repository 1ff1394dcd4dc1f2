"""Feeds: put jobs for what booking writes have left in the database, as soon as they have committed."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from scheduling.errors import SchedulingError
from scheduling.jobs.attempt import Bench
from scheduling.jobs.kinds import Feed

log = logging.getLogger("scheduling.jobs")
NOW_AND_THEN = 10.0
"""Seconds after which a feed looks without a notice: one may have come while nobody was listening."""


async def keep(bench: Bench, feed: Feed, noticed: asyncio.Event, over: asyncio.Event) -> None:
    """Put what there is, then wait until something is noticed, until it is over or the worker is to stop."""
    stop = [asyncio.create_task(event.wait()) for event in (over, bench.stopping)]
    try:
        while not any(one.done() for one in stop):
            noticed.clear()
            try:
                while await feed.put(bench):
                    pass
            except (SQLAlchemyError, SchedulingError, OSError) as error:  # the next look tries again
                log.warning("feed %s: %s", feed.channel, error)
            notice = asyncio.create_task(noticed.wait())
            await asyncio.wait({notice, *stop}, timeout=NOW_AND_THEN, return_when=asyncio.FIRST_COMPLETED)
            notice.cancel()
    finally:
        for one in stop:
            one.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*stop, return_exceptions=True)
