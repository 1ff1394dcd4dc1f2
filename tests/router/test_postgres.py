from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from router.errors import DatabaseUnavailable, UsageInvalid
from router.postgres import connect, database_url, normal_url, plain_url, throwaway_database, without_password


def asked(url: str, question: str = "SELECT 1 AS answer") -> object:
    """Return the one value that a query has."""

    async def ask() -> object:
        connection = await connect(url)
        try:
            row = await connection.fetchrow(question)
            return None if row is None else row["answer"]
        finally:
            await connection.close()

    return asyncio.run(ask())


def pid_of(root: Path) -> int | None:
    """Return the number of the running server's process, None when there is none."""
    try:
        return int((root / ".lockstep/postgres/postmaster.pid").read_text().split()[0])
    except FileNotFoundError:
        return None


def test_the_server_runs_as_long_as_somebody_uses_it(root: Path):
    """The first user starts it, the second joins, and only the last to leave stops it; the data stays."""
    with database_url(root, {}) as first:
        pid = pid_of(root)
        assert asked(first, "CREATE TABLE kept (answer int)") is None
        with database_url(root, {}) as second:
            assert (second, pid_of(root)) == (first, pid)
        assert asked(first) == 1
    assert pid_of(root) is None
    with database_url(root, {}) as again:
        assert asked(again, "SELECT count(*)::int AS answer FROM kept") == 0


