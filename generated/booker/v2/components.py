"""The components of booker/v2, rendered from its prompt and schemas: change those, not this."""

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
    version=2,
    design="design/v2",
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
    with `lang` and `hreflang` and its own name, the current one with `aria-current="true"`, told by weight and a
    line below in the accent. Then `main` with id `main` and `tabindex="-1"`, holding the slot. Header and main
    share the same column (`page`). The header is quiet: a hairline below, no fill. Main begins with generous
    space (about 4rem on wide and tall windows, 1.5rem on small ones or where the window is lower than 40rem) and
    ends with as much. Long names wrap; nothing is cut off.
    Stories: english; german; an owner of one very long word; eight languages; the skip link with the focus
    (steps: `Tab`).
    """
    return INTERFACE.render("page_frame", view, props, content=content)


def view_switch(view: View, props: ViewSwitchProps) -> Markup:
    """Time zone and clock of the visitor, in one quiet line.

    Root: a `form` (GET, `data-visit`) in one line that wraps: a visible small label "Time zone" with icon `globe`
    before it, the select `tz` (id `view-switch-zone`; value the id, text `zone_name`) beside it, a `fieldset`
    with a visible small legend "Clock" in the same line (a legend must be floated or be `display: contents` for
    that; mind both browsers) and two radio choices `clock` (ids `view-switch-clock-12`, `-24`; 12 h, 24 h: the
    short text in a `span` of its own, the full words `visually-hidden` beside it with the short one
    `aria-hidden`), and a button "Show" that applies it, which the behaviour hides because it submits the form as
    soon as something changes (`form.requestSubmit()`). With scripts a sentence tells so: the behaviour gives
    select and fieldset an `aria-describedby` to a `visually-hidden` element with it. Hidden fields carry the
    rest. It must look light: small type, borders only where they are needed to see a control. At 320 pixels
    label, select and clock stand below one another, the select as wide as the form. When `detect`, the behaviour
    compares the browser's zone (`Intl.DateTimeFormat().resolvedOptions().timeZone`) with `zone`; where it differs
    and is among the options, it selects it and submits once; where it is not among them it leaves things alone.
    Stories: twelve hours with some hidden fields and ten zones; twenty-four hours in German; the longest zone's
    name chosen; the select with the focus (steps). None changes a value: that would leave the page.
    """
    return INTERFACE.render("view_switch", view, props)


def event_list(view: View, props: EventListProps) -> Markup:
    """What can be booked, as a list of large links.

    Root: a `section`. `h1` ("Book a time"), a lead sentence, then a list (`ul`) of cards: title (`h2` that holds
    the link; the link itself is at least 1.75rem high, the whole card is clickable by a stretched `::after`, and
    the ring is drawn around the card, by `:has(:focus-visible)`, instead of the link, whose own outline is then
    `transparent`), description, and one quiet line with icon `clock` and the duration ("30 minutes") and icon
    `user`/`users` and the hosts ("with Ada or Grace", "with Ada and Grace" when together; joined as the language
    does: put the list into the message as one placeholder; all but the last joined by ", "; two hosts of one name
    both stand); in the source nothing but white space between the duration and the hosts. At the end of each
    card's head a quiet `arrow-right` in the accent (`icon-flip`) that moves by 2 or 3 pixels while the card is
    hovered. Hover: an accent border and a little shadow. Two columns where there is room, cards of one row
    equally high with their facts at the bottom. An empty list says so kindly (`empty`).
    Stories: six events of the kinds above; one event in German; long texts and a title of one long word; nothing
    to book (German); the first card hovered (steps), the first card with the focus (steps).
    """
    return INTERFACE.render("event_list", view, props)


def board(
    view: View, props: BoardProps, *, summary: Markup, calendar: Markup, times: Markup, switches: Markup
) -> Markup:
    """The frame of choosing a time, with the event, the calendar and the times side by side.

    Root: a `section` labelled by the element with the id `props.heading`. Each column has an id: `board-summary`,
    `board-calendar`, `board-times`. Wide (from about 60 rem): one raised card with three columns in the order of
    the source, summary (about 17 rem), calendar (grows) and times (about 17 rem), hairlines between. Nothing
    scrolls inside of it: the card grows with the times. So that the calendar stays in sight beside many times,
    the contents of the first two columns (each in a wrapper of its own) are `position: sticky` at the top (about
    `--space-xl`) where the window is at least 52rem high. Middle (from about 42 rem): summary above across both,
    calendar and times beside each other. Narrow: all below one another, with no card around on the smallest
    screens but hairlines between the parts. The paddings of the columns are equal, and so is the height of their
    first lines: see the heads of the parts. Below the columns, inside the card, the slot `switches` in a quiet
    footer line. When `times` is empty (the last step) its column vanishes (`:empty` or `:has()`), and the card is
    at most about 60rem wide and centred. Use container queries.
    Stories: choosing; the last step without times (German); forty times as text. Slots are plain text there, so
    the stories' `heading` is `board-summary`.
    """
    return INTERFACE.render("board", view, props, summary=summary, calendar=calendar, times=times, switches=switches)


def event_summary(view: View, props: EventSummaryProps) -> Markup:
    """What is being booked, with whom, for how long, and when once that is chosen.

    Root: a `div`. A quiet back link (`link-quiet`, "Back", id `event-summary-back`) with `arrow-left` when there
    is one, in a line as high as a control, so that it stands level with the head of the calendar. `h1` with id
    `event-summary-title` and the title, in `--text-xl`; when a booking is being moved an eyebrow above it says
    so. Description, `muted`, line breaks kept. A `dl` of facts (`facts`, `fact`; each `dt` an icon and a
    `visually-hidden` word that ends with a colon, each `dd` nothing but the words): duration (`clock`), hosts
    (`user`/`users`), when moving the present time ("Until now: ...", `muted`, told by its words, not struck
    through), and when a start is chosen (class `event-summary-chosen`) a `leaf` with the short month and the day,
    `aria-hidden`, in place of the icon, and beside it the date in full (`event-summary-date`, medium, that text
    alone), "from - to" with an en dash between spaces (`event-summary-time`, medium, with one `time` element for
    the start and one for the end and nothing else but, where the end is on another date, that date in brackets),
    and the zone's name (`event-summary-zone`, small, muted, that text alone), each on a line of its own. No other
    `time` element has the chosen start.
    Stories: nothing chosen; chosen (German); moving, with a new start chosen; past midnight; long texts with
    twelve hosts and without a way back.
    """
    return INTERFACE.render("event_summary", view, props)


def month_calendar(view: View, props: MonthCalendarProps) -> Markup:
    """One month as a grid of days to choose from.

    Root: a `section` labelled by its heading, `data-direction` with the view's direction. Head, as high as a
    control: `h2` with the month and year (id `month-calendar-title`, at least `--text-lg`), its left edge exactly
    above the left edge of the first column's tiles, and links to the month before and after (`data-visit`; icon
    only, labelled with words, `icon-flip` around the chevrons; ids `month-calendar-previous`/`-next`; quiet: no
    border until hovered, 44 px; where null, a `span` of the same size with `aria-hidden`, its chevron in
    `muted`), the right edge of the last exactly above that of the last column. A `table` with `role="grid"`,
    labelled by the heading; column heads are the weekdays, short (`EEEEEE`), with the full names for screen
    readers after them. Each day is a gridcell that holds exactly one element as its child:
    - days of other months: an empty `span` without id, and nothing is seen (a month is calmer without its
      neighbours); the cell has `aria-disabled="true"`;
    - past days: a `span` with `role="link"`, `aria-disabled="true"` and `tabindex="-1"`, id `month-calendar-<iso
      date>`, `data-date`, `data-state`; its cell has `aria-disabled="true"`;
    - free and none days: a link (`data-visit`) with the same id and `data-` attributes; its cell has
      `aria-disabled="false"` and `aria-selected` `true` for the chosen day, else `false`.
    `aria-current="date"` on today's element (`false` on the others). Each row has `role="row"`. The accessible
    name is the full date and what is free, such as "Tuesday, 1 December, 5 times free", "..., nothing free" or
    "..., past", as `visually-hidden` text in the element; the visible text is the day's number, `aria-hidden`.
    Told apart without colour: free days are a `tile` with a bold number; none days are plain in `text`, regular,
    with a short dash below the number; past days are `muted`, regular, smaller, without a dash; today has a
    border of 2 px in the colour of its words, all around; the chosen one is `tile-chosen`, also when nothing is
    free on it. All are squares with the tile's radius, at least 44 px where there is room (never under 36 px at
    320 px), evenly spaced, no lines between, and nothing is kept free for weeks that the month does not have.
    With forced colours free days have a border, today's is `3px double`, the chosen one is filled. The grid grows
    to at most about 30rem and is centred in its column together with the head. Below: when `jump_href`, a quiet
    line "Nothing free this month. The first free day is ..." with the date as a link (`data-visit`, id
    `month-calendar-jump`); when nothing is free and there is no jump, it says that nothing is free in the coming
    months.
    Behaviour: one tab stop in the grid (roving `tabindex`: the element that has the focus already, else the
    chosen day, else today, else the first free day, else the first day with an id); arrow keys move by day and
    week over all days with ids (in right-to-left pages left and right swap), Home/End to the start/end of the
    week, PageUp/PageDown by a month (the same day of the month, or its last). Where that leaves the month, it
    visits the href of the month link in that direction with the fragment `#month-calendar-<iso date>` of the
    wanted day (which then gets focus); where there is no such link nothing happens. Keys with Alt, Ctrl, Meta or
    Shift are left alone. Enter follows the day's link as it is; Space does the same, and neither does anything on
    a past day. A click stays a plain link. A day that is focused by any other way becomes the tab stop. The
    behaviour ties a `visually-hidden` sentence about the keys to the grid (`aria-describedby`, which without
    scripts is not there). When it is mounted and the focus is on one of the month links, it announces the month's
    name.
    Stories (each with a real month; the days one a line without blanks, addresses such as "/d/4"): December 2026
    with today, free, none and past days, the 10th chosen (pattern `grid` with `"moves": "day"`, `"pages":
    "visit"`); February 2027 in German, moved through by keys (steps: focus a day in the middle, ArrowDown, End,
    expect the day that then has `:focus`); a month of six weeks with the chosen day on a day without times (week
    begins on Sunday); nothing free with a jump (German); nothing free at all.
    """
    return INTERFACE.render("month_calendar", view, props)


def slot_list(view: View, props: SlotListProps) -> Markup:
    """The times of one day, or why there are none.

    Root: a `section` with id `times` and `tabindex="-1"`, labelled by its heading. Head: one `div` that holds
    `h2` (id `slot-list-title`, `--text-lg`, in a line as high as a control so that it stands level with the
    calendar's head) with the weekday and day ("Tuesday 1 December") and below it the count ("12 times") and,
    where there are times, the zone's name after it in a span of its own, small and muted; what stands in that
    `div` is read out when a day is chosen. While no day is chosen: the head "Choose a day" with its calm
    sentence, as an `empty` place with icon `calendar` where the column is wide enough to look empty. Times in
    groups by part of the day, each with a small heading (`h3`, with icon `sunrise`, `sun` or `moon` before its
    word) and a list of links, each a `tile` with the class `slot-list-time` that holds nothing but a `time`
    element with `datetime` and the start by the visitor's clock (`numeric`); as many in a row as fit: at least
    4.25rem wide with 24 hours, 5.75rem with 12 (`view.hour12`), equally wide. When nothing is free: a sentence
    "Nothing is free on this day", then "Why?" as a `details` that stands open (its `summary`, class
    `slot-list-question`, holds only the word and a `chevron-down` that turns; at least 2.75rem high), with one
    line for each obstacle (`li.slot-list-reason`, in a list `slot-list-reasons`): words by its code on one line,
    and where they are given, below it, `muted`, the host and the stretch of time on one line, "Ada, 9:00 - 12:30"
    with an en dash between spaces; then a `button` to the next free day with its date (id `slot-list-next`, in
    two lines, `arrow-right` at its end), else that no later day is free. Links have `data-visit`.
    Stories: no day; a full day with all three parts (24 hours, German); twelve hours with the zone St. John's and
    a time past noon; one time; sixty times; nothing free with six reasons, one of them with a very long host
    (pattern `disclosure` at the summary, `"panel"` the list); the same closed by a click on "Why?" (steps; expect
    `.slot-list-why:not([open])`); nothing free and no later day (German).
    """
    return INTERFACE.render("slot_list", view, props)


def booking_form(view: View, props: BookingFormProps) -> Markup:
    """Who is coming, the last step.

    Root: a `form` (POST, `data-visit`, `novalidate`: the server judges, the behaviour helps), labelled by its
    `h2` "Your details" (`--text-xl`). When there are errors, first a `banner banner-bad` with `role="alert"`,
    `tabindex="-1"`, `autofocus` and id `booking-form-errors`, icon, a title with the number of problems, and
    links to the fields in the order of the fields ("Seats: Please choose ..."), each at least 1.75rem high,
    evenly spaced. Fields: name (`autocomplete="name"`, required), email (`type="email"`, `autocomplete="email"`,
    required, with a hint that the confirmation names it; nothing is mailed), seats (number, only when `max_party`
    > 1, a narrow field), notes (text area, optional, marked as such). Each is a `field`: label, hint, control,
    error, in this order; `aria-describedby` names the hint, where there is one, and then the error's element,
    which is there always; `aria-invalid`; what was typed stands in the field. Long input stays whole (no
    `maxlength`). Ids `booking-form-name`, `-email`, `-party`, `-notes`, with `-hint` and `-error` behind;
    `booking-form-submit` for the button (also its class). Fields are at most 34rem wide. Hidden `start`
    (`props.start|iso`) and `key`. A primary button "Book this time", full width on small screens. Behaviour:
    while typing nothing happens, but what is marked as wrong loses its mark as soon as it is right; on leaving a
    field that was changed, and on submitting, it checks emptiness (of the stripped text), lengths (name 200,
    email 254, notes 4000, counted as the server does: a line's end is one character), the shape of the email like
    the server (exactly one `@`, no spaces or control characters, something on both sides, a dot in the domain
    that is neither first nor last), and that the seats are a whole number from 1 to the limit, and shows the
    error's text from a `data-` attribute of the field's error element (present in markup, `hidden` until needed,
    its words empty until then), then puts focus on the first wrong field, announces the number of problems (the
    words of the banner's title, for one and for more, from `data-` attributes), and does not submit; otherwise it
    lets the submit pass and marks the button busy (`aria-disabled`, words "Booking ...") so that it is sent once;
    when the page is left and comes back the button is itself again.
    Stories: empty with eight seats; all errors told by the server, with what was typed (German); one error; a
    wrong email marked on leaving the field (steps: type, Tab; expect `#booking-form-email[aria-invalid='true']`);
    sent empty (steps: click the button; expect `#booking-form-name:focus`); filled with the longest words.
    """
    return INTERFACE.render("booking_form", view, props)


def move_form(view: View, props: MoveFormProps) -> Markup:
    """The question whether a booking shall be moved.

    Root: a `form` (POST, `data-visit`), labelled by its `h2` "Move your booking?"; the present time and the new
    one as two blocks of equal size with an arrow between (below one another, arrow down, when narrow): a small
    label in words, the date in full, "from - to". The present one plain and `muted` on `sunken`, the new one
    tinted with an accent border; nothing is struck through. Exactly four `time` elements in this order: present
    start, present end, new start, new end. The zone's name in a quiet line. Primary button "Move", and "Choose
    another time" as an ordinary quiet button (id `move-form-back`). Hidden `key`, `start`.
    Stories: another day; the same day, past midnight (German).
    """
    return INTERFACE.render("move_form", view, props)


def cancel_form(view: View, props: CancelFormProps) -> Markup:
    """The question whether a booking shall be cancelled, on a page or in a dialog.

    Root: a `form` (POST, `data-visit`), labelled by its heading (`h1` on its own page, `h2` in a dialog; id
    `cancel-form-title`, `tabindex="-1"`, `--text-xl`) "Cancel this booking?", a sentence with what and when, a
    text area "Reason (optional)" (name `reason`, id `cancel-form-reason`, 2 rows in the dialog, 3 on the page)
    with its error (id `cancel-form-reason-error`) when `too_long`, then with `autofocus` on the text area; a
    `button-bad` "Cancel booking" and beside it "Keep it", an ordinary `button`: a link to `keep_href` on the page
    (`data-visit`), in the dialog the same link with the class `cancel-form-keep`. Say that it can be restored as
    long as the time is free. On its own page it is a card of moderate width, centred; in the dialog it has no
    frame, and leaves room at the end of its heading's line for the dialog's own close button (about 3rem).
    Buttons fill the width on small screens.
    Stories: page; in a dialog (German); too long a reason; a title of one long word in a dialog.
    """
    return INTERFACE.render("cancel_form", view, props)


def booking_details(view: View, props: BookingDetailsProps, *, cancel_form: Markup) -> Markup:
    """A booking as it stands, and what can be done with it.

    Root: an `article`, a card of moderate width (about 42rem), centred, labelled by its `h1` (id
    `booking-details-title`). What was just done is told first, as a quiet celebration: a `circle-check` in `good`
    on a round `good-soft` ground, and an `h1` with `tabindex="-1"` and `autofocus` ("You are booked", "Your
    booking is cancelled", "Your booking is restored", "Your booking has moved"), one sentence as wide as the
    card, then the title of what was booked as an `h2` (with the hidden word "What:" in a `span` before it) level
    with what follows; on a later visit the `h1` is the title, with a badge for the state above it (icon and word;
    cancelled in `bad`, confirmed in `good`). Then, as a `dl` of facts (each `dt` an icon and a `visually-hidden`
    word ending with a colon): when (a `leaf` with month and day, `aria-hidden`, in place of the icon; date in
    full, from - to, the zone's name, each on a line of its own), with whom (`users`), for whom (name with `user`,
    and the email on a line of its own), seats when more than one (`ticket`), notes (`message`; `dd` with the
    class `booking-details-text`), the reason of a cancellation (`circle-x`; `dd` with the class
    `booking-details-reason`). Long words wrap; line breaks in notes and reason are kept. Two hosts of one name
    both stand. Actions: "Add to calendar" (a plain link with `download` and `calendar-plus`, no `data-visit`;
    primary; only for a confirmed one), "Move" (id `booking-details-move`, `pencil`), "Cancel" (link to
    `cancel_href`, `data-visit`, id `booking-details-cancel`, `button-quiet button-bad`), for a cancelled one
    "Restore" (a POST form with the class `booking-details-restore`, `data-visit` and the hidden `key`; primary),
    and a `link-quiet` "Book again" (id `booking-details-again`) where it is past or cancelled. Buttons fill the
    width on small screens. Below, the slot `cancel_form` inside a `dialog` (id `booking-details-dialog`,
    `aria-labelledby="cancel-form-title"` and, for when that is not there, the same words as `aria-label`), only
    when `cancel_href`; before the slot, at the dialog's upper end corner, a close button (icon `x` with the name
    "Close", 44 px, class `booking-details-close`).
    Behaviour: the cancel link gets `aria-haspopup="dialog"` and opens the dialog (`showModal()`) instead of being
    followed; focus moves to `#cancel-form-title` if it is there, else to the close button; "Keep it"
    (`.cancel-form-keep`), the close button, Escape and a press on the backdrop (begun and ended there) close it,
    and the focus returns to the link. The page behind is dimmed by the design, not by the component. Clicks with
    Ctrl, Meta or Shift follow the link as ever.
    Stories: just booked, with notes, seats and two hosts (pattern `dialog`, `opener` the cancel link); the dialog
    open (steps: click; expect `#booking-details-dialog[open]`; German); confirmed on a later visit, not to be
    moved or cancelled any more; just cancelled; cancelled long ago with a reason, restorable (German); moved,
    past midnight; past; long texts.
    """
    return INTERFACE.render("booking_details", view, props, cancel_form=cancel_form)


def notice(view: View, props: NoticeProps) -> Markup:
    """Something did not go as wished, told kindly, with what can be done instead.

    Root: a `section` labelled by its `h1`, a card of moderate width (about 36rem), centred; it has no `role`: it
    is a new page, and its heading gets the focus. A mark (an icon on a round `sunken` ground), an `h1` (id
    `notice-title`) with `tabindex="-1"` and `autofocus`, one or two kind sentences without blame or jargon, by
    `kind`; the title and the wanted time where there are any, in a quiet block. When there are `options`: `h2`
    "The next free times" (id `notice-options`) over a list (`ul` labelled by it, class `notice-options`) of
    links, each a `tile` with the class `notice-option` over the whole width, with date at its start and time at
    its end in one `time` element with `datetime` (`data-visit`); the zone's name below. Then a `button` to go on
    (`back_href`, id `notice-back`), primary where there are no options, worded by kind ("Choose another time",
    "See what can be booked", ...).
    Stories: one for each kind, with and without title, time and options as they come (three options for `taken`;
    `no_tenant` without a way on), languages taking turns.
    """
    return INTERFACE.render("notice", view, props)


def stories() -> dict[str, list[dict[str, str]]]:
    """Return the stories of each component: name and summary."""
    return INTERFACE.stories()


def story(component: str, name: str) -> Page:
    """Return the page of one story. Raises LookupError for an unknown one."""
    return INTERFACE.story(component, name)
