"""The documents that references lead to: files beside the one that was named, or given; nothing is ever fetched.

Only what can be reached is looked for: a reference in a part of the file that nobody compares may lead nowhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from generator import pointers
from generator.annotated import DATA, NAMES
from generator.canonical import Json
from generator.errors import UsageInvalid
from generator.sides import documents
from generator.sides.stores import Store, shown

_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
# Most documents refer to themselves alone, which is said by the text at a hundredth of the cost of looking.
_LEADS_AWAY = re.compile(rb"""\$(?:ref|dynamicRef|recursiveRef)["']?\s*:\s*["']?[^#"'\s{]""")


@dataclass(frozen=True, slots=True)
class Given:
    """A document that was named with ``--with``: by its path, and by an address if one was named."""

    path: Path
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Resource:
    """A document, or a schema in it that has an address of its own."""

    node: Json
    base: str
    name: str
    pointer: str


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where the walk stands: a node, the address that its references start from, and its place for people."""

    node: Json
    base: str
    name: str
    pointer: str
    names: bool = False


def leads_away(data: bytes) -> bool:
    """Say whether the text of a document may hold a reference to another; where it does not, none does."""
    return _LEADS_AWAY.search(data) is not None or rb"\u0024" in data


class Shelf:
    """The documents that references were followed to, by address."""

    def __init__(self, store: Store, folder: Path, given: tuple[Given, ...] = ()) -> None:
        self.others: dict[str, Json] = {}
        self._store = store
        self._folder = folder
        self._own = ""
        self._given = given
        self._resources: dict[str, _Resource] = {}
        self._files: list[Path] | None = None
        self._seen: set[tuple[int, str]] = set()

    def gather(self, document: Json, pointer: str, uri: str, name: str) -> dict[str, Json]:
        """Return every further document that the schema at ``pointer`` leads to, by address.

        Raises UsageInvalid that names the reference, where it stands, and what to do, if one is not there.
        """
        self._know(document, uri, name)
        self._own = _at_its_address(_Stop(document, uri, name, "")).base
        waiting = [_descend(_Stop(document, uri, name, ""), pointer)]
        while waiting:
            stop = waiting.pop()
            if stop is not None and (id(stop.node), stop.base) not in self._seen:
                self._seen.add((id(stop.node), stop.base))
                waiting += self._from(stop)
        self.others.pop(uri, None)
        return self.others

    def _from(self, stop: _Stop) -> Iterator[_Stop | None]:
        """Yield what lies below a node, and where its references lead."""
        if isinstance(stop.node, dict) and not stop.names:
            stop = _at_its_address(stop)
            for word in _REFERENCES:
                target = stop.node.get(word) if isinstance(stop.node, dict) else None
                if isinstance(target, str):
                    yield self._target(target, word, stop)
        yield from _below(stop)

    def _target(self, reference: str, word: str, stop: _Stop) -> _Stop | None:
        address = (
            stop.base.partition("#")[0] + reference if reference.startswith("#") else urljoin(stop.base, reference)
        )
        uri, fragment = urldefrag(address)
        resource = self._resources.get(uri) or self._found(uri)
        if resource is None:
            raise UsageInvalid(self._missing(reference, uri, f"{stop.name}#{stop.pointer}/{word}"))
        root = _Stop(resource.node, resource.base, resource.name, resource.pointer)
        return _descend(root, unquote(fragment)) if fragment.startswith("/") else root

    def _found(self, uri: str) -> _Resource | None:
        """Look for the document at ``uri`` among what was given, then beside the file, then by its own ``$id``."""
        for given in self._given:
            if uri in {given.address, self._store.uri(given.path)}:
                return self._read(given.path, uri)
        path = self._beside(uri)
        if path is not None and (resource := self._read(path, uri)) is not None:
            return resource
        if _path_of(uri) is not None:
            return None
        for file in [*(given.path for given in self._given), *self._below()]:
            if uri in self._resources:
                break
            if _mentions(self._store.read(file), uri):
                self._read(file, self._store.uri(file))
        resource = self._resources.get(uri)
        if resource is not None:
            self.others.setdefault(uri, resource.node)
            return resource
        return self._metaschema(uri)

    def _beside(self, uri: str) -> Path | None:
        """Return the file that ``uri`` is, or lies where ``uri`` lies as seen from the document's own ``$id``."""
        path = _path_of(uri)
        own_folder = self._own.rpartition("/")[0] + "/"
        if path is None and _path_of(self._own) is None and uri.startswith(own_folder):
            path = Path(os.path.normpath(self._folder / unquote(uri.removeprefix(own_folder))))
        inside = path is not None and path.is_relative_to(self._folder) and self._is_inside(path)
        return path if inside else None

    def _below(self) -> list[Path]:
        if self._files is None:
            self._files = self._store.below(self._folder)
        return self._files

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self._folder.resolve())

    def _read(self, path: Path, uri: str) -> _Resource | None:
        data = self._store.read(path)
        if data is None:
            return None
        document = documents.parse(data, shown(path))
        return self._know(document, uri, shown(path))

    def _know(self, document: Json, uri: str, name: str) -> _Resource:
        """Keep a document under its address, and every schema in it that has one of its own."""
        self.others[uri] = document
        whole = _Resource(document, uri, name, "")
        self._resources[uri] = whole
        waiting = [_Stop(document, uri, name, "")]
        seen: set[int] = set()
        while waiting:
            stop = waiting.pop()
            if id(stop.node) in seen:  # YAML's aliases share what they name
                continue
            seen.add(id(stop.node))
            named = stop if stop.names else _at_its_address(stop)
            if named.base != stop.base:
                self._resources.setdefault(named.base, _Resource(stop.node, named.base, name, stop.pointer))
            waiting += _below(named)
        return whole

    def _metaschema(self, uri: str) -> _Resource | None:
        # Slow to import, and rare.
        from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]  # noqa: PLC0415

        found = REGISTRY.get(uri) or REGISTRY.get(f"{uri}#")
        return None if found is None else self._know(found.contents, uri, uri)

    def _missing(self, reference: str, uri: str, place: str) -> str:
        path = _path_of(uri)
        if path is None:
            return (
                f"{place}: {reference!r} is not fetched, and no file below {shown(self._folder)} has it as its $id. "
                f"Name the file that holds it: --with {uri}=FILE"
            )
        if path.is_relative_to(self._folder) and self._is_inside(path):
            return f"{place}: {reference!r} is not there. Put it at {shown(path)}, or name it: --with FILE"
        return f"{place}: {reference!r} lies outside of {shown(self._folder)}. Name it: --with {shown(path)}"


