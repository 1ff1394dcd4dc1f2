"""``python -m scheduling``: search problems in, slots or reasons out. Needs no database, but for ``jobs`` and ``seed``.

Exit codes: 0 all read and answered, 64 a command line or a problem that makes no sense.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from scheduling import zone
from scheduling.explain import Explanation, explain
from scheduling.parsing import parse
from scheduling.problem import ProblemInvalid
from scheduling.reading import Value
from scheduling.slots import Answer, search
from scheduling.times import INSTANT, parse_instant, parse_whole_minute

USAGE = 64
LONGEST_LINE = 64 * 2**20

EXAMPLES = """\
examples:
  python -m scheduling search < problems.jsonl
  python -m scheduling explain --at 2026-03-08T07:30Z < problem.json
  python -m scheduling explain --at 2026-03-08T02:30 --format json < problem.json
  python -m scheduling jobs list --status dead
  python -m scheduling seed small

A problem is one JSON object: schemas/kernel/problem.schema.json describes it and holds examples.
"""


class Parser(argparse.ArgumentParser):
    """argparse, but a command line that makes no sense exits with 64, as everywhere in the project."""

    def error(self, message: str) -> None:  # type: ignore[override]  # noqa: D102 - argparse says NoReturn; exit() does not return
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command on stdin and stdout and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        if given[:1] == ["jobs"]:
            return jobs(given[1:])
        if given[:1] == ["seed"]:
            return seed(given[1:])
        chosen = parser().parse_args(given)
        if chosen.command == "search":
            return search_lines(sys.stdin.buffer)
        return explain_one(sys.stdin.buffer, chosen.at, as_json=chosen.format == "json")
    except BrokenPipeError:
        # The reader went away; point stdout elsewhere so that flushing it at exit does not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    top = Parser(
        prog="python -m scheduling",
        description="Find free time, or explain why there is none.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"time zones: tzdata {zone.VERSION}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    text = (
        "Read problems as JSON lines; write one line for each: its slots and, beside each slot, who is free. "
        "A line that cannot be read becomes an error on its line, the rest is answered, and the exit code is 64."
    )
    commands.add_parser("search", help="find free slots for problems on stdin, one a line", description=text)
    text = "Read one problem and say why it offers a slot at one instant, or why not."
    command = commands.add_parser("explain", help="say why one instant is offered or not", description=text)
    at = "an instant such as 2026-03-08T07:30Z, or without Z the clock's reading in the event's zone"
    command.add_argument("--at", required=True, metavar="TIME", help=at)
    command.add_argument("--format", choices=("text", "json"), default="text", help="for people or for scripts")
    commands.add_parser("jobs", help="list, show, replay, cancel and do jobs; needs the database")
    commands.add_parser("seed", help="make a tenant with a year of bookings; needs the database")
    return top


def jobs(arguments: list[str]) -> int:
    """Run one of the commands about jobs."""
    from scheduling.jobs import command  # noqa: PLC0415 - brings the database's driver, which nothing else here needs

    filled = command.fill(Parser(prog="python -m scheduling jobs", description="See and steer the kernel's jobs."))
    return command.run(filled.parse_args(arguments))


def seed(arguments: list[str]) -> int:
    """Make and load a tenant."""
    from scheduling.seeds import command  # noqa: PLC0415 - as above, and numpy

    return command.run(command.fill(Parser(prog="python -m scheduling seed")).parse_args(arguments))


def search_lines(lines: BinaryIO) -> int:
    """Answer each problem on its line; return 64 if one could not be read."""
    code = 0
    for number, line in read_lines(lines):
        try:
            found: dict[str, object] = answer_json(search(parse(read_json(line))))
        except ProblemInvalid as error:
            code = USAGE
            found = {"error": {"line": number, **error_json(error)}}
        write(found)
    return code


def explain_one(stream: BinaryIO, at: str, *, as_json: bool) -> int:
    """Explain one problem at one instant; return 64 if either could not be read."""
    try:
        instant = parse_at(at)
        problem = parse(read_json(stream.read(LONGEST_LINE + 1)))
    except ProblemInvalid as error:
        sys.stderr.write(f"python -m scheduling explain: {error}\n")
        return USAGE
    found = explain(problem, instant)
    if as_json:
        write(explanation_json(found))
    else:
        sys.stdout.writelines(f"{line}\n" for line in explanation_lines(found))
    return 0


def parse_at(text: str) -> datetime:
    """Read ``--at``: an instant, or a naive reading of the clock."""
    value = Value("--at", text)
    return parse_instant(value) if INSTANT.fullmatch(text) else parse_whole_minute(value)


def read_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank with their 1-based number; one that is too long is cut just past the limit."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        if line.strip():
            yield number, line


def read_json(text: bytes) -> object:
    """Return the JSON value of a stranger's bytes; raises ProblemInvalid."""
    if len(text) > LONGEST_LINE:
        raise ProblemInvalid("", f"is longer than {LONGEST_LINE} bytes", "split the problem")
    try:
        found: object = json.loads(text)
    except RecursionError:
        raise ProblemInvalid("", "is nested too deeply", "write the fields of problem.schema.json") from None
    except ValueError as error:  # not JSON, not UTF-8, or a number of thousands of digits
        raise ProblemInvalid("", f"is not JSON: {error}", "write one JSON object a line, in UTF-8") from None
    return found


def write(found: dict[str, object]) -> None:
    """Write one line at once, for readers that wait for it before they send the next problem."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def answer_json(answer: Answer) -> dict[str, object]:
    """Return an answer as JSON."""
    return {"slots": [utc(slot) for slot in answer.slots], "resources": [list(ids) for ids in answer.resources]}


def error_json(error: ProblemInvalid) -> dict[str, object]:
    """Return an error as JSON."""
    return {"pointer": error.pointer, "what": error.what, "remedy": error.remedy}


def explanation_json(found: Explanation) -> dict[str, object]:
    """Return an explanation as JSON."""
    reasons = [{"law": one.law, "resource": one.resource, "text": one.text} for one in found.reasons]
    return {"at": utc(found.at), "offered": found.offered, "resources": list(found.resources), "reasons": reasons}


def explanation_lines(found: Explanation) -> Iterator[str]:
    """Yield an explanation for people."""
    offered = f"offered by {', '.join(found.resources)}" if found.offered else "not offered"
    yield f"{utc(found.at)} is {offered}"
    for reason in found.reasons:
        yield f"  {f'{reason.resource}: ' if reason.resource else ''}{reason.text}"


def utc(at: datetime) -> str:
    """Return an instant as ``2026-03-08T05:00Z``, with seconds only where it has some."""
    plain = at.astimezone(UTC).replace(tzinfo=None)
    return plain.isoformat(timespec="auto" if plain.second or plain.microsecond else "minutes") + "Z"


if __name__ == "__main__":
    sys.exit(main())
