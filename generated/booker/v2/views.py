"""How one visitor wants things shown, and dates, times, numbers and zones shown that way.

Each bundle with components has its own copy of this module. The words and patterns are CLDR's, by Babel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from math import isfinite
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.core import get_global

_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_ZONE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+/-]{0,63}")
_MACHINES_OWN = re.compile(r"(localtime|posixrules|Factory)\Z|(posix|right)/")


@dataclass(frozen=True, slots=True)
class View:
    """How one visitor wants things shown.

    ``locale`` is a BCP 47 tag that Babel knows, ``zone`` an IANA name; ValueError for others, so whatever has a View
    can be shown. ``hour12`` is whether hours count to 12.
    """

    locale: str
    zone: str = "UTC"
    hour12: bool = False

    def __post_init__(self) -> None:
        _locale(self.locale)
        _zone(self.zone)

    @classmethod
    def asked(
        cls, locale: str | None, zone: str | None, *, hour12: bool | None, locales: tuple[str, ...], home: str = "UTC"
    ) -> View:
        """Return the View nearest to what a stranger asks for; never raises for what they wrote.

        ``locale`` is a tag or a whole Accept-Language header, answered by one of ``locales`` (the first when none
        fits). An unknown ``zone`` is ``home``. ``hour12`` of None is the habit of the region that the tag names, of
        the chosen locale when it names none.
        """
        chosen, tag = _matched(locale or "", locales)
        try:
            _zone(zone or home)
        except ValueError:
            zone = home
        if hour12 is None:
            hour12 = bool(re.match("(?:'[^']*'|[^hK'])*[hK]", _of_region(tag, chosen).time_formats["short"].pattern))
        return cls(chosen, zone or home, hour12)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return _locale(self.locale).text_direction


def day(value: date, view: View, skeleton: str) -> str:
    """Return a date, or an instant's date on the visitor's clock, in the locale's own order and words.

    ``skeleton`` names fields by CLDR's letters, wider for longer: ``yMMMd``, ``MMMMy``, ``EEEEdMMMM``, ``EEE``, ``d``.
    Raises ValueError for another one and for a time without its zone.
    """
    moment = _moment(value, view)
    noon = datetime(moment.year, moment.month, moment.day, 12)
    return dates.format_datetime(noon, _pattern(view.locale, skeleton), locale=_locale(view.locale))


def clock(value: datetime, view: View) -> str:
    """Return an instant's time of day, ``14:30`` or ``2:30 PM`` as the visitor wants it.

    In the hour that comes twice when clocks go back, the offset tells which one it is: ``2:30 AM GMT+1``.
    """
    moment = _moment(value, view)
    if not isinstance(moment, datetime):
        raise TypeError(f"a date has no time of day: {value!r}")
    skeleton = "hm" if view.hour12 else "Hm"
    locale = _locale(view.locale)
    text = dates.format_skeleton(skeleton, moment, moment.tzinfo, locale=locale)
    text = text.replace("\u202f", " ")  # some locales have a narrow space there that few fonts know
    twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    return f"{text} {_offset(moment, locale)}" if twice else text


def number(value: float, view: View) -> str:
    """Return a number with the locale's digits, groups and point. Raises TypeError for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise TypeError(f"not a number that can be shown: {value!r}")
    return numbers.format_decimal(value, locale=_locale(view.locale))


def zone_name(value: str, view: View, at: datetime | None = None) -> str:
    """Return a zone as people say it: ``Berlin (Central European Time)``.

    With ``at``, an instant, its offset then as well: ``Berlin (Central European Time, GMT+2)``. Raises ValueError for
    an unknown zone. Without ``at`` there is no offset, because a summer's differs from a winter's. Where no name holds
    all the year the country stands for it: ``London (United Kingdom)``. A zone that is no place, such as UTC, has only
    a name.
    """
    locale = _locale(view.locale)
    city, name = _zone_words(value, locale)
    offset = "" if at is None or not city else _offset(_moment(at, View(view.locale, value)), locale)
    details = ", ".join(dict.fromkeys(part for part in (name, offset) if part))
    return f"{city} ({details})" if city and details else city or details


def iso(value: date) -> str:
    """Return what ``<time datetime>`` takes: an instant in UTC, ``2026-03-08T05:00:00Z``, or a date."""
    if isinstance(value, datetime):
        return _moment(value, _UTC).isoformat().replace("+00:00", "Z")
    return _moment(value, _UTC).isoformat()


def nearest(asked: str, locales: tuple[str, ...]) -> str:
    """Return the one of ``locales`` that suits a tag or an Accept-Language header best."""
    return _matched(asked, locales)[0]


def plural(count: float, locale: str) -> str:
    """Return CLDR's category of a number: ``one``, ``other``, ..."""
    return _locale(locale).plural_form(count)


def _matched(asked: str, locales: tuple[str, ...]) -> tuple[str, str]:
    """Return the nearest of ``locales`` and, in lower case, the tag that it answers; that is empty when none fits."""
    wanted = []
    for position, part in enumerate(asked[:500].split(",")):
        tag, _, weight = part.partition(";")
        quality = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", weight)
        if not quality or float(quality[1]) > 0:
            wanted.append((-float(quality[1]) if quality else -1.0, position, tag.strip().lower()))
    for _, _, tag in sorted(wanted):
        steps = tag.split("-")
        for length in range(len(steps), 0, -1):
            prefix = "-".join(steps[:length])
            for locale in locales:
                if locale.lower() == prefix or locale.lower().startswith(f"{prefix}-"):
                    return locale, tag
    return (locales[0] if locales else "en"), ""


