"""Functions and methods compared: callers of the old one must not notice, and none may be let in who was not before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.surface.changes import Change, Kind
from generator.surface.declarations import Parameter, Passing, Routine, Signature, Surface
from generator.surface.judging import Move, moved
from generator.surface.sided import Sided
from generator.surface.types import Type, Variable, inner, substituted, text
from generator.verdicts import Verdict

_PLACED = frozenset({Passing.by_place, Passing.by_either})
_RESTS = frozenset({Passing.rest, Passing.named_rest})
_WAYS = {Passing.by_place: {"place"}, Passing.by_either: {"place", "name"}, Passing.by_name: {"name"}}
MOVED = {
    Verdict.wider: "takes more",
    Verdict.narrower: "takes less",
    Verdict.incomparable: "takes other values",
    Verdict.unknown: "cannot be compared",
}
GIVEN = {
    Verdict.wider: "may be more",
    Verdict.narrower: "is less",
    Verdict.incomparable: "may be other values",
    Verdict.unknown: "cannot be compared",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two surfaces, and the whole name of what is compared in them."""

    old: Surface
    new: Surface
    name: str

    @property
    def shown(self) -> str:
        """The name as people read it."""
        return self.name.removeprefix(".")

    def sides(self, old: Type, new: Type) -> Move:
        """Say how a type in the new surface relates to one in the old."""
        return moved(Sided(old, self.old.declarations), Sided(new, self.new.declarations))

    def change(  # noqa: PLR0913  # what a Change holds
        self,
        kind: Kind,
        verdict: Verdict,
        words: str,
        *,
        line: int,
        old: str | None = None,
        new: str | None = None,
        part: str = "",
        blocks: bool = True,
        is_old: bool = False,
        reason: str = "",
    ) -> Change:
        """Return a change of what is compared; ``is_old`` says that ``line`` is the old file's."""
        path = (self.old if is_old else self.new).path(self.name)
        return Change(kind, verdict, self.shown, part, old, new, path, line, words, blocks, is_old, reason)


def compare_routines(pair: Pair, old: Routine, new: Routine) -> Iterator[Change]:
    """Yield what changed in a function, overload by overload."""
    if len(old.signatures) != len(new.signatures):
        count = f"{len(old.signatures)} overloads became {len(new.signatures)}"
        yield pair.change(
            Kind.overloads_changed,
            Verdict.unknown,
            f"`{pair.shown}` is overloaded in another way: {count}",
            line=new.line,
            reason="overloads are compared one by one only",
        )
        return
    for before, now in zip(old.signatures, new.signatures, strict=True):
        yield from _compare(pair, _renamed(before), _renamed(now))


def _renamed(signature: Signature) -> Signature:
    """Name type variables by their place: what they are called is nobody's business."""
    names: dict[str, Variable] = {}
    rest: list[Type] = [*(each.type for each in signature.parameters), signature.returns]
    while rest:
        found = rest.pop(0)
        if isinstance(found, Variable) and found.name != "Self":
            names.setdefault(found.name, found)
        rest[:0] = inner(found)
    by: dict[str, Type] = {name: replace(found, name=f"T{at}") for at, (name, found) in enumerate(names.items())}
    parameters = tuple(replace(each, type=substituted(each.type, by)) for each in signature.parameters)
    return replace(signature, parameters=parameters, returns=substituted(signature.returns, by))


def _compare(pair: Pair, old: Signature, new: Signature) -> Iterator[Change]:
    if old.role is not new.role:
        words = f"`{pair.shown}` was a {old.role.value} and is a {new.role.value}"
        yield pair.change(
            Kind.nature_changed, Verdict.incomparable, words, line=new.line, old=old.role.value, new=new.role.value
        )
    yield from _parameters(pair, old, new)
    answer = pair.sides(old.answer, new.answer)
    if answer.verdict is not Verdict.equal:
        yield pair.change(
            Kind.return_type,
            answer.verdict,
            f"what `{pair.shown}` returns {GIVEN[answer.verdict]}",
            line=new.line,
            old=answer.old,
            new=answer.new,
            part="return",
            blocks=not answer.gains_nothing,
            reason=answer.reason,
        )


