"""The contract of one prompt: what is promised to callers, and all that is shown to the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator import dialect, prompts, schemas
from generator.canonical import sha256
from generator.disk import first_link, links_below
from generator.front_matter import OperationHead
from generator.project import Project
from generator.prompts import Prompt, linked
from generator.schemas import Definitions, JsonObject, Schema
from generator.units import Unit

KINDS = ("path", "query", "headers")
"""What an operation reads besides its body, in the order of a handler's parameters."""

WAIVERS = "widens.toml"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path.

    ``parameters`` are a handler's after the kernel: (``path``, ``query``, ``headers`` or ``body``; model class), in
    that order, only those that the operation declares. ``response`` is a model class, or None where nothing is
    answered. ``errors`` are the problem+json statuses it may answer with, sorted. ``place`` is the line of the
    prompt that declares it.
    """

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[tuple[str, str], ...]
    response: str | None
    status: int
    errors: tuple[int, ...]
    path_fields: tuple[str, ...]
    place: str

    @property
    def returns(self) -> str:
        """The handler's return annotation."""
        return self.response or "None"

    @property
    def signature(self) -> str:
        """The exact first line of the handler, as prompts show it and as the policy checks it."""
        shown = ", ".join(f"{name}: {annotation}" for name, annotation in (("kernel", "Kernel"), *self.parameters))
        return f"async def {self.id}({shown}) -> {self.returns}:"

    def model(self, kind: str) -> str | None:
        """Return the model class of ``path``, ``query``, ``headers`` or ``body``, or None when it has none."""
        return dict(self.parameters).get(kind)


@dataclass(frozen=True)
class Contract:
    """What one prompt promises and shows.

    ``schemas`` maps file names to schemas; ``kernel`` is the text of the stub shown to the model (empty when none
    is), ``kernel_package`` the import name it stands for; ``files`` maps root-relative paths to texts;
    ``answer_text`` and ``answer_schema`` are the form of the answer.
    """

    unit: Unit
    schemas: dict[str, Schema]
    operations: tuple[Operation, ...]
    kernel: str
    kernel_package: str
    files: dict[str, str]
    answer_text: str
    answer_schema: JsonObject

    @cached_property
    def definitions(self) -> Definitions:
        """Every class of the contract: name → schema whose references read ``#/$defs/<name>``."""
        return schemas.definitions(self.schemas)

    @property
    def parameter_classes(self) -> dict[str, str]:
        """Map each class that is read from a URL or from headers to its kind: path, query or headers."""
        return {name: kind for each in self.operations for kind, name in each.parameters if kind != "body"}


def load(project: Project, prompt: Prompt) -> Contract:
    """Read and check all that ``prompt`` names.

    Raises PromptInvalid, naming file and line or JSON pointer, when a file is missing, unlisted, broken or a link, or
    when an operation and its schemas do not fit together.
    """
    _no_links(project, prompt.unit)
    folder = project.schemas(prompt.unit)
    _all_listed(project, prompt, folder)
    read = schemas.load(project, folder, prompt.head.input.schemas)
    operations = tuple(
        _operation(prompt, read, head, index) for index, head in enumerate(prompt.head.lockstep.operations)
    )
    if prompt.name == "api" and not operations:
        raise prompt.wrong("`operations` is empty: an API without an operation promises nothing.", "lockstep")
    answer = schemas.read(project, _answer_file(project, prompt))
    kernel = _kernel_file(project, prompt)
    contract = Contract(
        unit=prompt.unit,
        schemas=read,
        operations=operations,
        kernel=prompts.text_of(project, kernel) if kernel else "",
        kernel_package=project.settings.kernel,
        files={name: prompts.text_of(project, file) for name, file in _shown_files(project, prompt)},
        answer_text=answer.text,
        answer_schema=answer.document,
    )
    _parameters_are_flat(contract)
    return contract


def inputs(project: Project, unit: Unit, of: tuple[Prompt, ...]) -> dict[str, str]:
    """Return root-relative path → SHA-256 of the bytes of everything that rendering ``of`` (all of ``unit``) reads.

    Waivers (``widens.toml``) are left out: they excuse a finding, they change no request.
    """
    files = {file for folder in (project.prompts(unit), project.schemas(unit)) for file in _files_below(folder)}
    for prompt in of:
        kernel = _kernel_file(project, prompt)
        files |= {_answer_file(project, prompt), *(file for _, file in _shown_files(project, prompt))}
        files |= {kernel} if kernel else set()
    return {project.relative(file): sha256(file.read_bytes()) for file in sorted(files) if file.name != WAIVERS}


def _no_links(project: Project, unit: Unit) -> None:
    """Hold the unit's prompts and schemas to be files in folders: nothing else could be read of them, or locked."""
    for folder in (project.prompts(unit), project.schemas(unit)):
        path = project.relative(folder)
        link = first_link(str(project.root), path) or next(links_below(str(project.root), [path]), None)
        if link is not None:
            raise linked(link)


