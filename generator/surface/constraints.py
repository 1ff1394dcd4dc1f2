"""``Annotated``, ``Field`` and the constrained types of pydantic and annotated-types, read from their syntax trees."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.surface.bounds import COUNTED, NUMBERS, Bounds, both
from generator.surface.modules import definition, meaning
from generator.surface.types import Constrained, Instance, Tuple, Type, Union, Unread, union

if TYPE_CHECKING:
    from generator.surface.annotations import Reader, Where

FIELDS = frozenset({"pydantic.Field", "pydantic.fields.Field"})
_STRINGS = frozenset({"pydantic.StringConstraints", "pydantic.types.StringConstraints"})
_NUMERIC = frozenset({"ge", "gt", "le", "lt", "multiple_of"})
_SIZED = {"min_length": "least", "max_length": "most", "min_items": "least", "max_items": "most"}
_PATTERNS = frozenset({"pattern", "regex"})
# What Field says beside the type: names on the wire and defaults are read where the field is, the rest is prose.
_PROSE = frozenset(
    """
    alias alias_priority default default_factory deprecated description discriminator examples exclude exclude_if frozen
    init init_var json_schema_extra kw_only repr serialization_alias title validate_default validation_alias
    """.split()  # noqa: SIM905  # a table of words reads better without quotes
)
_TYPED = {"annotated_types.Ge": "ge", "annotated_types.Gt": "gt", "annotated_types.Le": "le",
          "annotated_types.Lt": "lt", "annotated_types.MultipleOf": "multiple_of",
          "annotated_types.MinLen": "min_length", "annotated_types.MaxLen": "max_length"}  # fmt: skip
_CONSTRUCTORS = {"conint": "int", "confloat": "float", "condecimal": "decimal.Decimal", "constr": "str",
                 "conbytes": "bytes", "conlist": "list", "conset": "set", "confrozenset": "frozenset"}  # fmt: skip
_DOCUMENTS = frozenset({"typing_extensions.Doc", "annotated_types.doc", "Doc"})
_ZERO = Fraction(0)
_SIGNED = {
    "Positive": Bounds(low=(_ZERO, False)), "Negative": Bounds(high=(_ZERO, False)),
    "NonNegative": Bounds(low=(_ZERO, True)), "NonPositive": Bounds(high=(_ZERO, True)), "Finite": Bounds(),
}  # fmt: skip
_DATES = {"AwareDatetime": "datetime", "NaiveDatetime": "datetime", "PastDatetime": "datetime",
          "FutureDatetime": "datetime", "PastDate": "date", "FutureDate": "date"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Limits:
    bounds: Bounds = field(default_factory=Bounds)
    marks: tuple[str, ...] = ()


def constrained(reader: Reader, where: Where, of: Type, marks: list[ast.expr]) -> Type:
    """Return ``Annotated[of, *marks]``; what is prose alone leaves ``of`` as it is."""
    found = _Limits()
    for mark in marks:
        limits = limits_of(reader, where, mark)
        found = _Limits(both(found.bounds, limits.bounds), (*found.marks, *limits.marks))
    return bound_to(of, found.bounds, found.marks)


def bound_to(of: Type, bounds: Bounds, marks: tuple[str, ...] = ()) -> Type:
    """Return ``of`` within ``bounds``, flat, and for each member of a union apart; null has no bounds."""
    if bounds == Bounds() and not marks:
        return of
    if isinstance(of, Union) and of.members:
        return union([bound_to(each, bounds, marks) for each in of.members])
    if isinstance(of, Constrained):
        return replace(of, bounds=both(of.bounds, bounds), marks=tuple(sorted({*of.marks, *marks})))
    if of == Instance("None"):
        bounds = Bounds()
    if bounds == Bounds() and not marks:
        return of
    return of if isinstance(of, Unread) else Constrained(of, bounds, tuple(sorted(set(marks))))


def limits_of(reader: Reader, where: Where, mark: ast.expr) -> _Limits:  # noqa: PLR0911  # one case a kind
    """Return what one mark of ``Annotated`` asks."""
    if isinstance(mark, ast.Constant):
        return _Limits()  # a text beside a type is prose
    if isinstance(mark, ast.Name | ast.Attribute):
        return _shared(reader, where, mark)
    if not isinstance(mark, ast.Call):
        return _Limits(marks=(ast.unparse(mark),))
    name = meaning(reader.modules, where.module, mark.func, where.inside)
    if name is None or name in _DOCUMENTS:
        return _Limits(marks=() if name else (ast.unparse(mark),))
    if name in _TYPED and len(mark.args) + len(mark.keywords) == 1:
        return _asked(reader, where, {_TYPED[name]: [*mark.args, *(each.value for each in mark.keywords)][0]}, name)
    if name == "annotated_types.Interval":
        return _asked(reader, where, _keywords(mark), name)
    if name == "annotated_types.Len":
        sizes = dict(zip(("min_length", "max_length"), mark.args, strict=False))
        return _asked(reader, where, {**sizes, **_keywords(mark)}, name)
    if name in FIELDS or name in _STRINGS:
        return _asked(reader, where, _keywords(mark), name)
    return _Limits(marks=(_text(reader, where, mark, name),))


def _shared(reader: Reader, where: Where, mark: ast.Name | ast.Attribute) -> _Limits:
    """Read a mark that has a name: one that holds bounds is read through, any other is known by the name."""
    name = meaning(reader.modules, where.module, mark, where.inside)
    if name is None:
        return _Limits(marks=(ast.unparse(mark),))
    found = definition(reader.modules, name)
    node = found[1][-1] if found and len(found[1]) == 1 else None
    value = getattr(node, "value", None) if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if found is None or not isinstance(value, ast.Call) or name in reader.reading:
        return _Limits(marks=(name,))
    limits = limits_of(reader, replace(where, module=found[0], inside=()), value)
    return _Limits(marks=(name,)) if limits.marks else limits


def _keywords(call: ast.Call) -> dict[str, ast.expr]:
    return {each.arg or "**": each.value for each in call.keywords}


def _asked(reader: Reader, where: Where, keywords: dict[str, ast.expr], name: str) -> _Limits:
    found, marks = Bounds(), list[str]()
    for key, node in keywords.items():
        bounds = None if key in _PROSE else _bound(key, _constant(reader, where, node))
        if bounds is not None:
            found = both(found, bounds)
        elif key not in _PROSE and not (isinstance(node, ast.Constant) and node.value is None):
            marks.append(f"{key}={ast.unparse(node)}")
    del name
    return _Limits(found, tuple(marks))


def _bound(key: str, value: object) -> Bounds | None:  # noqa: PLR0911  # one case a kind
    """Return the bound that ``key=value`` asks for; None for what is no bound, or one that we cannot read."""
    if key in _PATTERNS:
        return Bounds(patterns=frozenset({value})) if isinstance(value, str) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if key in _SIZED:
        return _length(_SIZED[key], value) if isinstance(value, int) and value >= 0 else None
    if key not in _NUMERIC:
        return None
    try:
        exact = Fraction(repr(value))
    except (ValueError, OverflowError):
        return None  # inf and nan
    match key:
        case "ge" | "gt":
            return Bounds(low=(exact, key == "ge"))
        case "le" | "lt":
            return Bounds(high=(exact, key == "le"))
        case _:
            return Bounds(multiple=exact) if exact > 0 else None


def _length(which: str, value: int) -> Bounds:
    return Bounds(least=value) if which == "least" else Bounds(most=value)


def _constant(reader: Reader, where: Where, node: ast.expr, steps: int = 8) -> object:
    """Return the number or text that stands there, also under the name of a constant; None for anything else."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
        case ast.Name() | ast.Attribute() if steps:
            name = meaning(reader.modules, where.module, node, where.inside)
            found = definition(reader.modules, name) if name else None
            last = found[1][-1] if found and len(found[1]) == 1 else None
            if found is None or not isinstance(last, ast.Assign | ast.AnnAssign) or last.value is None:
                return None
            return _constant(reader, replace(where, module=found[0], inside=()), last.value, steps - 1)
        case _:
            return None


