"""``python -m scheduling jobs``: what an operator does with jobs. Needs the database of ``--database``.

Exit codes: 0 done, 1 the job is in no state for it, 64 a command line that makes no sense or a job that is not there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.errors import NotFound, SchedulingError
from scheduling.jobs import queue, standard, worker
from scheduling.jobs.attempt import Bench
from scheduling.jobs.job import STATUSES, Job
from scheduling.jobs.worker import Pace
from scheduling.store import database, migrations

USAGE, CONFLICT = 64, 1
Result = TypeVar("Result")
Parser = TypeVar("Parser", bound=argparse.ArgumentParser)

EXAMPLES = """\
examples:
  python -m scheduling jobs list --status dead
  python -m scheduling jobs show 3f0c9a52-7a0e-5f0e-9f8e-3b1f4f1f2a11
  python -m scheduling jobs replay 3f0c9a52-7a0e-5f0e-9f8e-3b1f4f1f2a11
  python -m scheduling jobs list --kind series.expand --format json | jq -r .id
  python -m scheduling jobs work --at-once 16

The database is that of --database or of DATABASE_URL. Statuses: """ + ", ".join(STATUSES)


def fill(parser: Parser) -> Parser:
    """Return a parser with the commands in it."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EXAMPLES
    commands = parser.add_subparsers(dest="jobs_command", required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="list jobs, the latest first")
    listing.add_argument("--tenant", help="only this tenant's ('' is the kernel itself)")
    listing.add_argument("--kind", help="only this kind, such as series.expand")
    listing.add_argument("--status", choices=STATUSES, help="only those that are, say, dead")
    listing.add_argument("--limit", type=int, default=50, help="at most so many (default: 50)")
    showing = commands.add_parser("show", help="show one job: how far it is, what went wrong, what it was given")
    replaying = commands.add_parser("replay", help="put a dead, failed or cancelled job into the queue again")
    cancelling = commands.add_parser("cancel", help="cancel a job that waits or runs")
    for one in (showing, replaying, cancelling):
        one.add_argument("id", metavar="JOB")
    working = commands.add_parser("work", help="do jobs until stopped (SIGINT or SIGTERM)")
    working.add_argument("--at-once", type=int, default=8, help="how many jobs at a time, at least 2 (default: 8)")
    for one in (listing, showing, replaying, cancelling, working):
        one.add_argument("--database", default=os.environ.get("DATABASE_URL"), help="postgresql://...")
        one.add_argument("--format", choices=("text", "json"), default="text", help="for people or for scripts")
        one.epilog, one.formatter_class = EXAMPLES, argparse.RawDescriptionHelpFormatter
    return parser


def run(chosen: argparse.Namespace) -> int:
    """Run one command and return its exit code."""
    if not chosen.database:
        sys.stderr.write("python -m scheduling jobs: no database; give --database or set DATABASE_URL\n")
        return USAGE
    try:
        return asyncio.run(_COMMANDS[chosen.jobs_command](chosen))
    except SchedulingError as refusal:
        sys.stderr.write(f"python -m scheduling jobs: {refusal}\n")
        return USAGE if isinstance(refusal, NotFound) else CONFLICT


async def list_jobs(chosen: argparse.Namespace) -> int:
    """List jobs."""
    found = await _asked(
        chosen,
        lambda connection: queue.listed(
            connection, tenant=chosen.tenant, kind=chosen.kind, status=chosen.status, limit=chosen.limit
        ),
    )
    if chosen.format == "json":
        sys.stdout.writelines(json.dumps(shown(job)) + "\n" for job in found)
    else:
        rows = [("JOB", "TENANT", "KIND", "STATUS", "DONE", "ATTEMPTS", "CREATED", "ERROR"), *map(row, found)]
        sys.stdout.writelines(_table(rows))
    return 0


async def show(chosen: argparse.Namespace) -> int:
    """Show a job."""

    async def read(connection: AsyncConnection) -> Mapping[str, object]:
        job = await queue.found(connection, chosen.id)
        return {**shown(job), "payload": await queue.payload_of(connection, job.tenant, job.id)}

    return _told(await _asked(chosen, read), chosen)


async def replay(chosen: argparse.Namespace) -> int:
    """Put a job into the queue again."""

    async def work(connection: AsyncConnection) -> Job:
        return await queue.replay(connection, (await queue.found(connection, chosen.id)).tenant, chosen.id)

    return _told(shown(await _asked(chosen, work)), chosen)


async def cancel(chosen: argparse.Namespace) -> int:
    """Cancel a job."""

    async def work(connection: AsyncConnection) -> Job:
        tenant = (await queue.found(connection, chosen.id)).tenant
        return await queue.cancel(connection, tenant, chosen.id, _now())

    return _told(shown(await _asked(chosen, work)), chosen)


async def work(chosen: argparse.Namespace) -> int:
    """Work until stopped."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    engine = database.engine(chosen.database, pool_size=chosen.at_once + 2)
    try:
        await migrations.migrate(engine, migrations.load())
        async with worker.working(Bench(engine, _now), standard.work(os.environ), Pace(at_once=max(2, chosen.at_once))):
            sys.stderr.write(f"working, {max(2, chosen.at_once)} jobs at a time; stop with Ctrl-C\n")
            await stop.wait()
            sys.stderr.write("stopping: what was begun is finished or handed back\n")
    finally:
        await engine.dispose()
    return 0


async def _asked(chosen: argparse.Namespace, work: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
    engine = database.engine(chosen.database, pool_size=1)
    try:
        return await database.transact(engine, work)
    finally:
        await engine.dispose()


def _now() -> datetime:
    return datetime.now(UTC)


def shown(job: Job) -> Mapping[str, object]:
    """Return a job as JSON."""
    times = {name: None if at is None else _time(at) for name, at in _times(job)}
    return {**asdict(job), **times}


def _times(job: Job) -> Iterable[tuple[str, datetime | None]]:
    return (("created", job.created), ("started", job.started), ("finished", job.finished))


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def row(job: Job) -> tuple[str, ...]:
    """Return a job's line in the list."""
    done = f"{job.done}/{'?' if job.total is None else job.total}"
    error = job.error if len(job.error) <= 60 else job.error[:57] + "..."
    created = _time(job.created)
    return (job.id, job.tenant or "-", job.kind, job.status, done, str(job.attempts), created, error)


def _table(rows: list[tuple[str, ...]]) -> Iterable[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for line in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n"


def _told(values: Mapping[str, object], chosen: argparse.Namespace) -> int:
    if chosen.format == "json":
        sys.stdout.write(json.dumps(values) + "\n")
    else:
        width = max(map(len, values))
        for name, value in values.items():
            told = value if isinstance(value, str) else json.dumps(value)
            sys.stdout.write(f"{name.ljust(width)}  {told}\n")
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], Coroutine[object, object, int]]] = {
    "list": list_jobs,
    "show": show,
    "replay": replay,
    "cancel": cancel,
    "work": work,
}
