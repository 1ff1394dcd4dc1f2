"""Annotations that stand in quotes: the rules have to see through them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST = 200  # characters; long enough for any honest type, too short to nest deeply


@dataclass(frozen=True, slots=True)
class Quoted:
    """One string inside an annotation; ``expression`` is None when it cannot be read as a type."""

    line: int
    expression: ast.expr | None


def types_in(tree: ast.AST, *, aliases: bool = True) -> Iterator[ast.expr]:
    """Yield every annotation of parameters, results and variables, and the values of type aliases if wanted."""
    for node in ast.walk(tree):
        match node:
            case ast.arg(annotation=ast.expr() as annotation):
                yield annotation
            case (
                ast.FunctionDef(returns=ast.expr() as annotation)
                | ast.AsyncFunctionDef(returns=ast.expr() as annotation)
            ):
                yield annotation
            case ast.AnnAssign(annotation=annotation, value=value):
                yield annotation
                if aliases and value is not None and ast.unparse(annotation).rpartition(".")[2] == "TypeAlias":
                    yield value
            case _:
                pass


def quoted_annotations(tree: ast.AST) -> Iterator[Quoted]:
    """Yield the strings in annotations, parsed, with the lines of the file; those in ``Literal`` are values."""
    for annotation in types_in(tree):
        for string in _strings(annotation):
            yield Quoted(string.lineno, _parsed(string))


def _strings(annotation: ast.expr) -> Iterator[ast.Constant]:
    """Yield the string constants that stand for types."""
    rest: list[ast.AST] = [annotation]
    while rest:
        node = rest.pop()
        match node:
            case ast.Constant(value=str()):
                yield node
            case ast.Subscript(value=ast.Name(id="Literal") | ast.Attribute(attr="Literal")):
                pass
            case ast.Subscript(
                value=ast.Name(id="Annotated") | ast.Attribute(attr="Annotated"), slice=ast.Tuple(elts=[first, *_])
            ):
                rest.append(first)
            case _:
                rest.extend(ast.iter_child_nodes(node))


def _parsed(string: ast.Constant) -> ast.expr | None:
    text = str(string.value)
    if len(text) > _LONGEST:
        return None
    try:
        expression = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(expression):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return None  # quotes within quotes
        if isinstance(node, ast.expr):
            node.lineno = string.lineno
    return expression
