"""Values that are likely to tell two schemas apart: made along their keywords, of their constants and bounds.

``values(old, new, count, seed)`` follows the schemas themselves and never the engine under test, so that a value that
new takes and old refuses speaks against an answer "subset" whatever the engine thinks.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

from generator.canonical import Json
from tests.generator.containment.words import word

_BRANCHES = ("anyOf", "oneOf")
_TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"]
_STRINGS = ["", "a", "b", "ab", "0", "a b", "é", "😀", "\n", "2020-02-29", "12:00:00Z", "2020-02-29T12:00:00Z"]
_FORMATS = [
    *("a@b.cd", "x.test", "127.0.0.1", "::1", "https://x.test/a?b#c", "/a/b", "00000000-0000-0000-0000-000000000000"),
    *("P1D", "1/a", "^a$", "(", "{a}"),
]
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_CONSTANTS = ("const", "enum", "default", "examples")
_NAMED = ("properties", "required", "dependentRequired", "dependentSchemas", "dependencies")
_TOLD = {
    **dict.fromkeys(["pattern", "minLength", "maxLength", "format"], "string"),
    **dict.fromkeys(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"], "number"),
    **dict.fromkeys(["items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"], "array"),
    **dict.fromkeys(["properties", "required", "minProperties", "maxProperties", "patternProperties"], "object"),
    **dict.fromkeys(["additionalProperties", "propertyNames", "unevaluatedProperties"], "object"),
}
_VALUES: list[Json] = [None, True, False, 0, 1, -1, 0.5, "", "a", [], {}, [0], {"a": 0}, [True], [[]], [0, 0]]


def values(old: Json, new: Json, count: int, seed: int) -> Iterator[Json]:
    """Yield ``count`` values, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    maker = _Maker(rng, old, new)
    for number in range(count):
        value = maker.make([new if number % 3 else old], 4)
        yield maker.bend(value) if rng.random() < 0.4 else value


