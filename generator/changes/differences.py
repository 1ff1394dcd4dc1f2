"""One place at which two schemas differ, and how to make that difference alone in the old one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.canonical import Json
from generator.changes.kinds import Kind
from generator.changes.sides import Place
from generator.containment.places import Path

Link: TypeAlias = Callable[[Place], Json]
"""Makes a schema that stands for the one at a place of the new side."""
Edit: TypeAlias = Callable[[Json, Link], Json]
"""Makes of an old schema one that differs in one respect, which it takes from the new side."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two schemas to be compared; ``null_apart`` where null was compared already."""

    at: Place
    to: Place
    old: Json
    new: Json
    null_apart: bool = False

    def get(self, keyword: str) -> tuple[Json, Json]:
        """Return what the keyword holds on both sides, None where it is missing."""
        return as_object(self.old).get(keyword), as_object(self.new).get(keyword)

    def below(self, *path: str | int) -> Meeting:
        """Return the places below both that are to be compared."""
        return Meeting(Place(self.at.document, (*self.at.path, *path)), Place(self.to.document, (*self.to.path, *path)))

    def differs(
        self,
        kind: Kind,
        *path: str | int,
        new_path: Path | None = None,
        what: Iterable[Json] = (),
        edit: Edit | None = None,
    ) -> Difference:
        """Return the difference at the place below both, which either side may not have."""
        old_place, old = _standing(self.at, self.old, path)
        new_place, new = _standing(self.to, self.new, path if new_path is None else new_path)
        return Difference(kind, old_place, new_place, old, new, self.at, self.to, tuple(what), edit)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two places whose schemas are to be compared next.

    ``via`` is the way to them from the pair they were met at, where a reference hides it.
    """

    at: Place
    to: Place
    null_apart: bool = False
    via: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A difference if the schemas at two places differ anywhere, and none otherwise."""

    difference: Difference
    meeting: Meeting


Finding: TypeAlias = "Difference | Meeting | Suspicion"


@dataclass(frozen=True, slots=True)
class Difference:
    """A place that differs: ``old`` and ``new`` as in a Change, ``what`` the names or values in question.

    ``at`` is the old schema that ``edit`` turns into one that differs in this respect alone; ``to`` is the new schema
    beside it. Without ``edit`` the difference is one of annotations.
    """

    kind: Kind
    old_place: Place | None
    new_place: Place | None
    old: Json
    new: Json
    at: Place
    to: Place
    what: tuple[Json, ...] = ()
    edit: Edit | None = None


def _standing(place: Place, value: Json, path: Path) -> tuple[Place | None, Json]:
    """Return what stands at the end of ``path`` from a schema, and where, None twice where there is nothing."""
    for key in path:
        if not (isinstance(value, dict) and key in value) and not (
            isinstance(value, list) and key in range(len(value))
        ):
            return None, None
        place, value = place / key, value[key]  # type: ignore[index]  # looked at just now
    return place, value


def whole(to: Place) -> Edit:
    """Put the new schema in place of the old one."""
    return lambda _, link: link(to)


def setting(changed: Mapping[str, Json]) -> Edit:
    """Set keywords, which must hold values and no schemas, and drop those that are None."""

    def edit(schema: Json, _: Link) -> Json:
        kept = {name: value for name, value in as_object(schema).items() if name not in changed}
        return kept | {name: value for name, value in changed.items() if value is not None}

    return edit


def linking(to: Place, new: Json, names: Iterable[str]) -> Edit:
    """Take keywords that hold a schema, a list or a map of schemas from ``new``, which stands at ``to``."""
    taken = {name: new[name] for name in names if isinstance(new, dict) and name in new}
    dropped = set(names)

    def edit(schema: Json, link: Link) -> Json:
        kept: dict[str, Json] = {name: value for name, value in as_object(schema).items() if name not in dropped}
        for name, value in taken.items():
            kept[name] = linked(to / name, value, link, maps=name not in SINGLE)
        return kept

    return edit


LISTS = {"allOf", "anyOf", "oneOf"}
SINGLE = {
    *("items", "additionalItems", "unevaluatedItems", "contains", "additionalProperties", "unevaluatedProperties"),
    *("propertyNames", "not", "if", "then", "else"),
}
"""Keywords that hold one schema, and not a map of them."""


def linked(place: Place, value: Json, link: Link, *, maps: bool) -> Json:
    """Make links of a schema, or of the schemas of a list or a map."""
    if isinstance(value, list):
        return [linked(place / index, part, link, maps=False) for index, part in enumerate(value)]
    if isinstance(value, dict):
        if maps:
            return {name: linked(place / name, part, link, maps=False) for name, part in value.items()}
        return link(place)
    return value


def as_object(schema: Json) -> dict[str, Json]:
    """Return the keywords of a schema; ``true`` has none."""
    return schema if isinstance(schema, dict) else {}


def member(keyword: str, name: str, to: Place | None, value: Json = None) -> Edit:
    """Set what a name has in ``properties`` or another map to ``value``, which stands at ``to``, or drop the name."""

    def edit(schema: Json, link: Link) -> Json:
        kept = as_object(schema)
        held = {key: part for key, part in as_object(kept.get(keyword)).items() if key != name}
        if to is not None:
            held[name] = linked(to, value, link, maps=False)
        return kept | {keyword: held}

    return edit


def arm_added(keyword: str, to: Place) -> Edit:
    """Add an arm to a union; a schema without one becomes the other arm."""

    def edit(schema: Json, link: Link) -> Json:
        kept = as_object(schema)
        arms = kept.get(keyword)
        return kept | {keyword: [*arms, link(to)]} if isinstance(arms, list) else {keyword: [schema, link(to)]}

    return edit


def arm_removed(keyword: str, index: int) -> Edit:
    """Take an arm from a union; a union of none takes nothing."""

    def edit(schema: Json, _: Link) -> Json:
        kept = as_object(schema)
        arms = kept.get(keyword)
        rest = [arm for n, arm in enumerate(arms) if n != index] if isinstance(arms, list) else []
        without = {name: value for name, value in kept.items() if name != keyword}
        if rest or keyword == "allOf":
            return without | ({keyword: rest} if rest else {})
        return without | {"not": {}}

    return edit


def renamed(old: str, new: str) -> Edit:
    """Make a union of another kind of the same arms."""

    def edit(schema: Json, _: Link) -> Json:
        return {new if name == old else name: value for name, value in as_object(schema).items()}

    return edit
