"""From a value at a place to a whole document that holds it there."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from generator.canonical import Json
from generator.changes.answers import Witness
from generator.changes.differences import Meeting, as_object
from generator.changes.sides import Place, Side
from generator.changes.walk import Way
from generator.containment import Schema, Widens, schema, widens
from generator.containment.places import Path

Step: TypeAlias = "tuple[Place, str | int]"
"""The schema of a document that holds something, and the name or index of what it holds."""

STEPS = 20_000
SAME = {"anyOf", "oneOf", "allOf", "then", "else", "dependentSchemas", "dependencies", "$ref"}
"""Keywords whose schemas are about the very same value."""
NAMES = "abcdefgh"


@dataclass
class Lift:
    """The places of one side, and how each is met from the root."""

    side: Side
    root: Meeting
    ways: dict[Meeting, list[Way]]
    is_new: bool
    turned: set[Meeting] = field(default_factory=set)
    _examples: dict[tuple[Place, str], Json] = field(default_factory=dict)

    def whole(self, goal: Meeting, value: Json) -> Witness | None:
        """Return a document that holds ``value`` where ``goal`` is, None where none is seen.

        What is around it is the least that each schema on the way takes; whether the whole is taken is to be asked.
        """
        steps = self._steps(goal)
        if steps is None:
            return None
        for holder, key in reversed(steps):
            value = self._around(holder, key, value)
        return Witness(value)

    def meeting(self, at: Place, to: Place) -> Meeting:
        """Return the pair that was met at two places."""
        found = Meeting(at, to)
        return found if found == self.root or found in self.ways else Meeting(at, to, null_apart=True)

    def is_steady(self, goal: Meeting) -> bool:
        """Say whether, where this schema takes less, the whole takes less and never more."""
        return goal not in self._unsteady

    @cached_property
    def _unsteady(self) -> set[Meeting]:
        """All that is met through one of several of which exactly one must hold, or below what looks at the others."""
        nexts: dict[Meeting, list[Meeting]] = {}
        todo = list(self.turned)
        for here, ways in self.ways.items():
            for way in ways:
                nexts.setdefault(way.start, []).append(here)
                if TURNING & set(self._path(way)) or as_object(self.side.at(self._at(way.start))).keys() & SEEN:
                    todo.append(here)
        found = set(todo)
        while todo:
            fresh = [each for each in nexts.get(todo.pop(), ()) if each not in found]
            found.update(fresh)
            todo.extend(fresh)
        return found

    def _steps(self, goal: Meeting) -> list[Step] | None:
        """Return the shortest way from the root to ``goal``, None where it leads through what no value shows."""
        found: list[Step] = []
        for way in self._shortest(goal):
            steps = self._down(self._at(way.start), self._path(way))
            if steps is None:
                return None
            found.extend(steps)
        return found

    def _shortest(self, goal: Meeting) -> list[Way]:
        after: dict[Meeting, Way | None] = {goal: None}
        nexts: dict[Meeting, Meeting] = {}
        todo = deque([goal])
        while todo:
            here = todo.popleft()
            if here == self.root:
                break
            for way in self.ways.get(here, []):
                if way.start not in after:
                    after[way.start], nexts[way.start] = way, here
                    todo.append(way.start)
        else:
            return []
        found: list[Way] = []
        following = after[here]
        while following is not None:
            found.append(following)
            here = nexts[here]
            following = after[here]
        return found

    def _at(self, meeting: Meeting) -> Place:
        return meeting.to if self.is_new else meeting.at

    def _path(self, way: Way) -> Path:
        return way.new_path if self.is_new else way.old_path

    def _down(self, place: Place, path: Path) -> list[Step] | None:
        found: list[Step] = []
        rest = list(path)
        while rest:
            keyword = rest.pop(0)
            following = place / keyword
            key: str | int | None = None
            if keyword in {"properties", "prefixItems"} or (keyword == "items" and rest and isinstance(rest[0], int)):
                key = rest.pop(0)
                following = following / key
            elif keyword in {"additionalProperties", "unevaluatedProperties"}:
                named = as_object(as_object(self.side.at(place)).get("properties"))
                key = next((name for name in NAMES if name not in named), None)
            elif keyword in {"items", "additionalItems", "unevaluatedItems"}:
                held = as_object(self.side.at(place))
                before = held.get("prefixItems", held.get("items"))
                key = len(before) if isinstance(before, list) else 0
            if key is not None:
                found.append((place, key))
            elif keyword in SAME:
                if rest and keyword not in {"then", "else", "$ref"}:
                    following = following / rest.pop(0)
            else:
                return None
            place = following
        return found

    def _around(self, holder: Place, key: str | int, value: Json) -> Json:
        if isinstance(key, str):
            return {**as_object(self._example(holder, NO_OBJECT)), key: value}
        around = self._example(holder, NO_ARRAY)
        items = list(around) if isinstance(around, list) else []
        before = as_object(self.side.at(holder)).get("prefixItems")
        while len(items) <= key:
            given = isinstance(before, list) and len(items) < len(before)
            items.append(self._example(holder / "prefixItems" / len(items), NOTHING) if given else value)
        items[key] = value
        return items

    def _example(self, place: Place, but: Schema) -> Json:
        """Return the least that the schema at ``place`` takes and ``but`` refuses, null also where none is known."""
        known = place, but.pointer
        if known not in self._examples:
            whole = self.side.schema
            here = Schema(whole.document, place.pointer, whole.dialect, whole.uri, whole.others)
            answer = widens(but, here, steps=STEPS) if not place.document else None
            self._examples[known] = answer.witness if isinstance(answer, Widens) else None
        return self._examples[known]


LEAST: Json = {"nothing": False, "object": {"not": {"type": "object"}}, "array": {"not": {"type": "array"}}}
NOTHING, NO_OBJECT, NO_ARRAY = (schema(LEAST, f"/{name}") for name in ("nothing", "object", "array"))
TURNING = {"oneOf", "not", "if", "contains"}
"""Keywords below which a schema that takes less may make the whole take more."""
SEEN = {"unevaluatedProperties", "unevaluatedItems"}
"""Keywords that look at what other schemas have taken."""
