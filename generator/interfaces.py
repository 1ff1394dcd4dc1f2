"""Reads what a ui.prompt promises, and the design that it is drawn in, into an :class:`~generator.interface.Interface`.

The design is read from its own ui.prompt and tokens schema alone: what it promises, never what an answer made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator import design_tokens, dialect, prompts, schemas
from generator.interface import Component, Design, Interface
from generator.interface_head import ComponentHead, DesignHead
from generator.project import Project
from generator.prompts import Prompt
from generator.schemas import Definitions, JsonObject, Schema
from generator.units import Unit, version_number

API = "api"
"""The prompt of operations."""

UI = "ui"
"""The prompt of an interface."""


def of_unit(project: Project, unit: Unit) -> Interface | None:
    """Return what the unit's ui.prompt promises, None when it has none. Raises as :func:`load`."""
    prompt = prompts.named(project, unit, UI)
    return None if prompt is None else load(project, prompt)


def load(project: Project, prompt: Prompt) -> Interface:
    """Read what ``prompt``, a ui.prompt, promises.

    Raises PromptInvalid, naming file and line or JSON pointer, when a schema or the design is missing or broken.
    """
    check_kind(prompt)
    asked = prompt.head.lockstep
    if not asked.components and asked.design is None:
        raise prompt.wrong("declares neither `components` nor a `design`: there is nothing to draw.", "lockstep")
    read = schemas.load(project, project.schemas(prompt.unit), prompt.head.input.schemas)
    definitions = schemas.definitions(read)
    design = _design(prompt, asked.design, read, definitions) if asked.design else _named_design(project, prompt)
    components = tuple(_component(prompt, design, read, definitions, index) for index in range(len(asked.components)))
    token_schema = _self_contained(read[asked.design.tokens].class_name, definitions) if asked.design else None
    return Interface(components, asked.locales, design, token_schema)


def check_kind(prompt: Prompt) -> None:
    """Hold operations to api.prompt, and components, locales and a design to ui.prompt. Raises PromptInvalid."""
    asked = prompt.head.lockstep
    if prompt.name == UI and asked.operations:
        raise prompt.wrong("only api.prompt has operations. Move them there.", "lockstep", "operations")
    if prompt.name != UI:
        for key in ("components", "locales", "design"):
            if getattr(asked, key):
                raise prompt.wrong(f"only ui.prompt has `{key}`. Move it there.", "lockstep", key)
        if prompt.head.input.design is not None:
            raise prompt.wrong("only ui.prompt names a design. Drop it here.", "input", "design")


def design_files(project: Project, prompt: Prompt) -> Iterator[Path]:
    """Yield the files outside the unit that its interface is read from: the design's ui.prompt and its schemas."""
    if prompt.head.input.design is None:
        return
    design = _design_prompt(project, prompt)
    yield project.root / design.path
    yield from (project.schemas(design.unit) / name for name in design.head.input.schemas)


def _design_prompt(project: Project, prompt: Prompt) -> Prompt:
    """Return the ui.prompt of the design that ``prompt`` names."""
    where, name = ("input", "design"), prompt.head.input.design
    if name is None:
        raise prompt.wrong("components are drawn in a design. Name one, such as `design: design/v1`.", "input")
    feature, _, version = name.partition("/")
    unit = Unit(feature, version_number(version) or 0)
    found = prompts.named(project, unit, UI)
    if found is None:
        raise prompt.wrong(f"prompts/{unit}/ui.prompt does not exist. Create it or name another design.", *where)
    if found.head.lockstep.design is None:
        raise prompt.wrong(f"{found.path} declares no `lockstep.design`. Add it there or name another.", *where)
    return found


def _named_design(project: Project, prompt: Prompt) -> Design:
    found = _design_prompt(project, prompt)
    asked = found.head.lockstep.design
    assert asked is not None, "looked at above"  # noqa: S101  # ours
    read = schemas.load(project, project.schemas(found.unit), found.head.input.schemas)
    return _design(found, asked, read, schemas.definitions(read))


def _design(prompt: Prompt, head: DesignHead, read: dict[str, Schema], definitions: Definitions) -> Design:
    """Return what a design promises; ``prompt`` is its own."""
    if prompt.head.input.design is not None:
        raise prompt.wrong("a design stands by itself. Drop `input.design` or `lockstep.design`.", "input", "design")
    schema = _object(prompt, read, head.tokens, "lockstep", "design", "tokens")
    tokens = design_tokens.names(schema, definitions)
    notes = tuple((name, note) for name, note in tokens.items() if note)
    return Design(prompt.unit, frozenset(tokens), frozenset(head.classes), frozenset(head.icons), notes)


def _component(
    prompt: Prompt, design: Design, read: dict[str, Schema], definitions: Definitions, index: int
) -> Component:
    head: ComponentHead = prompt.head.lockstep.components[index]
    where = ("lockstep", "components", index)
    props = _object(prompt, read, head.props, *where, "props").class_name
    schema = _self_contained(props, definitions)
    made = Component(head.name, head.summary, head.description.strip(), props, schema, head.slots, head.script)
    if made.css_class in design.classes:
        message = f"its class .{made.css_class} is one of the design {design.unit}'s. Name the component otherwise."
        raise prompt.wrong(message, *where, "name")
    return made


def _object(prompt: Prompt, read: dict[str, Schema], name: str, *where: str | int) -> Schema:
    """Return a listed schema that becomes a class."""
    if name not in read:
        raise prompt.wrong(f"{name} is not among `input.schemas`. List it there.", *where)
    if not dialect.is_class(read[name].document):
        raise prompt.wrong(f"{name} must be an object with properties. Wrap what it holds in one.", *where)
    return read[name]


def _self_contained(name: str, definitions: Definitions) -> JsonObject:
    """Return the schema of one class, with all that it leads to in its own ``$defs``."""
    found: dict[str, JsonObject] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop()
        for _, node in dialect.subschemas(definitions[each]):
            target = str(node.get("$ref", "")).removeprefix("#/$defs/")
            if target and target not in found:
                found[target] = definitions[target]
                waiting.append(target)
    return {**definitions[name], **({"$defs": dict(sorted(found.items()))} if found else {})}
