"""What a ui.prompt promises: components with their props, the design that they are drawn in, and the languages."""

from __future__ import annotations

from dataclasses import dataclass

from generator.canonical import Json
from generator.units import Unit

TEMPLATE, STYLE, BEHAVIOUR, STORIES = "template.html", "style.css", "behavior.js", "stories.json"
"""The files of one component, in its folder ``ui/<name>/``."""

MESSAGES = "ui/messages.json"
TOKENS, BASE, ICONS = "ui/tokens.json", "ui/base.css", "ui/icons.svg"
"""The files of a design."""


@dataclass(frozen=True, slots=True)
class Component:
    """One piece of interface.

    ``name`` is snake_case; ``props`` is the model class of its data and ``schema`` that class's JSON Schema, complete
    with ``$defs``; ``slots`` are its markup parameters; ``script`` says whether it has a behaviour.
    """

    name: str
    summary: str
    description: str
    props: str
    schema: dict[str, Json]
    slots: tuple[str, ...]
    script: bool

    @property
    def css_class(self) -> str:
        """The class of its root element, which its stylesheet is scoped by."""
        return self.name.replace("_", "-")

    @property
    def files(self) -> tuple[str, ...]:
        """The paths in the bundle that it is made of."""
        names = (TEMPLATE, STYLE, *([BEHAVIOUR] if self.script else []), STORIES)
        return tuple(f"ui/{self.name}/{name}" for name in names)

    @property
    def signature(self) -> str:
        """The first line of its function in components.py."""
        slots = "".join(f", {slot}: Markup" for slot in self.slots)
        return f"def {self.name}(view: View, props: {self.props}{', *' if slots else ''}{slots}) -> Markup:"


@dataclass(frozen=True, slots=True)
class Design:
    """What a design promises to those that build on it: custom properties (without ``--``), classes, icon ids.

    ``notes`` are (token, what it is for), sorted, of the tokens that the schema describes.
    """

    unit: Unit
    tokens: frozenset[str]
    classes: frozenset[str]
    icons: frozenset[str]
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Interface:
    """Everything that one ui.prompt promises.

    ``design`` is what its components are drawn in: for a design's own prompt itself, and then ``token_schema`` is the
    JSON Schema that ``ui/tokens.json`` must satisfy. ``locales`` are BCP 47 tags, the default first.
    """

    components: tuple[Component, ...]
    locales: tuple[str, ...]
    design: Design
    token_schema: dict[str, Json] | None = None

    @property
    def is_design(self) -> bool:
        """Whether this is the prompt of a design."""
        return self.token_schema is not None

    @property
    def files(self) -> tuple[str, ...]:
        """Every path that an answer must hold."""
        sheets = (TOKENS, BASE, ICONS) if self.is_design else ()
        messages = (MESSAGES,) if self.components else ()
        return (*sheets, *messages, *(path for each in self.components for path in each.files))
