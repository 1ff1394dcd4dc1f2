"""An interface as a ui.prompt declares it: its components, and what a design promises to those that build on it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from generator.front_matter_parts import SchemaFile, Sentence, Strict, identifier
from generator.interface import BASE, ICONS, MESSAGES, TOKENS

RENDERED_ASSETS = frozenset({"ui/components.css", "ui/start.js", "ui/design.css"})
"""Files of an interface that Lockstep writes itself from what was answered."""

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
"""What a class, an icon or a part of a token's name may be."""

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\Z")
_IN_COMPONENTS = frozenset({"stories", "story", "view", "props", "joined", "annotations"})
_IN_TEMPLATES = frozenset({"view", "props", "t", "icon", "loop", "caller", "varargs", "kwargs"})


def _component(value: str) -> str:
    if identifier(value) in _IN_COMPONENTS:
        raise ValueError(f"{value!r} means something else in components.py: name what is shown")
    return value


def _parameter(value: str) -> str:
    if identifier(value) in _IN_TEMPLATES:
        raise ValueError(f"{value!r} means something else in a template: name what goes there")
    return value


def _plain(value: str) -> str:
    if NAME.match(value) is None:
        raise ValueError("must be lower-case words joined with hyphens, such as text-muted")
    return value


def _locale(value: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # where there is an interface only

    try:
        Locale.parse(value, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise ValueError(f"{value!r} is no language that Babel knows: write a tag such as en or pt-BR") from error
    if _TAG.match(value) is None:
        raise ValueError(f"{value!r} must be written as a tag is: en, pt-BR, zh-Hans")
    return value


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"names {', '.join(twice)} twice")
    return values


Names = Annotated[tuple[Annotated[str, AfterValidator(_plain)], ...], AfterValidator(_once), Field(strict=False)]
Locales = Annotated[tuple[Annotated[str, AfterValidator(_locale)], ...], AfterValidator(_once), Field(strict=False)]
UnitName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*/v[1-9][0-9]*$")]


class ComponentHead(Strict):
    """One component as the prompt declares it."""

    name: Annotated[str, AfterValidator(_component)]
    summary: Sentence
    description: str = ""
    props: SchemaFile
    slots: Annotated[
        tuple[Annotated[str, AfterValidator(_parameter)], ...],
        AfterValidator(_once),
        Field(strict=False),
    ] = ()
    script: bool = False


class DesignHead(Strict):
    """What a design promises: the schema of its tokens, the classes of its base stylesheet, its icons."""

    tokens: SchemaFile
    classes: Names = ()
    icons: Names = ()


def files_of(components: tuple[ComponentHead, ...], design: DesignHead | None) -> frozenset[str]:
    """Return the entries that ``writes`` must have: a folder ``ui/<name>/`` for each component."""
    sheets = {TOKENS, BASE, ICONS} if design else set()
    messages = {MESSAGES} if components else set()
    return frozenset(sheets | messages | {f"ui/{each.name}/" for each in components})
