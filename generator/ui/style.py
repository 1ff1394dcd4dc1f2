"""A component's style sheet: it speaks about the component alone, in the design's tokens, and loads nothing foreign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.interface import Component, Design
from generator.ui import colours, css, selectors
from generator.ui.attributes import allowed_class
from generator.ui.css import Block, Declaration, Item, Token
from generator.ui.flaws import Flaw, Stop, shown
from generator.ui.text import has_words
from generator.ui.urls import is_asset

AT_RULES = frozenset({"media", "supports", "container", "keyframes", "starting-style"})
_FRAMES = frozenset({"from", "to"})
_FAMILIES = frozenset(
    {"inherit", "initial", "unset", "revert", "serif", "sans-serif", "monospace", "system-ui", "ui-monospace"}
)
_RUNS = frozenset({"behavior", "-moz-binding", "-ms-behavior", "src"})


@dataclass(frozen=True)
class Rules:
    """What differs between a component's sheet and a design's.

    ``prefix`` begins its own custom properties, keyframes and classes; ``at_rules`` are those it may have; ``page``
    says that it draws the whole page: then it may fix things to the window, and have the last word with !important.
    """

    prefix: str
    design: Design
    at_rules: frozenset[str]
    page: bool


def check(text: str, component: Component, design: Design) -> list[Flaw]:
    """Return what is wrong with a component's style sheet."""
    try:
        items = css.sheet(text)
    except Stop as stopped:
        return [stopped.flaw]
    rules = Rules(component.css_class, design, AT_RULES, page=False)
    is_known = partial(allowed_class, component=component, design=design)
    return [*_scoped(items, rules, is_known, component.css_class), *undeclared(items, rules)]


def _scoped(items: tuple[Item, ...], rules: Rules, is_known: partial[bool], own: str) -> Iterator[Flaw]:
    def is_own(name: str) -> bool:
        return name == own or name.startswith(f"{own}-")

    def walk(items: tuple[Item, ...], *, nested: bool, frames: bool) -> Iterator[Flaw]:
        for item in items:
            if isinstance(item, Declaration):
                yield from declaration(item, rules)
            elif item.at:
                yield from at_rule(item, rules)
                yield from walk(item.body or (), nested=nested, frames=item.at == "keyframes")
            else:
                if not frames:
                    for selector in selectors.listed(item.prelude):
                        yield from selectors.words(selector, is_known)
                        yield from selectors.scope(selector, is_own, nested=nested)
                else:
                    yield from frame(item)
                yield from tokens(item.prelude, selector=True)
                yield from walk(item.body or (), nested=not frames, frames=False)

    yield from walk(items, nested=False, frames=False)


def frame(item: Block) -> Iterator[Flaw]:
    """Yield what is wrong with one step of @keyframes."""
    for token in css.significant(item.prelude):
        if token.kind != "percentage" and token.text.lower() not in _FRAMES | {","}:
            yield Flaw("code/syntax", "a step of @keyframes is from, to or a percentage", token.line)


def at_rule(item: Block, rules: Rules) -> Iterator[Flaw]:
    """Yield what is wrong with an at-rule itself."""
    if item.at not in rules.at_rules:
        rule = "safety/foreign-url" if item.at in {"import", "namespace"} else "ui/scope"
        listed = ", ".join(f"@{name}" for name in sorted(rules.at_rules))
        yield Flaw(rule, f"@{item.at[:40]} is off the list", item.line, remedy=f"There are {listed}.")
        return
    if item.body is None:
        yield Flaw("code/syntax", f"@{item.at} has no block", item.line)
    if item.at == "keyframes":
        names = css.significant(item.prelude)
        if len(names) != 1 or names[0].kind != "ident" or not _prefixed(names[0].text, rules.prefix):
            remedy = f"Name it {rules.prefix}-..."
            yield Flaw("ui/scope", "the name of @keyframes is not the component's own", item.line, remedy=remedy)
    yield from tokens(item.prelude, selector=True)


def declaration(item: Declaration, rules: Rules) -> Iterator[Flaw]:
    """Yield what is wrong with one declaration."""
    if item.important and not rules.page:
        remedy = "Leave it out: components stand in the last layer, and win."
        yield Flaw("ui/scope", f"{item.name[:40]} is !important", item.line, remedy=remedy)
    if item.name in _RUNS and not (rules.page and item.name == "src"):
        yield Flaw("safety/element", f"{item.name} loads or runs something", item.line, remedy="Leave it out.")
    if item.name.startswith("--") and not _prefixed(item.name[2:], rules.prefix):
        remedy = f"Name it --{rules.prefix}-...; the design's tokens are set by the design."
        yield Flaw("ui/token", f"the custom property {shown(item.name)} is not its own", item.line, remedy=remedy)
    yield from colours.raw(item.value, item.name)
    yield from tokens(item.value, selector=False)
    yield from _variables(item, rules)
    yield from _by_name(item, rules)


