"""Bodies by media type: which of two lists' entries speak of the same messages.

A media type without parameters covers those with some, ``application/*`` every subtype, ``*/*`` all; ``charset`` is how
a text is written and not what it says.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.canonical import Json
from generator.changes import Verdict
from generator.changes.openapi.found import Rule
from generator.changes.openapi.met import Found, Position, gone, moved
from generator.changes.openapi.references import Place, text

Media = tuple[str, str, frozenset[str]]


def content(old: Place, new: Place, words: str) -> Iterator[Found]:
    """Yield how the media types of a body, a response or a parameter moved, and where their schemas stand."""
    before = {parsed(name): (name, place) for name, place in old.entries()}
    after = {parsed(name): (name, place) for name, place in new.entries()}
    pairs: dict[tuple[Media, Media], None] = {}
    for media, (name, place) in before.items():
        match = _best(media, after)
        if match is None:
            yield gone(Rule.media_type_removed, place, None, f"{words}: the media type {name} was removed")
        else:
            pairs[media, match] = None
    for media, (name, place) in after.items():
        match = _best(media, before)
        if match is None:
            # Where none stood, nothing was said about what travels.
            verdict = Verdict.wider if before else Verdict.narrower
            yield moved(Rule.media_type_added, verdict, None, place, f"{words}: the media type {name} was added")
        else:
            pairs[match, media] = None
    for one, other in pairs:
        yield from _both(before[one][1], after[other][1], f"{words} ({after[other][0]})")


def parsed(name: str) -> Media:
    """Return type, subtype and parameters of a media type, in lower case, without its charset."""
    essence, *parameters = (part.strip().lower() for part in name.split(";"))
    kind, _, subtype = essence.partition("/")
    kept = frozenset(part.replace(" ", "") for part in parameters if part and not part.startswith("charset"))
    return kind, subtype or "*", kept


def covers(broad: Media, narrow: Media) -> bool:
    """Say whether every message of the media type ``narrow`` is one of ``broad``."""
    kinds = broad[0] in {"*", narrow[0]} and broad[1] in {"*", narrow[1]}
    return kinds and (not broad[2] or broad[2] == narrow[2])


def _best(media: Media, others: dict[Media, tuple[str, Place]]) -> Media | None:
    """Return the narrowest of ``others`` that covers ``media``."""
    if media in others:
        return media
    covering = [other for other in others if covers(other, media)]
    return min(covering, key=lambda other: ("*" in other[0], "*" in other[1], not other[2]), default=None)


def _both(old: Place, new: Place, words: str) -> Iterator[Found]:
    if text(_encoding(old)) != text(_encoding(new)):
        said = f"{words}: how parts are encoded changed"
        yield moved(Rule.encoding_changed, Verdict.incomparable, old.at("encoding"), new.at("encoding"), said)
    yield Position(old.at("schema"), new.at("schema"), words)


def _encoding(media: Place) -> Json:
    return {
        name: {key: value for key, value in place.object.items() if key != "headers" and not key.startswith("x-")}
        for name, place in media.at("encoding").entries()
        if place.object
    }
