"""What the public suites of JSON Schemas say of the engine's answers.

Run: ``python -m tests.benchmarks.public_suites --json-schema FOLDER --containment FOLDER --jsonsubschema FOLDER
--jsoncompat FOLDER``, each a checkout of json-schema-org/JSON-Schema-Test-Suite,
sdbs-uni-p/json-schema-containment-testsuite, IBM/jsonsubschema and ostrowr/jsoncompat. A suite that is not given is
said to be missing. Prints a table, and every case that the engine and a label disagree on, in full.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from generator.containment import is_valid, schema
from generator.containment.results import Doubtful
from tests.benchmarks.arms.asking import OURS
from tests.benchmarks.suites import (
    containment_testsuite,
    json_schema_test_suite,
    jsoncompat_fixtures,
    jsonsubschema_tests,
)
from tests.benchmarks.suites.judged import TRIALS, WRONG
from tests.benchmarks.suites.question import Question, Trial
from tests.benchmarks.suites.scoring import HEAD, Score, described, score, table


def tried(trial: Trial) -> str:
    """Say how the engine's validity of a value stands to the suite's: right, wrong, doubtful, or the error.

    A format is doubtful where readers of its grammar disagree about the text.
    """
    try:
        valid = is_valid(schema(trial.schema, dialect=trial.dialect, others=trial.others), trial.value)
    except Doubtful:
        return "doubtful"
    except Exception as error:  # noqa: BLE001  # what stops the engine is what is measured
        return f"{type(error).__name__}: {error}"[:160]
    return "right" if valid == trial.valid else "wrong"


def validity(name: str, trials: Iterable[Trial]) -> None:
    """Print how many values the engine judges as the suite does, and each that it does not."""
    counts: Counter[str] = Counter()
    for trial in trials:
        told = tried(trial)
        known = next((why for part, why in TRIALS.items() if part in f"{trial.group}: {trial.name}"), "")
        counts["right" if told == "right" else "known" if known else told] += 1
        if told != "right":
            sys.stdout.write(f"  {trial.group}: {trial.name}: {told}; {known or 'not judged yet'}\n")
    sys.stdout.write(f"{name}: {sum(counts.values())} values, {dict(counts)}\n\n")


def suites(given: argparse.Namespace) -> Iterable[tuple[str, list[Question]]]:
    """Yield the name and the questions of each suite that is given; say which is not."""
    for name, folder, read in (
        ("containment", given.containment, containment_testsuite.questions),
        ("jsonsubschema", given.jsonsubschema, jsonsubschema_tests.questions),
        ("jsoncompat", given.jsoncompat, jsoncompat_fixtures.questions),
        ("json-schema", given.json_schema, json_schema_test_suite.pairs),
    ):
        if folder is None:
            sys.stdout.write(f"{name} is missing: give the folder of a checkout with --{name}\n")
        else:
            yield name, list(read(folder))


def main() -> None:
    """Print the table and the disagreements."""
    parser = argparse.ArgumentParser(description="Score the engine on the public suites.")
    for name in ("json-schema", "containment", "jsonsubschema", "jsoncompat"):
        parser.add_argument(f"--{name}", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    if given.json_schema:
        validity("json-schema", json_schema_test_suite.trials(given.json_schema))
    if given.jsoncompat:
        validity("jsoncompat", jsoncompat_fixtures.trials(given.jsoncompat))
    scores: list[Score] = [score(name, OURS, asked, WRONG) for name, asked in suites(given)]
    for scored in scores:
        sys.stdout.writelines(described(case) for case in scored.told_otherwise())
    if scores:
        sys.stdout.write("\n" + table([HEAD, *(scored.row() for scored in scores)]))


if __name__ == "__main__":
    main()
