"""Dates, times, numbers and zones, as one visitor wants them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel.core import get_global
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.views import View, clock, day, iso, nearest, number, plural, zone_name

NOON = datetime(2026, 3, 3, 13, 30, tzinfo=UTC)
SUMMER = datetime(2026, 7, 3, 13, 30, tzinfo=UTC)
EN, DE = View("en", "Europe/Berlin"), View("de", "Europe/Berlin")


@pytest.mark.parametrize(
    ("locale", "zone", "hour12", "text"),
    [
        ("de", "Europe/Berlin", False, "14:30"),
        ("de", "Europe/Berlin", True, "2:30 PM"),
        ("en", "Europe/Berlin", True, "2:30 PM"),
        ("en", "Europe/Berlin", False, "14:30"),
        ("en", "America/New_York", True, "8:30 AM"),
        ("en-GB", "Asia/Kathmandu", True, "7:15 pm"),
        ("fr", "Pacific/Apia", False, "02:30"),
    ],
)
def test_a_clock_shows_what_the_visitor_counts_by(locale: str, zone: str, *, hour12: bool, text: str) -> None:
    """12 or 24 hours are the visitor's choice, whatever the locale's habit."""
    assert clock(NOON, View(locale, zone, hour12)) == text


@pytest.mark.parametrize(
    ("zone", "first", "apart", "english", "german"),
    [
        ("Europe/Berlin", "2026-10-25T00:00Z", 60, ("2:00 AM GMT+2", "2:00 AM GMT+1"), ("02:00 GMT+2", "02:00 GMT+1")),
        ("Europe/Berlin", "2026-10-25T00:59Z", 60, ("2:59 AM GMT+2", "2:59 AM GMT+1"), ("02:59 GMT+2", "02:59 GMT+1")),
        ("Europe/Berlin", "2026-10-24T23:59Z", 121, ("1:59 AM", "3:00 AM"), ("01:59", "03:00")),
        ("Europe/Berlin", "2026-03-29T00:59Z", 1, ("1:59 AM", "3:00 AM"), ("01:59", "03:00")),
        ("Europe/London", "2026-10-25T00:30Z", 60, ("1:30 AM GMT+1", "1:30 AM GMT"), ("01:30 GMT+1", "01:30 GMT")),
        (
            *("Pacific/Auckland", "2026-04-04T13:00Z", 60),
            *(("2:00 AM GMT+13", "2:00 AM GMT+12"), ("02:00 GMT+13", "02:00 GMT+12")),
        ),
        (
            *("America/New_York", "2026-11-01T05:30Z", 60),
            *(("1:30 AM GMT-4", "1:30 AM GMT-5"), ("01:30 GMT-4", "01:30 GMT-5")),
        ),
        (
            *("Australia/Lord_Howe", "2026-04-04T14:45Z", 30),
            *(("1:45 AM GMT+11", "1:45 AM GMT+10:30"), ("01:45 GMT+11", "01:45 GMT+10:30")),
        ),
        ("Australia/Lord_Howe", "2026-04-04T15:30Z", 30, ("2:00 AM", "2:30 AM"), ("02:00", "02:30")),
    ],
)
def test_a_clock_tells_the_hour_that_comes_twice_apart(
    zone: str, first: str, apart: int, english: tuple[str, str], german: tuple[str, str]
) -> None:
    """There, and only there, the offset stands beside the time; ``apart`` are minutes."""
    both = [datetime.fromisoformat(first) + timedelta(minutes=late) for late in (0, apart)]
    assert tuple(clock(at, View("en", zone, hour12=True)) for at in both) == english
    assert tuple(clock(at, View("de", zone)) for at in both) == german


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"})),
    st.integers(1970, 2037),
    st.booleans(),
    st.sampled_from(["en", "de"]),
)
def test_no_two_minutes_of_a_day_read_the_same(zone: str, year: int, hour12: bool, locale: str) -> None:  # noqa: FBT001
    """Around each hour of a year at which a zone's clocks go back, date and time together name one minute."""
    view = View(locale, zone, hour12)
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(8760)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for hour in hours]
    for hour, before, after in zip(hours, offsets, offsets[1:], strict=False):
        if after < before:
            minutes = [hour + timedelta(minutes=late) for late in range(-120, 180)]
            assert len({(day(at, view, "yMMMd"), clock(at, view)) for at in minutes}) == len(minutes)


