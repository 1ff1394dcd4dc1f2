"""ostrowr/jsoncompat's fixtures: old and new with the roles under which the new one is compatible.

A serializer's change is compatible where all that the new schema takes the old one took; a deserializer's where all
that the old schema took the new one takes. Their examples are trials of validity.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.containment import Dialect
from tests.benchmarks.suites.question import Question, Trial, obj, read

FOLDERS = ("tests/fixtures/backcompat", "tests/fixtures/dataclasses/backcompat")


def fixtures(folder: Path) -> list[Path]:
    """Return the folders of all fixtures."""
    return [path.parent for name in FOLDERS for path in sorted((folder / name).glob("*/expect.json"))]


def questions(folder: Path) -> Iterator[Question]:
    """Yield two questions for each fixture, one for each role."""
    for fixture in fixtures(folder):
        if not (fixture / "old.json").is_file():
            continue
        name = fixture.relative_to(folder / "tests/fixtures").as_posix()
        old, new, expected = (read(fixture / f"{part}.json") for part in ("old", "new", "expect"))
        roles = obj(expected)
        yield Question(f"{name} serializer", old, new, Dialect.draft2020_12, roles["serializer"] is True)
        yield Question(f"{name} deserializer", new, old, Dialect.draft2020_12, roles["deserializer"] is True)


def trials(folder: Path) -> Iterator[Trial]:
    """Yield what the fixtures say of single values."""
    for fixture in fixtures(folder):
        if not (fixture / "examples.json").is_file():
            continue
        name = fixture.relative_to(folder / "tests/fixtures").as_posix()
        examples = obj(read(fixture / "examples.json"))
        for side, taken in (("old", ("old_only", "both")), ("new", ("new_only", "both"))):
            schema = read(fixture / f"{side}.json")
            for kind in ("old_only", "new_only", "both"):
                values = examples.get(kind, [])
                assert isinstance(values, list)
                for value in values:
                    yield Trial(f"{name} {side}", kind, schema, value, Dialect.draft2020_12, kind in taken)
