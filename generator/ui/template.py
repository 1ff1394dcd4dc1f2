"""A component's template: Jinja by its own parser, HTML by :mod:`generator.ui.tags`, both along one tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError, nodes

from generator.interface import Component, Design
from generator.ui import attributes, elements
from generator.ui.expressions import CALLED, Reader
from generator.ui.flaws import Flaw, Stop, shown
from generator.ui.icons_and_texts import Use
from generator.ui.tags import At, Attribute, Tags
from generator.ui.text import has_words, nests_deeper
from generator.ui.values import Props, Value, either, plain

_MAX_BRACKETS = 12
_MAX_DEPTH = 60
_MAX_EXPANSIONS = 500  # macros that call macros could go on for ever
# It only parses: trimming is the runtime's, so that every piece of text is what will be shown.
_ENVIRONMENT = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
_KEPT = frozenset({"props", "view", "loop"}) | CALLED
_FLATTER = "Write it flatter."

Scope = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in a template: its flaws, and the messages it asks for (None when it could not be read)."""

    flaws: tuple[Flaw, ...]
    uses: tuple[Use, ...] | None


def check(text: str, component: Component, design: Design, names: frozenset[str] = frozenset()) -> Seen:
    """Read a template that passed :func:`generator.ui.text.guard`. Raises RecursionError for some hostile ones.

    ``names`` are texts that may be written out: what a design calls its tokens, classes and icons, on its specimen.
    """
    if nests_deeper(text, _MAX_BRACKETS * 4):
        return Seen((Flaw("code/too-complex", "brackets nest too deeply", remedy=_FLATTER),), None)
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        message = f"the template is not valid Jinja: {shown(error.message, 200)}"
        return Seen((Flaw("code/syntax", message, error.lineno),), None)
    except (RecursionError, OverflowError, ValueError, UnicodeError):  # numbers of thousands of digits, odd escapes
        return Seen((Flaw("code/too-complex", "the template cannot be parsed", remedy=_FLATTER),), None)
    if _depth(tree) > _MAX_DEPTH:
        return Seen(
            (Flaw("code/too-complex", f"blocks or expressions nest deeper than {_MAX_DEPTH}", remedy=_FLATTER),), None
        )
    walk = _Walk(component, design, names)
    try:
        walk.body(tree.body, walk.start())
        walk.tags.end()
    except Stop as stopped:
        walk.reader.flaws.append(stopped.flaw)
        return Seen(tuple(walk.reader.flaws), None)
    return Seen(tuple(walk.reader.flaws), tuple(walk.reader.uses))


def _depth(tree: nodes.Node) -> int:
    found, level = 0, [tree]
    while level:
        found += 1
        level = [child for node in level for child in node.iter_child_nodes()]
    return found


