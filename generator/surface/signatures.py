"""Functions read from their syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from generator.surface.annotations import Reader, Where, declared, read_type, shown
from generator.surface.declarations import Parameter, Passing, Role, Routine, Signature
from generator.surface.modules import FunctionNode, meaning
from generator.surface.types import ANY, Type

_OVERLOAD = "overload"


def read_routine(reader: Reader, where: Where, nodes: list[FunctionNode], *, is_method: bool) -> Routine:
    """Return what several ``def`` of one name make: the last one, or all that are overloads."""
    overloads = [node for node in nodes if _OVERLOAD in decorators(reader, where, node)]
    read = overloads or nodes[-1:]
    return Routine(tuple(_signature(reader, where, node, is_method=is_method) for node in read), read[0].lineno)


def decorators(reader: Reader, where: Where, node: FunctionNode | ast.ClassDef) -> list[str]:
    """Return the whole names of what decorates ``node``; the text of what has no name."""
    plain = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    return [meaning(reader.modules, where.module, each, where.inside) or shown(each) for each in plain]


def _signature(reader: Reader, where: Where, node: FunctionNode, *, is_method: bool) -> Signature:
    role = _role(decorators(reader, where, node)) if is_method else Role.function
    header = where.module.headers.get(node.lineno)
    if header is not None:
        where = replace(where, variables=declared(reader, where, header.parameters))
    parameters = list(_parameters(reader, where, node.args))
    if role in {Role.method, Role.class_method} and parameters and parameters[0].passing is not Passing.rest:
        del parameters[0]
    is_async = isinstance(node, ast.AsyncFunctionDef)
    returns = read_type(reader, where, node.returns)
    return Signature(tuple(parameters), returns, is_async, _yields(node), role, node.lineno)


def _role(decorated: list[str]) -> Role:
    if "classmethod" in decorated:
        return Role.class_method
    return Role.static_method if "staticmethod" in decorated else Role.method


def _parameters(reader: Reader, where: Where, given: ast.arguments) -> Iterator[Parameter]:
    placed = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [*[None] * (len(placed) - len(given.defaults)), *given.defaults]
    for at, (node, default) in enumerate(zip(placed, defaults, strict=True)):
        old_style = node.arg.startswith("__") and not node.arg.endswith("__")
        by_place = at < len(given.posonlyargs) or old_style
        yield _parameter(reader, where, node, Passing.by_place if by_place else Passing.by_either, default)
    if given.vararg is not None:
        yield _parameter(reader, where, given.vararg, Passing.rest, None)
    for node, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield _parameter(reader, where, node, Passing.by_name, default)
    if given.kwarg is not None:
        yield _parameter(reader, where, given.kwarg, Passing.named_rest, None)


def _parameter(reader: Reader, where: Where, node: ast.arg, passing: Passing, default: ast.expr | None) -> Parameter:
    found: Type = read_type(reader, where, node.annotation) if node.annotation is not None else ANY
    return Parameter(node.arg, passing, found, None if default is None else shown(default), node.lineno)


def _yields(node: FunctionNode) -> bool:
    """Say whether a function's own body yields, functions inside it apart."""
    rest: list[ast.AST] = list(node.body)
    while rest:
        found = rest.pop()
        if isinstance(found, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(found, FunctionNode | ast.Lambda | ast.ClassDef):
            rest.extend(ast.iter_child_nodes(found))
    return False
