"""Names, texts, descriptions and languages that are missing or wrong."""

# ruff: noqa: E501  # a row of a table is one line, however long

from __future__ import annotations

from tests.generator.looks.mutations.mutation import ARIA, AXE, PIXELS, TREE, WALK, html, row

_LABEL = '<label class="field-label" for="booking-form-name">Name</label>'
_EMAIL = "booking-form-email-hint booking-form-email-error"
_DAY = "Wednesday, December 2, 5 times free"
_OPTIONS = '<h2 class="notice-heading" id="notice-options">The next free times</h2>'

ROWS = [
    # names
    row("label removed", "form", (ARIA, PIXELS, AXE), html(_LABEL, "")),
    row("label points nowhere", "form", (ARIA, TREE, AXE), html('for="booking-form-name"', 'for="booking-form-nam"')),
    row("label points at another field", "form", (ARIA, TREE, AXE), html('for="booking-form-name"', 'for="booking-form-email"')),
    row("label is a span", "form", (ARIA, TREE, AXE), html(_LABEL, '<span class="field-label">Name</span>')),
    row("label became a placeholder", "form", (ARIA, PIXELS), html(_LABEL, ""), html('name="name" type', 'placeholder="Name" name="name" type')),
    row("hidden label removed", "switch", (ARIA, TREE, AXE), html('<label class="visually-hidden" for="view-switch-zone">Time zone</label>', "")),
    row("icon link has no name", "month", (ARIA, TREE, AXE), html(' aria-label="Previous month"', "")),
    row("icon link has another's name", "month", (ARIA, TREE), html('aria-label="Previous month"', 'aria-label="Next month"')),
    row("name does not hold the label", "form", (ARIA, TREE), html('id="booking-form-submit"', 'id="booking-form-submit" aria-label="Send"')),
    row("landmark has no name", "frame", (ARIA, TREE), html(' aria-label="Language"', "")),
    row("section has no name", "month", (ARIA, TREE), html('<section class="month-calendar" aria-labelledby="month-calendar-title"', '<section class="month-calendar"')),
    row("grid has no name", "month", (ARIA, TREE), html('role="grid" aria-labelledby="month-calendar-title"', 'role="grid"')),
    row("labelledby names nothing", "month", (ARIA, TREE, AXE), html('aria-labelledby="month-calendar-title"', 'aria-labelledby="month-calender-title"', everywhere=True)),
    row("form has no name", "form", (ARIA, TREE), html(' aria-labelledby="booking-form-title"', "")),
    row("list has no name", "notice", (ARIA, TREE), html(' role="list" aria-labelledby="notice-options"', ' role="list"')),
    row("legend removed", "switch", (ARIA, TREE), html('<legend class="visually-hidden">Clock</legend>', "")),
    row("dialog has no name", "opened", (ARIA, TREE, AXE), html(' aria-labelledby="cancel-form-title"', "")),
    row("page has no title", "form", AXE, html("<title>booking_form: empty</title>", "")),
    row("picture has no alt", "picture", (ARIA, TREE, AXE), html(' alt="Home"', "")),
    row("picture has an empty alt", "picture", (ARIA, TREE), html('alt="Home"', 'alt=""')),
    row("picture has a wrong alt", "picture", (ARIA, TREE), html('alt="Home"', 'alt="icon.svg"')),
    row("drawing has a role and no name", "notice", (AXE, ARIA, TREE), html('<svg class="icon" aria-hidden="true"', '<svg class="icon" role="img"')),
    row("id is there twice", "form", (AXE, TREE), html('id="booking-form-email-hint"', 'id="booking-form-name-error"')),
    # texts
    row("text changed", "form", (ARIA, PIXELS), html("Book this time", "Book it")),
    row("hint changed by a letter", "form", (ARIA, PIXELS), html("We do not send any mail.", "We do not send any mails.")),
    row("text lost its full stop", "notice", (ARIA, PIXELS), html("Nothing has been booked for you yet.", "Nothing has been booked for you yet")),
    row("error has no words", "errors", (ARIA, PIXELS), html('<span class="booking-form-words">Please enter a whole number.</span>', '<span class="booking-form-words"></span>')),
    row("error shown as if there were none", "errors", (ARIA, PIXELS), html("2 entries need another look", "1 entry needs another look")),
    row("date is a day off", "summary", (ARIA, PIXELS), html("Tuesday, December 1, 2026", "Wednesday, December 2, 2026")),
    row("hidden text says the wrong day", "month", (ARIA, TREE), html(_DAY, _DAY.replace("Wednesday", "Thursday"))),
    row("hidden text removed", "summary", (ARIA, TREE), html('<span class="visually-hidden">Duration:</span>', "")),
    row("hidden text of a day removed", "month", (ARIA, TREE, AXE), html(f'<span class="visually-hidden">{_DAY}</span>', "")),
    row("hidden text is seen", "summary", PIXELS, html('class="visually-hidden">Hosts:', 'class="muted">Hosts:')),
    row("hidden text is hidden from all", "summary", (ARIA, TREE), html('class="visually-hidden">Hosts:', "hidden>Hosts:")),
    row("number is read twice", "month", (ARIA, TREE), html('<span class="month-calendar-number" aria-hidden="true">', '<span class="month-calendar-number">', everywhere=True)),
    row("option says another place", "switch", (ARIA, TREE), html("Tokyo (Japan Time)", "Tokyo (Korea Time)")),
    row("option removed", "switch", (ARIA, TREE), html('<option value="Asia/Tokyo">Tokyo (Japan Time)</option>', "")),
    row("heading is empty", "notice", (ARIA, PIXELS, AXE), html(_OPTIONS, _OPTIONS.replace("The next free times", ""))),
    row("link leads elsewhere", "list", (ARIA, TREE), html('href="/demo/first-meeting"', 'href="/demo/joint-review"')),
    row("value is lost", "errors", (ARIA, PIXELS), html('value="Mary Somerville"', 'value=""')),
    row("words left their heading", "list", (ARIA, PIXELS), html("Book a time</h1>", "</h1>"), html("</body>", "<p>Book a time</p></body>")),
    # descriptions
    row("description dropped", "form", (TREE, ARIA), html(f' aria-describedby="{_EMAIL}"', "")),
    row("description names nothing", "form", (TREE, AXE), html(_EMAIL, "booking-form-email-hind")),
    row("description is another field's", "form", TREE, html(_EMAIL, "booking-form-notes-hint")),
    row("description lost one of two", "errors", TREE, html(_EMAIL, "booking-form-email-hint")),
    row("hint removed", "cancel", (TREE, PIXELS, ARIA), html('<p class="field-hint" id="hint">One sentence will do.</p>', "")),
    # languages and more of the document
    row("language removed", "form", (AXE, TREE), html('<html lang="en"', "<html")),
    row("language wrong", "form", TREE, html('<html lang="en"', '<html lang="de"')),
    row("language unknown", "form", (AXE, TREE), html('<html lang="en"', '<html lang="xx-english"')),
    row("language of a part removed", "frame", TREE, html(' lang="de" hreflang', " hreflang")),
    row("direction turned round", "move", PIXELS, html('dir="ltr"', 'dir="rtl"')),
    row("zoom forbidden", "form", AXE, html("initial-scale=1", "initial-scale=1, user-scalable=no")),
    row("page renews itself", "form", AXE, html("<head>", '<head>\n<meta http-equiv="refresh" content="60">')),
    row("autocomplete dropped", "form", TREE, html(' autocomplete="email"', "")),
    row("autocomplete unknown", "form", (AXE, TREE), html('autocomplete="name"', 'autocomplete="nmae"')),
    row("skip link removed", "frame", (ARIA, TREE, WALK), html('<a class="skip-link" href="#main">Skip to content</a>', "")),
    row("skip link leads nowhere", "frame", (ARIA, TREE, AXE), html('href="#main"', 'href="#mian"')),
]  # fmt: skip
