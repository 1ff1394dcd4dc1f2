"""What a module declares, as values: functions, classes, aliases and constants, with the lines they stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from generator.surface.types import ANY, Instance, Type, Variable


class Passing(StrEnum):
    """How an argument reaches a parameter."""

    by_place = "by place alone"
    by_either = "by place or name"
    rest = "*"
    by_name = "by name alone"
    named_rest = "**"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; ``default`` is the text of its default, None where there is none."""

    name: str
    passing: Passing
    type: Type
    default: str | None
    line: int


class Role(StrEnum):
    """What kind of callable a ``def`` makes."""

    function = "function"
    method = "method"
    class_method = "class method"
    static_method = "static method"


@dataclass(frozen=True, slots=True)
class Signature:
    """One ``def``, without the parameter that is the object or class itself; ``returns`` is as written."""

    parameters: tuple[Parameter, ...]
    returns: Type
    is_async: bool
    is_generator: bool
    role: Role
    line: int

    @property
    def answer(self) -> Type:
        """What a call returns: an ``async def`` returns what has to be awaited."""
        waits = self.is_async and not self.is_generator
        return Instance("Coroutine", (ANY, ANY, self.returns)) if waits else self.returns


@dataclass(frozen=True, slots=True)
class Routine:
    """A function or method under its name: more than one signature where it is overloaded."""

    signatures: tuple[Signature, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field, property, class variable or constant.

    ``is_field`` says that the constructor takes it, ``settable`` that it may be assigned;
    ``default`` is the text of its default, None where there is none; ``alias`` is its name on the wire.
    """

    type: Type
    default: str | None
    line: int
    settable: bool = True
    is_field: bool = True
    alias: str = ""


class Form(StrEnum):
    """What kind of class it is, as far as it decides what the class takes."""

    plain = "class"
    model = "model"
    typed_dict = "TypedDict"
    named_tuple = "NamedTuple"
    data = "dataclass"
    enum = "enum"
    protocol = "protocol"


@dataclass(frozen=True, slots=True)
class Class:
    """One class. ``members`` are an enum's, with the texts of their values; ``options`` are such as ``frozen=True``."""

    form: Form
    bases: tuple[Type, ...]
    variables: tuple[Variable, ...]
    attributes: Mapping[str, Attribute]
    methods: Mapping[str, Routine]
    members: Mapping[str, str]
    options: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a type; ``variables`` are what its brackets fill."""

    type: Type
    variables: tuple[Variable, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Distinct:
    """A ``NewType`` of ``of``."""

    of: Type
    line: int


Declaration: TypeAlias = Routine | Class | Attribute | Alias | Distinct


@dataclass(frozen=True, slots=True)
class Hatch:
    """A place where the checker is told to look away. ``kind`` is what by, ``inside`` the function or class around."""

    kind: str
    path: str
    line: int
    inside: str
    text: str


@dataclass(frozen=True, slots=True)
class Surface:
    """The public names of some modules of a bundle, and all that they lead to, by whole name.

    ``public`` are those that others may use; the rest are the bundle's own that annotations name. ``paths`` maps the
    names of modules to their files; ``files`` are those whose surface it is.
    """

    declarations: Mapping[str, Declaration]
    public: frozenset[str]
    paths: Mapping[str, str]
    files: frozenset[str]
    hatches: tuple[Hatch, ...] = field(default=())

    def path(self, name: str) -> str:
        """Return the file that declares a whole name."""
        home = name
        while home and home not in self.paths:
            home = home.rpartition(".")[0]
        return self.paths.get(home) or self.paths.get(".", "")
