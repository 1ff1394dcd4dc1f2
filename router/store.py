"""Rollouts in Postgres: what is in force for each feature, since when and by whom, and what was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from router.errors import UsageInvalid
from router.postgres import Connection
from router.rollout import Rollout, State, checked, taken_back

_MIGRATION_LOCK = 0x10C5_7E90  # any number will do, as long as it never changes and is nobody else's


@dataclass(frozen=True, slots=True)
class Entry:
    """A rollout, the aware UTC instant at which it came into force, and who put it there."""

    rollout: Rollout
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Aborted:
    """What an abort found in force, and what it put there."""

    before: Entry
    after: Entry


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
    return await _written(connection, replace(checked(rollout), state=State.running), changed_by)


async def abort(connection: Connection, feature: str, changed_by: str) -> Aborted:
    """Take back what was set last: the live canary, or without one the last move of the stable version.

    Of aborts that race, one does it. Raises UsageInvalid without a rollout, or with nothing to take back.
    """
    async with connection.transaction():
        if await connection.fetchrow(_sql("lock"), feature) is None:
            raise UsageInvalid(f"there is no rollout of {feature!r} to abort. See: lockstep-router rollout show")
        past = [_entry(row) for row in await connection.fetch(_sql("past"), feature)]
        wanted = taken_back([entry.rollout for entry in past])
        if wanted is None:
            last = past[-1].rollout
            why = "that was aborted already" if last.state is State.aborted else "no other version was stable before"
            raise UsageInvalid(
                f"nothing to take back of {feature!r}: {why}, and all clients get v{last.stable}. "
                f"To name another version: lockstep-router rollout set {feature} --stable v<N>"
            )
        return Aborted(past[-1], await _written(connection, wanted, changed_by))


async def _written(connection: Connection, rollout: Rollout, changed_by: str) -> Entry:
    weight = f"{rollout.weight:.2f}"
    values = (rollout.feature, rollout.stable, rollout.canary, weight, rollout.state.value, changed_by)
    row = await connection.fetchrow(_sql("set"), *values)
    assert row is not None, "the statement returns the row that it wrote"  # noqa: S101 - ours if it is not true
    return _entry(row)


def _entry(row: Mapping[str, Any]) -> Entry:
    rollout = Rollout(row["feature"], row["stable"], row["canary"], float(row["weight"]), State(row["state"]))
    return Entry(rollout, row["changed_at"], row["changed_by"])


@cache
def _sql(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
