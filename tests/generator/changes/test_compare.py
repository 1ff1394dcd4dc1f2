from __future__ import annotations

import jsonschema
import jsonschema_rs
import pytest

from generator.canonical import Json
from generator.changes import Change, Comparison, Kind, Verdict, Witness, compare
from generator.changes.words import SENTENCES
from generator.containment import schema
from tests.generator.changes import rows_scalars, rows_structures
from tests.generator.changes.row import Row

ROWS = [*rows_scalars.ROWS, *rows_structures.ROWS]
each_row = pytest.mark.parametrize("row", ROWS, ids=[row.title for row in ROWS])


def _takes(document: Json, value: Json) -> set[bool]:
    """Return what two validators that are not ours say."""
    formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return {
        jsonschema.Draft202012Validator(document, format_checker=formats).is_valid(value),
        jsonschema_rs.Draft202012Validator(document, validate_formats=True).is_valid(value),
    }


def _witnesses(found: Comparison) -> tuple[list[Witness], list[Witness]]:
    both: list[Comparison | Change] = [found, *found.changes]
    return [each.gained for each in both if each.gained], [each.lost for each in both if each.lost]


@each_row
def test_each_kind_of_change_is_told_at_its_place(row: Row) -> None:
    """Two schemas, the verdict, and for every change its kind, both pointers, its verdict and its words."""
    found = compare(schema(row.old), schema(row.new))
    told = [
        (str(each.kind), each.old_pointer, each.new_pointer, str(each.verdict), each.words) for each in found.changes
    ]
    assert (str(found.verdict), told) == (row.verdict, row.changes)


@each_row
def test_two_other_validators_confirm_every_witness(row: Row) -> None:
    """What was gained is valid under the new schema alone, what was lost under the old one alone."""
    found = compare(schema(row.old), schema(row.new))
    gained, lost = _witnesses(found)
    for witness in gained:
        assert (_takes(row.new, witness.value), _takes(row.old, witness.value)) == ({True}, {False})
    for witness in lost:
        assert (_takes(row.old, witness.value), _takes(row.new, witness.value)) == ({True}, {False})
    assert bool(gained) == (found.verdict in {Verdict.wider, Verdict.incomparable})
    assert bool(lost) == (found.verdict in {Verdict.narrower, Verdict.incomparable})


def _at(document: Json, pointer: str) -> Json:
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        document = document[int(key)] if isinstance(document, list) else document[key]  # type: ignore[index, call-overload]
    return document


@each_row
def test_pointers_lead_to_what_stands_there(row: Row) -> None:
    """Each pointer resolves to the part that the change carries."""
    for change in compare(schema(row.old), schema(row.new)).changes:
        if change.old_pointer is not None:
            assert _at(row.old, change.old_pointer) == change.old
        if change.new_pointer is not None:
            assert _at(row.new, change.new_pointer) == change.new


@each_row
def test_the_way_back_mirrors_the_way_there(row: Row) -> None:
    """With the sides exchanged, wider and narrower change places, and as many places differ."""
    there, back = compare(schema(row.old), schema(row.new)), compare(schema(row.new), schema(row.old))
    mirrored = {Verdict.wider: Verdict.narrower, Verdict.narrower: Verdict.wider}
    assert back.verdict == mirrored.get(there.verdict, there.verdict)
    places = [[each for each in found.changes if each.kind != Kind.other] for found in (there, back)]
    assert len(places[0]) == len(places[1])


def test_every_kind_has_its_sentence_and_its_row() -> None:
    """No kind is without words, and none is never told."""
    assert set(SENTENCES) == set(Kind)
    told = {change.kind for row in ROWS for change in row.changes}
    assert {
        str(kind) for kind in Kind if not kind.startswith(("pattern", "property-pattern", "format"))
    } - told == set()


@pytest.mark.parametrize("kind", Kind)
def test_sentences_are_for_people(kind: Kind) -> None:
    """A sentence names its place and has no full stop."""
    assert "{place}" in SENTENCES[kind]
    assert not SENTENCES[kind].endswith(".")
