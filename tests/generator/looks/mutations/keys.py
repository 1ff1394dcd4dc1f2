"""What goes wrong under the keys: traps, focus that is lost or not seen, keys that do nothing."""

# ruff: noqa: E501  # a row of a table is one line, however long

from __future__ import annotations

from tests.generator.looks.mutations.mutation import (
    ARIA,
    AXE,
    LAYOUT,
    PATTERNS,
    PIXELS,
    TREE,
    WALK,
    behaviour,
    css,
    html,
    js,
    row,
)

_FOUR = """<div class="cluster move-form-actions">
    <button class="button button-primary" type="submit">Move</button>
    <a class="button button-quiet" id="move-form-back" data-visit href="/demo/bookings/7f3k/move?month=2026-12">Choose another time</a>"""
_SWAPPED = """<div class="cluster move-form-actions">
    <a class="button button-quiet" id="move-form-back" data-visit href="/demo/bookings/7f3k/move?month=2026-12">Choose another time</a>
    <button class="button button-primary" type="submit">Move</button>"""
_SETTLE = 'day.setAttribute("tabindex", day === stop ? "0" : "-1");'

ROWS = [
    # traps
    row("trap by keydown", "form", WALK, js('document.querySelector("#booking-form-email").addEventListener("keydown", (event) => { if (event.key === "Tab") event.preventDefault(); });')),
    row("trap by a timer", "form", WALK, js('setInterval(() => document.querySelector("#booking-form-name").focus(), 150);')),
    row("trap by a late timer", "notice", WALK, js('setTimeout(() => setInterval(() => document.querySelector(".notice-option").focus(), 100), 1200);')),
    row("trap by focusin", "errors", WALK, js('document.addEventListener("focusin", (event) => { if (!event.target.closest(".banner")) document.querySelector(".booking-form-link").focus(); });')),
    row("trap by blur", "cancel", WALK, js('const field = document.querySelector("textarea"); field.addEventListener("blur", () => setTimeout(() => field.focus()));')),
    row("trap by focusout of a group", "switch", WALK, js('const box = document.querySelector(".view-switch-clock"); box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) setTimeout(() => box.querySelector(":checked").focus()); });')),
    row("trap in the grid", "month", (WALK, PATTERNS), js('const grid = document.querySelector("[role=grid]"); grid.addEventListener("keydown", (event) => { if (event.key === "Tab") { event.preventDefault(); grid.querySelector("[data-date]").focus(); } });')),
    row("trap by two sentinels", "list", WALK, html('<ul class="event-list-items"', '<div tabindex="0" id="one"></div><ul class="event-list-items"'), html("</ul>", '</ul><div tabindex="0" id="two"></div><p><a href="/demo">Home</a></p>'), html('<section class="event-list"', '<p><a href="/demo">Home</a></p><section class="event-list"'), js('const links = document.querySelectorAll(".event-list-link"); one.onfocus = () => links[links.length - 1].focus(); two.onfocus = () => links[0].focus();')),
    row("trap by two fields", "form", WALK, js('const a = document.querySelector("#booking-form-name"), b = document.querySelector("#booking-form-email"); a.onblur = () => setTimeout(() => b.focus()); b.onblur = () => setTimeout(() => a.focus());')),
    row("trap by an animation frame", "move", WALK, js('requestAnimationFrame(function again() { document.querySelector("#move-form-back").focus(); requestAnimationFrame(again); });')),
    row("trap in the opened dialog", "opened", (WALK, PATTERNS), js('document.querySelector("dialog").addEventListener("keydown", (event) => { if (event.key === "Tab" || event.key === "Escape") event.preventDefault(); });'), html(' cancel-form-keep" href', '" href')),
    # focus that is lost, taken, or not seen
    row("dialog does not give focus back", "details", (WALK, PATTERNS), behaviour("booking_details", "link.focus();", "link.blur();")),
    row("dialog does not take focus", "details", (WALK, PATTERNS), behaviour("booking_details", "first.focus();", "document.activeElement.blur();")),
    row("Escape does not close", "details", (PATTERNS, WALK), behaviour("booking_details", 'link.addEventListener("click", onOpen);', 'link.addEventListener("click", onOpen);\n  dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") event.preventDefault(); });')),
    row("dialog does not open", "details", (PATTERNS, WALK), behaviour("booking_details", "dialog.showModal();", "")),
    row("focus is taken away at once", "list", WALK, js('document.addEventListener("focusin", (event) => event.target.blur());')),
    row("focus is taken at the start", "notice", (WALK, TREE, ARIA, PIXELS), html(" autofocus", ""), js('document.querySelector(".notice-option").focus();')),
    row("no ring at all", "form", WALK, css(":focus-visible { outline: none; }")),
    row("no ring on buttons", "move", WALK, css(".button:focus-visible { outline: 0; }")),
    row("ring is transparent", "list", WALK, css(":focus-visible { outline-color: transparent; }")),
    row("ring has the colour of the ground", "slots", WALK, css(":focus-visible { outline-color: var(--color-surface); }")),
    row("ring is cut off", "notice", WALK, css(".notice-item { overflow: hidden; } .notice-option.button:focus-visible { outline-offset: 2px; }")),
    row("ring has no width in days", "month", WALK, css(".month-calendar-day:focus-visible { outline-width: 0; }")),
    row("focus is covered while it is there", "form", WALK, css(".booking-form:focus-within::after { content: ''; position: fixed; inset: 0; background: #fff; z-index: 9; }")),
    row("focus is below a sticky bar", "form", (WALK, PIXELS), css("body::after { content: ''; position: fixed; inset: auto 0 0 0; block-size: 55%; background: var(--color-sunken); }")),
    row("focused link flies off", "notice", WALK, css(".notice-back.button:focus { position: fixed; inset-inline-start: -200rem; }")),
    row("skip link is never seen", "frame", WALK, css(".skip-link:focus { clip-path: inset(50%); }")),
    row("focused control is transparent", "move", WALK, css(".button:focus { opacity: 0; }")),
    # reach and order
    row("tabindex over zero", "form", (WALK, AXE), html('id="booking-form-email" name', 'id="booking-form-email" tabindex="3" name')),
    row("button out of reach", "form", (WALK, TREE), html('id="booking-form-submit" type', 'id="booking-form-submit" tabindex="-1" type')),
    row("link out of reach", "list", WALK, html('data-visit href="/demo/first-meeting"', 'tabindex="-1" data-visit href="/demo/first-meeting"')),
    row("summary out of reach", "reasons", WALK, html('<summary class', '<summary tabindex="-1" class')),
    row("text takes focus", "summary", (WALK, TREE, ARIA), html('<p class="event-summary-description">', '<p class="event-summary-description" tabindex="0">')),
    row("order reversed by flex", "move", (PIXELS, WALK), css(".move-form-actions { flex-direction: row-reverse; justify-content: flex-end; }")),
    row("order reversed in columns", "form", (PIXELS, WALK), css(".booking-form-fields { display: flex; flex-direction: column-reverse; }")),
    row("order property", "notice", (PIXELS, WALK), css(".notice-options li:first-child { order: 3; }")),
    row("order of the document reversed, looks kept", "move", (ARIA, TREE, WALK), html(_FOUR, _SWAPPED), css(".move-form-actions .button-primary { order: -1; }")),
    row("region scrolls without focus", "details", (WALK, AXE, PIXELS, LAYOUT), css(".booking-details-facts { max-block-size: 6rem; overflow: auto; }")),
    row("whole grid out of reach", "month", (WALK, PATTERNS), behaviour("month_calendar", _SETTLE, 'day.setAttribute("tabindex", "-1");')),
    row("every day is a stop", "month", (PATTERNS, WALK, TREE), behaviour("month_calendar", _SETTLE, 'day.setAttribute("tabindex", "0");')),
    # keys of patterns
    row("arrow keys dead", "month", PATTERNS, behaviour("month_calendar", 'element.addEventListener("keydown", onKey);', "")),
    row("arrow right dead", "month", PATTERNS, behaviour("month_calendar", 'case "ArrowRight":\n      return moved(date, rightToLeft ? -1 : 1);', "")),
    row("arrows the wrong way round", "month", PATTERNS, behaviour("month_calendar", "rightToLeft ? 1 : -1", "rightToLeft ? -1 : 1")),
    row("arrow down goes by a day", "month", PATTERNS, behaviour("month_calendar", "return moved(date, 7);", "return moved(date, 1);")),
    row("Home dead", "month", PATTERNS, behaviour("month_calendar", "return moved(date, -column);", 'return "";')),
    row("End goes too far", "month", PATTERNS, behaviour("month_calendar", "6 - column", "7 - column")),
    row("focus does not follow", "month", PATTERNS, behaviour("month_calendar", "settle(day);\n      day.focus();", "settle(day);")),
    row("stop does not follow", "month", (PATTERNS, WALK), behaviour("month_calendar", _SETTLE, 'if (!day.hasAttribute("tabindex")) day.setAttribute("tabindex", day === stop ? "0" : "-1");')),
]  # fmt: skip
