"""States and properties that a control no longer has, or has wrongly."""

# ruff: noqa: E501  # a row of a table is one line, however long

from __future__ import annotations

from tests.generator.looks.mutations.mutation import (
    ARIA,
    AXE,
    PATTERNS,
    PIXELS,
    TREE,
    WALK,
    behaviour,
    css,
    html,
    row,
)

_NEXT = 'id="month-calendar-next"'
_CURRENT = 'aria-current="true" href="/demo?lang=en"'
_STATUS = '<p role="status" class="visually-hidden">1 time is free</p>'

ROWS = [
    row("chosen day is not selected", "month", (ARIA, TREE), html('aria-selected="true"', 'aria-selected="false"')),
    row("another day is selected", "month", (ARIA, TREE), html('aria-selected="false" aria-disabled="false"', 'aria-selected="true" aria-disabled="false"'), html('aria-selected="true"', 'aria-selected="false"')),
    row("selected dropped", "month", (ARIA, TREE), html(' aria-selected="true"', "")),
    row("disabled dropped", "month", (ARIA, TREE), html(' aria-disabled="true"', "", everywhere=True)),
    row("current dropped", "frame", (ARIA, TREE, PIXELS), html(_CURRENT, _CURRENT.replace('aria-current="true" ', ""))),
    row("current is another language", "frame", (ARIA, TREE, PIXELS), html('aria-current="false"', 'aria-current="page"')),
    row("modal is false", "opened", TREE, html('aria-modal="true"', 'aria-modal="false"')),
    row("dialog is not modal", "opened", (TREE, PATTERNS, WALK, PIXELS), behaviour("booking_details", "dialog.showModal()", "dialog.show()")),
    row("expanded dropped", "live", (ARIA, TREE), html(' aria-expanded="true"', "")),
    row("expanded is false", "live", (ARIA, TREE), html('aria-expanded="true"', 'aria-expanded="false"')),
    row("controls dropped", "live", TREE, html(' aria-controls="list"', "")),
    row("controls names nothing", "live", (TREE, AXE), html('aria-controls="list"', 'aria-controls="lists"')),
    row("live dropped", "live", TREE, html(' aria-live="polite"', "")),
    row("live is assertive", "live", TREE, html('aria-live="polite"', 'aria-live="assertive"')),
    row("live is off", "live", TREE, html('aria-live="polite"', 'aria-live="off"')),
    row("live region removed", "live", (ARIA, TREE), html(_STATUS, "")),
    row("live region is a plain text", "live", (ARIA, TREE), html(_STATUS, _STATUS.replace(' role="status"', ""))),
    row("required dropped", "form", TREE, html(' autocomplete="name" required', ' autocomplete="name"')),
    row("aria-required dropped", "cancel", TREE, html(' aria-required="true"', "")),
    row("invalid is not said", "errors", (TREE, ARIA, PIXELS), html('aria-invalid="true"', 'aria-invalid="false"', everywhere=True)),
    row("all is invalid", "form", (TREE, ARIA, PIXELS), html('aria-invalid="false"', 'aria-invalid="true"', everywhere=True)),
    row("has-popup dropped", "details", TREE, behaviour("booking_details", 'link.setAttribute("aria-haspopup", "dialog");', "")),
    row("details is closed", "reasons", (ARIA, TREE, PIXELS), html('<details class="slot-list-why" open>', '<details class="slot-list-why">')),
    row("other clock is checked", "switch", (ARIA, TREE, PIXELS), html('value="12" checked', 'value="12"'), html('value="24"', 'value="24" checked')),
    row("other zone is chosen", "switch", (ARIA, TREE, PIXELS), html(' selected>London', ">London"), html('value="Europe/Berlin"', 'value="Europe/Berlin" selected')),
    row("radios are no group", "switch", (TREE, WALK), html('type="radio" name="clock" value="24"', 'type="radio" name="clocks" value="24"')),
    row("most seats changed", "errors", TREE, html('max="6"', 'max="60"')),
    row("field is read-only", "form", (TREE, PIXELS), html('type="email" inputmode', 'type="email" readonly inputmode')),
    row("field is disabled", "form", (ARIA, TREE, PIXELS, WALK), html('type="email" inputmode', 'type="email" disabled inputmode')),
    row("button is disabled", "form", (ARIA, TREE, PIXELS, WALK), html('type="submit" data-busy', 'type="submit" disabled data-busy')),
    row("button says it is disabled", "form", (ARIA, TREE, PIXELS), html('type="submit" data-busy', 'type="submit" aria-disabled="true" data-busy')),
    row("button says it is pressed", "move", (ARIA, TREE), html('type="submit">Move', 'type="submit" aria-pressed="true">Move')),
    row("control is hidden from readers", "month", (ARIA, TREE, AXE), html(_NEXT, f'{_NEXT} aria-hidden="true"')),
    row("form is hidden from readers", "form", (ARIA, TREE, AXE), html('<form class="booking-form"', '<form aria-hidden="true" class="booking-form"')),
    row("fields are inert", "form", (ARIA, TREE, WALK), html('<div class="booking-form-fields"', '<div inert class="booking-form-fields"')),
    row("button is hidden", "form", (ARIA, TREE, PIXELS, WALK), html('type="submit" data-busy', 'type="submit" hidden data-busy')),
    row("navigation is not displayed", "frame", (ARIA, TREE, PIXELS), css(".page-frame-languages { display: none; }")),
    row("button is not visible", "form", (ARIA, TREE, PIXELS), css(".booking-form-submit.button { visibility: hidden; }")),
    row("decoration is read", "month", (ARIA, TREE), html('<span aria-hidden="true">Su</span>', "<span>Su</span>")),
    row("heading cannot take focus", "details", TREE, html('id="booking-details-title" tabindex="-1" autofocus', 'id="booking-details-title"')),
]  # fmt: skip
