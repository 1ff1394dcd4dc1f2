"""A design's tokens: names that the contract promises, values that can do nothing but be values."""

from __future__ import annotations

from collections.abc import Iterator

from generator import pointers
from generator.canonical import Json
from generator.schemas import JsonObject
from generator.ui import colours, css, documents
from generator.ui.flaws import Flaw, Stop, shown

_PAIR = frozenset({"light", "dark"})
_KNOWN = colours.FUNCTIONS | colours.COLOUR_FUNCTIONS


def check(text: str, schema: JsonObject, names: frozenset[str]) -> list[Flaw]:
    """Return what is wrong with ``ui/tokens.json``."""
    document = documents.read(text)
    if isinstance(document, Flaw):
        return [document]
    flaws = [
        Flaw("ui/token", said, pointer=pointer, remedy="Keep to the token schema.")
        for pointer, said in documents.breaches(document, schema)
    ]
    return flaws or [flaw for pointer, leaf in _leaves(document, "") for flaw in _leaf(pointer, leaf, names)]


def _leaves(node: Json, pointer: str) -> Iterator[tuple[str, Json]]:
    if isinstance(node, dict) and not (set(node) <= _PAIR and node):
        for key, inner in node.items():
            yield from _leaves(inner, f"{pointer}/{pointers.escaped(key)}")
    else:
        yield pointer, node


def _leaf(pointer: str, leaf: Json, names: frozenset[str]) -> Iterator[Flaw]:
    if isinstance(leaf, dict):
        if set(leaf) != _PAIR:
            yield Flaw("ui/token", "a pair needs both light and dark", pointer=pointer, remedy="Add the other one.")
        for key, value in leaf.items():
            if not isinstance(value, str) or not css.is_colour(value):
                remedy = "Write one plain colour, such as #1f2933 or oklch(62% 0.1 240)."
                yield Flaw("ui/token", f"{shown(value)} is no colour", pointer=f"{pointer}/{key}", remedy=remedy)
    elif isinstance(leaf, str):
        yield from _text(pointer, leaf, names)
    else:
        yield Flaw("ui/token", "a token is a text, or a pair of light and dark", pointer=pointer)


def _text(pointer: str, text: str, names: frozenset[str]) -> Iterator[Flaw]:
    try:
        found = css.value(text)
    except Stop as stopped:
        yield Flaw("ui/token", stopped.flaw.message, pointer=pointer, remedy="Write one CSS value.")
        return
    if not css.significant(found):
        yield Flaw("ui/token", "the token is empty", pointer=pointer, remedy="Write one CSS value.")
    for token in (each for value in found for each in value.all()):
        if token.kind == "url" or (token.kind == "function" and token.text not in _KNOWN):
            remedy = "Write it with plain CSS functions, or as a plain value."
            yield Flaw("ui/token", f"{shown(token.text)} is no plain value", pointer=pointer, remedy=remedy)
        elif token.kind == "function" and token.text == "var":
            name = next((each.text for each in css.significant(token.inner)), "")
            if name[2:] not in names:
                yield Flaw("ui/token", f"there is no token {shown(name)}", pointer=pointer)
