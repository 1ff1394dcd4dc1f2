"""A universe so small that all its values can be tried, and random schemas that speak of it."""

from __future__ import annotations

from functools import cache
from itertools import product
from random import Random
from typing import Any

from generator.canonical import Json

_SCALARS: list[Json] = [None, False, True, 0, 1, 2, -1, 0.5, "", "a", "b", "ab"]
_FEW: list[Json] = [None, True, 0, 1, "", "a", [], [0], {}, {"a": 0}]


@cache
def universe() -> list[Json]:
    """Return all values, the small ones first."""
    made: list[Json] = [*_SCALARS, []]
    made += [[one] for one in [*_SCALARS, *_FEW[6:]]]
    made += [list(pair) for pair in product(_FEW, repeat=2)]
    made += [list(three) for three in product([0, 1, "a", True], repeat=3)]
    made += [{}]
    made += [{name: one} for name in ["a", "b", "ab"] for one in [*_SCALARS, *_FEW[6:], {"b": 1}, {"a": {}}, [[]]]]
    made += [{"a": one, "b": other} for one, other in product([*_FEW, 0.5, 2], repeat=2)]
    made += [{"a": one, "ab": other} for one, other in product([0, "a"], repeat=2)]
    made += [{"a": one, "b": other, "ab": last} for one, other, last in product([0, 1, "a"], repeat=3)]
    return made


class Grammar:
    """Random schemas. A reference never leads back to itself without going down into the value."""

    def __init__(self, rng: Random, *, references: bool = True) -> None:
        self.rng = rng
        self.references = references
        self.used = False
        self.targets: list[Json] = []

    def document(self, depth: int = 3) -> Json:
        """Return a schema with its definitions."""
        self.used = False
        self.targets = ["#/$defs/A", "#/$defs/B"] if self.references else []
        made = self.schema(depth)
        if not self.used or not isinstance(made, dict):
            return made
        self.targets = ["#/$defs/B"]
        first = self.schema(depth - 1)
        self.targets = []
        return {**made, "$defs": {"A": first, "B": self.schema(depth - 2)}}

    def schema(self, depth: int) -> Json:
        """Return a schema at most ``depth`` deep."""
        rng = self.rng
        if rng.random() < (0.06 if depth > 0 else 0.2):
            return rng.choice([True, True, False, {}])
        if self.targets and rng.random() < 0.1:
            self.used = True
            return {"$ref": rng.choice(self.targets)}
        made: dict[str, Json] = {}
        kind = rng.choice(["number", "string", "array", "object", "object", "array", "any", "combined"])
        if kind == "combined" and depth > 0:
            self._combined(made, depth)
            if rng.random() < 0.4:
                kind = rng.choice(["number", "string", "array", "object"])
        if kind in {"any", "combined"} or rng.random() < 0.15:
            self._any(made)
        if kind in {"number", "string", "array", "object"}:
            if rng.random() < 0.55:
                made["type"] = rng.choice([kind, kind, [kind, "null"], "integer" if kind == "number" else kind])
            for _ in range(rng.choice([1, 1, 2, 3])):
                getattr(self, f"_{kind}")(made, depth)
        return made

    def below(self, depth: int) -> Json:
        """Return a schema of what is inside the value: there, any reference may stand."""
        kept = self.targets
        self.targets = ["#/$defs/A", "#/$defs/B", "#"] if self.references else []
        made = self.schema(depth - 1)
        self.targets = kept
        return made

    def _any(self, made: dict[str, Json]) -> None:
        rng = self.rng
        match rng.randrange(4):
            case 0:
                made["const"] = rng.choice(universe())
            case 1:
                made["enum"] = _without_twins(rng.choices(universe()[:60], k=rng.randint(1, 4)))
            case 2:
                made["type"] = rng.choice(["null", "boolean", "integer", "number", "string", "array", "object"])
            case _:
                types: list[Json] = ["null", "boolean", "number", "string", "array", "object"]
                made["type"] = rng.sample(types, rng.randint(1, 4))

    def _number(self, made: dict[str, Json], _depth: int) -> None:
        keys = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
        key = self.rng.choice(keys)
        made[key] = self.rng.choice([0.5, 1, 2, 3, 1.5] if key == "multipleOf" else [-1, 0, 0.5, 1, 2])

    def _string(self, made: dict[str, Json], _depth: int) -> None:
        key = self.rng.choice(["minLength", "maxLength", "pattern", "pattern"])
        patterns: list[Json] = ["a", "^a", "b$", "^[ab]*$", "^a+$", "^(a|b)$", "^.$", "^$", "^(?!a)", "^[^a]+$"]
        made[key] = self.rng.choice(patterns if key == "pattern" else [0, 1, 1, 2])

    def _array(self, made: dict[str, Json], depth: int) -> None:
        rng = self.rng
        keys = ["items", "items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems"]
        match rng.choice(keys if depth > 0 else keys[4:7]):
            case "prefixItems":
                made["prefixItems"] = [self.below(depth) for _ in range(rng.randint(1, 2))]
            case "contains":
                made["contains"] = self.below(depth)
                if rng.random() < 0.5:
                    made[rng.choice(["minContains", "maxContains"])] = rng.choice([0, 1, 2])
            case "uniqueItems":
                made["uniqueItems"] = rng.random() < 0.9
            case "minItems" | "maxItems" as key:
                made[key] = rng.choice([0, 1, 1, 2])
            case "items" | "unevaluatedItems" as key:
                made[key] = rng.choice([False, self.below(depth), self.below(depth)])

    def _object(self, made: dict[str, Json], depth: int) -> None:
        rng = self.rng
        keys = ["properties", "properties", "required", "required", "additionalProperties", "patternProperties"]
        keys += ["propertyNames", "minProperties", "maxProperties", "dependentRequired", "dependentSchemas"]
        keys += ["unevaluatedProperties"]
        match rng.choice(keys if depth > 0 else ["required", "minProperties", "maxProperties"]):
            case "properties":
                made["properties"] = {
                    name: self.below(depth) for name in rng.sample(["a", "b", "ab"], rng.randint(1, 2))
                }
            case "required":
                made["required"] = list(rng.sample(["a", "b", "ab"], rng.randint(1, 2)))
            case "patternProperties":
                made["patternProperties"] = {rng.choice(["^a", "b$", "^a$", ""]): self.below(depth)}
            case "propertyNames":
                name: dict[str, Json] = {}
                self._string(name, 0)
                made["propertyNames"] = name
            case "minProperties" | "maxProperties" as key:
                made[key] = rng.choice([0, 1, 1, 2])
            case "dependentRequired":
                made["dependentRequired"] = {rng.choice(["a", "b"]): [rng.choice(["a", "b", "ab"])]}
            case "dependentSchemas":
                made["dependentSchemas"] = {rng.choice(["a", "b"]): self.schema(depth - 1)}
            case "additionalProperties" | "unevaluatedProperties" as key:
                made[key] = rng.choice([False, False, self.below(depth)])

    def _combined(self, made: dict[str, Json], depth: int) -> None:
        rng = self.rng
        match rng.choice(["allOf", "anyOf", "anyOf", "oneOf", "oneOf", "not", "if"]):
            case "not":
                made["not"] = self.schema(depth - 1)
            case "if":
                made["if"] = self.schema(depth - 1)
                for key in ["then", "else"]:
                    if rng.random() < 0.7:
                        made[key] = self.schema(depth - 1)
            case key:
                made[key] = [self.schema(depth - 1) for _ in range(rng.randint(2, 3))]


