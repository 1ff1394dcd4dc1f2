"""Templates: what they may do, and what they are handed besides their data.

Each bundle with components has its own copy of this module. Whatever a template prints is escaped, and it reads data
and calls no methods, so that a template that was never reviewed can do no more than show what its component was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MethodType
from typing import Any
from uuid import UUID

from jinja2 import StrictUndefined, Template, Undefined, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as _OF_JINJA
from jinja2.filters import do_batch, do_slice
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS as _TESTS_OF_JINJA
from markupsafe import Markup
from pydantic import BaseModel

from .views import View, clock, day, iso, number, plural, zone_name

_MOST_CHARACTERS = 2_000_000
"""The longest text that one component may become."""
_MOST_COLUMNS = 1_000
_OUTSIDE_A_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of the text around them."""
_LETTERS_OF_THE_OTHER_DIRECTION = {
    "ltr": re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]"),
    "rtl": re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]"),
}

LOOP = frozenset(
    {"changed", "cycle", "depth", "depth0", "first", "index", "index0", "last", "length"}
    | {"nextitem", "previtem", "revindex", "revindex0"}
)
"""What templates may read of ``loop``."""
VIEW = frozenset({"direction", "hour12", "locale", "zone"})
"""What templates may read of ``view``."""


def local_url(value: object) -> str:
    r"""Return ``value`` if it is a path (``/...``), query (``?...``) or fragment (``#...``) of this server.

    Raises ValueError for all else. Browsers read ``//x``, ``/\x`` and ``/<tab>/x`` as other servers, and leave out
    tabs and line ends wherever they stand, so no such character passes.
    """
    if isinstance(value, str) and re.match(r"/(?!/)|[?#]", value) and not _OUTSIDE_A_URL.search(value):
        return str(value)
    raise ValueError(f"not an address on this server: {str(value)[:200]!r}. It starts with one /, ? or #.")


@dataclass(frozen=True, slots=True)
class Texts:
    """``t`` of templates: a message with its values put in.

    ``messages`` are those in ``locale``, the one of the component's languages that is nearest to the view's.
    """

    messages: Mapping[str, str | dict[str, str]]
    view: View
    locale: str

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text. Raises LookupError for an unknown key, or when a value it needs is not given."""
        message = self.messages.get(key)
        if message is None:
            raise LookupError(f"ui/messages.json has no message {key!r} for {self.locale}")
        if isinstance(message, dict):
            message = self._plural(key, message, values.get("count"))
        return _PLACEHOLDER.sub(lambda found: self._value(key, found[1], values), message)

    def _plural(self, key: str, forms: dict[str, str], count: object) -> str:
        if not isinstance(count, int | float) or isinstance(count, bool):
            raise TypeError(f"t({key!r}) has plural forms, so it needs count=<number>, not {count!r}")
        return forms.get(plural(count, self.locale)) or forms["other"]

    def _value(self, key: str, name: str, values: Mapping[str, object]) -> str:
        if name not in values:
            raise LookupError(f"the message {key!r} needs {name}: t({key!r}, {name}=...)")
        value = values[name]
        if name == "count" and isinstance(value, int | float):
            return number(value, self.view)
        text = str(printed(value))
        # Text of the other direction, or a stranger's own turns of it, must not move the words around it.
        bare = _TURNS.sub("", text)
        return (
            f"\u2068{bare}\u2069"
            if bare != text or _LETTERS_OF_THE_OTHER_DIRECTION[self.view.direction].search(bare)
            else text
        )


@dataclass(frozen=True, slots=True)
class Icons:
    """``icon`` of templates: a symbol of the design, for the eye alone unless it has a label."""

    design: str

    def __call__(self, name: str, label: str | None = None) -> Markup:
        """Return the markup. Raises ValueError for what cannot be an icon's name."""
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            raise ValueError(f"an icon's name is kebab-case, not {name!r}")
        role = Markup('aria-hidden="true"')
        if label is not None:
            role = Markup('role="img" aria-label="{}"').format(printable(label))
        use = Markup('<use href="/ui/{}/icons.svg#{}"></use>').format(self.design, name)
        return Markup('<svg class="icon" {} focusable="false">{}</svg>').format(role, use)


def printed(value: object) -> object:
    """Return what a template prints for ``value``, before it is escaped. Raises TypeError for what is no text.

    Characters that HTML cannot hold, such as U+0000, become U+FFFD.
    """
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Undefined):
        return str(value)  # raises, and says which name was not there
    if isinstance(value, int | UUID) and not isinstance(value, bool):
        return value
    raise TypeError(
        f"a template prints texts and whole numbers, not {value!r}: "
        f"give dates to `day`, `clock` or `iso`, other numbers to `number`, and ask for the rest with `if`"
    )


