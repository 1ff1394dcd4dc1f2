"""Which parts of two documents are the same, so that nothing need be asked about them.

A *unit* is what a reference leads to: a component, another place of the document, or another file as a whole. Two
units are the same if their texts are and if the units that they lead to are, too: what differs taints what leads to it,
backwards. Texts are compared, not values, for Python calls ``True == 1``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from generator.changes.openapi.references import Document, Place, ReferenceMissing, found_file, root, target, text

_REFERENCE = re.compile(r'"\$ref":"((?:[^"\\]|\\.)*)"')
_WHOLE = re.compile(r'"\$(?:dynamicRef|recursiveRef|id|anchor)":')
"""Words that make references lead elsewhere: who uses them depends on the whole document."""
_OF_ONE_DIALECT = re.compile(
    r'"(?:nullable|exclusiveM(?:in|ax)imum|const|if|contains|m(?:in|ax)Contains|patternProperties|propertyNames|'
    r"prefixItems|unevaluated(?:Items|Properties)|dependent(?:Required|Schemas)|dependencies|content(?:Encoding|MediaType|"
    r'Schema)|\$(?:defs|schema|anchor|id))":|"type":\[|"\$ref":"(?:[^"\\]|\\.)*",'
)
"""What 3.0 and 3.1 do not read alike, generously."""
SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The units of one document: the text of each, and the units that it leads to in the order of the text."""

    texts: Mapping[str, str]
    leads: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Both documents' units, and those of them that are not the same on both sides."""

    old: Side
    new: Side
    changed: frozenset[str]
    tainted: frozenset[str]
    dialects_differ: bool

    def same(self, old: str, new: str, leads: Iterable[str]) -> bool:
        """Say whether two texts, written in the old and the new document and leading to these units, mean the same."""
        return self.same_text(old, new) and self.tainted.isdisjoint(leads)

    def alike(self, old: Place, new: Place) -> bool:
        """Say whether what stands at two places is the same, with all that it leads to."""
        before, after = text(old.value), text(new.value)
        return self.same(before, after, led(old, before))

    def same_text(self, old: str, new: str) -> bool:
        """Say whether two texts say the same, whatever they lead to."""
        return old == new and not (self.dialects_differ and _OF_ONE_DIALECT.search(old))


def led(place: Place, written: str) -> tuple[str, ...]:
    """Return the units that ``written``, the text of ``place``, leads to, in its order, each as often as it does."""
    refs = _REFERENCE.findall(written)
    # Most lead into the document itself, by a pointer that is written as it is meant.
    found = [ref if _plain(ref, place) else unit_of(place, json.loads(f'"{ref}"')) for ref in refs]
    if _WHOLE.search(written):
        found.append("#")
    return tuple(found)


def units(old: Document, new: Document, entries: Iterable[tuple[str, ...]]) -> Units:
    """Return the units that ``entries`` lead to, and what they lead to in turn."""
    wanted = {unit for entry in entries for unit in entry}
    return told_apart(_reached(old, wanted), _reached(new, wanted), dialects_differ=old.dialect is not new.dialect)


def told_apart(before: Side, after: Side, *, dialects_differ: bool) -> Units:
    """Return two documents' units and which of them are not the same."""
    here = Units(before, after, frozenset(), frozenset(), dialects_differ)
    changed = {
        unit
        for unit in before.texts.keys() | after.texts.keys()
        if unit.startswith("!")
        or unit not in before.texts
        or unit not in after.texts
        or not here.same_text(before.texts[unit], after.texts[unit])
    }
    return Units(before, after, frozenset(changed), _backwards(changed, (before, after)), dialects_differ)


def _reached(document: Document, wanted: Iterable[str]) -> Side:
    texts: dict[str, str] = {}
    leads: dict[str, tuple[str, ...]] = {}
    waiting = list(wanted)
    while waiting:
        unit = waiting.pop()
        if unit in texts:
            continue
        try:
            place = place_of(document, unit)
        except ReferenceMissing:
            continue
        texts[unit] = text(place.value)
        leads[unit] = led(place, texts[unit])
        waiting += leads[unit]
    return Side(texts, leads)


def _backwards(changed: Iterable[str], sides: Iterable[Side]) -> frozenset[str]:
    leaders: defaultdict[str, set[str]] = defaultdict(set)
    for side in sides:
        for unit, leads in side.leads.items():
            for lead in leads:
                leaders[lead].add(unit)
    tainted, waiting = set(changed), list(changed)
    while waiting:
        new = leaders[waiting.pop()] - tainted
        tainted |= new
        waiting += new
    return frozenset(tainted)


def _plain(ref: str, place: Place) -> bool:
    return ref.startswith("#/") and not place.file and "\\" not in ref and "%" not in ref


def unit_of(place: Place, ref: str) -> str:
    """Return the unit that a reference leads to; ``!`` before it says that nobody can know what stands there."""
    base, _, fragment = ref.partition("#")
    file = found_file(place, base)
    if file is None:
        # The same absolute address is the same text; a relative one may lead to another in each document.
        return ref if urlsplit(base).scheme else f"!{ref}"
    if file:
        folder = place.document.uri.rpartition("/")[0]
        return file.removeprefix(f"{folder}/") if folder else file
    fragment = unquote(fragment)
    if fragment and not fragment.startswith("/"):
        return "#"
    return f"#{fragment}"


def place_of(document: Document, unit: str) -> Place:
    """Return where a unit stands. Raises ReferenceMissing."""
    here = root(document)
    if unit.startswith("!"):
        return Place(document, "", "", None)
    if unit.startswith("#"):
        return target(here, unit.replace("%", "%25"))
    if urlsplit(unit).scheme and found_file(here, unit.partition("#")[0]) is None:
        return Place(document, "", "", None)
    return target(here, unit)
