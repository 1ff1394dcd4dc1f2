"""What came of a ``regenerate``, for a person or for a program."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from shutil import get_terminal_size

from generator.cli.colour import bold, painted, wanted
from generator.errors import AnswerRejected, LockstepError
from generator.outcomes import Result, summary


def as_text(results: Sequence[Result], *, diff: bool, of: Sequence[Result] = ()) -> str:
    """Return the whole diff, where that is asked for, then a line a unit; at a terminal, with what changed.

    The last line counts all, ``of`` which ``results`` may be a part.
    """
    colour, terminal = wanted(sys.stdout, os.environ), sys.stdout.isatty()
    diffs = "".join(result.diff for result in results if diff)
    if colour or terminal:
        diffs = "\n".join(painted(diffs.split("\n"), colour=colour))
    notes = [result.note for result in results if result.note]
    lines = [line for result in results for line in _told(result, short=terminal and not diff, colour=colour)]
    return diffs + "\n".join([*notes, *lines, summary(of or results)])


def _told(result: Result, *, short: bool, colour: bool) -> Iterator[str]:
    if not (short and result.diff):
        yield result.line()
        return
    from generator.cli.difference import summarised  # noqa: PLC0415  # only where something changed and somebody looks

    yield bold(result.line(), colour=colour)
    yield from summarised(result, get_terminal_size().columns, colour=colour)


def as_json(results: Sequence[Result], error: LockstepError | None = None) -> str:
    """Return one document for a program: what came of each unit, or the error."""
    return json.dumps(_table(results, error), indent=2, ensure_ascii=False)


def as_json_line(number: int, changed: Sequence[str], results: Sequence[Result], error: LockstepError | None) -> str:
    """Return the document of one round of many, on one line: beside the rest, its number and what had been saved."""
    table = {"round": number, "changed": list(changed), **_table(results, error)}
    return json.dumps(table, ensure_ascii=False)


def _table(results: Sequence[Result], error: LockstepError | None) -> dict[str, object]:
    return {
        "units": [
            {
                "unit": str(result.unit),
                "outcome": result.outcome.value,
                "calls": result.calls,
                "cost_usd": result.cost_usd,
                "reasons": result.reasons,
                "kept_edits": result.kept,
                "diff": result.diff,
                "note": result.note,
            }
            for result in results
        ],
        "calls": sum(result.calls for result in results),
        "cost_usd": sum(result.cost_usd for result in results),
        "error": None if error is None else _error(error),
    }


def _error(error: LockstepError) -> dict[str, object]:
    findings = error.findings if isinstance(error, AnswerRejected) else ()
    return {
        "kind": type(error).__name__,
        "exit_code": error.exit_code,
        "message": str(error),
        "findings": [asdict(finding) for finding in findings],
    }
