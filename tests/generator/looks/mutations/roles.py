"""Roles, headings, landmarks, lists and tables that are not what they were."""

# ruff: noqa: E501  # a row of a table is one line, however long

from __future__ import annotations

from tests.generator.looks.mutations.mutation import ARIA, AXE, PATTERNS, PIXELS, TREE, WALK, html, row

_SUBMIT = '<button class="button button-primary booking-form-submit" id="booking-form-submit" type="submit" data-busy="Booking …"><span class="booking-form-action">Book this time</span></button>'
_MOVE = '<a class="button button-quiet" id="move-form-back" data-visit href="/demo/bookings/7f3k/move?month=2026-12">'
_NAV = '<nav class="page-frame-languages" aria-label="Language">'
_MAIN = '<main class="page page-frame-main" id="main" tabindex="-1">'
_ALERT = 'role="alert" tabindex="-1"'

ROWS = [
    row("grid is a plain table", "month", (ARIA, TREE, PATTERNS), html(' role="grid"', "")),
    row("cell of a grid is a cell", "month", (ARIA, TREE), html('role="gridcell" aria-selected="true"', 'role="cell" aria-selected="true"')),
    row("column header is a cell", "month", (ARIA, TREE), html('role="columnheader" scope="col"', 'role="gridcell"')),
    row("table is for looks", "month", (ARIA, TREE, PATTERNS), html('role="grid"', 'role="presentation"')),
    row("row of a grid has no role", "month", (ARIA, TREE, AXE), html('<tr role="row">', '<tr role="presentation">', everywhere=True)),
    row("role is misspelt", "month", (AXE, ARIA, TREE), html('role="grid"', 'role="gird"')),
    row("state is misspelt", "form", (AXE, TREE), html('aria-describedby="booking-form-name-error"', 'aria-describeby="booking-form-name-error"')),
    row("alert is a status", "errors", (ARIA, TREE), html(_ALERT, 'role="status" tabindex="-1"')),
    row("alert is nothing", "errors", (ARIA, TREE), html(_ALERT, 'tabindex="-1"')),
    row("alert is a note", "notice", (ARIA, TREE), html('role="alert"', 'role="note"')),
    row("heading one level deeper", "month", (ARIA, TREE), html('<h2 class="month-calendar-title" id="month-calendar-title">December 2026</h2>', '<h3 class="month-calendar-title" id="month-calendar-title">December 2026</h3>')),
    row("heading is a paragraph", "notice", (ARIA, TREE, AXE), html('<h1 class="notice-title" id="notice-title" tabindex="-1" autofocus>This time has just been taken</h1>', '<p class="notice-title" id="notice-title" tabindex="-1" autofocus>This time has just been taken</p>')),
    row("headings leave out levels", "list", (ARIA, TREE, AXE), html("<h2 class", "<h5 class", everywhere=True), html("</h2>", "</h5>", everywhere=True)),
    row("text is a heading", "notice", (ARIA, TREE), html('<p class="notice-name">First meeting</p>', '<h2 class="notice-name">First meeting</h2>')),
    row("navigation is a box", "frame", (ARIA, TREE), html(_NAV, _NAV.replace("nav ", "div ")), html("</nav>", "</div>")),
    row("main is a box", "frame", (ARIA, TREE, AXE), html(_MAIN, _MAIN.replace("main ", "div ", 1)), html("</main>", "</div>")),
    row("header is a box", "frame", (ARIA, TREE), html("<header", "<div"), html("</header>", "</div>")),
    row("article is a box", "details", (ARIA, TREE), html("<article", "<div"), html("</article>", "</div>")),
    row("fieldset is a box", "switch", (ARIA, TREE, PIXELS), html("<fieldset", "<div"), html("</fieldset>", "</div>")),
    row("second main", "frame", (ARIA, TREE, AXE), html("<p>The page stands here.</p>", '<div role="main"><p>The page stands here.</p></div>')),
    row("link has no address", "list", (ARIA, TREE, WALK), html('data-visit href="/demo/first-meeting"', "data-visit")),
    row("link says it is a button", "move", (ARIA, TREE), html('data-visit href="/demo/bookings/7f3k/move', 'role="button" data-visit href="/demo/bookings/7f3k/move')),
    row("link is a button", "move", (ARIA, TREE), html(_MOVE + "Choose another time</a>", '<button class="button button-quiet" type="button">Choose another time</button>')),
    row("button is a box", "form", (ARIA, TREE, WALK), html(_SUBMIT, _SUBMIT.replace("button", "div", 1).replace("</button>", "</div>"))),
    row("button is a box with a role", "form", (TREE, WALK, AXE), html(_SUBMIT, _SUBMIT.replace("<button", '<div role="button"', 1).replace("</button>", "</div>"))),
    row("button within a link", "move", (ARIA, TREE, AXE), html("Choose another time</a>", '<button type="button">Choose another time</button></a>')),
    row("summary is a box", "reasons", (ARIA, TREE, WALK), html("<summary", "<div"), html("</summary>", "</div>")),
    row("list is boxes", "slots", (ARIA, TREE), html("<ul", "<div", everywhere=True), html("</ul>", "</div>", everywhere=True), html("<li", "<div", everywhere=True), html("</li>", "</div>", everywhere=True), html(' role="list"', "", everywhere=True)),
    row("list item stands alone", "notice", (ARIA, TREE, AXE), html('<ul class="notice-options" role="list"', '<ul class="notice-options" role="group"')),
    row("list of terms is boxes", "summary", (ARIA, TREE), html("<dl", "<div"), html("</dl>", "</div>"), html("<dt", "<div", everywhere=True), html("</dt>", "</div>", everywhere=True), html("<dd", "<div", everywhere=True), html("</dd>", "</div>", everywhere=True)),
    row("term stands outside its list", "details", (ARIA, TREE, AXE), html("<dl class", '<dl role="group" class')),
    row("time is a span", "summary", (ARIA, TREE), html('<time datetime="2026-12-01T10:00:00Z">10:00 AM</time>', "<span>10:00 AM</span>")),
    row("struck text is not struck for readers", "move", (ARIA, TREE), html('<s class="move-form-struck">', '<span class="move-form-struck">'), html("</s>", "</span>")),
    row("dialog is a box", "opened", (ARIA, TREE, PATTERNS, PIXELS), html("<dialog", "<div"), html("</dialog>", "</div>")),
    row("dialog is an alert dialog", "opened", (ARIA, TREE), html("<dialog", '<dialog role="alertdialog"')),
    row("radio is a checkbox", "switch", (ARIA, TREE, PIXELS), html('type="radio" name="clock" value="24"', 'type="checkbox" name="clock" value="24"')),
    row("number field is a text field", "errors", (ARIA, TREE, PIXELS), html('type="number"', 'type="text"')),
    row("columns have no words", "month", (AXE, ARIA, TREE), html('<span aria-hidden="true">Su</span><span class="visually-hidden">Sunday</span>', "")),
]  # fmt: skip
