"""Does a new contract promise what the old one did?

For now anything that is not provably the same is a :class:`Change`, and blocks. Provably the same are: descriptions,
titles, examples and comments; the order of keys; the order within ``required``, ``enum``, ``type``, ``anyOf``,
``allOf`` and ``oneOf``; ``1`` and ``1.0``; and a schema that no operation and no component leads to. A component, a
locale, a class or an icon may be added, since nobody could ask for it before. :func:`compare` is the one seam: a
finer answer (which way a set moved, with a value that shows it) takes its place without a change elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from generator.canonical import Json, canonical_json
from generator.gate.promises import Names, Promise, Promises

_SILENT = frozenset({"$comment", "description", "title", "examples", "example", "deprecated"})
_NAMED = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_SETS = frozenset({"required", "enum", "type"})
_BRANCHES = frozenset({"anyOf", "allOf", "oneOf"})
_ONE = frozenset(
    {
        *("items", "contains", "not", "if", "then", "else", "additionalProperties", "unevaluatedProperties"),
        *("unevaluatedItems", "propertyNames", "contentSchema"),
    }
)
_ABSENT = object()
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two contracts.

    ``path`` and ``pointer`` are where it stands in the new one (in the old one, if it is gone there); ``old`` and
    ``new`` are JSON texts, None where there is nothing; ``witness`` will be a value that only one of them accepts.
    """

    path: str
    pointer: str
    what: str
    old: str | None
    new: str | None
    witness: Json = None
    has_witness: bool = False


def compare(old: Promises, new: Promises) -> Iterator[Change]:
    """Yield every difference between what ``old`` and ``new`` promise that is not provably none; none twice."""
    for name in sorted(old.operations.keys() | new.operations.keys()):
        yield from _operation(name, old.operations.get(name), new.operations.get(name))
    for name, component in sorted(old.components.items()):
        yield from _component(name, component, new.components.get(name))
    for kind, names in sorted(old.drawn.items()):
        yield from _names(kind, names, new.drawn.get(kind))
    kept = old.components.keys() & new.components.keys()
    for file in sorted(reachable(old, kept) | reachable(new, kept)):
        here = f"{new.folder if file in new.schemas else old.folder}/{file}"
        before, after = old.schemas.get(file, _ABSENT), new.schemas.get(file, _ABSENT)
        if before is _ABSENT or after is _ABSENT:
            if (before is _ABSENT) != (after is _ABSENT):
                yield Change(
                    here,
                    "",
                    "the schema was removed" if after is _ABSENT else "the schema is new",
                    _show(before),
                    _show(after),
                )
        else:
            for pointer, was, now in _schemas("", normal(before), normal(after)):
                yield Change(here, pointer, "the schema differs", was, now)


def reachable(contract: Promises, components: Set[str] = frozenset()) -> set[str]:
    """Return the schema files that operations, the named components and tokens lead to, through ``$ref`` too."""
    promised = [*contract.operations.values(), *(contract.components[name] for name in components)]
    waiting = [name for promise in promised for name in _strings(promise.value) if name.endswith(".json")]
    waiting += [contract.tokens] if contract.tokens else []
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [ref.partition("#")[0] for ref in _refs(contract.schemas.get(name)) if ref.partition("#")[0]]
    return found


def normal(schema: object) -> Json:
    """Return a schema without what says nothing about values, and with sets in one order."""
    if not isinstance(schema, dict):
        return _value(schema)
    return {key: _keyword(key, value) for key, value in schema.items() if key not in _SILENT}


def _keyword(key: str, value: Json) -> Json:
    if key in _NAMED and isinstance(value, dict):
        return {name: normal(schema) for name, schema in value.items()}
    if key in _ONE:
        return normal(value)
    if key == "prefixItems" and isinstance(value, list):
        return [normal(schema) for schema in value]
    if key in _BRANCHES and isinstance(value, list):
        return sorted((normal(schema) for schema in value), key=canonical_json)
    if key in _SETS and isinstance(value, list):
        return sorted((_value(item) for item in value), key=canonical_json)
    return _value(value)


def _value(value: object) -> Json:
    """Return a JSON value in which equal numbers are written alike."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _value(item) for key, item in value.items()}
    return value  # type: ignore[return-value]  # parsed JSON holds nothing else


def _schemas(at: str, old: Json, new: Json) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield pointer, old and new text of the deepest places where two normal forms differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _member(f"{at}/{_escaped(key)}", old.get(key, _ABSENT), new.get(key, _ABSENT))
    elif canonical_json(old) != canonical_json(new):
        yield at, _show(old), _show(new)


def _member(at: str, old: object, new: object) -> Iterator[tuple[str, str | None, str | None]]:
    if old is _ABSENT or new is _ABSENT:
        yield at, _show(old), _show(new)
    else:
        yield from _schemas(at, old, new)  # type: ignore[arg-type]  # not absent, so JSON


def _operation(name: str, old: Promise | None, new: Promise | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change(new.path, new.pointer, f"operation {name} is new", None, _promise(new))
    elif old is not None and new is None:
        yield Change(old.path, old.pointer, f"operation {name} was removed", _promise(old), None)
    elif old is not None and new is not None:
        yield from _fields(f"operation {name}", old, new)


def _component(name: str, old: Promise, new: Promise | None) -> Iterator[Change]:
    if new is None:
        yield Change(old.path, old.pointer, f"component {name} was removed", _show(old.value), None)
    else:
        yield from _fields(f"component {name}", old, new)


def _names(kind: str, old: Names, new: Names | None) -> Iterator[Change]:
    for name in sorted(old.values - (new.values if new else frozenset())):
        yield Change(old.path, old.pointer, f"{kind} {name} was removed", name, None)


def _fields(name: str, old: Promise, new: Promise) -> Iterator[Change]:
    for key in sorted(old.value.keys() | new.value.keys()):
        was, now = _value(old.value.get(key)), _value(new.value.get(key))
        if canonical_json(was) != canonical_json(now):
            yield Change(new.path, f"{new.pointer}/{key}", f"`{key}` of {name} differs", _show(was), _show(now))


def _promise(promise: Promise) -> str:
    return f"{promise.value.get('method')} {promise.value.get('path')}"


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)


def _refs(schema: object) -> Iterator[str]:
    if isinstance(schema, Mapping):
        for key, value in schema.items():
            if key in {"$ref", "$dynamicRef"} and isinstance(value, str):
                yield value
            else:
                yield from _refs(value)
    elif isinstance(schema, Iterable) and not isinstance(schema, str):
        for item in schema:
            yield from _refs(item)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _show(value: object) -> str | None:
    if value is _ABSENT:
        return None
    text = canonical_json(value).decode()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
