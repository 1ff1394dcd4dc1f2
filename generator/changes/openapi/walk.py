"""A walk over two documents, operation by operation; what is the same on both sides is passed by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.changes import Verdict
from generator.changes.openapi.found import Rule, Side
from generator.changes.openapi.met import Found, Seen, gone
from generator.changes.openapi.operations import Item, Operation, Pair, callbacks, matched, operations, paths, webhooks
from generator.changes.openapi.parameters import parameter_changes
from generator.changes.openapi.references import Document, Place, ReferenceMissing, root, text
from generator.changes.openapi.responses import body_changes, response_changes
from generator.changes.openapi.security import Security, securities, security_changes
from generator.changes.openapi.units import Units, led, units

_DEPTH = 8
"""How deep callbacks may stand in callbacks."""


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """What was found at an operation, and on which side; ``operation`` is empty for the API as a whole."""

    operation: str
    side: Side
    found: Found


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """All that the walk met, and the units that it told apart on the way."""

    met: tuple[Met, ...]
    units: Units


def walked(old: Document, new: Document) -> Walk:
    """Compare everything but schemas, which are left as positions to ask about."""
    missing: list[Met] = []
    sides = [[*_found(paths(each), missing), *_found(webhooks(each), missing)] for each in (old, new)]
    pairs = list(matched(*sides))
    entries = {id(operation): _entry(operation) for pair in pairs for operation in pair if operation}
    known = units(old, new, (leads for _, leads in entries.values()))
    walk = _Walk(known, securities(old, new), entries)
    met = [*missing, *_servers(old, new)]
    for pair in pairs:
        met += walk.pair(pair, _DEPTH)
    return Walk(tuple(met), known)


@dataclass(frozen=True, slots=True, eq=False)
class _Walk:
    units: Units
    securities: tuple[Security, Security]
    entries: dict[int, tuple[str, tuple[str, ...]]]

    def pair(self, pair: Pair, depth: int) -> Iterator[Met]:
        old, new = pair
        if new is None and old is not None:
            yield Met(old.name, Side.operation, gone(Rule.operation_removed, old.place, None, "the operation is gone"))
        elif old is None and new is not None:
            added = Seen(Rule.operation_added, Verdict.equal, None, new.place, "the operation is new")
            yield Met(new.name, Side.operation, added)
        elif old is not None and new is not None:
            try:
                yield from self._both(old, new, depth)
            except ReferenceMissing as error:
                yield _missing(new.name, old.place, new.place, error)

    def _both(self, old: Operation, new: Operation, depth: int) -> Iterator[Met]:
        for seen in security_changes(old, new, self.securities):
            yield Met(new.name, Side.security, seen)
        if self._same(old, new):
            return
        if old.place.text("operationId") != new.place.text("operationId"):
            words = f"operationId {old.place.text('operationId')} became {new.place.text('operationId')}"
            seen = Seen(Rule.operation_renamed, Verdict.equal, old.place, new.place, words)
            yield Met(new.name, Side.operation, seen)
        for found in self._messages(old, new):
            # What the API calls itself, others answer: there a request is what they get.
            answer = found.answer is not new.inverted
            yield Met(new.name, Side.response if answer else Side.request, found)
        if depth:
            sides = [[called for item in callbacks(each) for called in operations(item)] for each in (old, new)]
            for pair in matched(*sides):
                yield from self.pair(pair, depth - 1)

    def _messages(self, old: Operation, new: Operation) -> Iterator[Found]:
        pairs = [(old.place.at(key), new.place.at(key)) for key in ("parameters", "requestBody")]
        shared = old.item.at("parameters"), new.item.at("parameters")
        if old.template != new.template or not (self.units.alike(*pairs[0]) and self.units.alike(*shared)):
            yield from parameter_changes(old, new)
        if not self.units.alike(*pairs[1]):
            yield from body_changes(old, new)
        yield from response_changes(old, new, self.units.alike)

    def _same(self, old: Operation, new: Operation) -> bool:
        before, after = (self.entries.get(id(operation)) for operation in (old, new))
        if before is None or after is None or old.template != new.template:
            return False
        return self.units.same(before[0], after[0], before[1])


def _found(items: Iterator[Item], missing: list[Met]) -> Iterator[Operation]:
    for item in items:
        try:
            yield from operations(item)
        except ReferenceMissing as error:
            missing.append(_missing("", item.place, item.place, error))


def _entry(operation: Operation) -> tuple[str, tuple[str, ...]]:
    """Return the text of an operation with what its path says for all, and the units that it leads to."""
    own = text(operation.place.value)
    shared = operation.item.at("parameters").value
    leads = led(operation.place, own)
    if shared:
        written = text(shared)
        own += written
        leads += led(operation.item, written)
    return own, leads


def _servers(old: Document, new: Document) -> Iterator[Met]:
    before, after = ([place.text("url") for place in root(each).at("servers").items()] for each in (old, new))
    if before != after:
        places: tuple[Place, Place] = (root(old).at("servers"), root(new).at("servers"))
        words = f"the servers are {', '.join(after) or 'not named'} (they were {', '.join(before) or 'not named'})"
        yield Met("", Side.operation, Seen(Rule.servers_changed, Verdict.equal, *places, words))


def _missing(operation: str, old: Place, new: Place, error: ReferenceMissing) -> Met:
    words = f"it cannot be compared: {error}; give that file, too, or correct the reference"
    return Met(operation, Side.operation, Seen(Rule.reference_missing, Verdict.unknown, old, new, words))
