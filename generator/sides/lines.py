"""On which lines of a JSON or YAML text its values stand."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from generator.pointers import escaped

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def lines(data: bytes, pointers: Iterable[str]) -> dict[str, int]:
    """Return the 1-based line of each JSON pointer that is found; nothing for a text that YAML cannot follow.

    JSON is read as the YAML that it nearly is.
    """
    wanted, found = set(pointers), {"": 1}
    if not wanted - {""}:
        return found
    stack: list[_Open] = []
    try:
        for event in yaml.parse(data.decode("utf-8-sig"), Loader=_LOADER):
            _take(event, stack, wanted, found)
    except (yaml.YAMLError, UnicodeDecodeError):
        pass  # what has been found stands where it was found
    return {pointer: line for pointer, line in found.items() if pointer in wanted}


class _Open:
    """A mapping or sequence that stands open: its pointer, and the key or index that comes next."""

    __slots__ = ("index", "key", "pointer")

    def __init__(self, pointer: str, index: int | None) -> None:
        self.pointer = pointer
        self.index = index
        self.key: str | None = None


def _take(event: yaml.Event, stack: list[_Open], wanted: set[str], found: dict[str, int]) -> None:
    if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
        stack.pop()
        return
    if not isinstance(event, yaml.NodeEvent):
        return
    around = stack[-1] if stack else None
    if around is not None and around.index is None and around.key is None:
        around.key = event.value if isinstance(event, yaml.ScalarEvent) else ""
        found.setdefault(f"{around.pointer}/{escaped(around.key)}", _line(event))
        return
    pointer = "" if around is None else _next(around)
    if pointer in wanted:
        found.setdefault(pointer, _line(event))
    if isinstance(event, yaml.CollectionStartEvent):
        stack.append(_Open(pointer, 0 if isinstance(event, yaml.SequenceStartEvent) else None))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _next(around: _Open) -> str:
    if around.index is None:
        step, around.key = escaped(around.key or ""), None
        return f"{around.pointer}/{step}"
    around.index += 1
    return f"{around.pointer}/{around.index - 1}"
