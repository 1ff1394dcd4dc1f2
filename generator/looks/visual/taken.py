"""Taking a page's picture so that it is the same, to the byte, every time: Chromium's alone.

A picture is as wide as the window, begins at the page's top and ends a little below the lowest thing on it; it shows
the whole window where a modal dialog dims it. The page is laid out for the window, not for the picture: what is fixed
or measured by the window's height is where visitors see it.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeGuard

from playwright.sync_api import Error, Page

from generator.errors import LockstepError
from generator.looks.browsers.settled import SETTLED
from generator.looks.browsers.shaped import shape
from generator.looks.browsers.wire import wire
from generator.looks.modes import PICTURED, SHAPES, TALLEST, Mode
from generator.looks.visual.masked import Box, painted

_AWAY = -1  # a coordinate outside of every window
_READY = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").strip().removesuffix(";")
_AT_REST = f"async (masks) => {{ await ({SETTLED})(); return ({_READY})(masks); }}"


def take(page: Page, mode: Mode, masks: Sequence[str] = (), hovered: str = "") -> bytes:
    """Return the picture of an open page in one mode, as PNG, with what the selectors in ``masks`` find painted over.

    The page stays in that mode. The pointer is nowhere, or over what the selector ``hovered`` finds. Raises
    LockstepError where the page's own code breaks what is asked of it.
    """
    shape(page, mode)
    with _pointing(page, hovered):
        try:
            told: object = page.evaluate(_AT_REST, list(masks))
        except Error as error:
            said = str(error).partition("\n")[0]
            raise LockstepError(
                f"no picture can be taken: {said}. Does a script replace what browsers give?"
            ) from error
        height, boxes = _read(told)
        png = _captured(page, mode, min(height, TALLEST))
    return painted(png, boxes) if boxes else png


@contextmanager
def _pointing(page: Page, hovered: str) -> Iterator[None]:
    """Keep the pointer over what a selector finds, or away from everything without one.

    A picture begins at the page's top, and what scrolls away from below a pointer is hovered no longer, some time
    later: so what is hovered now is told to stay so.
    """
    if not hovered:
        page.mouse.move(_AWAY, _AWAY)
        yield
        return
    page.locator(hovered).hover()
    session = wire(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    for node in session.send("DOM.querySelectorAll", {"nodeId": root, "selector": ":hover"})["nodeIds"]:
        session.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": ["hover"]})
    try:
        yield
    finally:
        session.send("CSS.disable")
        session.send("DOM.disable")


def pictures(
    page: Page, masks: Sequence[str] = (), modes: Iterable[Mode] = PICTURED, hovered: str = ""
) -> Iterator[tuple[Mode, bytes]]:
    """Yield the picture of each mode of a page that is open and light, and make it light again at the end."""
    last = Mode.light
    try:
        for last in modes:
            yield last, take(page, last, masks, hovered)
    finally:
        if last is not Mode.light:
            shape(page, Mode.light)


def _captured(page: Page, mode: Mode, height: int) -> bytes:
    window = SHAPES[mode]
    told = wire(page).send(
        "Page.captureScreenshot",
        {
            "format": "png",
            "optimizeForSpeed": True,  # packs less, loses nothing
            "captureBeyondViewport": height > window.height,  # costs a frame more
            "clip": {"x": 0, "y": 0, "width": window.width, "height": height, "scale": 1},
        },
    )
    return base64.b64decode(told["data"])


def _read(told: object) -> tuple[int, list[Box]]:
    """Return height and masked boxes as the page said them: numbers, whatever its own code did to ours."""
    height, rows = told if isinstance(told, list) and len(told) == 2 else (None, None)
    if not isinstance(rows, list) or not _is_number(height):
        raise LockstepError("the page does not say how tall it is. Does a script of it replace what browsers give?")
    sizes = [row for row in rows if isinstance(row, list) and len(row) == 4 and all(map(_is_number, row))]
    return max(math.ceil(height), 1), [Box(*row) for row in sizes]


def _is_number(told: object) -> TypeGuard[float]:
    return isinstance(told, int | float) and math.isfinite(told)
