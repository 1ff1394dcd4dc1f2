"""Results of checks that passed, kept under a digest of everything that they read.

Only a clean result is kept: a blocked one is run again, so that a hiccup never sticks and what is being mended is
looked at afresh. The key covers the unit's files, those that it shares with others, what it is compared with, our own
source and the router's and the kernel's, the interpreter, and name and version of every installed distribution.

Each result is sealed with a secret that lies outside the tree: one that came with a clone is not believed. Where no
secret can be kept, or where Git tracks anything in our private folder, nothing is kept or believed at all.
"""

from __future__ import annotations

import hmac
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from generator.canonical import digest, pretty_json, sha256
from generator.gate.git import tracked
from generator.project import Project
from generator.secret import seal, secret
from generator.units import Unit

_FOLDERS = ("prompts", "schemas", "generated", "snapshots")
_SHARED = ("schemas/kernel", "schemas/answer.schema.json")
_SOURCES = frozenset({".py", ".pyi", ".js", ".sql", ".json", ".toml", ".typed"})
_FORMAT = 2


@dataclass(frozen=True, slots=True)
class Cache:
    """The folder of kept results, and the digest of everything that all of them depend on.

    ``fresh`` reads nothing; without a ``secret`` nothing is kept either.
    """

    folder: Path
    surroundings: str
    fresh: bool = False
    secret: bytes | None = None

    def has(self, key: str) -> bool:
        """Say whether the result under ``key`` is known to be clean."""
        if self.fresh or self.secret is None:
            return False
        try:
            kept = json.loads((self.folder / f"{key}.json").read_bytes())
            told = str(kept["seal"]).encode()
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return hmac.compare_digest(told, _seal(self.secret, key).encode())

    def keep(self, key: str) -> None:
        """Remember a clean result; written beside and renamed, so that a kill leaves none or a whole one."""
        if self.secret is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        staged = self.folder / f"{key}.{os.getpid()}.new"
        row = {"format": _FORMAT, "key": key, "verdict": "clean", "seal": _seal(self.secret, key)}
        staged.write_bytes(pretty_json(row))
        staged.replace(self.folder / f"{key}.json")

    def key(self, family: str, *parts: object) -> str:
        """Return the name of a family's result over ``parts`` (JSON values)."""
        return digest([family, self.surroundings, *parts])


def open_cache(project: Project, *, fresh: bool) -> Cache:
    """Open the cache of ``project``, for the programs that are installed now."""
    packages = {name: _source_digest(place) for name, place in _packages(project)}
    surroundings = digest(
        [sys.version, sorted(_distributions()), packages, sha256((project.root / "pyproject.toml").read_bytes())]
    )
    believed = None if tracked(project.root, ".lockstep") else secret(project.root)
    return Cache(project.private / "cache" / "gate", surroundings, fresh, believed)


def files_of(root: Path, unit: Unit) -> dict[str, str]:
    """Return path → SHA-256 of every file that stands in the unit's four folders, and of those that all units share."""
    places = [*(f"{folder}/{unit}" for folder in _FOLDERS), *_SHARED]
    return {path: sha256((root / path).read_bytes()) for place in places for path in sorted(_below(root, place))}


def _seal(key: bytes, name: str) -> str:
    return seal(key, "gate", str(_FORMAT), name, "clean")


def _below(root: Path, place: str) -> Iterator[str]:
    if (root / place).is_file():
        yield place
    for folder, folders, names in os.walk(root / place):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            yield os.path.relpath(Path(folder) / name, root).replace(os.sep, "/")


def _packages(project: Project) -> Iterator[tuple[str, Path]]:
    for name in ("generator", "router", project.settings.kernel.partition(".")[0]):
        beside = project.root / name
        if beside.is_dir():
            yield name, beside
            continue
        spec = find_spec(name)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            yield name, Path(place)


def _source_digest(package: Path) -> str:
    names = sorted(path for path in _below(package, ".") if Path(path).suffix in _SOURCES)
    return digest([[name, sha256((package / name).read_bytes())] for name in names])


def _distributions() -> Iterable[str]:
    """Name and version of what is installed, read off folder names: opening 100 METADATA files takes 0.1 s."""
    for place in sys.path:
        try:
            entries = os.listdir(place or ".")  # noqa: PTH208  # names are all that is needed
        except OSError:
            continue
        yield from (name for name in entries if name.endswith((".dist-info", ".egg-info")))