def loosened(schema: Json, rng: Random) -> Json:
    """Return a schema that takes all that ``schema`` takes: one keyword weakened, where weakening can only widen."""
    if not isinstance(schema, dict) or not schema:
        return True
    keys = [key for key in schema if key in _LOOSER]
    if not keys:
        return {"anyOf": [schema, {"const": rng.choice(universe())}]}
    key = rng.choice(keys)
    changed = _LOOSER[key](schema[key], rng)
    return {
        **{name: said for name, said in schema.items() if name != key},
        **({} if changed is None else {key: changed}),
    }


def _one_of_members(said: Any, rng: Random) -> Json:  # noqa: ANN401
    name = rng.choice(list(said))
    return {**said, name: loosened(said[name], rng)}


def _one_of_list(said: Any, rng: Random) -> Json:  # noqa: ANN401
    place = rng.randrange(len(said))
    return [loosened(one, rng) if at == place else one for at, one in enumerate(said)]


_LOOSER: dict[str, Any] = {
    "minimum": lambda said, _: said - 1,
    "maximum": lambda said, _: said + 0.5,
    "exclusiveMinimum": lambda said, _: said - 0.5,
    "exclusiveMaximum": lambda said, _: said + 1,
    "multipleOf": lambda said, _: said / 2,
    "minLength": lambda said, _: max(0, said - 1),
    "maxLength": lambda said, _: said + 1,
    "pattern": lambda said, _: f"{said}|^zz$",
    "minItems": lambda said, _: max(0, said - 1),
    "maxItems": lambda said, _: said + 1,
    "minProperties": lambda said, _: max(0, said - 1),
    "maxProperties": lambda said, _: said + 1,
    "uniqueItems": lambda _, __: None,
    "required": lambda said, _: said[1:],
    "dependentRequired": lambda _, __: None,
    "enum": lambda said, rng: _without_twins([*said, rng.choice(universe()[:40])]),
    "type": lambda said, _: [*(said if isinstance(said, list) else [said]), *(["null"] if "null" not in said else [])],
    "items": loosened,
    "additionalProperties": loosened,
    "propertyNames": loosened,
    "properties": _one_of_members,
    "patternProperties": _one_of_members,
    "prefixItems": _one_of_list,
    "allOf": _one_of_list,
    "anyOf": _one_of_list,
}


def _without_twins(said: list[Json]) -> list[Json]:
    kept: list[Json] = []
    for one in said:
        if all(repr(one) != repr(other) for other in kept):
            kept.append(one)
    return kept