def printable(text: str) -> str:
    """Return ``text`` with U+FFFD for characters that HTML cannot hold, such as U+0000."""
    return _NOT_TEXT.sub("\ufffd", text)


def parsed(source: str, name: str) -> Template:
    """Return a template; ``name`` is its path, for error messages. Raises jinja2.TemplateSyntaxError."""
    return Template.from_code(ENVIRONMENT, ENVIRONMENT.compile(source, name, name), {})


def rendered(template: Template, values: Mapping[str, object]) -> Markup:
    """Return a template's markup. Raises OverflowError when it becomes longer than 2 million characters."""
    parts, length = [], 0
    for part in template.generate(values):
        parts.append(part)
        length += len(part)
        if length > _MOST_CHARACTERS:
            raise OverflowError(f"{template.name} becomes longer than {_MOST_CHARACTERS} characters: show less at once")
    return Markup("".join(parts))  # noqa: S704  # what an autoescaping template printed


class _Environment(ImmutableSandboxedEnvironment):
    """Templates read fields of props, of the view and of ``loop``, call ``t`` and ``icon``, and nothing else."""

    # A template could ask for gigabytes with "x" * 10**9 or "%999999999d" % 1.
    intercepted_binops = frozenset(["*", "**", "%"])

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Allow data only."""
        del value
        if isinstance(obj, BaseModel):
            return attr in type(obj).model_fields or attr in (obj.model_extra or {})
        if isinstance(obj, View):
            return attr in VIEW
        return isinstance(obj, LoopContext) and attr in LOOP

    def is_safe_callable(self, obj: object) -> bool:
        """Allow ``t``, ``icon``, ``loop.cycle``, ``loop.changed`` and the template's own macros."""
        own = isinstance(obj, MethodType) and isinstance(obj.__self__, LoopContext)
        return own or isinstance(obj, Texts | Icons | Macro)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> Any:  # noqa: ANN401  # Jinja's
        """Allow arithmetic."""
        if operator == "**" or not isinstance(left, int | float) or not isinstance(right, int | float):
            raise SecurityError(f"templates know {operator} for numbers alone, and no powers")
        return super().call_binop(context, operator, left, right)

    def unsafe_undefined(self, obj: object, attribute: str) -> Undefined:
        """Say what is readable instead."""
        return self.undefined(
            f"templates read fields of data alone, so not {attribute!r} of a {type(obj).__name__}: "
            f"prepare the value in api.py, or add a field to the props",
            name=attribute,
            exc=SecurityError,
        )


def _seen(show: Callable[..., str]) -> Callable[..., str]:
    """Return a filter that shows a value as the visitor wants it."""

    @pass_context
    def shown(context: Context, value: object, *given: object) -> str:
        # The view that was handed in, whatever the template itself calls `view`.
        return show(value, context.parent["view"], *given)

    return shown


def _bounded(cut: Callable[..., Iterator[list[Any]]]) -> Callable[..., Iterator[list[Any]]]:
    """Keep a template from asking for a billion columns."""

    def bounded(values: Iterable[object], count: int, fill_with: object = None) -> Iterator[list[Any]]:
        if not 1 <= count <= _MOST_COLUMNS:
            raise ValueError(f"between 1 and {_MOST_COLUMNS} columns, not {count}")
        return cut(values, count, fill_with)

    return bounded


_PLAIN = (
    *("abs", "first", "join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr"),
    *("reverse", "round", "select", "selectattr", "sort", "sum", "trim", "unique", "upper"),
)
FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: _OF_JINJA[name] for name in _PLAIN},
    "batch": _bounded(do_batch),
    "slice": _bounded(do_slice),
    "clock": _seen(clock),
    "day": _seen(day),
    "iso": iso,
    "local_url": local_url,
    "number": _seen(number),
    "zone_name": _seen(zone_name),
}
"""Every filter that templates have. ``default`` and ``replace`` are not among them: data is complete, or prepared."""
TESTS: Mapping[str, Any] = {
    name: _TESTS_OF_JINJA[name]
    for name in (
        *("!=", "<", "<=", "==", ">", ">=", "eq", "equalto", "ge", "greaterthan", "gt", "le", "lessthan", "lt", "ne"),
        *("divisibleby", "even", "false", "in", "integer", "mapping", "none", "number", "odd", "sequence", "string"),
        "true",
    )
}
"""Every test that templates have."""


def _environment() -> _Environment:
    made = _Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=printed
    )
    made.globals.clear()
    made.filters = dict(FILTERS)
    made.tests = dict(TESTS)
    return made


ENVIRONMENT = _environment()
