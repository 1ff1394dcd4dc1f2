"""A difference in words."""

from __future__ import annotations

from collections.abc import Iterator

from generator.looks.visual.clusters import Place
from generator.looks.visual.compare import Difference

_NAMED = 3


def describe(difference: Difference) -> str:
    """Return what differs in one to three sentences.

    ``1,204 of 393,216 pixels differ, in 2 places: 40x18 at (312, 96) and 9x9 at (12, 40); colours shift by at most 3.``
    """
    return " ".join(_sentences(difference))


def _sentences(difference: Difference) -> Iterator[str]:
    shift = f"; colours shift by at most {difference.shift} of 255" if difference.shift else ""
    verb = "differs" if difference.count == 1 else "differ"
    yield f"{difference.count:,} of {difference.total:,} pixels {verb}, in {_where(difference)}{shift}."
    if difference.old_size != difference.new_size:
        yield f"The picture was {_by(difference.old_size)} pixels and is {_by(difference.new_size)}."
    if difference.moved:
        way = "lower" if difference.moved > 0 else "higher"
        yield f"All from row {difference.since} on is as it was, {abs(difference.moved)} rows {way}."


def _where(difference: Difference) -> str:
    named = [_place(place) for place in difference.places[:_NAMED]]
    count = len(difference.places) + difference.elsewhere
    if count > len(named):
        named.append(f"{count - len(named):,} more")
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"one place: {listed}" if count == 1 else f"{count:,} places: {listed}"


def _place(place: Place) -> str:
    return f"{_by((place.width, place.height))} at ({place.x}, {place.y})"


def _by(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"
