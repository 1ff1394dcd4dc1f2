"""How an annotation moved: both questions asked, and said in one word."""

from __future__ import annotations

from dataclasses import dataclass

from generator.steps import Steps, StepsSpent
from generator.surface.declarations import Alias
from generator.surface.holds import Doubt, Holds
from generator.surface.relation import Judge
from generator.surface.sided import Sided
from generator.surface.types import Instance, text, walk
from generator.verdicts import Verdict

STEPS = 100_000
_MOST_EXPANDED = 300


@dataclass(frozen=True, slots=True)
class Move:
    """How the new type relates to the old one; ``gains_nothing`` says that all its values were there before."""

    verdict: Verdict
    gains_nothing: bool
    reason: str
    old: str
    new: str


def moved(old: Sided, new: Sided) -> Move:
    """Say how the new type relates to the old one."""
    same = _same(old, new)
    gains_nothing, loses_nothing = same or within(new, old), same or within(old, new)
    doubt = next((each.why for each in (gains_nothing, loses_nothing) if isinstance(each, Doubt)), "")
    verdicts = {
        (True, True): Verdict.equal,
        (True, False): Verdict.narrower,
        (False, True): Verdict.wider,
        (False, False): Verdict.incomparable,
    }
    verdict = Verdict.unknown if doubt else verdicts[gains_nothing is True, loses_nothing is True]
    first, second = text(old.type), text(new.type)
    if first == second and verdict is not Verdict.equal:
        first, second = _told(old), _told(new)
    return Move(verdict, gains_nothing is True, doubt, first, second)


def _same(old: Sided, new: Sided) -> bool:
    """Say whether the same is written on both sides, aliases and all: then there is nothing to decide."""
    if old.type != new.type:
        return False
    rest, seen = [old.type], set[str]()
    while rest:
        for each in walk(rest.pop()):
            if not isinstance(each, Instance) or each.name in seen:
                continue
            seen.add(each.name)
            before, now = old.world.get(each.name), new.world.get(each.name)
            if isinstance(before, Alias) and isinstance(now, Alias) and before.type == now.type:
                rest.append(before.type)
            elif isinstance(before, Alias) or isinstance(now, Alias):
                return False
    return True


def within(one: Sided, other: Sided) -> Holds:
    """Say whether every value of ``one`` is one of ``other``, within the bound on work."""
    try:
        return Judge(Steps(STEPS)).within(one, other)
    except (StepsSpent, RecursionError):
        return Doubt("the bound on work is spent")


def _told(of: Sided) -> str:
    """Return a type with what the aliases in it stand for: the same words mean something else on the other side."""
    names = [each.name for each in walk(of.type) if isinstance(each, Instance)]
    aliases = {name: found for name in names if isinstance(found := of.world.get(name), Alias)}
    told = ", ".join(f"{name} = {text(alias.type)}" for name, alias in sorted(aliases.items()))
    return f"{text(of.type)}, where {told}"[:_MOST_EXPANDED] if told else text(of.type)
