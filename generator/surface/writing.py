"""A surface as JSON, to be looked at in a review and locked: sorted, one line for each thing.

The format is numbered: what landed was accepted in it, so a change of the writing is a new number, not new bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.canonical import Json
from generator.surface.declarations import (
    Alias,
    Attribute,
    Class,
    Declaration,
    Distinct,
    Form,
    Parameter,
    Passing,
    Routine,
    Signature,
    Surface,
)
from generator.surface.types import Type, Variable, text, walk

FORMAT = 1
_RESTS = {Passing.rest: "*", Passing.named_rest: "**"}


def as_json(surface: Surface) -> dict[str, Json]:
    """Return what ``surface.json`` holds: names by file, then the escape hatches of each file by kind."""
    modules: dict[str, dict[str, Json]] = {}
    for name, found in surface.declarations.items():
        path = surface.path(name)
        if path in surface.files:
            modules.setdefault(path, {})[_inner(surface, name)] = _declaration(found)
    hatches: dict[str, Json] = {
        path: dict(Counter(each.kind for each in surface.hatches if each.path == path))
        for path in sorted({each.path for each in surface.hatches})
    }
    return {"format": FORMAT, "hatches": hatches, "modules": dict(modules)}


def _inner(surface: Surface, name: str) -> str:
    """Return a name inside its module."""
    home = name
    while home and home not in surface.paths:
        home = home.rpartition(".")[0]
    return name.removeprefix(home).removeprefix(".")


def _declaration(found: Declaration) -> Json:
    match found:
        case Routine(signatures=(only,)):
            return _signature(only)
        case Routine(signatures=several):
            return [_signature(each) for each in several]
        case Class():
            return _class(found)
        case Attribute():
            return f"constant {text(found.type)}"
        case Alias(variables=variables):
            named = f"[{', '.join(map(_variable, variables))}]" if variables else ""
            return f"type{named} = {text(found.type)}"
        case Distinct():
            return f"new type of {text(found.of)}"
    raise AssertionError(found)


def _class(found: Class) -> Json:
    options = ", ".join(f"{key}={value}" for key, value in sorted(found.options.items()))
    row: dict[str, Json] = {"is": f"{found.form.value}({options})" if options else found.form.value}
    if found.variables:
        row["variables"] = [_variable(each) for each in found.variables]
    if found.bases:
        row["bases"] = [text(each) for each in found.bases]
    if found.members:
        row["members"] = [f"{name} = {value}" for name, value in sorted(found.members.items())]
    if found.attributes:
        shown = [_attribute(name, each) for name, each in found.attributes.items()]
        # Where the constructor takes them by place, their order is part of it.
        row["attributes"] = [*(shown if found.form in {Form.data, Form.named_tuple} else sorted(shown))]
    if found.methods:
        row["methods"] = {name: _declaration(each) for name, each in found.methods.items()}
    return row


def _attribute(name: str, found: Attribute) -> str:
    access = "" if found.settable else " (read only)"
    wire = f" as {found.alias}" if found.alias else ""
    default = "" if found.default is None else f" = {found.default}"
    return f"{name}: {text(found.type)}{default}{wire}{access}"


def _signature(found: Signature) -> str:
    role = "" if found.role.value in {"function", "method"} else f"{found.role.value} "
    kind = f"{'async ' if found.is_async else ''}def"
    variables = {each.name: each for whole in _types(found) for each in walk(whole) if isinstance(each, Variable)}
    told = [_variable(each) for name, each in sorted(variables.items()) if name != "Self"]
    named = f"[{', '.join(told)}]" if told else ""
    return f"{role}{kind}{named} ({', '.join(_parameters(found.parameters))}) -> {text(found.returns)}"


def _types(found: Signature) -> Iterator[Type]:
    yield from (each.type for each in found.parameters)
    yield found.returns


def _parameters(found: tuple[Parameter, ...]) -> Iterator[str]:
    placed = [each for each in found if each.passing is Passing.by_place]
    starred = any(each.passing is Passing.rest for each in found)
    for at, each in enumerate(found):
        if each.passing is Passing.by_name and not starred:
            starred = True
            yield "*"
        default = "" if each.default is None else f" = {each.default}"
        yield f"{_RESTS.get(each.passing, '')}{each.name}: {text(each.type)}{default}"
        if placed and at == len(placed) - 1:
            yield "/"


def _variable(found: Variable) -> str:
    if found.choices:
        return f"{found.name}: ({', '.join(map(text, found.choices))})"
    return found.name if found.bound is None else f"{found.name}: {text(found.bound)}"
