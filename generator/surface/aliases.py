"""Aliases read through."""

from __future__ import annotations

from collections.abc import Mapping

from generator.surface.constraints import bound_to
from generator.surface.declarations import Alias, Declaration
from generator.surface.sided import Sided
from generator.surface.types import ANY, Constrained, Instance, Type, Union, Unread, substituted


def expanded(here: Sided) -> Sided | None:
    """Return what an alias stands for, its brackets filled, also where it is bounded; None for what is no alias."""
    if isinstance(here.type, Constrained):
        whole = expanded(here.of(here.type.of))
        return whole and here.of(bound_to(whole.type, here.type.bounds, here.type.marks))
    if not isinstance(here.type, Instance):
        return None
    found = here.world.get(here.type.name)
    if not isinstance(found, Alias):
        return None
    if _leads_back(here.type.name, here.world):
        return here.of(Unread(here.type.name, "it is defined by nothing but itself"))
    names = [each.name for each in found.variables]
    given = [*here.type.arguments, *[ANY] * (len(names) - len(here.type.arguments))]
    return here.of(substituted(found.type, dict(zip(names, given, strict=False))))


def _leads_back(name: str, world: Mapping[str, Declaration]) -> bool:
    """Say whether an alias is one of its own alternatives: read through without end, it would hold of anything."""
    rest, seen = [name], set[str]()
    while rest:
        found = world.get(rest.pop())
        for each in _alternatives(found.type) if isinstance(found, Alias) else ():
            if each == name:
                return True
            if each not in seen:
                seen.add(each)
                rest.append(each)
    return False


def _alternatives(of: Type) -> list[str]:
    """Return the names that stand in ``of`` with no class around them; what fills an alias's brackets is beside it."""
    found, rest = list[str](), [of]
    while rest:
        match rest.pop():
            case Instance(name=name, arguments=arguments) if name.startswith("."):
                found.append(name)
                rest += arguments
            case Union(members=members):
                rest += members
            case Constrained(of=inner):
                rest.append(inner)
            case _:
                pass
    return found
