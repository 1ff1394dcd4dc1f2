"""What a unit shows of itself, and the files in which it was accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator import contract, openapi, prompts, render
from generator.canonical import pretty_json
from generator.errors import LockstepError
from generator.project import Project
from generator.requests import Request
from generator.suite.names import is_of_a_story
from generator.surface.apart import surface_of
from generator.surface.bundle import MANIFEST, bundle_of, read_bundle
from generator.surface.modules import SurfaceUnreadable
from generator.units import Unit

_OPENAPI = "openapi.json"
_SURFACE = "surface.json"
_PROMPT = ".prompt.txt"


@dataclass(frozen=True, slots=True)
class Picture:
    """One thing to look at: the file it is accepted in, and how to draw it (raises LockstepError if it cannot be)."""

    unit: Unit
    path: Path
    draw: Callable[[], bytes]


Looks = Mapping[str, Mapping[str, str | None]]
"""Unit → path below ``snapshots/<unit>/`` → the file that holds what a browser showed; None where none looked again."""


def pictures(project: Project, unit: Unit, looks: Looks) -> Iterator[Picture]:
    """Yield what ``unit`` shows; files are named by the prompts on disk, so a broken prompt still has its picture."""
    folder = project.snapshots(unit)
    for file in sorted(project.prompts(unit).glob("*.prompt")):
        yield Picture(unit, folder / f"{file.stem}{_PROMPT}", partial(_prompt, project, unit, file.stem))
        if file.stem == "api":
            yield Picture(unit, folder / _OPENAPI, partial(_declared, project, unit, file.stem))
    if (project.generated(unit) / MANIFEST).is_file():
        yield Picture(unit, folder / _SURFACE, partial(_surface, project, unit))
    for path, shown in looks.get(str(unit), {}).items():
        if shown is not None:
            yield Picture(unit, folder / path, Path(shown).read_bytes)


def accepted(project: Project, looks: Looks) -> Iterator[tuple[str, Path]]:
    """Yield every file in ``snapshots/`` that accepts a picture, with its unit's name.

    What browsers showed is among them for the units of ``looks`` alone: of the others nobody looked.
    """
    for folder in sorted((project.root / "snapshots").glob("*/v*")):
        unit = f"{folder.parent.name}/{folder.name}"
        for file in sorted(folder.iterdir()):
            if file.is_file() and (file.name in {_OPENAPI, _SURFACE} or file.name.endswith(_PROMPT)):
                yield unit, file
        if unit in looks:
            yield from ((unit, file) for file in sorted((folder / "ui").rglob("*")) if is_of_a_story(file))


def _prompt(project: Project, unit: Unit, name: str) -> bytes:
    prompt = _named(project, unit, name)
    return _written_out(render.request(project, prompt, contract.load(project, prompt))).encode()


def _declared(project: Project, unit: Unit, name: str) -> bytes:
    return pretty_json(openapi.declared(contract.load(project, _named(project, unit, name))))


def _surface(project: Project, unit: Unit) -> bytes:
    folder = project.generated(unit)
    try:
        return pretty_json(surface_of(bundle_of(read_bundle(folder)).files))
    except SurfaceUnreadable as error:
        raise LockstepError(f"{project.relative(folder)}/{error}. Take it back from Git, or regenerate it.") from error


def _named(project: Project, unit: Unit, name: str) -> prompts.Prompt:
    return next(prompt for prompt in prompts.load(project, unit) if prompt.name == name)


def _written_out(request: Request) -> str:
    head = [f"request {request.digest}", f"model {request.model}"]
    head += [f"{key} {value}" for key, value in sorted(request.config.items())]
    parts = [f"======== {message.role.value} ========\n{message.content}" for message in request.messages]
    return "\n".join(head) + "\n\n" + "\n".join(part if part.endswith("\n") else f"{part}\n" for part in parts)
