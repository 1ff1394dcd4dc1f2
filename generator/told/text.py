"""A comparison for people: one line of verdict, then each change with what proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from generator import exact_json
from generator.told import Row, Snippet, Told

Paint: TypeAlias = Callable[[str, str], str]
"""Takes a text and a terminal's code, and returns the text in that colour or as it is."""

_SNIPPET = 200
_WITNESS = 2000
_OPERATIONS = 3
_END, _BOLD, _DIM = "\x1b[m", "\x1b[1m", "\x1b[2m"
_RED, _GREEN, _YELLOW, _CYAN = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[36m"
_SCHEMA_VERDICTS = {
    "equal": "{new} takes exactly what {old} takes",
    "narrower": "{new} takes less than {old}, and nothing else",
    "wider": "{new} takes what {old} refuses",
    "incomparable": "{new} takes what {old} refuses, and refuses what {old} takes",
    "unknown": "whether {new} takes what {old} refuses could not be decided",
}
_API_VERDICTS = {
    "equal": "{new} promises exactly what {old} promises",
    "informs": "{new} keeps what {old} promises",
    "weakens": "{new} lets in what {old} stops",
    "breaks": "who keeps to {old} can fail under {new}",
    "unknown": "whether {new} keeps what {old} promises could not be decided",
}


def as_text(told: Told, *, colour: bool) -> str:
    """Return the comparison as lines that end in a line feed; ``colour`` paints them for a terminal."""
    paint = _painted if colour else _bare
    lines = [*_head(told, paint), *_rows(told, paint)]
    return "\n".join(lines) + "\n"


def _head(told: Told, paint: Paint) -> Iterator[str]:
    sentence = (_SCHEMA_VERDICTS if told.kind == "schema" else _API_VERDICTS)[told.verdict]
    said = sentence.format(old=_printable(told.old.spelled), new=_printable(told.new.spelled))
    strong = _BOLD + (_RED if told.blocked else _GREEN)
    yield paint(f"{told.verdict}: {said}{_counted(told)}", strong)
    if told.reason:
        yield _field("reason", _printable(told.reason), paint)
    if not any(row.gained or row.lost for row in told.rows):
        yield from _witnesses(told.gained, told.lost, paint)


def _counted(told: Told) -> str:
    if not told.rows:
        return ""
    count, blocking = len(told.rows), sum(row.blocks for row in told.rows)
    changes = f"{count} {'change' if count == 1 else 'changes'}"
    if not blocking:
        return f" ({changes}, none blocks)"
    return f" ({changes}, {blocking} {'blocks' if blocking == 1 else 'block'})"


def _rows(told: Told, paint: Paint) -> Iterator[str]:
    """Yield what blocks in full; of the rest, an API's in a line each, since there may be hundreds."""
    for row in sorted(told.rows, key=lambda row: not row.blocks):
        if told.kind != "schema" and not row.blocks:
            continue
        yield ""
        yield from _row(row, told, paint)
    quiet = [row for row in told.rows if told.kind != "schema" and not row.blocks]
    if quiet:
        yield ""
    for row in quiet:
        reach = _reach(row.operations) or (_place(row) if row.name else "")
        yield f"{paint('·', _DIM)} {paint(f'{reach}  ' if reach else '', _CYAN)}{_printable(row.words)}"


def _row(row: Row, told: Told, paint: Paint) -> Iterator[str]:
    mark = paint("✗", _RED) if row.blocks else paint("·", _DIM)
    place = _place(row)
    yield f"{mark} {paint(_reach(row.operations) or place, _CYAN)}  {paint(f'{row.moved}, {row.rule}', _DIM)}"
    yield f"  {_printable(row.words)}"
    if row.operations:
        yield _field("at", place, paint)
    if row.line is not None:
        yield _field("at", _printable(f"{(told.old if row.is_old else told.new).place}:{row.line}"), paint)
    for label, snippet in (("old", row.old), ("new", row.new)):
        if snippet is not None:
            text = snippet.value if row.name and isinstance(snippet.value, str) else exact_json.write(snippet.value)
            yield _field(label, _printable(exact_json.shortened(text, _SNIPPET)), paint)
    yield from _witnesses(row.gained, row.lost, paint)
    if row.reason:
        yield _field("reason", _printable(row.reason), paint)


def _place(row: Row) -> str:
    """Return where the change stands: one pointer where it is the same on both sides."""
    if row.name:
        return _printable(f"{row.name}({row.part})" if row.part else row.name)
    old, new = row.old_pointer, row.new_pointer
    if old is None or new is None:
        return f"{_pointed(new)} (new)" if old is None else f"{_pointed(old)} (gone)"
    return _pointed(old) if old == new else f"{_pointed(old)} → {_pointed(new)}"


def _pointed(pointer: str | None) -> str:
    return _printable(pointer) if pointer else "(root)"


def _reach(operations: tuple[str, ...]) -> str:
    shown = ", ".join(_printable(operation) for operation in operations[:_OPERATIONS])
    rest = len(operations) - _OPERATIONS
    return f"{shown} and {rest} more" if rest > 0 else shown


def _witnesses(gained: Snippet | None, lost: Snippet | None, paint: Paint) -> Iterator[str]:
    for label, snippet, code in (("taken now", gained, _GREEN), ("refused now", lost, _YELLOW)):
        if snippet is not None:
            text = exact_json.write(snippet.value)
            whole = "" if len(text) <= _WITNESS else f" ({len(text)} characters; --format json has them all)"
            yield _field(label, paint(_printable(exact_json.shortened(text, _WITNESS)), code) + whole, paint)


def _field(label: str, text: str, paint: Paint) -> str:
    return f"    {paint(f'{label:<13}', _DIM)}{text}"


def _painted(text: str, code: str) -> str:
    return f"{code}{text}{_END}" if text else ""


def _bare(text: str, code: str) -> str:
    del code
    return text


def _printable(text: str) -> str:
    """Show control characters: a stranger's schema must not be able to steer the terminal that shows it."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
