"""One file under the policy: its tree and the facts that several rules need."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.expectations import Expectations
from generator.policy.quoted import Quoted, quoted_annotations

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef

# Special methods that no operator, iteration or call of a constant gets a value from.
_INERT_METHODS = frozenset(
    {"__init__", "__eq__", "__hash__", "__str__", "__repr__", "__lt__", "__le__", "__gt__", "__ge__"}
)


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach of one rule, at a 1-based line of the file at hand."""

    rule: str
    line: int
    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Source:
    """One parsed file. ``siblings`` maps the bundle's other modules (``models``) to the names defined in them.

    The tree must have passed :mod:`generator.complexity`: the rules walk it without looking at its depth.
    """

    path: str
    text: str
    tree: ast.Module
    expectations: Expectations
    siblings: dict[str, frozenset[str]]

    @cached_property
    def quoted(self) -> list[Quoted]:
        """The string annotations, parsed."""
        return list(quoted_annotations(self.tree))

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node, those of string annotations included, lines being the file's."""
        found = list(ast.walk(self.tree))
        for quoted in self.quoted:
            found.extend(ast.walk(quoted.expression) if quoted.expression is not None else ())
        return found

    @cached_property
    def imported(self) -> dict[str, str]:
        """Name → ``module.name`` for each name that a from-import at the top binds."""
        return {
            alias.asname or alias.name: f"{'.' * node.level}{node.module or ''}.{alias.name}"
            for node in self.tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

    @cached_property
    def modules(self) -> dict[str, str]:
        """Name → module for each name that an ``import module [as name]`` at the top binds to that module itself."""
        return {
            alias.asname or alias.name: alias.name
            for node in self.tree.body
            if isinstance(node, ast.Import)
            for alias in node.names
        }

    @cached_property
    def classes(self) -> frozenset[str]:
        """The names of the classes that the file defines at its top."""
        return frozenset(node.name for node in self.tree.body if isinstance(node, ast.ClassDef))

    @cached_property
    def assigned(self) -> dict[str, ast.expr]:
        """Name → value for each plain assignment at the top of the file, in order."""
        found: dict[str, ast.expr] = {}
        for node in self.tree.body:
            if isinstance(node, ast.Assign):
                found.update({target.id: node.value for target in node.targets if isinstance(target, ast.Name)})
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
                found[node.target.id] = node.value
        return found

    @cached_property
    def with_operators(self) -> frozenset[str]:
        """The names at the top whose values may run code of the bundle's own when an operator works on them."""
        return self._made_of(lambda method: method.name.startswith("__") and method.name not in _INERT_METHODS)

    @cached_property
    def with_properties(self) -> frozenset[str]:
        """The names at the top whose values may run code of the bundle's own when an attribute is read."""
        return self.with_operators | self._made_of(
            lambda method: any(isinstance(each, ast.Name) and each.id == "property" for each in method.decorator_list)
        )

    def _made_of(self, is_lively: Callable[[FunctionNode], bool]) -> frozenset[str]:
        """Return the classes that have such a method, what other files of the answer offer, and what is made of it."""
        found = {
            name for name, home in self.imported.items() if home.startswith(".") and not home.startswith(".models.")
        }
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef) and any(
                isinstance(part, FunctionNode) and is_lively(part) for part in node.body
            ):
                found.add(node.name)
        for name, value in self.assigned.items():
            if any(isinstance(part, ast.Name) and part.id in found for part in ast.walk(value)):
                found.add(name)
        return frozenset(found)

    @cached_property
    def bound(self) -> frozenset[str]:
        """Every name that the file binds anywhere, whatever the scope."""
        return frozenset(name for node in self.nodes for name in binds(node))

    @cached_property
    def bound_at_top(self) -> list[tuple[str, int]]:
        """(name, line) of each binding at the top of the file, in order."""
        return [
            (name, getattr(inner, "lineno", node.lineno))
            for node in self.tree.body
            for inner in ([node] if isinstance(node, FunctionNode | ast.ClassDef) else ast.walk(node))
            for name in binds(inner)
        ]

    def meaning(self, node: ast.expr) -> str | None:
        """Return the full name of what an expression names: ``datetime.timedelta``, ``builtins.tuple``; else None."""
        if isinstance(node, ast.Name):
            if node.id in self.imported:
                return self.imported[node.id]
            return f"builtins.{node.id}" if node.id not in self.bound and hasattr(builtins, node.id) else None
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in self.modules:
            return f"{self.modules[node.value.id]}.{node.attr}"
        return None

    def is_enum(self, node: ast.ClassDef) -> bool:
        """Say whether a class is an enum: its members are shared by all requests."""
        return any((self.meaning(base) or "").startswith("enum.") for base in node.bases)


def binds(node: ast.AST) -> Iterator[str]:
    """Yield the names that this one node binds, in whatever scope."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            for alias in aliases:
                yield alias.asname or alias.name.partition(".")[0]
        case _:
            return


def is_plain_enum_member(source: Source, part: ast.stmt) -> bool:
    """Say whether a statement of an enum's body surely makes a member: a function, for one, would not."""
    match part:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() | ast.Tuple() | ast.UnaryOp()):
            return not name.startswith("_")
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function)):
            return not name.startswith("_") and source.meaning(function) == "enum.auto"
        case _:
            return False


def defined_names(tree: ast.Module) -> frozenset[str]:
    """Return the names that a module defines itself at its top: no imports, so no way on to another module."""
    names: set[str] = set()
    for node in tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            inner = [node] if isinstance(node, FunctionNode | ast.ClassDef) else ast.walk(node)
            names.update(name for part in inner for name in binds(part))
    return frozenset(names)
