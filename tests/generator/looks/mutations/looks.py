"""What an eye would see, down to one pixel and one of 255 steps of a colour."""

# ruff: noqa: E501  # a row of a table is one line, however long

from __future__ import annotations

from tests.generator.looks.mutations.mutation import ARIA, AXE, DESIGN, PIXELS, css, html, row, style

ROWS = [
    row("radius of buttons one pixel more", "move", PIXELS, css(".button { border-radius: calc(var(--radius-md) + 1px); }")),
    row("radius token one pixel more", "list", PIXELS, style("--radius-lg: 1rem;", "--radius-lg: 1.0625rem;", file=DESIGN)),
    row("button one pixel to the right", "move", PIXELS, css(".button-primary { transform: translateX(1px); }")),
    row("heading one pixel down", "notice", PIXELS, css(".notice-title { position: relative; inset-block-start: 1px; }")),
    row("padding one pixel more", "list", PIXELS, css(".event-list-item { padding-inline-start: calc(var(--space-xl) + 1px); }")),
    row("gap one pixel more", "slots", PIXELS, css(".slot-list-times { gap: calc(var(--space-xs) + 1px); }")),
    row("ink one of 255 bluer", "notice", PIXELS, style("light-dark(#19211c,", "light-dark(#19211d,", file=DESIGN)),
    row("accent one of 255 redder", "move", PIXELS, style("--color-accent: light-dark(#17603f,", "--color-accent: light-dark(#18603f,", file=DESIGN)),
    row("ground one of 255 darker", "board", PIXELS, style("light-dark(#faf7f1,", "light-dark(#faf7f0,", file=DESIGN)),
    row("line one of 255 lighter", "details", PIXELS, style("light-dark(#e3ddd1,", "light-dark(#e3ddd2,", file=DESIGN)),
    row("ink in the dark one of 255 less", "notice", PIXELS, style("#eceae2)", "#eceae1)", file=DESIGN)),
    row("ground in the dark one of 255 more", "list", PIXELS, style("#141a17)", "#141a18)", file=DESIGN)),
    row("chosen day has another colour", "month", PIXELS, css(".month-calendar-day-chosen { background: var(--color-accent-strong); }")),
    row("font half a pixel larger", "form", PIXELS, css(".field-label { font-size: calc(var(--text-sm) + 0.5px); }")),
    row("lines a little higher", "notice", PIXELS, style("--leading-body: 1.55;", "--leading-body: 1.6;", file=DESIGN)),
    row("letters a little apart", "list", PIXELS, css(".lead { letter-spacing: 0.01em; }")),
    row("letters of headings closer", "summary", PIXELS, style("letter-spacing: -0.025em;", "letter-spacing: -0.03em;", file=DESIGN)),
    row("weight a little bolder", "notice", PIXELS, style("--weight-bold: 680;", "--weight-bold: 700;", file=DESIGN)),
    row("another font", "notice", PIXELS, style('--font-sans: "Figtree", ', "--font-sans: ", file=DESIGN)),
    row("no shadow", "list", PIXELS, css(".card { box-shadow: none; }")),
    row("shadow one percent fainter", "list", PIXELS, style("var(--color-shadow) 5%, transparent)", "var(--color-shadow) 3%, transparent)", file=DESIGN)),
    row("opacity 0.98", "notice", PIXELS, css(".notice { opacity: 0.98; }")),
    row("icon swapped", "summary", PIXELS, html("icons.svg#clock", "icons.svg#calendar")),
    row("icon missing", "notice", PIXELS, html("icons.svg#calendar", "icons.svg#kalendar")),
    row("icon a little smaller", "summary", PIXELS, style("--size-icon: 1.25rem;", "--size-icon: 1.1875rem;", file=DESIGN)),
    row("icon turned round", "move", PIXELS, css(".move-form-icon { transform: scaleX(-1); }")),
    row("capitals", "slots", PIXELS, css(".slot-list-name { text-transform: uppercase; }")),
    row("italics", "notice", PIXELS, css(".notice-text { font-style: italic; }")),
    row("links without underline", "frame", (PIXELS, AXE), css(".page-frame-language { text-decoration: none; }")),
    row("borders half as wide again", "move", PIXELS, css(".button { border-width: 2px; }")),
    row("border of another style", "details", PIXELS, css(".booking-details-facts { border-style: dashed; }")),
    row("text set to the right", "notice", PIXELS, css(".notice-text { text-align: end; }")),
    row("one dot", "board", PIXELS, css("body::before { content: ''; position: fixed; inset: 40px auto auto 40px; inline-size: 1px; block-size: 1px; background: #f00; }")),
    row("words that a stylesheet adds", "notice", (PIXELS, ARIA), css(".notice-text::before { content: 'Note: '; }")),
    row("column narrower", "board", PIXELS, css(".board-columns { max-inline-size: 60rem; }")),
    row("stylesheet missing", "form", PIXELS, html('<link rel="stylesheet" href="/ui/booker/v1/components.css">', "")),
    row("design missing", "notice", PIXELS, html('<link rel="stylesheet" href="/ui/design/v1/design.css">', "")),
    row("class misspelt", "move", PIXELS, html("button button-primary", "button button-primray")),
    row("specimen's swatch swapped", "specimen", PIXELS, html("specimen-swatch specimen-swatch-raised", "specimen-swatch specimen-swatch-sunken")),
    # in one mode alone
    row("in the dark alone", "list", PIXELS, css("@media (prefers-color-scheme: dark) { .card { border-color: #2e3834; } }")),
    row("in forced colours alone", "move", PIXELS, css("@media (forced-colors: active) { .button { border-color: ButtonFace; } }")),
    row("in forced colours nothing is chosen", "month", PIXELS, style("    border-color: Highlight;\n    background: Highlight;\n    color: HighlightText;", "    border-color: Canvas;")),
    row("at 320 pixels alone", "details", PIXELS, css("@media (max-width: 320px) { .card { padding: 12px; } }")),
    row("at 200 % alone", "notice", PIXELS, css("@media (min-width: 400px) and (max-width: 600px) { .notice-text { text-align: center; } }")),
    row("for those who reduce motion alone", "list", PIXELS, css("@media (prefers-reduced-motion: reduce) { .card { border-radius: 0; } }")),
]  # fmt: skip
