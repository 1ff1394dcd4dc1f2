"""Annotations read from their syntax trees: aliases keep their names, every name is whole, nothing is evaluated."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.complexity import depth
from generator.surface.constraints import constrained, constructed, is_constructor, known_constrained
from generator.surface.known import KNOWN
from generator.surface.modules import MAX_DEPTH, Import, Module, definition, meaning
from generator.surface.types import (
    ANY,
    ELLIPSIS,
    NEVER,
    NONE,
    Function,
    Instance,
    Tuple,
    Type,
    Union,
    Unread,
    Value,
    Variable,
    union,
)

QUALIFIERS = frozenset({"Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "dataclasses.InitVar"})
_MAKERS = frozenset({"TypeVar", "ParamSpec"})
_FORMS = frozenset({"Optional", "Union", "Literal", "Annotated", "Concatenate", "Unpack", "Generic", "Protocol"})
_DEFAULT_NONE = frozenset({"Generator", "AsyncGenerator"})


@dataclass(slots=True)
class Reader:
    """All modules, and the names of the bundle's own that annotations led to, in order."""

    modules: Mapping[str, Module]
    wanted: dict[str, None] = field(default_factory=dict)
    reading: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Where:
    """Where an annotation stands: its module, the classes around it, and type parameters in brackets."""

    module: Module
    inside: tuple[str, ...] = ()
    variables: Mapping[str, Variable] = field(default_factory=dict)


def read_type(reader: Reader, where: Where, node: ast.expr | None) -> Type:  # noqa: PLR0911  # one case a kind
    """Return what an annotation says; a missing one says Any."""
    match node:
        case None:
            return ANY
        case ast.Constant(value=None):
            return NONE
        case ast.Constant(value=builtins.Ellipsis):
            return ELLIPSIS
        case ast.Constant(value=str(quoted)):
            return _quoted(reader, where, quoted)
        case ast.Name() | ast.Attribute():
            return _named(reader, where, node)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return union([read_type(reader, where, left), read_type(reader, where, right)])
        case ast.Subscript(value=value, slice=given):
            return _subscript(reader, where, node, value, given)
        case ast.List(elts=items):
            return Function(tuple(read_type(reader, where, item) for item in items), ANY)
        case ast.Call(func=called) if is_constructor(meaning(reader.modules, where.module, called, where.inside)):
            return constructed(reader, where, node)
        case _:
            return Unread(shown(node), "it is no type that can be read")


def qualified(reader: Reader, where: Where, node: ast.expr | None) -> tuple[frozenset[str], Type]:
    """Return an annotation and what stands around it: ``Final``, ``ClassVar``, ``NotRequired`` and their like."""
    found: set[str] = set()
    while node is not None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            parsed = _parsed(node.value)
            if parsed is None:
                break
            node = parsed
            continue
        head = node.value if isinstance(node, ast.Subscript) else node
        name = meaning(reader.modules, where.module, head, where.inside)
        if name not in QUALIFIERS:
            break
        found.add(name.rpartition(".")[2])
        node = node.slice if isinstance(node, ast.Subscript) else None
    return frozenset(found), read_type(reader, where, node)


def shown(node: ast.AST) -> str:
    """Return a tree as text."""
    return ast.unparse(node)