@pytest.mark.parametrize(
    ("locale", "skeleton", "text"),
    [
        ("en", "yMMMd", "Mar 3, 2026"),
        ("en", "EEEEdMMMM", "Tuesday, March 3"),
        ("en", "yMMMMEEEEd", "Tuesday, March 3, 2026"),
        ("en", "MMMMy", "March 2026"),
        ("en", "LLLL", "March"),
        ("en", "EEEE", "Tuesday"),
        ("en", "EEEEE", "T"),
        ("en", "d", "3"),
        ("de", "EEEEdMMMM", "Dienstag, 3. März"),
        ("de", "yMMMMEEEEd", "Dienstag, 3. März 2026"),
        ("de", "EEE", "Di"),
        ("de", "MMMM", "März"),
        ("en-GB", "EEEEdMMMM", "Tuesday 3 March"),
        ("ja", "yMMMMEEEEd", "2026年3月3日火曜日"),
        ("he", "yMMMMd", "3 במרץ 2026"),
        ("es", "yMMMMd", "3 de marzo de 2026"),
    ],
)
def test_a_day_is_written_in_the_locales_order_and_words(locale: str, skeleton: str, text: str) -> None:
    """Fields have the width that was asked for, also where CLDR lists the skeleton in another width alone."""
    assert day(date(2026, 3, 3), View(locale), skeleton) == text


def test_an_instants_day_is_the_visitors() -> None:
    """Late in the evening of one zone it is tomorrow in another."""
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    assert [day(late, View("en", zone), "d") for zone in ("UTC", "Europe/Berlin", "America/New_York")] == [
        "3",
        "4",
        "3",
    ]


@pytest.mark.parametrize("skeleton", ["", "x", "yMMMdHm", "hm", "dddddd", "y'", "2026", "z", "é"])
def test_a_skeleton_names_fields_of_a_date(skeleton: str) -> None:
    """Whatever else is an error that shows how to write one."""
    with pytest.raises(ValueError, match=r"no such skeleton of a date.*yMMMd"):
        day(NOON, EN, skeleton)


@pytest.mark.parametrize(
    ("value", "zone", "texts"),
    [
        ("Europe/Berlin", EN, ("Berlin (Central European Time)", "Berlin (Central European Time, GMT+2)")),
        ("Europe/Berlin", DE, ("Berlin (Mitteleuropäische Zeit)", "Berlin (Mitteleuropäische Zeit, GMT+2)")),
        ("Africa/Cairo", EN, ("Cairo (Eastern European Time)", "Cairo (Eastern European Time, GMT+3)")),
        (
            "Africa/Johannesburg",
            EN,
            ("Johannesburg (South Africa Standard Time)", "Johannesburg (South Africa Standard Time, GMT+2)"),
        ),
        (
            "Africa/Johannesburg",
            DE,
            ("Johannesburg (Südafrikanische Zeit)", "Johannesburg (Südafrikanische Zeit, GMT+2)"),
        ),
        ("Asia/Kolkata", EN, ("Kolkata (India Standard Time)", "Kolkata (India Standard Time, GMT+5:30)")),
        ("Asia/Calcutta", EN, ("Kolkata (India Standard Time)", "Kolkata (India Standard Time, GMT+5:30)")),
        ("Asia/Tokyo", EN, ("Tokyo (Japan Time)", "Tokyo (Japan Time, GMT+9)")),
        ("Pacific/Apia", EN, ("Apia (Samoa Time)", "Apia (Samoa Time, GMT+13)")),
        ("Europe/Kyiv", DE, ("Kiew (Osteuropäische Zeit)", "Kiew (Osteuropäische Zeit, GMT+3)")),
        ("Asia/Singapore", DE, ("Singapur (Singapurische Normalzeit)", "Singapur (Singapurische Normalzeit, GMT+8)")),
        (
            "America/St_Johns",
            EN,
            ("St. John\u2019s (Newfoundland Time)", "St. John\u2019s (Newfoundland Time, GMT-2:30)"),
        ),
        (
            "America/Argentina/Buenos_Aires",
            DE,
            ("Buenos Aires (Argentinische Zeit)", "Buenos Aires (Argentinische Zeit, GMT-3)"),
        ),
        ("Europe/London", EN, ("London (United Kingdom)", "London (United Kingdom, GMT+1)")),
        ("GB", EN, ("London (United Kingdom)", "London (United Kingdom, GMT+1)")),
        ("Europe/Istanbul", DE, ("Istanbul (Türkei)", "Istanbul (Türkei, GMT+3)")),
        ("Antarctica/Troll", EN, ("Troll", "Troll (GMT+2)")),
        ("UTC", DE, ("Koordinierte Weltzeit", "Koordinierte Weltzeit")),
        ("Etc/UTC", EN, ("Coordinated Universal Time", "Coordinated Universal Time")),
        ("Etc/GMT+5", EN, ("GMT-05:00", "GMT-05:00")),
    ],
)
def test_a_zone_is_named_as_people_say_it(value: str, zone: View, texts: tuple[str, str]) -> None:
    """City and name, and with an instant the offset of that season."""
    assert (zone_name(value, zone), zone_name(value, zone, SUMMER)) == texts


