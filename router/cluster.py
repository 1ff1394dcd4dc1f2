"""An embedded Postgres server: one data folder, any number of processes that use it, a Unix socket and no port."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from router.binaries import Account, account_for, bin_folder, open_to_all, reachable, shared_place
from router.errors import DatabaseUnavailable
from router.processes import alive, inhabited, is_postgres

_SOCKET = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 107  # bytes of sockaddr_un.sun_path without its closing NUL
_PATIENCE = 60.0  # seconds; only a machine in deep trouble takes this long
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True, slots=True)
class Cluster:
    """One data folder and whom its server runs as."""

    data: Path
    account: Account

    @property
    def log(self) -> Path:
        """What the server says about itself."""
        return self.data / "server.log"


@contextmanager
def running_cluster(folder: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield the folder of the Unix socket of a server over ``folder``; start it, or join those who use it.

    The server stops when its last user leaves. Users are counted with file locks, which die with their process: one
    that was killed does not keep the server up for ever, the next to leave stops it.
    Raises DatabaseUnavailable with the server's own words when it does not start.
    """
    cluster = _place(folder.absolute())
    gate, users = (cluster.data.with_name(f"{cluster.data.name}.{name}") for name in ("starting", "users"))
    with _opened(gate) as gate_lock, _opened(users) as user_lock:
        with _alone(gate_lock, gate):
            socket_folder = _running(cluster) or _start(cluster, durable=durable)
            fcntl.flock(user_lock, fcntl.LOCK_SH)
        try:
            yield socket_folder
        finally:
            with _alone(gate_lock, gate), suppress(BlockingIOError):
                fcntl.flock(user_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _stop(cluster)


def _place(folder: Path) -> Cluster:
    """Choose the data folder: the wanted one, or root's shared place when the server's user cannot get there."""
    account = account_for(folder)
    data = folder
    try:
        if not folder.parent.exists():
            open_to_all(folder.parent)
        if account.switch and not reachable(folder):
            data = shared_place(folder)
    except OSError as error:
        raise DatabaseUnavailable(
            f"no place for the database: {error}. Make {folder.parent} writable, or set DATABASE_URL."
        ) from error
    return Cluster(data, account_for(data))


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _alone(lock: int, path: Path) -> Iterator[None]:
    _wait(lambda: _locked(lock), f"another process has been starting or stopping Postgres for too long (lock: {path})")
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(done: Callable[[], object], complaint: str, pause: float = 0.01) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise DatabaseUnavailable(f"{complaint}. Look at the processes named postgres, or set DATABASE_URL.")
        time.sleep(pause)


def _pid_file(cluster: Cluster) -> list[str]:
    """Return the lines of postmaster.pid: pid, data, start, port, socket folder, address, memory, status."""
    try:
        return [line.strip() for line in (cluster.data / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []


def _running(cluster: Cluster) -> Path | None:
    """Return the socket folder of a server that is up, None when there is none."""
    lines = _pid_file(cluster)
    if not lines:
        return None
    pid = int(lines[0])
    if is_postgres(pid):
        return _ready(cluster, pid)
    _clear_away(cluster, lines)
    return None


def _clear_away(cluster: Cluster, lines: list[str]) -> None:
    """Remove what a killed server left, once none of its children works in the data folder any more.

    Postgres itself would believe these files as long as a process has the number that stands in them: another program
    after a restart, or the dead server itself where nobody collects it, as in many containers.
    """
    if not Path("/proc/self").exists():
        return
    _wait(lambda: not inhabited(cluster.data), f"processes of a killed Postgres still work in {cluster.data}")
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)
    if len(lines) > 4 and lines[4]:
        (Path(lines[4]) / f"{_SOCKET}.lock").unlink(missing_ok=True)


def _ready(cluster: Cluster, pid: int) -> Path:
    def decided() -> bool:
        lines = _pid_file(cluster)
        return (len(lines) >= 8 and lines[7] == "ready") or not alive(pid)

    _wait(decided, "Postgres is starting and does not get ready")
    lines = _pid_file(cluster)
    if len(lines) < 8 or lines[7] != "ready":
        raise DatabaseUnavailable(
            f"Postgres did not start. Its last words:\n{_last_words(cluster)}\nMend that, or set DATABASE_URL."
        )
    return Path(lines[4])


def _last_words(cluster: Cluster) -> str:
    with suppress(OSError):
        return "\n".join(cluster.log.read_text(errors="replace").splitlines()[-8:])
    return f"(no log at {cluster.log})"


def _start(cluster: Cluster, *, durable: bool) -> Path:
    programs = bin_folder(cluster.account)
    if not (cluster.data / "PG_VERSION").exists():
        _create(cluster, programs)
    with suppress(
        FileNotFoundError
    ):  # a new life, a new log: how the last one ended must not be read as this one's end
        cluster.log.replace(cluster.data / "server.log.1")
    socket_folder = _socket_folder(cluster)
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={_quoted(socket_folder)}",
        "unix_socket_permissions=0700",
        "max_connections=200",
        *(() if durable else _FAST),
    ]
    options = [word for setting in settings for word in ("-c", setting)]
    # A shell leaves the server to init and tells its number. (pg_ctl would do so too, but not below a folder with a
    # dollar or a quote in its name.) The server's session of its own keeps it from the terminal's Ctrl-C.
    shell: list[str | Path] = [
        "/bin/sh",
        "-c",
        '"$@" </dev/null >>"$LOG" 2>&1 & echo $!',
        "sh",
        programs / "postgres",
        "-D",
        cluster.data,
    ]
    pid = int(_run(cluster.account, [*shell, *options], {"LOG": str(cluster.log)}))
    return _ready(cluster, pid)


def _create(cluster: Cluster, programs: Path) -> None:
    """Make the data folder beside its place and move it in, so that a kill leaves none or a whole one."""
    if cluster.data.exists() and any(cluster.data.iterdir()):
        raise DatabaseUnavailable(f"{cluster.data} is neither empty nor a database. Move it away, or set DATABASE_URL.")
    staged = cluster.data.with_name(f"{cluster.data.name}.new")
    if staged.exists():
        shutil.rmtree(staged)
    staged.mkdir(mode=0o700)
    if cluster.account.switch:
        os.chown(staged, cluster.account.uid, cluster.account.gid)
    # The builtin C.UTF-8 sorts the same on every machine; --no-sync is safe while there is nothing to lose.
    arguments = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--set=timezone=UTC", "--set=log_timezone=UTC"]
    command: list[str | Path] = [programs / "initdb", "-D", staged, *arguments, *builtin]
    _run(cluster.account, command)
    if cluster.data.exists():
        cluster.data.rmdir()
    staged.rename(cluster.data)


def _socket_folder(cluster: Cluster) -> Path:
    """Return the data folder, or a private short one when the path is longer than a socket's name may be."""
    if len(os.fsencode(cluster.data / _SOCKET)) <= _LONGEST_SOCKET_PATH and "," not in str(cluster.data):
        return cluster.data
    tag = hashlib.sha256(os.fsencode(cluster.data)).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"lockstep-{cluster.account.uid}-{tag}"
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
        if cluster.account.switch:
            os.chown(place, cluster.account.uid, cluster.account.gid)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != cluster.account.uid or found.st_mode & 0o077:
        raise DatabaseUnavailable(f"{place} is not a private folder of the server's user. Remove it and run again.")
    return place


def _quoted(folder: Path) -> str:
    return '"' + str(folder).replace('"', '""') + '"'


def _run(account: Account, command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs out of the wheel, no shell
            command,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_PATIENCE,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", **(environment or {})},
            start_new_session=True,
            user=account.uid if account.switch else None,
            group=account.gid if account.switch else None,
            extra_groups=[] if account.switch else None,
        )
    except subprocess.CalledProcessError as error:
        words = (error.stdout or "").strip()
        raise DatabaseUnavailable(f"Postgres did not start: {words}. Mend that, or set DATABASE_URL.") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DatabaseUnavailable(f"Postgres did not start: {error}. Mend that, or set DATABASE_URL.") from error
    return done.stdout


def _stop(cluster: Cluster) -> None:
    """Ask the server to close all connections and end, and wait until it has."""
    lines = _pid_file(cluster)
    if not lines or not is_postgres(int(lines[0])):
        return
    pid = int(lines[0])
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    _wait(lambda: not _pid_file(cluster) or not is_postgres(pid), "Postgres does not stop")
