"""What annotations say, as values: how they were spelled is gone, names are whole.

A class is named by its module and its own name (``decimal.Decimal``); those of the builtins, :mod:`typing` and
:mod:`collections.abc` by their own name alone, and those of the bundle itself with a dot in front (``.models.Page``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from generator.surface.bounds import Bounds


@dataclass(frozen=True, slots=True)
class Instance:
    """A class, or an alias or new type by its name, with its arguments; ``Any``, ``object`` and ``None`` are such."""

    name: str
    arguments: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """One value of ``Literal``: ``text`` is its repr, or the name of an enum's member."""

    of: str
    text: str


@dataclass(frozen=True, slots=True)
class Union:
    """Any of ``members``, which are flat, sorted and each there once; none of them is ``Never``."""

    members: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Tuple:
    """A tuple of ``items``, and then any number of ``rest`` if that is not None."""

    items: tuple[Type, ...]
    rest: Type | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """``Callable``: positional ``parameters``, then ``tail``: nothing, ``...`` or a ParamSpec."""

    parameters: tuple[Type, ...]
    returns: Type
    tail: Type | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """A TypeVar or a ParamSpec; ``choices`` are the types it is constrained to. ``Self`` is one, too."""

    name: str
    bound: Type | None = None
    choices: tuple[Type, ...] = ()
    variance: str = "invariant"


@dataclass(frozen=True, slots=True)
class Constrained:
    """``Annotated``: values of ``of`` within ``bounds``; ``marks`` are what else decides, which we cannot read."""

    of: Type
    bounds: Bounds
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """An annotation that we cannot read, with the reason."""

    text: str
    why: str


Type: TypeAlias = Instance | Value | Union | Tuple | Function | Variable | Constrained | Unread

ANY, OBJECT, NONE, ELLIPSIS = Instance("Any"), Instance("object"), Instance("None"), Instance("...")
NEVER = Union(())


def union(members: list[Type]) -> Type:
    """Return the union of ``members``: the one of them if there is but one."""
    flat: dict[str, Type] = {}
    for member in members:
        inner = member.members if isinstance(member, Union) else (member,)
        flat |= {text(each): each for each in inner}
    if len(flat) == 1:
        return next(iter(flat.values()))
    return Union(tuple(flat[key] for key in sorted(flat)))


def inner(of: Type) -> Iterator[Type]:
    """Yield the types that ``of`` is made of."""
    match of:
        case Instance(arguments=arguments):
            yield from arguments
        case Union(members=members):
            yield from members
        case Tuple(items=items, rest=rest):
            yield from (*items, *(() if rest is None else (rest,)))
        case Function(parameters=parameters, returns=returns, tail=tail):
            yield from (*parameters, *(() if tail is None else (tail,)), returns)
        case Variable(bound=bound, choices=choices):
            yield from (*(() if bound is None else (bound,)), *choices)
        case Constrained(of=whole):
            yield whole
        case _:
            pass


def walk(of: Type) -> Iterator[Type]:
    """Yield ``of`` and everything in it."""
    rest = [of]
    while rest:
        found = rest.pop()
        yield found
        rest.extend(inner(found))


def substituted(of: Type, by: Mapping[str, Type]) -> Type:  # noqa: PLR0911  # one case a kind
    """Return ``of`` with each variable replaced that ``by`` names."""
    if not by:
        return of
    match of:
        case Variable(name=name):
            return by.get(name, of)
        case Instance(arguments=arguments):
            return replace(of, arguments=tuple(substituted(each, by) for each in arguments)) if arguments else of
        case Union(members=members):
            return union([substituted(each, by) for each in members])
        case Tuple(items=items, rest=rest):
            return Tuple(tuple(substituted(each, by) for each in items), rest and substituted(rest, by))
        case Function(parameters=parameters, returns=returns, tail=tail):
            given = tuple(substituted(each, by) for each in parameters)
            last = tail and substituted(tail, by)
            if isinstance(last, Function):  # a ParamSpec stands for a whole list of parameters
                given, last = (*given, *last.parameters), last.tail
            return Function(given, substituted(returns, by), last)
        case Constrained(of=whole):
            return replace(of, of=substituted(whole, by))
        case _:
            return of


def text(of: Type) -> str:  # noqa: C901, PLR0911  # one case a kind
    """Return the canonical text of a type, as Python would spell it but for the names of the bundle's own."""
    match of:
        case Instance(name=name, arguments=arguments):
            return f"{name}[{', '.join(map(text, arguments))}]" if arguments else name
        case Value(of="str" | "bytes" | "int" | "bool", text=shown):
            return f"Literal[{shown}]"
        case Value(of=name, text=shown):
            return f"Literal[{name}.{shown}]"
        case Union(members=()):
            return "Never"
        case Union(members=members):
            return _united(members)
        case Tuple(items=items, rest=None):
            return f"tuple[{', '.join(map(text, items)) or '()'}]"
        case Tuple(items=(), rest=rest) if rest is not None:
            return f"tuple[{text(rest)}, ...]"
        case Tuple(items=items, rest=rest) if rest is not None:
            return f"tuple[{', '.join(map(text, items))}, *tuple[{text(rest)}, ...]]"
        case Function():
            return _callable(of)
        case Variable(name=name):
            return name
        case Constrained(of=whole, bounds=bounds, marks=marks):
            return f"Annotated[{', '.join((text(whole), *bounds.words(), *marks))}]"
        case Unread(text=shown):
            return shown
    raise AssertionError(of)


def _united(members: tuple[Type, ...]) -> str:
    # Values of one kind read as one Literal: the list of what is allowed.
    values = [text(each).removeprefix("Literal[").removesuffix("]") for each in members if isinstance(each, Value)]
    shown = [f"Literal[{', '.join(values)}]"] if values else []
    rest = [text(each) for each in members if not isinstance(each, Value) and each != NONE]
    return " | ".join([*shown, *rest, *(["None"] if NONE in members else [])])


def _callable(of: Function) -> str:
    given = [text(each) for each in of.parameters]
    if of.tail == ELLIPSIS and not given:
        return f"Callable[..., {text(of.returns)}]"
    if of.tail is not None:
        given.append("..." if of.tail == ELLIPSIS else f"**{text(of.tail)}")
    return f"Callable[[{', '.join(given)}], {text(of.returns)}]"