def test_a_killed_user_does_not_keep_the_server_for_ever(root: Path):
    """A process that is killed leaves the server up; the next user finds it, and stops it when it leaves."""
    script = (
        "import sys, time; from pathlib import Path; from router.postgres import database_url\n"
        "with database_url(Path(sys.argv[1]), {}) as url: print(url, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(root)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        url = child.stdout.readline().strip()
        child.kill()
    pid = pid_of(root)
    assert asked(url) == 1
    with database_url(root, {}) as found:
        assert (found, pid_of(root)) == (url, pid)
    assert pid_of(root) is None


def test_a_killed_server_comes_back(root: Path):
    """After the server itself was killed, the next start recovers what was committed."""
    with database_url(root, {}) as url:
        asked(url, "CREATE TABLE kept AS SELECT 7 AS answer")
        pid = pid_of(root)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    with database_url(root, {}) as again:
        assert asked(again, "SELECT answer FROM kept") == 7


def test_a_number_used_again_by_another_program_is_not_taken_for_the_server(root: Path):
    """postmaster.pid survives a crash; after a restart its number may be anybody's, even our own."""
    with database_url(root, {}):
        content = (root / ".lockstep/postgres/postmaster.pid").read_text().splitlines()
    (root / ".lockstep/postgres/postmaster.pid").write_text("\n".join([str(os.getpid()), *content[1:]]) + "\n")
    with database_url(root, {}) as url:
        assert asked(url) == 1


@pytest.fixture
def beside(root: Path) -> Iterator[Path]:
    """A folder whose sockets may lie elsewhere."""
    folder = root / ("long " * 24)
    folder.mkdir()
    yield folder
    for place in Path(os.environ.get("TMPDIR", "/tmp")).glob("lockstep-[0-9]*-*"):  # noqa: S108
        if not any(place.iterdir()):
            place.rmdir()


@pytest.mark.parametrize("name", ["with space", "comma,quote'\"$", "Zürich"])
def test_any_folder_name_will_do(root: Path, name: str):
    """Spaces, quotes, commas and letters of any script in the path reach the server and the driver whole."""
    (root / name).mkdir()
    with database_url(root / name, {}) as url:
        assert asked(url) == 1


def test_a_path_too_long_for_a_socket_gets_a_private_short_one(beside: Path):
    """The name of a Unix socket holds 107 bytes; beyond that it lies in a folder that nobody else may enter."""
    with database_url(beside, {}) as url:
        assert asked(url) == 1
        place = Path(parse_qs(urlsplit(url).query)["host"][0])
        assert beside not in place.parents
        assert place.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_root_finds_a_place_for_a_folder_that_the_server_cannot_reach(root: Path):
    """Below a closed folder such as /root the data goes to a shared place, and no folder's rights are changed."""
    closed = root / "closed"
    (closed / "project").mkdir(parents=True)
    closed.chmod(0o700)
    with database_url(closed / "project", {}) as url:
        assert asked(url) == 1
        place = Path(parse_qs(urlsplit(url).query)["host"][0])
        assert "lockstep-root" in place.parts
    assert closed.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(closed)
    other = root / "other"
    (other / "project").mkdir(parents=True)
    other.chmod(0o700)
    with database_url(other / "project", {}) as url:
        assert not place.exists(), "what belongs to a folder that is gone is removed"
        place = Path(parse_qs(urlsplit(url).query)["host"][0])
    shutil.rmtree(place.parent)


def test_a_server_that_cannot_start_says_why(root: Path):
    """The server's own words and the way out are in the message."""
    with database_url(root, {}):
        pass
    (root / ".lockstep/postgres/postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(DatabaseUnavailable, match="no_such_setting"), database_url(root, {}):
        pass


def test_a_folder_that_is_no_database_is_left_alone(root: Path):
    """Somebody's files in the data folder are neither used nor removed."""
    (root / ".lockstep/postgres").mkdir(parents=True)
    (root / ".lockstep/postgres/mine.txt").write_text("x")
    with pytest.raises(DatabaseUnavailable, match="neither empty nor a database"), database_url(root, {}):
        pass
    assert (root / ".lockstep/postgres/mine.txt").read_text() == "x"


@pytest.mark.parametrize(
    ("given", "normal", "plain"),
    [
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d", "postgresql://u:p@h/d"),
        (
            "postgresql://h:1/d?sslmode=require",
            "postgresql+asyncpg://h:1/d?ssl=require",
            "postgresql://h:1/d?sslmode=require",
        ),
        ("postgresql+psycopg://h/d", "postgresql+asyncpg://h/d", "postgresql://h/d"),
        (
            "postgresql+asyncpg://u@/d?host=%2Fa+b",
            "postgresql+asyncpg://u@/d?host=%2Fa+b",
            "postgresql://u@/d?host=%2Fa+b",
        ),
    ],
)
def test_every_usual_spelling_of_a_url_is_understood(root: Path, given: str, normal: str, plain: str):
    """DATABASE_URL may be written for any driver and starts no server of ours."""
    with database_url(root, {"DATABASE_URL": given}) as url:
        assert url == normal
    assert plain_url(given) == plain
    assert not (root / ".lockstep").exists()


def test_another_database_than_postgres_is_refused():
    """Only Postgres is supported, and the message says what to write."""
    with pytest.raises(UsageInvalid, match=r"postgresql://user:password@host/database"):
        normal_url("mysql://h/d")


def test_a_password_stays_out_of_messages():
    """The URL in an error has its user and no password."""
    assert without_password("postgresql://ann:s3cret@h/d") == "postgresql://ann@h/d"
    with pytest.raises(DatabaseUnavailable) as caught:
        asked("postgresql://ann:s3cret@127.0.0.1:1/d")
    assert "s3cret" not in str(caught.value)


def test_a_throwaway_database_is_empty_and_gone_afterwards(postgres: str):
    """It is dropped even while somebody is connected to it."""

    async def story() -> tuple[object, object]:
        names = "SELECT count(*) AS answer FROM pg_database WHERE datname LIKE 'lockstep_%'"
        async with throwaway_database(postgres) as url:
            guest, host = await connect(url), await connect(postgres)
            during = await host.fetchrow(names)
        after = await host.fetchrow(names)
        guest.terminate()
        await host.close()
        return (during or {})["answer"], (after or {})["answer"]

    assert asyncio.run(story()) == (1, 0)
