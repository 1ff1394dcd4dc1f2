"""Rules on what makes classes: it stands where its names are read from the code, and never flows as a value.

``dataclass`` runs text that it builds from a class's field names, and ``TypedDict("T", {...})`` makes classes with any
text for a name. Written as statements, both see nothing but identifiers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from generator.policy.allowed import BASES, CLASS_DECORATORS, FIELD_CALLS, TYPE_VARIABLES
from generator.policy.quoted import types_in
from generator.policy.source import Breach, Source, is_plain_enum_member

_BASES = frozenset(base for base in BASES if not base.startswith("builtins."))
_HOOKS = frozenset({"_missing_"})  # the one special name of an enum that changes nothing when the class is made
_PLACES = {
    **dict.fromkeys(_BASES, "the base of a class, or part of an annotation"),
    **dict.fromkeys(CLASS_DECORATORS, "the decorator of a class"),
    **dict.fromkeys(FIELD_CALLS, "called for a field in the body of a class"),
    **dict.fromkeys(TYPE_VARIABLES, "called at the top of the file, with its name in plain quotes"),
}


def check_makers(source: Source) -> Iterator[Breach]:
    """Yield a breach for each use of a class-making name outside its one place, and for odd classes of the file."""
    in_place = {id(node) for node in _in_place(source)}
    for node in source.nodes:
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load) and id(node) not in in_place:
            place = _PLACES.get(source.meaning(node) or "")
            if place is not None:
                message = f"`{ast.unparse(node)}` makes classes and is used as a value"
                yield Breach("safety/class", node.lineno, message, f"It may only be {place}.")
    for part in source.tree.body:
        if isinstance(part, ast.ClassDef):
            yield from _class(source, part)


def _in_place(source: Source) -> Iterator[ast.AST]:
    """Yield the class-making names that stand where they may."""
    annotations = [*types_in(source.tree, aliases=False), *(each.expression for each in source.quoted)]
    for annotation in annotations:
        for node in ast.walk(annotation) if annotation is not None else ():
            if isinstance(node, ast.Name | ast.Attribute) and source.meaning(node) in _BASES:
                yield node
    for part in source.tree.body:
        match part:
            case ast.ClassDef():
                yield from _in_class(source, part)
            case ast.Assign(value=ast.Call(func=function, args=[ast.Constant(value=str()), *_])):
                if source.meaning(function) in TYPE_VARIABLES:
                    yield function
            case _:
                pass


def _in_class(source: Source, part: ast.ClassDef) -> Iterator[ast.AST]:
    for base in part.bases:
        plain = base.value if isinstance(base, ast.Subscript) else base
        if source.meaning(plain) in _BASES:
            yield plain
    for decorator in part.decorator_list:
        plain = decorator.func if isinstance(decorator, ast.Call) else decorator
        if source.meaning(plain) in CLASS_DECORATORS:
            yield plain
    for statement in part.body:
        match statement:
            case ast.Assign(value=ast.Call(func=function)) | ast.AnnAssign(value=ast.Call(func=function)):
                if source.meaning(function) in FIELD_CALLS:
                    yield function
            case _:
                pass


def _class(source: Source, node: ast.ClassDef) -> Iterator[Breach]:
    """Yield what makes a class a maker of others, or has its making run more than is written."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and not (
            source.meaning(decorator.func) == "dataclasses.dataclass" and _only_flags(decorator)
        ):
            message = "a decorator of a class takes nothing but flags"
            yield Breach("safety/decorator", decorator.lineno, message, "Write: @dataclass(frozen=True)")
    for keyword in node.keywords:
        if not isinstance(keyword.value, ast.Constant):
            yield Breach("safety/class", node.lineno, f"`{node.name}` computes `{keyword.arg or '**'}`")
    if source.is_enum(node):
        if not any(is_plain_enum_member(source, part) for part in node.body):
            message = f"the enum `{node.name}` has no members, so that calling it makes classes"
            yield Breach("safety/class", node.lineno, message, "Write its members out.")
        for part in node.body:
            for name in _names(part):
                if name.startswith("_") and name.endswith("_") and name not in {*_HOOKS} and name[:2] != "__":
                    yield Breach("safety/class", part.lineno, f"`{name}` changes how the enum is made")


def _only_flags(call: ast.Call) -> bool:
    return not call.args and all(
        keyword.arg is not None and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, bool)
        for keyword in call.keywords
    )


def _names(part: ast.stmt) -> list[str]:
    match part:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case _:
            return []
