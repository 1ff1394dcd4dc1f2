"""Rules on names and attributes: no way from a value to the interpreter."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator

from generator.policy.allowed import (
    BLUNT_TYPES,
    BUILTINS,
    HARMLESS_WHEN_BOUND,
    REFUSED_ATTRIBUTES,
    REFUSED_BUILTINS,
    SPECIAL_METHODS,
)
from generator.policy.quoted import types_in
from generator.policy.source import Breach, FunctionNode, Source, binds

_OF_THE_CLASS = {"self", "cls"}


def check_names(source: Source) -> Iterator[Breach]:
    """Yield a breach for each name or attribute that generated code may not use."""
    in_types = {id(node) for annotation in types_in(source.tree, aliases=False) for node in ast.walk(annotation)}
    subscripted = {id(node.value) for node in source.nodes if isinstance(node, ast.Subscript) and id(node) in in_types}
    receivers = {id(receiver) for receiver in _receivers(source.tree)}
    initialised = {id(node) for node in source.nodes if _is_super_init(node)}
    for node in source.nodes:
        line = getattr(node, "lineno", 0)
        for name in binds(node):
            yield from _bound_name(source, node, name, line)
            if name in _OF_THE_CLASS and id(node) not in receivers:
                yield Breach("safety/name", line, f"only a method's first parameter is called `{name}`", "Rename it.")
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                if not (name == "type" and id(node) in subscripted):  # called, `type[X]` makes classes as `type` does
                    yield from _read_name(source, name, line)
            case ast.Attribute(attr=name) if id(node) not in initialised:
                yield from _attribute(node, name, line)
            case ast.MatchClass(kwd_attrs=names):
                for name in names:
                    yield from _attribute(None, name, line)
            case ast.keyword(arg=str(name)) if name.startswith("__"):
                yield Breach("safety/dunder", line, f"the keyword `{name}` is the interpreter's own")
            case _:
                pass


def _receivers(tree: ast.Module) -> Iterator[ast.arg]:
    """Yield the first parameter of each method, where it is nothing but the object or class itself."""
    for node in tree.body:
        for method in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(method, FunctionNode) and not any(
                isinstance(each, ast.Name) and each.id == "staticmethod" for each in method.decorator_list
            ):
                yield from (each for each in method.args.args[:1] if each.annotation is None)


def _read_name(source: Source, name: str, line: int) -> Iterator[Breach]:
    if name.startswith("__"):
        yield Breach("safety/dunder", line, f"the name `{name}` is the interpreter's own", "Do without it.")
    elif name in BLUNT_TYPES:
        yield Breach(BLUNT_TYPES[name], line, f"`{name}` switches the type checker off", "Name the real type.")
    elif name in REFUSED_BUILTINS and not (name in HARMLESS_WHEN_BOUND and name in source.bound):
        yield Breach("safety/call", line, f"the builtin `{name}` may not be used", _instead_of(name))
    elif name not in BUILTINS and name not in source.bound:
        yield Breach("safety/name", line, f"the name `{name}` is neither defined here nor an allowed builtin")


def _instead_of(name: str) -> str:
    return {
        "print": "Return what is to be said; nothing reads the output.",
        "hash": "Use hashlib.sha256: hash() differs from process to process.",
        "getattr": "Write the attribute's name out.",
        "hasattr": "Use isinstance, or a field that may be None.",
        "type": "Use isinstance; `type[X]` is fine as an annotation.",
        "BaseException": "Let it pass, or name the exceptions that can occur.",
    }.get(name, "Do without it.")


def _bound_name(source: Source, node: ast.AST, name: str, line: int) -> Iterator[Breach]:
    """Yield what is wrong with giving ``name`` to something."""
    if name.startswith("__"):
        if not (isinstance(node, FunctionNode) and name in SPECIAL_METHODS):
            yield Breach("safety/dunder", line, f"`{name}` may not be defined", "Choose a name without underscores.")
    elif name in BLUNT_TYPES:
        if not isinstance(node, ast.Import | ast.ImportFrom):  # an import has its own finding
            yield Breach(BLUNT_TYPES[name], line, f"the name `{name}` is taken", "Choose another name.")
    elif name in REFUSED_BUILTINS - HARMLESS_WHEN_BOUND:
        yield Breach("safety/name", line, f"the name `{name}` is a refused builtin's", "Choose another name.")
    elif name in source.modules and not isinstance(node, ast.Import):
        yield Breach("safety/name", line, f"the name `{name}` is an imported module's", "Choose another name.")


def _attribute(node: ast.Attribute | None, name: str, line: int) -> Iterator[Breach]:
    """Yield what is wrong with reaching ``.name``; ``node`` is None in a class pattern of ``match``."""
    if name.startswith("__"):
        yield Breach("safety/dunder", line, f"the attribute `{name}` leads into the interpreter", "Do without it.")
    elif name in REFUSED_ATTRIBUTES or name == "_field_defaults" or (name.startswith("_") and name.endswith("_")):
        yield Breach("safety/call", line, f"the attribute `{name}` may not be used", "Do without it.")
    elif name == "format_map" or (name == "format" and not (node and _is_plain_format(node.value))):
        message = f"`.{name}` with a text that is not plain can walk attributes"
        yield Breach("safety/dunder", line, message, "Use an f-string.")
    elif name.startswith("_") and not (node and isinstance(node.value, ast.Name) and node.value.id in _OF_THE_CLASS):
        yield Breach("safety/name", line, f"the attribute `{name}` is private to its class", "Use its public door.")


def _is_plain_format(receiver: ast.expr) -> bool:
    """Say whether a format string stands in the code and its fields reach no attribute or item."""
    if not (isinstance(receiver, ast.Constant) and isinstance(receiver.value, str)):
        return False
    try:
        fields = [(field, spec) for _, field, spec, _ in string.Formatter().parse(receiver.value) if field is not None]
    except ValueError:
        return False
    return all(set(".[") & set(field) == set() and "{" not in (spec or "") for field, spec in fields)


def _is_super_init(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "__init__"
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "super"
        and not node.value.args
    )
