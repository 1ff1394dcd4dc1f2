"""The iCalendar file (RFC 5545) of one booking, for the attendee's own calendar.

The UID is the booking's id and SEQUENCE its revision, so a calendar that reads a later file changes or strikes out the
appointment it has. Times are in UTC, which needs no zone rules in the file.
"""

from __future__ import annotations

import re

from icalendar import Calendar, Event

from scheduling.values import Booking

PRODUCT = "-//Lockstep//Scheduling//EN"
# Whatever a reader might take for the end of a line; a bare CR would end one in the middle of a property.
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
# Embeddings, overrides and isolates reach as far as nobody closes them, into what the calendar shows beside the text.
# They change only how it is laid out; the marks that Hebrew and Arabic are written with (LRM, RLM, ALM) stay.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def calendar_file(booking: Booking, *, title: str, revision: int) -> str:
    """Return the file's text, lines ended by CRLF and folded; ``title`` is the event's."""
    entry = Event()
    entry.add("uid", booking.id)
    entry.add("sequence", revision)
    entry.add("dtstamp", booking.updated_at)
    entry.add("created", booking.created_at)
    entry.add("last-modified", booking.updated_at)
    entry.add("dtstart", booking.start)
    entry.add("dtend", booking.end)
    entry.add("summary", _plain(title))
    if booking.notes:
        entry.add("description", _plain(booking.notes))
    entry.add("status", booking.status.upper())
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    return str(calendar.to_ical(), "utf-8")


def _plain(text: str) -> str:
    return _BIDI.sub("", _LINE_END.sub("\n", text))
