"""Starts a feature, and starts a feature's next version: whole folders, put in place in one step each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator import scaffold_interface
from generator.answer import answer_schema
from generator.canonical import Json, pretty_json
from generator.contract import WAIVERS
from generator.errors import UsageInvalid
from generator.project import Project
from generator.units import Unit, is_feature_name

_TAKEN = frozenset({"kernel", "providers"})
"""Folders of ``schemas/`` that are no features."""

_PROMPT = Path(__file__).with_name("scaffold.prompt.txt")


def new(project: Project, feature: str, *, ui: bool = False) -> tuple[str, ...]:
    """Write the first version of a feature: a prompt with one operation, and its two schemas.

    With ``ui`` the operation is a page, and a ui.prompt asks for its component; a project without a design gets one,
    too. All of it renders as it stands. Returns the root-relative paths written. Raises UsageInvalid for a name that
    cannot be a feature, and when anything of that name is there already.
    """
    if not is_feature_name(feature) or feature in _TAKEN:
        raise UsageInvalid(f"{feature!r} cannot be a feature: use snake_case, such as opening_hours.")
    unit = Unit(feature, 1)
    files = {
        "query.schema.json": pretty_json(_query(feature)),
        "greeting.schema.json": pretty_json(_greeting(feature)),
    }
    if not ui:
        files["api.prompt"] = _prompt(project, feature, _PROMPT.read_text(encoding="utf-8")).encode()
        return _written(project, {unit: files})
    design = scaffold_interface.design_of(project)
    files["ui.prompt"] = scaffold_interface.ui_prompt(feature, design or scaffold_interface.FIRST_DESIGN).encode()
    files["api.prompt"] = _prompt(project, feature, scaffold_interface.page_prompt()).encode()
    first = {
        "ui.prompt": scaffold_interface.design_prompt().encode(),
        "tokens.schema.json": pretty_json(scaffold_interface.tokens()),
    }
    return _written(project, {**({} if design else {scaffold_interface.FIRST_DESIGN: first}), unit: files})


def _written(project: Project, units: dict[Unit, dict[str, bytes]]) -> tuple[str, ...]:
    """Put every unit's files in place, after looking that none is in the way."""
    for unit in units:
        _refuse_taken(project, unit)
    written: list[str] = []
    for unit, files in units.items():
        with _staging(project) as folder:
            for name, data in files.items():
                place = folder / ("prompts" if name.endswith(".prompt") else "schemas") / name
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(data)
            written += [*_answer_schema(project, folder), *_put(project, unit, folder)]
    return tuple(written)


def new_version(project: Project, feature: str) -> Unit:
    """Copy the prompts and schemas of a feature's highest version to the next number, and return that.

    Waivers stay behind: each excuses one finding of one version. Nothing else is changed: ``why`` says why the old
    version was made, so whoever calls this must ask for a new one. Raises UsageInvalid for an unknown feature.
    """
    last = project.chosen((feature,))[-1]
    unit = Unit(last.feature, last.version + 1)
    with _staging(project) as folder:
        shutil.copytree(project.prompts(last), folder / "prompts", copy_function=shutil.copyfile)
        shutil.copytree(
            project.schemas(last),
            folder / "schemas",
            copy_function=shutil.copyfile,
            ignore=shutil.ignore_patterns(WAIVERS),
        )
        _put(project, unit, folder)
    return unit


@contextmanager
def _staging(project: Project) -> Iterator[Path]:
    """Give a folder on the project's own disk, so that what is staged there can be renamed into place."""
    project.private.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="scaffold-", dir=project.private))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(project: Project, unit: Unit, folder: Path) -> tuple[str, ...]:
    """Rename both folders into place; prompts last, because a unit exists when its prompts do."""
    places = [(folder / "schemas", project.schemas(unit)), (folder / "prompts", project.prompts(unit))]
    _refuse_taken(project, unit)
    written = []
    for staged, place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            staged.rename(place)
        except OSError as error:
            raise UsageInvalid(f"{project.relative(place)} cannot be created: {error.strerror}.") from error
        written += [project.relative(file) for file in sorted(place.rglob("*")) if file.is_file()]
    return tuple(written)


def _refuse_taken(project: Project, unit: Unit) -> None:
    for place in (project.schemas(unit), project.prompts(unit)):
        if place.exists():
            raise UsageInvalid(
                f"{project.relative(place)} is there already. Its next version is made with: "
                f"lockstep new-version {unit.feature}"
            )


def _answer_schema(project: Project, folder: Path) -> tuple[str, ...]:
    """Write the form of answers when the project has none yet."""
    file = project.root / "schemas" / "answer.schema.json"
    if file.exists():
        return ()
    file.parent.mkdir(exist_ok=True)
    (folder / file.name).write_bytes(pretty_json(answer_schema()))
    (folder / file.name).rename(file)
    return (project.relative(file),)


def _prompt(project: Project, feature: str, text: str) -> str:
    """Return a prompt's text, with the newest kernel stub where the project has one."""
    stubs = [file.stem for file in (project.root / "schemas" / "kernel").glob("v*.pyi")]
    newest = max((stub for stub in stubs if stub[1:].isdigit()), key=lambda stub: int(stub[1:]), default="")
    if not newest:
        text = "".join(line for line in text.splitlines(keepends=True) if "KERNEL" not in line)
        text = text.replace("\nThe kernel, importable from `{{ kernel_package }}`:\n```python\n{{ kernel }}\n```\n", "")
    return text.replace("FEATURE", feature).replace("KERNEL", newest)


def _query(feature: str) -> dict[str, Json]:
    name: dict[str, Json] = {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "description": "Who is greeted.",
        "examples": ["Ada"],
    }
    return _object(f"{feature} query", "Whom to greet.", {"name": name})


def _greeting(feature: str) -> dict[str, Json]:
    text: dict[str, Json] = {"type": "string", "description": "The greeting.", "examples": ["Hello, Ada!"]}
    return _object(f"{feature} greeting", "A greeting for one person.", {"text": text})


def _object(title: str, description: str, properties: dict[str, Json]) -> dict[str, Json]:
    required: list[Json] = list(properties)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "".join(word.capitalize() for word in title.replace("_", " ").split()),
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }
