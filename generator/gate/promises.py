"""What one version promises its callers: its operations and its schemas, as plain JSON values to compare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from generator import prompts
from generator.canonical import Json
from generator.errors import PromptInvalid
from generator.project import Project
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class Promise:
    """One operation: ``place`` is the prompt's file and the pointer into its front matter; ``value`` what it promises.

    ``value`` has the keys ``method``, ``path``, ``parameters`` (kind → schema file), ``body``, ``response``,
    ``status`` and ``errors`` (sorted).
    """

    path: str
    pointer: str
    value: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Promises:
    """All that one version promises: operations by id, and schemas by file name with the folder they lie in."""

    unit: Unit
    folder: str
    operations: Mapping[str, Promise]
    schemas: Mapping[str, Json]


def promises(project: Project, unit: Unit) -> Promises:
    """Read what ``unit`` promises. Raises LockstepError, with file and line, for what cannot be read."""
    operations = {}
    for prompt in prompts.load(project, unit):
        for index, operation in enumerate(prompt.head.lockstep.operations):
            value = operation.model_dump(mode="json", exclude={"id", "summary", "description", "status"})
            value |= {"status": operation.success, "errors": sorted(operation.errors)}
            operations[operation.id] = Promise(prompt.path, f"/lockstep/operations/{index}", value)
    folder = project.schemas(unit)
    schemas = {file.name: _schema(project, unit, file.name) for file in sorted(folder.glob("*.schema.json"))}
    return Promises(unit, f"schemas/{unit}", operations, schemas)


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
