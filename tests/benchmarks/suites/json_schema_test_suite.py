"""The JSON Schema Test Suite: trials of validity, and pairs of schemas that a value tells apart.

The suite shows that A is no subset of B where it says of one value that A takes it and B refuses it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from generator.canonical import Json, digest
from generator.containment import Dialect
from tests.benchmarks.suites.containment_testsuite import DRAFTS
from tests.benchmarks.suites.question import Question, Trial, objs, read

HOST = "http://localhost:1234/"
# Where the suite holds two contradicting files, formats that assert are the ones that the engine promises.
ANNOTATING = ("format.json", "optional/format-assertion.json")


def remotes(folder: Path) -> dict[str, Json]:
    """Return the suite's remote documents by the address that its schemas call them by."""
    root = folder / "remotes"
    return {HOST + path.relative_to(root).as_posix(): read(path) for path in sorted(root.rglob("*.json"))}


def trials(folder: Path) -> Iterator[Trial]:
    """Yield every test of the drafts, optional ones too, with the remotes at hand where a schema leads to another."""
    others = remotes(folder)
    for draft, dialect in DRAFTS.items():
        root = folder / "tests" / draft
        for path in sorted(root.rglob("*.json")):
            name = path.relative_to(root).as_posix()
            for number, group in enumerate(objs(read(path))):
                schema = group["schema"]
                at = f"{draft}/{name}#{number} {group['description']}"
                known = near(others, draft, repr(schema))
                for test in objs(group["tests"]):
                    text = str(test["description"])
                    yield Trial(at, text, schema, test["data"], dialect, test["valid"] is True, known)


def near(others: dict[str, Json], draft: str, text: str) -> dict[str, Json]:
    """Return the remotes of a draft, of no draft, and of the drafts that a schema names; none where it names no host.

    The others are written in words that a reader of this draft takes for mistakes.
    """
    if "http" not in text:
        return {}
    drafts = [one for one in ("draft3", "v1", *DRAFTS) if one != draft and one not in text]
    found = {uri: held for uri, held in others.items() if not uri.removeprefix(HOST).startswith(tuple(drafts))}
    return {uri: held for uri, held in found.items() if uri in text or "metaschema" not in uri}


def annotating(trial: Trial) -> bool:
    """Whether a trial takes formats for remarks."""
    return trial.group.split("#")[0].partition("/")[2] in ANNOTATING


def pairs(folder: Path, sampled: int = 3000) -> Iterator[Question]:
    """Yield the pairs that a value tells apart: all within a file, and so many in each draft across files."""
    told: dict[tuple[Dialect, str], list[Trial]] = defaultdict(list)
    for trial in trials(folder):
        if not annotating(trial):
            told[trial.dialect, digest(trial.value)].append(trial)
    across: dict[Dialect, dict[tuple[str, str], Question]] = defaultdict(dict)
    within: dict[tuple[str, str], Question] = {}
    for (dialect, _), named in told.items():
        for new in [trial for trial in named if trial.valid]:
            for old in [trial for trial in named if not trial.valid]:
                at = (new.group, old.group)
                same = new.group.split("#")[0] == old.group.split("#")[0]
                name = f"{new.group} in {old.group}"
                ask = Question(name, old.schema, new.schema, dialect, subset=False, others={**new.others, **old.others})
                (within if same else across[dialect])[at] = ask
    yield from within.values()
    for dialect, asked in across.items():
        keys = sorted(asked)
        for key in random.Random(dialect).sample(keys, min(sampled, len(keys))):  # noqa: S311  # no secret
            yield asked[key]


def schemas(folder: Path) -> dict[str, dict[str, Json]]:
    """Return every schema of every file, by file and then by group."""
    found: dict[str, dict[str, Json]] = defaultdict(dict)
    for trial in trials(folder):
        found[trial.group.split("#")[0]][trial.group] = trial.schema
    return found
