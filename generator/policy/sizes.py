"""How big a constant can get: what is computed on import must be done at once, and fit in memory."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from generator.policy.source import Source

_LONGEST = 100_000  # characters or items
_LARGEST = 2**256  # of whole numbers, sign aside
_ENDLESS = _LARGEST + 1  # more than any limit, whatever it is multiplied by


@dataclass(frozen=True, slots=True)
class _Extent:
    """The most a value can hold: its length in items, and the largest whole number in it."""

    length: int = 0
    number: int = 0


_UNKNOWN = _Extent(128, 128)  # of the standard library: string.ascii_letters, HTTPStatus.OK
_OWN = _Extent(_LONGEST, _LARGEST)  # of the bundle, and held to the limits there
_TOO_MUCH = _Extent(_ENDLESS, _ENDLESS)


def is_small(source: Source, node: ast.expr) -> bool:
    """Say whether an expression that counts as constant is worked out at once, whatever it is made of."""
    later = {id(part) for each in ast.walk(node) if isinstance(each, ast.Lambda) for part in ast.walk(each.body)}
    parts = [part for part in ast.walk(node) if isinstance(part, ast.BinOp | ast.Call) and id(part) not in later]
    known: dict[str, _Extent] = {}
    return all(_fits(_extent(source, part, known)) for part in parts)


def _fits(extent: _Extent) -> bool:
    return extent.length <= _LONGEST and extent.number <= _LARGEST


def _extent(source: Source, node: ast.expr, known: dict[str, _Extent]) -> _Extent:
    match node:
        case ast.Constant(value=value):
            extent = _written(value)
        case ast.Name(id=name):
            extent = _named(source, name, known)
        case ast.UnaryOp(operand=operand):
            extent = _extent(source, operand, known)
        case ast.BinOp(left=left, right=right, op=operator):
            extent = _computed(operator, _extent(source, left, known), _extent(source, right, known))
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            extent = _together([_extent(source, element, known) for element in elements])
        case ast.Dict(keys=keys, values=values):
            extent = _together([_extent(source, each, known) for each in (*keys, *values) if each is not None])
        case ast.Call():
            extent = _called(source, node, known)
        case ast.Subscript(value=value):
            extent = _extent(source, value, known)
        case ast.Attribute():
            extent = _reached(source, node, known)
        case _:
            extent = _Extent()
    return extent


def _written(value: object) -> _Extent:
    match value:
        case str() | bytes():
            return _Extent(len(value), 255)
        case int():
            return _Extent(0, abs(value))
        case _:
            return _Extent(0, 1)


def _named(source: Source, name: str, known: dict[str, _Extent]) -> _Extent:
    if name in source.imported:
        return _OWN if source.imported[name].startswith(".") else _UNKNOWN
    value = source.assigned.get(name)
    if value is None:
        return _OWN if name in source.classes else _UNKNOWN
    if name not in known:
        known[name] = _TOO_MUCH  # until it is known: a name made of itself never is
        known[name] = _extent(source, value, known)
    return known[name]


def _reached(source: Source, node: ast.Attribute, known: dict[str, _Extent]) -> _Extent:
    """Return the extent of ``HTTPStatus.OK`` or ``string.digits``; the bundle's own attributes hold anything."""
    root = node.value.value if isinstance(node.value, ast.Attribute) else node.value
    if isinstance(root, ast.Name) and root.id in source.modules:
        return _UNKNOWN
    return _extent(source, root, known) if isinstance(root, ast.Name) and root.id in source.imported else _OWN


def _together(parts: list[_Extent]) -> _Extent:
    """Return the extent of what refers to the parts: as many items as there are, or as its longest part has."""
    lengths = [part.length for part in parts]
    return _Extent(max([len(parts), *lengths]), max((part.number for part in parts), default=0))


def _computed(operator: ast.operator, left: _Extent, right: _Extent) -> _Extent:
    """Return the most that an operation can make; fractions multiply even when they are added."""
    number = min((left.number + 1) * (right.number + 1), _ENDLESS)
    match operator:
        case ast.Pow() | ast.LShift() | ast.MatMult():
            return _TOO_MUCH
        case ast.Mod() if left.length:  # '%9999999999d' % 1
            return _TOO_MUCH
        case ast.Mult():
            length = left.length * right.number + right.length * left.number
            return _Extent(min(length, _ENDLESS), number)
        case _:
            return _Extent(min(left.length + right.length, _ENDLESS), number)


def _called(source: Source, node: ast.Call, known: dict[str, _Extent]) -> _Extent:
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    extents = [_extent(source, value, known) for value in values]
    total = _together(extents)
    match source.meaning(node.func):
        case "builtins.range":
            return _Extent(min(sum(extent.number for extent in extents), _ENDLESS), total.number)
        case "fractions.Fraction":  # Fraction("1e9999999999") is worked out
            plain = all(_is_plain_number(value) for value in values)
            return _Extent(0, total.number) if plain else _TOO_MUCH
        case "decimal.Decimal" | "datetime.timedelta" | "datetime.datetime" | "datetime.date" | "datetime.time":
            return _Extent(0, 1)  # of a fixed precision, and no multiplier of texts
        case _:
            return total


def _is_plain_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and (
        isinstance(node.value, int) or (isinstance(node.value, str) and "e" not in node.value.lower())
    )
