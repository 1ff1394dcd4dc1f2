"""What authors of api.py are shown of markup.py."""

from __future__ import annotations

TEXT = '''\
"""What handlers answer with. `from .markup import Page, View, ...`; components are functions of `.components`."""

class View:
    """How one visitor wants things shown. Frozen.

    `locale` is a BCP 47 tag, `zone` an IANA time zone; ValueError for an unknown one, so for what strangers wrote
    take `View.asked`. `hour12`: hours count to 12.
    """

    locale: str
    zone: str
    hour12: bool

    def __init__(self, locale: str, zone: str = "UTC", hour12: bool = False) -> None: ...
    @classmethod
    def asked(
        cls, locale: str | None, zone: str | None, *, hour12: bool | None, locales: tuple[str, ...], home: str = "UTC"
    ) -> View:
        """The View nearest to what a stranger asks for; never raises for what they wrote.

        `locale`: a tag or a whole Accept-Language header; answered by one of `locales` (pass INTERFACE.locales of
        `.components`), the first when none fits. An unknown `zone` becomes `home`. `hour12=None`: the locale's habit.
        """
    @property
    def direction(self) -> str:
        """"ltr" or "rtl"."""

class Page:
    """An HTML document around `body`. `title` is what its tab says, `description` what search engines show."""

    def __init__(self, *, title: str, body: Markup, view: View, status: int = 200, description: str = "") -> None: ...

class Redirect:
    """Sends the browser on with 303, as after a form. `location`: an address on this server that starts with "/",
    else ValueError."""

    def __init__(self, location: str) -> None: ...

class File:
    """A text that the browser keeps as `name`, with the operation's media type. Line ends stay as they are."""

    def __init__(self, *, name: str, text: str) -> None: ...

class Markup(str):
    """Escaped text. For annotations alone: only components make it."""

def joined(*parts: Markup) -> Markup:
    """The parts one after another; `joined()` is empty."""

def url(*segments: str, **query: str | int | None) -> str:
    """An address on this server, percent-encoded: `url("parcels", code, page=2)` is "/parcels/A%2F1?page=2".

    A query's None is left out. ValueError for a segment that is empty or only dots.
    """

def day(value: date, view: View, skeleton: str) -> str:
    """A date, or an instant's date in the view's zone, in the locale's words: "yMMMd", "EEEEdMMMM", "MMMMy", "d"."""

def clock(value: datetime, view: View) -> str:
    """An instant's time of day in the view's zone: "14:30" or "2:30 PM". ValueError for a time without its zone."""

def number(value: float, view: View) -> str:
    """A number with the locale's digits, groups and point."""

def zone_name(value: str, view: View, at: datetime | None = None) -> str:
    """"Berlin (Central European Time)"; with the instant `at`: "Berlin (Central European Time, GMT+2)".

    ValueError for an unknown zone.
    """

class Interface:
    """`from .components import INTERFACE`."""

    locales: tuple[str, ...]  # the languages of ui/messages.json, the default first

    def text(self, view: View, key: str, /, **values: object) -> str:
        """A message of ui/messages.json in the view's language, such as a page's title.

        `count=` picks the plural form. LookupError for an unknown key or a value that the message needs.
        """
'''
"""Python without imports or bodies; ``date`` and ``datetime`` are the standard library's."""

NAMES = ("File", "Markup", "Page", "Redirect", "View", "clock", "day", "joined", "number", "url", "zone_name")
"""What api.py may import from ``.markup``; ``Markup`` for annotations alone."""
