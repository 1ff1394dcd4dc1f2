"""Which arm of an old union is which of a new one."""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.canonical import Json
from generator.changes.alike import shown, text
from generator.changes.differences import as_object
from generator.changes.scalars import allowed, type_names
from generator.changes.sides import Place, Side, telling
from generator.containment.places import Path

_REF = re.compile(r'"\$ref": "(?:[^"\\]|\\.)*"')
NEVER = -1000
ENOUGH = 3
"""Arms that score less have too little in common to be one."""
HALF = 10
"""Of what arms score for the names of their properties: two of different names need as much to be one."""
MANY = 200
"""Beyond this many arms left over on a side, only their order tells which is which."""


@dataclass(frozen=True)
class Arm:
    """One schema of a union: ``site`` is where it stands, ``at`` where what it stands for does."""

    key: Path
    site: Place
    at: Place
    raw: Json
    schema: Json

    @cached_property
    def text(self) -> str:
        """What it says, for comparison."""
        return text(self.schema)

    @cached_property
    def shape(self) -> str:
        """What it says but for where its references lead: definitions may have been renamed."""
        return _REF.sub('"$ref": ""', self.text)

    @cached_property
    def name(self) -> str:
        """What a person calls it: its title, the definition's name, what marks it, or its types."""
        title = as_object(self.schema).get("title")
        if isinstance(title, str):
            return title
        ref = as_object(self.raw).get("$ref")
        if isinstance(ref, str) and "/" in ref:
            return ref.rsplit("/", 1)[1]
        if self.marks:
            name, values = next(iter(self.marks.items()))
            return f"what has {name} {' or '.join(sorted(values))}"
        return " or ".join(self.types) or shown(self.raw)

    @property
    def is_named(self) -> bool:
        """Whether its name says more than its types."""
        return "$ref" in as_object(self.raw) or "title" in as_object(self.schema)

    @property
    def types(self) -> tuple[str, ...]:
        """The types it takes, as far as it says."""
        return type_names(self.schema) or ()

    @property
    def is_null(self) -> bool:
        """Whether it takes null alone."""
        return self.types == ("null",) or list(allowed(self.schema) or ()) == ["null"]

    @cached_property
    def marks(self) -> dict[str, frozenset[str]]:
        """The properties that tell it apart: those of few given values."""
        properties = as_object(as_object(self.schema).get("properties"))
        given = {name: allowed(schema) for name, schema in properties.items()}
        return {name: frozenset(values) for name, values in given.items() if values}


def arm(side: Side, holder: Place, key: Path) -> Arm:
    """Return what stands at ``key`` below ``holder``, which itself is the arm for an empty key."""
    site = Place(holder.document, (*holder.path, *key))
    if key == ("$ref",):
        at = side.target(holder) or holder
        raw: Json = {"$ref": side.at(site)}
        at = side.chain(at)[-1]
    else:
        at, raw = side.chain(site)[-1], side.at(site)
    return Arm(key, site, at, raw, side.at(at))


def matched(old: Sequence[Arm], new: Sequence[Arm]) -> tuple[list[tuple[Arm, Arm]], list[Arm], list[Arm]]:
    """Return which are one, and what is left over on each side, all in the order of their side."""
    left, right = list(range(len(old))), list(range(len(new)))
    pairs: list[tuple[int, int]] = []
    for look in (operator.attrgetter("text"), operator.attrgetter("shape")):
        pairs += _same([(i, look(old[i])) for i in left], [(j, look(new[j])) for j in right])
        left = [i for i in left if i not in {a for a, _ in pairs}]
        right = [j for j in right if j not in {b for _, b in pairs}]
    if len(left) > MANY or len(right) > MANY:
        near = [(1, i, i) for i in left if i in right]
    else:
        near = [(_likeness(old[i], new[j]) + (i == j), i, j) for i in left for j in right]
    for likeness, i, j in sorted(near, key=lambda row: (-row[0], row[1], row[2])):
        if i in left and j in right and (likeness >= ENOUGH or len(left) > MANY):
            pairs.append((i, j))
            left.remove(i)
            right.remove(j)
    return [(old[i], new[j]) for i, j in sorted(pairs)], [old[i] for i in left], [new[j] for j in right]


def _same(old: list[tuple[int, str]], new: list[tuple[int, str]]) -> list[tuple[int, int]]:
    """Pair those of the same text, in their order."""
    places: dict[str, list[int]] = {}
    for j, told in new:
        places.setdefault(told, []).append(j)
    return [(i, places[told].pop(0)) for i, told in old if places.get(told)]


def _likeness(old: Arm, new: Arm) -> int:
    """Return how much speaks for these being one arm."""
    if old.name == new.name and old.is_named and new.is_named:
        return 50
    if old.types and new.types and not _comparable(old.types, new.types):
        return NEVER
    shared = [name for name in old.marks if name in new.marks]
    if any(old.marks[name] & new.marks[name] for name in shared):
        return 40
    values = [allowed(each.schema) for each in (old, new)]
    if shared or (values[0] and values[1] and not values[0].keys() & values[1].keys()):
        return NEVER
    mine, theirs = as_object(old.schema), as_object(new.schema)
    names = [as_object(schema.get("properties")).keys() for schema in (mine, theirs)]
    alike = 20 * len(names[0] & names[1]) // max(1, len(names[0] | names[1]))
    if old.is_named and new.is_named and alike < HALF:
        return NEVER
    return alike + 3 * len(telling(mine) & telling(theirs)) + 10 * (set(old.types) == set(new.types) != set())


def _comparable(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    widened = [{*types, *(["number"] if "integer" in types else [])} for types in (old, new)]
    return bool(widened[0] & widened[1])
