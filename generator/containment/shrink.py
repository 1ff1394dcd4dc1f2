"""Make a witness small: a value that shows a widening shows it best when nothing in it could be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, cast

from generator.canonical import Json
from generator.containment.places import Path, below, keys, parts, replaced
from generator.containment.simpler import numbers, strings
from generator.steps import Steps, StepsSpent

Cost: TypeAlias = tuple[int, int, int]
"""Parts, characters, and how strange these are: sums, so a part made cheaper makes the whole cheaper."""

TRY = 20
"""What asking once costs in steps, beside one step for each part and for every 64 characters."""
MANY = 200
"""Up to so many parts, all are looked at; comparing what nests deeper would also stop Python."""


def smallest(value: Json, accepts: Callable[[Json], bool], steps: Steps, hints: Sequence[Json] = ()) -> Json:
    """Return the cheapest value found on a way down from ``value`` on which ``accepts`` takes every value.

    ``accepts(value)`` holds at the start. ``hints`` are further values worth a try in every place, such as the members
    of an ``enum``. The same arguments give the same answer. When ``steps`` run out, the best so far is the answer.
    """
    best = value
    try:
        while True:
            before = best
            for best in _descent(before, accepts, steps, hints):  # noqa: B007  # the best so far, should steps run out
                pass
            if best is before:
                return best
    except StepsSpent:
        return best


def cost(value: Json) -> Cost:
    """Return what there is to read in ``value``; less is better, and there is no endless way down."""
    count, length, strange = 0, 0, 0
    for part in parts(value):
        count += 1
        if isinstance(part, dict):
            # An empty name is hard to read.
            length += sum(len(name) or 2 for name in part)
            strange += sum(map(strings.strangeness, part))
        elif isinstance(part, str):
            length, strange = length + len(part), strange + strings.strangeness(part)
        elif not isinstance(part, list | bool) and part is not None:
            width, far = numbers.size(part)
            length, strange = length + width, strange + far
        elif part is True:
            strange += 1
    return count, length, strange


def _descent(best: Json, accepts: Callable[[Json], bool], steps: Steps, hints: Sequence[Json]) -> Iterator[Json]:
    """Make each place as cheap as it gets, the root first; yield every better value."""
    paths: list[Path] = [()]
    price = _price(best)
    while paths:
        path = paths.pop()
        found = True
        while found:
            here, found = below(best, path), False
            for part in _cheaper(here, hints):
                steps.spend(price)
                trial = replaced(best, path, part)
                if accepts(trial):
                    best, found, price = trial, True, _price(trial)
                    yield best
                    break
        paths.extend((*path, key) for key in reversed(keys(below(best, path))))


def _price(value: Json) -> int:
    """Return the steps for asking about ``value`` once."""
    count, length, _ = cost(value)
    return TRY + count + length // 64


def _cheaper(value: Json, hints: Sequence[Json]) -> Iterator[Json]:
    """Yield what to try instead of ``value``: all cheaper, boldest first."""
    limit = cost(value)
    for candidate in _candidates(value):
        if cost(candidate) < limit:
            yield candidate
    for hint in hints:
        if type(hint) is type(value) and cost(hint) < limit:
            yield hint


def _candidates(value: Json) -> Iterator[Json]:
    if isinstance(value, bool):
        yield False
    elif isinstance(value, str):
        yield from strings.simpler(value)
    elif isinstance(value, dict):
        yield from _objects(value)
    elif isinstance(value, list):
        yield from _arrays(value)
    elif value is not None:
        # Numbers may be Decimal, which JSON's own type does not say.
        yield from (cast("Json", number) for number in numbers.simpler(value))


def _objects(value: dict[str, Json]) -> Iterator[Json]:
    yield {}
    yield from _within(value)
    names = list(value)
    for start, end in _cuts(len(names)):
        yield {name: value[name] for name in names[:start] + names[end:]}
    yield from (None, False, 0, "", [])
    for name in names:
        for plainer in ("a", "b", "c", *strings.simpler(name)):
            if plainer not in value:
                yield {plainer if each == name else each: part for each, part in value.items()}


def _arrays(value: list[Json]) -> Iterator[Json]:
    yield []
    yield from _within(value)
    for start, end in _cuts(len(value)):
        yield value[:start] + value[end:]
    yield from (None, False, 0, "", {})
    yield from _twins(value)


def _within(value: Json) -> Iterator[Json]:
    """Yield the parts of ``value`` that are of its own type: what recurses shows as well one turn earlier."""
    found = [part for part in parts(value) if type(part) is type(value) and part is not value]
    yield from sorted(found[-MANY:], key=cost)[:50]


def _twins(value: list[Json]) -> Iterator[Json]:
    """Make parts that stand in an array twice cheaper in both places at once: one alone would make them differ."""
    if cost(value)[0] > MANY:
        return
    for index, part in enumerate(value):
        again = [n for n in range(index, len(value)) if type(value[n]) is type(part) and value[n] == part]
        if len(again) > 1:
            for plainer in _candidates(part):
                yield [plainer if n in again else each for n, each in enumerate(value)]


def _cuts(length: int) -> Iterator[tuple[int, int]]:
    """Yield what to leave out: halves, quarters, ..., single ones from the end."""
    size = length // 2
    while size:
        for end in range(length, 0, -size):
            yield max(0, end - size), end
        size //= 2
