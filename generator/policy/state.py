"""Rules on state: nothing outlives a request, and nothing happens on import."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from generator.policy.allowed import CONSTANT_CALLS, FIELD_CALLS
from generator.policy.source import Breach, FunctionNode, Source

_CONSTANT = "Use a constant that cannot change: a tuple, frozenset, MappingProxyType or frozen dataclass."


def check_state(source: Source) -> Iterator[Breach]:
    """Yield breaches by global statements, shared mutable values, attribute writes and top-level effects."""
    yield from _top_level(source)
    yield from _bound_once(source)
    shared = {name for name, _ in source.bound_at_top}
    in_functions = {id(inner) for body in _function_bodies(source.tree) for inner in ast.walk(body)}
    for node in source.nodes:
        match node:
            case ast.Global() | ast.Nonlocal():
                word = type(node).__name__.lower()
                yield Breach("safety/global-state", node.lineno, f"`{word}` is not allowed", "Return the value.")
            case ast.NamedExpr() if id(node) not in in_functions:
                message = "`:=` outside a function binds a shared name"
                yield Breach("safety/extra-toplevel", node.lineno, message, "Write a plain assignment.")
            case ast.Attribute(ctx=ast.Store() | ast.Del(), value=ast.Name(id="self")):
                pass
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                message = f"the attribute `{node.attr}` of a shared value is written"
                yield Breach("safety/global-state", node.lineno, message, "Build a new value instead.")
            case ast.Subscript(ctx=ast.Store() | ast.Del()) if _root(node) in shared:
                yield Breach("safety/global-state", node.lineno, f"`{_root(node)}` is shared and written", _CONSTANT)
            case ast.arguments(defaults=defaults, kw_defaults=kw_defaults):
                for default in (*defaults, *kw_defaults):
                    if default is not None and not _is_constant(source, default):
                        message = "a default value is shared by all calls, and this one may change"
                        yield Breach("safety/global-state", default.lineno, message, "Use None or a constant.")
            case _:
                pass


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
    elif not (_is_constant(source, value) or (fields and _is_field(source, value))):
        yield Breach(
            "safety/global-state", value.lineno, "this value is shared by all requests and may change", _CONSTANT
        )


def _bound_once(source: Source) -> Iterator[Breach]:
    """Yield names that the top level binds twice, or takes from the builtins: aliases that other rules rely on."""
    seen: set[str] = set()
    for name, line in source.bound_at_top:
        if name in seen:
            yield Breach("safety/name", line, f"the name `{name}` is bound twice at the top level", "Keep one.")
        elif hasattr(builtins, name):
            yield Breach("safety/name", line, f"the name `{name}` hides the builtin", "Choose another name.")
        seen.add(name)


def _is_constant(source: Source, node: ast.expr) -> bool:
    """Say whether an expression makes a value that nobody can change, without running code of the file's own."""
    match node:
        case ast.Constant() | ast.Name() | ast.Lambda():
            constant = True
        case ast.Attribute(value=value) | ast.UnaryOp(operand=value):
            constant = _is_constant(source, value)
        case ast.Tuple(elts=elements):
            constant = all(_is_constant(source, element) for element in elements)
        case ast.BinOp(left=left, right=right, op=operator):
            no_power = not isinstance(operator, ast.Pow)  # 9**9**9 would never end
            constant = no_power and _is_constant(source, left) and _is_constant(source, right)
        case ast.Subscript(value=value, slice=index):
            constant = _is_constant(source, value) and _is_type_argument(source, index)
        case ast.Call(func=function, args=arguments, keywords=keywords):
            values = [*arguments, *(keyword.value for keyword in keywords)]
            known = source.meaning(function) in CONSTANT_CALLS or _is_value_class(source, function)
            constant = known and all(_is_literal(source, value) for value in values)
        case _:
            constant = False
    return constant


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


def _is_type_argument(source: Source, node: ast.expr) -> bool:
    """Say whether a subscript's index is constant; ``Callable[[int], str]`` has a list in it."""
    if isinstance(node, ast.List):
        return all(_is_constant(source, element) for element in node.elts)
    if isinstance(node, ast.Tuple):
        return all(_is_type_argument(source, element) for element in node.elts)
    return _is_constant(source, node)


def _is_literal(source: Source, node: ast.expr) -> bool:
    """Say whether an argument is constant, or a display that the call turns into a constant."""
    match node:
        case ast.List(elts=elements) | ast.Set(elts=elements):
            return all(_is_constant(source, element) for element in elements)
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and _is_constant(source, key) for key in keys) and all(
                _is_constant(source, value) for value in values
            )
        case _:
            return _is_constant(source, node)


def _is_field(source: Source, node: ast.expr) -> bool:
    """Say whether a class attribute is ``field(...)`` or ``auto()``: the class machinery reads and replaces it."""
    return isinstance(node, ast.Call) and source.meaning(node.func) in FIELD_CALLS


def _root(node: ast.expr) -> str | None:
    """Return the name that a chain of attributes and subscripts starts from."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
