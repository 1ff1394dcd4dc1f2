"""The table: old and new schemas, and what must be said of them."""

from __future__ import annotations

import pytest

from generator.canonical import Json
from generator.containment import Subset, Unknown, Widens, is_valid, widens
from tests.generator.containment.all_rows import all_rows, read
from tests.generator.containment.judges import judges
from tests.generator.containment.rows_of import Row


def widening_rows() -> list[object]:
    """Return the rows that widen, each under its name."""
    return [pytest.param(row, id=row.name) for row in all_rows() if row.widens]


def shows_widening(row: Row, value: Json, source: str) -> None:
    """Hold that new takes ``value`` and old refuses it, by ourselves and by both libraries."""
    assert is_valid(read(row.new, row.dialect), value), f"new refuses {source} {value!r}"
    assert not is_valid(read(row.old, row.dialect), value), f"old takes {source} {value!r}"
    for name, (old, new) in judges(row).items():
        assert new(value), f"{name} says that new refuses {source} {value!r}"
        assert not old(value), f"{name} says that old takes {source} {value!r}"


@pytest.mark.parametrize("row", widening_rows())
def test_a_widening_is_found_and_shown(row: Row) -> None:
    """The answer is "widens", its witness convinces two libraries and us, and so does the row's own value."""
    answer = widens(read(row.old, row.dialect), read(row.new, row.dialect))
    if isinstance(answer, Unknown) and not row.decided:
        return
    shows_widening(row, row.shows, "the row's")
    assert isinstance(answer, Widens), f"{row.old} / {row.new}: {answer}"
    shows_widening(row, answer.witness, "the witness")


@pytest.mark.parametrize("row", [row for row in all_rows() if not row.widens], ids=lambda row: row.name)
def test_what_does_not_widen_is_proved(row: Row) -> None:
    """The answer is "subset", where the row allows no other."""
    answer = widens(read(row.old, row.dialect), read(row.new, row.dialect))
    if isinstance(answer, Unknown) and not row.decided:
        return
    assert isinstance(answer, Subset), f"{row.old} / {row.new}: {answer}"
