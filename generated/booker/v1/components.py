"""The components of booker/v1, rendered from its prompt and schemas: change those, not this."""

from __future__ import annotations

from .markup import Interface, Markup, Page, Spec, View
from .models import (
    BoardProps,
    BookingDetailsProps,
    BookingFormProps,
    CancelFormProps,
    EventListProps,
    EventSummaryProps,
    MonthCalendarProps,
    MoveFormProps,
    NoticeProps,
    PageFrameProps,
    SlotListProps,
    ViewSwitchProps,
)

INTERFACE = Interface(
    package=__package__,
    feature="booker",
    version=1,
    design="design/v1",
    components={
        "page_frame": Spec(props=PageFrameProps, summary="The frame around every page.", slots=("content",)),
        "view_switch": Spec(
            props=ViewSwitchProps, summary="Time zone and clock of the visitor, in one quiet line.", script=True
        ),
        "event_list": Spec(props=EventListProps, summary="What can be booked, as a list of large links."),
        "board": Spec(
            props=BoardProps,
            summary="The frame of choosing a time, with the event, the calendar and the times side by side.",
            slots=("summary", "calendar", "times", "switches"),
        ),
        "event_summary": Spec(
            props=EventSummaryProps,
            summary="What is being booked, with whom, for how long, and when once that is chosen.",
        ),
        "month_calendar": Spec(
            props=MonthCalendarProps, summary="One month as a grid of days to choose from.", script=True
        ),
        "slot_list": Spec(props=SlotListProps, summary="The times of one day, or why there are none."),
        "booking_form": Spec(props=BookingFormProps, summary="Who is coming, the last step.", script=True),
        "move_form": Spec(props=MoveFormProps, summary="The question whether a booking shall be moved."),
        "cancel_form": Spec(
            props=CancelFormProps,
            summary="The question whether a booking shall be cancelled, on a page or in a dialog.",
        ),
        "booking_details": Spec(
            props=BookingDetailsProps,
            summary="A booking as it stands, and what can be done with it.",
            slots=("cancel_form",),
            script=True,
        ),
        "notice": Spec(
            props=NoticeProps, summary="Something did not go as wished, told kindly, with what can be done instead."
        ),
    },
    locales=("en", "de"),
)


def page_frame(view: View, props: PageFrameProps, *, content: Markup) -> Markup:
    """The frame around every page.

    Root: a `div`. First a skip link to `#main`. A slim `header` with the owner's name as a link home (an icon
    `calendar` before it) and, at the end of the line, the languages: a `nav` with a label, each language a link
    with `lang` and `hreflang` and its own name, the current one marked with `aria-current="true"`. Then `main`
    with id `main` and `tabindex="-1"`, holding the slot. Header and main share the same column (`page`). The
    header is quiet: a hairline below, no fill. Main begins with generous space (less on small screens).
    """
    return INTERFACE.render("page_frame", view, props, content=content)


def view_switch(view: View, props: ViewSwitchProps) -> Markup:
    """Time zone and clock of the visitor, in one quiet line.

    Root: a `form` (GET, `data-visit`) in one line that wraps: icon `globe`, a labelled select `tz` with the zones
    (value the id, text `zone_name`), a `fieldset` of two radio choices `clock` (12 h, 24 h; written short, with
    full names for screen readers), and a button "Show" that applies it, which the behaviour hides because it
    submits the form as soon as something changes (`form.requestSubmit()`). Hidden fields carry the rest. It must
    look light: small type, borders only where they are needed to see a control. When `detect`, the behaviour
    compares the browser's zone (`Intl.DateTimeFormat().resolvedOptions().timeZone`) with `zone`; where it differs
    and is among the options, it selects it and submits once; where it is not among them it leaves things alone.
    """
    return INTERFACE.render("view_switch", view, props)


def event_list(view: View, props: EventListProps) -> Markup:
    """What can be booked, as a list of large links.

    Root: a `section`. `h1` ("Book a time"), a lead sentence, then a list (`ul`) of cards: title (`h2` that holds
    the link; the whole card is clickable by a stretched `::after`), description, and one quiet line with icon
    `clock` and the duration ("30 minutes") and icon `user`/`users` and the hosts ("with Ada or Grace", "with Ada
    and Grace" when together; joined as the language does: put the list into the message as one placeholder made
    with `join`). Two columns where there is room. An empty list says so kindly.
    """
    return INTERFACE.render("event_list", view, props)