class _Maker:
    """Makes values along schemas, from what both documents speak of."""

    def __init__(self, rng: random.Random, old: Json, new: Json) -> None:
        self.rng = rng
        self.roots = [new, old]
        self.values: list[Json] = list(_VALUES)
        self.numbers: list[int | float] = [0, 1, -1, 0.5, 2, 1e9]
        self.strings = [*_STRINGS, *_FORMATS]
        self.names = ["a", "b", "zz"]
        self.counts = [0, 1, 2]
        self.patterns: list[str] = []
        for root in self.roots:
            self._look(root)

    def make(self, schemas: list[Json], depth: int) -> Json:
        """Return a value that all of ``schemas`` may take."""
        if self.rng.random() < 0.06:
            return self.any(depth)
        flat: list[dict[str, Json]] = []
        for schema in schemas:
            self._flatten(schema, flat, 12)
        for one in flat:
            if "const" in one and self.rng.random() < 0.95:
                return one["const"]
            if isinstance(one.get("enum"), list) and one["enum"] and self.rng.random() < 0.95:
                return self.rng.choice(one["enum"])
        return self._typed(self._kind(flat), flat, depth)

    def any(self, depth: int) -> Json:
        """Return a value that no schema was asked about."""
        return (
            self._typed(self.rng.choice(_TYPES), [], depth) if self.rng.random() < 0.5 else self.rng.choice(self.values)
        )

    def bend(self, value: Json) -> Json:  # noqa: PLR0911  # a way to change it a return
        """Return ``value`` with one thing about it changed."""
        rng = self.rng
        if isinstance(value, dict) and value and rng.random() < 0.85:
            name = rng.choice(list(value))
            if rng.random() < 0.3:
                return {key: one for key, one in value.items() if key != name}
            if rng.random() < 0.3:
                return {**value, rng.choice([*self.names, self._word()]): self.any(1)}
            return {**value, name: self.bend(value[name])}
        if isinstance(value, list) and value and rng.random() < 0.85:
            place = rng.randrange(len(value))
            if rng.random() < 0.5:
                return [*value[:place], self.bend(value[place]), *value[place + 1 :]]
            return rng.choice([value[:place] + value[place + 1 :], [*value, rng.choice(value)], [*value, self.any(1)]])
        if isinstance(value, bool) or value is None:
            return rng.choice(self.values)
        if isinstance(value, str) and rng.random() < 0.7:
            return rng.choice([value[:-1], value + "a", value[1:], value + "\n", value.upper(), self._word()])
        if isinstance(value, int | float) and rng.random() < 0.7 and abs(value) < 1e15:
            return rng.choice([value + 1, value - 1, value + 0.5, -value, value * 2, self._number([])])
        return self.any(1)

    def _flatten(self, schema: Json, flat: list[dict[str, Json]], left: int) -> None:
        """Add ``schema`` and what it leads to: one branch of each choice, all of each ``allOf``."""
        if not isinstance(schema, dict) or left == 0:
            return
        flat.append(schema)
        rng = self.rng
        if isinstance(schema.get("$ref"), str):
            self._flatten(self._resolved(schema["$ref"]), flat, left - 1)
        parts = schema.get("allOf")
        for one in parts if isinstance(parts, list) else []:
            self._flatten(one, flat, left - 1)
        for key in _BRANCHES:
            parts = schema.get(key)
            if isinstance(parts, list) and parts:
                self._flatten(rng.choice(parts), flat, left - 1)
        if "if" in schema and rng.random() < 0.9:
            if rng.random() < 0.5:
                self._flatten(schema["if"], flat, left - 1)
                self._flatten(schema.get("then"), flat, left - 1)
            else:
                self._flatten(schema.get("else"), flat, left - 1)
        later = schema.get("dependentSchemas") or schema.get("dependencies")
        if isinstance(later, dict) and later and rng.random() < 0.5:
            name = rng.choice(list(later))
            flat.append({"required": [name]})
            self._flatten(later[name], flat, left - 1)

    def _resolved(self, reference: object) -> Json:
        found: list[Json] = []
        for root in self.roots:
            place: Json = root
            for step in str(reference).removeprefix("#").split("/")[1:]:
                key = step.replace("~1", "/").replace("~0", "~").replace("%20", " ").replace("%25", "%")
                place = place.get(key) if isinstance(place, dict) else None
            if place is not None:
                found.append(place)
        return self.rng.choice(found) if found else True

    def _kind(self, flat: list[dict[str, Json]]) -> str:
        left = list(_TYPES)
        for one in flat:
            said = one.get("type")
            names = said if isinstance(said, list) else [said] if isinstance(said, str) else _TYPES
            wide = [*names, "integer"] if "number" in names else names
            left = [name for name in left if name in wide] or left
        if left == _TYPES:
            hints = [_TOLD[key] for one in flat for key in one if key in _TOLD]
            if hints and self.rng.random() < 0.85:
                return self.rng.choice(hints)
        return self.rng.choice(left)

    def _typed(self, kind: str, flat: list[dict[str, Json]], depth: int) -> Json:
        if kind == "array":
            return self._array(flat, depth)
        if kind == "object":
            return self._object(flat, depth)
        if kind == "string":
            return self._string(flat)
        if kind in {"integer", "number"}:
            number = self._number(flat)
            return int(number) if kind == "integer" and abs(number) < 1e300 else number
        return self.rng.choice([True, False]) if kind == "boolean" else None

    def _number(self, flat: list[dict[str, Json]]) -> int | float:
        rng = self.rng
        near = [one[key] for one in flat for key in _BOUNDS if isinstance(one.get(key), int | float)]
        near = [bound for bound in near if not isinstance(bound, bool)] or self.numbers
        start = rng.choice(near) if rng.random() < 0.8 else rng.choice(self.numbers)
        if not isinstance(start, int | float):
            return 0
        steps = [one["multipleOf"] for one in flat if isinstance(one.get("multipleOf"), int | float)]
        if steps and abs(start) < 1e15 and rng.random() < 0.8:
            step = Decimal(str(rng.choice(steps)))
            many = int(Decimal(str(start)) // step) + rng.randint(-3, 7)
            exact = many * step * rng.choice([1, 1, 1, 2, 3, 5])
            return int(exact) if exact == exact.to_integral_value() else float(exact)
        moved = rng.choice([0, 0, 1, -1, 0.5, -0.5, 2, -2, 0.01, 3, 5])
        return start if moved == 0 else start + moved

    def _string(self, flat: list[dict[str, Json]]) -> str:
        rng = self.rng
        patterns = [str(one["pattern"]) for one in flat if "pattern" in one]
        text = self._word(patterns) if rng.random() < 0.8 and (patterns or self.patterns) else rng.choice(self.strings)
        least = max([int(one["minLength"]) for one in flat if isinstance(one.get("minLength"), int)], default=0)
        most = min([int(one["maxLength"]) for one in flat if isinstance(one.get("maxLength"), int)], default=None)
        if rng.random() < 0.85 and least < 5000:
            text += rng.choice(["a", "0", "é"]) * (least - len(text))
            text = text[:most]
        if rng.random() < 0.15:
            text = rng.choice("a0A-") * min(5000, max(0, rng.choice(self.counts) + rng.choice([-1, 0, 1])))
        return text

    def _word(self, patterns: list[str] | None = None) -> str:
        chosen = patterns or self.patterns
        return word(self.rng.choice(chosen), self.rng) if chosen else self.rng.choice(self.strings)

    def _array(self, flat: list[dict[str, Json]], depth: int) -> Json:
        rng = self.rng
        if depth <= 0:
            return []
        counts = [
            one[key]
            for one in flat
            for key in ("minItems", "maxItems", "minContains", "maxContains")
            if isinstance(one.get(key), int)
        ]
        ahead = [len(one[key]) for one in flat for key in ("prefixItems", "items") if isinstance(one.get(key), list)]
        size = rng.choice([*counts, *ahead, 0, 1, 2, 3]) + rng.choice([0, 0, 0, 1, -1])
        if rng.random() < 0.7:
            size = max([size, *(one["minItems"] for one in flat if isinstance(one.get("minItems"), int))])
            size = min([size, *(one["maxItems"] for one in flat if isinstance(one.get("maxItems"), int))])
        holds = [one["contains"] for one in flat if "contains" in one]
        made = [self._item(flat, place, holds, depth) for place in range(min(max(size, 0), 12))]
        if rng.random() < 0.2:
            rng.shuffle(made)
        return made

    def _item(self, flat: list[dict[str, Json]], place: int, holds: list[Json], depth: int) -> Json:
        inside: list[Json] = []
        for one in flat:
            ahead, rest = one.get("prefixItems"), one.get("items")
            if isinstance(rest, list):
                ahead, rest = rest, one.get("additionalItems")
            if isinstance(ahead, list) and place < len(ahead):
                inside.append(ahead[place])
            elif rest is not None:
                inside.append(rest)
            elif one.get("unevaluatedItems") not in (None, False):
                inside.append(one["unevaluatedItems"])
        if holds and self.rng.random() < 0.5:
            inside.append(self.rng.choice(holds))
        return self.make(inside, depth - 1)

    def _object(self, flat: list[dict[str, Json]], depth: int) -> Json:
        rng = self.rng
        if depth <= 0:
            return {}
        names: list[str] = []
        known: list[str] = []
        for one in flat:
            required = one.get("required")
            if isinstance(required, list) and rng.random() < 0.95:
                names += [str(name) for name in required]
            members = one.get("properties")
            known += members if isinstance(members, dict) else []
            patterns = one.get("patternProperties")
            known += [word(pattern, rng) for pattern in patterns] if isinstance(patterns, dict) else []
            if "propertyNames" in one:
                known += [name for name in [self.make([one["propertyNames"]], 1)] if isinstance(name, str)]
            later = one.get("dependentRequired") or one.get("dependencies")
            for name in list(later) if isinstance(later, dict) and rng.random() < 0.5 else []:
                also = later[name]
                names += [name, *(str(other) for other in also)] if isinstance(also, list) else [name]
        share = rng.choice([0, 0.3, 0.6, 1])
        names += [name for name in known if rng.random() < min(share, 20 / max(1, len(known)))]
        if rng.random() < 0.35:
            names.append(rng.choice([*self.names, self._word()]))
        least = max([one["minProperties"] for one in flat if isinstance(one.get("minProperties"), int)], default=0)
        while len(set(names)) < min(int(least), 10) and rng.random() < 0.95:
            names.append(rng.choice([*self.names, *known, self._word()]))
        return {name: self._member(name, flat, depth) for name in dict.fromkeys(names)}

    def _member(self, name: str, flat: list[dict[str, Json]], depth: int) -> Json:
        inside: list[Json] = []
        for one in flat:
            members = one.get("properties")
            if isinstance(members, dict) and name in members:
                inside.append(members[name])
            elif isinstance(one.get("patternProperties"), dict):
                inside += one["patternProperties"].values()
            elif one.get("additionalProperties") not in (None, False):
                inside.append(one["additionalProperties"])
            elif one.get("unevaluatedProperties") not in (None, False):
                inside.append(one["unevaluatedProperties"])
        return self.make(inside, depth - 1)

    def _look(self, schema: Json) -> None:
        """Gather what a document speaks of."""
        if isinstance(schema, list):
            for one in schema:
                self._look(one)
        if not isinstance(schema, dict):
            return
        for key, said in schema.items():
            if key in _CONSTANTS:
                self.values += said[:50] if isinstance(said, list) and key != "const" else [said]
            else:
                self._note(key, said)
                self._look(said)
        self.strings += [value for value in self.values[-50:] if isinstance(value, str)]

    def _note(self, key: str, said: Json) -> None:
        """Remember what one keyword says: patterns, names, bounds."""
        if key == "pattern" and isinstance(said, str):
            self.patterns.append(said)
        elif key == "patternProperties" and isinstance(said, dict):
            self.patterns += said
        elif key in _NAMED and isinstance(said, dict | list):
            self.names += [str(name) for name in said]
        elif isinstance(said, int | float) and not isinstance(said, bool):
            self.numbers.append(said)
            if isinstance(said, int) and 0 <= said < 5000:
                self.counts.append(said)
