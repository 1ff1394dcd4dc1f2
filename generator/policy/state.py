"""Rules on state: nothing outlives a request, and nothing happens on import."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from generator.policy.constants import is_constant, is_field
from generator.policy.sizes import is_small
from generator.policy.source import Breach, FunctionNode, Source

_CONSTANT = "Use a constant that cannot change: a tuple, frozenset, MappingProxyType or frozen dataclass."

_INITIAL = "Only `self.x = ...` straight in `__init__` may stand, and not in an enum."


def check_state(source: Source) -> Iterator[Breach]:
    """Yield breaches by global statements, shared mutable values, attribute writes and top-level effects."""
    yield from _top_level(source)
    yield from _bound_once(source)
    shared = {name for name, _ in source.bound_at_top}
    in_functions = {id(inner) for body in _function_bodies(source.tree) for inner in ast.walk(body)}
    initial = {id(node) for node in _initial_writes(source)}
    for node in source.nodes:
        match node:
            case ast.Global() | ast.Nonlocal():
                word = type(node).__name__.lower()
                yield Breach("safety/global-state", node.lineno, f"`{word}` is not allowed", "Return the value.")
            case ast.NamedExpr() if id(node) not in in_functions:
                message = "`:=` outside a function binds a shared name"
                yield Breach("safety/extra-toplevel", node.lineno, message, "Write a plain assignment.")
            case ast.Attribute(ctx=ast.Store() | ast.Del()) if id(node) not in initial:
                message = f"the attribute `{node.attr}` is written, and its owner may be shared"
                yield Breach("safety/global-state", node.lineno, message, f"Build a new value. {_INITIAL}")
            case ast.Subscript(ctx=ast.Store() | ast.Del()) if _root(node) in shared:
                yield Breach("safety/global-state", node.lineno, f"`{_root(node)}` is shared and written", _CONSTANT)
            case ast.arguments(defaults=defaults, kw_defaults=kw_defaults):
                for default in (*defaults, *kw_defaults):
                    if default is not None and not (is_constant(source, default) and is_small(source, default)):
                        message = "a default value is shared by all calls, and this one may change"
                        yield Breach("safety/global-state", default.lineno, message, "Use None or a constant.")
            case _:
                pass


def _initial_writes(source: Source) -> Iterator[ast.AST]:
    """Yield the writes with which a class's own ``__init__`` gives a new object its attributes."""
    for owner in source.tree.body:
        if isinstance(owner, ast.ClassDef) and not source.is_enum(owner):
            for method in owner.body:
                if isinstance(method, FunctionNode) and method.name == "__init__" and not method.decorator_list:
                    yield from (node for node in _without_inner(method) if _is_on_self(node))


def _is_on_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _without_inner(function: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs when a function does, and not later in a function inside it."""
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, FunctionNode | ast.Lambda | ast.ClassDef):
            yield node
            yield from _without_inner(node)


def _function_bodies(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, FunctionNode):
            yield from node.body
        elif isinstance(node, ast.Lambda):
            yield node.body


def _top_level(source: Source) -> Iterator[Breach]:
    for index, node in enumerate(source.tree.body):
        match node:
            case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.AsyncFunctionDef():
                pass
            case ast.ClassDef():
                yield from _class_body(source, node)
            case ast.Expr(value=ast.Constant(value=str())) if index == 0:
                pass
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                yield from _constant(source, node, value, fields=False)
            case _:
                word = type(node).__name__.lower()
                message = f"a statement ({word}) at the top level runs on import"
                yield Breach("safety/extra-toplevel", node.lineno, message, "Move it into a function.")


def _class_body(source: Source, node: ast.ClassDef) -> Iterator[Breach]:
    for statement in node.body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Pass() | ast.AnnAssign(value=None):
                pass
            case ast.Expr(value=ast.Constant(value=str())) | ast.Expr(value=ast.Constant(value=builtins.Ellipsis)):
                pass
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                yield from _constant(source, statement, value, fields=True)
            case _:
                message = f"a class body holds fields and methods only, not a {type(statement).__name__.lower()}"
                yield Breach("safety/extra-toplevel", statement.lineno, message, "Move it into a method.")


def _constant(source: Source, node: ast.Assign | ast.AnnAssign, value: ast.expr, *, fields: bool) -> Iterator[Breach]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if not all(isinstance(target, ast.Name) for target in targets):
        yield Breach("safety/extra-toplevel", node.lineno, "only plain names may be assigned here", "One name each.")
    elif not (is_constant(source, value) or (fields and is_field(source, value))):
        message = "this value is shared by all requests and may change"
        yield Breach("safety/global-state", value.lineno, message, _CONSTANT)
    elif not is_small(source, value):
        message = "this value is worked out on import and may get huge"
        yield Breach("safety/global-state", value.lineno, message, "Write a smaller constant; no `**` or `<<`.")


def _bound_once(source: Source) -> Iterator[Breach]:
    """Yield names that the top level binds twice, or takes from the builtins: aliases that other rules rely on."""
    seen: set[str] = set()
    for name, line in source.bound_at_top:
        if name in seen:
            yield Breach("safety/name", line, f"the name `{name}` is bound twice at the top level", "Keep one.")
        elif hasattr(builtins, name):
            yield Breach("safety/name", line, f"the name `{name}` hides the builtin", "Choose another name.")
        seen.add(name)


def _root(node: ast.expr) -> str | None:
    """Return the name that a chain of attributes and subscripts starts from."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
