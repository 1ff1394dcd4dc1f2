"""Two surfaces compared name by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from generator.surface.changes import Change, Kind
from generator.surface.class_changes import compare_classes
from generator.surface.declarations import Alias, Attribute, Class, Declaration, Distinct, Hatch, Routine, Surface
from generator.surface.routines import GIVEN, MOVED, Pair, compare_routines
from generator.surface.types import Instance, Type, walk
from generator.verdicts import Verdict

_NATURES: Mapping[type[Declaration], str] = {
    Routine: "function",
    Class: "class",
    Attribute: "constant",
    Alias: "type alias",
    Distinct: "new type",
}


def compare_surfaces(old: Surface, new: Surface) -> tuple[Change, ...]:
    """Return what changed, by path, line and kind; nothing for surfaces that say the same."""
    found = [change for name in sorted({*_held(old), *_held(new)}) for change in _name(Pair(old, new, name))]
    found += _hatches(old, new)
    return tuple(sorted(found, key=lambda each: (each.path, each.line, each.name, each.kind, each.part)))


def _held(surface: Surface) -> Iterator[str]:
    """Yield the names that are compared: public ones, and what the same files declare for their annotations."""
    for name in surface.declarations:
        if name in surface.public or surface.path(name) in surface.files:
            yield name


def _name(pair: Pair) -> Iterator[Change]:
    old, new = pair.old.declarations.get(pair.name), pair.new.declarations.get(pair.name)
    if old is None or new is None or pair.name in pair.old.public ^ pair.new.public:
        yield from _came_or_went(pair, old, new)
    elif type(old) is not type(new):
        before, now = _NATURES[type(old)], _NATURES[type(new)]
        words = f"`{pair.shown}` was a {before} and is a {now}"
        yield pair.change(Kind.nature_changed, Verdict.incomparable, words, line=new.line, old=before, new=now)
    else:
        yield from _both(pair, old, new)


def _came_or_went(pair: Pair, old: Declaration | None, new: Declaration | None) -> Iterator[Change]:
    if old is not None and pair.name in pair.old.public:
        nature = _NATURES[type(old)]
        words = f"the {nature} `{pair.shown}` is gone"
        yield pair.change(Kind.name_removed, Verdict.narrower, words, line=old.line, old=nature, is_old=True)
    elif new is not None and pair.name in pair.new.public:
        nature = _NATURES[type(new)]
        words = f"the {nature} `{pair.shown}` is new"
        yield pair.change(Kind.name_added, Verdict.wider, words, line=new.line, new=nature, blocks=False)


def _both(pair: Pair, old: Declaration, new: Declaration) -> Iterator[Change]:
    match old, new:
        case Routine(), Routine():
            yield from compare_routines(pair, old, new)
        case Class(), Class():
            yield from compare_classes(pair, old, new)
        case Alias(), Alias() if not _is_used(pair.new, pair.name):
            # Where an alias is used is where one sees which way it may move.
            yield from _type(pair, old.type, new.type, new.line, both_ways=True)
        case Distinct(), Distinct():
            yield from _type(pair, old.of, new.of, new.line, both_ways=True)
        case Attribute(), Attribute():
            yield from _type(pair, old.type, new.type, new.line, both_ways=False)
        case _:
            pass


def _type(pair: Pair, old: Type, new: Type, line: int, *, both_ways: bool) -> Iterator[Change]:
    found = pair.sides(old, new)
    if found.verdict is not Verdict.equal:
        words = f"`{pair.shown}` {(MOVED if both_ways else GIVEN)[found.verdict]}"
        yield pair.change(
            Kind.type_changed,
            found.verdict,
            words,
            line=line,
            old=found.old,
            new=found.new,
            blocks=both_ways or not found.gains_nothing,
            reason=found.reason,
        )


def _is_used(surface: Surface, name: str) -> bool:
    """Say whether an annotation of another declaration names it."""
    return any(
        isinstance(each, Instance) and each.name == name
        for other, found in surface.declarations.items()
        if other != name
        for whole in types_in(found)
        for each in walk(whole)
    )


def types_in(found: Declaration) -> Iterator[Type]:
    """Yield the types that stand in a declaration."""
    match found:
        case Routine(signatures=signatures):
            for signature in signatures:
                yield from (*(each.type for each in signature.parameters), signature.returns)
        case Class():
            yield from (*found.bases, *(each.type for each in found.attributes.values()))
            for method in found.methods.values():
                yield from types_in(method)
        case Attribute(type=whole) | Alias(type=whole) | Distinct(of=whole):
            yield whole


def _hatches(old: Surface, new: Surface) -> Iterator[Change]:
    """Yield a change for each kind that there is more of, at the places that are new."""
    before = Counter(each.kind for each in old.hatches)
    for kind, count in sorted(Counter(each.kind for each in new.hatches).items()):
        surplus = count - before[kind]
        if surplus <= 0:
            continue
        there = Counter(_place(each) for each in old.hatches if each.kind == kind)
        fresh = []
        for each in (each for each in new.hatches if each.kind == kind):
            there[_place(each)] -= 1
            fresh += [each] if there[_place(each)] < 0 else []
        for each in fresh[-surplus:]:
            yield _hatch(each, before[kind], count)


def _place(hatch: Hatch) -> tuple[str, str, str]:
    return hatch.path, hatch.inside, hatch.text


def _hatch(hatch: Hatch, before: int, now: int) -> Change:
    module = hatch.path.removesuffix(".py").replace("/", ".")
    name = f"{module}.{hatch.inside}".rstrip(".")
    words = f"`{hatch.kind}` turns the type checker off in `{name}`: {before} such places became {now}"
    kind, path = Kind.hatch_added, hatch.path
    return Change(
        kind, Verdict.wider, name, hatch.kind, str(before), str(now), path, hatch.line, words, blocks=True,
        reason=hatch.text,
    )  # fmt: skip
