"""Selectors: whom a rule speaks to. A component's rules must stay inside the component."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from generator.ui import css
from generator.ui.css import Token
from generator.ui.flaws import Flaw, shown

PSEUDO_CLASSES = frozenset(
    """
    active any-link autofill checked default dir disabled empty enabled first-child first-of-type focus focus-visible
    focus-within has hover in-range indeterminate invalid is lang last-child last-of-type link modal not nth-child
    nth-last-child nth-last-of-type nth-of-type only-child only-of-type open optional out-of-range placeholder-shown
    popover-open read-only read-write required target user-invalid user-valid valid visited where
    """.split()  # noqa: SIM905 - a table of words reads better without quotes
)
PSEUDO_ELEMENTS = frozenset(
    """
    after backdrop before details-content file-selector-button first-letter first-line marker placeholder selection
    -webkit-details-marker -webkit-search-cancel-button
    -webkit-inner-spin-button -webkit-outer-spin-button -webkit-date-and-time-value -webkit-search-decoration
    -webkit-meter-bar -webkit-progress-bar -webkit-progress-value -moz-progress-bar -webkit-slider-thumb
    -webkit-slider-runnable-track -moz-range-thumb -moz-range-track
    """.split()  # noqa: SIM905 - as above
)
_COMBINATORS = frozenset({">", "+", "~"})
_NESTING = frozenset({"is", "where", "not", "has"})


@dataclass
class Compound:
    """A part of a selector that speaks about one element; ``before`` is the combinator in front of it."""

    before: str
    tokens: list[Token] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The classes that the element must have, those inside functions apart."""
        pairs = pairwise(self.tokens)
        return [name.text for dot, name in pairs if dot.kind == "literal" and dot.text == "." and name.kind == "ident"]

    @property
    def nests(self) -> bool:
        """Whether it begins with ``&``."""
        return bool(self.tokens) and self.tokens[0].kind == "literal" and self.tokens[0].text == "&"


def compounds(selector: tuple[Token, ...]) -> list[Compound]:
    """Return the parts of one selector, outermost element first."""
    parts = [Compound("")]
    gap = ""
    for token in selector:
        if token.kind == "whitespace":
            gap = gap or " "
        elif token.kind == "literal" and token.text in _COMBINATORS:
            gap = token.text
        else:
            if gap and (parts[-1].tokens or gap != " "):
                if parts[-1].tokens:
                    parts.append(Compound(gap))
                else:
                    parts[-1].before = gap
            gap = ""
            parts[-1].tokens.append(token)
    return parts


def words(selector: tuple[Token, ...], allowed_class: Callable[[str], bool]) -> Iterator[Flaw]:
    """Yield what is wrong with the words of a selector, whatever it is about: classes, pseudo-classes, ids."""
    for at, token in enumerate(selector):
        before = "".join(each.text for each in selector[max(0, at - 2) : at] if each.kind == "literal")
        if token.kind == "hash":
            remedy = "Select by class: an id belongs to one element of a page."
            yield Flaw("ui/scope", f"the selector names an id, #{token.text[:40]}", token.line, remedy=remedy)
        elif token.kind == "ident" and before.endswith("::"):
            yield from _known("pseudo-element", token, PSEUDO_ELEMENTS)
        elif token.kind in {"ident", "function"} and before.endswith(":"):
            yield from _known("pseudo-class", token, PSEUDO_CLASSES)
            if token.kind == "function" and token.text in _NESTING:
                yield from words(token.inner, allowed_class)
        elif token.kind == "ident" and before.endswith(".") and not allowed_class(token.text):
            remedy = "Use the component's own class, one that begins with it and -, or a class of the design."
            yield Flaw("ui/class", f"the class {shown(token.text)} is not known here", token.line, remedy=remedy)
        elif token.kind not in {"ident", "literal", "whitespace", "[] block", "comment", "number", "dimension"}:
            yield Flaw("ui/scope", f"{token.kind} does not belong into a selector", token.line)
        elif token.kind == "literal" and token.text not in {".", ":", "*", "&", ",", *_COMBINATORS}:
            yield Flaw("ui/scope", f"{shown(token.text)} does not belong into a selector", token.line)


def scope(selector: tuple[Token, ...], is_own: Callable[[str], bool], *, nested: bool) -> Iterator[Flaw]:
    """Yield why one selector of a component's sheet could speak about elements outside the component."""
    parts = compounds(selector)
    line = selector[0].line if selector else None
    remedy = "Begin the selector with the component's own class."
    if any(token.text == "&" for part in parts for token in part.tokens[1:] for token in token.all()) or any(
        inner.text == "&" for part in parts for token in part.tokens for inner in token.inner
    ):
        yield Flaw("ui/scope", "& stands inside a selector", line, remedy="Begin the nested selector with &.")
        return

    def owned(part: Compound) -> bool:
        return any(is_own(name) for name in part.classes) or (nested and part.nests)

    first = parts[0]
    if not first.tokens:
        yield Flaw("ui/scope", "a selector is empty", line, remedy=remedy)
    elif not nested and (first.before or not owned(first)):
        yield Flaw("ui/scope", "the selector does not begin with the component's own class", line, remedy=remedy)
    elif any(part.nests for part in parts[1:]) and not first.nests:
        yield Flaw("ui/scope", "the nested selector speaks about what is around it", line, remedy="Begin it with &.")
    # The first element may be the component's root, whose siblings are others'.
    from_root = parts[:1] if first.before else parts[1:2] if not nested or first.nests else []
    if any(part.before in {"+", "~"} and not owned(part) for part in from_root):
        remedy = "Name the sibling by a class that begins with the component's own."
        yield Flaw("ui/scope", "a sibling may lie outside the component", line, remedy=remedy)


def _known(what: str, token: Token, known: frozenset[str]) -> Iterator[Flaw]:
    if token.text.lower() not in known:
        remedy = f"There are {', '.join(sorted(known))}."
        yield Flaw("ui/scope", f"the {what} {shown(token.text)} is off the list", token.line, remedy=remedy)


def listed(prelude: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Yield the selectors between commas, without white space around them."""
    for part in css.split(prelude):
        yield css.trimmed(part)
