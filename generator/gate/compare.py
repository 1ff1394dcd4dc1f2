"""Does a new contract promise what the old one did?

:func:`compare` is the one seam. It pairs what the two have in common (operations by method and path, whatever the
path's parameters are called; components and tokens by name) and asks of each part whether it moved in a direction that
:mod:`generator.gate.directions` does not allow. What is new is no change: nobody could ask for it before.
One change in a schema that several operations use is one change, and names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain

from generator.canonical import Json
from generator.gate import operations
from generator.gate.change import Change
from generator.gate.directions import DIRECTIONS, REQUEST, Direction
from generator.gate.inputs import Inputs
from generator.gate.moves import ANYTHING, Asked, Move, Way
from generator.gate.operations import Use
from generator.gate.places import Place
from generator.gate.promises import Names, Promise, Promises
from generator.gate.spelling import text_of
from generator.gate.tokens import token_places
from generator.pointers import escaped

_SHOWN = 120
_NAMED = 4
_VERBS = {Way.narrower: "narrow", Way.wider: "widen"}


def compare(old: Promises, new: Promises) -> Iterator[Change]:
    """Yield every change from ``old`` to ``new`` that a rule forbids; none twice."""
    both = operations.pairs(old, new)
    yield from operations.removed(old, new)
    for pair in both:
        yield from operations.answers(pair)
        yield from operations.bodies(pair)
    for name, component in sorted(old.components.items()):
        yield from _component(name, component, new.components.get(name))
    for kind, names in sorted(old.drawn.items()):
        yield from _names(kind, names, new.drawn.get(kind))
    was, now = token_places(old.schemas, old.tokens), token_places(new.schemas, new.tokens)
    for name in sorted(was.keys() - now.keys()):
        yield _removed(f"token {name}", f"{old.folder}/{was[name].file}", was[name].pointer)
    for name, needs in sorted(old.inputs.items()):
        yield from _inputs(needs, new.inputs.get(name))
    of_operations = (operations.uses(pair, old.schemas, new.schemas) for pair in both)
    yield from _moved(old, new, chain(*of_operations, _props(old, new), _tokens(new, was, now)))


@dataclass(frozen=True, slots=True)
class _Breach:
    """One move of one use, and the rule that forbids it."""

    rule: str
    use: Use
    move: Move


def _moved(old: Promises, new: Promises, uses: Iterable[Use]) -> Iterator[Change]:
    """Yield what moved in the schemas: each place once for each rule, with all that it is a part of."""
    asked = Asked(old.schemas, new.schemas)
    found: dict[tuple[str, str, str, str], list[_Breach]] = {}
    for use in uses:
        for way, rule in DIRECTIONS[use.part].breaks.items():
            for move in asked.moves(use.old, use.new, way):
                breach = _Breach("types/undecided" if move.undecided else rule, use, move)
                found.setdefault((breach.rule, *_where(old, new, breach), move.words), []).append(breach)
    for (rule, path, pointer, _), breaches in sorted(found.items()):
        first = min(breaches, key=lambda each: (len(text_of([*each.move.witness])), each.use.who))
        witness = [{first.use.field: value} if first.use.field else value for value in first.move.witness]
        yield Change(
            rule,
            path,
            pointer,
            _sentence(breaches, first.move, witness),
            first.move.old,
            first.move.new,
            witness[0] if witness else None,
            bool(witness),
        )


def _where(old: Promises, new: Promises, breach: _Breach) -> tuple[str, str]:
    place = breach.move.place
    if place == ANYTHING:
        return breach.use.path, breach.use.pointer
    return f"{(old if breach.move.is_gone else new).folder}/{place.file}", place.pointer


def _sentence(breaches: Sequence[_Breach], move: Move, witness: Sequence[Json]) -> str:
    """Say it as a reviewer would: ``GET /v1/things: the response widens: limit was at most 100, now 200``."""
    who = list(dict.fromkeys(each.use.who for each in breaches))
    more = f" and {len(who) - _NAMED} more" if len(who) > _NAMED else ""
    parts = {each.use.part for each in breaches}
    part = DIRECTIONS[parts.pop()] if len(parts) == 1 else REQUEST
    ways = {each.move.way for each in breaches}
    return f"{', '.join(who[:_NAMED])}{more}: {_verdict(part, move, ways)}: {move.words}{_such(move, witness)}"


def _verdict(part: Direction, move: Move, ways: Set[Way]) -> str:
    if move.way is Way.defaulted:
        return f"a default of {part.said} changes"
    verb = part.moves(*(_VERBS[way] for way in Way if way in ways))
    return f"nobody knows whether {verb}" if move.undecided else verb


def _such(move: Move, witness: Sequence[Json]) -> str:
    text = text_of(witness[0]) if witness else ""
    if not text or len(text) > _SHOWN:
        return ""  # the finding shows a long one beside
    return f"; such as {text}" if move.way is Way.wider else f"; no longer {text}"


def _props(old: Promises, new: Promises) -> Iterator[Use]:
    for name in sorted(old.components.keys() & new.components.keys()):
        was, now = old.components[name], new.components[name]
        yield Use(
            f"component {name}",
            "props",
            Place(str(was.value["props"])),
            Place(str(now.value["props"])),
            now.path,
            f"{now.pointer}/props",
        )


def _tokens(new: Promises, was: dict[str, Place], now: dict[str, Place]) -> Iterator[Use]:
    for name in sorted(was.keys() & now.keys()):
        yield Use(f"token {name}", "token", was[name], now[name], f"{new.folder}/{now[name].file}", now[name].pointer)


def _component(name: str, old: Promise, new: Promise | None) -> Iterator[Change]:
    if new is None:
        yield _removed(f"component {name}", old.path, old.pointer)
    elif old.value["slots"] != new.value["slots"]:
        was, now = text_of(old.value["slots"]), text_of(new.value["slots"])
        what = f"component {name}: its slots are others, and callers fill in each of those they know"
        yield Change("types/slots-changed", new.path, f"{new.pointer}/slots", what, was, now)


def _names(kind: str, old: Names, new: Names | None) -> Iterator[Change]:
    for name in sorted(old.values - (new.values if new else frozenset())):
        yield _removed(f"{kind} {name}", old.path, old.pointer)


def _removed(what: str, path: str, pointer: str) -> Change:
    return Change("types/name-removed", path, pointer, f"{what} was removed", what.partition(" ")[2], None)


def _inputs(old: Inputs, new: Inputs | None) -> Iterator[Change]:
    moved = old.required.keys() & new.defaulted.keys() if new else set()
    for name in sorted(moved):
        outer = any(name.startswith((f"{other}.", f"{other}[")) for other in moved)
        if new is not None and not outer:
            what = f"line {new.defaulted[name]}: `{name}` had to be there, and now something stands in for it"
            yield Change("types/prompt-input", new.path, f"/body/{escaped(name)}", what, "required", "defaulted")
