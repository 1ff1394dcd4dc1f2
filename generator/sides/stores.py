"""Where files come from: the disk, or one commit of a Git repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator.errors import UsageInvalid

DOCUMENTS = (".json", ".yaml", ".yml")


class Store(Protocol):
    """Files by absolute path."""

    def read(self, path: Path) -> bytes | None:
        """Return the bytes of a file, None where there is none."""

    def below(self, folder: Path) -> list[Path]:
        """Return the JSON and YAML files below ``folder``, sorted."""

    def uri(self, path: Path) -> str:
        """Return the address of a file; two states of one file have two."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The files that lie there now."""

    def read(self, path: Path) -> bytes | None:
        """Return the bytes of a file, None where there is none. Raises UsageInvalid where it may not be read."""
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except (OSError, ValueError) as error:  # ValueError: a null character in the name
            raise UsageInvalid(f"{shown(path)} cannot be read: {getattr(error, 'strerror', None) or error}") from error

    def below(self, folder: Path) -> list[Path]:
        """Return the JSON and YAML files below ``folder``, sorted; hidden folders apart."""
        found = []
        for where, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if not name.startswith(".") and name != "node_modules"]
            found += [Path(where, name) for name in names if name.endswith(DOCUMENTS)]
        return sorted(found)

    def uri(self, path: Path) -> str:
        """Return the file's address."""
        return path.as_uri()


@dataclass(frozen=True, slots=True)
class Commit:
    """The files of ``commit`` in the repository whose working tree is ``root``; ``ref`` is how the user named it."""

    root: Path
    commit: str
    ref: str

    def read(self, path: Path) -> bytes | None:
        """Return the bytes that a file of the working tree has in the commit, None where it has none."""
        from generator.gate.git import GitFailed, git  # noqa: PLC0415  # Git is asked only when it is named

        if not path.is_relative_to(self.root):
            return None
        try:
            return git(self.root, "cat-file", "blob", f"{self.commit}:{path.relative_to(self.root).as_posix()}")
        except GitFailed:
            return None

    def below(self, folder: Path) -> list[Path]:
        """Return the JSON and YAML files that the commit has below ``folder``, sorted."""
        from generator.gate.git import git  # noqa: PLC0415  # as above

        inside = f"{folder.relative_to(self.root).as_posix()}/".removeprefix("./")
        listing = git(
            self.root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", self.commit, "--", *filter(None, [inside])
        )
        names = listing.decode(errors="surrogateescape").split("\0")
        return sorted(self.root / name for name in names if name.endswith(DOCUMENTS))

    def uri(self, path: Path) -> str:
        """Return an address that only this commit's state of the file has: the commit stands for the host."""
        return path.as_uri().replace("file://", f"file://{self.commit}", 1)


def commit(ref: str, folder: Path) -> Commit:
    """Return the commit that ``ref`` names in the repository around ``folder``. Raises UsageInvalid."""
    from generator.gate.git import GitFailed, git, resolve  # noqa: PLC0415  # as above

    try:
        root = Path(git(folder, "rev-parse", "--show-toplevel").decode(errors="surrogateescape").strip("\n"))
    except GitFailed as error:
        raise UsageInvalid(
            f"git:{ref}: no Git repository can be read here ({error}). Run in a working tree."
        ) from error
    found = resolve(root, ref)
    if found is None:
        raise UsageInvalid(f"git:{ref}: there is no such commit here. Fetch it, or name another.")
    return Commit(root, found, ref)


def shown(path: Path) -> str:
    """Return ``path`` as a person here would type it."""
    here = Path.cwd()
    if path.is_relative_to(here):
        return path.relative_to(here).as_posix()
    relative = os.path.relpath(path, here)
    return relative if relative.count("..") <= 2 else str(path)
