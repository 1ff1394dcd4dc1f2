"""What a class offers, with all that it inherits."""

from __future__ import annotations

import builtins
import collections.abc
from collections.abc import Mapping
from dataclasses import dataclass

from generator.surface.declarations import Attribute, Class, Distinct, Routine
from generator.surface.holds import Doubt, Holds
from generator.surface.known import KNOWN
from generator.surface.sided import Sided
from generator.surface.types import ANY, Instance, Type, substituted

_SPECIAL: Mapping[str, tuple[str, ...]] = {
    "AsyncContextManager": ("__aenter__", "__aexit__"),
    "AsyncIterable": ("__aiter__",),
    "AsyncIterator": ("__anext__",),
    "Awaitable": ("__await__",),
    "Buffer": ("__buffer__",),
    "Collection": ("__contains__", "__iter__", "__len__"),
    "Container": ("__contains__",),
    "ContextManager": ("__enter__", "__exit__"),
    "Hashable": (),
    "Iterable": ("__iter__",),
    "Iterator": ("__next__",),
    "Reversible": ("__reversed__",),
    "Sized": ("__len__",),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """Attributes with their types, methods with what fills their class's variables, and what is not looked into.

    ``known`` are inherited classes of the table, by name; ``unknown`` is one that nothing here describes, if any.
    """

    attributes: Mapping[str, Attribute]
    methods: Mapping[str, tuple[Routine, Mapping[str, Type]]]
    known: tuple[str, ...]
    unknown: str = ""

    def lacks(self, name: str) -> Holds:
        """Say whether there is no such member."""
        if name in self.attributes or name in self.methods:
            return False
        for known in self.known:
            if not _has_not(known, name):
                return Doubt(f"what `{known}` has as `{name}`, nothing here says")
        return Doubt(f"what `{self.unknown}` is, nothing here says") if self.unknown else True


def offered(one: Sided) -> Offered:
    """Return what the class ``one`` offers; the nearest definition of a name wins."""
    attributes, methods = dict[str, Attribute](), dict[str, tuple[Routine, Mapping[str, Type]]]()
    known, unknown = list[str](), ""
    rest, seen = [one.type], set[str]()
    while rest:
        of = rest.pop(0)
        found = one.world.get(of.name) if isinstance(of, Instance) else None
        if not isinstance(of, Instance) or of.name in seen:
            continue
        seen.add(of.name)
        if isinstance(found, Class):
            given = (*of.arguments, *[ANY] * len(found.variables))
            by = dict(zip((each.name for each in found.variables), given, strict=False))
            for name, each in found.attributes.items():
                filled = substituted(each.type, by)
                attributes.setdefault(
                    name, Attribute(filled, each.default, each.line, each.settable, each.is_field, each.alias)
                )
            for name, routine in found.methods.items():
                methods.setdefault(name, (routine, by))
            rest += [substituted(base, by) for base in found.bases]
        elif isinstance(found, Distinct):
            rest.append(found.of)
        elif of.name in KNOWN:
            known.append(of.name)
        else:
            unknown = of.name
    return Offered(attributes, methods, tuple(known), unknown)


def is_one_by_methods(one: Sided, protocol: str) -> Holds:
    """Say whether a class of the bundle is a known protocol, such as Iterable, by its methods alone."""
    if protocol not in _SPECIAL:
        return False
    wanted = _SPECIAL[protocol]
    found = offered(one)
    if all(name in found.methods for name in wanted):
        return Doubt(f"whether it is `{protocol}` by its methods is not decided")
    return False  # what known classes are is in their table


def _has_not(known: str, name: str) -> bool:
    """Say whether a class of the builtins or of collections.abc is certain to have no such member."""
    home = type(None) if known == "None" else getattr(builtins, known, None) or getattr(collections.abc, known, None)
    return isinstance(home, type) and not hasattr(home, name)
