"""The lines of a tree's text: written in a subset of YAML, one node a line, and read back from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

_PLAIN = re.compile(r"""[^\s'"#&*!|>%@`{}\[\],?:-](?:[^:#\n]|:(?!\s|$)|(?<!\s)#)*""")
"""What YAML reads as the same text without quotes around it (a part of what it does)."""

_ROW = re.compile(r"(?P<indent> *)- (?P<rest>.*)")
_NODE = re.compile(
    r"""(?P<role>[^\s":\[]+)
    (?:\ (?P<name>"(?:[^"\\]|\\.)*"))?
    (?P<states>(?:\ \[[^\]]*\])*)
    (?:$|:(?:\ (?P<text>.*))?$)""",
    re.VERBOSE,
)
_STATE = re.compile(r"\[([^\]=]+)(?:=([^\]]*))?\]")
_PIECE = re.compile(r"/(?P<key>[a-z-]+): (?P<value>.*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One node: how deep it stands, its role and name, its ``states`` in brackets, its ``notes`` on lines below.

    Text is a node of the role ``text`` whose name is what it says.
    """

    depth: int
    role: str
    name: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def called(self) -> str:
        """The node in words: its role and its name."""
        return f'{self.role} "{shortened(self.name)}"' if self.name else self.role


def shortened(text: str, most: int = 60) -> str:
    """Return a text of at most ``most`` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def quoted(text: str) -> str:
    """Return a text in quotes, as YAML and JSON read it, in which nothing is invisible."""
    return "".join(_seen(character) for character in json.dumps(text, ensure_ascii=False))


def _seen(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def written(lines: Iterable[Line], indent: int = 0) -> Iterator[str]:
    """Yield the text of each line; a node with anything below it ends in a colon."""
    all_lines = list(lines)
    for line, after in zip(all_lines, [*all_lines[1:], None], strict=True):
        margin = "  " * (indent + line.depth)
        has_more = bool(line.notes) or (after is not None and after.depth > line.depth)
        if line.role == "text":
            yield f"{margin}- {_key('text' + _states(line))}: {quoted(line.name)}"
            continue
        key = line.role + (f" {quoted(line.name)}" if line.name else "") + _states(line)
        yield f"{margin}- {_key(key)}{':' if has_more else ''}"
        for name, value in sorted(line.notes.items()):
            yield f"{margin}  - /{name}: {value if _PLAIN.fullmatch(value) else quoted(value)}"


def _states(line: Line) -> str:
    return "".join(f" [{name}={value}]" if value else f" [{name}]" for name, value in sorted(line.states.items()))


def _key(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def read(text: str) -> list[Line]:
    """Read the lines of one part of a text back; what is no line of it is passed over."""
    found: list[Line] = []
    notes: dict[str, str] = {}
    margin: int | None = None
    for row in text.splitlines():
        match = _ROW.fullmatch(row)
        if match is None:
            continue
        margin = len(match["indent"]) if margin is None else margin
        depth = max(len(match["indent"]) - margin, 0) // 2
        rest = _without_quotes(match["rest"])
        if piece := _PIECE.fullmatch(rest):
            notes[piece["key"]] = _value(piece["value"])
            continue
        notes = {}
        found += _read(depth, rest, notes)
    return found


def _read(depth: int, rest: str, notes: dict[str, str]) -> Iterator[Line]:
    match = _NODE.fullmatch(rest)
    if match is None:
        yield Line(depth, "text", rest)
        return
    states = {name: value or "" for name, value in _STATE.findall(match["states"])}
    said = _value(match["text"]) if match["text"] is not None else None
    if match["role"] == "text":
        yield Line(depth, "text", said or "", states)
        return
    yield Line(depth, match["role"], _value(match["name"]) if match["name"] else "", states, notes)
    if said is not None:
        yield Line(depth + 1, "text", said)


def _without_quotes(rest: str) -> str:
    """Undo the quotes around a key, as Playwright and we write them."""
    if rest.startswith("'"):
        end = re.match(r"'((?:[^']|'')*)'", rest)
        if end:
            return end[1].replace("''", "'") + rest[end.end() :]
    return rest


def _value(text: str) -> str:
    if text.startswith('"'):
        try:
            return str(json.loads(re.sub(r"\\U([0-9a-f]{8})", lambda code: chr(int(code[1], 16)), text)))
        except ValueError:
            return text
    return _without_quotes(text)