def _text(reader: Reader, where: Where, call: ast.Call, name: str) -> str:
    given = [_part(reader, where, each) for each in call.args]
    given += [f"{each.arg or '**'}={_part(reader, where, each.value)}" for each in call.keywords]
    return f"{name}({', '.join(given)})"


def _part(reader: Reader, where: Where, node: ast.expr) -> str:
    name = meaning(reader.modules, where.module, node, where.inside)
    return name if name is not None else ast.unparse(node)


def is_constructor(name: str | None) -> bool:
    """Say whether a call of ``name`` makes a constrained type: ``conint(ge=1)``."""
    return name is not None and name.startswith("pydantic.") and name.rpartition(".")[2] in _CONSTRUCTORS


def constructed(reader: Reader, where: Where, call: ast.Call) -> Type:
    """Return the type that ``conint(ge=1)`` or one of its like makes."""
    from generator.surface.annotations import read_type  # noqa: PLC0415  # annotations are made of one another

    name = meaning(reader.modules, where.module, call.func, where.inside) or ""
    of = _CONSTRUCTORS[name.rpartition(".")[2]]
    keywords = _keywords(call)
    items = [*call.args, *([keywords.pop("item_type")] if "item_type" in keywords else [])]
    arguments = (
        tuple(read_type(reader, where, each) for each in items[:1]) if of in {"list", "set", "frozenset"} else ()
    )
    limits = _asked(reader, where, keywords, name)
    return bound_to(Instance(of, arguments), limits.bounds, limits.marks)


def known_constrained(name: str) -> Type | None:
    """Return what a constrained type of pydantic's own is: ``PositiveInt``, ``AwareDatetime``; None for no such."""
    home, _, short = name.rpartition(".")
    if home not in {"pydantic", "pydantic.types"}:
        return None
    if short in _DATES:
        return Constrained(Instance(f"datetime.{_DATES[short]}"), Bounds(), (short,))
    for sign, bounds in _SIGNED.items():
        if short in {f"{sign}Int", f"{sign}Float"}:
            of = Instance("int" if short.endswith("Int") else "float")
            return bound_to(of, bounds, ("allow_inf_nan=False",) if sign == "Finite" else ())
    strict = {
        "StrictInt": "int",
        "StrictFloat": "float",
        "StrictBool": "bool",
        "StrictStr": "str",
        "StrictBytes": "bytes",
    }
    if short in strict:
        return Constrained(Instance(strict[short]), Bounds(), ("strict=True",))
    return None


__all__ = ["COUNTED", "FIELDS", "NUMBERS", "Tuple", "bound_to", "constrained", "constructed", "limits_of"]
