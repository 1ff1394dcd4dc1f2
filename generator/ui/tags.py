"""Reads the HTML of a template character by character, and knows at each moment what an expression would be part of.

It takes less than HTML is: lower-case names, quoted values, every element closed where it was opened, no comments, no
declarations. Browsers agree on all that is left, and what is not left is refused, so there is nothing to disagree on.
Each branch of a Jinja block must end as it began (same place, same open elements): then every way through the template
is whole, and no data can add an element or an attribute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TypeAlias

from generator.ui.flaws import Flaw, Stop, shown
from generator.ui.values import MAX_TEXTS, Value

VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_RAW = "textarea"  # the one allowed element in which tags are text
_SPACE = " \t\n"
_MAX_DEPTH = 40
_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")

Piece: TypeAlias = "str | Value"
Path: TypeAlias = "tuple[Piece, ...]"


class At(Enum):
    """Where the reader stands."""

    data = auto()
    opened = auto()  # after <
    tag = auto()
    end_opened = auto()  # after </
    end_name = auto()
    between = auto()  # in a tag, after white space
    after = auto()  # in a tag, right after its name or a value: white space, / or > must follow
    attribute = auto()
    equals = auto()  # after =
    quoted = auto()
    slash = auto()  # after / in a tag


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a template: ``paths`` are the ways in which its value can be put together.

    None for an attribute without a value. ``looped`` says that a loop is part of it, counted once or not at all.
    """

    element: str
    name: str
    paths: tuple[Path, ...] | None
    looped: bool
    line: int


@dataclass(frozen=True, slots=True)
class _Place:
    at: At = At.data
    open: tuple[str, ...] = ()
    quote: str = ""
    seen: frozenset[str] = frozenset()