def board(
    view: View, props: BoardProps, *, summary: Markup, calendar: Markup, times: Markup, switches: Markup
) -> Markup:
    """The frame of choosing a time, with the event, the calendar and the times side by side.

    Root: a `section` labelled by the element with the id `props.heading`. Wide (from about 60 rem): one raised
    card with three columns, summary (about 17 rem), calendar (grows) and times (about 16 rem, scrolling inside
    when it is long, at most as tall as the calendar needs), hairlines between. Middle: summary above, calendar
    and times beside each other. Narrow: all below one another, with no card around on the smallest screens but
    hairlines between the parts. Below the columns, inside the card, the slot `switches` in a quiet footer line.
    Use container queries or media queries.
    """
    return INTERFACE.render("board", view, props, summary=summary, calendar=calendar, times=times, switches=switches)


def event_summary(view: View, props: EventSummaryProps) -> Markup:
    """What is being booked, with whom, for how long, and when once that is chosen.

    Root: a `div`. A quiet back link with `arrow-left` when there is one. `h1` with id `event-summary-title` and
    the title; when a booking is being moved an eyebrow above it says so. Description. A definition-like list
    without bullets, each line an icon and words: duration, hosts, and when a start is chosen the date in full and
    "from - to" in the visitor's zone with the zone's name; when moving, the present time ("now: ...") struck
    through visually and said in words.
    """
    return INTERFACE.render("event_summary", view, props)


def month_calendar(view: View, props: MonthCalendarProps) -> Markup:
    """One month as a grid of days to choose from.

    Root: a `section` labelled by its heading. Head: `h2` with the month and year (id `month-calendar-title`), and
    links to the month before and after (`data-visit`; icon only, labelled with words, `icon-flip` around the
    chevrons; ids `month-calendar-previous`/`-next`; where null, the same shape as a `span`, hidden from assistive
    technology). A `table` with `role="grid"`, labelled by the heading; column heads are the weekdays, short, with
    the full names for screen readers. Each day is a gridcell that holds one element: a link (`data-visit`) for
    free and none days of the month, a `span` for past days (both with id `month-calendar-<iso date>`,
    `data-date`, and `tabindex="-1"` on the span), and a faint `span` without id for days of other months. The
    accessible name is the full date and what is free, such as "Tuesday, 1 December, 5 times free", "..., nothing
    free" or "..., past"; the visible text is the day's number. `aria-selected="true"` on the chosen cell,
    `aria-current="date"` on today's element. Told apart without colour: free days have a tinted, rounded square
    and a bold number; none days are plain and muted with a short dash below the number; past days are faint;
    today has a dot; the chosen one is filled with the accent, also when nothing is free on it. Squares at least
    44 px where there is room (never under 36 px at 320 px), evenly spaced, no lines between. Below: when
    `jump_href`, a quiet line "Nothing free this month. The first free day is ..." with the date as a link
    (`data-visit`); when nothing is free and there is no jump, it says that nothing is free in the coming months.
    Behaviour: one tab stop in the grid (roving `tabindex`: the chosen day, else today, else the first free day,
    else the first day with an id); arrow keys move by day and week over all days with ids (in right-to-left pages
    left and right swap), Home/End to the start/end of the week, PageUp/PageDown by a month (the same day of the
    month, or its last). Where that leaves the month, it visits the href of the month link in that direction with
    the fragment `#month-calendar-<iso date>` of the wanted day (which then gets focus); where there is no such
    link nothing happens. Enter follows the day's link as it is; Space does the same. A click stays a plain link.
    """
    return INTERFACE.render("month_calendar", view, props)


def slot_list(view: View, props: SlotListProps) -> Markup:
    """The times of one day, or why there are none.

    Root: a `section` with id `times` and `tabindex="-1"`, labelled by its heading: `h2` with the weekday and day
    ("Tuesday 1 December"), or "Choose a day" with a calm sentence while none is chosen. Times in groups by part
    of the day, each with a small heading (`h3`) and a list of links, each a large button-like box with the start
    by the visitor's clock (`numeric`, `time` element with `datetime`), two in a row where there is room. A count
    below the heading ("12 times"). When nothing is free: a sentence "Nothing is free on this day", then "Why?" as
    a `details` that stands open, with one line for each obstacle: words by its code, the host and the stretch of
    time where they are given; then a button-like link to the next free day with its date. Links have
    `data-visit`.
    """
    return INTERFACE.render("slot_list", view, props)


