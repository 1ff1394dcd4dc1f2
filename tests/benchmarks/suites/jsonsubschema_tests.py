"""IBM/jsonsubschema's own tests: the pairs that its Python asserts, read from the syntax tree and never run.

The few statements that its tests are made of are followed by hand: names bound to literals, copies of them, items
set in them and deleted, and ``isSubschema`` and ``isEquivalent`` asserted.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.canonical import Json
from generator.containment import Dialect
from tests.benchmarks.suites.question import Question

Names = dict[str, Any]


class NotFollowed(Exception):  # named after what happened
    """An expression that is no literal, no bound name and no copy of one."""


def questions(folder: Path) -> Iterator[Question]:
    """Yield each direction that a test asserts, in the order of the files."""
    for path in sorted((folder / "test").glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        shared = bound(tree.body, {})
        for kind in [node for node in tree.body if isinstance(node, ast.ClassDef)]:
            names = bound(kind.body, shared)
            for test in [node for node in kind.body if isinstance(node, ast.FunctionDef)]:
                at = f"{path.stem}.{kind.name}.{test.name}"
                for line, old, new, subset in asserted(test.body, copy.deepcopy(names)):
                    yield Question(f"{at}:{line}", old, new, dialect(old, new), subset)
            yield from crossed(path.stem, names)


def crossed(stem: str, names: Names) -> Iterator[Question]:
    """Yield the one table of the tests: each data set against each operator."""
    for operator, labels in names.get("expected", {}).items() if "operator_names" in names else ():
        for data, subset in labels.items():
            if f"{operator}_schema" not in names or f"{data}_schema" not in names:
                continue
            old, new = names[f"{operator}_schema"], names[f"{data}_schema"]
            yield Question(f"{stem} {data} in {operator}", old, new, dialect(old, new), subset)


def dialect(old: Json, new: Json) -> Dialect:
    """Draft 4 where a bound is a truth value, as its tests mix drafts without naming them; draft 7 otherwise."""
    words = repr((old, new))
    flags = [f"'exclusive{end}': {flag}" for end in ("Minimum", "Maximum") for flag in (True, False)]
    return Dialect.draft4 if any(flag in words for flag in flags) else Dialect.draft7


def bound(body: list[ast.stmt], names: Names) -> Names:
    """Return the names with those that the statements bind to something that can be followed."""
    names = dict(names)
    for node in body:
        bind(node, names)
    return names


def bind(node: ast.stmt, names: Names) -> None:
    """Bind what an assignment binds, and take out what is deleted; what cannot be followed loses its name."""
    if isinstance(node, ast.Delete):
        for item in node.targets:
            assert isinstance(item, ast.Subscript), ast.dump(item)
            del value(item.value, names)[value(item.slice, names)]
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return
    target = node.targets[0]
    try:
        if isinstance(target, ast.Name):
            names.pop(target.id, None)
            names[target.id] = value(node.value, names)
        elif isinstance(target, ast.Subscript):
            value(target.value, names)[value(target.slice, names)] = value(node.value, names)
    except NotFollowed:
        return


def value(node: ast.expr, names: Names) -> Any:  # noqa: ANN401  # whatever a literal holds
    """Return what an expression of names, literals, items and copies stands for. Raises NotFollowed."""
    match node:
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.Subscript():
            return value(node.value, names)[value(node.slice, names)]
        case ast.Dict():
            pairs = zip(node.keys, node.values, strict=True)
            return {value(key, names): value(held, names) for key, held in pairs if key is not None}
        case ast.List():
            return [value(held, names) for held in node.elts]
        case ast.Call(func=ast.Attribute(attr="deepcopy"), args=[held]):
            return copy.deepcopy(value(held, names))
        case _:
            try:
                return ast.literal_eval(node)
            except ValueError as error:
                raise NotFollowed from error


def asserted(body: list[ast.stmt], names: Names) -> Iterator[tuple[int, Json, Json, bool]]:
    """Yield line, old, new and label of each assertion, in order, with the names as they are bound there."""
    for node in body:
        bind(node, names)
        if isinstance(node, ast.With) and not any("assertRaises" in ast.dump(item) for item in node.items):
            yield from asserted(node.body, names)
        elif (claim := claimed(node)) is not None:
            call, subset = claim
            asks = call.func.id if isinstance(call.func, ast.Name) else ""
            if asks not in ("isSubschema", "isEquivalent"):
                continue
            try:
                first, second = (copy.deepcopy(value(held, names)) for held in call.args)
            except NotFollowed:
                continue
            if subset or asks == "isSubschema":
                yield call.lineno, second, first, subset
            if subset and asks == "isEquivalent":
                yield call.lineno, first, second, True


def claimed(node: ast.stmt) -> tuple[ast.Call, bool] | None:
    """Return the call that an assertion holds and the truth that it claims."""
    match node:
        case ast.Assert(test=ast.UnaryOp(op=ast.Not(), operand=ast.Call() as call)):
            return call, False
        case ast.Assert(test=ast.Call() as call):
            return call, True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="assertTrue"), args=[ast.Call() as call, *_])):
            return call, True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="assertFalse"), args=[ast.Call() as call, *_])):
            return call, False
        case _:
            return None
