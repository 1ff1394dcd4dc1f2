"""What an expression of a template can be, as far as the props' schema tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from generator import dialect
from generator.canonical import Json
from generator.schemas import JsonObject

MAX_TEXTS = 512
"""Most texts that one expression or attribute may come to before we give up telling which."""

LOOP = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem"}
)
_VIEW = {"locale": "string", "zone": "string", "hour12": "boolean", "direction": "string"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One alternative: a JSON type or format, ``class`` (an object with fields), ``map``, ``view``, ``loop``..."""

    name: str
    node: JsonObject = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression can be.

    ``kinds`` are its alternatives, empty when unknown. ``texts`` are all texts that it can print, None when they are
    not known. ``words`` are the text constants that can be part of it. ``items`` is what a list or map written in the
    template holds. ``local`` says that it opens with an address on this server.
    """

    kinds: tuple[Kind, ...] = ()
    texts: frozenset[str] | None = None
    words: tuple[str, ...] = ()
    items: Value | None = None
    local: bool = False

    def is_a(self, *names: str) -> bool:
        """Say whether one of the alternatives has one of these names."""
        return any(kind.name in names for kind in self.kinds)

    def is_only(self, *names: str) -> bool:
        """Say whether it is known that all alternatives, null apart, have one of these names."""
        rest = [kind for kind in self.kinds if kind.name != "null"]
        return bool(rest) and all(kind.name in names for kind in rest)


UNKNOWN = Value()


def plain(*names: str) -> Value:
    """Return a value of these kinds."""
    return Value(tuple(Kind(name) for name in names))


def either(values: Iterable[Value]) -> Value:
    """Return what is one of ``values``."""
    listed = list(values)
    kinds = dict.fromkeys(kind for value in listed for kind in value.kinds)
    known = [value.texts for value in listed if value.texts is not None]
    texts = frozenset().union(*known) if len(known) == len(listed) and listed else None
    items = [value.items for value in listed if value.items is not None]
    return Value(
        tuple(kinds) if all(value.kinds for value in listed) else (),
        texts if texts is not None and len(texts) <= MAX_TEXTS else None,
        tuple(dict.fromkeys(word for value in listed for word in value.words)),
        either(items) if items else None,
        all(value.local for value in listed) and bool(listed),
    )


def joined(values: Iterable[Value]) -> Value:
    """Return the text that ``values`` make one after another."""
    texts: frozenset[str] | None = frozenset({""})
    words: list[str] = []
    for value in values:
        words += value.words
        if texts is None or value.texts is None or len(texts) * len(value.texts) > MAX_TEXTS:
            texts = None
        else:
            texts = frozenset(before + after for before in texts for after in value.texts)
    return Value((Kind("string"),), texts, tuple(words))


@dataclass(frozen=True)
class Props:
    """The schema of a component's data, with its ``$defs``."""

    root: JsonObject

    @property
    def value(self) -> Value:
        """``props`` itself."""
        return self.of(self.root)

    def of(self, node: Json) -> Value:
        """Return what a schema describes."""
        kinds: list[Kind] = []
        texts: set[str] | None = set()
        for each in self.alternatives(node):
            names, values = _names(each), _listed(each)
            kinds += [Kind(name, each) for name in names]
            if values is None:
                texts = None
            elif texts is not None:
                texts |= values
        return Value(tuple(kinds), frozenset(texts) if texts else None)

    def field(self, value: Value, name: str) -> Value | None:
        """Return ``value.name``, or None when no alternative has such a field."""
        if any(kind.name == "view" for kind in value.kinds):
            return plain(_VIEW[name]) if name in _VIEW else None
        if any(kind.name == "loop" for kind in value.kinds):
            return self._of_loop(value, name)
        found = [
            self.of(node)
            for kind in value.kinds
            for key, node in dialect.properties_of(kind.node).items()
            if kind.name == "class" and name in attribute_names(key)
        ]
        return either(found) if found else None

    def fields(self, value: Value) -> list[str]:
        """Return the names that :meth:`field` knows."""
        if value.is_a("view"):
            return sorted(_VIEW)
        if value.is_a("loop"):
            return sorted(LOOP)
        names = {key for kind in value.kinds if kind.name == "class" for key in dialect.properties_of(kind.node)}
        return sorted(attribute_names(name)[0] for name in names)

    def items(self, value: Value) -> Value:
        """Return what a list holds, or what is looked up in a map."""
        if value.items is not None:
            return value.items
        keys = {"array": "items", "map": "additionalProperties"}
        held = [self.of(kind.node.get(keys[kind.name], {})) for kind in value.kinds if kind.name in keys]
        return either(held) if held else UNKNOWN

    def looped(self, value: Value) -> Value:
        """Return what a loop over ``value`` binds: a map gives its keys."""
        return plain("string") if value.is_only("map") else self.items(value)

    def _of_loop(self, value: Value, name: str) -> Value | None:
        if name in {"previtem", "nextitem"}:
            return value.items or UNKNOWN
        if name not in LOOP:
            return None
        return plain("boolean" if name in {"first", "last"} else "integer")

    def alternatives(self, node: Json, trail: tuple[str, ...] = ()) -> list[JsonObject]:
        """Return the schemas that a schema stands for, references and unions resolved."""
        if not isinstance(node, dict):
            return []
        ref = node.get("$ref")
        if isinstance(ref, str):
            if ref in trail:
                return []
            return self.alternatives(self._target(ref), (*trail, ref))
        for key in ("anyOf", "oneOf"):
            branches = node.get(key)
            if isinstance(branches, list):
                return [each for branch in branches for each in self.alternatives(branch, trail)]
        return [node]

    def _target(self, ref: str) -> Json:
        if ref == "#":
            return self.root
        inner = self.root.get("$defs")
        return inner.get(ref.rpartition("/")[2]) if isinstance(inner, dict) else None


def attribute_names(key: str) -> list[str]:
    """Return the names that a property can have in Python, the likeliest first: ``startsAt`` is ``starts_at``."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9_]+", "_", key).lower()
    return [snake, key, f"{snake}_", f"field_{snake}"]


def numbered(value: Value) -> Value:
    """Return ``value`` as what a number becomes when it is calculated with."""
    return replace(plain("integer" if value.is_only("integer") else "number"))


def _names(node: JsonObject) -> list[str]:
    values = node.get("enum", [node["const"]] if "const" in node else None)
    if isinstance(values, list):
        return list(dict.fromkeys(_kind_of(value) for value in values))
    null = ["null"] if dialect.may_be_null(node) else []
    names = []
    for kind in dialect.types_of(node):
        if kind == "object":
            names.append("class" if dialect.is_class(node) else "map")
        elif kind == "string" and node.get("format") in {"date", "date-time", "uuid"}:
            names.append(str(node["format"]))
        else:
            names.append(kind)
    return names + null


def _kind_of(value: Json) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return {str: "string", int: "integer", float: "number"}.get(type(value), "map")


def _listed(node: JsonObject) -> set[str] | None:
    """Return the texts that a schema lists; null prints nothing that counts."""
    values = node.get("enum", [node["const"]] if "const" in node else None)
    if isinstance(values, list):
        return {str(value) for value in values if isinstance(value, str)}
    return set() if node.get("type") == "null" else None
