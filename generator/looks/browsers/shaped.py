"""Turning a page that is open into what another visitor sees: narrow, dark, with forced colours, without motion."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Page

from generator.looks.modes import SHAPES, Mode


def shape(page: Page, mode: Mode) -> None:
    """Show ``page`` as ``mode`` says; Chromium's alone, for Firefox takes such wishes at its start only."""
    wanted = SHAPES[mode]
    scheme: Literal["light", "dark"] = "dark" if wanted.scheme == "dark" else "light"
    page.emulate_media(
        color_scheme=scheme,
        forced_colors="active" if wanted.forced else "none",
        reduced_motion="reduce" if wanted.reduced else "no-preference",
    )
    page.set_viewport_size({"width": wanted.width, "height": wanted.height})
