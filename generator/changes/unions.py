"""Differences in unions and in what must hold together: which arm of one side is which of the other."""

from __future__ import annotations

from collections.abc import Iterator

from generator.canonical import Json
from generator.changes.arms import Arm, arm, matched
from generator.changes.differences import (
    Difference,
    Finding,
    Meeting,
    Pair,
    arm_added,
    arm_removed,
    as_object,
    linking,
    renamed,
    setting,
    whole,
)
from generator.changes.kinds import Kind
from generator.changes.scalars import type_names
from generator.changes.sides import Place, Side, telling

UNIONS = ("anyOf", "oneOf")


def unions(pair: Pair, old: Side, new: Side) -> Iterator[Finding]:
    """Yield which arms came and went, and which to look into."""
    mine, theirs = (_unions_of(schema) for schema in (pair.old, pair.new))
    if mine != theirs and len(mine) == len(theirs) == 1:
        yield pair.differs(
            Kind.union_changed,
            mine[0],
            new_path=(theirs[0],),
            what=[mine[0], theirs[0]],
            edit=renamed(mine[0], theirs[0]),
        )
        yield from _arms(pair, old, new, (mine[0], theirs[0]))
        return
    for keyword in UNIONS:
        if keyword in mine and keyword in theirs:
            yield from _arms(pair, old, new, (keyword, keyword))
        elif keyword in mine or keyword in theirs:
            kind = Kind.union_dropped if keyword in mine else Kind.union_added
            yield pair.differs(kind, keyword, edit=linking(pair.to, pair.new, {keyword}))


def wrapped(pair: Pair, old: Side, new: Side) -> list[Finding]:
    """Compare a schema with a union, of which it may be one arm; nothing where not just one side is a union."""
    mine, theirs = (_just_union(schema) for schema in (pair.old, pair.new))
    if bool(mine) == bool(theirs):
        return []
    plain = pair.new if mine else pair.old
    if not isinstance(plain, dict) or not telling(plain) or _unions_of(plain):
        return []
    return list(_wrapped(pair, old, new, (mine, theirs)))


def parts(pair: Pair, old: Side, new: Side) -> Iterator[Finding]:
    """Yield what moved in ``allOf`` and in a reference that stands beside other keywords."""
    yield from _moved(pair, *matched(_parts(pair.at, pair.old, old), _parts(pair.to, pair.new, new)))


def extended(pair: Pair, old: Side, new: Side) -> list[Finding]:
    """Compare a schema with an ``allOf``, of which it may be one part; nothing where not just one side is one."""
    parts_alone = [isinstance(schema, dict) and telling(schema) == {"allOf"} for schema in (pair.old, pair.new)]
    if parts_alone[0] == parts_alone[1] or "allOf" in as_object(pair.new if parts_alone[0] else pair.old):
        return []
    left = _parts(pair.at, pair.old, old) if parts_alone[0] else [arm(old, pair.at, ())]
    right = _parts(pair.to, pair.new, new) if parts_alone[1] else [arm(new, pair.to, ())]
    found, lost, gained = matched(left, right)
    return list(_moved(pair, found, lost, gained)) if found else []


def _moved(pair: Pair, found: list[tuple[Arm, Arm]], lost: list[Arm], gained: list[Arm]) -> Iterator[Finding]:
    yield from (Meeting(one.at, other.at) for one, other in found)
    for part in lost:
        edit = setting({"$ref": None}) if part.key == ("$ref",) else arm_removed("allOf", int(part.key[1]))
        yield Difference(Kind.part_removed, part.site, None, part.raw, None, pair.at, pair.to, edit=edit)
    for part in gained:
        edit = arm_added("allOf", part.site)
        yield Difference(Kind.part_added, None, part.site, None, part.raw, pair.at, pair.to, edit=edit)


def _parts(place: Place, schema: Json, side: Side) -> list[Arm]:
    known = as_object(schema)
    keys: list[tuple[str | int, ...]] = []
    if isinstance(known.get("$ref"), str):
        keys.append(("$ref",))
    held = known.get("allOf")
    keys.extend(("allOf", index) for index in range(len(held) if isinstance(held, list) else 0))
    return [arm(side, place, key) for key in keys]


def _arms(pair: Pair, old: Side, new: Side, keyword: tuple[str, str]) -> Iterator[Finding]:
    left = [arm(old, pair.at, (keyword[0], n)) for n in range(_count(pair.old, keyword[0]))]
    right = [arm(new, pair.to, (keyword[1], n)) for n in range(_count(pair.new, keyword[1]))]
    found, lost, gained = matched(left, right)
    if pair.null_apart:
        lost, gained = ([each for each in arms if not each.is_null] for arms in (lost, gained))
    yield from (Meeting(one.at, other.at) for one, other in found)
    yield from _removed(pair, lost, keyword[0])
    yield from _added(pair, gained, keyword[0])


def _removed(pair: Pair, arms: list[Arm], keyword: str) -> Iterator[Difference]:
    for each in arms:
        kind = Kind.nullable_removed if each.is_null else Kind.union_arm_removed
        edit = arm_removed(keyword, int(each.key[1]))
        yield Difference(kind, each.site, None, each.raw, None, pair.at, pair.to, (each.name,), edit)


def _added(pair: Pair, arms: list[Arm], keyword: str) -> Iterator[Difference]:
    for each in arms:
        kind = Kind.nullable_added if each.is_null else Kind.union_arm_added
        edit = arm_added(keyword, each.site)
        yield Difference(kind, None, each.site, None, each.raw, pair.at, pair.to, (each.name,), edit)


def _wrapped(pair: Pair, old: Side, new: Side, unions_: tuple[str, str]) -> Iterator[Finding]:
    mine, theirs = unions_
    keyword = mine or theirs
    left = [arm(old, pair.at, (mine, n)) for n in range(_count(pair.old, mine))] if mine else [arm(old, pair.at, ())]
    right = (
        [arm(new, pair.to, (theirs, n)) for n in range(_count(pair.new, theirs))] if theirs else [arm(new, pair.to, ())]
    )
    plain = pair.new if mine else pair.old
    null_apart = "null" in (type_names(plain) or ()) and any(each.is_null for each in (left if mine else right))
    if null_apart:
        left, right = ([each for each in arms if not each.is_null] for arms in (left, right))
    found, lost, gained = matched(left, right)
    if not found:
        yield _replaced(pair, left, right)
        return
    yield from (Meeting(one.at, other.at, null_apart) for one, other in found)
    yield from _removed(pair, lost, keyword)
    yield from _added(pair, gained, keyword)


def _replaced(pair: Pair, left: list[Arm], right: list[Arm]) -> Difference:
    """Return the one difference of schemas that have no arm in common."""
    kinds = [list[Json](dict.fromkeys(name for each in arms for name in each.types)) for arms in (left, right)]
    kind = Kind.type_changed if all(kinds) else Kind.other
    return pair.differs(kind, what=kinds if all(kinds) else (), edit=whole(pair.to))


def _unions_of(schema: Json) -> tuple[str, ...]:
    return tuple(keyword for keyword in UNIONS if isinstance(as_object(schema).get(keyword), list))


def _just_union(schema: Json) -> str:
    """Return the one keyword of a schema that is a union and nothing else, or nothing."""
    told = telling(schema) if isinstance(schema, dict) else set()
    return next((keyword for keyword in _unions_of(schema) if told == {keyword}), "")


def _count(schema: Json, keyword: str) -> int:
    held = as_object(schema).get(keyword)
    return len(held) if isinstance(held, list) else 0