def _by_name(item: Declaration, rules: Rules) -> Iterator[Flaw]:
    found = css.significant(item.value)
    if item.name == "position" and any(token.text.lower() == "fixed" for token in found) and not rules.page:
        remedy = "Use a <dialog> or the popover attribute, which stand above the page by themselves; or sticky."
        yield Flaw("ui/scope", "position: fixed leaves the component", item.line, remedy=remedy)
    if item.name == "z-index" and not rules.page and not all(_is_low(token) for token in found):
        remedy = "Write a number from -1 to 9, and isolation: isolate on the root element."
        yield Flaw("ui/scope", "z-index reaches over other components", item.line, remedy=remedy)
    if item.name == "content" and any(token.kind == "string" and has_words(token.text) for token in found):
        remedy = "Put the words into ui/messages.json and the template: a style cannot be translated."
        yield Flaw("ui/text", "words stand in a style", item.line, remedy=remedy)
    if item.name == "font-family" and not rules.page:
        for token in found:
            if token.kind == "string" or (token.kind == "ident" and token.text.lower() not in _FAMILIES):
                yield Flaw("ui/token", f"the font {shown(token.text)} is written out", item.line, remedy=_FONT)


_FONT = "Take the design's: var(--...), or inherit."


def _is_low(token: Token) -> bool:
    return token.text.lower() == "auto" or (token.kind == "number" and token.text in {str(n) for n in range(-1, 10)})


def _variables(item: Declaration, rules: Rules) -> Iterator[Flaw]:
    for token in item.value:
        for each in token.all():
            if each.kind == "function" and each.text == "var":
                inner = css.significant(each.inner)
                name = inner[0].text if inner and inner[0].kind == "ident" else ""
                if name[2:] not in rules.design.tokens and not _prefixed(name[2:], rules.prefix):
                    remedy = f"Use a token of the design, or a custom property --{rules.prefix}-... of your own."
                    yield Flaw("ui/token", f"the design has no token {shown(name)}", each.line, remedy=remedy)


def undeclared(items: tuple[Item, ...], rules: Rules) -> Iterator[Flaw]:
    """Yield the sheet's own custom properties that it uses and never sets."""
    found = list(_declarations(items))
    declared = {item.name for item in found}
    for item in found:
        for token in (each for value in item.value for each in value.all()):
            inner = css.significant(token.inner) if token.kind == "function" and token.text == "var" else ()
            name = inner[0].text if len(inner) == 1 else ""
            if name not in declared and name[2:] not in rules.design.tokens and _prefixed(name[2:], rules.prefix):
                remedy = "Set it on the root element, or give var() a second argument."
                yield Flaw("ui/token", f"{shown(name)} is used and never set", token.line, remedy=remedy)


def _declarations(items: tuple[Item, ...]) -> Iterator[Declaration]:
    for item in items:
        if isinstance(item, Declaration):
            yield item
        else:
            yield from _declarations(item.body or ())


def tokens(values: tuple[Token, ...], *, selector: bool) -> Iterator[Flaw]:
    """Yield every token, at any depth, that loads something or that we do not know."""
    for token in (each for value in values for each in value.all()):
        if token.kind == "url" or (token.kind == "function" and token.text == "url"):
            strings = [each.text for each in css.significant(token.inner) if each.kind == "string"]
            text = token.text if token.kind == "url" else (strings[0] if len(strings) == 1 else "")
            if not is_asset(text) or len(css.significant(token.inner)) > 1:
                remedy = "Only files of the project are loaded: url(/assets/name.svg)."
                yield Flaw("safety/foreign-url", "the style loads something", token.line, remedy=remedy)
        elif token.kind == "function" and not selector and token.text not in _KNOWN:
            remedy = "Write it with plain CSS functions: calc(), var(), color-mix(), gradients, transforms."
            yield Flaw(
                "safety/element", f"the function {shown(token.text)}() is off the list", token.line, remedy=remedy
            )
        elif token.kind in {"at-keyword", "unicode-range"} and not selector:
            yield Flaw("code/syntax", f"{token.kind} does not belong into a value", token.line)


_KNOWN = colours.FUNCTIONS | colours.COLOUR_FUNCTIONS


def _prefixed(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}-")
