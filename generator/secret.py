"""A secret of this user on this machine: what is sealed with it was written here, and did not come with a clone.

It is 32 random bytes in ``$XDG_CACHE_HOME/lockstep/key`` (``~/.cache/lockstep/key``), readable by the user alone.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

_BYTES = 32


def secret(root: Path) -> bytes | None:
    """Return the secret, made now if there is none; None when it cannot be kept, or would lie in the project."""
    try:
        folder = _folder()
        if folder.resolve().is_relative_to(root.resolve()):
            return None
        file = folder / "key"
        return _read(file) if file.exists() else _made(file)
    except (OSError, RuntimeError):  # no home, no room, no right to write
        return None


def seal(key: bytes, *words: str) -> str:
    """Return what only the holder of ``key`` can say of ``words``."""
    return hmac.new(key, "\0".join(words).encode(), hashlib.sha256).hexdigest()


def _folder() -> Path:
    asked = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (asked if asked.is_absolute() else Path.home() / ".cache") / "lockstep"


def _read(file: Path) -> bytes | None:
    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        status, data = os.fstat(handle), os.read(handle, _BYTES + 1)
    finally:
        os.close(handle)
    ours = status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & 0o077
    return data if ours and len(data) == _BYTES else None


def _made(file: Path) -> bytes | None:
    """Write beside and link, so that of two runs that begin together one makes the key and both read it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    staged = file.with_name(f"{uuid4().hex}.new")
    handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, os.urandom(_BYTES))
        with suppress(FileExistsError):
            os.link(staged, file)
    finally:
        os.close(handle)
        staged.unlink()
    return _read(file)
