"""The shortest word that is an answer, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.languages.nodes import INFINITE
from generator.languages.questions import Inside, Place, Question

# Worth looking for rounds only where many levels are ahead.
FAR = 48
# With more words of one length, the most readable word is not looked for at any price.
MANY = 32

Level: TypeAlias = list[list[Place]]
Links: TypeAlias = list[tuple[int, int]]


def shortest(question: Question, at_least: int, at_most: int) -> str | None:
    """Return the shortest answer with ``at_least`` to ``at_most`` characters, the most readable of that length.

    Where very many words must be followed, it need not be the most readable. Words are followed level by level, in the
    order of readability. A place that was reached by a better word need not be followed again, if both words are long
    enough or equally long. Raises StepsSpent.
    """
    walk = _Walk(question, at_least, at_most)
    starts = [place for place in question.starts() if walk.keeps(place)]
    walk.level = [starts] if starts else []
    while walk.level:
        if walk.length >= at_least:
            for number, places in enumerate(walk.level):
                if any(map(question.accepts, places)):
                    return walk.spelt(number)
        elif at_least - walk.length > FAR:
            walk.skip_rounds()
        if walk.length >= at_most:
            return None
        walk.advance()
    return None


@dataclass(slots=True)
class _Walk:
    """How far words were followed.

    ``level`` holds the places of each word of ``length``; ``links``, for each length, the word one shorter that each
    word continues and the character that it adds. Levels may come in rounds: then ``turns`` rounds of ``period``
    levels were skipped after level ``skipped``.
    """

    question: Question
    at_least: int
    at_most: int
    length: int = 0
    level: Level = field(default_factory=list)
    links: list[Links] = field(default_factory=lambda: [[]])
    seen: dict[object, list[int]] = field(default_factory=dict)
    known: dict[object, int] | None = field(default_factory=dict)
    largest_most: int = 0
    largest_least: int = 0
    has_rivals: bool = False
    skipped: int = -1
    period: int = 1
    turns: int = 0

    def advance(self) -> None:
        """Follow all words by one character."""
        if self.length < self.at_least:
            self.seen = {}
            self.has_rivals = False
        self.length += 1
        level: Level = []
        links: Links = []
        for number, places in enumerate(self.level):
            self.question.steps.spend(4 * len(places))
            for char, led in self._following(places):
                kept = [place for place in led if self.keeps(place)]
                if kept:
                    level.append(kept)
                    links.append((number, char))
        if len(level) > MANY and self.has_rivals:
            level, links = self._without_larger(level, links)
        self.level = level
        self.links.append(links)

    def _without_larger(self, level: Level, links: Links) -> tuple[Level, Links]:
        """Leave out places where another of the level is as good, though its word is less readable."""
        smallest: dict[object, frozenset[int]] = {}
        kept = []
        for places, link in zip(level, links, strict=True):
            left = []
            for place in places:
                key, mask = self.question.key(place)
                if key not in smallest:
                    self.seen[key] = self._minimal(self.seen[key])
                    smallest[key] = frozenset(self.seen[key])
                if mask in smallest[key]:
                    left.append(place)
            if left:
                kept.append((left, link))
        return [left for left, _ in kept], [link for _, link in kept]

    def _minimal(self, masks: list[int]) -> list[int]:
        found: list[int] = []
        for mask in sorted(masks, key=int.bit_count):
            self.question.steps.spend(1 + (len(found) >> 4))
            if not any(one & mask == one for one in found):
                found.append(mask)
        return found

    def _following(self, places: list[Place]) -> Iterator[tuple[int, list[Place]]]:
        """Go through the characters that follow a word, and where they lead."""
        question = self.question
        if len(places) == 1:
            ((inside, macros),) = places
            before = set()
            for char, led in question.moves(inside):
                outside = question.outside(macros, char)
                if (id(led), outside) not in before:  # a more readable character leads to the same
                    before.add((id(led), outside))
                    yield char, [(one, outside) for one in led]
            return
        found: dict[int, dict[Place, None]] = {}
        for inside, macros in places:
            for char, led in question.moves(inside):
                outside = question.outside(macros, char)
                found.setdefault(char, {}).update(dict.fromkeys((one, outside) for one in led))
        for char in sorted(found):
            yield char, list(found[char])

    def keeps(self, place: Place) -> bool:
        """Say whether a place must be followed."""
        return self._is_reachable(place[0]) and self._is_new(place) and not self.question.is_hopeless(place)

    def _is_reachable(self, inside: Inside) -> bool:
        """Say whether the lengths of what is left fit."""
        for one in inside:
            if one.most < INFINITE:
                self.largest_most = max(self.largest_most, one.most)
                if self.length + one.most < self.at_least:
                    return False
            self.largest_least = max(self.largest_least, one.least)
            if self.length + one.least > self.at_most:
                return False
        return True

    def _is_new(self, place: Place) -> bool:
        key, mask = self.question.key(place)
        masks = self.seen.get(key)
        if masks is None:
            self.seen[key] = [mask]
            return True
        self.question.steps.spend(len(masks) >> 4)
        for one in masks:
            if one & mask == one:
                return False
        masks.append(mask)
        self.has_rivals = True
        return True

    def skip_rounds(self) -> None:
        """Where this level was there before, all that lies between comes again and again: skip it."""
        if self.known is None:
            return
        level = tuple(map(tuple, self.level))
        before = self.known.setdefault(level, self.length)
        if before == self.length:
            return
        self.known = None
        self.period = self.length - before
        last = min(self.at_least - self.largest_most, self.at_most - self.largest_least) - 1
        self.turns = max(0, (last - self.length) // self.period)
        self.skipped = self.length
        self.length += self.turns * self.period
        self.question.steps.spend(self.turns * self.period >> 8)

    def spelt(self, number: int) -> str:
        """Return a word of the last level."""
        last = max(self.skipped, 0)
        end, number = self._between(last, len(self.links) - 1, number)
        rounds: list[str] = []
        turns = self.turns
        while turns:
            turns -= 1
            turn, before = self._between(last - self.period, last, number)
            rounds.append(turn)
            if before == number:  # so it is in all turns before
                rounds.append(turn * turns)
                break
            number = before
        begin, _ = self._between(0, last, number)
        return "".join((begin, *reversed(rounds), end))

    def _between(self, first: int, last: int, number: int) -> tuple[str, int]:
        """Return how a word of level ``last`` continues its beginning in level ``first``, and that one's number."""
        chars: list[str] = []
        for at in range(last, first, -1):
            number, char = self.links[at][number]
            chars.append(self.question.joint.chars[char])
        return "".join(reversed(chars)), number
