"""YAML as API documents are written in it: the JSON that it stands for, exact, and nothing that could blow up.

It is YAML 1.2's core: ``on`` and ``2024-01-01`` are text, ``012`` is twelve, and keys are the text that stands there,
so that ``200:`` names a status. Aliases and merge keys are followed; what they grow to is bounded. Read event by event:
a parser's own recursion could be made to overflow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from generator import exact_json
from generator.canonical import Json

MAX_DEPTH = 400
MAX_GROWTH = 2_000_000
"""How many values aliases may add to those that are written out."""
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {text: text[0] in "tT" for text in ("true", "True", "TRUE", "false", "False", "FALSE")}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_OTHER_INTEGER = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_STANDARD = "tag:yaml.org,2002:"
_MERGE = "<<"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where PyYAML was built with it


class YamlInvalid(Exception):
    """The text is no YAML that stands for JSON; the message ends with the line."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"{message}: line {line}")


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is being read; ``size`` counts the values in it, aliases written out."""

    value: dict[str, Json] | list[Json]
    anchor: str | None
    key: str | None = None
    merges: bool = False
    merged: list[dict[str, Json]] = field(default_factory=list)
    size: int = 1


def read(text: str) -> Json:
    """Return the value of a YAML document. Raises YamlInvalid."""
    reading = _Reading()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reading.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlInvalid(error.problem or "not YAML", mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:  # the reader's: a control character
        line = text.count("\n", 0, getattr(error, "position", 0) or 0) + 1
        raise YamlInvalid("a control character that YAML does not allow", line) from error
    return reading.root


class _Reading:
    """The values that stand open, from the root inwards, and those that an alias may name."""

    def __init__(self) -> None:
        self.root: Json = None
        self.documents = 0
        self.grown = 0
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Json, int]] = {}

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close(line)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise YamlInvalid("a second document begins; one file holds one", line)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        around = self.stack[-1] if self.stack else None
        if around is not None and isinstance(around.value, dict) and around.key is None:
            self._key(around, event, line)
            return
        value = _plain(event.value, line) if _is_plain(event, line) else event.value
        if event.anchor is not None:
            self.anchors[event.anchor] = value, 1
        self._put(value, 1, line)

    def _key(self, around: _Open, event: yaml.ScalarEvent, line: int) -> None:
        key = event.value
        if key == _MERGE and event.implicit[0]:  # quoted, it is a name like any other
            around.key, around.merges = key, True
            return
        if key in around.value:
            raise YamlInvalid(f"the key {exact_json.shortened(key, 60)!r} stands twice", line)
        around.key = key

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, line: int) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise YamlInvalid("a key must be text", line)
        if event.tag not in {None, "!", f"{_STANDARD}map", f"{_STANDARD}seq"}:
            raise YamlInvalid(f"the tag {event.tag} stands for no JSON value", line)
        if len(self.stack) >= MAX_DEPTH:
            raise YamlInvalid(f"nested more than {MAX_DEPTH} deep", line)
        self.stack.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor))

    def _close(self, line: int) -> None:
        done = self.stack.pop()
        if isinstance(done.value, dict):
            for merged in done.merged:
                for key, value in merged.items():
                    done.value.setdefault(key, value)
        if done.anchor is not None:
            self.anchors[done.anchor] = done.value, done.size
        self._put(done.value, done.size, line)

    def _alias(self, event: yaml.AliasEvent, line: int) -> None:
        if event.anchor not in self.anchors:  # also inside of what the anchor stands on: that would have no end
            raise YamlInvalid(f"the alias *{event.anchor} names nothing that stands whole before it", line)
        value, size = self.anchors[event.anchor]
        around = self.stack[-1]
        if isinstance(around.value, dict) and around.key is None:
            raise YamlInvalid("a key must be text", line)
        self.grown += size
        if self.grown > MAX_GROWTH:
            raise YamlInvalid(f"its aliases stand for more than {MAX_GROWTH:,} values", line)
        self._put(value, size, line)

    def _put(self, value: Json, size: int, line: int) -> None:
        if not self.stack:
            self.root = value
            return
        around = self.stack[-1]
        around.size += size
        if isinstance(around.value, list):
            around.value.append(value)
        elif around.merges:
            around.merged += _merged(value, line)
            around.key, around.merges = None, False
        elif around.key is not None:
            around.value[around.key] = value
            around.key = None


def _merged(value: Json, line: int) -> Iterator[dict[str, Json]]:
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            raise YamlInvalid("<< takes a mapping, or a list of them", line)
        yield each


def _is_plain(event: yaml.ScalarEvent, line: int) -> bool:
    if event.tag in {None, "!"}:
        return bool(event.implicit[0]) and event.tag is None
    if event.tag == f"{_STANDARD}str":
        return False
    if event.tag in {f"{_STANDARD}{name}" for name in ("int", "float", "bool", "null")}:
        return True
    raise YamlInvalid(f"the tag {event.tag} stands for no JSON value", line)


def _plain(text: str, line: int) -> Json:
    if text in _NULL:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    first = text[0]
    if not (first.isdigit() or first in "+-."):
        return text
    try:
        return _number(text)
    except (exact_json.JsonInvalid, ValueError) as error:
        raise YamlInvalid(
            str(error) if isinstance(error, exact_json.JsonInvalid) else "a number too long", line
        ) from error


def _number(text: str) -> Json:
    if _INTEGER.match(text):
        return int(text)
    if _OTHER_INTEGER.match(text):
        return int(text, 0)
    if _DECIMAL.match(text):
        return exact_json.number(text)
    if _NO_NUMBER.match(text):
        raise exact_json.JsonInvalid(f"{text} is no JSON number")
    return text
