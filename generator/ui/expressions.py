"""The expressions of a template: what they may name, call, filter by and test, and what each of them can be.

An allowlist throughout: data is read and shown, nothing is called but ``t`` and ``icon``, nothing is calculated that
could fill the memory. A breach ends the reading of its expression only, so that one answer brings many findings.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from jinja2 import nodes

from generator.ui import icons_and_texts
from generator.ui.filters import TESTS, filtered
from generator.ui.flaws import Flaw, Stop, shown
from generator.ui.urls import is_local
from generator.ui.values import UNKNOWN, Props, Value, either, joined, numbered, plain

CALLED = frozenset({"t", "icon"})
_NUMBERS = ("integer", "number", "null")


@dataclass
class Reader:
    """Reads expressions against the props' schema. ``uses`` collects the messages that are asked for."""

    props: Props
    icons: frozenset[str]
    flaws: list[Flaw] = field(default_factory=list)
    uses: list[icons_and_texts.Use] = field(default_factory=list)

    def read(self, node: nodes.Node, scope: dict[str, Value]) -> Value:
        """Return what ``node`` can be; what is wrong with it goes to ``flaws``."""
        try:
            return self.value(node, scope)
        except Stop as stopped:
            self.flaws.append(stopped.flaw)
            return UNKNOWN

    def value(self, node: nodes.Node, scope: dict[str, Value]) -> Value:
        """Return what ``node`` can be. Raises Stop."""
        reading = _READINGS.get(type(node))
        if reading is None:
            raise Stop(_off_list(node, f"{type(node).__name__.lower()} expressions are not part of templates"))
        return reading(self, node, scope)

    def each(self, listed: list[nodes.Expr], scope: dict[str, Value]) -> list[Value]:
        """Return the values of several expressions."""
        return [self.value(node, scope) for node in listed]


def _off_list(node: nodes.Node, message: str, remedy: str = "Prepare the value in the props.") -> Flaw:
    return Flaw("safety/template", message, node.lineno, remedy=remedy)


def _const(_reader: Reader, node: nodes.Const, _scope: dict[str, Value]) -> Value:
    value = node.value
    if isinstance(value, str):
        return replace(plain("string"), texts=frozenset({value}), words=(value,), local=is_local(value))
    if isinstance(value, bool):
        return plain("boolean")
    if isinstance(value, int):
        return replace(plain("integer"), texts=frozenset({str(value)}))
    return plain("number" if isinstance(value, float) else "null")


def _name(reader: Reader, node: nodes.Name, scope: dict[str, Value]) -> Value:
    if node.name in CALLED:
        raise Stop(_off_list(node, f"{node.name} is only there to be called", f"Write {node.name}(...)."))
    if node.name not in scope:
        known = ", ".join(sorted(scope))
        raise Stop(_off_list(node, f"there is no {shown(node.name)} here", f"Templates know {known}, t(), icon()."))
    del reader
    return scope[node.name]


def _getattr(reader: Reader, node: nodes.Getattr, scope: dict[str, Value]) -> Value:
    return attribute(reader.props, reader.value(node.node, scope), node.attr, node)


def attribute(props: Props, value: Value, name: str, node: nodes.Node) -> Value:
    """Return ``value.name``. Raises Stop when there is no such field."""
    if name.startswith("_"):
        raise Stop(_off_list(node, f"{shown(name)} is not data: names with a leading underscore are out of reach"))
    found = props.field(value, name)
    if found is not None:
        return found
    fields = props.fields(value)
    near = difflib.get_close_matches(name[:60], fields, 1)
    kinds = " or ".join(dict.fromkeys(kind.name for kind in value.kinds)) or "value of unknown type"
    has = f"its fields are {', '.join(fields)}" if fields else f"it is a {kinds}, which has no fields"
    hint = f"Write .{near[0]}" if near else "Show what the schema offers; methods cannot be called."
    raise Stop(Flaw("ui/markup", f"there is no .{name[:60]}: {has}", node.lineno, remedy=hint))


def _getitem(reader: Reader, node: nodes.Getitem, scope: dict[str, Value]) -> Value:
    value = reader.value(node.node, scope)
    if isinstance(node.arg, nodes.Slice):
        reader.each([each for each in (node.arg.start, node.arg.stop, node.arg.step) if each is not None], scope)
        if not value.is_only("array", "string"):
            raise Stop(_off_list(node, "only lists and texts are sliced"))
        return value if value.is_only("array") else plain("string")
    index = reader.value(node.arg, scope)
    if value.is_only("map") or (value.is_only("array") and index.is_only("integer", "number")):
        return reader.props.items(value)
    remedy = "Write .name for a field; [number] is for lists, [key] for maps."
    raise Stop(_off_list(node, "brackets look up what is neither a list nor a map", remedy))


def _filter(reader: Reader, node: nodes.Filter, scope: dict[str, Value]) -> Value:
    if node.node is None:
        raise Stop(_off_list(node, "a filter needs a value before it"))
    value = reader.value(node.node, scope)
    if value.is_a("markup"):
        raise Stop(_off_list(node, "markup is shown as it is: no filter works on it", "Take the filter away."))
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise Stop(_off_list(node, "arguments are written out, without * and **"))
    keywords = {str(each.key): each.value for each in node.kwargs}
    for given in reader.each([*node.args, *keywords.values()], scope):
        _no_markup(node, given)  # joined with, or filled in, it would make markup of all the rest
    look = lambda of, name: attribute(reader.props, of, name, node)  # noqa: E731 - three words beside its one use
    return filtered(reader.props, node, value, keywords, look)