@dataclass
class Tags:
    """The reader; what it reads goes to ``on_text``, ``on_tag`` and ``on_attribute``, lines being the template's."""

    on_text: Callable[[str, int], None]
    on_tag: Callable[[str, int], None]
    on_attribute: Callable[[Attribute], None]
    line: int = 1
    place: _Place = field(default_factory=_Place)
    word: str = ""
    paths: tuple[Path, ...] = ((),)
    looped: bool = False
    floor: int = 0
    pending: str = ""

    def data(self, text: str, line: int) -> None:
        """Read a piece of the template's own text."""
        self.line = line
        for character in text:
            self._step(character)
            self.line += character == "\n"

    def expression(self, value: Value, line: int) -> str:
        """Read ``{{ }}``; return ``text`` or ``value``, what it is part of. Raises Stop anywhere else."""
        self.line = line
        if self.place.at is At.data:
            self._flush()
            return "text"
        if self.place.at is At.quoted:
            self._flush()
            self._add(value)
            return "value"
        where = {At.equals: "an attribute value without quotes", At.attribute: "an attribute's name"}
        found = where.get(self.place.at, "a tag, outside an attribute's value")
        remedy = 'Put it into text or into a value in double quotes: name="{{ it }}"; use {% if %} for attributes.'
        raise Stop(Flaw("safety/unquoted", f"an expression stands in {found}", line, remedy=remedy))

    def branches(self, bodies: list[Callable[[], None]], line: int, *, loop: bool = False) -> None:
        """Read what a block may show: exactly one of ``bodies``."""
        self.line = line
        self._settle(loop=loop)
        start, paths, floor = self.place, self.paths, self.floor
        ends: list[_Place] = []
        values: list[Path] = []
        self.floor = len(start.open)
        for body in bodies:
            self.place, self.paths = start, ((),)
            body()
            self._settle(loop=loop)
            ends.append(self.place)
            values += self.paths
            self._same(start, line)
        self.floor, self.paths = floor, paths
        if start.at is At.quoted:
            unique = tuple(dict.fromkeys(values))
            self._check_count(len(paths) * len(unique), line)
            self.paths = tuple(before + after for before in paths for after in unique)
            self.looped |= loop
        seen = frozenset().union(*(end.seen for end in ends))
        after = any(end.at is At.after for end in ends)
        self.place = replace(start, seen=seen, at=At.after if after else start.at)

    def end(self) -> None:
        """Read the template's end."""
        if self.place.at is not At.data:
            raise Stop(self._wrong("the template ends inside a tag", "Close the tag with >."))
        self._flush()
        if self.place.open:
            raise Stop(self._wrong(f"<{self.place.open[-1]}> is never closed", f"Write </{self.place.open[-1]}>."))

    def _settle(self, *, loop: bool) -> None:
        """Get to a place where a block may begin or end."""
        if self.place.at in {At.data, At.quoted}:
            self._flush()
        elif self.place.at in {At.tag, At.attribute}:
            self._finish_name()
            self._go(At.after)
        elif self.place.at not in {At.between, At.after}:
            remedy = "Put whole elements, whole attributes or parts of a quoted value into a block."
            raise Stop(Flaw("safety/unquoted", "a block cuts a tag in two", self.line, remedy=remedy))
        if loop and self.place.at in {At.between, At.after}:
            raise Stop(self._wrong("a loop writes attributes, which would stand twice", "Loop inside one value."))

    def _same(self, start: _Place, line: int) -> None:
        in_tag = {At.between, At.after}
        alike = self.place.at is start.at or {self.place.at, start.at} <= in_tag
        if not alike or self.place.open != start.open or self.place.quote != start.quote:
            remedy = "Close in each branch what it opens, and nothing else: whole elements or whole attributes."
            raise Stop(Flaw("ui/markup", "a block does not end where it began", line, remedy=remedy))

    def _step(self, character: str) -> None:
        place = self.place
        match place.at:
            case At.data:
                if character == "<":
                    self._flush()
                    self._go(At.opened)
                else:
                    self.word += character
            case At.quoted:
                if character == place.quote:
                    self._flush()
                    self._attribute(self.paths)
                elif character == "<":
                    raise Stop(self._wrong("< stands in an attribute's value", "Write &lt;."))
                else:
                    self.word += character
            case At.tag | At.end_name | At.attribute:
                self._in_name(character)
            case _:
                self._between(character)

    def _in_name(self, character: str) -> None:
        if character in _NAME:
            self.word += character
        elif self.place.at is At.end_name:
            self._end_tag(character)
        elif self.place.at is At.attribute and character == "=":
            self._start_attribute()
            self._go(At.equals)
        else:
            self._finish_name()
            self._go(At.after)
            self._between(character)

    def _between(self, character: str) -> None:
        at = self.place.at
        lower = "a" <= character <= "z"
        if at is At.opened and character == "/":
            self._go(At.end_opened)
        elif at is At.opened and self.place.open[-1:] == (_RAW,):
            raise Stop(self._wrong(f"<{_RAW}> holds text alone", "Write &lt; for the character."))
        elif (at in {At.opened, At.end_opened} and lower) or (at is At.between and lower):
            self.word = character
            self._go({At.opened: At.tag, At.end_opened: At.end_name}.get(at, At.attribute))
        elif at in {At.between, At.after} and character in _SPACE:
            self._go(At.between)
        elif at in {At.between, At.after} and character == "/":
            self._go(At.slash)
        elif at in {At.between, At.after, At.slash} and character == ">":
            self._tag_ends(slashed=at is At.slash)
        elif at is At.equals and character in "\"'":
            self.paths, self.looped = ((),), False
            self.place = replace(self.place, at=At.quoted, quote=character)
        else:
            raise Stop(self._misplaced(character))

    def _misplaced(self, character: str) -> Flaw:
        at = self.place.at
        if at is At.equals:
            remedy = 'Write name="value", without spaces around =.'
            return Flaw("safety/unquoted", "an attribute's value is not quoted", self.line, remedy=remedy)
        if at is At.opened and character in "!?":
            remedy = "Write comments as {# #}; a template is a part of a page, without declarations."
            return Flaw(
                "safety/element", "comments and declarations are not part of templates", self.line, remedy=remedy
            )
        if at in {At.opened, At.end_opened}:
            return self._wrong(f"{shown(character)} follows <", "Write &lt; for the character; names are lower-case.")
        remedy = 'Write attributes as name="value", with lower-case names and white space between them.'
        return Flaw("safety/element", f"{shown(character)} is misplaced in a tag", self.line, remedy=remedy)

    def _start_attribute(self) -> None:
        if self.word in self.place.seen:
            raise Stop(self._wrong(f"the attribute {self.word} stands twice in one tag", "Keep one."))
        self.pending, self.word = self.word, ""
        self.place = replace(self.place, seen=self.place.seen | {self.pending})

    def _finish_name(self) -> None:
        if self.place.at is At.tag:
            self.place = replace(self.place, open=(*self.place.open, self.word), seen=frozenset())
            self.word = ""
            self.on_tag(self.place.open[-1], self.line)
            if len(self.place.open) > _MAX_DEPTH:
                raise Stop(Flaw("code/too-complex", f"elements nest deeper than {_MAX_DEPTH}", self.line))
        else:
            self._start_attribute()
            self._attribute(None)

    def _attribute(self, paths: tuple[Path, ...] | None) -> None:
        self.on_attribute(Attribute(self.place.open[-1], self.pending, paths, self.looped, self.line))
        self.paths, self.looped = ((),), False
        self.place = replace(self.place, at=At.after, quote="")

    def _tag_ends(self, *, slashed: bool) -> None:
        name = self.place.open[-1]
        if name in VOID:
            self.place = replace(self.place, open=self.place.open[:-1])
        elif slashed:
            raise Stop(self._wrong(f"<{name}/> does not close itself", f"Write <{name}></{name}>."))
        self._go(At.data)

    def _end_tag(self, character: str) -> None:
        name, self.word = self.word, ""
        if character != ">":
            raise Stop(self._wrong(f"</{shown(name)} is not followed by >", "Write the end tag without spaces."))
        if len(self.place.open) <= self.floor or self.place.open[-1] != name:
            inside = f"inside <{self.place.open[-1]}>" if self.place.open else "where nothing is open"
            raise Stop(self._wrong(f"</{name[:40]}> stands {inside}", "Close elements where they were opened."))
        self.place = replace(self.place, open=self.place.open[:-1], at=At.data)

    def _flush(self) -> None:
        """Hand on the text so far; what follows is not known to be text."""
        text, self.word = self.word, ""
        if not text:
            return
        tail = text[text.rfind("&") :] if "&" in text else ""
        if tail and ";" not in tail and not any(each in tail for each in _SPACE):
            raise Stop(self._wrong("a character reference is cut off", "Write &amp; for the character &."))
        if self.place.at is At.quoted:
            self._add(text)
        else:
            first = self.line - text.lstrip().count("\n")  # where its first visible character stands
            self.on_text(text, first)

    def _add(self, piece: Piece) -> None:
        self.paths = tuple((*path, piece) for path in self.paths)

    def _check_count(self, count: int, line: int) -> None:
        if count > MAX_TEXTS:
            message = f"an attribute's value can come out in more than {MAX_TEXTS} ways"
            raise Stop(Flaw("code/too-complex", message, line, remedy="Decide less in one attribute."))

    def _go(self, at: At) -> None:
        self.place = replace(self.place, at=at)

    def _wrong(self, message: str, remedy: str) -> Flaw:
        return Flaw("ui/markup", message, self.line, remedy=remedy)
