"""Which values a prompt's body cannot do without, and which it replaces where they are missing.

A prompt is rendered with undefined names refused, so a value that it names must be there. ``x | default("")`` and
``{% if x is defined %}`` take that back: a value that goes missing is then missing without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, nodes

from generator.errors import PromptInvalid
from generator.prompts import Prompt, Turn

_DEFAULTS = frozenset({"default", "d"})
_TESTS = frozenset({"defined", "undefined"})
_NOTHING: frozenset[str] = frozenset()
_Names = Mapping[str, str]
"""Name in a template → what it stands for, empty for what a template makes itself."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The values that a prompt's body names, ``operations[].summary`` for one of each operation, with their lines.

    ``required`` are named at least once where their absence is an error; all others are ``defaulted``.
    """

    path: str
    required: Mapping[str, int]
    defaulted: Mapping[str, int]


def inputs(prompt: Prompt) -> Inputs:
    """Find them. Raises PromptInvalid, with file and line, for a body that is no template."""
    needed, replaced = dict[str, int](), dict[str, int]()
    for turn in prompt.turns:
        for name, line, is_guarded in _uses(prompt, turn):
            (replaced if is_guarded else needed).setdefault(name, turn.line + line - 1)
    return Inputs(prompt.path, needed, {name: line for name, line in replaced.items() if name not in needed})


_Use = tuple[str, int, bool]


def _uses(prompt: Prompt, turn: Turn) -> list[_Use]:
    try:
        return list(_in_block(Environment().parse(turn.template), {}, _NOTHING))  # noqa: S701  # read, not rendered
    except TemplateSyntaxError as error:
        raise PromptInvalid(
            f"{prompt.path}:{turn.line + error.lineno - 1}: {str(error).rstrip('.')}. Mend it."
        ) from error
    except RecursionError as error:
        raise PromptInvalid(f"{prompt.path}:{turn.line}: is nested too deeply to be read. Flatten it.") from error


def _in_block(node: nodes.Node, names: _Names, known: frozenset[str]) -> Iterator[_Use]:
    """Yield the uses in the parts of ``node``, one after the other: what one sets, the next ones have."""
    local = dict(names)
    for child in node.iter_child_nodes():
        yield from _in(child, local, known)
        if isinstance(child, nodes.Assign):
            local |= _bound(child.target, _path(child.node, local) or "")
        elif isinstance(child, nodes.AssignBlock | nodes.Macro):
            local |= _bound(child.target, "") if isinstance(child, nodes.AssignBlock) else {child.name: ""}


def _in(node: nodes.Node, names: _Names, known: frozenset[str]) -> Iterator[_Use]:
    path = _path(node, names)
    if path is not None:
        yield from _named(node, path, names, known)
    elif isinstance(node, nodes.Filter | nodes.Test) and (asked := _may_be_missing(node, names)):
        yield from _replaced(asked, names, known)
        for argument in [*node.args, *node.kwargs]:
            yield from _in(argument, names, known)
    elif isinstance(node, nodes.If | nodes.CondExpr):
        yield from _in_choice(node, names, known)
    elif isinstance(node, nodes.And):
        yield from _in(node.left, names, known)
        yield from _in(node.right, names, known | _defined(node.left, names, holds=True))
    else:
        yield from _in_scope(node, names, known)


def _may_be_missing(node: nodes.Filter | nodes.Test, names: _Names) -> nodes.Node | None:
    """Return the value that a filter replaces where it is missing, or that a test asks for."""
    asks = node.name in (_DEFAULTS if isinstance(node, nodes.Filter) else _TESTS)
    return node.node if asks and node.node is not None and _path(node.node, names) else None


def _in_scope(node: nodes.Node, names: _Names, known: frozenset[str]) -> Iterator[_Use]:
    """Yield the uses in a node that may have names of its own."""
    if isinstance(node, nodes.For):
        yield from _in_loop(node, names, known)
    elif isinstance(node, nodes.With):
        for value in node.values:
            yield from _in(value, names, known)
        made = {name: "" for target in node.targets for name in _bound(target, "")}
        yield from _in_block(nodes.Scope(node.body), {**names, **made}, known)
    elif isinstance(node, nodes.Macro | nodes.CallBlock):
        yield from _in_block(node, {**names, **{each.name: "" for each in node.args}, "caller": ""}, known)
    else:
        yield from _in_block(node, names, known)


def _in_choice(node: nodes.If | nodes.CondExpr, names: _Names, known: frozenset[str]) -> Iterator[_Use]:
    yield from _in(node.test, names, known)
    then, other = known | _defined(node.test, names, holds=True), known | _defined(node.test, names, holds=False)
    if isinstance(node, nodes.CondExpr):
        yield from _in(node.expr1, names, then)
        yield from _in(node.expr2, names, other) if node.expr2 else ()
        return
    yield from _in_block(nodes.Scope(node.body), names, then)
    for each in node.elif_:
        yield from _in_choice(each, names, other)
    yield from _in_block(nodes.Scope(node.else_), names, other)


def _in_loop(node: nodes.For, names: _Names, known: frozenset[str]) -> Iterator[_Use]:
    yield from _in(node.iter, names, known)
    over = _path(node.iter, names)
    inner = {**names, "loop": "", **_bound(node.target, f"{over}[]" if over else "")}
    if node.test is not None:
        yield from _in(node.test, inner, known)
    yield from _in_block(nodes.Scope(node.body), inner, known)
    yield from _in_block(nodes.Scope(node.else_), names, known)


def _named(node: nodes.Node, path: str, names: _Names, known: frozenset[str]) -> Iterator[_Use]:
    """Yield the use of ``path``, and of each value on the way to it; what a template makes itself is no input."""
    while path:
        yield path, node.lineno, any(path == name or path.startswith((f"{name}.", f"{name}[")) for name in known)
        if isinstance(node, nodes.Name):
            return
        node = node.node  # type: ignore[attr-defined]  # what _path knows is a name, or an attribute or item of one
        path = _path(node, names) or ""


def _replaced(node: nodes.Node, names: _Names, known: frozenset[str]) -> Iterator[_Use]:
    """Yield the use of a value that may be missing; what it would be found in may not."""
    yield _path(node, names) or "", node.lineno, True
    if not isinstance(node, nodes.Name):
        yield from _in(node.node, names, known)  # type: ignore[attr-defined]  # as above


def _defined(test: nodes.Node, names: _Names, *, holds: bool) -> frozenset[str]:
    """Return what is certainly there where ``test`` holds, or where it does not."""
    if isinstance(test, nodes.Test) and test.name in _TESTS:
        path = _path(test.node, names)
        return frozenset({path}) if path and (test.name == "defined") == holds else _NOTHING
    if isinstance(test, nodes.Not):
        return _defined(test.node, names, holds=not holds)
    if isinstance(test, nodes.And if holds else nodes.Or):
        return _defined(test.left, names, holds=holds) | _defined(test.right, names, holds=holds)
    return _NOTHING


def _path(node: nodes.Node, names: _Names) -> str | None:
    """Return what a name, or an attribute or named item of one, stands for; empty for what a template makes."""
    if isinstance(node, nodes.Name):
        return names.get(node.name, node.name) if node.ctx == "load" else ""
    if isinstance(node, nodes.Getattr):
        inside, name = _path(node.node, names), node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        inside, name = _path(node.node, names), str(node.arg.value)
    else:
        return None
    return inside and f"{inside}.{name}"


def _bound(target: nodes.Node, path: str) -> dict[str, str]:
    if isinstance(target, nodes.Name):
        return {target.name: path}
    return {name.name: "" for name in target.find_all(nodes.Name)}
