"""What was done, in a sentence for a person."""

from __future__ import annotations

from generator.canonical import Json
from generator.changes.alike import shown
from generator.changes.differences import Difference
from generator.changes.kinds import Kind
from generator.containment.places import Path

SENTENCES: dict[Kind, str] = {
    Kind.type_added: "{place} may now also be {types}",
    Kind.type_removed: "{place} may no longer be {types}",
    Kind.type_changed: "{place} was {was} and is now {now}",
    Kind.nullable_added: "{place} may now be null",
    Kind.nullable_removed: "{place} may no longer be null",
    Kind.enum_added: "{place} must now be one of {what}",
    Kind.enum_dropped: "{place} need no longer be one of {what}",
    Kind.enum_grown: "{place} may now also be {what}",
    Kind.enum_shrunk: "{place} may no longer be {what}",
    Kind.enum_changed: "the values that {place} may have changed from {old} to {new}",
    Kind.const_changed: "{place} had to be {old} and must now be {new}",
    Kind.bound_loosened: "the bound of {place} was loosened from {was} to {now}",
    Kind.bound_tightened: "the bound of {place} was tightened from {was} to {now}",
    Kind.bound_changed: "the bound of {place} changed from {was} to {now}",
    Kind.pattern_loosened: "the pattern of {place} was loosened from {old} to {new}",
    Kind.pattern_tightened: "the pattern of {place} was tightened from {old} to {new}",
    Kind.pattern_changed: "the pattern of {place} changed from {old} to {new}",
    Kind.format_dropped: "{place} need no longer have the format {old}",
    Kind.format_added: "{place} must now have the format {new}",
    Kind.format_changed: "the format of {place} changed from {old} to {new}",
    Kind.required_dropped: "{what} may now be missing from {place}",
    Kind.required_added: "{what} must now stand in {place}",
    Kind.property_added: "{place} has a new property {what}",
    Kind.property_removed: "{place} has no property {what} any more",
    Kind.property_pattern_added: "{place} now says what properties named like {what} hold",
    Kind.property_pattern_removed: "{place} no longer says what properties named like {what} hold",
    Kind.property_names_changed: "the names that properties of {place} may have changed from {old} to {new}",
    Kind.closed_object_opened: "{place} may now have properties that it does not name",
    Kind.open_object_closed: "{place} may no longer have properties that it does not name",
    Kind.additional_loosened: "the properties that {place} does not name may now hold anything",
    Kind.additional_tightened: "the properties that {place} does not name may now hold only {new}",
    Kind.closed_array_opened: "{place} may now have further items",
    Kind.open_array_closed: "{place} may no longer have further items",
    Kind.items_loosened: "the items of {place} may now be anything",
    Kind.items_tightened: "the items of {place} may now only be {new}",
    Kind.tuple_changed: "what the item {what} of {place} must be changed from {old} to {new}",
    Kind.contains_changed: "what {place} must contain changed from {old} to {new}",
    Kind.unique_dropped: "the items of {place} may now be equal",
    Kind.unique_added: "the items of {place} must now differ from each other",
    Kind.union_added: "{place} must now be one of several things: {new}",
    Kind.union_dropped: "{place} need no longer be one of several things: {old}",
    Kind.union_changed: "the kinds that {place} may be are now joined by {now} instead of {was}",
    Kind.union_arm_added: "{place} may now also be {name}",
    Kind.union_arm_removed: "{place} may no longer be {name}",
    Kind.part_added: "{place} must now also hold to {new}",
    Kind.part_removed: "{place} need no longer hold to {old}",
    Kind.condition_changed: "a condition ({keyword}) on {place} changed from {old} to {new}",
    Kind.negation_changed: "what {place} must not be changed from {old} to {new}",
    Kind.unevaluated_changed: "what {place} says of the rest changed from {old} to {new}",
    Kind.default_changed: "the default of {place} changed from {old} to {new}",
    Kind.discriminator_changed: "what tells the kinds of {place} apart changed from {old} to {new}",
    Kind.content_changed: "what the text of {place} holds changed from {old} to {new}",
    Kind.other: "what {place} may be changed from {old} to {new}",
}

WITHOUT: dict[tuple[Kind, bool, bool], str] = {
    (Kind.type_added, True, False): "{place} may now be anything",
    (Kind.type_removed, False, True): "{place} must now be {new}",
}
"""Where it reads better, the sentence for a place that only the old or only the new side has."""


def sentence(difference: Difference) -> str:
    """Return one sentence without a full stop."""
    what = difference.what
    pair = what if len(what) == 2 else ("", "")
    sides = (difference.old_place is not None, difference.new_place is not None)
    return WITHOUT.get((difference.kind, *sides), SENTENCES[difference.kind]).format(
        place=spoken((difference.to if difference.new_place else difference.at).path),
        what=_listed(what),
        types=_types(list(what)),
        keyword=what[0] if what else "",
        name=what[0] if what else "",
        was=_types(pair[0]),
        now=_types(pair[1]),
        old=shown(difference.old) if difference.old_place else "nothing",
        new=shown(difference.new) if difference.new_place else "nothing",
    )


def spoken(path: Path) -> str:
    """Return a place as a person would say it: ``Order.items[].price`` for ``/$defs/Order/properties/...``."""
    text, rest = "", list(path)
    while rest:
        key = str(rest.pop(0))
        if key in _NAMED and rest:
            name = str(rest.pop(0))
            text = name if key in _HOLDERS else f"{text}.{name}".removeprefix(".")
        elif key in {"items", "additionalItems", "unevaluatedItems", "prefixItems"}:
            text += f"[{rest.pop(0) if rest and isinstance(rest[0], int) else ''}]"
        elif key in {"additionalProperties", "unevaluatedProperties"}:
            text += ".*"
        elif key == "schemas" and rest:
            text = str(rest.pop(0))
    return f"`{text}`" if text else "the document"


_HOLDERS = {"$defs", "definitions"}
_NAMED = {"properties", "patternProperties", "dependentSchemas", *_HOLDERS}


def _listed(what: tuple[Json, ...]) -> str:
    told = [value if isinstance(value, str) and value.isidentifier() else shown(value) for value in what[:5]]
    return ", ".join(map(str, told)) + (f" and {len(what) - 5} more" if len(what) > 5 else "")


def _types(names: Json) -> str:
    return " or ".join(map(str, names)) if isinstance(names, list) else str(names)
