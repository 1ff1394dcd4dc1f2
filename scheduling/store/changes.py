"""The change log: what has changed since a look, and how far back that is known.

A look is remembered as Postgres' snapshot of it: which transactions were done then. What was written by others has
changed since, whenever it was begun (``sql/0005_change_log.sql``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Changes:
    """What others committed since a look, and ``snapshot``, which is the look to ask about the next time.

    ``spans`` are by the resource's number when its time has changed, None where all of it may have: its hours, its
    series, whether its calendar can be read. ``events`` are those whose terms or resources have changed.
    """

    snapshot: str
    spans: Mapping[int, tuple[Span, ...] | None]
    events: frozenset[str]


# On a standby a snapshot does not tell which transactions are still under way, only before which one all are done.
_NOW = """
    CASE WHEN pg_is_in_recovery()
         THEN format('%1$s:%1$s:', pg_snapshot_xmin(pg_current_snapshot()))
         ELSE CAST(pg_current_snapshot() AS text) END
"""
_LOOK = text(f"SELECT {_NOW} AS snapshot")
_SINCE = text(f"""
    WITH looks AS (
        SELECT pg_current_snapshot() AS now, {_NOW} AS told, CAST(CAST(:snapshot AS text) AS pg_snapshot) AS last
    )
    SELECT looks.told AS snapshot, c.resource_number, c.event, lower(c.during) AS start, upper(c.during) AS end,
           coalesce(p.xid >= pg_snapshot_xmin(last), false) OR pg_snapshot_xmax(last) > pg_snapshot_xmax(now) AS lost
    FROM looks
    LEFT JOIN changes_pruned p ON p.tenant = :tenant
    LEFT JOIN changes c ON c.tenant = :tenant AND c.xid >= pg_snapshot_xmin(last)
                           AND NOT pg_visible_in_snapshot(c.xid, last)
""")  # noqa: S608 - the text above
_PRUNE = text("""
    WITH gone AS (
        -- Not beyond what is still under way: whoever looked a moment ago has seen all before that.
        DELETE FROM changes WHERE at < :before AND xid < pg_snapshot_xmin(pg_current_snapshot()) RETURNING tenant, xid
    ),
    newest AS (SELECT DISTINCT ON (tenant) tenant, xid FROM gone ORDER BY tenant, xid DESC),
    noted AS (
        INSERT INTO changes_pruned (tenant, xid) SELECT tenant, xid FROM newest
        ON CONFLICT (tenant) DO UPDATE SET xid = greatest(changes_pruned.xid, excluded.xid)
    )
    SELECT count(*) FROM gone
""")


async def look(connection: AsyncConnection) -> str:
    """Return the snapshot of a first look: what is read after this is what was committed by then, or newer."""
    return str((await connection.execute(_LOOK)).scalar_one())


async def since(connection: AsyncConnection, tenant: str, snapshot: str) -> Changes | None:
    """Return what was committed since a look; None if that is no longer known and all must be read anew.

    Ask in a transaction that has written nothing, else its own writes, which may never be committed, are among the
    changes. Where the changed rows are read in the same transaction, let it be REPEATABLE READ to see exactly what the
    snapshot does; in any other it may be newer, and is told again the next time.
    """
    found = (await connection.execute(_SINCE, {"tenant": tenant, "snapshot": snapshot})).all()
    if found[0].lost:
        return None
    spans: dict[int, tuple[Span, ...] | None] = {}
    for row in found:
        if row.resource_number is None:
            continue
        known = spans.get(row.resource_number, ())
        all_time = known is None or row.start is None
        spans[row.resource_number] = None if all_time else (*(known or ()), (row.start, row.end))
    return Changes(found[0].snapshot, spans, frozenset(row.event for row in found if row.event is not None))


async def prune(connection: AsyncConnection, before: datetime) -> int:
    """Forget what transactions that began before an instant changed, for all tenants; return how many rows went."""
    return int((await connection.execute(_PRUNE, {"before": before})).scalar_one())
