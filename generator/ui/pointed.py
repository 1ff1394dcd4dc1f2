"""Selectors in stories: each points at one element inside of the component, and reads the same in every browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import tinycss2.nth

from generator.ui import css, selectors
from generator.ui.css import Token
from generator.ui.flaws import Stop, shown

MOST = 200
"""Characters of one selector."""

_PLAIN = selectors.PSEUDO_CLASSES - {"is", "where", "not", "has", "lang", "dir"}
_LISTS = frozenset({"is", "where", "not", "has"})
_NTH = frozenset({"nth-child", "nth-last-child", "nth-last-of-type", "nth-of-type"})
_COMBINATORS = frozenset({">", "+", "~"})
_OPERATOR = re.compile(r"(?:[~|^$*]?=)\Z")


def wrong(selector: object, is_own: Callable[[str], bool]) -> str:
    """Return why ``selector`` is none that a story may point with, empty for a good one.

    ``is_own`` says of a class or an id whether it is the component's or the design's.
    """
    if not isinstance(selector, str) or not selector.strip() or len(selector) > MOST:
        return f"is no selector of at most {MOST} characters"
    try:
        tokens = css.trimmed(css.value(selector))
    except Stop as stopped:
        return f"is no selector: {stopped.flaw.message}"
    if any(token.kind == "literal" and token.text == "," for token in tokens):
        return f"{shown(selector)} are several selectors"
    bad = next(_breaks(tokens, nested=False), None)
    if bad is not None:
        return f"{shown(selector)} is no selector: {bad}"
    names = _names(selectors.compounds(tokens)[0])
    return "" if any(map(is_own, names)) else f"{shown(selector)} does not begin inside of the component"


def _names(compound: selectors.Compound) -> list[str]:
    return [*compound.classes, *(token.text for token in compound.tokens if token.kind == "hash")]


def _breaks(tokens: tuple[Token, ...], *, nested: bool) -> Iterator[str]:
    """Yield what is wrong with one selector; ``nested``: it may begin with a combinator, as in ``:has(> a)``."""
    parts = selectors.compounds(tokens)
    trailing = tokens[-1] if tokens else None
    if trailing is None or (trailing.kind == "literal" and trailing.text in {*_COMBINATORS, ".", ":"}):
        yield "it ends too early"
        return
    if parts[0].before and not nested:
        yield f"it begins with {parts[0].before}"
    marks = [token.text if token.kind == "literal" else "" for token in css.significant(tokens)]
    if any(one in _COMBINATORS and other in _COMBINATORS for one, other in pairwise(marks)):
        yield "two combinators stand together"
    for part in parts:
        yield from _compound(part.tokens)


def _compound(tokens: list[Token]) -> Iterator[str]:
    """Yield what is wrong with what is said about one element."""
    rest = list(tokens)
    if rest and (rest[0].kind == "ident" or (rest[0].kind == "literal" and rest[0].text == "*")):
        rest.pop(0)
    while rest:
        token = rest.pop(0)
        after = rest[0] if rest else None
        if token.kind == "literal" and token.text == "." and after is not None and after.kind == "ident":
            rest.pop(0)
        elif (
            token.kind == "literal" and token.text == ":" and after is not None and after.kind in {"ident", "function"}
        ):
            yield from _pseudo(rest.pop(0))
        elif token.kind == "[] block":
            yield from _attribute(css.significant(token.inner))
        elif token.kind != "hash" or token.text[:1].isdigit():
            yield f"{shown(token.text or token.kind)} does not belong there"
            return


def _pseudo(token: Token) -> Iterator[str]:
    name = token.text.lower()
    if token.kind == "ident":
        if name not in _PLAIN - _NTH:
            yield f":{name[:40]} is not known here"
    elif name in _LISTS:
        for part in selectors.listed(token.inner):
            yield from _breaks(part, nested=name == "has")
    elif name in _NTH:
        written = "".join(each.text for each in token.inner) or "-"
        if tinycss2.nth.parse_nth(written) is None:
            yield f":{name}({written[:20]}) counts nothing"
    elif name not in {"lang", "dir"} or [each.kind for each in css.significant(token.inner)] != ["ident"]:
        yield f":{name[:40]}() is not known here"


def _attribute(tokens: tuple[Token, ...]) -> Iterator[str]:
    """Yield what is wrong between brackets: ``name``, or ``name="value"`` with one of CSS's operators."""
    name, *rest = tokens or (None,)
    operator = "".join(token.text for token in rest[:-1])
    valued = bool(rest) and rest[-1].kind in {"ident", "string"} and _OPERATOR.match(operator)
    if name is None or name.kind != "ident" or (rest and not valued):
        yield "what stands between [ and ] is no attribute"
