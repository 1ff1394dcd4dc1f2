"""Rollouts in Postgres: what is in force for each feature, since when and by whom, and what was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from router.errors import UsageInvalid
from router.postgres import Connection
from router.rollout import Rollout, State, checked

_MIGRATION_LOCK = 0x10C5_7E90  # any number will do, as long as it never changes and is nobody else's


@dataclass(frozen=True, slots=True)
class Entry:
    """A rollout, the aware UTC instant at which it came into force, and who put it there."""

    rollout: Rollout
    changed_at: datetime
    changed_by: str


async def migrate(connection: Connection) -> None:
    """Make the schema ``lockstep`` and its tables where they are missing; safe for any number of processes at once."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _MIGRATION_LOCK)
        await connection.execute(_sql("migrate"))


async def show(connection: Connection) -> dict[str, Entry]:
    """Return what is in force, by feature."""
    return {row["feature"]: _entry(row) for row in await connection.fetch(_sql("show"))}


async def history(connection: Connection, feature: str) -> list[Entry]:
    """Return what was put in force for a feature, newest first, at most 100 entries."""
    return [_entry(row) for row in await connection.fetch(_sql("history"), feature)]


async def put(connection: Connection, rollout: Rollout, changed_by: str) -> Entry:
    """Put a rollout in force, running, and return it as stored. Raises UsageInvalid if it makes no sense in itself."""
    wanted = checked(rollout)
    values = (wanted.feature, wanted.stable, wanted.canary, f"{wanted.weight:.2f}", changed_by)
    row = await connection.fetchrow(_sql("set"), *values)
    assert row is not None, "the statement returns the row that it wrote"  # noqa: S101 - ours if it is not true
    return _entry(row)


async def abort(connection: Connection, feature: str, changed_by: str) -> Entry:
    """Take a feature's canary back; aborting twice is the same as once. Raises UsageInvalid without a rollout."""
    row = await connection.fetchrow(_sql("abort"), feature, changed_by)
    if row is None:
        raise UsageInvalid(f"there is no rollout of {feature!r} to abort. See: lockstep-router rollout show")
    return _entry(row)


def _entry(row: Mapping[str, Any]) -> Entry:
    rollout = Rollout(row["feature"], row["stable"], row["canary"], float(row["weight"]), State(row["state"]))
    return Entry(rollout, row["changed_at"], row["changed_by"])


@cache
def _sql(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
