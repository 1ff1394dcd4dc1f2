"""Story data with strangers' texts in it: whatever people may write, markup keeps its structure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator import dialect
from generator.canonical import Json
from generator.schemas import JsonObject
from generator.ui.values import Props

TEXTS = {
    "markup": "\"onmouseover=\"x' '><script>alert(1)</script><b>{{7*7}}{% x %}&lt;&#0;--></textarea>",
    "an address": "javascript:alert(1)//evil.test",
    "odd characters": "\u202e\u2066ab\u200f\u0000\ufffe\U0001f469\u200d\U0001f4bb" + "W" * 300,
}
"""What is tried, by what it is called in findings."""


Place = tuple[str, ...]
"""Where a text stands in the data: names of properties, ``*`` for each item of a list."""


@dataclass
class Words:
    """Puts one hostile text in the place of many: equal texts stay equal, different ones different.

    ``kept`` are texts that are left alone: the template needs them to be what they are, such as addresses.
    """

    text: str
    kept: frozenset[str] = frozenset()
    _numbers: dict[str, int] = field(default_factory=dict)

    def instead_of(self, text: str, place: Place, shortest: int, longest: int) -> str:
        """Return what stands for ``text`` at ``place``, within these lengths."""
        del place
        if not text or text in self.kept:
            return text
        number = str(self._numbers.setdefault(text, len(self._numbers)))
        longest = max(longest, 0)
        made = (self.text[: max(longest - len(number), 0)] + number)[-longest:] if longest else ""
        return made + "x" * (shortest - len(made))


def varied(value: Json, props: Props, words: Words) -> Json:
    """Return story data with every text replaced that the schema lets vary."""
    return _varied(value, props.root, props, words, ())


def variable(value: Json, props: Props) -> dict[Place, frozenset[str]]:
    """Return the texts that :func:`varied` would replace, by their places."""
    found: dict[Place, frozenset[str]] = {}

    @dataclass
    class Listing(Words):
        def instead_of(self, text: str, place: Place, shortest: int, longest: int) -> str:
            del shortest, longest
            if text:
                found[place] = found.get(place, frozenset()) | {text}
            return text

    _varied(value, props.root, props, Listing(""), ())
    return found


def _varied(value: Json, node: Json, props: Props, words: Words, place: Place) -> Json:
    if len(place) > 60 or not isinstance(node, dict):
        return value
    kinds = [each for each in props.alternatives(node) if _may_be(value, each)]
    first = kinds[0] if kinds else {}
    if isinstance(value, str) and kinds and all(_is_free(each) for each in kinds):
        value = words.instead_of(value, place, _bound(first, "minLength", 0), _bound(first, "maxLength", 100_000))
    elif isinstance(value, list):
        value = [_varied(item, first.get("items"), props, words, (*place, "*")) for item in value]
    elif isinstance(value, dict) and kinds:
        chosen = _class_of(value, kinds)
        named, rest = dialect.properties_of(chosen), chosen.get("additionalProperties")
        value = {key: _varied(item, named.get(key, rest), props, words, (*place, key)) for key, item in value.items()}
    return value


def _class_of(value: JsonObject, kinds: list[JsonObject]) -> JsonObject:
    """Return the alternative whose fixed properties are this object's."""
    return next((each for each in kinds if all(_agrees(value, pair) for pair in _fixed(each))), kinds[0])


def _fixed(node: JsonObject) -> Iterator[tuple[str, list[Json]]]:
    for name, item in dialect.properties_of(node).items():
        values = item.get("enum", [item["const"]] if "const" in item else None)
        if isinstance(values, list):
            yield name, values


def _agrees(value: JsonObject, fixed: tuple[str, list[Json]]) -> bool:
    name, values = fixed
    return name not in value or value[name] in values


def _may_be(value: Json, node: JsonObject) -> bool:
    if "enum" in node or "const" in node:
        values = node.get("enum", [node.get("const")])
        return isinstance(values, list) and value in values
    name = "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"
    return name in dialect.types_of(node)


def _is_free(node: JsonObject) -> bool:
    return not {"enum", "const", "format", "pattern"} & set(node)


def _bound(node: JsonObject, key: str, default: int) -> int:
    value = node.get(key)
    return value if isinstance(value, int) else default
