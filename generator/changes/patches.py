"""An old schema in which one place alone is the new one's, as a schema of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from generator.canonical import Json
from generator.changes.differences import Difference
from generator.changes.sides import MAPS, PLAIN, Place, Side, telling
from generator.containment import Schema, is_plain
from generator.containment.places import replaced

COPY = "lockstep:new"
"""The URI, or the key in the old document, of what is taken over from the new side."""
WHOLE = "lockstep:whole"
"""The URI of a copy of the whole new schema."""
OLD = "lockstep:old"
"""The URI of a patched document that has none where it stands beside such a copy."""


def patched(old: Side, new: Side, difference: Difference) -> Schema:
    """Return the old schema after this one change; what comes from the new side keeps its own references."""
    assert difference.edit is not None  # noqa: S101  # differences of notes alone change no schema
    place = difference.at
    # References within one document are followed without reading all of it, so the copy stands there if it may.
    within = not place.document and is_plain(old.schema)
    copy = Copy(new, f"#/{COPY}" if within else f"{COPY}#")
    edited = _with_notes(old.at(place), difference.edit(old.at(place), copy.link))
    document = replaced(old.document(place.document), place.path, edited)
    held = copy.document()
    others = dict(old.schema.others)
    if within and held:
        document = {**document, COPY: held} if isinstance(document, dict) else document
    elif held:
        others[COPY] = held
    if place.document:
        others[place.document], document = document, old.schema.document
    return Schema(document, old.schema.pointer, old.schema.dialect, old.schema.uri, others)


def _with_notes(before: Json, after: Json) -> Json:
    """Keep what refuses nothing, above all the definitions that references lead to."""
    if not isinstance(before, dict):
        return after
    kept = {name: part for name, part in before.items() if name not in telling(before)}
    return {**kept, **(after if isinstance(after, dict) else {} if after is True else {"not": {}})}


def joined(patch: Schema, new: Side, keyword: str) -> Schema:
    """Return what both the patched and the new schema take (``allOf``), or either of them (``anyOf``)."""
    copy = Copy(new, f"{WHOLE}#")
    uri = patch.uri or OLD
    document: Json = {keyword: [copy.link(new.root), {"$ref": f"{uri}#{quote(patch.pointer)}"}]}
    others = {**patch.others, WHOLE: copy.document(), uri: patch.document}
    return Schema(document, "", patch.dialect, "lockstep:both", others)


@dataclass
class Copy:
    """Schemas of one side under numbers, with references to each other only: no ``$id`` and no anchor can clash."""

    side: Side
    address: str
    numbers: dict[Place, int] = field(default_factory=dict)

    def link(self, place: Place) -> Json:
        """Return a schema that stands for the one at ``place``."""
        return {"$ref": self._link(place)}

    def document(self) -> dict[str, Json]:
        """Return the document that the links lead into, with all that they need."""
        held: dict[str, Json] = {}
        while len(held) < len(self.numbers):
            place = list(self.numbers)[len(held)]
            held[str(len(held))] = self._rewritten(place, self.side.at(place), is_schema=True)
        return held

    def _rewritten(self, place: Place, value: Json, *, is_schema: bool) -> Json:
        if isinstance(value, list):
            return [self._rewritten(place / n, part, is_schema=is_schema) for n, part in enumerate(value)]
        if not isinstance(value, dict):
            return value
        return dict(self._members(place, value, is_schema=is_schema))

    def _members(self, place: Place, value: dict[str, Json], *, is_schema: bool) -> Iterator[tuple[str, Json]]:
        for key, part in value.items():
            if not is_schema:
                yield key, self._rewritten(place / key, part, is_schema=True)
            elif key in REFERENCES and isinstance(part, str):
                target = self.side.resolved(place, part)
                yield ("$ref", self._link(target)) if target else (key, part)
            elif key in PLAIN or key not in NAMES:
                yield key, part if key in PLAIN else self._rewritten(place / key, part, is_schema=key not in MAPS)

    def _link(self, target: Place) -> str:
        return f"{self.address}/{self.numbers.setdefault(target, len(self.numbers))}"


REFERENCES = {"$ref", "$dynamicRef"}
NAMES = {"$id", "id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$defs", "definitions"}
"""What a copy leaves behind: names that the original keeps, and shelves of which only what is referred to is copied."""
