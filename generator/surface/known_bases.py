"""The bases of known classes, as types."""

from __future__ import annotations

import ast
from functools import cache

from generator.surface.types import Instance, Tuple, Type, Variable


@cache
def parsed(base: str, variables: frozenset[str]) -> Type:
    """Return a base of the table of known classes; the names in ``variables`` are its class's parameters."""
    return _read(ast.parse(base, mode="eval").body, variables)


def _read(node: ast.expr, variables: frozenset[str]) -> Type:
    if isinstance(node, ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        given = tuple(_read(part, variables) for part in parts)
        name = ast.unparse(node.value)
        return Tuple(given) if name == "tuple" else Instance(name, given)
    name = ast.unparse(node)
    return Variable(name) if name in variables else Instance(name)
