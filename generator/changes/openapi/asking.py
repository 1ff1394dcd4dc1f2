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
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.changes.openapi.met import Position
from generator.changes.openapi.references import Place, resolved_schema, target, text
from generator.changes.openapi.units import SCHEMAS, Units, led, unit_of
from generator.changes.openapi.views import unsteady

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
    textual: str
    words: str
    reach: int


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """The questions of one kind of message, gathered position by position."""

    old: Place
    new: Place
    units: Units
    reach: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    found: dict[tuple[str, str, str], Question] = field(default_factory=dict)

    def position(self, position: Position, bit: int) -> None:
        """Take in one position of one operation."""
        old, new = resolved_schema(position.old), resolved_schema(position.new)
        unit = _component(old, new)
        if unit and unit in self.units.old.texts and unit in self.units.new.texts:
            if unit in self.units.tainted:
                self.reach[unit] |= bit
            if not position.textual:
                return
        texts = text(old.value), text(new.value)
        leads = led(old, texts[0]), led(new, texts[1])
        if self.units.same(*texts, leads[0]):
            return
        for lead in set(leads[0]) & set(leads[1]) & self.units.tainted:
            self.reach[lead] |= bit
        need = self._need((old, new), texts, leads)
        if need is not None and not unit:
            key = (position.textual, old.shown, new.shown)
            known = self.found.get(key)
            reach = bit | (known.reach if known else 0)
            words = known.words if known else position.words
            self.found[key] = Question(old, new, texts, need, position.textual, words, reach)

    def questions(self) -> Iterator[Question]:
        """Yield what to ask, for all positions taken in."""
        self._spread()
        yield from self.found.values()
        before, after = self.units.old, self.units.new
        for unit, reach in self.reach.items():
            if unit not in before.texts or unit not in after.texts or not unit.startswith("#/"):
                continue
            texts = before.texts[unit], after.texts[unit]
            old = _at(self.old, unit)
            new = _at(self.new, unit)
            need = self._need((old, new), texts, (before.leads[unit], after.leads[unit]))
            if need is not None:
                yield Question(old, new, texts, need, "", unit.removeprefix(SCHEMAS), reach)

    def _need(self, places: tuple[Place, Place], texts: tuple[str, str], leads: Leads) -> bool | None:
        """Say how to ask about two schemas: whole, among like parts, or (None) not at all."""
        tainted = [[lead for lead in each if lead in self.units.tainted] for each in leads]
        if any(not lead.startswith(SCHEMAS) for each in tainted for lead in each) or tainted[0] != tainted[1]:
            return True
        if any(lead not in side.texts for lead in tainted[0] for side in (self.units.old, self.units.new)):
            return True
        for place, written in zip(places, texts, strict=True):
            if tainted[0] and _UNSTEADY.search(written):
                shaky = (unit_of(place, ref) for ref in unsteady(place.value))
                if not self.units.tainted.isdisjoint(shaky):
                    return True
        if self.units.same_text(*texts):
            return None
        return self.units.dialects_differ or bool(places[0].file or places[1].file)

    def _spread(self) -> None:
        """Hand on to every unit the operations of those that lead to it on both sides."""
        before, after = self.units.old.leads, self.units.new.leads
        waiting = list(self.reach)
        while waiting:
            unit = waiting.pop()
            for lead in set(before.get(unit, ())) & set(after.get(unit, ())) & self.units.tainted:
                joined = self.reach[lead] | self.reach[unit]
                if joined != self.reach[lead]:
                    self.reach[lead] = joined
                    waiting.append(lead)


def bits(reach: int) -> Iterable[int]:
    """Return the numbers of the bits that are set, in order."""
    return [index for index, digit in enumerate(reversed(f"{reach:b}")) if digit == "1"]


def _component(old: Place, new: Place) -> str:
    """Return the unit that both places are, if it is one and they stand in the documents themselves."""
    here = not old.file and not new.file and old.pointer == new.pointer
    return f"#{old.pointer}" if here and f"#{old.pointer}".startswith(SCHEMAS) else ""


def _at(document: Place, unit: str) -> Place:
    return target(document, unit.replace("%", "%25"))
