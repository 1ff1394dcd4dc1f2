"""What a feature says, in every language that it speaks: the same keys, values and plural forms throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from generator import pointers
from generator.canonical import Json
from generator.ui import documents
from generator.ui.flaws import Flaw, shown
from generator.ui.icons_and_texts import Use

_KEY = re.compile(r"[a-z][a-z0-9_]*([.-][a-z0-9_]+)*\Z")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_TURNING = re.compile(r"[\u202a-\u202e\u2066\u2067\x00-\x08\x0b-\x1f\x7f]")
PAGES = "page_"
"""How the keys of messages begin that handlers ask for: ``INTERFACE.text(view, "page_title")``."""
_MAX_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Message:
    """One key: the values that its text takes, and whether it has plural forms, which need ``count``."""

    values: frozenset[str]
    plural: bool

    @property
    def needs(self) -> frozenset[str]:
        """The names that ``t()`` must give."""
        return self.values | ({"count"} if self.plural else frozenset())


def check(text: str, locales: tuple[str, ...]) -> tuple[dict[str, Message], list[Flaw]]:
    """Return the messages by key, and what is wrong with ``ui/messages.json``."""
    document = documents.read(text)
    if isinstance(document, Flaw):
        return {}, [document]
    if not isinstance(document, dict) or not all(isinstance(each, dict) for each in document.values()):
        return {}, [Flaw("ui/messages", "is no object of locale → key → text", remedy='Write {"en": {"key": "text"}}.')]
    by_locale = {locale: each for locale, each in document.items() if isinstance(each, dict)}
    flaws = [
        *(
            _at(f"/{pointers.escaped(each)}", "is a locale that nobody asked for", "Take it out.")
            for each in sorted(set(by_locale) - set(locales))
        ),
        *(
            _at("", f"the locale {each} is missing", "Add it, with every key.")
            for each in locales
            if each not in by_locale
        ),
    ]
    found: dict[str, Message] = {}
    keys = {key for locale in locales for key in by_locale.get(locale, {})}
    for locale in (each for each in locales if each in by_locale):
        for key in sorted(keys):
            place = f"/{pointers.escaped(locale)}/{pointers.escaped(key)}"
            if key not in by_locale[locale]:
                flaws.append(_at(place, f"the key is missing in {locale}", "Every locale has every key."))
                continue
            message, wrong = _message(place, key, by_locale[locale][key], locale)
            flaws += wrong
            before = found.setdefault(key, message)
            if not wrong and before != message:
                names = ", ".join(sorted(before.needs)) or "no values"
                flaws.append(_at(place, f"takes other values than in {locales[0]}: {names} there", "Take the same."))
    return found, flaws


def _languages(given: Mapping[str, object], locales: tuple[str, ...]) -> Iterator[Flaw]:
    for each in sorted(set(given) - set(locales)):
        yield _at(f"/{pointers.escaped(each)}", "is a locale that nobody asked for", "Take it out.")
    for each in locales:
        if each not in given:
            yield _at("", f"the locale {each} is missing", "Add it, with every key.")


def unmet(uses: Mapping[str, tuple[Use, ...]], known: Mapping[str, Message]) -> Iterator[tuple[str, Flaw]]:
    """Yield (template's path, flaw) for each ``t()`` that asks for what is not there or gives other values."""
    for path, each in uses.items():
        for use in each:
            for key in sorted(use.keys):
                if key not in known:
                    remedy = "Add the key to ui/messages.json in every locale."
                    yield path, Flaw("ui/messages", f"there is no message {shown(key)}", use.line, remedy=remedy)
                    continue
                for name in sorted(known[key].needs - use.given):
                    remedy = f"Write t({shown(key)}, {name}=...)."
                    yield path, Flaw("ui/messages", f"{shown(key)} needs {name}", use.line, remedy=remedy)
                for name in sorted(use.given - frozenset().union(*(known[k].needs for k in use.keys if k in known))):
                    message = f"{shown(key)} has no {{{name}}}"
                    yield path, Flaw("ui/messages", message, use.line, remedy="Use it in the text, or leave it out.")


def unused(uses: Mapping[str, tuple[Use, ...]], known: Mapping[str, Message], locale: str) -> Iterator[Flaw]:
    """Yield a flaw for each message that no template asks for, those of pages apart: handlers ask for their titles."""
    asked = {key for each in uses.values() for use in each for key in use.keys}
    for key in sorted(key for key in set(known) - asked if not key.startswith(PAGES)):
        place = f"/{pointers.escaped(locale)}/{pointers.escaped(key)}"
        yield _at(
            place,
            f"no template asks for {shown(key)}",
            "Take it out, or use it; messages for pages' titles begin with page_.",
        )


def _message(place: str, key: str, value: Json, locale: str) -> tuple[Message, list[Flaw]]:
    flaws = []
    if not _KEY.match(key):
        flaws.append(_at(place, "the key is not snake_case", "Write letters, digits, _ and ."))
    if isinstance(value, dict):
        wanted = _categories(locale)
        if set(value) != wanted:
            flaws.append(
                _at(place, f"has the forms {shown(', '.join(value))}", f"{locale} has {', '.join(sorted(wanted))}.")
            )
        texts = [(f"{place}/{pointers.escaped(name)}", text) for name, text in value.items()]
    else:
        texts = [(place, value)]
    names: set[str] = set()
    for where, text in texts:
        if not isinstance(text, str) or not text.strip():
            flaws.append(_at(where, "is no text", "Write the words that people read."))
            continue
        names |= set(_PLACEHOLDER.findall(text))
        flaws += _text(where, text)
    plural = isinstance(value, dict)
    return Message(frozenset(names - {"count"} if plural else names), plural), flaws


def _text(place: str, text: str) -> Iterator[Flaw]:
    if len(text) > _MAX_CHARACTERS:
        yield _at(place, f"has more than {_MAX_CHARACTERS} characters", "Say it shorter.")
    if _MARKUP.search(text):
        yield _at(place, "holds markup", "Write plain text; markup belongs into the template.")
    if _TURNING.search(text):
        yield _at(place, "holds characters that hide or turn text", "Take them out; the runtime isolates values.")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        yield _at(place, "has braces that hold no name", "Write {name}, in snake_case.")


def _categories(locale: str) -> set[str]:
    """Return CLDR's plural categories of a locale."""
    try:
        return {*Locale.parse(locale, sep="-").plural_form.rules, "other"}
    except (UnknownLocaleError, ValueError):
        return {"other"}


def _at(pointer: str, message: str, remedy: str) -> Flaw:
    return Flaw("ui/messages", message, pointer=pointer, remedy=remedy)