def booking_form(view: View, props: BookingFormProps) -> Markup:
    """Who is coming, the last step.

    Root: a `form` (POST, `data-visit`, `novalidate`: the server judges, the behaviour helps). `h2` "Your
    details". When there are errors, first a `banner banner-bad` with `role="alert"`, `tabindex="-1"`, `autofocus`
    and id `booking-form-errors`, a title with the number of problems, and links to the fields. Fields: name
    (`autocomplete="name"`, required), email (`type="email"`, `autocomplete="email"`, required, with a hint that
    the confirmation names it; nothing is mailed), seats (number, only when `max_party` > 1), notes (text area,
    optional, marked as such). Each with label, hint and error tied by `aria-describedby`, `aria-invalid`; what
    was typed stands in the field. Long input stays whole. Ids `booking-form-name`, ... Hidden `start`
    (`props.start|iso`) and `key`. A primary button "Book this time", full width on small screens. Behaviour:
    while typing nothing happens; on leaving a field that was changed, and on submitting, it checks emptiness,
    lengths (name 200, email 254, notes 4000) and the shape of the email like the server and shows the error's
    text from a `data-` attribute of the field's error element (present in markup, `hidden` until needed), then
    puts focus on the first wrong field and does not submit; otherwise it lets the submit pass and marks the
    button busy (`aria-disabled`, words "Booking ...") so that it is sent once.
    """
    return INTERFACE.render("booking_form", view, props)


def move_form(view: View, props: MoveFormProps) -> Markup:
    """The question whether a booking shall be moved.

    Root: a `form` (POST, `data-visit`). `h2` "Move your booking?"; the present time and the new one as two small
    blocks with an arrow between (below one another when narrow), the old one struck through and labelled in
    words. Primary button "Move", quiet link "Choose another time". Hidden `key`, `start`.
    """
    return INTERFACE.render("move_form", view, props)


def cancel_form(view: View, props: CancelFormProps) -> Markup:
    """The question whether a booking shall be cancelled, on a page or in a dialog.

    Root: a `form` (POST, `data-visit`). A heading (`h1` on its own page, `h2` in a dialog; id
    `cancel-form-title`) "Cancel this booking?", a sentence with what and when, a text area "Reason (optional)"
    with its error when `too_long`, a destructive button "Cancel booking" and "Keep it": a link to `keep_href` on
    the page, in the dialog the same link with the class `cancel-form-keep`. Say that it can be restored as long
    as the time is free. On its own page it is a card of moderate width.
    """
    return INTERFACE.render("cancel_form", view, props)


def booking_details(view: View, props: BookingDetailsProps, *, cancel_form: Markup) -> Markup:
    """A booking as it stands, and what can be done with it.

    Root: an `article`, a card of moderate width, centred. What was just done is told first, as a quiet
    celebration: a large `circle-check` in `good` and an `h1` with `tabindex="-1"` and `autofocus` ("You are
    booked", "Your booking is cancelled", "Your booking is restored", "Your booking has moved"); on a later visit
    the `h1` is the title, with a badge for the state. Then what, when (date in full, from - to, the zone's name),
    with whom, for whom (name, email), seats when more than one, notes, the reason of a cancellation; each line an
    icon and words with a visually hidden label. Long words wrap; line breaks in notes are kept. Actions: "Add to
    calendar" (a plain link with `download` and `calendar-plus`, no `data-visit`), "Move", "Cancel" (link to
    `cancel_href`, id `booking-details-cancel`), for a cancelled one "Restore" (a POST form with `data-visit` and
    the hidden `key`), and a quiet link "Book again" where it is past or cancelled. Below, the slot `cancel_form`
    inside a `dialog` (id `booking-details-dialog`, labelled by `cancel-form-title`), only when `cancel_href`.
    Behaviour: the cancel link opens the dialog (`showModal()`); focus moves to its heading or first control;
    "Keep it" (`.cancel-form-keep`), Escape and a click on the backdrop close it and focus returns to the link.
    """
    return INTERFACE.render("booking_details", view, props, cancel_form=cancel_form)


def notice(view: View, props: NoticeProps) -> Markup:
    """Something did not go as wished, told kindly, with what can be done instead.

    Root: a `section` with `role="alert"`, a card of moderate width. An icon, an `h1` with `tabindex="-1"` and
    `autofocus`, one or two kind sentences without blame or jargon, by `kind`; the wanted time where there is one.
    When there are `options`: "The next free times" as a list of large button-like links with date and time
    (`data-visit`). Then a button-like link to go on (`back_href`), worded by kind ("Choose another time", "See
    what can be booked", ...).
    """
    return INTERFACE.render("notice", view, props)


def stories() -> dict[str, list[dict[str, str]]]:
    """Return the stories of each component: name and summary."""
    return INTERFACE.stories()


def story(component: str, name: str) -> Page:
    """Return the page of one story. Raises LookupError for an unknown one."""
    return INTERFACE.story(component, name)
