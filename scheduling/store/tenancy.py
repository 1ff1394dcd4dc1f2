"""Tenancy: which tables hold tenants' rows, and in which order they can be written."""

from __future__ import annotations

from graphlib import TopologicalSorter

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_OWNED = text("""
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname = 'tenant' AND NOT a.attisdropped
    ORDER BY c.relname
""")
_REFERENCES = text("""
    SELECT f.conrelid::regclass::text AS "from", f.confrelid::regclass::text AS "to"
    FROM pg_constraint f WHERE f.contype = 'f' AND f.connamespace = current_schema()::regnamespace
""")


_LOGS = {"changes", "changes_pruned"}
"""What happened in this database, told to its readers: it stays when a tenant goes, and does not go with one."""


async def tables(connection: AsyncConnection) -> tuple[str, ...]:
    """Return the tables that have a ``tenant`` column, each after those that it refers to; logs are left out.

    They are read from the database's own catalogue: a table that comes with a later migration is among them.
    """
    owned = [name for name in (await connection.execute(_OWNED)).scalars() if name not in _LOGS]
    order: TopologicalSorter[str] = TopologicalSorter({name: set() for name in owned})
    for row in await connection.execute(_REFERENCES):
        if row[0] != row[1] and row[0] in owned and row[1] in owned:
            order.add(row[0], row[1])
    return tuple(order.static_order())


async def is_there(connection: AsyncConnection, tenant: str) -> bool:
    """Say whether there is such a tenant."""
    found = await connection.execute(text("SELECT tenant FROM tenants WHERE tenant = :tenant"), {"tenant": tenant})
    return found.first() is not None


async def remove(connection: AsyncConnection, tenant: str) -> int:
    """Remove every row of a tenant from every table and return how many there were."""
    removed = 0
    for table in reversed(await tables(connection)):
        statement = text(f'DELETE FROM "{table}" WHERE tenant = :tenant')  # noqa: S608 - a name out of the catalogue
        removed += (await connection.execute(statement, {"tenant": tenant})).rowcount
    return removed
