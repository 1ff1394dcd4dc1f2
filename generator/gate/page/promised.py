"""What one side of a comparison promises, and what its prompts and its manifest say of it; tolerant of broken files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generator import prompts
from generator.canonical import Json
from generator.errors import LockstepError
from generator.gate.page.fields import Fields
from generator.gate.page.trees import inside, text_of
from generator.gate.promises import Promises, promises
from generator.project import Project
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """One prompt: why it was written, who answers for it, and which model it is for."""

    why: str
    owner: str
    model: str


@dataclass(frozen=True, slots=True)
class Promised:
    """One side: ``asked`` by prompt file, schemas as JSON, and ``wrong`` when it cannot be read.

    ``declared`` is what the front matter promises: ``operations``, ``components`` and ``names``, each by its own name.
    """

    asked: Mapping[str, Asked] = field(default_factory=dict)
    declared: Mapping[str, Fields] = field(default_factory=dict)
    schemas: Mapping[str, Json] = field(default_factory=dict)
    wrong: str = ""


def promised(project: Project, unit: Unit, files: Mapping[str, bytes]) -> Promised:
    """Read what ``files`` (path from the root → bytes) of ``unit`` promise."""
    schemas = dict(_schemas(inside(files, "schemas", unit)))
    with _laid_out(project, files) as laid_out:
        try:
            asked = {f"{each.name}.prompt": _asked(each) for each in prompts.load(laid_out, unit)}
        except LockstepError as error:
            return Promised(schemas=schemas, wrong=str(error))
        try:
            declared = _declared(promises(laid_out, unit))
        except LockstepError as error:
            return Promised(asked, schemas=schemas, wrong=str(error))
    return Promised(asked, declared, schemas)


def _declared(found: Promises) -> dict[str, Fields]:
    return {
        "operations": {name: dict(each.value) for name, each in found.operations.items()},
        "components": {name: dict(each.value) for name, each in found.components.items()},
        "names": {kind: {"names": [*sorted(each.values)]} for kind, each in found.drawn.items()},
    }


def _asked(prompt: prompts.Prompt) -> Asked:
    return Asked(prompt.head.lockstep.why, prompt.head.lockstep.owner, prompt.head.model)


@contextmanager
def _laid_out(project: Project, files: Mapping[str, bytes]) -> Iterator[Project]:
    """Yield a project that holds ``files``; what else a prompt names is looked up in the folder that it lies in."""
    with tempfile.TemporaryDirectory(prefix="lockstep-side-") as folder:
        for path, data in files.items():
            if not path.startswith("generated/"):
                file = Path(folder) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        yield Project(Path(folder), project.settings)


def _schemas(files: Mapping[str, bytes]) -> Iterator[tuple[str, Json]]:
    for name, data in sorted(files.items()):
        if name.endswith(".schema.json"):
            yield name, parsed(data)


def parsed(data: bytes) -> Json:
    """Return a file's JSON value; its text where it is none, so that a broken file still shows as a change."""
    try:
        value: Json = json.loads(data)
    except (ValueError, RecursionError):
        return text_of(data) or ""
    return value
