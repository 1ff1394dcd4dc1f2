"""The modules of a bundle as trees, and what a name in one of them stands for. Nothing is imported or run."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.complexity import depth
from generator.surface.known import BUILTIN_TYPES, canonical
from generator.surface.newer import Header, in_older_words

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 200
"""How many nodes may lie on the way from a module to a leaf: honest code stays below 40."""

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


class SurfaceUnreadable(Exception):
    """A module is not Python that we can read; ``path`` and ``line`` say where."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


@dataclass(frozen=True, slots=True)
class Import:
    """A name that stands for ``name`` of ``module``, or for the module itself if ``name`` is empty."""

    module: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """One file. ``bound`` holds what each name of its top level was last bound to, with all the others before it."""

    path: str
    name: str
    text: str
    tree: ast.Module
    bound: Mapping[str, tuple[ast.stmt | Import, ...]]
    headers: Mapping[int, Header]


def module_name(path: str) -> str:
    """Return how the bundle's own modules are named: ``.models`` of ``models.py``, ``.`` of ``__init__.py``."""
    parts = path.removesuffix(".py").split("/")
    return "." + ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read_modules(sources: Mapping[str, str]) -> dict[str, Module]:
    """Return the modules by name. Raises SurfaceUnreadable for what is no Python."""
    found = {}
    for path, text in sorted(sources.items()):
        if len(text) > MAX_CHARACTERS:
            raise SurfaceUnreadable(path, 0, f"has more than {MAX_CHARACTERS:,} characters")
        if "\0" in text:
            # Which error Python raises for it depends on its patch level.
            raise SurfaceUnreadable(path, 0, "is no Python that we read: it holds a null character")
        older, headers = in_older_words(text)
        try:
            tree = ast.parse(older, path)
        except SyntaxError as error:
            raise SurfaceUnreadable(path, error.lineno or 0, f"is no Python that we read: {error.msg}") from error
        except (ValueError, RecursionError, MemoryError) as error:
            raise SurfaceUnreadable(path, 0, f"cannot be parsed: {str(error)[:200]}") from error
        if depth(tree) > MAX_DEPTH:
            raise SurfaceUnreadable(path, 0, f"nests deeper than {MAX_DEPTH} levels")
        name = module_name(path)
        found[name] = Module(path, name, text, tree, _bound(tree, name), headers)
    return found


def meaning(modules: Mapping[str, Module], module: Module, node: ast.expr, inside: tuple[str, ...] = ()) -> str | None:
    """Return the whole name of what a dotted name stands for, None if nothing here says.

    ``inside`` are the whole names of the classes around it, the innermost last.
    """
    if isinstance(node, ast.Attribute):
        owner = _owner(modules, module, node.value, inside)
        if owner is None:
            return None
        return _followed(modules, owner, node.attr, set())
    if not isinstance(node, ast.Name):
        return None
    for around in reversed(inside):
        if definition(modules, f"{around}.{node.id}") is not None:
            return f"{around}.{node.id}"
    if node.id in module.bound or ("*" in module.bound and not hasattr(builtins, node.id)):
        return _followed(modules, Import(module.name), node.id, set())
    known = node.id in BUILTIN_TYPES or hasattr(builtins, node.id)
    return node.id if known else None


def definition(modules: Mapping[str, Module], name: str) -> tuple[Module, tuple[ast.stmt | Import, ...]] | None:
    """Return the module and the statements that define a whole name of the bundle, also in a class."""
    if not name.startswith("."):
        return None
    outer, _, last = name.rpartition(".")
    home = modules.get(outer) or (modules.get(".") if not outer else None)
    if home is not None:
        return (home, home.bound[last]) if last in home.bound else None
    owner = definition(modules, outer) if outer else None
    if owner is None or not isinstance(owner[1][-1], ast.ClassDef):
        return None
    here = tuple(node for node, names in _statements(owner[1][-1].body, "") if last in names)
    return (owner[0], here) if here else None


def _owner(modules: Mapping[str, Module], module: Module, node: ast.expr, inside: tuple[str, ...]) -> Import | None:
    """Return the module, or the class as if it were one, that a dotted name's left side stands for."""
    if isinstance(node, ast.Name) and node.id in module.bound:
        last = module.bound[node.id][-1]
        if isinstance(last, Import) and not last.name:
            return last
        if isinstance(last, Import) and _join(last.module, last.name) in modules:
            return Import(_join(last.module, last.name))
    if isinstance(node, ast.Attribute):
        owner = _owner(modules, module, node.value, inside)
        if owner is not None and not owner.name and not owner.module.startswith("."):
            return Import(f"{owner.module}.{node.attr}")  # import a.b: a.b.C
    whole = meaning(modules, module, node, inside)
    return Import(whole) if whole is not None else None


def _followed(modules: Mapping[str, Module], owner: Import, name: str, seen: set[tuple[str, str]]) -> str | None:  # noqa: PLR0911  # one case a kind
    """Return the whole name that ``name`` of a module has where it is defined; imports lead there."""
    if (owner.module, name) in seen:
        return None
    seen.add((owner.module, name))
    home = modules.get(owner.module)
    if home is None and name == "*":
        return None
    if home is None:
        return canonical(owner.module, name) if not owner.module.startswith(".") else f"{owner.module}.{name}"
    if name not in home.bound:
        if _join(owner.module, name) in modules:
            return _join(owner.module, name)
        stars = (_followed(modules, star, name, seen) for star in home.bound.get("*", ()) if isinstance(star, Import))
        return next((found for found in stars if found is not None), None)
    last = home.bound[name][-1]
    if isinstance(last, Import):
        return _followed(modules, Import(last.module), last.name, seen) if last.name else last.module
    return _join(owner.module, name)


def _join(module: str, name: str) -> str:
    return f".{name}" if module == "." else f"{module}.{name}"


def _bound(tree: ast.Module, module: str) -> dict[str, tuple[ast.stmt | Import, ...]]:
    found: dict[str, tuple[ast.stmt | Import, ...]] = {}
    for node, names in _statements(tree.body, module):
        for name in names:
            found[name] = (*found.get(name, ()), node)
    return found


def _statements(body: list[ast.stmt], module: str) -> Iterator[tuple[ast.stmt | Import, tuple[str, ...]]]:  # noqa: C901  # one case a kind
    """Yield what binds names at this level, in every branch, with those names."""
    for node in body:
        match node:
            case ast.Import(names=names):
                for each in names:
                    whole = Import(each.name) if each.asname else Import(each.name.partition(".")[0])
                    yield whole, (each.asname or whole.module,)
            case ast.ImportFrom(names=names):
                home = _home(node, module)
                for each in names:
                    yield Import(home, each.name), (each.asname or each.name,)
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield node, (name,)
            case ast.Assign(targets=targets):
                yield (
                    node,
                    tuple(each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)),
                )
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield node, (name,)
            case ast.If() | ast.Try() | ast.With() | ast.For() | ast.While():
                for inner in ("body", "orelse", "finalbody"):
                    yield from _statements(getattr(node, inner, []), module)
                for handler in getattr(node, "handlers", []):
                    yield from _statements(handler.body, module)
            case _:
                pass


def _home(node: ast.ImportFrom, module: str) -> str:
    """Return the whole name of the module that is imported from."""
    if not node.level:
        return node.module or ""
    parts = module.strip(".").split(".")
    kept = parts[: max(0, len(parts) - node.level)]
    return "." + ".".join([*kept, *([node.module] if node.module else [])])
