"""One operation as a prompt declares it: where it is asked, what it takes, and what it answers."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from generator.front_matter_parts import SchemaFile, Sentence, Strict, identifier

HTML = "text/html"
"""The media type of pages."""

SEE_OTHER = 303
"""The status of a form's answer that leads to another page."""

TEMPLATE_FIELD = re.compile(r"\{([^{}]*)\}")

_PATH = re.compile(r"(/([A-Za-z0-9._~:-]|\{[a-z][a-z0-9_]*\})+)+\Z")
_TAKEN = frozenset(
    "router api models routes kernel path query headers body form request respond components markup".split()  # noqa: SIM905  # a table of words
)


def _operation_id(value: str) -> str:
    if identifier(value) in _TAKEN:
        raise ValueError(f"{value!r} means something else in generated code: choose a verb and a noun")
    return value


def _route(value: str) -> str:
    fields = TEMPLATE_FIELD.findall(value)
    if _PATH.match(value) is None:
        raise ValueError("must be an absolute URL path such as /v1/bookings/{booking_id}, without a slash at its end")
    if len(set(fields)) != len(fields):
        raise ValueError("names a parameter twice")
    return value


class Parameters(Strict):
    """Schemas of what an operation reads from its URL and headers."""

    path: SchemaFile | None = None
    query: SchemaFile | None = None
    headers: SchemaFile | None = None


class OperationHead(Strict):
    """One operation as the prompt declares it."""

    id: Annotated[str, AfterValidator(_operation_id)]
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: Annotated[str, AfterValidator(_route)]
    summary: Sentence
    description: str = ""
    parameters: Parameters = Parameters()
    body: SchemaFile | None = None
    form: SchemaFile | None = None
    media: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9][a-z0-9.+-]*$")] | None = None
    response: SchemaFile | None
    status: Annotated[int, Field(ge=200, le=303)] | None = None
    errors: Annotated[
        tuple[Annotated[int, Field(ge=400, le=599)], ...],
        Field(strict=False),
    ] = ()

    @property
    def success(self) -> int:
        """The status of a good answer: as declared, else 200, or 204 where nothing is answered."""
        return self.status or (200 if self.response or self.media else 204)

    @property
    def path_fields(self) -> tuple[str, ...]:
        """The names in braces in ``path``."""
        return tuple(TEMPLATE_FIELD.findall(self.path))

    @model_validator(mode="after")
    def _makes_sense(self) -> OperationHead:
        self._answers_one_thing()
        if len(set(self.errors)) != len(self.errors):
            raise ValueError("`errors` names a status twice")
        self._takes_what_it_can()
        return self

    def _answers_one_thing(self) -> None:
        if self.media is None:
            if self.success > 299:
                raise ValueError("a status above 299 is for a form that ends in a redirect: add `media: text/html`")
            if (self.success in {204, 205}) != (self.response is None):
                raise ValueError("status 204 goes with `response: null`, every other status with a response")
            return
        if self.response is not None:
            raise ValueError("`media` says what is answered already: write `response: null`")
        if self.media in {"application/json", "application/problem+json"}:
            raise ValueError(f"`media: {self.media}` is what schemas are for: drop it and name a `response`")
        if self.success not in ({200, SEE_OTHER} if self.media == HTML else {200}):
            raise ValueError("`media` goes with status 200; with text/html, 303 says that it ends in a redirect")

    def _takes_what_it_can(self) -> None:
        given = [name for name in ("body", "form") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError("a request has one body: keep `body` (JSON) or `form`")
        if given and self.method in {"GET", "DELETE"}:
            raise ValueError(f"a {self.method} request has no body: drop `{given[0]}` or change `method`")
        if bool(self.path_fields) != (self.parameters.path is not None):
            raise ValueError("a path with {names} needs `parameters: {path: ...}`, and only such a path does")
        if (given or self.parameters != Parameters()) and 422 not in self.errors:
            raise ValueError("it takes input, which may be invalid: add 422 to `errors`")
