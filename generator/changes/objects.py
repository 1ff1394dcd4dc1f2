"""Differences in what a schema says of objects."""

from __future__ import annotations

from collections.abc import Iterator

from generator.canonical import Json
from generator.changes.alike import same
from generator.changes.differences import (
    Difference,
    Finding,
    Meeting,
    Pair,
    Suspicion,
    as_object,
    linking,
    member,
    setting,
)
from generator.changes.kinds import Kind
from generator.changes.sides import telling


def required(pair: Pair) -> Iterator[Difference]:
    """Yield which properties must no longer be there, and which must be now."""
    old, new = (_names(names) for names in pair.get("required"))
    dropped = [name for name in old if name not in new]
    added = [name for name in new if name not in old]
    if dropped:
        left: Json = [name for name in old if name in new]
        yield pair.differs(Kind.required_dropped, "required", what=dropped, edit=setting({"required": left or None}))
    if added:
        yield pair.differs(Kind.required_added, "required", what=added, edit=setting({"required": [*old, *added]}))


def properties(pair: Pair) -> Iterator[Finding]:
    """Yield which properties came and went, and what to look at next."""
    yield from _map(pair, "properties", Kind.property_added, Kind.property_removed)
    yield from _map(pair, "patternProperties", Kind.property_pattern_added, Kind.property_pattern_removed)


def additional(pair: Pair) -> Iterator[Finding]:
    """Yield how what is said of all other properties moved."""
    kinds = (
        *(Kind.closed_object_opened, Kind.open_object_closed),
        *(Kind.additional_loosened, Kind.additional_tightened),
    )
    yield from rest(pair, "additionalProperties", "additionalProperties", kinds)
    yield from rest(pair, "unevaluatedProperties", "unevaluatedProperties", (Kind.unevaluated_changed,) * 4)


def rest(pair: Pair, keyword: str, new_keyword: str, kinds: tuple[Kind, ...]) -> Iterator[Finding]:
    """Compare what is said of all that has no schema of its own; a missing keyword lets everything through.

    ``kinds`` are those for false to something, something to false, a schema to everything, everything to a schema.
    """
    old, new = as_object(pair.old).get(keyword), as_object(pair.new).get(new_keyword)
    everything = [value is None or not refuses(value) for value in (old, new)]
    if all(everything) or (old is False and new is False):
        return
    if not any(everything) and old is not False and new is not False:
        below = pair.below(keyword)
        yield Meeting(below.at, pair.below(new_keyword).to)
        return
    edit = linking(pair.to, pair.new, {keyword, new_keyword})
    kind = kinds[0] if old is False else kinds[1] if new is False else kinds[2] if everything[1] else kinds[3]
    yield pair.differs(kind, keyword, new_path=(new_keyword,), what=[keyword], edit=edit)


def refuses(schema: Json) -> bool:
    """Say whether a schema may refuse anything."""
    return schema is False or (isinstance(schema, dict) and bool(telling(schema)))


def names(pair: Pair) -> Iterator[Finding]:
    """Yield how what is said of the names of properties moved."""
    yield from rest(pair, "propertyNames", "propertyNames", (Kind.property_names_changed,) * 4)


def dependent(pair: Pair) -> Iterator[Finding]:
    """Yield what moved in conditions on the presence of a property."""
    for keyword in ("dependentRequired", "dependentSchemas", "dependencies"):
        old, new = (as_object(value) for value in pair.get(keyword))
        for name in dict.fromkeys([*old, *new]):
            if name in old and name in new and not isinstance(old[name], list) and not isinstance(new[name], list):
                yield pair.below(keyword, name)
            elif name not in old or name not in new or not same(old[name], new[name]):
                there = pair.below(keyword, name).to if name in new else None
                edit = member(keyword, name, there, new.get(name))
                yield pair.differs(Kind.condition_changed, keyword, name, what=[name], edit=edit)


def conditional(pair: Pair) -> Iterator[Finding]:
    """Yield what moved in ``if``, ``then`` and ``else``, and in ``not``."""
    old, new = pair.get("if")
    if old is None and new is None:
        pass
    elif old is None or new is None:
        edit = linking(pair.to, pair.new, {"if", "then", "else"})
        yield pair.differs(Kind.condition_changed, "if", what=["if"], edit=edit)
    else:
        found = pair.differs(Kind.condition_changed, "if", what=["if"], edit=linking(pair.to, pair.new, {"if"}))
        yield Suspicion(found, pair.below("if"))
        for keyword in ("then", "else"):
            yield from rest(pair, keyword, keyword, (Kind.condition_changed,) * 4)
    yield from suspected(pair, "not", Kind.negation_changed)


def suspected(pair: Pair, keyword: str, kind: Kind) -> Iterator[Finding]:
    """Compare a schema whose meaning is turned around, or counted: it is told as one."""
    old, new = pair.get(keyword)
    if old is None and new is None:
        return
    found = pair.differs(kind, keyword, edit=linking(pair.to, pair.new, {keyword}))
    yield found if old is None or new is None else Suspicion(found, pair.below(keyword))


def _map(pair: Pair, keyword: str, added: Kind, removed: Kind) -> Iterator[Finding]:
    old, new = (as_object(value) for value in pair.get(keyword))
    for name in old:
        if name in new:
            yield pair.below(keyword, name)
        else:
            yield pair.differs(removed, keyword, name, what=[name], edit=member(keyword, name, None))
    for name in new:
        if name not in old:
            there = pair.below(keyword, name).to
            yield pair.differs(added, keyword, name, what=[name], edit=member(keyword, name, there, new[name]))


def _names(value: Json) -> list[str]:
    return list(dict.fromkeys(name for name in value if isinstance(name, str))) if isinstance(value, list) else []
