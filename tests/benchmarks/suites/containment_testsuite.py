"""sdbs-uni-p/json-schema-containment-testsuite: labelled pairs of drafts 4 to 2020-12.

Its pairs of draft 4 are made of ``const``, which draft 4 does not know; they are read as the ``enum`` that they mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.canonical import Json
from generator.containment import Dialect
from tests.benchmarks.suites.question import Question, obj, objs, read

DRAFTS = {
    "draft4": Dialect.draft4,
    "draft6": Dialect.draft6,
    "draft7": Dialect.draft7,
    "draft2019-09": Dialect.draft2019_09,
    "draft2020-12": Dialect.draft2020_12,
}


def questions(folder: Path) -> Iterator[Question]:
    """Yield each labelled direction of each pair, in the order of the files' names."""
    for draft, dialect in DRAFTS.items():
        for path in sorted((folder / "tests" / draft).rglob("*.json")):
            name = path.relative_to(folder / "tests").with_suffix("").as_posix()
            for pair in objs(read(path)):
                labels = obj(pair["tests"])
                for label, new, old in (
                    ("s1SubsetEqOfs2", "schema1", "schema2"),
                    ("s2SubsetEqOfs1", "schema2", "schema1"),
                ):
                    if label in labels:
                        at = f"{name}#{pair['id']} {new} in {old}"
                        sides = [meant(pair[side]) if draft == "draft4" else pair[side] for side in (old, new)]
                        yield Question(at, *sides, dialect, labels[label] is True)


def meant(schema: Json) -> Json:
    """Return a schema with each ``const`` as an ``enum`` of one; its value is left alone."""
    match schema:
        case list():
            return [meant(held) for held in schema]
        case dict():
            words = {word: held if word in ("enum", "default") else meant(held) for word, held in schema.items()}
            if "const" in words:
                words.pop("const")
                words["enum"] = [schema["const"]]
            return words
        case _:
            return schema