@pytest.mark.parametrize("view", [EN, DE], ids=["en", "de"])
def test_a_list_of_zones_has_one_shape(view: View) -> None:
    """Each zone of an inhabited place has its city and, in parentheses, a name that holds all the year."""
    folders = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    known = available_timezones() & get_global("zone_territories").keys()  # a machine's zones may be younger than Babel
    places = [zone for zone in sorted(known) if zone.startswith(folders)]
    assert len(places) > 300
    labels = [zone_name(zone, view) for zone in places]
    assert [label for label in labels if not re.fullmatch(r"[^()]+ \([^()]+\)", label)] == []


@pytest.mark.parametrize(
    ("locale", "value", "text"),
    [("en", 1234567.5, "1,234,567.5"), ("de", 1234567.5, "1.234.567,5"), ("en", 0, "0"), ("de", -3, "-3")],
)
def test_a_number_has_the_locales_groups_and_point(locale: str, value: float, text: str) -> None:
    """Thousands are grouped."""
    assert number(value, View(locale)) == text


@pytest.mark.parametrize(
    ("count", "locale", "category"),
    [
        (1, "en", "one"),
        (0, "en", "other"),
        (1.5, "de", "other"),
        (2, "ar", "two"),
        (3, "pl", "few"),
        (5, "ja", "other"),
    ],
)
def test_plurals_are_the_languages_own(count: float, locale: str, category: str) -> None:
    """Categories come from CLDR."""
    assert plural(count, locale) == category


def test_machines_read_instants_in_utc() -> None:
    """The same instant has one form, in which offset it may have come."""
    assert iso(NOON.astimezone(timezone(timedelta(hours=5)))) == iso(NOON) == "2026-03-03T13:30:00Z"
    assert iso(date(2026, 3, 3)) == "2026-03-03"


@pytest.mark.parametrize("show", [lambda at: clock(at, EN), lambda at: day(at, EN, "d"), iso])
def test_a_time_without_its_zone_is_refused(show: object) -> None:
    """It could be shown as any hour."""
    assert callable(show)
    with pytest.raises(ValueError, match="without its zone"):
        show(datetime(2026, 3, 3, 12))


