"""Text that is cut off or covered, pages that are too wide, targets that are too small, contrast that is too low."""

# ruff: noqa: E501  # a row of a table is one line, however long

from __future__ import annotations

from tests.generator.looks.mutations.mutation import AXE, DESIGN, LAYOUT, PIXELS, css, html, row, style

_MUTED = "--color-muted: light-dark(#585f58, #a6afa7);"

ROWS = [
    row("text cut off at 200 %", "list", (LAYOUT, PIXELS), css("@media (max-width: 512px) { .lead { block-size: 1em; overflow: hidden; } }")),
    row("button cuts its words off", "move", (LAYOUT, PIXELS), css(".move-form-actions .button { inline-size: 4rem; min-inline-size: 0; overflow: hidden; white-space: nowrap; padding: 0; }")),
    row("heading cut off with dots", "notice", (LAYOUT, PIXELS), css(".notice-title { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; max-inline-size: 12rem; }")),
    row("field cuts its label off", "form", (LAYOUT, PIXELS), css(".field-label { block-size: 0.6em; overflow: hidden; }")),
    row("too wide at 320", "form", (LAYOUT, PIXELS), css(".booking-form { min-inline-size: 24rem; }")),
    row("words do not wrap at 320", "list", (LAYOUT, PIXELS), css("@media (max-width: 320px) { .lead { white-space: nowrap; } }")),
    row("table too wide at 320", "month", (LAYOUT, PIXELS), css(".month-calendar-day { min-inline-size: 3.5rem; }")),
    row("actions do not wrap", "details", (LAYOUT, PIXELS), css(".cluster { flex-wrap: nowrap; } .cluster .button { flex: none; white-space: nowrap; }")),
    row("hint lies over its field", "form", (LAYOUT, PIXELS), css(".booking-form-hint { margin-block-start: -2rem; position: relative; }")),
    row("columns lie over each other", "move", (LAYOUT, PIXELS), css(".move-form-block-new { margin-inline-start: -8rem; }")),
    row("head lies over the grid", "month", (LAYOUT, PIXELS), css(".month-calendar-head { margin-block-end: -2.5rem; }")),
    row("targets of 16 pixels", "month", (LAYOUT, PIXELS, AXE), css(".month-calendar-step { inline-size: 16px; block-size: 16px; } .month-calendar-steps { gap: 0; }")),
    row("targets of 14 pixels in rows", "slots", (LAYOUT, PIXELS, AXE), css(".slot-list-time.button { min-block-size: 0; block-size: 14px; padding: 0; line-height: 1; } .slot-list-times { gap: 0; }")),
    row("links of a list too close", "errors", (LAYOUT, PIXELS, AXE), css(".booking-form-link { min-block-size: 0; line-height: 1; font-size: 12px; } .booking-form-list { line-height: 1; }")),
    row("contrast low in the light", "notice", (AXE, PIXELS), style(_MUTED, _MUTED.replace("#585f58", "#a5aaa5"), file=DESIGN)),
    row("contrast low in the dark", "notice", (AXE, PIXELS), style(_MUTED, _MUTED.replace("#a6afa7", "#4c544e"), file=DESIGN)),
    row("contrast low in forced colours", "notice", (AXE, PIXELS), css("@media (forced-colors: active) { .muted { forced-color-adjust: none; color: #ddd; background: #fff; } }")),
    row("contrast low on the button", "move", (AXE, PIXELS), css(".button-primary { color: #8fb5a3; }")),
    row("words have the colour of the ground", "list", (AXE, PIXELS), css(".event-list-description { color: var(--color-raised); }")),
    row("words stand on a picture", "notice", (AXE, PIXELS), css(".notice-text { background-image: linear-gradient(90deg, #19211c, #faf7f1); }")),
    row("words are tiny", "details", PIXELS, css(".booking-details-quiet { font-size: 6px; }")),
    row("long word breaks the page", "summary", (LAYOUT, PIXELS), css(".event-summary, body { overflow-wrap: normal; }"), html("First meeting", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft")),
    row("page scrolls sideways by one control", "frame", (LAYOUT, PIXELS), css(".page-frame-languages { position: relative; inset-inline-start: 3rem; }")),
    row("text spacing cuts off", "slots", (LAYOUT, PIXELS), css(".slot-list-time.button { min-block-size: 0; max-block-size: 12px; overflow: hidden; align-items: start; }")),
]  # fmt: skip
