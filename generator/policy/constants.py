"""What counts as a constant: a value that nobody can change, made without running code of the file's own."""

from __future__ import annotations

import ast

from generator.policy.allowed import CONSTANT_CALLS, TYPE_VARIABLES
from generator.policy.source import FunctionNode, Source

# Calls whose arguments may be lists, sets or dicts written out: they are copied into the constant or hidden in it.
_CONTAINERS = frozenset({"builtins.frozenset", "builtins.tuple", "types.MappingProxyType"})


def is_constant(source: Source, node: ast.expr) -> bool:
    """Say whether an expression makes a value that nobody can change, without running code of the file's own."""
    match node:
        case ast.Constant() | ast.Name() | ast.Lambda():
            constant = True
        case ast.Attribute(value=ast.Name(id=name)) if name in source.classes:
            constant = True  # a member of an enum, or a class attribute, which is a constant itself
        case ast.Attribute(value=value) | ast.UnaryOp(operand=value):
            constant = is_constant(source, value) and not _mentions(source.with_properties, value)
        case ast.Tuple(elts=elements):
            constant = all(is_constant(source, element) for element in elements)
        case ast.BinOp(left=left, right=right):
            both = is_constant(source, left) and is_constant(source, right)
            constant = both and not _mentions(source.with_operators, node)
        case ast.Subscript(value=value, slice=index):
            is_type = isinstance(value, ast.Name) and value.id in source.classes
            constant = is_constant(source, value) and (is_type or not _mentions(source.with_operators, value))
            constant = constant and _is_type_argument(source, index)
        case ast.Call():
            constant = _is_constant_call(source, node)
        case _:
            constant = False
    return constant


def _is_constant_call(source: Source, node: ast.Call) -> bool:
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    meaning = source.meaning(node.func)
    if meaning in _CONTAINERS:
        return all(_is_display(source, value) and not _mentions(source.with_operators, value) for value in values)
    if meaning in TYPE_VARIABLES:
        return all(is_constant(source, value) for value in values)
    if meaning in CONSTANT_CALLS:
        return all(is_constant(source, value) and not _mentions(source.with_operators, value) for value in values)
    return _is_value_class(source, node.func) and all(is_constant(source, value) for value in values)


def is_field(source: Source, node: ast.expr) -> bool:
    """Say whether a class attribute is ``field(...)`` or ``auto()``: the class machinery reads and replaces it."""
    if not isinstance(node, ast.Call):
        return False
    if source.meaning(node.func) == "enum.auto":
        return not node.args and not node.keywords
    return (
        source.meaning(node.func) == "dataclasses.field"
        and not node.args
        and all(
            isinstance(each.value, ast.Name | ast.Lambda)
            if each.arg == "default_factory"
            else is_constant(source, each.value)
            for each in node.keywords
        )
    )


def _is_value_class(source: Source, function: ast.expr) -> bool:
    """Say whether a call makes one of the file's own frozen dataclasses or named tuples, without lists inside."""
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and isinstance(function, ast.Name) and node.name == function.id:
            decorators = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
            kinds = {source.meaning(each) for each in (*decorators, *node.bases)}
            runs = {part.name for part in node.body if isinstance(part, FunctionNode)} & {"__init__", "__post_init__"}
            factory = any(isinstance(part, ast.keyword) and part.arg == "default_factory" for part in ast.walk(node))
            return bool(kinds & {"dataclasses.dataclass", "typing.NamedTuple"}) and not runs and not factory
    return False


def _mentions(names: frozenset[str], node: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node))


def _is_type_argument(source: Source, node: ast.expr) -> bool:
    """Say whether a subscript's index is constant; ``Callable[[int], str]`` has a list in it."""
    if isinstance(node, ast.List):
        return all(is_constant(source, element) for element in node.elts)
    if isinstance(node, ast.Tuple):
        return all(_is_type_argument(source, element) for element in node.elts)
    return is_constant(source, node)


def _is_display(source: Source, node: ast.expr) -> bool:
    """Say whether an argument is constant, or a display that the call turns into a constant."""
    match node:
        case ast.List(elts=elements) | ast.Set(elts=elements):
            return all(is_constant(source, element) for element in elements)
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and is_constant(source, key) for key in keys) and all(
                is_constant(source, value) for value in values
            )
        case _:
            return is_constant(source, node)
