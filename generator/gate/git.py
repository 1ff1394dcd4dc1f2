"""Reading one commit of a Git repository: never a checkout, at most two processes however many files."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 60


class GitFailed(Exception):
    """Git said no; the message is what it said."""


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Run ``git`` in ``folder`` and return what it wrote. Raises GitFailed with Git's own words."""
    command = ["git", "-C", str(folder), "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 (fixed program, no shell)
    except FileNotFoundError as error:
        raise GitFailed("git is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise GitFailed(f"git {arguments[0]} took more than {_SECONDS} s") from error
    if done.returncode != 0:
        raise GitFailed(done.stderr.decode(errors="replace").strip() or f"git {arguments[0]} failed")
    return done.stdout


def resolve(folder: Path, ref: str) -> str | None:
    """Return the commit that ``ref`` names, or None."""
    try:
        return git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    except GitFailed:
        return None


def tracked(folder: Path, path: str) -> bool:
    """Say whether Git tracks ``path``, relative to ``folder``, or anything below it; no, outside a repository."""
    try:
        return bool(git(folder, "ls-files", "-z", "--", path))
    except GitFailed:
        return False


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a commit: its blob's name and whether it is a symbolic link."""

    blob: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class CommitTree:
    """The files of one commit below the project's root, named relative to it with forward slashes."""

    root: Path
    commit: str
    entries: Mapping[str, Entry]

    def below(self, folder: str) -> list[str]:
        """Return the paths below ``folder``, sorted."""
        return sorted(path for path in self.entries if path.startswith(f"{folder}/"))

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of those ``paths`` that the commit has. Raises GitFailed for a damaged repository."""
        wanted = [path for path in paths if path in self.entries]
        if not wanted:
            return {}
        blobs = "".join(f"{self.entries[path].blob}\n" for path in wanted).encode()
        return dict(zip(wanted, _contents(git(self.root, "cat-file", "--batch", stdin=blobs)), strict=True))

    def has_same(self, path: str, file: Path) -> bool:
        """Say whether ``file`` on disk has the bytes that ``path`` has in the commit."""
        entry = self.entries[path]
        if entry.is_link != file.is_symlink():
            return False
        data = str(file.readlink()).encode() if entry.is_link else file.read_bytes()
        return _blob_name(data, len(entry.blob)) == entry.blob


def commit_tree(root: Path, commit: str, folders: tuple[str, ...]) -> CommitTree:
    """List the files of ``commit`` in ``folders`` below ``root``. Raises GitFailed for a damaged repository."""
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip("\n")
    wanted = [f"{prefix}{folder}/" for folder in folders]
    listing = git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted).decode()
    entries = {}
    for row in filter(None, listing.split("\0")):
        head, _, path = row.partition("\t")
        mode, kind, blob = head.split(" ")
        if kind == "blob":
            entries[path.removeprefix(prefix)] = Entry(blob, mode == "120000")
    return CommitTree(root, commit, entries)


def _contents(stream: bytes) -> list[bytes]:
    """Take apart what ``cat-file --batch`` writes: a head line with the size, that many bytes, one LF."""
    found, at = [], 0
    while at < len(stream):
        end = stream.index(b"\n", at)
        head = stream[at:end].split(b" ")
        if len(head) != 3:
            raise GitFailed(stream[at:end].decode(errors="replace"))
        size = int(head[2])
        found.append(stream[end + 1 : end + 1 + size])
        at = end + size + 2
    return found


def _blob_name(data: bytes, length: int) -> str:
    # Git's own name for the bytes, in either of its two formats: no file of the commit needs to be read to compare.
    algorithm = hashlib.sha256 if length == 64 else hashlib.sha1
    return algorithm(b"blob %d\0" % len(data) + data).hexdigest()
