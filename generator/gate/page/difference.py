"""Two texts as rows that are shown side by side or one below the other: what was, what is, and what lies around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 3
MOST = 400
"""How many rows of one file are shown; a longer difference is cut, with a word on how to see it."""

_LARGEST = 4_000  # lines that really differ, on either side: beyond, looking for the smallest difference takes too long
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.5  # of a line's words: below, marking single words says less than the two lines do


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; ``marked`` when the other side has something else in its place."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line and its 1-based number."""

    number: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of each side; None where a side has none."""

    was: Line | None
    now: Line | None


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together: ``changed``, or ``same`` on both sides; ``skipped`` lines before them are alike."""

    changed: bool
    rows: tuple[Row, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything to show of two texts; ``left_out`` rows were cut, ``unread`` ones are too long to compare."""

    blocks: tuple[Block, ...]
    added: int
    removed: int
    left_out: int = 0
    unread: bool = False

    @property
    def one_sided(self) -> bool:
        """Whether one of the texts is empty, so that there is nothing to put beside the other."""
        return all(row.was is None for row in self._rows) or all(row.now is None for row in self._rows)

    @property
    def length(self) -> int:
        """How many rows there are to show."""
        return sum(len(block.rows) for block in self.blocks)

    @property
    def _rows(self) -> Iterator[Row]:
        return (row for block in self.blocks for row in block.rows)


def difference(old: str, new: str, most: int = MOST) -> Difference:
    """Compare ``old`` with ``new`` line by line, and say at most ``most`` rows of what differs."""
    was, now = old.splitlines(), new.splitlines()
    head, tail = _alike(was, now)
    inner_was, inner_now = was[head : len(was) - tail], now[head : len(now) - tail]
    if max(len(inner_was), len(inner_now)) > _LARGEST and inner_was and inner_now:
        return Difference((), len(inner_now), len(inner_was), unread=True)
    blocks = list(_blocks(was, now, _opcodes(head, tail, inner_was, inner_now)))
    rows = [row for block in blocks if block.changed for row in block.rows]
    added, removed = sum(row.now is not None for row in rows), sum(row.was is not None for row in rows)
    kept, left_out = _cut(blocks, most)
    return Difference(tuple(kept), added, removed, left_out)


def _alike(was: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """Return how many lines are the same at the beginning and at the end, no line counted twice."""
    shortest = min(len(was), len(now))
    head = next((at for at in range(shortest) if was[at] != now[at]), shortest)
    rest = shortest - head
    tail = next((at for at in range(rest) if was[-1 - at] != now[-1 - at]), rest)
    return head, tail


Opcode = tuple[str, int, int, int, int]


def _opcodes(head: int, tail: int, was: Sequence[str], now: Sequence[str]) -> list[Opcode]:
    codes: list[Opcode] = [("equal", 0, head, 0, head)] if head else []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, was, now).get_opcodes():
        codes.append((tag, i1 + head, i2 + head, j1 + head, j2 + head))
    end_was, end_now = head + len(was), head + len(now)
    if tail:
        codes.append(("equal", end_was, end_was + tail, end_now, end_now + tail))
    return codes


def _blocks(was: Sequence[str], now: Sequence[str], codes: Sequence[Opcode]) -> Iterator[Block]:
    for place, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag != "equal":
            yield Block(changed=True, rows=tuple(_changed(was, now, (i1, i2, j1, j2))))
            continue
        before = 0 if place == 0 else CONTEXT  # lines shown after the change above, and before the one below
        after = 0 if place == len(codes) - 1 else CONTEXT
        if i2 - i1 <= before + after + 1:
            yield Block(changed=False, rows=tuple(_same(was, i1, i2, j1)))
            continue
        if before:
            yield Block(changed=False, rows=tuple(_same(was, i1, i1 + before, j1)))
        if after:
            skipped = i2 - i1 - before - after
            yield Block(changed=False, rows=tuple(_same(was, i2 - after, i2, j2 - after)), skipped=skipped)


def _same(was: Sequence[str], start: int, end: int, other: int) -> Iterator[Row]:
    for at in range(start, end):
        parts = (Part(was[at]),)
        yield Row(Line(at + 1, parts), Line(other + at - start + 1, parts))


def _changed(was: Sequence[str], now: Sequence[str], where: tuple[int, int, int, int]) -> Iterator[Row]:
    i1, i2, j1, j2 = where
    for at in range(max(i2 - i1, j2 - j1)):
        left = was[i1 + at] if i1 + at < i2 else None
        right = now[j1 + at] if j1 + at < j2 else None
        old_parts, new_parts = _marked(left, right)
        yield Row(
            None if left is None else Line(i1 + at + 1, old_parts),
            None if right is None else Line(j1 + at + 1, new_parts),
        )


def _marked(left: str | None, right: str | None) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return both lines in parts; where they are alike, the words that differ are marked."""
    whole = (Part(left or ""),), (Part(right or ""),)
    if not left or not right or len(left) + len(right) > 1_000:
        return whole
    a, b = _WORDS.findall(left), _WORDS.findall(right)
    match = SequenceMatcher(None, a, b, autojunk=False)
    if match.quick_ratio() < _ALIKE or match.ratio() < _ALIKE:
        return whole
    old, new = [], []
    for tag, i1, i2, j1, j2 in match.get_opcodes():
        old += [Part("".join(a[i1:i2]), tag != "equal")] if i2 > i1 else []
        new += [Part("".join(b[j1:j2]), tag != "equal")] if j2 > j1 else []
    return tuple(old), tuple(new)


def _cut(blocks: Sequence[Block], most: int) -> tuple[list[Block], int]:
    kept: list[Block] = []
    room = most
    for block in blocks:
        if room <= 0:
            break
        kept.append(Block(block.changed, block.rows[:room], block.skipped))
        room -= len(block.rows)
    return kept, sum(len(block.rows) for block in blocks) - sum(len(block.rows) for block in kept)
