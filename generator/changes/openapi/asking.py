"""Which pairs of schemas have to be asked about so that every position is answered, each pair once.

Three things keep an API of thousands of schemas cheap:

- What is the same on both sides, with all that it leads to, is not asked about.
- A component that changed is asked about by itself, *with everything it leads to as it stands in the new document*: the
  components that it leads to are asked about in their turn. Where a wider part makes the whole wider, the whole narrows
  only if some part does, so the parts answer for every position that reaches them, and the change is told once.
- Where that does not hold (below ``not``, ``oneOf``, ``if`` and their like, or if what is led to was exchanged), the
  pair is asked about whole, each side in its own document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from generator.changes.openapi import wire
from generator.changes.openapi.met import Position
from generator.changes.openapi.references import Place, text
from generator.changes.openapi.steady import unsteady
from generator.changes.openapi.units import SCHEMAS, Units, led, place_of, unit_of
from generator.changes.openapi.views import View

Leads: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The units that two texts lead to, in order."""
_UNSTEADY = re.compile(r'"(?:not|oneOf|if|contains|unevaluated(?:Items|Properties))":')


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Two schemas to compare for some operations (a set of bits): ``whole`` if each in its own document."""

    old: Place
    new: Place
    texts: tuple[str, str]
    whole: bool
    words: str
    reach: int


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """The questions of one kind of message on one side, gathered position by position."""

    views: tuple[View, View]
    units: Units
    reach: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[tuple[str, str], Question] = field(default_factory=dict)

    def position(self, position: Position, bit: int) -> None:
        """Take in one position of one operation."""
        old, new = self.views[0].resolved(position.old), self.views[1].resolved(position.new)
        unit = _component(old, new)
        known = unit in self.units.old.texts and unit in self.units.new.texts
        if known and unit not in self.units.tainted:
            return
        if position.textual and self._written(position, old, new, bit):
            return
        if known:
            self.reach[unit] |= bit
            return
        (old, was), (new, now) = self.views[0].schema(old), self.views[1].schema(new)
        leads = led(old, was), led(new, now)
        if self.units.same(was, now, leads[0]):
            return
        need = self._need((old, new), (was, now), leads)
        if not need:
            for lead in self.units.tainted.intersection(leads[0]):
                self.reach[lead] |= bit
        if need is not None:
            self._ask(old, new, (was, now), position.words, bit, whole=need)

    def questions(self) -> Iterator[Question]:
        """Yield what to ask, for all positions taken in."""
        needs: dict[str, bool | None] = {}
        waiting = list(self.reach)
        while waiting:
            unit = waiting.pop()
            if unit not in needs:
                needs[unit] = self._unit_need(unit)
            # What is asked about whole is answered with all that it leads to.
            for lead in () if needs[unit] else self.units.tainted.intersection(self.units.new.leads[unit]):
                joined = self.reach[lead] | self.reach[unit]
                if joined != self.reach[lead]:
                    self.reach[lead] = joined
                    waiting.append(lead)
        yield from self.found.values()
        for unit, need in needs.items():
            if need is not None:
                (old, was), (new, now) = (view.schema(place_of(view.document, unit)) for view in self.views)
                yield Question(old, new, (was, now), need, unit.removeprefix(SCHEMAS), self.reach[unit])

    def _written(self, position: Position, old: Place, new: Place, bit: int) -> bool:
        """Ask about two schemas as they are written on the wire, if that makes a difference."""
        written = wire.as_written(old.value, new.value, position.textual)
        if written[0] is old.value and written[1] is new.value:
            return False
        old, new = replace(old, value=written[0]), replace(new, value=written[1])
        self._ask(old, new, (text(old.value), text(new.value)), position.words, bit, whole=True)
        return True

    def _ask(self, old: Place, new: Place, texts: tuple[str, str], words: str, bit: int, *, whole: bool) -> None:
        key = (old.shown, new.shown)
        known = self.found.get(key)
        reach, words = (known.reach, known.words) if known else (0, words)
        self.found[key] = Question(old, new, texts, whole, words, reach | bit)

    def _unit_need(self, unit: str) -> bool | None:
        before, after = self.units.old, self.units.new
        places = tuple(place_of(view.document, unit) for view in self.views)
        texts, leads = (before.texts[unit], after.texts[unit]), (before.leads[unit], after.leads[unit])
        return self._need((places[0], places[1]), texts, leads)

    def _need(self, places: tuple[Place, Place], texts: tuple[str, str], leads: Leads) -> bool | None:
        """Say how to ask about two schemas: whole, among like parts, or (None) not at all."""
        tainted = [[lead for lead in each if lead in self.units.tainted] for each in leads]
        if any(not lead.startswith(SCHEMAS) for each in tainted for lead in each) or tainted[0] != tainted[1]:
            return True
        if any(lead not in side.texts for lead in tainted[0] for side in (self.units.old, self.units.new)):
            return True
        for place, written in zip(places, texts, strict=True):
            if tainted[0] and _UNSTEADY.search(written):
                shaky = (unit_of(place, ref) for ref in unsteady(place))
                if not self.units.tainted.isdisjoint(shaky):
                    return True
        if self.units.same_text(*texts):
            return None
        return self.units.dialects_differ or bool(places[0].file or places[1].file)


def bits(reach: int) -> Iterable[int]:
    """Return the numbers of the bits that are set, in order."""
    return [index for index, digit in enumerate(reversed(f"{reach:b}")) if digit == "1"]


def _component(old: Place, new: Place) -> str:
    """Return the unit that both places are, if it is one and they stand in the documents themselves."""
    here = not old.file and not new.file and old.pointer == new.pointer
    return f"#{old.pointer}" if here and f"#{old.pointer}".startswith(SCHEMAS) else ""