def _of_region(tag: str, chosen: str) -> Locale:
    """Return what CLDR knows of the region that ``tag`` names, and of ``chosen`` where it names none that CLDR knows.

    ``de-US`` is unknown to CLDR; then the region's most spoken language tells its habits.
    """
    region = re.match(r"[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2}|[0-9]{3})(?![a-z0-9])", tag)
    for known in (region[0], f"und-{region[1]}") if region else ():
        try:
            return _locale(known)
        except ValueError:
            pass  # a stranger's region may be none
    return _locale(chosen)


def _moment(value: object, view: View) -> date:
    """Return a date as it is and an instant on the visitor's clock."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"a time without its zone cannot be shown: {value}. Pass an instant.")
        try:
            return value.astimezone(_zone(view.zone))
        except OverflowError:
            return value.astimezone(UTC)  # the first and last hours of all time have no local reading everywhere
    if isinstance(value, date):
        return value
    raise TypeError(f"neither a date nor an instant: {value!r}")


@lru_cache(maxsize=1024)
def _pattern(locale: str, skeleton: str) -> str:
    """Return the locale's pattern for a skeleton of date fields.

    CLDR lists few skeletons; Babel finds the nearest, we widen its fields to what was asked, as UTS 35 says under
    "Missing Skeleton Fields": ``EEEEdMMMM`` in English is its ``MMMEd`` with long names.
    """
    asked = _widths(skeleton)
    known = _locale(locale).datetime_skeletons
    near = None
    if (
        asked
        and set(asked) <= set("GyQMwEd")
        and all(width <= (6 if field == "E" else 5) for field, width in asked.items())
    ):
        near = dates.match_skeleton("".join(field * min(width, 5) for field, width in asked.items()), known)
    if near is None:
        raise ValueError(f"no such skeleton of a date: {skeleton!r}. Write one such as yMMMd, MMMMy or EEEEdMMMM.")
    had = _widths(near)

    def widened(found: re.Match[str]) -> str:
        """Give a field the width that was asked for, unless that would turn a number into a word."""
        field = _FIELDS.get(found[1], found[1])
        width = asked.get(field, 0)
        if width == had.get(field) or (field != "E" and (width > 2) != (len(found[0]) > 2)):
            return found[0]
        return found[1] * width

    pattern = known[near].pattern
    return "".join(
        text if text.startswith("'") else re.sub(r"([GyQqMLwEcd])\1*", widened, text)
        for text in re.split(r"('[^']*')", pattern)
    )


_FIELDS = {"L": "M", "c": "E", "q": "Q"}
"""Letters for a field that stands alone."""


def _widths(skeleton: str) -> dict[str, int]:
    runs = (found[0] for found in re.finditer(r"(.)\1*", skeleton))
    return {_FIELDS.get(run[0], run[0]): len(run) for run in runs}


@lru_cache(maxsize=2048)
def _zone_words(name: str, locale: Locale) -> tuple[str, str]:
    """Return the city that a zone is known by, and its name; either may be empty, but not both."""
    if not isinstance(name, str):
        raise TypeError(f"not the name of a time zone: {name!r}")
    zone = _zone(name)
    aliases = get_global("zone_aliases")
    today = aliases.get(name, name)
    if "/" not in today or today.startswith("Etc/"):
        winter = datetime(2026, 1, 1, tzinfo=zone)  # a name such as UTC is the same all the year
        return "", str(dates.get_timezone_name(winter, locale=locale))
    # Words may lie under an older id of the zone: those of Asia/Kolkata are Asia/Calcutta's.
    ids = (today, *sorted(old for old, new in aliases.items() if new == today))
    cities = (locale.time_zones.get(each, {}).get("city") for each in ids)
    city = next(filter(None, cities), dates.get_timezone_location(zone, locale=locale, return_city=True))
    return str(city).rpartition("/")[2], _name_of_all_year(ids, zone, locale)


def _name_of_all_year(ids: tuple[str, ...], zone: ZoneInfo, locale: Locale) -> str:
    """Return what a zone is called in every season, its country where CLDR has no such name, or nothing.

    CLDR gives zones without a summer time only a standard name: ``South Africa Standard Time``.
    """
    shared = next(filter(None, map(get_global("meta_zones").get, ids)), "")
    named = {**locale.meta_zones.get(shared, {}).get("long", {}), **locale.time_zones.get(ids[0], {}).get("long", {})}
    seasons = {datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in range(1, 13)}
    name = named.get("generic") or (named.get("standard") if len(seasons) == 1 else None)
    country = get_global("zone_territories").get(ids[0], "")
    return str(name or (locale.territories.get(country, "") if country.isalpha() and country != "ZZ" else ""))


def _offset(moment: date, locale: Locale) -> str:
    """Return ``GMT+2`` or ``GMT-3:30``."""
    if not isinstance(moment, datetime):
        raise TypeError(f"a zone's offset is that of an instant, not of {moment!r}")
    minutes = round((moment.utcoffset() or timedelta()) / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    shown = f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    return str(locale.zone_formats["gmt"]) % (shown if minutes else "")


@lru_cache(maxsize=256)
def _locale(tag: str) -> Locale:
    if not _LOCALE.fullmatch(tag):
        raise ValueError(f"not a language tag: {tag[:40]!r}. Write one such as en or pt-BR.")
    try:
        return Locale.parse(tag, sep="-")
    except UnknownLocaleError as error:
        raise ValueError(f"no such locale: {tag}. Write one such as en or pt-BR.") from error


def _zone(name: str) -> ZoneInfo:
    try:
        # The machine's own zone and leap-second variants stand in the same folder; they are nobody's choice.
        if _ZONE.fullmatch(name) and not _MACHINES_OWN.match(name):
            return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        pass  # a name without a file, a folder, or a file that holds something else
    raise ValueError(f"no such time zone: {name[:64]!r}. Write an IANA name such as Europe/Berlin.")


_UTC = View("en")
