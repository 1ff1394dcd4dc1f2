"""Differences in what a schema says of types, values, numbers and strings."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from generator.canonical import Json
from generator.changes.alike import same, shown, text
from generator.changes.differences import Difference, Edit, Pair, as_object, setting, whole
from generator.changes.kinds import Kind

ALL_TYPES = ("array", "boolean", "null", "number", "object", "string")
LOWER = (("minimum", "exclusiveMinimum"), ("minLength",), ("minItems",), ("minProperties",))
UPPER = (("maximum", "exclusiveMaximum"), ("maxLength",), ("maxItems",), ("maxProperties",))
FAR = 400
"""Numbers with exponents beyond this are compared as texts only: as fractions they would fill the memory."""


def types(pair: Pair) -> Iterator[Difference]:
    """Yield what moved in ``type`` and ``nullable``."""
    old, new = (_types(schema, pair) for schema in (pair.old, pair.new))
    if old is None or new is None:
        if old is not new:
            kind = Kind.type_added if new is None else Kind.type_removed
            what = [name for name in ALL_TYPES if not _has(old or new or (), name)]
            yield pair.differs(kind, "type", what=what, edit=setting({"type": list(new) if new else None}))
        return
    added = [name for name in new if not _has(old, name)]
    removed = [name for name in old if not _has(new, name)]
    if added:
        what = ["null"] if added == ["null"] else added
        kind = Kind.nullable_added if what == ["null"] else Kind.type_added
        yield pair.differs(kind, _told(pair, what), what=what, edit=_typed(pair, [*old, *added]))
    if removed:
        what = ["null"] if removed == ["null"] else removed
        kind = Kind.nullable_removed if what == ["null"] else Kind.type_removed
        left = [name for name in old if name not in removed] + [name for name in new if _has(old, name)]
        yield pair.differs(kind, _told(pair, what), what=what, edit=_typed(pair, left))


def type_changed(pair: Pair) -> Difference | None:
    """Return the one difference of two schemas that have no type in common, None for others."""
    old, new = (_types(schema, pair) for schema in (pair.old, pair.new))
    if not old or not new or any(_has(old, name) for name in new) or any(_has(new, name) for name in old):
        return None
    return pair.differs(Kind.type_changed, what=[list(old), list(new)], edit=whole(pair.to))


def values(pair: Pair) -> Iterator[Difference]:
    """Yield what moved in ``enum`` and ``const``."""
    old, new = allowed(pair.old), allowed(pair.new)
    if old is None and new is None:
        return
    path = "const" if "const" in as_object(pair.old if old is not None else pair.new) else "enum"
    if old is None or new is None:
        kind = Kind.enum_dropped if new is None else Kind.enum_added
        yield pair.differs(kind, path, what=list((old or new or {}).values()), edit=_chosen(new))
        return
    added = [value for key, value in new.items() if key not in old]
    removed = [value for key, value in old.items() if key not in new]
    if not added and not removed:
        return
    kind = Kind.enum_changed if added and removed else Kind.enum_grown if added else Kind.enum_shrunk
    if added and removed and all("const" in as_object(schema) for schema in (pair.old, pair.new)):
        kind = Kind.const_changed
    new_path = "const" if "const" in as_object(pair.new) else "enum"
    yield pair.differs(kind, path, new_path=(new_path,), what=added or removed, edit=_chosen(new))


def bounds(pair: Pair) -> Iterator[Difference]:
    """Yield which bounds moved, of numbers, lengths and counts, and ``multipleOf``."""
    for names, direction in (*((names, 1) for names in LOWER), *((names, -1) for names in UPPER)):
        (old, here), (new, there) = (_bound(schema, names, direction) for schema in (pair.old, pair.new))
        if old != new:
            kind = Kind.bound_changed
            if old is not None and new is not None:
                kind = Kind.bound_tightened if new > old else Kind.bound_loosened
            elif old is None or new is None:
                kind = Kind.bound_loosened if new is None else Kind.bound_tightened
            new_path = (there or here,)
            what = [_told_bound(pair.old, here), _told_bound(pair.new, there)]
            yield pair.differs(kind, here or there, new_path=new_path, what=what, edit=_copied(pair, names))
    old_step, new_step = (_fraction(step) for step in pair.get("multipleOf"))
    if old_step != new_step:
        steps = [
            _told_bound(schema, "multipleOf" if step is not None else "")
            for schema, step in ((pair.old, old_step), (pair.new, new_step))
        ]
        yield pair.differs(_stepped(old_step, new_step), "multipleOf", what=steps, edit=_copied(pair, ["multipleOf"]))


def strings(pair: Pair) -> Iterator[Difference]:
    """Yield what moved in ``pattern`` and ``format``; which way a pattern moved is found out later."""
    old, new = pair.get("pattern")
    if old != new:
        kind = Kind.pattern_changed
        if old is None or new is None:
            kind = Kind.pattern_loosened if new is None else Kind.pattern_tightened
        yield pair.differs(kind, "pattern", edit=_copied(pair, ["pattern"]))
    old, new = pair.get("format")
    if old != new:
        kind = Kind.format_added if old is None else Kind.format_dropped if new is None else Kind.format_changed
        yield pair.differs(kind, "format", edit=_copied(pair, ["format"]))
    old, new = (flag is True for flag in pair.get("uniqueItems"))
    if old != new:
        kind = Kind.unique_added if new else Kind.unique_dropped
        yield pair.differs(kind, "uniqueItems", edit=_copied(pair, ["uniqueItems"]))


def allowed(schema: Json) -> dict[str, Json] | None:
    """Return the values of ``enum`` or ``const`` by their text, None where there is neither."""
    known = as_object(schema)
    if "const" in known:
        return {text(known["const"]): known["const"]}
    members = known.get("enum")
    return {text(member): member for member in members} if isinstance(members, list) else None


def type_names(schema: Json) -> tuple[str, ...] | None:
    """Return the types of a schema in its own order, None for all."""
    known = as_object(schema)
    declared = known.get("type")
    names = declared if isinstance(declared, list) else [declared]
    found = tuple(dict.fromkeys(name for name in names if isinstance(name, str)))
    if known.get("nullable") is True and found and "null" not in found:
        found = (*found, "null")
    return found or None


def _types(schema: Json, pair: Pair) -> tuple[str, ...] | None:
    found = type_names(schema)
    if found and pair.null_apart:
        found = tuple(name for name in found if name != "null") or found
    return found


def _has(types: tuple[str, ...] | list[str], name: str) -> bool:
    return name in types or (name == "integer" and "number" in types)


def _told(pair: Pair, what: list[str]) -> str:
    """Return the keyword that told so."""
    flags = [flag is True for flag in pair.get("nullable")]
    return "nullable" if what == ["null"] and any(flags) else "type"


def _typed(pair: Pair, names: list[str]) -> Edit:
    if any(flag is True for flag in pair.get("nullable")):
        plain = [name for name in dict.fromkeys(names) if name != "null"]
        one: Json = plain[0] if len(plain) == 1 else list[Json](plain)
        return setting({"type": one, "nullable": True if "null" in names else None})
    return setting({"type": list(dict.fromkeys(names))})


def _chosen(new: dict[str, Json] | None) -> Edit:
    return setting({"const": None, "enum": None if new is None else list(new.values())})


def _copied(pair: Pair, names: tuple[str, ...] | list[str]) -> Edit:
    return setting({name: as_object(pair.new).get(name) for name in names})


def _told_bound(schema: Json, keyword: str) -> str:
    if not keyword:
        return "none"
    value = as_object(schema).get(keyword)
    return (
        f"{keyword} of {as_object(schema).get('maximum' if 'Max' in keyword else 'minimum')}"
        if value is True
        else f"{keyword} {shown(value)}"
    )


def _bound(schema: Json, names: tuple[str, ...], direction: int) -> tuple[tuple[Fraction, bool] | None, str]:
    """Return the bound that counts, the higher the tighter, and the keyword that sets it."""
    known = as_object(schema)
    found: list[tuple[tuple[Fraction, bool], str]] = []
    for name in names:
        value = _fraction(known.get(name))
        # Draft 4 has a flag beside the bound.
        strict = name.startswith("exclusive") or (len(names) == 2 and known.get(names[1]) is True)
        if value is not None and (value > 0 or not name.startswith("min") or len(names) == 2):
            found.append(((value * direction, strict), names[1] if known.get(names[-1]) is True else name))
    return max(found) if found else (None, "")


def _fraction(value: Json) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, int):
        return Fraction(value)
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if not number.is_finite() or abs(number.adjusted()) > FAR:
        return None
    return Fraction(number)


def _stepped(old: Fraction | None, new: Fraction | None) -> Kind:
    if old is None or new is None:
        return Kind.bound_loosened if new is None else Kind.bound_tightened
    if not old or not new:
        return Kind.bound_changed
    if (old / new).denominator == 1:
        return Kind.bound_loosened
    return Kind.bound_tightened if (new / old).denominator == 1 else Kind.bound_changed


def notes(pair: Pair) -> Iterator[Difference]:
    """Yield what moved in notes that count: how a discriminator tells arms apart, and what a text holds."""
    old, new = pair.get("discriminator")
    if not same(old, new):
        yield pair.differs(Kind.discriminator_changed, "discriminator")
    for keyword in ("contentEncoding", "contentMediaType", "contentSchema"):
        old, new = pair.get(keyword)
        if not same(old, new):
            yield pair.differs(Kind.content_changed, keyword)