def _parameters(pair: Pair, old: Signature, new: Signature) -> Iterator[Change]:
    pairs = list(_matched(old, new))
    for at, (before, now) in enumerate(pairs):
        if before is not None and now is not None:
            yield from _parameter(pair, before, now, moved=_has_moved(pairs, at, old, new))
        elif before is not None:
            words = f"`{pair.shown}` no longer takes `{before.name}`"
            yield pair.change(
                Kind.parameter_removed, Verdict.narrower, words, line=new.line, old=_shown(before), part=before.name
            )
        elif now is not None:
            optional = now.default is not None or now.passing in _RESTS
            words = f"`{pair.shown}` {'takes' if optional else 'asks for'} `{now.name}`, which is new"
            verdict = Verdict.wider if optional else Verdict.incomparable
            yield pair.change(Kind.parameter_added, verdict, words, line=now.line, new=_shown(now), part=now.name)


def _matched(old: Signature, new: Signature) -> Iterator[tuple[Parameter | None, Parameter | None]]:
    """Pair parameters: those that have no name for callers by place, others by name, then what was renamed."""
    by_name = {each.name: each for each in new.parameters if each.passing not in _RESTS}
    placed = [each for each in new.parameters if each.passing in _PLACED]
    taken: set[str] = set()
    known = {each.name for each in old.parameters}
    for at, before in enumerate(old.parameters):
        found: Parameter | None
        if before.passing in _RESTS:
            found = next((each for each in new.parameters if each.passing is before.passing), None)
        elif before.passing is Passing.by_place:
            found = placed[at] if at < len(placed) else None
        else:
            found = by_name.get(before.name)
            here = placed[at] if before.passing in _PLACED and at < len(placed) else None
            if found is None and here is not None and here.name not in known:
                found = here
        if found is not None and found.name in taken:
            found = None
        if found is not None:
            taken.add(found.name)
        yield before, found
    yield from ((None, each) for each in new.parameters if each.name not in taken)


def _has_moved(pairs: list[tuple[Parameter | None, Parameter | None]], at: int, old: Signature, new: Signature) -> bool:
    before, now = pairs[at]
    if before is None or now is None or before.passing not in _PLACED or now.passing not in _PLACED:
        return False
    return old.parameters.index(before) != new.parameters.index(now)


def _parameter(pair: Pair, old: Parameter, new: Parameter, *, moved: bool) -> Iterator[Change]:
    def change(
        kind: Kind, verdict: Verdict, words: str, before: str | None, now: str | None, reason: str = ""
    ) -> Change:
        return pair.change(
            kind, verdict, words, line=new.line, old=before, new=now, part=new.name, reason=reason
        )  # fmt: skip

    whose = f"`{new.name}` of `{pair.shown}`"
    if old.name != new.name and old.passing not in {Passing.by_place, *_RESTS}:
        words = f"the parameter {whose} was called `{old.name}`"
        yield change(Kind.parameter_renamed, Verdict.incomparable, words, old.name, new.name)
    if moved:
        words = f"the parameter {whose} stands in another place"
        yield change(Kind.parameter_moved, Verdict.incomparable, words, _shown(old), _shown(new))
    if old.passing is not new.passing:
        before, now = _WAYS.get(old.passing, set()), _WAYS.get(new.passing, set())
        verdict = Verdict.wider if now > before else Verdict.narrower if now < before else Verdict.incomparable
        words = f"{whose} was passed {old.passing.value} and is passed {new.passing.value}"
        yield change(Kind.parameter_passing, verdict, words, old.passing.value, new.passing.value)
    yield from defaults(pair, whose, new.name, (old.default, new.default), new.line)
    found = pair.sides(old.type, new.type)
    if found.verdict is not Verdict.equal:
        words = f"the parameter {whose} {MOVED[found.verdict]}"
        yield change(Kind.parameter_type, found.verdict, words, found.old, found.new, found.reason)


def defaults(pair: Pair, whose: str, part: str, both: tuple[str | None, str | None], line: int) -> Iterator[Change]:
    """Yield how a default changed; ``both`` are the old and the new one."""
    old, new = both
    if old == new:
        return
    kind, verdict, words = (
        (Kind.default_added, Verdict.wider, f"{whose} may be left out now")
        if old is None
        else (Kind.default_removed, Verdict.narrower, f"{whose} may no longer be left out")
        if new is None
        else (Kind.default_changed, Verdict.equal, f"{whose} is something else when it is left out")
    )
    yield pair.change(kind, verdict, words, line=line, old=old, new=new, part=part)


def _shown(of: Parameter) -> str:
    stars = of.passing.value if of.passing in _RESTS else ""
    default = "" if of.default is None else f" = {of.default}"
    return f"{stars}{of.name}: {text(of.type)}{default}"
