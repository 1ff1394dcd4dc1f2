"""Reading strangers' JSON: a value knows where it stands, so that every refusal names its place and a remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from scheduling.problem import ProblemInvalid

Meaning = TypeVar("Meaning")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Value:
    """One JSON value and its JSON pointer. Each method returns it as one kind of thing or raises ProblemInvalid."""

    pointer: str
    json: object

    def refuse(self, what: str, remedy: str) -> ProblemInvalid:
        """Return the error to raise about this value."""
        return ProblemInvalid(self.pointer, what, remedy)

    def child(self, key: str | int, json: object) -> Value:
        """Return a member or an item."""
        return Value(f"{self.pointer}/{str(key).replace('~', '~0').replace('/', '~1')}", json)

    def members(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Members:
        """Return an object's members; unknown and missing ones are refused."""
        found = self.mapping()
        for name, value in found.items():
            if name not in required and name not in optional:
                near = get_close_matches(name[:64], required + optional, n=1)
                raise value.refuse("is not a known field", f"did you mean {near[0]}?" if near else "remove it")
        for name in required:
            if name not in found or found[name].json is None:
                raise self.child(name, None).refuse("is missing", "add it")
        return Members({name: value for name, value in found.items() if value.json is not None})

    def mapping(self) -> dict[str, Value]:
        """Return an object whose keys are free."""
        if not isinstance(self.json, dict):
            raise self.refuse(f"is {kind(self.json)}, not an object", "write {...}")
        return {str(key): self.child(str(key), value) for key, value in self.json.items()}

    def items(self, most: int) -> list[Value]:
        """Return an array of at most ``most`` items."""
        if not isinstance(self.json, list):
            raise self.refuse(f"is {kind(self.json)}, not an array", "write [...]")
        if len(self.json) > most:
            raise self.refuse(f"has {len(self.json)} items, more than {most}", "split the problem")
        return [self.child(index, value) for index, value in enumerate(self.json)]

    def integer(self, low: int, high: int) -> int:
        """Return a whole number in ``[low, high]``; ``30.0`` is one, as in JSON Schema, ``true`` is not."""
        number = self.json
        if isinstance(number, float) and number.is_integer():
            number = int(number)
        if isinstance(number, bool) or not isinstance(number, int):
            raise self.refuse(f"is {kind(self.json)}, not a whole number", f"write a number from {low} to {high}")
        if not low <= number <= high:
            raise self.refuse(f"is out of range: {shown(number)}", f"write a number from {low} to {high}")
        return number

    def flag(self) -> bool:
        """Return ``true`` or ``false``."""
        if not isinstance(self.json, bool):
            raise self.refuse(f"is {kind(self.json)}, not true or false", "write true or false")
        return self.json

    def text(self, most: int = 200) -> str:
        """Return a string of 1 to ``most`` characters."""
        if not isinstance(self.json, str):
            raise self.refuse(f"is {kind(self.json)}, not a string", 'write "..."')
        if not 1 <= len(self.json) <= most:
            raise self.refuse(f"has {len(self.json)} characters", f"write 1 to {most}")
        if UNPRINTABLE.search(self.json):
            raise self.refuse("holds control characters or half a character", "write printable text")
        return self.json

    def matching(self, pattern: re.Pattern[str], wanted: str) -> re.Match[str]:
        """Return how a string matches a pattern; ``wanted`` says in words what it should look like."""
        match = pattern.fullmatch(self.text())
        if match is None:
            raise self.refuse(f"cannot be read: {shown(self.json)}", f"write {wanted}")
        return match

    def choice(self, choices: Mapping[str, Meaning]) -> Meaning:
        """Return what a word stands for."""
        word = self.text()
        if word not in choices:
            raise self.refuse(f"is no word known here: {shown(word)}", f"write one of {', '.join(choices)}")
        return choices[word]


@dataclass(frozen=True, slots=True)
class Members:
    """An object's members without those that are null."""

    found: dict[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self.found[name]

    def get(self, name: str) -> Value | None:
        """Return a member, or nothing if it is absent or null."""
        return self.found.get(name)

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        """Return an optional member's whole number."""
        value = self.get(name)
        return default if value is None else value.integer(low, high)

    def limit(self, name: str, low: int, high: int) -> int | None:
        """Return an optional member's whole number; absent means no limit."""
        value = self.get(name)
        return None if value is None else value.integer(low, high)

    def items(self, name: str, most: int) -> list[Value]:
        """Return an optional member's items."""
        value = self.get(name)
        return [] if value is None else value.items(most)


def kind(json: object) -> str:
    """Name a JSON value's type in words."""
    if json is None:
        return "null"
    names = {
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "an array",
        dict: "an object",
    }
    return names.get(type(json), "no JSON value")


def shown(json: object) -> str:
    """Return a value for a message, shortened: strangers' values may be huge."""
    if isinstance(json, int) and json.bit_length() > 200:  # its digits may be too many to print
        return "a number of over 60 digits"
    text = ascii(json)
    return text if len(text) <= 60 else text[:57] + "..."
