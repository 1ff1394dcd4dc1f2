"""Types of few values: ``bool``, enums and ``Literal``, taken apart into their values."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from fractions import Fraction

from generator.surface import bounds as limits
from generator.surface.declarations import Class, Declaration, Form
from generator.surface.holds import Doubt, Holds
from generator.surface.types import Constrained, Instance, Type, Value

NUMERIC = frozenset({"int", "bool"})
_FEW = 256
_FLAGS = frozenset({"enum.Flag", "enum.IntFlag"})


def finite(of: Type, world: Mapping[str, Declaration]) -> list[Type] | None:
    """Return the values of a type that has a known few; None for any other."""
    if isinstance(of, Constrained):
        return None if of.marks else _bounded(of.of, of.bounds)
    if not isinstance(of, Instance):
        return None
    if of.name == "bool":
        return [Value("bool", "False"), Value("bool", "True")]
    found = world.get(of.name)
    if isinstance(found, Class) and found.form is Form.enum and found.members and not _is_flag(found):
        return [Value(of.name, member) for member in found.members]
    return None


def _bounded(of: Type, bounds: limits.Bounds) -> list[Type] | None:
    found: list[int] | list[str] | Doubt | None = None
    if of == Instance("int"):
        found = limits.numbers(bounds, _FEW)
    elif of == Instance("str"):
        found = _texts(bounds)
    return [Value(type(each).__name__, repr(each)) for each in found] if isinstance(found, list) else None


def may_be_few(bounds: limits.Bounds, of: str, values: int) -> bool:
    """Say whether bounds may leave so few values of a class that ``values`` of a Literal are all of them."""
    if of == "int":
        return values > _FEW and bounds.low is not None and bounds.high is not None
    if of == "str":
        found = _texts(bounds)
        return isinstance(found, Doubt) or (found is None and values > _FEW)
    return of == "bytes" and bounds.most is not None


def _texts(bounds: limits.Bounds) -> list[str] | Doubt | None:
    if bounds.most == 0 and not bounds.patterns:
        return [""]
    if not bounds.patterns:
        return None
    from generator.surface.patterns import few_texts  # noqa: PLC0415  # automata are wanted for patterns alone

    return few_texts(bounds, _FEW)


def _is_flag(found: Class) -> bool:
    return any(isinstance(base, Instance) and base.name in _FLAGS for base in found.bases)


def literal_within(value: Value, bounds: limits.Bounds) -> Holds:
    """Say whether one value of a Literal is within bounds."""
    if bounds == limits.Bounds():
        return True
    if value.of in NUMERIC:
        return limits.holds(bounds, Fraction(int(ast.literal_eval(value.text))))
    if value.of not in {"str", "bytes"}:
        return False
    said: str | bytes = ast.literal_eval(value.text)
    fits = bounds.least <= len(said) and (bounds.most is None or len(said) <= bounds.most)
    if not fits or not bounds.patterns or not isinstance(said, str):
        return fits
    from generator.surface.patterns import matches_all  # noqa: PLC0415  # automata are wanted for patterns alone

    return matches_all(said, bounds.patterns)
