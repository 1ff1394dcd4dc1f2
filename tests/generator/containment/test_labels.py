"""The table's labels are right: held without the engine that they are for."""

from __future__ import annotations

import os

import pytest

from tests.generator.containment.all_rows import all_rows
from tests.generator.containment.judges import judges
from tests.generator.containment.rows_of import Row
from tests.generator.containment.values import values

# How many values each "subset" of the table is attacked with: a nightly run sets 10,000 and takes some minutes.
VALUES = int(os.environ.get("CONTAINMENT_VALUES", "60"))
SEED = int(os.environ.get("CONTAINMENT_SEED", "0"))


def test_the_table_is_long_and_speaks_of_both_answers() -> None:
    """There are 1,000 rows and more, and neither answer is rare."""
    widening = sum(row.widens for row in all_rows())
    assert len(all_rows()) > 1000
    assert 400 < widening < len(all_rows()) - 400
    assert len({row.name for row in all_rows()}) == len(all_rows())


@pytest.mark.parametrize("row", [row for row in all_rows() if row.widens], ids=lambda row: row.name)
def test_the_value_beside_a_widening_convinces_both_libraries(row: Row) -> None:
    """Jsonschema and jsonschema_rs take it under new and refuse it under old."""
    assert len(row.wrong) < 2
    for name, (old, new) in judges(row).items():
        assert new(row.shows), f"{name} says that new refuses {row.shows!r}"
        assert not old(row.shows), f"{name} says that old takes {row.shows!r}"


@pytest.mark.parametrize(
    "row",
    [row for row in all_rows() if not row.widens and "jsonschema_rs" not in row.wrong],
    ids=lambda row: row.name,
)
def test_values_made_for_it_do_not_refute_a_subset(row: Row) -> None:
    """What new takes of values made along both schemas, old takes, too."""
    old, new = judges(row)["jsonschema_rs"]
    for value in values(row.old, row.new, VALUES, SEED):
        assert not new(value) or old(value), f"{value!r}: {row.old} / {row.new}"
