"""Modules to a surface: what is public in them, and everything of the bundle's own that its annotations lead to."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from generator.surface.annotations import Reader, Where, declared, qualified, read_type, shown
from generator.surface.classes import is_public, read_class, value_type
from generator.surface.declarations import Alias, Attribute, Declaration, Distinct, Surface
from generator.surface.hatches import hatches
from generator.surface.modules import FunctionNode, Import, Module, definition, meaning, read_modules
from generator.surface.signatures import read_routine
from generator.surface.types import Type, Unread, Variable, inner, walk

_MAKERS = frozenset({"TypeVar", "ParamSpec", "TypeVarTuple"})


def read_surface(sources: Mapping[str, str], public: Collection[str] | None = None) -> Surface:
    """Return the surface of the ``public`` files of a bundle (all, when none are named).

    ``sources`` maps paths in the bundle to texts. Raises SurfaceUnreadable for what is no Python.
    """
    modules = read_modules(sources)
    reader = Reader(modules)
    chosen = [module for module in modules.values() if public is None or module.path in public]
    names = [name for module in chosen for name in _public(module)]
    found: dict[str, Declaration] = {}
    rest = list(names)
    while rest:
        name = rest.pop()
        if name in found:
            continue
        declared_there = _declaration(reader, name)
        if declared_there is not None:
            found[name] = declared_there
        rest += [wanted for wanted in reader.wanted if wanted not in found]
        reader.wanted.clear()
    paths = {module.name: module.path for module in modules.values()}
    held = frozenset(name for name in names if name in found)
    files = frozenset(module.path for module in chosen)
    return Surface(found, held, paths, files, tuple(each for module in chosen for each in hatches(modules, module)))


def _public(module: Module) -> Iterator[str]:
    """Yield the whole names that a module offers: what ``__all__`` lists, else what it defines without underscore."""
    listed = _listed(module)
    prefix = "." if module.name == "." else f"{module.name}."
    for name, nodes in module.bound.items():
        if name in listed if listed is not None else (is_public(name) and not isinstance(nodes[-1], Import)):
            yield f"{prefix}{name}"


def _listed(module: Module) -> frozenset[str] | None:
    for node in module.bound.get("__all__", ()):
        value = getattr(node, "value", None)
        if isinstance(value, ast.List | ast.Tuple):
            return frozenset(str(each.value) for each in value.elts if isinstance(each, ast.Constant))
    return None


def _declaration(reader: Reader, name: str) -> Declaration | None:
    """Read what defines ``name``; None for a module's own plumbing: imports, type variables, ``__all__``."""
    found = definition(reader.modules, name)
    if found is None:
        return None
    home, nodes = found
    where = Where(home, _around(reader, name))
    last = nodes[-1]
    functions = [node for node in nodes if isinstance(node, FunctionNode)]
    if functions:
        return read_routine(reader, where, functions, is_method=False)
    match last:
        case ast.ClassDef():
            return read_class(reader, where, last, name)
        case ast.Assign(value=value):
            return _assigned(reader, where, last, value, name)
        case ast.AnnAssign():
            return _annotated(reader, where, last)
        case _:
            return None


def _around(reader: Reader, name: str) -> tuple[str, ...]:
    """Return the whole names of the classes around a name."""
    owner = name.rpartition(".")[0]
    if not owner or owner in reader.modules:
        return ()
    return (*_around(reader, owner), owner)


def _annotated(reader: Reader, where: Where, node: ast.AnnAssign) -> Declaration:
    name = meaning(reader.modules, where.module, node.annotation, where.inside)
    if name == "TypeAlias" and node.value is not None:
        return _alias(reader, where, node.value, node.lineno)
    quality, read = qualified(reader, where, node.annotation)
    if "Final" in quality and not isinstance(node.annotation, ast.Subscript) and node.value is not None:
        read = value_type(reader, where, node.value)
    default = None if node.value is None else shown(node.value)
    return Attribute(read, default, node.lineno, settable="Final" not in quality, is_field=False)


def _assigned(reader: Reader, where: Where, node: ast.Assign, value: ast.expr, name: str) -> Declaration | None:
    header = where.module.headers.get(node.lineno)
    if header is not None and header.is_alias:
        inner = replace(where, variables=declared(reader, where, header.parameters))
        variables = tuple(inner.variables[part.lstrip("*").partition(":")[0]] for part in header.parameters)
        return Alias(read_type(reader, inner, value), variables, node.lineno)
    maker = meaning(reader.modules, where.module, value.func, where.inside) if isinstance(value, ast.Call) else None
    if maker in _MAKERS or name.rpartition(".")[2] == "__all__":
        return None
    if maker == "NewType" and isinstance(value, ast.Call) and len(value.args) == 2:
        return Distinct(read_type(reader, where, value.args[1]), node.lineno)
    if isinstance(value, ast.Name | ast.Attribute | ast.Subscript | ast.BinOp):
        read = read_type(reader, where, value)
        if not any(isinstance(each, Unread) for each in walk(read)):
            return Alias(read, _variables(read), node.lineno)
    return Attribute(value_type(reader, where, value), None, node.lineno, is_field=False)


def _alias(reader: Reader, where: Where, value: ast.expr, line: int) -> Alias:
    read = read_type(reader, where, value)
    return Alias(read, _variables(read), line)


def _variables(read: Type) -> tuple[Variable, ...]:
    """Return the variables of an alias, in the order in which they stand there."""
    return tuple(dict.fromkeys(each for each in _in_order(read) if isinstance(each, Variable) and each.name != "Self"))


def _in_order(read: Type) -> Iterator[Type]:
    yield read
    for each in inner(read):
        yield from _in_order(each)