def _test(reader: Reader, node: nodes.Test, scope: dict[str, Value]) -> Value:
    if node.name not in TESTS:
        raise Stop(_off_list(node, f"the test {shown(node.name)} is not one of {', '.join(sorted(TESTS))}"))
    reader.value(node.node, scope)
    reader.each([*node.args, *(each.value for each in node.kwargs)], scope)
    return plain("boolean")


def _call(reader: Reader, node: nodes.Call, scope: dict[str, Value]) -> Value:
    callee = node.node
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise Stop(_off_list(node, "arguments are written out, without * and **"))
    if isinstance(callee, nodes.Getattr) and callee.attr == "cycle" and _is_loop(reader, callee.node, scope):
        return _no_markup(node, either(reader.each(node.args, scope)))
    name = callee.name if isinstance(callee, nodes.Name) else None
    if name not in CALLED or name in scope:
        raise Stop(_off_list(node, "expressions call t(), icon() and loop.cycle(); a macro stands alone in its braces"))
    arguments = reader.each(node.args, scope)
    keywords = {each.key: reader.value(each.value, scope) for each in node.kwargs}
    if any(value.is_a("markup") for value in (*arguments, *keywords.values())):
        raise Stop(_off_list(node, f"{name}() takes no markup", "Give it text."))
    if name == "icon":
        reader.flaws += icons_and_texts.icon(arguments, keywords, reader.icons, node.lineno)
        return plain("markup")
    use = icons_and_texts.use(arguments, keywords, node.lineno)
    if isinstance(use, Flaw):
        reader.flaws.append(use)
    else:
        reader.uses.append(use)
    return plain("string")


def _is_loop(reader: Reader, node: nodes.Expr, scope: dict[str, Value]) -> bool:
    return reader.value(node, scope).is_only("loop")


def _cond(reader: Reader, node: nodes.CondExpr, scope: dict[str, Value]) -> Value:
    reader.value(node.test, scope)
    if node.expr2 is None:
        raise Stop(_off_list(node, "an `if` inside an expression needs its `else`", "Write else ''."))
    return either(reader.each([node.expr1, node.expr2], scope))


def _logic(reader: Reader, node: nodes.BinExpr, scope: dict[str, Value]) -> Value:
    return _no_markup(node, either(reader.each([node.left, node.right], scope)))


def _not(reader: Reader, node: nodes.UnaryExpr, scope: dict[str, Value]) -> Value:
    reader.value(node.node, scope)
    return plain("boolean")


def _compare(reader: Reader, node: nodes.Compare, scope: dict[str, Value]) -> Value:
    reader.each([node.expr, *(each.expr for each in node.ops)], scope)
    return plain("boolean")


def _concat(reader: Reader, node: nodes.Concat, scope: dict[str, Value]) -> Value:
    values = reader.each(node.nodes, scope)
    _no_markup(node, either(values))
    if any(value.is_a("boolean", "number", "date", "date-time", "class", "array", "map") for value in values):
        raise Stop(Flaw("ui/markup", "~ joins texts and whole numbers only", node.lineno, remedy="Use a filter first."))
    return joined(values)


def _arithmetic(reader: Reader, node: nodes.BinExpr, scope: dict[str, Value]) -> Value:
    values = reader.each([node.left, node.right], scope)
    if all(value.is_only(*_NUMBERS) for value in values):
        return numbered(either(values))
    if isinstance(node, nodes.Add) and all(value.is_only("string") for value in values):
        return joined(values)
    raise Stop(_off_list(node, "templates calculate with numbers only", "Join texts with ~."))


def _sign(reader: Reader, node: nodes.UnaryExpr, scope: dict[str, Value]) -> Value:
    value = reader.value(node.node, scope)
    if not value.is_only(*_NUMBERS):
        raise Stop(_off_list(node, "only numbers have a sign"))
    return numbered(value)


def _list(reader: Reader, node: nodes.List | nodes.Tuple, scope: dict[str, Value]) -> Value:
    return replace(plain("array"), items=_no_markup(node, either(reader.each(node.items, scope))))


def _dict(reader: Reader, node: nodes.Dict, scope: dict[str, Value]) -> Value:
    reader.each([each.key for each in node.items], scope)
    return replace(
        plain("map"), items=_no_markup(node, either(reader.each([each.value for each in node.items], scope)))
    )


def _no_markup(node: nodes.Node, value: Value) -> Value:
    if value.is_a("markup"):
        raise Stop(_off_list(node, "markup stands alone in its braces", "Write {{ it }} by itself, in an {% if %}."))
    return value


_Reading = Callable[[Reader, Any, dict[str, Value]], Value]  # each takes its own kind of node
_READINGS: dict[type[nodes.Node], _Reading] = {
    nodes.Const: _const, nodes.Name: _name, nodes.Getattr: _getattr, nodes.Getitem: _getitem, nodes.Filter: _filter,
    nodes.Test: _test, nodes.Call: _call, nodes.CondExpr: _cond, nodes.And: _logic, nodes.Or: _logic, nodes.Not: _not,
    nodes.Compare: _compare, nodes.Concat: _concat, nodes.Add: _arithmetic, nodes.Sub: _arithmetic,
    nodes.Mul: _arithmetic, nodes.Div: _arithmetic, nodes.FloorDiv: _arithmetic, nodes.Mod: _arithmetic,
    nodes.Neg: _sign, nodes.Pos: _sign, nodes.List: _list, nodes.Tuple: _list, nodes.Dict: _dict,
}  # fmt: skip
