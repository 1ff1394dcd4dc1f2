"""The same pages, written otherwise: nothing that anybody sees, hears or presses is changed."""

# ruff: noqa: E501  # a row of a table is one line, however long

from __future__ import annotations

from tests.generator.looks.mutations.mutation import (
    DESIGN,
    START,
    Edit,
    Layer,
    Mutation,
    behaviour,
    css,
    html,
    js,
    style,
)

_RULE = """.notice-name {
  font-weight: var(--weight-medium);
}

"""
_NAME = 'id="booking-form-name" name="name" type="text" autocomplete="name" required value=""'


def _same(name: str, story: str, *edits: Edit) -> Mutation:
    return Mutation(name, story, frozenset[Layer](), edits)


ROWS = [
    # the document
    _same("attributes in another order", "form", html(_NAME, " ".join(reversed(_NAME.split())))),
    _same("more space between attributes", "form", html(' type="email" inputmode="email"', '  type="email"\n        inputmode="email" ')),
    _same("single quotes", "form", html('id="booking-form-name"', "id='booking-form-name'")),
    _same("no quotes", "form", html('type="submit"', "type=submit")),
    _same("modal is said of a dialog that is opened as one", "opened", html('<dialog aria-modal="true"', "<dialog")),
    _same("figures of a font that has them all of one width", "slots", css(".numeric { font-variant-numeric: normal; }")),
    _same("a comment", "notice", html('<div class="notice-words">', '<!-- the words --><div class="notice-words">')),
    _same("empty lines between blocks", "notice", html('  <div class="notice-words">', '\n\n\n  <div class="notice-words">')),
    _same("tabs instead of spaces", "list", html("\n    ", "\n\t\t", everywhere=True)),
    _same("capital tag names", "details", html('<dl class="booking-details-facts">', '<DL class="booking-details-facts">'), html("</dl>", "</DL>")),
    _same("end tags left out", "month", html("</td>", "", everywhere=True), html("</tr>", "", everywhere=True)),
    _same("void element closed", "form", html('value="b2f7c0de91">', 'value="b2f7c0de91" />')),
    _same("boolean attribute with a value", "form", html(" required", ' required=""', everywhere=True)),
    _same("boolean attribute with its name", "switch", html(' checked>', ' checked="checked">')),
    _same("type that is the default left out", "form", html(' type="text"', "")),
    _same("character as a number", "frame", html("Lovelace &amp; Hopper", "Lovelace &#38; Hopper")),
    _same("apostrophe as an entity", "errors", html("2 entries need", "2 entries &#110;eed")),
    _same("a data attribute more", "move", html('<form class="move-form"', '<form data-test="move" class="move-form"')),
    _same("a class more that nothing styles", "move", html('class="move-form-title"', 'class="move-form-title js-title"')),
    _same("classes in another order", "move", html("button button-primary", "button-primary button")),
    _same("more space between classes", "move", html("button button-primary", " button   button-primary ")),
    _same("id renamed everywhere", "form", html("booking-form-email-hint", "booking-form-email-help", everywhere=True)),
    _same("name of a heading's id", "move", html("move-form-title\">Move", 'move-head">Move'), html('aria-labelledby="move-form-title"', 'aria-labelledby="move-head"')),
    _same("class and its rules renamed", "notice", html("notice-subject", "notice-matter", everywhere=True), style("notice-subject", "notice-matter", everywhere=True)),
    _same("a generator named", "list", html("<head>", '<head>\n<meta name="generator" content="Lockstep">')),
    _same("a template that is not used", "list", html("</body>", "<template><p>Later</p></template>\n</body>")),
    _same("another hidden input", "form", html('<input type="hidden"', '<input type="hidden" name="more" value="1">\n  <input type="hidden"')),
    _same("focusable left out of an icon", "summary", html(' focusable="false"', "", everywhere=True)),
    # styles
    _same("colour in another notation", "list", style("light-dark(#faf7f1,", "light-dark(rgb(250 247 241),", file=DESIGN)),
    _same("length in another unit", "move", style("--radius-md: 0.625rem;", "--radius-md: 10px;", file=DESIGN)),
    _same("property of a box written out", "notice", style("padding-block: var(--space-md);\n  border-block", "padding-block-start: var(--space-md);\n  padding-block-end: var(--space-md);\n  border-block")),
    _same("rules in another order", "notice", style(_RULE, ""), style(".notice-words {", _RULE + ".notice-words {")),
    _same("a rule for nothing", "form", css(".there-is-no-such-class { color: red; }")),
    _same("a rule twice", "notice", style(_RULE, _RULE + _RULE)),
    _same("nesting written out", "month", style(".month-calendar-day-none {\n  color", ".month-calendar-day-none.month-calendar-day-none {\n  color")),
    _same("what is said already", "move", css(".button-primary { cursor: pointer; }")),
    _same("a token by another name", "notice", style("font-weight: var(--weight-medium);\n}\n\n.notice-wanted", "--own: var(--weight-medium);\n  font-weight: var(--own);\n}\n\n.notice-wanted")),
    _same("a comment in the styles", "list", style(".event-list {", "/* the list */\n.event-list {")),
    _same("a media query that never holds", "list", css("@media (max-width: 10px) { body { display: none; } }")),
    _same("colour by the same keyword", "month", style("currentColor", "currentcolor", everywhere=True)),
    # behaviours
    _same("a function that nobody calls", "form", js("function idle() { document.body.remove(); }")),
    _same("a listener that does nothing", "month", js('document.addEventListener("keydown", () => {}); document.addEventListener("focusin", () => {});')),
    _same("a name within a script", "month", behaviour("month_calendar", "settle", "arrange", everywhere=True)),
    _same("a comment in a script", "details", behaviour("booking_details", "let pressed = false;", "let pressed = false;  // on the ground of the dialog")),
    _same("a timer that looks and does nothing", "switch", js("setInterval(() => document.activeElement, 50);")),
    _same("words in the console", "form", Edit(START, "", '\nconsole.debug("started");\n')),
]  # fmt: skip
