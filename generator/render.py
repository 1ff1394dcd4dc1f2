"""Turns a prompt and its contract into the request that is sent: same inputs, same bytes, on every machine.

Templates are the project's own, yet they are rendered in a sandbox: a prompt copied from somewhere must not read files,
reach into objects, or run for ever. Roles were split beforehand, so a value that looks like a role marker is only text.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterator
from types import CodeType
from typing import TypeAlias

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.filters import do_indent
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator import markup_stub, models
from generator.contract import Contract, Operation
from generator.errors import PromptInvalid
from generator.interface import MESSAGES, Component, Design, Interface
from generator.project import Project
from generator.prompts import Prompt, Turn
from generator.requests import Message, Request
from generator.schemas import JsonObject

MAX_CHARACTERS = 2_000_000
"""More than any model reads; a template that goes on beyond is stuck in a loop."""

MAX_ROUNDS = 100_000
"""How often the bodies of all loops and macros of one turn may run together."""

Values: TypeAlias = dict[str, Callable[[], object]]

_TEMPLATE = "<prompt>"
_BLOWS_UP = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})


def request(project: Project, prompt: Prompt, contract: Contract) -> Request:
    """Render ``prompt`` into the request for its model.

    Raises PromptInvalid, with the prompt's file and line, for a template that cannot be read or rendered, names a value
    that does not exist, tries to leave the sandbox, or renders to nothing or to more than ``MAX_CHARACTERS``.
    """
    values = _values(project, contract)
    return Request(
        feature=prompt.unit.feature,
        version=prompt.unit.version,
        prompt=prompt.name,
        model=prompt.head.model,
        messages=tuple(Message(turn.role, _rendered(prompt, turn, values)) for turn in prompt.turns),
        config=prompt.head.config.values(),
        answer_schema=contract.answer_schema,
    )


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2 without what turns a short text into gigabytes."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, _context: object, operator: str, left: object, right: object) -> object:
        """Calculate with small numbers alone: ``'x' * 10**9`` would fill the memory."""
        if not all(isinstance(value, int) and abs(value) <= MAX_ROUNDS for value in (left, right)) or operator == "**":
            raise SecurityError(f"{operator!r} takes small whole numbers only")
        return super().call_binop(_context, operator, left, right)  # type: ignore[arg-type]

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Keep templates from text methods that pad."""
        return not (isinstance(obj, str) and attr in _BLOWS_UP) and super().is_safe_attribute(obj, attr, value)


def _environment() -> _Sandbox:
    environment = _Sandbox(
        undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )  # plain text, no HTML
    for name in ("center", "format", "random", "wordwrap", "xmlattr"):
        del environment.filters[name]
    environment.filters |= {"indent": _indented, "replace": _replaced, "tojson": _as_json}
    for name in ("cycler", "joiner", "lipsum", "namespace"):
        del environment.globals[name]
    return environment


def _indented(text: str, width: int = 4, first: bool = False, blank: bool = False) -> str:  # noqa: FBT001, FBT002 - Jinja's own signature
    """Indent as Jinja does, by at most 100 columns."""
    if not isinstance(width, int) or width > 100:
        raise SecurityError("indent takes a width of at most 100")
    return do_indent(text, width, first, blank)


def _replaced(text: str, old: str, new: str) -> str:
    """Replace as Python does, unless the result would be longer than anything that may be rendered."""
    text, old, new = str(text), str(old), str(new)
    if len(text) + text.count(old) * max(len(new) - len(old), 0) > MAX_CHARACTERS:
        raise SecurityError(f"replace makes more than {MAX_CHARACTERS:,} characters")
    return text.replace(old, new)


def _as_json(value: object) -> str:
    """Write a value as sorted JSON on one line."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _rendered(prompt: Prompt, turn: Turn, values: Values) -> str:
    """Render one role's part, without the blank lines around it."""
    environment = _environment()
    try:
        tree = environment.parse(turn.template)
        shown = {name: read() for name, read in values.items() if name in meta.find_undeclared_variables(tree)}
        _count_rounds(tree)
        code: CodeType = environment.compile(tree, filename=_TEMPLATE)
        template = Template.from_code(environment, code, dict(environment.globals))
        text = "".join(_bounded(template.generate(**shown, **{_TICK: _ticker()})))
    except TemplateSyntaxError as error:
        raise _wrong(prompt, turn, error.lineno, error) from error
    except (
        TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
        RecursionError,
    ) as error:
        raise _wrong(prompt, turn, _line_of(error), error) from error
    if not text.strip():
        raise PromptInvalid(f"{prompt.path}:{turn.line}: the {turn.role.value} part renders to nothing. Write it.")
    return text.strip("\n") + "\n"