def _parsed(quoted: str) -> ast.expr | None:
    try:
        found = ast.parse(quoted.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return found if depth(found) <= MAX_DEPTH else None


def _quoted(reader: Reader, where: Where, quoted: str) -> Type:
    found = _parsed(quoted)
    return (
        Unread(repr(quoted), "what is in quotes cannot be read") if found is None else read_type(reader, where, found)
    )


def _named(reader: Reader, where: Where, node: ast.Name | ast.Attribute) -> Type:
    if isinstance(node, ast.Name) and node.id in where.variables:
        return where.variables[node.id]
    name = meaning(reader.modules, where.module, node, where.inside)
    if name is None:
        return Unread(shown(node), f"nothing says what `{shown(node)}` is")
    return _of_name(reader, name, where.inside)


def _of_name(reader: Reader, name: str, inside: tuple[str, ...] = ()) -> Type:  # noqa: PLR0911  # one case a kind
    if name == "Self" and inside:
        return Variable("Self", Instance(inside[-1]))
    if name.startswith("."):
        return _own(reader, name)
    if name in _FORMS or name in QUALIFIERS:
        return Unread(name, f"`{name}` stands without its brackets")
    special = _SPECIAL.get(name)
    if special is not None:
        return special
    if name in KNOWN:
        return _padded(name, ())
    if "." not in name and hasattr(builtins, name):
        found = getattr(builtins, name)
        return Instance(name) if isinstance(found, type) else Unread(name, f"`{name}` is no type")
    return known_constrained(name) or Instance(name)


_SPECIAL: Mapping[str, Type] = {
    "Any": ANY,
    "None": NONE,
    "Never": NEVER,
    "NoReturn": NEVER,
    "Self": Variable("Self"),
    "AnyStr": Variable("AnyStr", choices=(Instance("bytes"), Instance("str"))),
    "tuple": Tuple((), ANY),
    "Callable": Function((), ANY, ELLIPSIS),
}


def _own(reader: Reader, name: str) -> Type:
    """Return what a name of the bundle stands for in an annotation: it is looked at later, under its name."""
    found = definition(reader.modules, name)
    if found is None:
        return Instance(name)
    home, nodes = found
    kinds = {type(node) for node in nodes}
    if len(nodes) > 1 and len({shown(node) for node in nodes if isinstance(node, ast.AST)}) > 1:
        return Unread(name, f"`{name}` is bound in several ways")
    node = nodes[-1]
    if kinds & {ast.FunctionDef, ast.AsyncFunctionDef}:
        return Unread(name, f"`{name}` is a function")
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        maker = meaning(reader.modules, home, node.value.func)
        if maker in _MAKERS:
            return _variable(reader, Where(home), name, node.value)
    if not isinstance(node, Import):
        reader.wanted[name] = None
    return Instance(name)


def _variable(reader: Reader, where: Where, name: str, call: ast.Call) -> Variable:
    short = name.rpartition(".")[2]
    if name in reader.reading:
        return Variable(short)
    reader.reading.add(name)
    options = {each.arg: each.value for each in call.keywords}
    bound = read_type(reader, where, options["bound"]) if "bound" in options else None
    choices = tuple(read_type(reader, where, each) for each in call.args[1:])
    reader.reading.discard(name)
    told = [each for each in ("covariant", "contravariant") if _is_true(options.get(each))]
    return Variable(short, bound, choices, told[0] if told else "invariant")


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def declared(reader: Reader, where: Where, parameters: tuple[str, ...]) -> dict[str, Variable]:
    """Return the variables that stand in brackets after ``def``, ``class`` or ``type``."""
    found = dict(where.variables)
    for part in parameters:
        head, _, bound = part.lstrip("*").partition("=")[0].partition(":")
        inner = replace(where, variables=found)
        node = _parsed(bound) if bound else None
        if isinstance(node, ast.Tuple):
            found[head] = Variable(head, None, tuple(read_type(reader, inner, each) for each in node.elts), "inferred")
        else:
            found[head] = Variable(head, read_type(reader, inner, node) if node else None, (), "inferred")
    return found


def _padded(name: str, given: tuple[Type, ...]) -> Type:
    """Return a known class with all its arguments: those that are left out are Any."""
    wanted = len(KNOWN[name].parameters)
    if len(given) > wanted:
        return Unread(f"{name}[...]", f"`{name}` takes {wanted} arguments, not {len(given)}")
    fill = NONE if name in _DEFAULT_NONE and given else ANY
    return Instance(name, (*given, *[fill] * (wanted - len(given))))


def _subscript(reader: Reader, where: Where, whole: ast.expr, value: ast.expr, given: ast.expr) -> Type:  # noqa: C901, PLR0911  # one case a kind
    name = meaning(reader.modules, where.module, value, where.inside)
    parts = list(given.elts) if isinstance(given, ast.Tuple) else [given]
    match name:
        case None:
            return Unread(shown(whole), f"nothing says what `{shown(value)}` is")
        case "Literal":
            return union([_literal(reader, where, part) for part in parts])
        case "Annotated":
            return constrained(reader, where, read_type(reader, where, parts[0]), parts[1:])
        case "Callable":
            return _callable(reader, where, parts, whole)
        case "tuple":
            return _tuple(reader, where, given)
        case "Unpack" | "Generic" | "Protocol":
            return Unread(shown(whole), f"`{name}` is not read here")
        case "Final" | "ClassVar" | "Required" | "NotRequired" | "ReadOnly" | "dataclasses.InitVar":
            return Unread(shown(whole), f"`{name}` stands inside another type")
        case _:
            pass
    arguments = tuple(read_type(reader, where, part) for part in parts)
    unread = next((each for each in arguments if isinstance(each, Unread)), None)
    if unread is not None and name in {"Optional", "Union"}:
        return Unread(shown(whole), unread.why)
    if name in {"Optional", "Union"}:
        return union([*arguments, *([NONE] if name == "Optional" else [])])
    if name == "Concatenate":
        return Function(arguments[:-1], ANY, arguments[-1])
    if name in KNOWN:
        return _padded(name, arguments)
    base = _of_name(reader, name)
    return replace(base, arguments=arguments) if isinstance(base, Instance) else Unread(shown(whole), "no class")


def _literal(reader: Reader, where: Where, node: ast.expr) -> Type:  # noqa: PLR0911  # one case a kind
    match node:
        case ast.Constant(value=None):
            return NONE
        case ast.Constant(value=bool() | int() | str() | bytes() as value):
            return Value(type(value).__name__, repr(value))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)) if not isinstance(value, bool):
            return Value("int", repr(-value))
        case ast.Subscript():  # Literal[Literal["a"], "b"]
            return read_type(reader, where, node)
        case ast.Attribute(value=owner, attr=member):
            found = read_type(reader, where, owner)
            return Value(found.name, member) if isinstance(found, Instance) else Unread(shown(node), "no enum")
        case ast.Name():
            return read_type(reader, where, node)  # an alias of a Literal
        case _:
            return Unread(shown(node), "it is no literal")


