"""Strings: a length, patterns and formats that a text must and must not match, and texts picked or left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, islice, product

from generator.containment.formats import FORMATS, WITHIN, opinion
from generator.containment.nodes import Node
from generator.containment.results import Undecided
from generator.languages import Language, PatternUnsupported, language, matches, words
from generator.steps import Steps

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.:/ "
_LONG = 100_000


class Texts:
    """What a conjunction of literals says about a text."""

    def __init__(self, literals: Iterable[Node]) -> None:
        self.low, self.high = 0, -1  # -1: no bound
        self.picked: frozenset[str] | None = None
        self.left_out: frozenset[str] = frozenset()
        self.inside: list[str] = []
        self.outside: list[str] = []
        self.formats: list[str] = []
        self.not_formats: list[str] = []
        self.unsupported = ""
        for node in literals:
            self._add(node.args[3], positive=node.args[2])

    def _add(self, literal: tuple[object, ...], *, positive: bool) -> None:
        match literal:
            case ("length", int() as low, high) if positive:
                self.low = max(self.low, low)
                if isinstance(high, int):
                    self.high = high if self.high < 0 else min(self.high, high)
            case ("strings", frozenset() as texts) if positive:
                self.picked = texts if self.picked is None else self.picked & texts
            case ("strings", frozenset() as texts):
                self.left_out |= texts
            case ("pattern", str() as source):
                (self.inside if positive else self.outside).append(source)
            case ("format", str() as name):
                (self.formats if positive else self.not_formats).append(name)
            case ("definition", *_):
                pass
            case _:
                raise AssertionError(f"{literal} is not written as a literal of texts is")

    def values(self, limit: int, steps: Steps) -> list[str] | Undecided:  # noqa: PLR0911  # one for each case
        """Return up to ``limit`` texts that are taken, all of them if there are fewer, or why they are not known."""
        if 0 <= self.high < self.low:
            return []
        if any(name == other or (name, other) in WITHIN for name in self.formats for other in self.not_formats):
            return []
        try:
            if self.picked is not None:
                return self._picked(limit)
            if self.low > _LONG:
                return Undecided(f"a text of at least {self.low} characters is too long to show")
            if not (self.inside or self.outside or self.formats or self.not_formats):
                return list(islice(self._any(steps), limit))
            return self._matching(limit, steps)
        except PatternUnsupported as error:
            return Undecided(str(error), self._subject())

    def _subject(self) -> str:
        for source in (*self.inside, *self.outside):
            try:
                language(source)
            except PatternUnsupported:
                return source
        return ""

    def _picked(self, limit: int) -> list[str] | Undecided:
        found, doubtful = [], ""
        for text in sorted(self.picked or (), key=lambda text: (len(text), text)):
            taken = self.takes(text)
            if taken is None:
                doubtful = doubtful or text
            elif taken:
                found.append(text)
                if len(found) == limit:
                    return found
        if doubtful:
            return Undecided(f"readers disagree whether {doubtful!r} has the format that is asked for")
        return found

    def takes(self, text: str) -> bool | None:
        """Say whether ``text`` is one of them; None where readers of a format disagree. Raises PatternUnsupported."""
        if len(text) < self.low or 0 <= self.high < len(text) or text in self.left_out:
            return False
        if self.picked is not None and text not in self.picked:
            return False
        if not all(matches(language(source), text) for source in self.inside):
            return False
        if any(matches(language(source), text) for source in self.outside):
            return False
        asked = [has_format(name, text) for name in self.formats]
        asked += [None if known is None else not known for known in (has_format(n, text) for n in self.not_formats)]
        return False if False in asked else None if None in asked else True

    def _any(self, steps: Steps) -> Iterator[str]:
        """Yield texts of a fitting length, the shortest first."""
        for length in count(self.low):
            if 0 <= self.high < length:
                return
            for letters in product(_LETTERS, repeat=length) if length < 4 else _rows(length):
                steps.spend()
                text = "".join(letters)
                if text not in self.left_out:
                    yield text
            if length and length == self.high:
                yield from self._rare(length, steps)

    def _rare(self, length: int, steps: Steps) -> Iterator[str]:
        """Yield the texts of the greatest length that hold other letters than the usual ones."""
        for point in range(0x21, 0x110000):
            steps.spend()
            if not 0xD800 <= point <= 0xDFFF and chr(point) not in _LETTERS:
                for usual in _LETTERS[: 1 if length == 1 else None]:
                    text = chr(point) + usual * (length - 1)
                    if text not in self.left_out:
                        yield text

    def _matching(self, limit: int, steps: Steps) -> list[str] | Undecided:
        sure = self._words(limit, steps, wide=False)
        if len(sure) >= limit or not (self.formats or self.not_formats):
            return sure
        if sure:
            return sure if len(self._words(limit, steps, wide=True)) == len(sure) else _disagree(self)
        return [] if not self._words(1, steps, wide=True) else _disagree(self)

    def _words(self, limit: int, steps: Steps, *, wide: bool) -> list[str]:
        inside: list[Language] = [language(source) for source in self.inside]
        outside: list[Language] = [language(source) for source in self.outside]
        inside += [language(FORMATS[name].wide if wide else FORMATS[name].sure) for name in self.formats]
        outside += [language(FORMATS[name].sure if wide else FORMATS[name].wide) for name in self.not_formats]
        high = None if self.high < 0 else self.high
        found = words(inside, outside, at_least=self.low, at_most=high, but=self.left_out, limit=limit, steps=steps)
        return list(found)


def has_format(name: str, text: str) -> bool | None:
    """Say whether ``text`` has a format; None where readers disagree."""
    if matches(language(FORMATS[name].sure), text):
        return True
    return opinion(name, text) if matches(language(FORMATS[name].wide), text) else False


def _rows(length: int) -> Iterator[tuple[str, ...]]:
    """Yield enough texts of one length without yielding all of them: the last three places vary."""
    for tail in product(_LETTERS, repeat=3):
        yield ("a",) * (length - 3) + tail


def _disagree(texts: Texts) -> Undecided:
    names = ", ".join(dict.fromkeys((*texts.formats, *texts.not_formats)))
    return Undecided(f"readers disagree on what exactly has the format {names}")
