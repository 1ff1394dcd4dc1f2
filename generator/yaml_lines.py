"""YAML that knows on which line each of its values stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml

Where: TypeAlias = tuple[str | int, ...]
"""The way from the root to a value: keys and indexes."""


MAX_DEPTH = 20


class YamlInvalid(Exception):
    """The text is not the plain YAML we take; ``line`` is 1-based in the text given."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Located:
    """A value read from YAML, and the 1-based line of every key and item in it."""

    value: object
    lines: dict[Where, int]

    def line(self, where: Where) -> int:
        """Return the line of the value at ``where``, or of the nearest value around it."""
        for end in range(len(where), -1, -1):
            if where[:end] in self.lines:
                return self.lines[where[:end]]
        return 1


def read(text: str) -> Located:
    """Read one YAML document.

    Raises YamlInvalid for broken YAML and for what makes YAML ambiguous: repeated keys, keys that are not text,
    aliases (which can blow a small file up to gigabytes), merge keys and tags.
    """
    try:
        loader = yaml.SafeLoader(text)
        _refuse_bombs(text)
        root = loader.get_single_node()
        if root is None:
            return Located(None, {(): 1})
        lines = dict(_lines(root, ()))
        return Located(loader.construct_document(root), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlInvalid(mark.line + 1 if mark else 1, error.problem or str(error)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlInvalid(line, "a control character that YAML does not allow: remove it") from error
    except ValueError as error:
        raise YamlInvalid(1, f"cannot be read: {type(error).__name__}: {error}") from error


def _refuse_bombs(text: str) -> None:
    """Look for what takes a reader minutes or gigabytes, while nothing is built yet."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlInvalid(line, "YAML aliases (*name) are not taken: write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise YamlInvalid(line, f"nested more than {MAX_DEPTH} deep: flatten it")


def _lines(node: object, where: Where) -> Iterator[tuple[Where, int]]:
    if isinstance(node, yaml.MappingNode):
        yield where, node.start_mark.line + 1
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                raise YamlInvalid(line, "a key must be plain text (quote it if it reads as a number, date or yes/no)")
            if key.value in seen:
                raise YamlInvalid(line, f"the key {key.value!r} stands here twice, first on line {seen[key.value]}")
            seen[key.value] = line
            yield from _lines(value, (*where, key.value))
            yield (*where, key.value), line
    elif isinstance(node, yaml.SequenceNode):
        yield where, node.start_mark.line + 1
        for index, item in enumerate(node.value):
            yield from _lines(item, (*where, index))
    elif isinstance(node, yaml.ScalarNode):
        yield where, node.start_mark.line + 1
