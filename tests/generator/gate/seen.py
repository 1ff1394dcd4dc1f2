"""Stories as a browser might have shown them: small pictures, made here."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from generator.gate.looked import Looked, LookedAt, Picture, PictureState, Viewer
from generator.looks.stop import Stop

CHROMIUM, FIREFOX = Viewer("chromium", "156.0.7"), Viewer("firefox-esr", None, "Run: apt-get install firefox-esr")


def png(*marked: tuple[int, int], colour: int = 0, width: int = 40, height: int = 30) -> bytes:
    """Return a white PNG; the ``marked`` pixels have this grey."""
    image = Image.new("RGB", (width, height), "white")
    for place in marked:
        image.putpixel(place, (colour, colour, colour))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


WHITE, MARKED = png(), png((5, 5))


def picture(
    mode: str = "light",
    state: PictureState = PictureState.changed,
    old: bytes | None = WHITE,
    new: bytes | None = MARKED,
    said: str = "",
) -> Picture:
    """Return one mode, by default one that changed."""
    return Picture(mode, old, new, state, said)


def story(name: str = "plain", *pictures: Picture, **more: Any) -> LookedAt:  # noqa: ANN401  # the fields of LookedAt
    """Return a story of the card in cards/v2, by default with one picture that changed and a tree that did not."""
    given = {"unit": "cards/v2", "component": "wide_card", "tree_old": "- text\n", "tree_new": "- text\n", **more}
    return LookedAt(story=name, pictures=pictures or (picture(),), **given)


def looked(*stories: LookedAt, **more: Any) -> Looked:  # noqa: ANN401  # the fields of Looked
    """Return what Chromium saw, where Firefox is absent."""
    return Looked(**{"viewers": (CHROMIUM, FIREFOX), "count": len(stories), "stories": stories, **more})


def stop(name: str, x: float, y: float, width: float = 10, height: float = 6) -> Stop:
    """Return one stop of the keyboard's way."""
    return Stop(f"#{name}", "button", name, x, y, width, height)
