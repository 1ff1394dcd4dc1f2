"""Python 3.12's type parameters and ``type`` statements, put into words that the parser of 3.11 reads.

``type Pair[T] = tuple[T, T]`` becomes ``Pair = tuple[T, T]`` on the same line; what stood in brackets is kept apart.
"""

from __future__ import annotations

import io
import tokenize
from dataclasses import dataclass

_LINE_STARTS = frozenset({tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})
_SILENT = frozenset({tokenize.NL, tokenize.COMMENT})


@dataclass(frozen=True, slots=True)
class Header:
    """The parameters of one ``def``, ``class`` or ``type``, each as it stood: ``T``, ``T:int``, ``**P``, ``*Ts``."""

    parameters: tuple[str, ...]
    is_alias: bool


def in_older_words(source: str) -> tuple[str, dict[int, Header]]:
    """Return the text without type parameters, and what was taken out, by line of its ``def``, ``class``, ``type``."""
    try:
        read = [each for each in tokenize.generate_tokens(io.StringIO(source).readline) if each.type not in _SILENT]
    except (tokenize.TokenError, SyntaxError):
        return source, {}  # the parser says what is wrong
    lines, headers = io.StringIO(source).readlines(), dict[int, Header]()
    for at in range(len(read) - 2):
        if _opens(read, at):
            headers |= _header(lines, read, at)
    return "".join(lines), headers


def _opens(read: list[tokenize.TokenInfo], at: int) -> bool:
    """Say whether a ``type`` statement, or a ``def`` or ``class`` with type parameters, starts here."""
    word, name, after = read[at : at + 3]
    if name.type != tokenize.NAME or word.type != tokenize.NAME:
        return False
    if word.string == "type":
        starts = at == 0 or read[at - 1].type in _LINE_STARTS or read[at - 1].string in {";", ":"}
        return starts and after.string in {"=", "["}
    return word.string in {"def", "class"} and after.string == "["


def _header(lines: list[str], read: list[tokenize.TokenInfo], at: int) -> dict[int, Header]:
    word, after = read[at], read[at + 2]
    parameters: tuple[str, ...] = ()
    if after.string == "[":
        end = _closing(read, at + 2)
        if end is None:
            return {}
        parameters = _parts(read[at + 3 : end])
        _blank(lines, after.start, read[end].end)
    is_alias = word.string == "type"
    if is_alias:
        row, column = word.start[0] - 1, word.start[1]
        lines[row] = lines[row][:column] + lines[row][column + len("type") :].lstrip(" ")
    return {word.start[0]: Header(parameters, is_alias)}


def _depth(token: tokenize.TokenInfo) -> int:
    return (token.string in "([{") - (token.string in ")]}") if token.type == tokenize.OP else 0


def _closing(read: list[tokenize.TokenInfo], start: int) -> int | None:
    deep = 0
    for at in range(start, len(read)):
        deep += _depth(read[at])
        if deep == 0:
            return at
    return None


def _parts(read: list[tokenize.TokenInfo]) -> tuple[str, ...]:
    """Return what stands between the commas of one level."""
    parts, deep = [""], 0
    for token in read:
        deep += _depth(token)
        if token.string == "," and deep == 0:
            parts.append("")
        else:
            parts[-1] += token.string
    return tuple(part for part in parts if part)


def _blank(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Put white space in the place of brackets, which may go over several lines: those are joined by backslashes."""
    first, last = start[0] - 1, end[0] - 1
    if first == last:
        lines[first] = lines[first][: start[1]] + " " * (end[1] - start[1]) + lines[first][end[1] :]
        return
    lines[first] = f"{lines[first][: start[1]]}\\\n"
    lines[first + 1 : last] = [" \\\n"] * (last - first - 1)
    lines[last] = " " * end[1] + lines[last][end[1] :]
