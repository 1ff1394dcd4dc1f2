"""What an operation is told beside its body: parameters in path, query, headers and cookies.

A request is read as the record of its declared parameters. So a new optional parameter *widens* the request, although
undeclared ones were ignored before: a caller that learns to send it finds the old version not listening. A removed one
breaks callers that send it, for the same reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.changes import Verdict
from generator.changes.openapi.found import Rule
from generator.changes.openapi.media_types import content
from generator.changes.openapi.met import Found, Position, gone, moved
from generator.changes.openapi.operations import Operation
from generator.changes.openapi.references import Place, resolved, resolved_schema

_IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""Headers that a document describes elsewhere: parameters of these names have no effect."""
_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """One parameter; a path parameter is known by its position in the template and not by its name."""

    place: Place
    name: str
    location: str

    @property
    def words(self) -> str:
        """Return what a person calls it."""
        return f"{self.location} parameter {self.name}"

    @property
    def required(self) -> bool:
        """Say whether a request without it is refused."""
        return self.location == "path" or self.place.flag("required")

    @property
    def style(self) -> str:
        """Return how its value is written."""
        return self.place.text("style") or _STYLES.get(self.location, "form")

    @property
    def explode(self) -> bool:
        """Say whether each member of its value is written as a parameter of its own."""
        return self.place.flag("explode") if "explode" in self.place.object else self.style == "form"


def parameters(operation: Operation) -> dict[tuple[str, str], Parameter]:
    """Return the parameters of an operation, with those of its path, by location and name (in a path: position)."""
    found: dict[tuple[str, str], Parameter] = {}
    variables = operation.variables
    for level in (operation.item, operation.place):
        for item in level.at("parameters").items():
            place = resolved(item)
            name, location = place.text("name"), place.text("in")
            key = name
            if location == "path":
                # One that the template does not name is known by its name after all.
                key = str(variables.index(name)) if name in variables else f"{{{name}}}"
            elif location == "header":
                key = name.lower()
                if key in _IGNORED_HEADERS:
                    continue
            found[location, key] = Parameter(place, name, location)
    for index, name in enumerate(variables):
        # Not declared, so anything goes there.
        anything = Place(operation.place.document, "", operation.place.pointer, {})
        found.setdefault(("path", str(index)), Parameter(anything, name, "path"))
    return found


def parameter_changes(old: Operation, new: Operation) -> Iterator[Found]:
    """Yield how the parameters moved, and where their schemas stand."""
    before, after = parameters(old), parameters(new)
    for key, parameter in before.items():
        if key in after:
            yield from _both(parameter, after[key])
        else:
            words = f"the {parameter.words} was removed: who sends it is no longer heard"
            yield gone(Rule.parameter_removed, parameter.place, None, words)
    for key, parameter in after.items():
        if key in before:
            continue
        verdict = Verdict.narrower if parameter.required else Verdict.wider
        need = "required" if parameter.required else "optional"
        words = f"the {need} {parameter.words} was added"
        yield moved(Rule.parameter_added, verdict, None, parameter.place, words)


def _both(old: Parameter, new: Parameter) -> Iterator[Found]:
    if old.required != new.required:
        rule = Rule.parameter_required if new.required else Rule.parameter_optional
        verdict = Verdict.narrower if new.required else Verdict.wider
        yield moved(
            rule, verdict, old.place, new.place, f"the {new.words} became {'required' if new.required else 'optional'}"
        )
    yield from _written(old, new)
    if "content" in old.place.object and "content" in new.place.object:
        yield from content(old.place.at("content"), new.place.at("content"), f"{new.words}")
    elif "content" not in old.place.object and "content" not in new.place.object:
        yield Position(old.place.at("schema"), new.place.at("schema"), new.words, textual=_textual(old, new))


def _textual(old: Parameter, new: Parameter) -> str:
    """Return how scalars are told from lists on the wire: ``text`` as they are, ``list`` as lists of one."""
    if old.style == new.style == "form" and old.explode and new.explode:
        return "list"
    return "text"


def _written(old: Parameter, new: Parameter) -> Iterator[Found]:
    """Yield how the parameter's way of being written changed."""
    places = (old.place, new.place)
    by_content = ["content" in place.object for place in places]
    if by_content[0] != by_content[1]:
        words = f"the {new.words} is written {'in a media type' if by_content[1] else 'as plain text'} now"
        yield moved(Rule.parameter_style, Verdict.incomparable, *places, words)
        return
    composite = any(_may_be_composite(place) for place in places)
    if old.style != new.style:
        words = f"the {new.words} is written in style {new.style} instead of {old.style}"
        yield moved(Rule.parameter_style, Verdict.incomparable, *places, words)
    elif old.explode != new.explode and composite:
        words = f"the {new.words} is {'now' if new.explode else 'no longer'} written member by member (explode)"
        yield moved(Rule.parameter_style, Verdict.incomparable, *places, words)
    for flag in ("allowReserved", "allowEmptyValue"):
        allowed = new.place.flag(flag)
        if old.place.flag(flag) != allowed and new.location == "query":
            words = f"{flag} of the {new.words} was {'set' if allowed else 'dropped'}"
            yield moved(Rule.parameter_style, Verdict.wider if allowed else Verdict.narrower, *places, words)


def _may_be_composite(parameter: Place) -> bool:
    """Say whether a value may be a list or an object, for which alone ``explode`` matters."""
    schema = resolved_schema(parameter.at("schema")).value
    types = schema.get("type") if isinstance(schema, dict) else None
    named = [types] if isinstance(types, str) else types if isinstance(types, list) else None
    return named is None or "array" in named or "object" in named
