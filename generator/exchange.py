"""Putting one folder in another's place in a single step of the file system."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

from generator.errors import UsageInvalid

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# What a kernel or a file system answers that does not know how to exchange.
_UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


def put_in_place(new: Path, place: Path) -> None:
    """Make ``new`` stand at ``place``; what stood there afterwards stands at ``new`` or beside it.

    On Linux the two change places atomically (``renameat2``). Elsewhere the old folder steps aside first, and a
    crash between the two steps leaves ``place`` empty: the journal then moves ``new`` in at the next start.
    Raises UsageInvalid when the two lie on different file systems.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        if not place.exists():
            new.rename(place)
        elif not _exchanged(new, place):
            place.rename(new.with_name(f"{new.name}.old"))
            new.rename(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        raise UsageInvalid(
            f"{place} and {new} lie on different file systems, so one cannot atomically replace the other. "
            "Keep .lockstep/ and generated/ on the same file system."
        ) from error
    for parent in {new.parent, place.parent}:
        sync_folder(parent)


def sync_folder(folder: Path) -> None:
    """Make renames inside ``folder`` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two paths atomically; False where the system cannot."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    result: int = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNABLE:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