@dataclass
class _Walk:
    """The way through one template, in the order in which it stands."""

    component: Component
    design: Design
    names: frozenset[str]
    reader: Reader = field(init=False)
    tags: Tags = field(init=False)
    macros: dict[str, nodes.Macro] = field(default_factory=dict)
    calling: list[str] = field(default_factory=list)
    nested: int = 0
    expansions: int = 0

    def __post_init__(self) -> None:
        self.reader = Reader(Props(self.component.schema), self.design.icons)
        self.tags = Tags(self.text, self.tag, self.attribute)

    def start(self) -> Scope:
        """Return the names that a template begins with."""
        given = {name: plain("markup") for name in self.component.slots}
        return {"props": self.reader.props.value, "view": plain("view"), **given}

    def text(self, text: str, line: int) -> None:
        """Look at a piece of text."""
        if has_words(text) and text.strip() not in self.names:
            remedy = "Put the words into ui/messages.json, and write {{ t('key') }}."
            self._flaw("ui/text", f"the words {shown(text.strip())} are written out", line, remedy)
        elif text.strip() and not self.tags.place.open:
            self._flaw("ui/markup", "text stands outside the root element", line, "Put it into the root element.")

    def tag(self, name: str, line: int) -> None:
        """Look at the name of an element."""
        flaw = elements.element_flaw(name, line)
        if flaw is not None:
            self.reader.flaws.append(flaw)

    def attribute(self, attribute: Attribute) -> None:
        """Look at an attribute."""
        self.reader.flaws += attributes.check(attribute, self.component, self.design)

    def body(self, body: list[nodes.Node], scope: Scope) -> None:
        """Read statements one after another. Raises Stop when what follows cannot be told."""
        for node in body:
            match node:
                case nodes.Output():
                    self._output(node, scope)
                case nodes.If():
                    self._if(node, scope)
                case nodes.For():
                    self._for(node, scope)
                case nodes.Assign(target=nodes.Name(name=name)) if self._may_bind(name, node.lineno):
                    scope[name] = self.reader.read(node.node, scope)
                case nodes.Assign():
                    pass
                case nodes.Macro() if not self.nested:
                    self._define(node)
                case _:
                    raise Stop(self._tag_flaw(node))

    def _output(self, node: nodes.Output, scope: Scope) -> None:
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                self.tags.data(part.data, part.lineno)
                continue
            if isinstance(part, nodes.Call) and isinstance(part.node, nodes.Name) and part.node.name in self.macros:
                self._expand(part, self.macros[part.node.name], scope)
                continue
            before = len(self.reader.flaws)
            value = self.reader.read(part, scope)
            where = self.tags.expression(value, part.lineno)
            if len(self.reader.flaws) == before:
                self._shown(value, where, part.lineno)

    def _define(self, macro: nodes.Macro) -> None:
        """Keep a macro for its calls: what it shows is read there, as part of what stands around the call."""
        names = [str(argument.name) for argument in macro.args]
        if all(self._may_bind(name, macro.lineno) for name in (macro.name, *names)):
            self.macros[macro.name] = macro

    def _expand(self, call: nodes.Call, macro: nodes.Macro, scope: Scope) -> None:
        """Read what a macro shows, as if it stood in the place of its call. Raises Stop."""
        self.expansions += 1
        if macro.name in self.calling or self.expansions > _MAX_EXPANSIONS:
            raise Stop(Flaw("safety/template", f"the macro {shown(macro.name)} goes on without end", call.lineno))
        if call.dyn_args is not None or call.dyn_kwargs is not None:
            raise Stop(Flaw("safety/template", "arguments are written out, without * and **", call.lineno))
        names = [str(argument.name) for argument in macro.args]
        first = len(names) - len(macro.defaults)
        inner = self.start() | {
            name: self.reader.read(default, scope) for name, default in zip(names[first:], macro.defaults, strict=True)
        }
        given = dict(zip(names, call.args, strict=False)) | {str(each.key): each.value for each in call.kwargs}
        inner |= {name: self.reader.read(value, scope) for name, value in given.items() if name in names}
        if len(call.args) > len(names) or not given.keys() <= set(names) or not set(names) <= inner.keys():
            remedy = f"It takes {', '.join(names) or 'nothing'}."
            self._flaw(
                "ui/markup", f"the macro {shown(macro.name)} is called with other arguments", call.lineno, remedy
            )
            return
        if self.tags.place.at not in {At.data, At.quoted}:
            self.tags.expression(plain("markup"), call.lineno)  # says where it stands
        self.calling.append(macro.name)
        self.tags.branches([_later(self, macro.body, inner)], call.lineno)
        self.calling.pop()

    def _shown(self, value: Value, where: str, line: int) -> None:
        """Look at what is printed."""
        if where == "value" and value.is_a("markup"):
            remedy = "Show markup between tags; give icons a label instead."
            self._flaw("safety/unquoted", "markup stands in an attribute's value, where it could end it", line, remedy)
        if where == "text" and value.is_a("markup") and self.tags.place.open[-1:] == ("textarea",):
            self._flaw("safety/unquoted", "markup stands in a <textarea>, which holds text", line, "Show text there.")
        if where == "text" and any(has_words(word) and word not in self.names for word in value.words):
            remedy = "Put the words into ui/messages.json, and write t('key')."
            self._flaw("ui/text", "words in an expression are written out", line, remedy)
        if where == "text" and not self.tags.place.open:
            self._flaw("ui/markup", "an expression stands outside the root element", line, "Put it inside.")
        for names, remedy in _UNPRINTABLE.items():
            if value.is_a(*names):
                self._flaw(
                    "ui/markup", f"a template prints texts and whole numbers, this is a {names[0]}", line, remedy
                )

    def _if(self, node: nodes.If, scope: Scope) -> None:
        """Read a chain of conditions: exactly one of its bodies is shown, the last of which may be empty."""
        self.reader.read(node.test, scope)
        scopes: list[Scope] = []
        bodies = []
        for body in (node.body, *(each.body for each in node.elif_), node.else_):
            scopes.append(dict(scope))
            bodies.append(_later(self, body, scopes[-1]))
        for each in node.elif_:
            self.reader.read(each.test, scope)
        self.tags.branches(bodies, node.lineno)
        for name in {name for inner in scopes for name in inner}:
            scope[name] = either([inner[name] for inner in scopes if name in inner])

    def _for(self, node: nodes.For, scope: Scope) -> None:
        over = self.reader.read(node.iter, scope)
        if over.kinds and not over.is_a("array", "map"):
            self._flaw(
                "ui/markup", "a loop goes over a list, and this is none", node.lineno, "Name a list of the props."
            )
        if node.recursive or not isinstance(node.target, nodes.Name):
            raise Stop(Flaw("safety/template", "a loop binds one name, and does not call itself", node.lineno))
        inner = dict(scope)
        if self._may_bind(node.target.name, node.lineno):
            inner[node.target.name] = self.reader.props.looped(over)
        if node.test is not None:
            self.reader.read(node.test, inner)
        loop = Value(plain("loop").kinds, items=self.reader.props.looped(over))
        bodies = [_later(self, node.body, {**inner, "loop": loop}), _later(self, node.else_, dict(scope))]
        self.tags.branches(bodies, node.lineno, loop=True)

    def _may_bind(self, name: str, line: int) -> bool:
        if name in _KEPT or name in self.component.slots or name.startswith("_"):
            self._flaw("safety/template", f"{shown(name)} is taken", line, "Choose another name.")
            return False
        return True

    def _tag_flaw(self, node: nodes.Node) -> Flaw:
        if isinstance(node, nodes.Scope | nodes.EvalContextModifier):  # what {% autoescape %} becomes
            return Flaw(
                "safety/autoescape", "escaping is switched", node.lineno, remedy="It is always on: take it out."
            )
        name = type(node).__name__.lower()
        remedy = "Templates have {% if %}, {% for %}, {% set name = value %}, and {% macro %} outside of these."
        return Flaw("safety/template", f"the tag {name} is off the list", node.lineno, remedy=remedy)

    def _flaw(self, rule: str, message: str, line: int, remedy: str) -> None:
        self.reader.flaws.append(Flaw(rule, message, line, remedy=remedy))


_UNPRINTABLE = {
    ("boolean",): "Write {{ 'true' if it else 'false' }}, or {% if it %}hidden{% endif %}.",
    ("date", "date-time"): "Write {{ it|day('yMMMd') }}, {{ it|clock }} or {{ it|iso }}.",
    ("number",): "Write {{ it|number }}.",
    ("class", "array", "map", "view", "loop"): "Print one of its fields, or loop over it.",
}


def _later(walk: _Walk, body: list[nodes.Node], scope: Scope) -> Callable[[], None]:
    def read() -> None:
        walk.nested += 1
        walk.body(body, scope)
        walk.nested -= 1

    return read
