"""A design's base style sheet: elements and the promised classes, in the design's own tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from generator.interface import Design
from generator.ui import css, selectors, style
from generator.ui.attributes import ALWAYS
from generator.ui.css import Block, Declaration, Item, Token
from generator.ui.flaws import Flaw, Stop
from generator.ui.urls import is_asset

_AT_RULES = style.AT_RULES | {"font-face", "view-transition"}
_DESCRIPTORS = frozenset(
    {
        "ascent-override", "descent-override", "font-display", "font-family", "font-feature-settings", "font-stretch",
        "font-style", "font-variation-settings", "font-weight", "line-gap-override", "size-adjust", "src",
        "unicode-range",
    }
)  # fmt: skip
_SRC_FUNCTIONS = frozenset({"url", "format", "tech", "local"})


def check(text: str, design: Design) -> list[Flaw]:
    """Return what is wrong with ``ui/base.css``."""
    try:
        items = css.sheet(text)
    except Stop as stopped:
        return [stopped.flaw]
    rules = style.Rules(design.unit.feature.replace("_", "-"), design, _AT_RULES, page=True)
    flaws = [*_rules(items, rules), *style.undeclared(items, rules)]
    for name in sorted(design.classes - _classes(items)):
        remedy = f"Add a rule for .{name}."
        flaws.append(Flaw("ui/class", f"the promised class {name} has no rule", remedy=remedy))
    return flaws


def _rules(items: tuple[Item, ...], rules: style.Rules, *, frames: bool = False) -> Iterator[Flaw]:
    def is_known(name: str) -> bool:
        return name in rules.design.classes or name in ALWAYS

    for item in items:
        if isinstance(item, Declaration):
            yield from style.declaration(item, rules)
        elif item.at == "font-face":
            yield from _font(item)
        elif item.at:
            yield from style.at_rule(item, rules)
            yield from _rules(item.body or (), rules, frames=item.at == "keyframes")
        else:
            if frames:
                yield from style.frame(item)
            for selector in () if frames else selectors.listed(item.prelude):
                yield from _pages(selectors.words(tuple(_without_root(selector)), is_known))
            yield from style.tokens(item.prelude, selector=True)
            yield from _rules(item.body or (), rules)


def _without_root(selector: tuple[Token, ...]) -> Iterator[Token]:
    """Leave :root out, which a design may style and a component may not."""
    for at, token in enumerate(selector):
        is_root = token.kind == "ident" and token.text.lower() == "root" and at and selector[at - 1].text == ":"
        yield replace(token, text="any-link") if is_root else replace(token, inner=tuple(_without_root(token.inner)))


def _pages(flaws: Iterator[Flaw]) -> Iterator[Flaw]:
    for flaw in flaws:
        is_class = flaw.rule == "ui/class"
        yield replace(flaw, remedy="Style elements and the promised classes only.") if is_class else flaw


def _font(item: Block) -> Iterator[Flaw]:
    for part in item.body or ():
        if not isinstance(part, Declaration) or part.name not in _DESCRIPTORS:
            yield Flaw("code/syntax", "@font-face holds descriptors of a font alone", part.line)
            continue
        for token in (each for value in part.value for each in value.all()):
            inner = css.significant(token.inner)
            text = token.text if token.kind == "url" else "".join(each.text for each in inner)
            if token.kind == "url" or (token.kind == "function" and token.text == "url"):
                if not is_asset(text):
                    remedy = "The font ships with the project: url(/assets/name.woff2)."
                    yield Flaw("safety/foreign-url", "a font is loaded from elsewhere", token.line, remedy=remedy)
            elif token.kind == "function" and token.text not in _SRC_FUNCTIONS:
                yield Flaw("safety/element", f"{token.text[:40]}() does not belong into a font", token.line)


def _classes(items: tuple[Item, ...]) -> set[str]:
    found: set[str] = set()
    for item in items:
        if isinstance(item, Block):
            for token in item.prelude:
                found |= _named((token, *token.inner))
            found |= _named(item.prelude) | _classes(item.body or ())
    return found


def _named(tokens: tuple[Token, ...]) -> set[str]:
    pairs = pairwise(tokens)
    return {name.text for dot, name in pairs if dot.kind == "literal" and dot.text == "." and name.kind == "ident"}
