"""The filters and tests that a template may use, and what a filter makes of a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from jinja2 import nodes

from generator.ui.flaws import Flaw, Stop, shown
from generator.ui.values import Props, Value, plain

TESTS = frozenset(
    {
        "divisibleby", "eq", "equalto", "even", "false", "ge", "greaterthan", "gt", "in", "integer", "le", "lessthan",
        "lt", "mapping", "ne", "none", "number", "odd", "sequence", "string", "true",
    }
)  # fmt: skip
NAMED_TESTS = TESTS | {"==", "!=", "<", "<=", ">", ">="}
_TO_TEXT = frozenset({"day", "clock", "number", "iso", "zone_name", "local_url", "join", "upper", "lower", "trim"})
_TO_NUMBER = frozenset({"length", "abs", "round", "sum"})
_TO_ITEM = frozenset({"first", "last", "min", "max"})
_SAME = frozenset({"sort", "reverse", "unique", "list", "select", "reject", "selectattr", "rejectattr"})
_CUT = frozenset({"batch", "slice"})
FILTERS = _TO_TEXT | _TO_NUMBER | _TO_ITEM | _SAME | _CUT | {"map"}
OURS = frozenset({"day", "clock", "number", "iso", "zone_name", "local_url"})
"""Filters that stand in the bundle's own markup.py; the others are Jinja's."""

_UNSAFE = frozenset({"safe", "escape", "e", "forceescape", "tojson", "xmlattr", "urlize", "striptags"})
_WANTED = {
    "day": ("date", "date-time"),
    "iso": ("date", "date-time"),
    "clock": ("date-time",),
    "number": ("integer", "number"),
    "zone_name": ("string",),
    "local_url": ("string",),
    "join": ("array",),
    "sum": ("array",),
    "map": ("array", "map"),
    **dict.fromkeys(_SAME | _CUT | _TO_ITEM, ("array", "map", "string")),
    **dict.fromkeys(("upper", "lower", "trim"), ("string",)),
    **dict.fromkeys(("abs", "round"), ("integer", "number")),
    "length": ("array", "map", "string"),
}
_SKELETON = re.compile(r"[GyQqMLwEcd]{1,20}")
_PATH = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*){0,5}")

Look = Callable[[Value, str], Value]


def filtered(props: Props, node: nodes.Filter, value: Value, keywords: dict[str, nodes.Expr], look: Look) -> Value:
    """Return what a filter makes of ``value``. ``look`` reads a field or raises Stop, as this does itself."""
    name = node.name
    if name not in FILTERS:
        rule = "safety/autoescape" if name in _UNSAFE else "safety/template"
        known = ", ".join(sorted(FILTERS))
        raise Stop(Flaw(rule, f"the filter {shown(name)} is off the list", node.lineno, remedy=f"There are {known}."))
    if value.kinds and not value.is_a(*_WANTED[name]):
        what = " or ".join(dict.fromkeys(kind.name for kind in value.kinds))
        message = f"the filter {name} takes {' or '.join(_WANTED[name])}, not {what}"
        raise Stop(Flaw("ui/markup", message, node.lineno, remedy="Give it such a value, or leave it out."))
    if name == "day":
        _check_skeleton(node, keywords)
    items = _narrowed(props.items(value), node, keywords, look)
    if name in _TO_TEXT:
        made = replace(plain("string"), words=value.words if name in {"upper", "lower", "trim"} else items.words)
        return replace(made, local=name == "local_url")
    if name in _TO_NUMBER:
        return plain("integer" if name == "length" else "number")
    if name in _TO_ITEM:
        return items
    if name == "map":
        return replace(plain("array"), items=_mapped(node, keywords, items, look))
    kept = replace(plain("array"), items=items)
    return replace(plain("array"), items=kept) if name in _CUT else kept


def _check_skeleton(node: nodes.Filter, keywords: dict[str, nodes.Expr]) -> None:
    given = [*node.args, *keywords.values()]
    skeleton = _text(given[0]) if len(given) == 1 else None
    if skeleton is None or not _SKELETON.fullmatch(skeleton):
        remedy = "Write |day('yMMMMd'), |day('EEEE'), |day('d') or the like."
        raise Stop(Flaw("ui/markup", "day takes one CLDR skeleton of a date, written out", node.lineno, remedy=remedy))


def _narrowed(items: Value, node: nodes.Filter, keywords: dict[str, nodes.Expr], look: Look) -> Value:
    """Check the names that a filter looks up by text: fields of ``items``, and tests."""
    named = keywords.get("attribute")
    positional = list(node.args)
    if node.name in {"selectattr", "rejectattr"}:
        _along(items, positional.pop(0) if positional else named, node, look)
    elif named is not None and node.name != "map":
        _along(items, named, node, look)
    elif node.name in {"sum", "unique", "sort", "min", "max", "join"}:
        for each in positional[1:]:  # join(', ', 'field'), sort(false, false, 'field')
            if isinstance(_text(each), str):
                _along(items, each, node, look)
    if node.name in {"select", "reject", "selectattr", "rejectattr"} and positional:
        test = _text(positional[0])
        if test not in NAMED_TESTS:
            raise Stop(_unclear(node, "the test"))
    return items


def _mapped(node: nodes.Filter, keywords: dict[str, nodes.Expr], items: Value, look: Look) -> Value:
    if "attribute" in keywords:
        if set(keywords) - {"attribute"} or node.args:
            raise Stop(_unclear(node, "map(attribute='field')"))
        return _along(items, keywords["attribute"], node, look)
    name = _text(node.args[0]) if node.args else None
    if name in {"upper", "lower", "trim", "iso", "clock", "number", "zone_name"} and len(node.args) == 1:
        return plain("string")
    if name == "length" and len(node.args) == 1:
        return plain("integer")
    if name == "day" and len(node.args) == 2 and _SKELETON.fullmatch(_text(node.args[1]) or ""):
        return plain("string")
    raise Stop(_unclear(node, "map"))


def _along(items: Value, path: nodes.Expr | None, node: nodes.Filter, look: Look) -> Value:
    text = _text(path)
    if text is None or not _PATH.fullmatch(text):
        raise Stop(_unclear(node, "a field's name"))
    for part in text.split("."):
        items = look(items, part)
    return items


def _text(node: nodes.Expr | None) -> str | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else None


def _unclear(node: nodes.Filter, what: str) -> Flaw:
    remedy = "Write map(attribute='field'), selectattr('field'), selectattr('field', 'eq', value) or the like."
    return Flaw(
        "safety/template", f"{what} of {node.name} is not a plain text that is on the list", node.lineno, remedy=remedy
    )
