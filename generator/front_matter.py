"""The YAML block at the top of a prompt: what is asked of whom, and which contract the answer must keep.

Unknown keys are refused: a misspelt key would silently change what is promised.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, JsonValue, StringConstraints, model_validator

from generator.front_matter_parts import SafePath, SchemaFile, Sentence, Strict, safe_path
from generator.interface_head import RENDERED_ASSETS, ComponentHead, DesignHead, Locales, UnitName, files_of
from generator.operation_head import TEMPLATE_FIELD, OperationHead

RENDERED = (
    frozenset(
        {
            "bundle.json",
            "__init__.py",
            "models.py",
            "routes.py",
            "shapes.py",
            "components.py",
            "markup.py",
            "templates.py",
            "views.py",
        }
    )
    | RENDERED_ASSETS
)
"""Files of a generated unit that Lockstep writes itself, so no prompt may."""


def _writable(value: str) -> str:
    safe_path(value.removesuffix("/"))
    if value in RENDERED:
        raise ValueError(f"{value} is rendered by Lockstep: a prompt may not write it")
    return value


class Config(Strict):
    """How the model is to answer; sent to the provider as written, and part of the request's digest."""

    temperature: Annotated[int | float, Field(ge=0, le=2)] | None = None
    max_output_tokens: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    top_p: Annotated[int | float, Field(gt=0, le=1)] | None = None
    seed: int | None = None
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | None = None
    verbosity: Literal["low", "medium", "high"] | None = None

    def values(self) -> dict[str, JsonValue]:
        """Return what the prompt states, and nothing else."""
        return self.model_dump(exclude_unset=True)


class Input(Strict):
    """What is shown to the model: the kernel's stub file, the unit's schemas, further text files, the design."""

    kernel: Annotated[str, StringConstraints(pattern=r"^v[1-9][0-9]*$")] | None = None
    schemas: tuple[SchemaFile, ...] = Field(default=(), strict=False)
    files: tuple[SafePath, ...] = Field(default=(), strict=False)
    design: UnitName | None = None


class Output(Strict):
    """The form of the answer: a file in ``schemas/``."""

    schema_file: Annotated[SchemaFile, Field(alias="schema")]


class LockstepHead(Strict):
    """Lockstep's own block: why this version exists, who answers for it, what may be written and promised."""

    why: Sentence
    owner: Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
    budget_usd: Annotated[int | float, Field(ge=0, le=10_000)]
    writes: Annotated[tuple[Annotated[str, AfterValidator(_writable)], ...], Field(strict=False)]
    operations: Annotated[tuple[OperationHead, ...], Field(strict=False)] = ()
    components: Annotated[tuple[ComponentHead, ...], Field(strict=False)] = ()
    locales: Locales = ()
    design: DesignHead | None = None

    @property
    def has_interface(self) -> bool:
        """Whether anything of an interface is declared."""
        return bool(self.components or self.locales or self.design)

    @model_validator(mode="after")
    def _unique(self) -> LockstepHead:
        if not self.writes:
            raise ValueError("`writes` names no file: there would be nothing to answer")
        routes = [f"{operation.method} {TEMPLATE_FIELD.sub('{}', operation.path)}" for operation in self.operations]
        _refuse_twice("operation id", (operation.id for operation in self.operations))
        _refuse_twice("method and path", routes)
        _refuse_twice("component", (component.name for component in self.components))
        _refuse_twice("file in `writes`", self.writes)
        if self.components and not self.locales:
            raise ValueError("components are shown in a language: name at least one in `locales`, the default first")
        return self

    @property
    def miswritten(self) -> str:
        """What ``writes`` has too few or too many; empty when it is exactly what the declarations ask for.

        A file that nobody declared could not be checked against anything.
        """
        wanted = files_of(self.components, self.design)
        missing, extra = sorted(wanted - set(self.writes)), sorted(set(self.writes) - wanted)
        if missing:
            return f"`writes` lacks what is declared. Add {', '.join(missing)}."
        if not wanted:
            extra = [path for path in extra if path.endswith("/")]
        return f"`writes` names what no component or design asks for. Drop {', '.join(extra)}." if extra else ""


class FrontMatter(Strict):
    """The whole block."""

    name: str
    model: Annotated[str, StringConstraints(min_length=1, pattern=r"^\S+$")]
    config: Config = Config()
    input: Input = Input()
    output: Output
    lockstep: LockstepHead


def _refuse_twice(kind: str, names: Iterable[str]) -> None:
    every = list(names)
    twice = sorted({name for name in every if every.count(name) > 1})
    if twice:
        raise ValueError(f"{kind} stands twice: {', '.join(twice)}")