def _callable(reader: Reader, where: Where, parts: list[ast.expr], whole: ast.expr) -> Type:
    if len(parts) != 2:
        return Unread(shown(whole), "`Callable` takes parameters and a result")
    returns = read_type(reader, where, parts[1])
    if isinstance(parts[0], ast.List):
        return Function(tuple(read_type(reader, where, each) for each in parts[0].elts), returns)
    tail = read_type(reader, where, parts[0])
    if isinstance(tail, Function):  # Concatenate[int, P]
        return Function(tail.parameters, returns, tail.tail)
    if tail == ELLIPSIS or isinstance(tail, Variable):
        return Function((), returns, tail)
    return Unread(shown(whole), "its parameters cannot be read")


def _tuple(reader: Reader, where: Where, given: ast.expr) -> Type:
    parts = list(given.elts) if isinstance(given, ast.Tuple) else [given]
    if len(parts) == 2 and isinstance(parts[1], ast.Constant) and parts[1].value is ...:
        return Tuple((), read_type(reader, where, parts[0]))
    items, rest = list[Type](), None
    for part in parts:
        if not isinstance(part, ast.Starred):
            if rest is not None:
                return Unread(f"tuple[{shown(given)}]", "items after an unbounded part are not read")
            items.append(read_type(reader, where, part))
            continue
        inner = read_type(reader, where, part.value)
        if not isinstance(inner, Tuple) or rest is not None:
            return Unread(f"tuple[{shown(given)}]", "what is unpacked there is not read")
        items, rest = [*items, *inner.items], inner.rest
    return Tuple(tuple(items), rest)


__all__ = ["QUALIFIERS", "Reader", "Union", "Where", "declared", "qualified", "read_type", "shown"]
