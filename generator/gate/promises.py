"""What one version promises its callers: its operations and its schemas, as plain JSON values to compare."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator import prompts
from generator.canonical import Json
from generator.errors import PromptInvalid
from generator.gate.inputs import Inputs, inputs
from generator.project import Project
from generator.prompts import Prompt
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class Promise:
    """One operation or component: ``place`` is the prompt's file and the pointer into its front matter.

    ``value`` is what it promises: of an operation ``method``, ``path``, ``parameters`` (kind → schema file), ``body``,
    ``form``, ``media``, ``response``, ``status`` and ``errors`` (sorted); of a component ``props`` (schema file) and
    ``slots`` (sorted). Schema files are None where there is none.
    """

    path: str
    pointer: str
    value: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Names:
    """Names that a version promises to have, and the prompt's file and pointer where they stand."""

    path: str
    pointer: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Promises:
    """All that one version promises: operations by id, and schemas by file name with the folder they lie in.

    ``components`` are those of an interface by name. ``drawn`` is what else an interface promises by name: its
    locales, a design's classes and icons, each with the place where they are declared. ``tokens`` is a design's
    tokens schema. ``inputs`` are by prompt: what its body needs to be given.
    """

    unit: Unit
    folder: str
    operations: Mapping[str, Promise]
    schemas: Mapping[str, Json]
    components: Mapping[str, Promise] = field(default_factory=dict)
    drawn: Mapping[str, Names] = field(default_factory=dict)
    tokens: str | None = None
    inputs: Mapping[str, Inputs] = field(default_factory=dict)


def promises(project: Project, unit: Unit) -> Promises:
    """Read what ``unit`` promises. Raises LockstepError, with file and line, for what cannot be read."""
    operations, components, drawn, tokens = dict[str, Promise](), dict[str, Promise](), dict[str, Names](), None
    needs = dict[str, Inputs]()
    for prompt in prompts.load(project, unit):
        for index, operation in enumerate(prompt.head.lockstep.operations):
            value = operation.model_dump(mode="json", exclude={"id", "summary", "description", "status"})
            value |= {"status": operation.success, "errors": sorted(operation.errors)}
            operations[operation.id] = Promise(prompt.path, f"/lockstep/operations/{index}", value)
        components |= _components(prompt)
        drawn |= _named(prompt)
        design = prompt.head.lockstep.design
        tokens = design.tokens if design else tokens
        needs[prompt.name] = inputs(prompt)
    folder = project.schemas(unit)
    schemas = {file.name: _schema(project, unit, file.name) for file in sorted(folder.glob("*.schema.json"))}
    return Promises(unit, f"schemas/{unit}", operations, schemas, components, drawn, tokens, needs)


def _components(prompt: Prompt) -> Iterator[tuple[str, Promise]]:
    for index, component in enumerate(prompt.head.lockstep.components):
        value: dict[str, Json] = {"props": component.props, "slots": [*sorted(component.slots)]}
        yield component.name, Promise(prompt.path, f"/lockstep/components/{index}", value)


def _named(prompt: Prompt) -> Iterator[tuple[str, Names]]:
    """Yield kind and names of what an interface has for others to name."""
    asked = prompt.head.lockstep
    if asked.locales:
        yield "locale", Names(prompt.path, "/lockstep/locales", frozenset(asked.locales))
    if asked.design is not None:
        yield "class", Names(prompt.path, "/lockstep/design/classes", frozenset(asked.design.classes))
        yield "icon", Names(prompt.path, "/lockstep/design/icons", frozenset(asked.design.icons))


def _schema(project: Project, unit: Unit, name: str) -> Json:
    file = project.schemas(unit) / name
    try:
        value: Json = json.loads(prompts.text_of(project, file), parse_constant=_no_constant)
    except ValueError as error:
        raise PromptInvalid(f"{project.relative(file)}: is not JSON: {error}. Mend it.") from error
    except RecursionError as error:
        raise PromptInvalid(f"{project.relative(file)}: is nested too deeply to be a schema. Mend it.") from error
    return value


def _no_constant(name: str) -> Json:
    raise ValueError(f"{name} is not a JSON number")
