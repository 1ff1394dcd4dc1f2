"""The YAML block at the top of a prompt: what is asked of whom, and which contract the answer must keep.

Unknown keys are refused: a misspelt key would silently change what is promised.
"""

from __future__ import annotations

import keyword
import re
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from generator.units import is_feature_name

RENDERED = frozenset({"bundle.json", "__init__.py", "models.py", "routes.py", "shapes.py"})
"""Files of a generated unit that Lockstep writes itself, so no prompt may."""

_TEMPLATE_FIELD = re.compile(r"\{([^{}]*)\}")
_PATH = re.compile(r"(/([A-Za-z0-9._~:-]|\{[a-z][a-z0-9_]*\})+)+\Z")


def _safe_path(value: str) -> str:
    parts = PurePosixPath(value).parts
    wrong = value != "/".join(parts) or not parts or "\\" in value or ":" in value or not value.isprintable()
    if wrong or value.startswith("/") or any(part in {".", ".."} or part.startswith(".") for part in parts):
        raise ValueError("must be a relative path with forward slashes, without '.', '..' or hidden parts")
    return value


def _writable(value: str) -> str:
    if value in RENDERED:
        raise ValueError(f"{value} is rendered by Lockstep: a prompt may not write it")
    return value


def _sentence(value: str) -> str:
    if not value.strip() or "\n" in value.strip():
        raise ValueError("must be one sentence on one line")
    return value.strip()


def _identifier(value: str) -> str:
    if not is_feature_name(value) or keyword.iskeyword(value) or keyword.issoftkeyword(value):
        raise ValueError("must be a snake_case Python identifier that is no keyword")
    if value in {"router", "api", "models", "routes", "kernel", "path", "query", "headers", "body", "request"}:
        raise ValueError(f"{value!r} means something else in generated code: choose a verb and a noun")
    return value


def _route(value: str) -> str:
    fields = _TEMPLATE_FIELD.findall(value)
    if _PATH.match(value) is None:
        raise ValueError("must be an absolute URL path such as /v1/bookings/{booking_id}, without a slash at its end")
    if len(set(fields)) != len(fields):
        raise ValueError("names a parameter twice")
    return value


SafePath = Annotated[str, AfterValidator(_safe_path)]
SchemaFile = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*\.schema\.json$")]
Sentence = Annotated[str, AfterValidator(_sentence)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Config(_Strict):
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


class Input(_Strict):
    """What is shown to the model: the kernel's stub file, the unit's schemas, further text files."""

    kernel: Annotated[str, StringConstraints(pattern=r"^v[1-9][0-9]*$")] | None = None
    schemas: tuple[SchemaFile, ...] = Field(default=(), strict=False)
    files: tuple[SafePath, ...] = Field(default=(), strict=False)


class Output(_Strict):
    """The form of the answer: a file in ``schemas/``."""

    schema_file: Annotated[SchemaFile, Field(alias="schema")]


class Parameters(_Strict):
    """Schemas of what an operation reads from its URL and headers."""

    path: SchemaFile | None = None
    query: SchemaFile | None = None
    headers: SchemaFile | None = None


class OperationHead(_Strict):
    """One operation as the prompt declares it."""

    id: Annotated[str, AfterValidator(_identifier)]
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: Annotated[str, AfterValidator(_route)]
    summary: Sentence
    description: str = ""
    parameters: Parameters = Parameters()
    body: SchemaFile | None = None
    response: SchemaFile | None
    status: Annotated[int, Field(ge=200, le=299)] | None = None
    errors: Annotated[
        tuple[Annotated[int, Field(ge=400, le=599)], ...],
        Field(strict=False),
    ] = ()

    @property
    def success(self) -> int:
        """The status of a good answer: as declared, else 200, or 204 where nothing is answered."""
        return self.status or (200 if self.response else 204)

    @property
    def path_fields(self) -> tuple[str, ...]:
        """The names in braces in ``path``."""
        return tuple(_TEMPLATE_FIELD.findall(self.path))

    @model_validator(mode="after")
    def _makes_sense(self) -> OperationHead:
        if self.body is not None and self.method in {"GET", "DELETE"}:
            raise ValueError(f"a {self.method} request has no body: drop `body` or change `method`")
        if (self.success in {204, 205}) != (self.response is None):
            raise ValueError("status 204 goes with `response: null`, every other status with a response")
        if len(set(self.errors)) != len(self.errors):
            raise ValueError("`errors` names a status twice")
        if bool(self.path_fields) != (self.parameters.path is not None):
            raise ValueError("a path with {names} needs `parameters: {path: ...}`, and only such a path does")
        takes_input = self.body or self.parameters != Parameters()
        if takes_input and 422 not in self.errors:
            raise ValueError("it takes input, which may be invalid: add 422 to `errors`")
        return self


class LockstepHead(_Strict):
    """Lockstep's own block: why this version exists, who answers for it, what may be written and promised."""

    why: Sentence
    owner: Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.*\S)?$")]
    budget_usd: Annotated[int | float, Field(ge=0, le=10_000)]
    writes: Annotated[
        tuple[Annotated[str, AfterValidator(_safe_path), AfterValidator(_writable)], ...],
        Field(strict=False),
    ]
    operations: Annotated[tuple[OperationHead, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _unique(self) -> LockstepHead:
        if not self.writes:
            raise ValueError("`writes` names no file: there would be nothing to answer")
        ids = [operation.id for operation in self.operations]
        routes = [f"{operation.method} {_TEMPLATE_FIELD.sub('{}', operation.path)}" for operation in self.operations]
        for kind, names in (("operation id", ids), ("method and path", routes), ("file in `writes`", self.writes)):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{kind} stands twice: {', '.join(twice)}")
        return self


class FrontMatter(_Strict):
    """The whole block."""

    name: str
    model: Annotated[str, StringConstraints(min_length=1, pattern=r"^\S+$")]
    config: Config = Config()
    input: Input = Input()
    output: Output
    lockstep: LockstepHead
