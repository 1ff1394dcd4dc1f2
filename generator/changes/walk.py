"""Both schemas side by side, place by place: where they differ."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from generator.canonical import Json
from generator.changes import arrays, objects, scalars, unions
from generator.changes.alike import same, text
from generator.changes.differences import LISTS, SINGLE, Difference, Finding, Meeting, Pair, Suspicion, as_object, whole
from generator.changes.kinds import Kind
from generator.changes.sides import MAPS, NOTES, Place, Side
from generator.containment.places import Path
from generator.steps import Steps


def walked(old: Side, new: Side, steps: Steps, alike: Container[str] = ()) -> Walk:
    """Look at both schemas side by side, each pair of places once, so recursion ends. Raises StepsSpent.

    References in ``alike`` are known to lead to the same on both sides, and are not followed.
    """
    walk = Walk(old, new, steps, alike)
    walk.all(Meeting(old.root, new.root))
    return walk


@dataclass(frozen=True, slots=True)
class Way:
    """How one pair of schemas was met from another: the paths down on either side."""

    start: Meeting
    old_path: Path
    new_path: Path


@dataclass
class Walk:
    """What is still to be looked at; no recursion, since strangers nest deeply."""

    old: Side
    new: Side
    steps: Steps
    alike: Container[str] = ()
    met: set[Meeting] = field(default_factory=set)
    ways: dict[Meeting, list[Way]] = field(default_factory=dict)
    found: dict[tuple[Kind, str, str], Difference] = field(default_factory=dict)
    suspicions: list[Suspicion] = field(default_factory=list)
    root: Meeting | None = None
    turned: set[Meeting] = field(default_factory=set)
    """Pairs that are met where a schema that takes less may make the whole take more: below ``not`` and its like."""

    def all(self, start: Meeting) -> list[Difference]:
        """Return every difference below ``start``."""
        todo: list[tuple[Meeting, Meeting | None]] = [(start, None)]
        while todo or self.suspicions:
            if not todo:
                self._settle(self.suspicions.pop())
                continue
            following = []
            meeting, before = todo.pop()
            here, findings = self._meet(meeting)
            if before is None:
                self.root = here
            else:
                self.ways.setdefault(here, []).append(_way(before, meeting))
            for finding in findings:
                if isinstance(finding, Meeting):
                    following.append((finding, here))
                elif isinstance(finding, Suspicion):
                    self.suspicions.append(finding)
                else:
                    self._keep(finding)
            todo.extend(reversed(following))
        return self.differences

    @property
    def differences(self) -> list[Difference]:
        """All that were found, in order."""
        return list(self.found.values())

    def _keep(self, difference: Difference) -> None:
        places = (difference.old_place, difference.new_place)
        at, to = (place.pointer if place else "-" for place in places)
        self.found.setdefault((difference.kind, at, to), difference)

    def _settle(self, suspicion: Suspicion) -> None:
        """Look into schemas that are told as one, without telling what differs inside."""
        trial = Walk(self.old, self.new, self.steps, self.alike, set(self.met))
        if any(found.edit for found in trial.all(suspicion.meeting)):
            self._keep(suspicion.difference)
        self.turned.update(trial.ways, trial.turned)
        if trial.root is not None:
            self.turned.add(trial.root)

    def _meet(self, meeting: Meeting) -> tuple[Meeting, Iterable[Finding]]:
        """Return the pair that is meant, and what there is to say of it."""
        self.steps.spend()
        if self._is_alike(meeting):
            return meeting, ()
        before, after = self.old.chain(meeting.at), self.new.chain(meeting.to)
        at, to = self._aligned(before, after)
        here = Meeting(at, to, meeting.null_apart)
        told = self._defaults(before, after)
        if here in self.met:
            return here, told
        self.met.add(here)
        pair = Pair(at, to, self.old.at(at), self.new.at(to), meeting.null_apart)
        is_same = not pair.null_apart and same(pair.old, pair.new)
        return here, chain(told, self._references(pair) if is_same else self._compared(pair))

    def _is_alike(self, meeting: Meeting) -> bool:
        old, new = as_object(self.old.at(meeting.at)), as_object(self.new.at(meeting.to))
        ref = old.get("$ref")
        return isinstance(ref, str) and ref in self.alike and same(old, new) and len(old.keys() - NOTES) == 1

    def _aligned(self, before: list[Place], after: list[Place]) -> tuple[Place, Place]:
        """Return the schemas to compare: where one side says more beside what the other stands for, both stop there."""
        at, to = before[-1], after[-1]
        for keyword in ("$ref", "allOf", "anyOf", "oneOf"):
            here = [place for place in before if keyword in as_object(self.old.at(place))]
            there = [place for place in after if keyword in as_object(self.new.at(place))]
            if here and there and (at in here) != (to in there):
                return here[-1], there[-1]
        return at, to

    def _compared(self, pair: Pair) -> Iterator[Finding]:
        self.steps.spend(10)
        if (pair.old is False) != (pair.new is False):
            yield pair.differs(Kind.other, edit=whole(pair.to))
            return
        changed = scalars.type_changed(pair)
        arms = unions.wrapped(pair, self.old, self.new) or unions.extended(pair, self.old, self.new)
        if changed:
            yield changed
        elif arms:
            yield from arms
        else:
            for look in (scalars.types, scalars.values, scalars.bounds, scalars.strings, objects.required):
                yield from look(pair)
            for look_on in (objects.properties, objects.additional, objects.names, arrays.items, arrays.contains):
                yield from look_on(pair)
            yield from unions.unions(pair, self.old, self.new)
            yield from unions.parts(pair, self.old, self.new)
            yield from objects.dependent(pair)
            yield from objects.conditional(pair)
            yield from scalars.notes(pair)

    def _defaults(self, before: list[Place], after: list[Place]) -> Iterator[Finding]:
        """Compare what is put in where nothing is said; the place nearest to the reader counts."""
        held = [
            next((place for place in chain if "default" in as_object(side.at(place))), None)
            for side, chain in ((self.old, before), (self.new, after))
        ]
        values = [
            as_object(side.at(place))["default"] if place else None
            for side, place in zip((self.old, self.new), held, strict=True)
        ]
        if (held[0] is None) != (held[1] is None) or text(values[0]) != text(values[1]):
            places = [place / "default" if place else None for place in held]
            yield Difference(Kind.default_changed, places[0], places[1], values[0], values[1], before[0], after[0])

    def _references(self, pair: Pair) -> Iterator[Finding]:
        """In schemas of the same text, only what they refer to can differ."""
        rest: list[tuple[Path, Json, bool]] = [((), pair.old, True)]
        while rest:
            path, value, is_schema = rest.pop()
            self.steps.spend()
            if isinstance(value, dict):
                if is_schema and isinstance(value.get("$ref", value.get("$dynamicRef")), str):
                    yield from self._led(pair, path)
                for key, part in value.items():
                    if isinstance(part, dict | list) and (not is_schema or key in HOLDING):
                        rest.append(((*path, key), part, not (is_schema and key in MAPS)))
            elif isinstance(value, list):
                rest.extend(((*path, index), part, True) for index, part in enumerate(value))

    def _led(self, pair: Pair, path: Path) -> Iterator[Finding]:
        below = pair.below(*path)
        schema = self.old.at(below.at)
        if isinstance(schema, dict) and str(schema.get("$ref")) in self.alike:
            return
        targets = self.old.target(below.at), self.new.target(below.to)
        if targets[0] and targets[1]:
            yield Meeting(targets[0], targets[1], via=path)


def _way(before: Meeting, meeting: Meeting) -> Way:
    paths = [
        place.path[len(start.path) :]
        if place.document == start.document and place.path[: len(start.path)] == start.path and not meeting.via
        else meeting.via
        for start, place in ((before.at, meeting.at), (before.to, meeting.to))
    ]
    return Way(before, paths[0], paths[1])


HOLDING = {*SINGLE, "properties", "patternProperties", "dependentSchemas", "dependencies", "prefixItems", *LISTS}
"""Keywords that hold schemas which count where they stand; definitions count only where something refers to them."""
