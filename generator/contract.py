"""The contract of one prompt: what is promised to callers, and all that is shown to the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator import dialect, interfaces, pointers, prompts, schemas
from generator.canonical import sha256
from generator.disk import first_link, links_below
from generator.interface import Interface
from generator.interfaces import API, UI
from generator.operation_head import HTML, OperationHead
from generator.project import Project
from generator.prompts import Prompt, linked
from generator.schemas import Definitions, JsonObject, Schema
from generator.units import Unit

KINDS = ("path", "query", "headers")
"""What an operation reads besides its body or form, in the order of a handler's parameters."""

RESERVED = frozenset({"File", "Interface", "Mapping", "Markup", "Page", "Redirect", "Response", "Spec", "View"})
"""Class names that the modules of a unit with an interface use themselves."""

WAIVERS = "widens.toml"

_REPEATED = frozenset({"query", "form"})
"""Where one name may stand several times."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path.

    ``parameters`` are a handler's after the kernel: (``path``, ``query``, ``headers``, ``body`` or ``form``; model
    class), in that order, only those that the operation declares. ``response`` is a model class, or None where nothing
    is answered, or where ``media`` is the type of what is: a page for text/html, else a file. ``errors`` are the
    problem+json statuses it may answer with, sorted. ``place`` is the line of the prompt that declares it.
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
    media: str | None = None

    @property
    def returns(self) -> str:
        """The handler's return annotation."""
        if self.media is not None:
            return "Page | Redirect" if self.media == HTML else "File"
        return self.response or "None"

    @property
    def signature(self) -> str:
        """The exact first line of the handler, as prompts show it and as the policy checks it."""
        shown = ", ".join(f"{name}: {annotation}" for name, annotation in (("kernel", "Kernel"), *self.parameters))
        return f"async def {self.id}({shown}) -> {self.returns}:"

    def model(self, kind: str) -> str | None:
        """Return the model class of ``path``, ``query``, ``headers``, ``body`` or ``form``, None when it has none."""
        return dict(self.parameters).get(kind)


@dataclass(frozen=True)
class Contract:
    """What one prompt promises and shows.

    ``schemas`` maps file names to schemas; ``kernel`` is the text of the stub shown to the model (empty when none
    is), ``kernel_package`` the import name it stands for; ``files`` maps root-relative paths to texts;
    ``answer_text`` and ``answer_schema`` are the form of the answer. ``interface`` is what the unit's ui.prompt
    promises, None when the unit has none.
    """

    unit: Unit
    schemas: dict[str, Schema]
    operations: tuple[Operation, ...]
    kernel: str
    kernel_package: str
    files: dict[str, str]
    answer_text: str
    answer_schema: JsonObject
    interface: Interface | None = None

    @cached_property
    def definitions(self) -> Definitions:
        """Every class of the contract: name → schema whose references read ``#/$defs/<name>``."""
        return schemas.definitions(self.schemas)

    @property
    def parameter_classes(self) -> dict[str, str]:
        """Map each class whose values come as texts to where they come from: path, query, headers or form."""
        return {name: kind for each in self.operations for kind, name in each.parameters if kind != "body"}


def load(project: Project, prompt: Prompt) -> Contract:
    """Read and check all that ``prompt`` names.

    Raises PromptInvalid, naming file and line or JSON pointer, when a file is missing, unlisted, broken or a link, or
    when an operation and its schemas do not fit together.
    """
    _no_links(project, prompt.unit)
    interfaces.check_kind(prompt)
    folder = project.schemas(prompt.unit)
    _all_listed(project, prompt, folder)
    read = schemas.load(project, folder, prompt.head.input.schemas)
    operations = tuple(
        _operation(prompt, read, head, index) for index, head in enumerate(prompt.head.lockstep.operations)
    )
    if prompt.name == API and not operations:
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
        interface=interfaces.of_unit(project, prompt.unit),
    )
    _parameters_are_flat(contract)
    _stands_beside_its_interface(prompt, contract)
    return contract


def main_prompt(project: Project, unit: Unit) -> str:
    """Return the name of the prompt whose contract the unit's Python is rendered from: ``api``, or else ``ui``."""
    return API if (project.prompts(unit) / f"{API}.prompt").is_file() else UI


def inputs(project: Project, unit: Unit, of: tuple[Prompt, ...]) -> dict[str, str]:
    """Return root-relative path → SHA-256 of the bytes of everything that rendering ``of`` (all of ``unit``) reads.

    Waivers (``widens.toml``) are left out: they excuse a finding, they change no request.
    """
    files = {file for folder in (project.prompts(unit), project.schemas(unit)) for file in _files_below(folder)}
    for prompt in of:
        kernel = _kernel_file(project, prompt)
        files |= {_answer_file(project, prompt), *(file for _, file in _shown_files(project, prompt))}
        files |= {kernel} if kernel else set()
        files |= set(interfaces.design_files(project, prompt))
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
    if unlisted and prompt.name == main_prompt(project, prompt.unit):
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
    parameters += [("body", class_of(head.body, "body")), ("form", class_of(head.form, "form"))]
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
        media=head.media,
    )


def _properties(schema: Schema) -> JsonObject:
    properties = schema.document.get("properties", {})
    return properties if isinstance(properties, dict) else {}


def _parameters_are_flat(contract: Contract) -> None:
    """Hold what comes as texts to what these can carry: texts, numbers, truth values, lists of these."""
    files = {schema.class_name: schema for schema in contract.schemas.values()}
    used = {name for each in contract.operations for kind, name in each.parameters if kind == "body"}
    used |= {each.response for each in contract.operations if each.response}
    used |= set(_referenced(contract.definitions))
    used |= {each.props for each in contract.interface.components} if contract.interface else set()
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
        pointer = f"/properties/{pointers.escaped(name)}"
        item = node.get("items") if isinstance(node, dict) and kind in _REPEATED else None
        for carried in (node, item) if item is not None else (node,):
            if not isinstance(carried, dict) or isinstance(carried.get("type"), list) or not _is_scalar(carried, item):
                yield (
                    pointer,
                    f"a {kind} value is a text, number or truth value"
                    + (", or a list of these" if kind in _REPEATED else ""),
                )
        if kind == "path" and name not in required:
            yield pointer, "is part of the path: list it in `required`"


def _is_scalar(node: JsonObject, item: object) -> bool:
    kinds = {"string", "integer", "number", "boolean"}
    if node.get("type") == "array":
        return item is not None and node is not item
    return node.get("type") in kinds or ("type" not in node and bool({"enum", "const"} & set(node)))


def _stands_beside_its_interface(prompt: Prompt, contract: Contract) -> None:
    """Hold pages and files to have the interface they are made with, and its modules' names to be free."""
    if contract.interface is None:
        for index, operation in enumerate(contract.operations):
            if operation.media is not None:
                message = f"`media` is answered by what an interface offers. Add prompts/{contract.unit}/{UI}.prompt."
                raise prompt.wrong(message, "lockstep", "operations", index, "media")
        return
    taken = RESERVED & contract.definitions.keys()
    components = {each.name for each in contract.interface.components}
    for schema in contract.schemas.values():
        if schema.class_name in taken:
            schema.refuse(
                "", f"cannot be a class named {schema.class_name!r} beside an interface; choose another title"
            )
    if taken:
        raise prompt.wrong(
            f"a class cannot be named {', '.join(sorted(taken))} beside an interface. Rename it.", "input"
        )
    for index, operation in enumerate(contract.operations):
        if operation.id in components:
            message = f"{operation.id} is a component too. Rename the operation."
            raise prompt.wrong(message, "lockstep", "operations", index, "id")