def _wrong(prompt: Prompt, turn: Turn, line: int, error: Exception) -> PromptInvalid:
    known = (
        "feature, version, kernel, kernel_package, models, schemas, operations, files, answer_schema, and where the "
        "unit has a ui.prompt: components, markup, design, locales, messages_file, token_schema"
    )
    hint = f" A template knows {known}." if "is undefined" in str(error) else ""
    what = str(error).rstrip(".") or type(error).__name__
    return PromptInvalid(f"{prompt.path}:{turn.line + line - 1}: {what}.{hint}")


def _line_of(error: BaseException) -> int:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _TEMPLATE]
    return (lines[-1] if lines else 1) or 1


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MAX_CHARACTERS:
            raise SecurityError(f"renders to more than {MAX_CHARACTERS:,} characters")
        yield piece


_TICK = "lockstep_round"


def _count_rounds(tree: nodes.Template) -> None:
    """Have every loop and macro count its rounds: a loop that writes nothing would otherwise never be noticed."""
    for node in tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock)):
        tick = nodes.Call(nodes.Name(_TICK, "load"), [], [], None, None)
        node.body.insert(0, nodes.ExprStmt(tick).set_lineno(node.lineno))  # type: ignore[attr-defined]


def _ticker() -> Callable[[], str]:
    left = iter(range(MAX_ROUNDS))

    def tick() -> str:
        if next(left, None) is None:
            raise SecurityError(f"loops run more than {MAX_ROUNDS:,} rounds")
        return ""

    return tick


def _values(project: Project, contract: Contract) -> Values:
    """Return what templates may name. Each is read only when one does: models.py takes a heavy library."""
    unit = contract.unit
    return {
        "feature": lambda: unit.feature,
        "version": lambda: unit.version,
        "kernel": lambda: contract.kernel,
        "kernel_package": lambda: project.settings.kernel,
        "models": lambda: models.render(contract),
        "schemas": lambda: {name: schema.text for name, schema in contract.schemas.items()},
        "operations": lambda: [_shown(operation) for operation in contract.operations],
        "files": lambda: dict(contract.files),
        "answer_schema": lambda: contract.answer_text,
        **(_drawn(contract.interface) if contract.interface else {}),
    }


def _drawn(interface: Interface) -> Values:
    """Return what templates may name besides, where the unit has an interface."""
    values: Values = {
        "components": lambda: [_component(each) for each in interface.components],
        "markup": lambda: markup_stub.TEXT,
        "design": lambda: _design(interface.design),
        "locales": lambda: list(interface.locales),
        "messages_file": lambda: MESSAGES,
    }
    token_schema = interface.token_schema
    return values if token_schema is None else {**values, "token_schema": lambda: _as_text(token_schema)}


def _component(component: Component) -> dict[str, object]:
    return {
        "name": component.name,
        "summary": component.summary,
        "description": component.description,
        "signature": component.signature,
        "css_class": component.css_class,
        "props": component.props,
        "slots": list(component.slots),
        "script": component.script,
        "files": list(component.files),
        "schema": _as_text(component.schema),
    }


def _design(design: Design) -> dict[str, object]:
    notes = dict(design.notes)
    return {
        "name": str(design.unit),
        "tokens": [{"name": name, "description": notes.get(name, "")} for name in sorted(design.tokens)],
        "classes": sorted(design.classes),
        "icons": sorted(design.icons),
    }


def _as_text(schema: JsonObject) -> str:
    """Write a schema as it would stand in a file: keys in the order in which they were written."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _shown(operation: Operation) -> dict[str, object]:
    return {
        "id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "summary": operation.summary,
        "description": operation.description,
        "signature": operation.signature,
        "parameters": dict(operation.parameters),
        "response": operation.response,
        "status": operation.status,
        "errors": list(operation.errors),
    }
