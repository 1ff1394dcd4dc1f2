"""Rows: what a plan and its bookings are in each table, as chunks for PostgreSQL's binary COPY."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from scheduling.seeds.bookings import Bookings
from scheduling.seeds.draws import Ints
from scheduling.seeds.fields import HEADER, TRAILER, Field, moments, nullable, rows, seats, spans, texts, uuids, whole
from scheduling.seeds.people import EMAILS, NAMES, NOTES, REASONS
from scheduling.seeds.values import Plan

CHUNK = 50_000
_STATUS = ("confirmed", "cancelled")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "bookings": (
        *("tenant", "booking", "number", "event", "starts_at", "ends_at", "buffer_before_min", "buffer_after_min"),
        *("status", "party", "attendee_name", "attendee_email", "notes", "cancellation_reason", "created_at"),
        *("updated_at", "revision"),
    ),
    "booking_resources": ("tenant", "booking", "resource"),
    "seatings": ("tenant", "booking", "resource", "resource_number", "padding_of", "during", "seats"),
}
"""The columns that each table's rows have, in order."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A plan with its bookings, and the numbers that a database gave: those of bookings count up from ``first``."""

    plan: Plan
    bookings: Bookings
    first: int
    resources: Ints


@dataclass(frozen=True, slots=True)
class Seated:
    """Seats taken, one entry a row: whose (position in the bookings), where, when (minutes), and whether as padding."""

    booking: Ints
    place: Ints
    start: Ints
    end: Ints
    padding: Ints

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.booking)


def booking_rows(what: Numbered) -> Iterator[bytes]:
    """Yield the table ``bookings``."""
    return _stream(_bookings(what, chunk) for chunk in _chunks(len(what.bookings)))


def serving_rows(what: Numbered) -> Iterator[bytes]:
    """Yield the table ``booking_resources``."""
    booking, place = _serving(what.bookings)
    return _stream(_served(what, booking[chunk], place[chunk]) for chunk in _chunks(len(booking)))


def seating_rows(what: Numbered, taken: Seated) -> Iterator[bytes]:
    """Yield the table ``seatings``."""
    return _stream(_seated(what, taken, chunk) for chunk in _chunks(len(taken)))


def seated(drawn: Bookings, *, part: int = 0, parts: int = 1) -> Seated:
    """Return the seats that bookings take, place by place and by time, or of the places that fall to one of parts."""
    booking, place = _serving(drawn)
    kept = ~drawn.cancelled[booking] & (place % parts == part)
    booking, place = booking[kept], place[kept]
    start, end, before, after = (getattr(drawn, name)[booking] for name in ("start", "end", "before", "after"))
    pieces = ((start, end, 0), (start - before, start, 1), (end, end + after, 1))
    columns = [
        (
            booking[low < high],
            place[low < high],
            low[low < high],
            high[low < high],
            np.full((low < high).sum(), padding),
        )
        for low, high, padding in pieces
    ]
    found = [np.concatenate(each) for each in zip(*columns, strict=True)]
    order = np.lexsort((found[2], found[1]))
    return Seated(*(column[order].astype(np.int64) for column in found))


def _serving(drawn: Bookings) -> tuple[Ints, Ints]:
    """Return each booking's position beside each place that serves it."""
    paired = np.flatnonzero(drawn.partner >= 0)
    booking = np.concatenate([np.arange(len(drawn), dtype=np.int64), paired])
    place = np.concatenate([drawn.place, drawn.partner[paired]])
    order = np.argsort(booking, kind="stable")
    return booking[order], place[order]


def _bookings(what: Numbered, chunk: slice) -> list[Field]:
    plan, drawn = what.plan, what.bookings[chunk]
    many = len(drawn)
    zeros, gone = np.zeros(many, np.int64), drawn.cancelled.astype(np.int64)
    return [
        texts([plan.tenant], zeros),
        uuids(drawn.high, drawn.bits),
        whole(what.first + np.arange(chunk.start, chunk.start + many)),
        texts([offer.id for offer in plan.offers], drawn.offer),
        moments(drawn.start),
        moments(drawn.end),
        whole(drawn.before, 4),
        whole(drawn.after, 4),
        texts(_STATUS, gone),
        whole(drawn.party, 4),
        texts(NAMES, drawn.visitor % len(NAMES)),
        texts(EMAILS, drawn.visitor % len(EMAILS)),
        texts(NOTES, drawn.visitor % len(NOTES)),
        texts(("", *REASONS), gone * (1 + drawn.visitor % len(REASONS))),
        moments(drawn.created),
        moments(drawn.created + 30 * gone),
        whole(gone, 4),
    ]


def _served(what: Numbered, booking: Ints, place: Ints) -> list[Field]:
    drawn = what.bookings
    return [
        texts([what.plan.tenant], np.zeros(len(booking), np.int64)),
        uuids(drawn.high[booking], drawn.bits[booking]),
        texts([one.rules.id for one in what.plan.places], place),
    ]


def _seated(what: Numbered, taken: Seated, chunk: slice) -> list[Field]:
    booking, place = taken.booking[chunk], taken.place[chunk]
    low = what.bookings.low[booking]
    return [
        *_served(what, booking, place),
        whole(what.resources[place]),
        nullable(whole(what.first + booking), taken.padding[chunk].astype(np.bool_)),
        spans(taken.start[chunk], taken.end[chunk]),
        seats(low, low + what.bookings.party[booking]),
    ]


def _chunks(many: int) -> Iterator[slice]:
    return (slice(start, min(start + CHUNK, many)) for start in range(0, many, CHUNK))


def _stream(chunks: Iterator[list[Field]]) -> Iterator[bytes]:
    return chain((HEADER,), map(rows, chunks), (TRAILER,))
