"""How a tree differs from the accepted one: which node gained, lost or changed what, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from generator.looks.browsers.found import Engine
from generator.looks.flaws import Flaw
from generator.looks.trees.drawn import snapshot_of, tree_of
from generator.looks.trees.lines import Line, read, shortened

MOST_LINES = 2_000
"""Beyond it two texts are told apart, but not compared: the cost grows with the square."""

MOST_SAID = 8
"""How many differences one message tells."""

_ARIA = frozenset(
    {
        "activedescendant", "atomic", "busy", "controls", "current", "details", "errormessage", "expanded", "flowto",
        "haspopup", "invalid", "keyshortcuts", "live", "modal", "owns", "posinset", "pressed", "relevant",
        "roledescription", "setsize", "sort",
    }
)  # fmt: skip
"""What people know by its attribute."""


def compare(accepted: str | None, shown: str, engine: Engine) -> list[Flaw]:
    """Return what is wrong with a tree that ``engine`` drew; ``accepted`` is None where nothing was."""
    if accepted is None:
        return [Flaw("aria/missing", "the accessibility tree was never accepted", new=shown)]
    told = differences(accepted, shown, engine)
    if not told:
        return []
    if engine is not Engine.chromium:
        accepted, shown = snapshot_of(accepted), snapshot_of(shown)
    more = f"; and {len(told) - MOST_SAID} more" if len(told) > MOST_SAID else ""
    return [Flaw("aria/changed", "; ".join(told[:MOST_SAID]) + more, old=accepted, new=shown)]


def differences(accepted: str, shown: str, engine: Engine) -> tuple[str, ...]:
    """Return how ``shown`` differs from ``accepted``, both as drawn; nothing when they are the same.

    ``shown`` was drawn by ``engine``. In Chromium every byte counts. Other engines draw one part, which is compared
    with the same part of what was accepted: Playwright computes it by itself, so nothing in it is an engine's word.
    """
    if engine is not Engine.chromium:
        accepted, shown = snapshot_of(accepted), snapshot_of(shown)
    if accepted == shown:
        return ()
    for part in (tree_of, snapshot_of):
        old, new = _side(part(accepted)), _side(part(shown))
        if max(len(old.lines), len(new.lines)) > MOST_LINES:
            break
        if told := tuple(dict.fromkeys(_told(old, new))):
            return told
    return (_first_line(accepted, shown),)


def _first_line(accepted: str, shown: str) -> str:
    pairs = zip_longest(accepted.splitlines(), shown.splitlines())
    number, (old, new) = next(
        ((number, pair) for number, pair in enumerate(pairs, 1) if pair[0] != pair[1]), (0, ("", ""))
    )
    is_now, was = ("nothing" if row is None else repr(shortened(row.strip())) for row in (new, old))
    return f"line {number} is {is_now}, and was {was}"


@dataclass(frozen=True, slots=True)
class _Side:
    lines: Sequence[Line]
    parents: Sequence[int | None]


def _side(text: str) -> _Side:
    lines = read(text)
    parents: list[int | None] = []
    open_: list[int] = []
    for at, line in enumerate(lines):
        while open_ and lines[open_[-1]].depth >= line.depth:
            open_.pop()
        parents.append(open_[-1] if open_ else None)
        open_.append(at)
    return _Side(lines, parents)


def _told(old: _Side, new: _Side) -> Iterator[str]:
    pairs, lost, gained = _paired(old.lines, new.lines)
    moved = _moved(old.lines, new.lines, lost, gained)
    yield from (_moved_words(new, at) for at in sorted(moved.values()))
    for was, now in [*pairs, *moved.items()]:
        yield from _changes(old.lines[was], new.lines[now])
    left = set(lost) - moved.keys()
    come = set(gained) - set(moved.values())
    yield from (f"{_placed(old, at)} is gone" for at in sorted(left) if old.parents[at] not in left)
    yield from (f"{_placed(new, at)} is new" for at in sorted(come) if new.parents[at] not in come)
    now_of: dict[int | None, int | None] = {None: None}
    now_of.update([*pairs, *moved.items()])
    for was, now in pairs:
        old_parent, new_parent = old.parents[was], new.parents[now]
        if old_parent in now_of and now_of[old_parent] != new_parent and new_parent not in come:
            yield _moved_words(new, now)


def _paired(old: Sequence[Line], new: Sequence[Line]) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return which lines are the same node on both sides, which are gone, and which are new."""
    keys = [(line.role, line.name) for line in old], [(line.role, line.name) for line in new]
    pairs: list[tuple[int, int]] = []
    lost: list[int] = []
    gained: list[int] = []
    for kind, i, i_end, j, j_end in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += zip(range(i, i_end), range(j, j_end), strict=True)
            continue
        rest = list(range(j, j_end))
        for was in range(i, i_end):
            now = next((at for at in rest if _is_like(old[was], new[at])), None)
            if now is None:
                lost.append(was)
            else:
                pairs.append((was, now))
                gained += rest[: rest.index(now)]
                rest = rest[rest.index(now) + 1 :]
        gained += rest
    return pairs, lost, gained


def _is_like(old: Line, new: Line) -> bool:
    """Say whether one node became the other: what it is called changed, or what it is, not both."""
    if "text" in {old.role, new.role}:
        return old.role == new.role and old.depth == new.depth
    return old.depth == new.depth and (old.role == new.role or (old.name == new.name and old.name != ""))


def _moved(old: Sequence[Line], new: Sequence[Line], lost: Sequence[int], gained: Sequence[int]) -> dict[int, int]:
    """Return those that are gone in one place and new in another, if there is no doubt which they are."""
    gone, come = _by_name(old, lost), _by_name(new, gained)
    return {
        places[0]: come[key][0]
        for key, places in gone.items()
        if key[1] and len(places) == 1 and len(come.get(key, ())) == 1
    }


def _by_name(lines: Sequence[Line], among: Sequence[int]) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for at in among:
        found.setdefault((lines[at].role, lines[at].name), []).append(at)
    return found


def _changes(old: Line, new: Line) -> Iterator[str]:
    if old.role == new.role == "text":
        if old.name != new.name:
            yield f'the text "{shortened(old.name)}" reads "{shortened(new.name)}" now'
    elif old.role != new.role:
        yield f"{old.called} has the role {new.role} now"
    elif old.name != new.name:
        now = f'is called "{shortened(new.name)}" now' if new.name else "has no name now"
        yield f"{old.called} {now}"
    before, after = {**old.states, **old.notes}, {**new.states, **new.notes}
    for name in sorted(before.keys() | after.keys()):
        said = f"aria-{name}" if name in _ARIA else name
        if name not in after:
            yield f"{new.called} lost {said}{_valued(before[name])}"
        elif name not in before:
            yield f"{new.called} gained {said}{_valued(after[name])}"
        elif before[name] != after[name]:
            yield f"{new.called} has {said}{_valued(after[name])}, and had it{_valued(before[name])}"


def _valued(value: str) -> str:
    return f" ({shortened(value)})" if value else ""


def _moved_words(side: _Side, at: int) -> str:
    parent = side.parents[at]
    return f"{_called(side.lines[at])} stands elsewhere now" + (
        "" if parent is None else f", in {_called(side.lines[parent])}"
    )


def _placed(side: _Side, at: int) -> str:
    above = side.parents[at]
    while above is not None and not side.lines[above].name:
        above = side.parents[above]
    return _called(side.lines[at]) + ("" if above is None else f", in {_called(side.lines[above])},")


def _called(line: Line) -> str:
    return f'the text "{shortened(line.name)}"' if line.role == "text" else line.called
