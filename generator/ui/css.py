"""tinycss2 behind types: style sheets as rules, declarations and tokens, from text that is balanced for certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import tinycss2
from tinycss2.color4 import parse_color

from generator.ui.flaws import Flaw, Stop

_MAX_BLOCKS = 8
_PART = re.compile(r"/\*.*?\*/|/\*|\"[^\"\n]*\"|'[^'\n]*'|[()\[\]{}\"'\\]|<!--|-->|[0-9]{30,}", re.DOTALL)
_CLOSES = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Token:
    """One component value: ``kind`` is tinycss2's type (``ident``, ``hash``, ``function``, ``() block``, ``url``, ...).

    ``text`` is its name or value with CSS's escapes read, lower-cased for functions and at-keywords; ``inner`` is what
    a function or block holds.
    """

    kind: str
    text: str
    line: int
    inner: tuple[Token, ...] = ()

    def all(self) -> Iterator[Token]:
        """Yield the token and every token in it."""
        yield self
        for each in self.inner:
            yield from each.all()


@dataclass(frozen=True, slots=True)
class Declaration:
    """``name: value``, ``name`` in lower case unless it is a custom property."""

    name: str
    value: tuple[Token, ...]
    important: bool
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A rule with its selector, or an at-rule (``at`` is its lower-case keyword) with its prelude.

    ``body`` is None for an at-rule without a block.
    """

    at: str
    prelude: tuple[Token, ...]
    body: tuple[Item, ...] | None
    line: int


Item: TypeAlias = "Declaration | Block"


def balance(text: str) -> Flaw | None:
    """Return why brackets, quotes and comments do not end where they should, or None.

    An open end would swallow what follows in the bundle's sheet, and a backslash can spell any name, so there is none.
    """
    open_brackets: list[str] = []
    for found in _PART.finditer(text):
        part = found[0]
        if part in "([{":
            open_brackets.append(part)
            wrong = ("nests too deeply", "Write it flatter.") if len(open_brackets) > _MAX_BLOCKS else None
        elif part in _CLOSES:
            balanced = bool(open_brackets) and open_brackets.pop() == _CLOSES[part]
            wrong = None if balanced else ("closes nothing", "Balance the brackets.")
        else:
            wrong = _MISPLACED.get(part, _MISPLACED["9"] if part.isdigit() else None)
        if wrong is not None:
            line = text.count("\n", 0, found.start()) + 1
            rule = "code/too-complex" if wrong[0] == "nests too deeply" else "code/syntax"
            return Flaw(rule, f"{part[:20]} {wrong[0]}", line, remedy=wrong[1])
    if open_brackets:
        return Flaw("code/syntax", f"{open_brackets[-1]} is never closed", remedy="Balance the brackets.")
    return None


_MISPLACED = {
    "\\": ("spells characters", "Write the character itself."),
    "/*": ("is never closed", "Close the comment with */."),
    '"': ("is never closed", "Close the string on its line."),
    "'": ("is never closed", "Close the string on its line."),
    "<!--": ("does not belong into a style", "Take it out."),
    "-->": ("does not belong into a style", "Take it out."),
    "9": ("is too long a number", "Write a shorter one."),
}


def sheet(text: str) -> tuple[Item, ...]:
    """Parse a style sheet. Raises Stop for what is no CSS."""
    wrong = balance(text)
    if wrong is not None:
        raise Stop(wrong)
    return _items(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), top=True)


def value(text: str) -> tuple[Token, ...]:
    """Parse one value. Raises Stop for what could not stand as a declaration's value."""
    wrong = balance(text)
    if wrong is not None:
        raise Stop(wrong)
    tokens = _tokens(tinycss2.parse_component_value_list(text, skip_comments=False))
    for token in tokens:
        if token.kind in {"comment", "{} block", "at-keyword"} or (
            token.kind == "literal" and token.text in {";", "!"}
        ):
            raise Stop(Flaw("code/syntax", f"{token.text or token.kind} does not belong into a value", token.line))
    return tokens


def is_colour(text: str) -> bool:
    """Say whether ``text`` is one plain colour."""
    return balance(text) is None and parse_color(text) is not None


def significant(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return tokens without white space and comments."""
    return tuple(token for token in tokens if token.kind not in {"whitespace", "comment"})


def trimmed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return tokens without the white space around them."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].kind == "whitespace":
        start += 1
    while end > start and tokens[end - 1].kind == "whitespace":
        end -= 1
    return tokens[start:end]


def split(tokens: tuple[Token, ...], separator: str = ",") -> Iterator[tuple[Token, ...]]:
    """Yield the parts between separators."""
    part: list[Token] = []
    for token in tokens:
        if token.kind == "literal" and token.text == separator:
            yield tuple(part)
            part = []
        else:
            part.append(token)
    yield tuple(part)


def _items(nodes: list[Any], *, top: bool) -> tuple[Item, ...]:
    found: list[Item] = []
    for node in nodes:
        if node.type == "error":
            raise Stop(Flaw("code/syntax", f"not valid CSS: {node.message}"[:200], node.source_line))
        if node.type == "declaration" and not top:
            name = node.name if node.name.startswith("--") else node.lower_name
            found.append(Declaration(name, _tokens(node.value), bool(node.important), node.source_line))
        elif node.type == "qualified-rule":
            found.append(Block("", _tokens(node.prelude), _body(node.content), node.source_line))
        elif node.type == "at-rule":
            body = None if node.content is None else _body(node.content)
            found.append(Block(node.lower_at_keyword, _tokens(node.prelude), body, node.source_line))
        elif node.type not in {"whitespace", "comment"}:
            raise Stop(Flaw("code/syntax", "this is no rule", node.source_line))
    return tuple(found)


def _body(content: list[Any]) -> tuple[Item, ...]:
    return _items(tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True), top=False)


def _tokens(nodes: list[Any]) -> tuple[Token, ...]:
    return tuple(_token(node) for node in nodes)


def _token(node: Any) -> Token:  # noqa: ANN401 - tinycss2 has no types
    kind, line = str(node.type), int(node.source_line)
    if kind == "error":
        raise Stop(Flaw("code/syntax", f"not valid CSS: {node.message}"[:200], line))
    if kind == "function":
        return Token(kind, str(node.lower_name), line, _tokens(node.arguments))
    if kind.endswith(" block"):
        return Token(kind, "", line, _tokens(node.content))
    if kind == "dimension":
        return Token(kind, f"{node.representation}{node.lower_unit}", line)
    if kind in {"number", "percentage"}:
        return Token(kind, str(node.representation), line)
    if kind == "unicode-range":
        return Token(kind, "", line)
    return Token(kind, str(node.value), line)
