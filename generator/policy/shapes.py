"""Rules on handlers, helpers, classes, decorators and excepts: the shape that the rest of the bundle relies on."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from generator.expectations import HANDLERS_FILE, Handler
from generator.policy.allowed import BASES, CLASS_DECORATORS, METHOD_DECORATORS
from generator.policy.quoted import types_in
from generator.policy.source import Breach, FunctionNode, Source


def check_shapes(source: Source) -> Iterator[Breach]:
    """Yield breaches of the shape of functions and classes; handlers are looked for in ``api.py`` alone."""
    methods = {id(method) for node in source.tree.body if isinstance(node, ast.ClassDef) for method in node.body}
    top = {id(node) for node in source.tree.body}
    for node in source.nodes:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                is_method = id(node) in methods
                yield from _decorators(source, node, METHOD_DECORATORS if is_method else frozenset())
                yield from _annotated(node, is_method=is_method)
            case ast.ClassDef() if id(node) not in top:
                yield Breach("safety/class", node.lineno, "a class stands inside a function or class", "Move it up.")
            case ast.ClassDef():
                yield from _class(source, node)
            case ast.ExceptHandler(type=None):
                yield Breach(
                    "safety/except", node.lineno, "a bare `except:` catches everything", "Name what can occur."
                )
            case _:
                pass
    yield from _types_written_out(source)
    if source.path == HANDLERS_FILE:
        yield from _handlers(source)


def _types_written_out(source: Source) -> Iterator[Breach]:
    for annotation in types_in(source.tree):
        if not _is_type(annotation):
            yield Breach("safety/annotation", annotation.lineno, "an annotation is computed", "Write the type out.")
    for quoted in source.quoted:
        if quoted.expression is None:
            yield Breach("safety/annotation", quoted.line, "a quoted annotation cannot be read as a type")


def _decorators(source: Source, node: FunctionNode | ast.ClassDef, allowed: frozenset[str]) -> Iterator[Breach]:
    for decorator in node.decorator_list:
        plain = decorator.func if isinstance(decorator, ast.Call) else decorator
        called = isinstance(decorator, ast.Call) and allowed is METHOD_DECORATORS
        if source.meaning(plain) not in allowed or called:
            shown = ast.unparse(plain)[:60]
            yield Breach("safety/decorator", decorator.lineno, f"the decorator `{shown}` is not allowed", "Call it.")


def _class(source: Source, node: ast.ClassDef) -> Iterator[Breach]:
    yield from _decorators(source, node, CLASS_DECORATORS)
    for decorator in node.decorator_list:
        plain = decorator.func if isinstance(decorator, ast.Call) else decorator
        if source.meaning(plain) == "dataclasses.dataclass" and not _is_frozen(decorator):
            message = f"the dataclass `{node.name}` can change"
            yield Breach("safety/global-state", node.lineno, message, "Write: @dataclass(frozen=True)")
    for base in node.bases:
        plain = base.value if isinstance(base, ast.Subscript) else base
        if isinstance(base, ast.Subscript) and not _is_type(base.slice):
            yield Breach("safety/class", node.lineno, f"`{node.name}` computes a base", "Write the base out.")
        if source.meaning(plain) not in BASES:
            message = f"`{node.name}` may not inherit from `{ast.unparse(base)[:60]}`"
            yield Breach("safety/class", node.lineno, message, f"Allowed: {', '.join(sorted(BASES))}")
    for keyword in node.keywords:
        if keyword.arg != "total":
            yield Breach("safety/class", node.lineno, f"`{node.name}` may not set `{keyword.arg or '**'}`")


def _is_frozen(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and any(
        keyword.arg == "frozen" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
        for keyword in decorator.keywords
    )


def _annotated(node: FunctionNode, *, is_method: bool) -> Iterator[Breach]:
    """Yield what a function does not annotate; a method's first parameter needs nothing."""
    positional = [*node.args.posonlyargs, *node.args.args]
    is_static = any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in node.decorator_list)
    parameters = [*positional[is_method and not is_static :], *node.args.kwonlyargs]
    parameters += [extra for extra in (node.args.vararg, node.args.kwarg) if extra is not None]
    bare = [each.arg for each in parameters if each.annotation is None]
    if bare or node.returns is None:
        missing = ", ".join([*bare, *(["the result"] if node.returns is None else [])])
        message = f"`{node.name}` is not fully annotated: {missing}"
        yield Breach("safety/annotation", node.lineno, message, "Annotate every parameter and the result.")


