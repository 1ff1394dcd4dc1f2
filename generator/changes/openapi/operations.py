"""The operations of a document, and which of two documents' operations are the same one.

Operations are matched by method and path template, in which names do not matter: ``/a/{id}`` is ``/a/{key}``. Webhooks
are matched by name, callbacks by name and expression; in both the API is the one that calls, so directions turn round.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from generator.changes.openapi.references import Document, Place, resolved, root

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation: ``item`` is its path item, ``key`` what it is matched by; ``inverted`` if the API calls."""

    name: str
    place: Place
    item: Place
    template: str
    key: tuple[str, str]
    inverted: bool = False

    @property
    def variables(self) -> list[str]:
        """Return the names in its path template, in order."""
        return _VARIABLE.findall(self.template)


Pair = tuple[Operation | None, Operation | None]


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A path item, as it stands in the document, and what it is called."""

    place: Place
    name: str
    template: str = ""
    inverted: bool = False


def paths(document: Document) -> Iterator[Item]:
    """Yield the items of ``paths``."""
    for path, place in root(document).at("paths").entries():
        if path.startswith("/"):
            yield Item(place, path, path)


def webhooks(document: Document) -> Iterator[Item]:
    """Yield the items of ``webhooks``, each a call that the API makes."""
    for name, place in root(document).at("webhooks").entries():
        yield Item(place, f"webhook {name}", inverted=True)


def callbacks(operation: Operation) -> Iterator[Item]:
    """Yield the items of ``operation``'s callbacks. Raises ReferenceMissing."""
    for name, callback in operation.place.at("callbacks").entries():
        for expression, place in resolved(callback).entries():
            if not expression.startswith("x-"):
                yield Item(place, f"{operation.name} callback {name} {expression}", inverted=not operation.inverted)


def operations(item: Item) -> Iterator[Operation]:
    """Yield the operations of a path item. Raises ReferenceMissing."""
    place = _merged(item.place)
    for method in METHODS:
        if method in place.object:
            operation = place.at(method)
            verb = method.upper()
            key = (verb, normal(item.name))
            yield Operation(f"{verb} {item.name}", operation, place, item.template, key, item.inverted)


def matched(old: list[Operation], new: list[Operation]) -> Iterator[Pair]:
    """Yield each operation with its counterpart: those of ``old`` in order, then those that only ``new`` has.

    Where several templates of one document differ in names only, which 3.0 forbids and people write, equal names go
    together first.
    """
    exact = {operation.name: operation for operation in new}
    names = {operation.name for operation in old}
    spare: defaultdict[tuple[str, str], deque[Operation]] = defaultdict(deque)
    for operation in new:
        if operation.name not in names:
            spare[operation.key].append(operation)
    for operation in old:
        rest = spare[operation.key]
        yield operation, exact.pop(operation.name, None) or (rest.popleft() if rest else None)
    for left in spare.values():
        for operation in left:
            yield None, operation


def normal(template: str) -> str:
    """Return a path template without its names."""
    return _VARIABLE.sub("{}", template)


def _merged(item: Place) -> Place:
    """Return a path item with what its reference leads to; its own words come first."""
    led = resolved(item)
    if led is item:
        return item
    own = {key: value for key, value in item.object.items() if key != "$ref"}
    if not own:
        return led
    return Place(led.document, led.file, led.pointer, {**led.object, **own})
