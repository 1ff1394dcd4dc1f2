"""What happened to stories, in words and numbers: the same on the first screen, over a unit, and in the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from generator.gate.looked import Looked, LookedAt, PictureState

_KINDS = {
    "changed": "changed",
    "new": "new",
    "gone": "gone",
    "found": "as accepted, with findings",
    "accepted": "accepted by this change",
}


def kind_of(story: LookedAt) -> str:
    """Return the one word for a story: ``changed``, ``new``, ``gone``, ``accepted``, ``found`` (findings alone)."""
    states = {picture.state for picture in story.pictures}
    tree_open = story.tree_changed and not story.tree_accepted
    if PictureState.changed in states or (tree_open and None not in (story.tree_old, story.tree_new)):
        return "changed"
    if PictureState.missing in states or (tree_open and story.tree_old is None):
        return "new"
    if PictureState.unused in states or tree_open:
        return "gone"
    return "accepted" if PictureState.accepted in states or story.tree_changed else "found"


def tally(stories: Iterable[LookedAt]) -> str:
    """Return how many stories changed, are new, are gone: ``3 changed, 1 new``; empty where there are none."""
    kinds = [kind_of(story) for story in stories if story.is_telling]
    return ", ".join(f"{kinds.count(kind):,} {said}" for kind, said in _KINDS.items() if kind in kinds)


def what_happened(looked: Looked) -> str:
    """Return one sentence on all stories, empty where no browser looked at any."""
    count = max(looked.count, len(looked.stories))
    if not count:
        return ""
    head = f"{count:,} {'story' if count == 1 else 'stories'} looked at"
    unrecorded = sum(_is_unrecorded(story) for story in looked.stories)
    words = [tally(looked.stories) or ("none changed" if not unrecorded else "")]
    words += [f"{unrecorded:,} without an accepted picture of this browser"] if unrecorded else []
    return f"{head}: {', '.join(filter(None, words))}."


def who_looked(looked: Looked) -> str:
    """Return the browsers, the absent ones too: ``chromium 156, firefox-esr absent``."""
    return ", ".join(viewer.said for viewer in looked.viewers)


def _is_unrecorded(story: LookedAt) -> bool:
    return any(picture.state is PictureState.unrecorded for picture in story.pictures)