def _below(stop: _Stop) -> Iterator[_Stop]:
    if isinstance(stop.node, dict):
        for key, inner in stop.node.items():
            if isinstance(inner, dict | list) and (stop.names or key not in DATA):
                names = not stop.names and key in NAMES and isinstance(inner, dict)
                yield _Stop(inner, stop.base, stop.name, f"{stop.pointer}/{pointers.escaped(key)}", names)
    elif isinstance(stop.node, list):
        for index, inner in enumerate(stop.node):
            if isinstance(inner, dict | list):
                yield _Stop(inner, stop.base, stop.name, f"{stop.pointer}/{index}")


def _at_its_address(stop: _Stop) -> _Stop:
    """Return the stop with the address that its own ``$id`` gives it, if it has one."""
    node = stop.node
    if not isinstance(node, dict):
        return stop
    own = node.get("$id")
    if own is None and "draft-04" in str(node.get("$schema", "")):
        own = node.get("id")
    if not isinstance(own, str) or own.startswith("#"):
        return stop
    return _Stop(node, urldefrag(urljoin(stop.base, own))[0], stop.name, stop.pointer)


def _descend(stop: _Stop, pointer: str) -> _Stop | None:
    """Return the stop at ``pointer`` below; None where it leads nowhere, which the reader of the schema will say."""
    names = False
    for step in pointers.steps(pointer):
        at = stop if names else _at_its_address(stop)
        there, inner = documents.child(at.node, step)
        if not there:
            return None
        names = not names and step in NAMES and isinstance(inner, dict)
        stop = _Stop(inner, at.base, stop.name, f"{stop.pointer}/{pointers.escaped(step)}", names)
    return stop


def _path_of(uri: str) -> Path | None:
    parts = urlsplit(uri)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def _mentions(data: bytes | None, uri: str) -> bool:
    """Say whether a file may hold the schema at ``uri``: its text has the last part of the address."""
    return data is not None and uri.rstrip("/").rpartition("/")[2].encode() in data
