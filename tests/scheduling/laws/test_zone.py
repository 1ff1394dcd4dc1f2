"""Zones come from PyPI's tzdata, and no shift of a clock is missed."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling import zone

HALF_YEAR = 183 * 1440


def shifts(name: str) -> list[int]:
    """The instants, in seconds, at which a zone's file lists a new offset (RFC 8536)."""
    data = (resources.files("tzdata") / "zoneinfo").joinpath(*name.split("/")).read_bytes()
    utc, std, leap, times, types, chars = struct.unpack(">6l", data[20:44])
    second = 44 + times * 5 + types * 6 + chars + leap * 8 + std + utc
    _, _, _, times, types, _ = struct.unpack(">6l", data[second + 20 : second + 44])
    start = second + 44
    listed = struct.unpack(f">{times}q", data[start : start + 8 * times])
    kinds = data[start + 8 * times : start + 9 * times]
    offsets = [struct.unpack_from(">l", data, start + 9 * times + 6 * kind)[0] for kind in kinds]
    return [at for at, before, now in zip(listed[1:], offsets, offsets[1:], strict=False) if before != now]


def test_no_zone_shifts_twice_between_two_looks():
    """The kernel looks at a zone's offset once a day; two shifts are at least six days apart since 1900."""
    since = datetime(1900, 1, 1, tzinfo=UTC).timestamp()
    for name in sorted(zone.names()):
        found = [at for at in shifts(name) if at > since]
        assert all(later - at > 6 * 86_400 for at, later in pairwise(found)), name


@pytest.mark.parametrize(
    "name", ["America/New_York", "Africa/Monrovia", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca"]
)
def test_every_listed_shift_starts_a_segment(name: str):
    """Segments since 1900 begin where the zone's own file says so, to the minute, if the reading changes at all."""
    begins = zone.floor_minute(datetime(1905, 1, 1, tzinfo=UTC))
    starts = {one.start for one in zone.segments(name, begins, zone.floor_minute(datetime(2037, 1, 1, tzinfo=UTC)))}
    listed = {-(-at // 60) for at in shifts(name)}
    changed = {at for at in listed if at > begins and zone.offset_at(name, at - 1) != zone.offset_at(name, at)}
    assert {at for at in changed if at < max(starts)} <= starts
    assert changed


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(["Europe/London", "Australia/Lord_Howe", "America/St_Johns", "UTC"]), st.integers(0, 120), st.data()
)
def test_segments_cover_a_span_without_holes(name: str, years: int, data: st.DataObject):
    """Each minute lies in exactly one segment, whose offset is the clock's; neighbours differ."""
    start = years * 2 * HALF_YEAR - 100
    end = start + data.draw(st.integers(1, 4 * HALF_YEAR))
    found = zone.segments(name, start, end)
    assert (found[0].start, found[-1].end) == (start, end)
    for one, after in pairwise(found):
        assert one.end == after.start
        assert one.offset != after.offset
    for one in found:
        for minute in {one.start, one.end - 1, data.draw(st.integers(one.start, one.end - 1))}:
            assert one.offset == zone.offset_at(name, minute)


def test_a_clock_off_by_seconds_reads_whole_minutes():
    """Monrovia was 44 min 30 s behind UTC until 1972: at 09:00 UTC the clock showed 08:15:30, and read 08:15."""
    at = zone.floor_minute(datetime(1970, 6, 1, 9, 0, tzinfo=UTC))
    assert zone.offset_at("Africa/Monrovia", at) == -45


def test_rounding_an_instant_down_and_up():
    """Down is the minute it lies in, up the first that is not earlier; before 1970 too."""
    for base in (datetime(2026, 1, 1, tzinfo=UTC), datetime(1950, 1, 1, tzinfo=UTC)):
        low = zone.floor_minute(base)
        assert zone.ceil_minute(base) == low
        assert zone.floor_minute(base + timedelta(seconds=59, microseconds=999_999)) == low
        assert zone.ceil_minute(base + timedelta(microseconds=1)) == low + 1
        assert zone.instant(low) == base


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "europe/london", "tzdata.zi", "Europe", "__init__.py"]
)
def test_only_names_of_tzdata_are_zones(name: str):
    """Anything else is refused by name, paths above all."""
    with pytest.raises(ValueError, match="use an IANA name"):
        zone.load(name)


def test_the_systems_zone_files_do_not_matter(tmp_path: Path):
    """With a system copy that calls Tokyo New York, New York is still New York; the release is tzdata's."""
    (tmp_path / "America").mkdir()
    tokyo = (resources.files("tzdata") / "zoneinfo" / "Asia" / "Tokyo").read_bytes()
    (tmp_path / "America" / "New_York").write_bytes(tokyo)
    program = (
        "from zoneinfo import ZoneInfo; from datetime import datetime; from scheduling import zone;"
        "there = datetime(2026, 1, 1, tzinfo=ZoneInfo('America/New_York'));"
        "print(there.utcoffset(), zone.offset_at('America/New_York', 0), zone.VERSION)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONTZPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert run.stdout.split() == ["9:00:00", "-300", zone.VERSION]