@pytest.mark.parametrize("moment", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_ends_of_time_are_shown(moment: datetime, zone: str) -> None:
    """An instant that has no local reading is shown in UTC, not as an error."""
    view = View("en", zone)
    assert clock(moment, view)
    assert day(moment, view, "yMMMd")
    assert zone_name(zone, view, moment)


@pytest.mark.parametrize(
    "zone",
    [
        *("", "Berlin", "Europe", "Europe/", "Europe//Berlin", "europe/berlin ", "Europe/Berlin\n", "Europe/Berlin\0"),
        *(
            "../../etc/passwd",
            "/etc/localtime",
            "localtime",
            "posixrules",
            "posix/Europe/Berlin",
            "right/UTC",
            "Factory",
        ),
        *(
            "zone.tab",
            "tzdata.zi",
            "x" * 5000,
            "\ud800",
            "\u202eUTC",
            "C:\\UTC",
            "./UTC",
            "zone1970.tab",
            "leapseconds",
        ),
    ],
)
def test_an_unknown_zone_is_refused_and_never_shown_to_strangers(zone: str) -> None:
    """A View of it is an error, and a stranger who asks for it gets the home zone."""
    with pytest.raises(ValueError, match="no such time zone"):
        View("en", zone)
    assert View.asked("en", zone, hour12=False, locales=("en",), home="Europe/Berlin").zone == "Europe/Berlin"


@pytest.mark.parametrize("locale", ["", "xx", "de_DE", "en-u-hc-h12", "../en", "root", "de-XX", "e" * 5000, "en\0"])
def test_an_unknown_locale_is_refused(locale: str) -> None:
    """A View of it is an error that shows how to write one."""
    with pytest.raises(ValueError, match=r"Write one such as en or pt-BR"):
        View(locale)


@pytest.mark.parametrize(
    ("asked", "locale"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE", "de"),
        ("fr", "en"),
        ("", "en"),
        ("*", "en"),
        ("fr;q=0.9, de-CH;q=0.5", "de"),
        ("en;q=0.5, de", "de"),
        ("de;q=0, en", "en"),
        ("zh", "zh-Hant"),
        ("zh-TW", "zh-Hant"),
        ("de;q=nonsense", "de"),
        (",;q=1,,", "en"),
    ],
)
def test_the_nearest_language_is_chosen(asked: str, locale: str) -> None:
    """A tag or a whole Accept-Language header finds one of the languages there are."""
    assert nearest(asked, ("en", "de", "zh-Hant")) == locale


@given(st.text() | st.none(), st.text() | st.none(), st.booleans() | st.none())
def test_whatever_strangers_ask_for_there_is_a_view(locale: str | None, zone: str | None, hour12: bool | None) -> None:  # noqa: FBT001
    """Nothing that is written into an address raises, and all of it can be shown."""
    view = View.asked(locale, zone, hour12=hour12, locales=("en", "de"))
    assert view.locale in {"en", "de"}
    assert clock(NOON, view)


@pytest.mark.parametrize(("locale", "hour12"), [("en", True), ("de", False), ("en-GB", False), ("ar", True)])
def test_hours_are_counted_by_the_locales_habit_unless_asked(locale: str, *, hour12: bool) -> None:
    """Who does not choose gets what their locale is used to."""
    assert View.asked(locale, None, hour12=None, locales=(locale,)).hour12 is hour12
    assert View.asked(locale, None, hour12=not hour12, locales=(locale,)).hour12 is not hour12


@pytest.mark.parametrize(
    ("asked", "answered", "hour12"),
    [
        ("en", "en", True),
        ("en-US", "en", True),
        ("en-GB", "en", False),
        ("EN-gb", "en", False),
        ("en-Latn-GB", "en", False),
        ("en-GB-oxendict", "en", False),
        ("en-150", "en", False),
        ("de", "de", False),
        ("de-AT", "de", False),
        ("de-US", "de", True),
        ("en-XX", "en", True),
        ("en-x-gb", "en", True),
        ("de-XX", "de", False),
        ("fr-CA", "fr", False),
        ("ko-KP", "en", True),
        ("zh-HK", "zh-Hant", True),
        ("en-GB,en;q=0.9,de;q=0.8", "en", False),
        ("en-US,en-GB;q=0.9", "en", True),
        ("sv-SE, en-US;q=0.4, en-GB;q=0.6", "en", False),
        ("en-GB;q=0, en", "en", True),
        ("ja-JP, *", "en", True),
    ],
)
def test_hours_are_counted_by_the_habit_of_the_region_asked_for(asked: str, answered: str, *, hour12: bool) -> None:
    """A tag's region decides where its language answers, else the language itself; a choice wins over both."""
    locales = ("en", "de", "fr", "zh-Hant")
    assert View.asked(asked, None, hour12=None, locales=locales) == View(answered, "UTC", hour12)
    assert View.asked(asked, None, hour12=not hour12, locales=locales).hour12 is not hour12


def test_hours_of_a_regions_own_pages_are_its_own_unless_another_region_asks() -> None:
    """British pages count to 24 for who asks for English, and to 12 for Americans."""
    habits = [
        View.asked(tag, None, hour12=None, locales=("en-GB",)).hour12 for tag in ("en", "en-GB", "en-US", "fr-US")
    ]
    assert habits == [False, False, True, False]


@pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl")])
def test_text_runs_in_the_locales_direction(locale: str, direction: str) -> None:
    """Right to left where the locale's script does."""
    assert View(locale).direction == direction
