"""Which way the values that a schema takes have moved between two contracts, place by place.

Whether they moved at all is asked of :mod:`generator.containment`, once for each direction, and its answer stands;
:mod:`generator.changes` says where, and in which words. Two schemas that say the same are not asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from generator.canonical import Json
from generator.gate.places import Place, PlaceLost, Schemas, document, place_in, said
from generator.gate.spelling import normal, plain, text_of

if TYPE_CHECKING:
    from generator import changes, containment

ANYTHING = Place("")
"""Where nothing is declared, so that whatever is sent is taken, and not read."""

_OBJECT: Json = {"type": "object"}
_SHOWN = 200


class Way(Enum):
    """How values moved: some are refused that were taken, or taken that were refused, or another stands for none."""

    narrower = "narrower"
    wider = "wider"
    defaulted = "defaulted"


@dataclass(frozen=True, slots=True)
class Move:
    """One place where values moved.

    ``place`` is where it stands in the new contract, in the old one where it is gone; ``old`` and ``new`` are JSON
    texts, None where there is nothing. ``witness`` is one value in a tuple: of the whole schema that was asked about,
    taken on one side and refused on the other; empty where there is none to show. ``undecided`` says that nobody knows
    whether values moved, and ``words`` then say why.
    """

    way: Way
    place: Place
    words: str
    old: str | None = None
    new: str | None = None
    witness: tuple[Json, ...] = ()
    undecided: bool = False
    is_gone: bool = False


class Asked:
    """The schema files of two contracts, and what was asked about them so far."""

    def __init__(self, old: Schemas, new: Schemas) -> None:
        self._old, self._new = old, new
        self._pairs: dict[tuple[Place, Place], _Pair | str | None] = {}
        self._known: dict[tuple[Place, Place, Way], tuple[Move, ...]] = {}

    def moves(self, old: Place, new: Place, way: Way) -> tuple[Move, ...]:
        """Return the moves in one direction from the schema at ``old`` in the old contract to ``new`` in the new."""
        try:
            return self._moves(old, new, way)
        except RecursionError:
            return _undecided(way, new, "the schema is nested too deeply to be looked at: flatten it")

    def _moves(self, old: Place, new: Place, way: Way) -> tuple[Move, ...]:
        if (old, new) not in self._pairs:
            self._pairs[old, new] = None if self._is_same(old, new) else self._pair(old, new)
        pair = self._pairs[old, new]
        if pair is None:
            return ()
        if (old, new, way) not in self._known:
            self._known[old, new, way] = _moves(pair, way, new)
        return self._known[old, new, way]

    def _is_same(self, old: Place, new: Place) -> bool:
        if old == new and self._are_same_files:
            return True
        if ANYTHING in {old, new}:
            return old == new
        try:
            before, after = said(self._old, old), said(self._new, new)
        except PlaceLost:
            return False
        # As JSON: 1 and true are not the same.
        return before.keys() == after.keys() and all(text_of(before[key]) == text_of(after[key]) for key in before)

    def _pair(self, old: Place, new: Place) -> _Pair | str:
        """Return both schemas, or why one of them cannot be read."""
        try:
            was, now = _schema(self._old_document, old), _schema(self._new_document, new)
            is_read = ANYTHING not in {old, new}
            return _Pair(was, now, new if is_read else ANYTHING, is_read)
        except ValueError as error:  # PlaceLost, ContainmentInvalid
            return str(error)

    @cached_property
    def _are_same_files(self) -> bool:
        """Whether every file says what it did: true nearly always, and of broken files too."""
        if self._old.keys() != self._new.keys():
            return False
        if all(text_of(schema) == text_of(self._new[name]) for name, schema in self._old.items()):
            return True  # however deeply it is nested
        with suppress(RecursionError):
            return all(
                text_of(normal(schema)) == text_of(normal(self._new[name])) for name, schema in self._old.items()
            )
        return False

    @cached_property
    def _old_document(self) -> dict[str, Json]:
        return document(self._old)

    @cached_property
    def _new_document(self) -> dict[str, Json]:
        return document(self._new)


def _schema(whole: dict[str, Json], place: Place) -> containment.Schema:
    from generator import containment  # noqa: PLC0415  # nearly every contract is the same, and then none of it is read

    return containment.schema(_OBJECT) if place == ANYTHING else containment.schema(whole, place.inside_document)


def _moves(pair: _Pair | str, way: Way, new: Place) -> tuple[Move, ...]:
    try:
        why = pair if isinstance(pair, str) else ""
        if isinstance(pair, _Pair):
            return tuple(pair.moves(way))
    except ValueError as error:  # a reference that leads nowhere may be met late
        why = str(error)
    return _undecided(way, new, why)


def _undecided(way: Way, new: Place, why: str) -> tuple[Move, ...]:
    return () if way is Way.defaulted else (Move(way, new, why, undecided=True),)


@dataclass
class _Pair:
    """Two schemas that do not say the same.

    ``place`` is where the new one stands; ``is_read`` says that both stand somewhere, so that places can be named.
    """

    old: containment.Schema
    new: containment.Schema
    place: Place
    is_read: bool = True

    def moves(self, way: Way) -> Iterator[Move]:
        from generator import containment  # noqa: PLC0415  # as above

        if way is Way.defaulted:
            yield from self._places(way)
            return
        smaller, larger = (self.old, self.new) if way is Way.wider else (self.new, self.old)
        answer = containment.widens(smaller, larger)
        if isinstance(answer, containment.Subset):
            return
        found = list(self._places(way))
        yield from found
        if isinstance(answer, containment.Unknown) and not any(move.undecided for move in found):
            yield Move(way, self._named(answer, way), answer.reason, undecided=True)
        elif isinstance(answer, containment.Widens) and not found:
            yield Move(way, self.place, self._in_short(way), witness=(plain(answer.witness),))

    def _in_short(self, way: Way) -> str:
        if not self.is_read:
            return "it is not read any more" if way is Way.wider else "it was not read before"
        return "values are taken that were refused" if way is Way.wider else "values are refused that were taken"

    def _places(self, way: Way) -> Iterator[Move]:
        from generator.changes import Kind, Verdict  # noqa: PLC0415  # as above

        for change in self._comparison.changes if self.is_read else ():
            if way is Way.defaulted:
                if change.kind is Kind.default_changed:
                    yield self._move(way, change)
            elif change.verdict in {Verdict.incomparable, Verdict(way.value), Verdict.unknown}:
                # What is unknown is said even where the whole is known to move: else granting the one grants the other.
                yield self._move(way, change)

    def _move(self, way: Way, change: changes.Change) -> Move:
        from generator.changes import Verdict  # noqa: PLC0415  # as above

        undecided = change.verdict is Verdict.unknown
        found = change.gained if way is Way.wider else change.lost if way is Way.narrower else None
        pointer = change.old_pointer if change.new_pointer is None else change.new_pointer
        return Move(
            way,
            place_in(pointer) if pointer else self.place,
            f"{change.words}: {change.reason}" if undecided and change.reason else change.words,
            _shown(change.old) if change.old_pointer is not None else None,
            _shown(change.new) if change.new_pointer is not None else None,
            (plain(found.value),) if found else (),
            undecided,
            change.new_pointer is None,
        )

    @cached_property
    def _comparison(self) -> changes.Comparison:
        from generator import changes  # noqa: PLC0415  # as above

        return changes.compare(self.old, self.new)

    def _named(self, answer: containment.Unknown, way: Way) -> Place:
        """Return the place that an engine's unknown names; that of the schema where it names none in the new one."""
        is_new = answer.side == ("new" if way is Way.wider else "old")
        return place_in(answer.pointer) if is_new and answer.pointer.startswith("/$defs/") else self.place


def _shown(value: Json) -> str:
    text = text_of(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
