"""Which Postgres to talk to: the one that ``DATABASE_URL`` names, else one that we run beside the project."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from router.cluster import running_cluster
from router.errors import DatabaseUnavailable, UsageInvalid

_SCHEMES = {"postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg", "postgresql+psycopg2"}


@contextmanager
def database_url(root: Path, environ: Mapping[str, str], *, durable: bool = True) -> Iterator[str]:
    """Yield a ``postgresql+asyncpg://`` URL that SQLAlchemy takes as it is and :func:`plain_url` makes plain.

    ``DATABASE_URL`` in ``environ`` wins. Without it an embedded server keeps its data in
    ``<root>/.lockstep/postgres``: it is started when nobody else runs it yet, shared with every other process that
    asks for the same root, and stopped when the last of them leaves. ``durable=False`` trades crash safety for
    speed and is for tests.

    Raises UsageInvalid for a URL that is not Postgres, DatabaseUnavailable when the embedded server does not start.
    """
    given = environ.get("DATABASE_URL", "").strip()
    if given:
        yield normal_url(given)
        return
    with running_cluster(root / ".lockstep" / "postgres", durable=durable) as socket_folder:
        yield f"postgresql+asyncpg://postgres@/postgres?host={quote(str(socket_folder), safe='')}"


def normal_url(url: str) -> str:
    """Return any usual spelling of a Postgres URL in SQLAlchemy's asyncpg form.

    libpq's ``sslmode=`` becomes asyncpg's ``ssl=``. Raises UsageInvalid for anything that is not Postgres.
    """
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES:
        raise UsageInvalid(
            f"DATABASE_URL has the scheme {parts.scheme or 'none'!r}; only Postgres is supported. "
            "Write it as postgresql://user:password@host/database, or unset it to run the embedded server."
        )
    query = [("ssl" if name == "sslmode" else name, value) for name, value in parse_qsl(parts.query)]
    return _joined("postgresql+asyncpg", parts.netloc, parts.path, query)


def plain_url(url: str) -> str:
    """Return a URL of :func:`database_url` in the form that asyncpg and psql take."""
    parts = urlsplit(normal_url(url))
    query = [("sslmode" if name == "ssl" else name, value) for name, value in parse_qsl(parts.query)]
    return _joined("postgresql", parts.netloc, parts.path, query)


def with_database(url: str, name: str) -> str:
    """Return ``url`` pointing at another database of the same server."""
    parts = urlsplit(url)
    return _joined(parts.scheme, parts.netloc, f"/{quote(name, safe='')}", parse_qsl(parts.query))


def _joined(scheme: str, netloc: str, path: str, query: list[tuple[str, str]]) -> str:
    # urlunsplit drops the two slashes of an empty host, and "postgresql:/x" is no URL that a driver takes.
    return f"{scheme}://{netloc}{urlunsplit(('', '', path, urlencode(query), ''))}"


@asynccontextmanager
async def throwaway_database(url: str) -> AsyncIterator[str]:
    """Create an empty database on the server of ``url``, yield its URL, and drop it in the end, users or not.

    Raises DatabaseUnavailable when the server cannot be reached.
    """
    empty = await create_database(url)
    try:
        yield empty
    finally:
        await drop_database(empty, url)


async def create_database(url: str) -> str:
    """Create an empty database on the server of ``url`` that need not survive a crash, and return its URL."""
    name = f"lockstep_{uuid.uuid4().hex}"
    await _execute(url, f'CREATE DATABASE "{name}"')
    await _execute(url, f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    return with_database(url, name)


async def drop_database(empty: str, url: str) -> None:
    """Drop what :func:`create_database` made, over a connection to ``url``, whoever still uses it."""
    await _execute(url, f'DROP DATABASE IF EXISTS "{urlsplit(empty).path[1:]}" WITH (FORCE)')


class Connection(Protocol):
    """What we use of an asyncpg connection; the driver brings no type hints of its own."""

    async def fetch(self, query: str, *values: object) -> Sequence[Mapping[str, Any]]: ...  # noqa: D102
    async def fetchrow(self, query: str, *values: object) -> Mapping[str, Any] | None: ...  # noqa: D102
    async def execute(self, query: str, *values: object) -> str: ...  # noqa: D102
    def transaction(self) -> AbstractAsyncContextManager[object]: ...  # noqa: D102
    async def close(self, *, timeout: float | None = None) -> None: ...  # noqa: D102
    def terminate(self) -> None: ...  # noqa: D102


async def connect(url: str, *, patience: float = 5.0) -> Connection:
    """Open one connection whose every answer must come within ``patience`` seconds.

    Raises DatabaseUnavailable when the server cannot be reached or does not let us in.
    """
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 - costs 50 ms that `--help` should not pay

    try:
        connection: Connection = await asyncpg.connect(plain_url(url), timeout=patience, command_timeout=patience)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise DatabaseUnavailable(
            f"Postgres does not answer at {without_password(url)}: {error or type(error).__name__}. "
            "Check DATABASE_URL, or unset it to run the embedded server."
        ) from error
    return connection


def without_password(url: str) -> str:
    """Return ``url`` fit for a log or a message."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return _joined(parts.scheme, f"{user.partition(':')[0]}{at}{host}", parts.path, parse_qsl(parts.query))


async def _execute(url: str, statement: str) -> None:
    connection = await connect(url, patience=30)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
