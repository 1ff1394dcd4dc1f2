"""Migrations: the SQL files in ``scheduling/sql``, applied once each, in the order of their numbers.

A file that was applied is never edited; what comes later is another file. All that is pending runs in one transaction
under an advisory lock, so processes that start together do not collide and a failure leaves the old tables. A database
that knows more files than this code does is left alone: that is how a release is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

FOLDER = Path(__file__).parent.parent / "sql"
_NAME = re.compile(r"[0-9]{4}_[a-z0-9_]+\Z")
_LOCK = 0x10C4_57E9  # any number that nobody else uses


class MigrationChanged(RuntimeError):
    """A migration that was applied reads otherwise now, so nobody knows what the tables look like."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One SQL file."""

    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """The sha256 of the text, line ends aside."""
        return sha256(self.sql.encode()).hexdigest()


def load(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """Return the migrations of a folder in order; each is called ``NNNN_what_it_does.sql``."""
    paths = sorted(folder.glob("*.sql"))
    for path in paths:
        if not _NAME.match(path.stem):
            raise ValueError(f"{path}: a migration is called NNNN_what_it_does.sql; rename it")
    return tuple(Migration(path.stem, path.read_text(encoding="utf-8")) for path in paths)


async def migrate(engine: AsyncEngine, migrations: Iterable[Migration]) -> tuple[str, ...]:
    """Apply what is pending and return its names; raises MigrationChanged, and then applies nothing."""
    async with engine.begin() as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        applied = await _applied(connection)
        pending = [one for one in migrations if not _is_applied(one, applied)]
        for migration in pending:
            await _apply(connection, migration)
    return tuple(one.name for one in pending)


def _is_applied(migration: Migration, applied: dict[str, str]) -> bool:
    checksum = applied.get(migration.name)
    if checksum not in {None, migration.checksum}:
        raise MigrationChanged(
            f"migration {migration.name} was edited after it was applied to this database; "
            f"put its text back and write the change as a new file in {FOLDER.name}/"
        )
    return checksum is not None


async def _applied(connection: AsyncConnection) -> dict[str, str]:
    await connection.execute(
        text(
            "CREATE TABLE IF NOT EXISTS migrations "
            "(name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
        )
    )
    rows = await connection.execute(text("SELECT name, checksum FROM migrations"))
    return {row.name: row.checksum for row in rows}


async def _apply(connection: AsyncConnection, migration: Migration) -> None:
    # The driver's own execute takes a whole script; SQLAlchemy's takes one statement. Both are in this transaction.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.execute(migration.sql)
    await connection.execute(
        text("INSERT INTO migrations (name, checksum) VALUES (:name, :checksum)"),
        {"name": migration.name, "checksum": migration.checksum},
    )
