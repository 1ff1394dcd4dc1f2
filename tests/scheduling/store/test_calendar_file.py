"""The iCalendar file of a booking, read back by the library that wrote it and by a reader of our own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from scheduling import Attendee, Booking, InvalidRequest, NotFound, checks
from scheduling.calendar_file import calendar_file
from scheduling.problem import Event
from scheduling.store import rules
from tests.scheduling.store.world import ADA, Clock, Shop, at, key, wanted

HOSTILE = 'Line\r\nbreak\rhere\nBEGIN:VALARM\nand, there; \\n "x" \u202egnp.exe\u2066 \u2028é🦉' + "很長" * 60
MADE = datetime(2026, 2, 28, 12, 30, 15, 250_000, tzinfo=UTC)


def booking(notes: str) -> Booking:
    """A booking with some notes."""
    return Booking(
        id="0b8d4f7e-3c1e-4d6c-9a57-0d3f6b1f2a10",
        event="call",
        resources=("ada",),
        start=at(9),
        end=at(9, 30),
        status="confirmed",
        party=1,
        attendee=Attendee(name="Ada", email="ada@example.com"),
        notes=notes,
        cancellation_reason="",
        created_at=MADE,
        updated_at=MADE,
    )


def read(text: str) -> dict[str, str]:
    """What RFC 5545 says a file is, line by line: names and values of the one event, after the checks of all lines."""
    assert text.endswith("\r\n")
    raw = text.encode()
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    for line in raw.split(b"\r\n"):
        line.decode()  # no fold cuts a character in two
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    event = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    assert all(re.match(r"[A-Z-]+[:;]", line) for line in lines)
    found = dict(line.split(":", 1) for line in event)
    assert len(found) == len(event)
    assert {"BEGIN", "END", "ATTENDEE"}.isdisjoint(found)
    return {name: unescaped(value) for name, value in found.items()}


def unescaped(value: str) -> str:
    """The text that an escaped value stands for; a comma or semicolon that nobody escaped would end it."""
    assert not re.search(r"(?<!\\)(\\\\)*[,;]", value)
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def test_the_file_says_what_when_and_whether() -> None:
    """One event, in UTC, with what a calendar needs to know it again."""
    text = calendar_file(booking("Bring tea, milk; sugar"), title="Introduction call", revision=3)
    assert read(text) == {
        "UID": "0b8d4f7e-3c1e-4d6c-9a57-0d3f6b1f2a10",
        "SEQUENCE": "3",
        "DTSTAMP": "20260228T123015Z",
        "CREATED": "20260228T123015Z",
        "LAST-MODIFIED": "20260228T123015Z",
        "DTSTART": "20260302T090000Z",
        "DTEND": "20260302T093000Z",
        "SUMMARY": "Introduction call",
        "DESCRIPTION": "Bring tea, milk; sugar",
        "STATUS": "CONFIRMED",
    }
    lines = text.split("\r\n")
    assert {"VERSION:2.0", "METHOD:PUBLISH"} < set(lines)
    assert sum(line.startswith("PRODID:") for line in lines) == 1


def test_hostile_text_stays_text() -> None:
    """Line ends of all kinds, separators, quotes and long lines neither end a property nor begin another."""
    text = calendar_file(booking(HOSTILE), title=HOSTILE.replace("\n", " ").replace("\r", " "), revision=0)
    found = read(text)
    assert found["DESCRIPTION"].split("\n")[:4] == ["Line", "break", "here", "BEGIN:VALARM"]
    assert '\\n "x" gnp.exe ' in found["DESCRIPTION"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029]", text)
    assert "BEGIN:VALARM" not in text.split("\r\n")


@given(st.text(), st.text())
def test_any_text_is_read_back(title: str, notes: str) -> None:
    """Whatever the kernel stores comes out of the file again, by both readers, line ends and bidi embeddings aside."""
    try:
        checks.title(title)
        checks.text("notes", notes, shortest=0, longest=4_000, lines=True)
    except InvalidRequest:
        return
    text = calendar_file(booking(notes), title=title, revision=0)
    found = read(text)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    for name, given_text in (("SUMMARY", title), ("DESCRIPTION", notes)):
        kept = re.sub("[\u202a-\u202e\u2066-\u2069]", "", re.sub("\r\n|[\r\u2028\u2029]", "\n", given_text))
        assert found.get(name, "") == kept
        assert str(event.get(name, "")) == kept


@pytest.mark.anyio
async def test_a_calendar_can_follow_a_booking(shop: Shop, clock: Clock) -> None:
    """Moved, cancelled and restored it stays one appointment, whose sequence rises and whose status is told."""
    kernel, tenant = shop.kernel, shop.tenant
    async with kernel.engine.begin() as connection:
        await rules.put_event(connection, tenant, "call", Event(30, 30), ("ada",), title="Introduction call")
    made = await kernel.book(tenant, key(), wanted("call", at(9), notes="Tea"))
    files = [read(await kernel.calendar_file(tenant, made.id))]
    again = key()
    clock.moment = at(0)
    for _ in range(2):  # the second is the first one's answer, and changes nothing
        await kernel.reschedule(tenant, again, made.id, at(11))
    files.append(read(await kernel.calendar_file(tenant, made.id.upper())))
    await kernel.cancel(tenant, key(), made.id)
    files.append(read(await kernel.calendar_file(tenant, made.id)))
    assert (await kernel.get_booking(tenant, made.id)).status == "cancelled"
    await kernel.restore(tenant, key(), made.id)
    files.append(read(await kernel.calendar_file(tenant, made.id)))
    assert [one["SEQUENCE"] for one in files] == ["0", "1", "2", "3"]
    assert [one["STATUS"] for one in files] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [one["DTSTART"][9:13] for one in files] == ["0900", "1100", "1100", "1100"]
    assert {one["UID"] for one in files} == {made.id}
    assert {one["SUMMARY"] for one in files} == {"Introduction call"}


@pytest.mark.anyio
async def test_a_file_is_only_for_its_tenant(shop: Shop) -> None:
    """Unknown, malformed and a neighbour's ids are not found."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    for tenant, name in (("somebody", made.id), (shop.tenant, str(uuid4())), (shop.tenant, "nonsense")):
        with pytest.raises(NotFound, match="no such booking"):
            await shop.kernel.calendar_file(tenant, name)
    assert made.attendee == ADA