def _files_below(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def _all_listed(project: Project, prompt: Prompt, folder: Path) -> None:
    """Hold the listed schemas and those in the folder to be the same: an unlisted one would promise in silence."""
    listed = prompt.head.input.schemas
    for index, name in enumerate(listed):
        if not (folder / name).is_file():
            where = project.relative(folder)
            raise prompt.wrong(f"{name} is not in {where}/. Create it or drop it.", "input", "schemas", index)
        if name in listed[:index]:
            raise prompt.wrong(f"{name} is listed twice. Drop one.", "input", "schemas", index)
    unlisted = sorted({file.name for file in folder.glob("*.schema.json")} - set(listed))
    if prompt.name == "api" and unlisted:
        raise prompt.wrong(
            f"{project.relative(folder / unlisted[0])} is not listed. List or delete it.", "input", "schemas"
        )


def _kernel_file(project: Project, prompt: Prompt) -> Path | None:
    version = prompt.head.input.kernel
    file = project.root / "schemas" / "kernel" / f"{version}.pyi"
    if version is not None and not file.is_file():
        raise prompt.wrong(f"{project.relative(file)} does not exist. Create it or name another.", "input", "kernel")
    return _itself(project, file) if version is not None else None


def _answer_file(project: Project, prompt: Prompt) -> Path:
    file = project.root / "schemas" / prompt.head.output.schema_file
    if not file.is_file():
        raise prompt.wrong(f"{project.relative(file)} does not exist. Create it or name another.", "output", "schema")
    return _itself(project, file)


def _itself(project: Project, file: Path) -> Path:
    link = first_link(str(project.root), project.relative(file))
    if link is not None:
        raise linked(link)
    return file


def _shown_files(project: Project, prompt: Prompt) -> Iterator[tuple[str, Path]]:
    for index, name in enumerate(prompt.head.input.files):
        file = project.root / name
        if not file.is_file():
            raise prompt.wrong(f"{name} does not exist. Create it or drop it.", "input", "files", index)
        if not file.resolve().is_relative_to(project.root.resolve()):
            raise prompt.wrong(f"{name} leads out of the project. Copy the file in.", "input", "files", index)
        yield name, _itself(project, file)


def _operation(prompt: Prompt, read: dict[str, Schema], head: OperationHead, index: int) -> Operation:
    """Put class names in place of schema files; hold each to be an object of the contract."""

    def class_of(name: str | None, *where: str) -> str | None:
        if name is None:
            return None
        at: tuple[str | int, ...] = ("lockstep", "operations", index, *where)
        if name not in read:
            raise prompt.wrong(f"{name} is not among `input.schemas`. List it there.", *at)
        if not dialect.is_class(read[name].document):
            raise prompt.wrong(f"{name} must be an object with properties. Wrap what it holds in one.", *at)
        return read[name].class_name

    parameters = [(kind, class_of(getattr(head.parameters, kind), "parameters", kind)) for kind in KINDS]
    parameters.append(("body", class_of(head.body, "body")))
    if head.parameters.path is not None:
        fields = set(_properties(read[head.parameters.path]))
        if fields != set(head.path_fields):
            message = (
                f"`path` names {sorted(head.path_fields)}, {head.parameters.path} has {sorted(fields)}. Align them."
            )
            raise prompt.wrong(message, "lockstep", "operations", index, "path")
    return Operation(
        id=head.id,
        method=head.method,
        path=head.path,
        summary=head.summary,
        description=head.description.strip(),
        parameters=tuple((kind, name) for kind, name in parameters if name is not None),
        response=class_of(head.response, "response"),
        status=head.success,
        errors=tuple(sorted(head.errors)),
        path_fields=head.path_fields,
        place=f"{prompt.path}:{prompt.line('lockstep', 'operations', index)}",
    )


def _properties(schema: Schema) -> JsonObject:
    properties = schema.document.get("properties", {})
    return properties if isinstance(properties, dict) else {}


def _parameters_are_flat(contract: Contract) -> None:
    """Hold what is read from URLs and headers to what they can carry: texts, numbers, truth values, lists of these."""
    files = {schema.class_name: schema for schema in contract.schemas.values()}
    used = {name for each in contract.operations for kind, name in each.parameters if kind == "body"}
    used |= {each.response for each in contract.operations if each.response}
    used |= set(_referenced(contract.definitions))
    for each in contract.operations:
        for kind, name in each.parameters:
            if kind != "body" and contract.parameter_classes[name] != kind:
                files[name].refuse("", f"is read from the {kind} here and from elsewhere there: make two schemas")
    for name, kind in contract.parameter_classes.items():
        if name in used:
            files[name].refuse("", f"is read from the {kind} and used inside JSON too: make two schemas")
        for pointer, message in _carried(contract.definitions[name], kind):
            files[name].refuse(pointer, message)


def _referenced(definitions: Definitions) -> Iterator[str]:
    for definition in definitions.values():
        for _, node in dialect.subschemas(definition):
            if "$ref" in node:
                yield str(node["$ref"]).removeprefix("#/$defs/")


def _carried(definition: JsonObject, kind: str) -> Iterator[tuple[str, str]]:
    properties, required = definition.get("properties", {}), definition.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        return
    if kind == "headers" and "additionalProperties" in definition:
        yield "", "requests carry headers of their own: drop additionalProperties"
    for name, node in properties.items():
        pointer = f"/properties/{dialect.escaped(name)}"
        item = node.get("items") if isinstance(node, dict) and kind == "query" else None
        for carried in (node, item) if item is not None else (node,):
            if not isinstance(carried, dict) or isinstance(carried.get("type"), list) or not _is_scalar(carried, item):
                yield (
                    pointer,
                    f"a {kind} value is a text, number or truth value"
                    + (", or a list of these" if kind == "query" else ""),
                )
        if kind == "path" and name not in required:
            yield pointer, "is part of the path: list it in `required`"


def _is_scalar(node: JsonObject, item: object) -> bool:
    kinds = {"string", "integer", "number", "boolean"}
    if node.get("type") == "array":
        return item is not None and node is not item
    return node.get("type") in kinds or ("type" not in node and bool({"enum", "const"} & set(node)))