def _is_type(annotation: ast.expr) -> bool:
    """Say whether an annotation is written as a type: nothing in it is computed, for it may run on import."""
    refused = ast.Call | ast.JoinedStr | ast.Lambda | ast.NamedExpr | ast.Await | ast.IfExp | ast.comprehension
    return not any(
        isinstance(node, refused) or (isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitOr))
        for node in ast.walk(annotation)
    )


def _handlers(source: Source) -> Iterator[Breach]:
    """Yield breaches of the contract's signatures, and public functions that are no handler's."""
    expected = {handler.id: handler for handler in source.expectations.handlers}
    functions = [node for node in source.tree.body if isinstance(node, FunctionNode)]
    for node in functions:
        if node.name in expected:
            yield from _signature(source, node, expected[node.name])
        elif not node.name.startswith("_"):
            message = f"`{node.name}` is no operation of the contract"
            yield Breach("safety/extra-toplevel", node.lineno, message, f"Call it `_{node.name}`, or take it out.")
    defined = {node.name for node in functions}
    for handler in source.expectations.handlers:
        if handler.id not in defined:
            message = f"the handler of the operation `{handler.id}` is missing"
            yield Breach("safety/missing-handler", 1, message, f"Write: {handler.signature}")


def _signature(source: Source, node: FunctionNode, handler: Handler) -> Iterator[Breach]:
    found = f"{'async ' if isinstance(node, ast.AsyncFunctionDef) else ''}def {node.name}({_shown(node.args)})"
    found += f" -> {_plain(node.returns)}:" if node.returns is not None else ":"
    if found != handler.signature:
        message = f"the handler reads `{found[:300]}`"
        yield Breach("safety/signature", node.lineno, message, f"Write exactly: {handler.signature}")
    for name in sorted({name for annotation in _types(handler) for name in _identifiers(annotation)}):
        home = _home(source, name)
        if source.meaning(ast.Name(name, ast.Load())) not in {f"{home}.{name}", f"builtins.{name}"}:
            message = f"`{name}` in the signature of `{handler.id}` is not the contract's"
            yield Breach("safety/signature", node.lineno, message, f"Write: from {home} import {name}")


def _home(source: Source, name: str) -> str:
    """Return the module that a name in a handler's signature comes from."""
    if name == "Kernel":
        return source.expectations.kernel_package
    return ".markup" if name in source.expectations.extra_imports.get(".markup", ()) else ".models"


def _shown(arguments: ast.arguments) -> str:
    """Return the parameters as text, quotes around annotations taken off; anything unusual stays visible."""
    for each in arguments.args:
        if each.annotation is None:
            return ast.unparse(arguments)
    plain = ast.arguments(
        posonlyargs=arguments.posonlyargs,
        args=[ast.arg(each.arg, ast.Name(_plain(each.annotation), ast.Load())) for each in arguments.args],
        vararg=arguments.vararg,
        kwonlyargs=arguments.kwonlyargs,
        kw_defaults=arguments.kw_defaults,
        kwarg=arguments.kwarg,
        defaults=arguments.defaults,
    )
    return ast.unparse(plain)


def _plain(annotation: ast.expr | None) -> str:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value
    return ast.unparse(annotation) if annotation is not None else ""


def _types(handler: Handler) -> list[str]:
    return [*(annotation for _, annotation in handler.parameters), handler.returns]


def _identifiers(annotation: str) -> list[str]:
    tree = ast.parse(annotation, mode="eval")
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
