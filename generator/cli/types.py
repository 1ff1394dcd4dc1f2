"""``lockstep types``: does NEW take a value that OLD refuses? With that value."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.errors import UsageInvalid

if TYPE_CHECKING:
    from generator.sides import Reading
    from generator.told import Direction, Told

_DIALECTS = ("draft4", "draft6", "draft7", "2019-09", "2020-12", "openapi-3.0", "openapi-3.1")
_MODES = {"both": "validation", "request": "validation", "response": "serialization"}

_EPILOG = """\b
OLD and NEW are each
  order.schema.json             a JSON Schema or an OpenAPI 3.0 or 3.1 document, JSON or YAML
  order.schema.json#/$defs/line one schema in it
  -                             the same, read from standard input
  git:main:order.schema.json    the same, as a commit has it
  app.models:Order              a type for pydantic: a model, dataclass, TypedDict, ...
  git:main:app.models:Order     the same, as a commit has it
  models.py                     a Python module: its public functions, methods and models
\b
Examples:
  lockstep types git:main:order.schema.json order.schema.json
  lockstep types v1/openapi.yaml v2/openapi.yaml --format sarif > types.sarif
  lockstep types git:HEAD:app.models:Order app.models:Order --direction response
  lockstep types --jsonl < pairs.jsonl
\b
What blocks, by direction:
  both      wider, incomparable, unknown; in an API whatever breaks or weakens
  request   the same and narrower: callers would be refused; in an API what callers send
  response  wider, incomparable, unknown; in an API what callers get
\b
Exit codes: 0 same or narrower, 3 wider (or not proved), 64 usage.
With --jsonl: 0, or 64 where not one line could be read."""


@click.command("types", epilog=_EPILOG)
@click.argument("sides", nargs=-1, metavar="OLD NEW")
@click.option(
    "--direction",
    type=click.Choice(["both", "request", "response"]),
    default="both",
    show_default=True,
    help="Which way values travel; see below.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="On stdout.",
)
@click.option(
    "--with",
    "given",
    multiple=True,
    metavar="FILE",
    help="A file that references lead to, outside of OLD's and NEW's folders; ADDRESS=FILE for an address. "
    "Nothing is fetched.",
)
@click.option(
    "--mode",
    type=click.Choice(["validation", "serialization"]),
    help="Which of pydantic's schemas. Default: serialization with --direction response.",
)
@click.option(
    "--dialect", type=click.Choice(_DIALECTS), default="2020-12", show_default=True, help="Of schemas without $schema."
)
@click.option(
    "--formats",
    type=click.Choice(["assert", "annotate"]),
    default="assert",
    show_default=True,
    help="Whether `format` says what a text must be.",
)
@click.option(
    "--steps", type=click.IntRange(min=1), help="The most work per pair of schemas, after which it is unknown."
)
@click.option("--jsonl", is_flag=True, help='Read lines {"id", "old", "new"}, and answer each with a line.')
def command(  # noqa: PLR0913  # one for each option
    sides: tuple[str, ...],
    *,
    direction: Direction,
    format_: str,
    given: tuple[str, ...],
    mode: str | None,
    dialect: str,
    formats: str,
    steps: int | None,
    jsonl: bool,
) -> int:
    """Say whether NEW takes values that OLD refuses, and show one.

    It is decided or honestly unknown: never guessed, and never fetched from a network.
    """
    if jsonl:
        _refuse_beside_jsonl(sides, given, format_)
        return _answer_lines(dialect, steps, annotate=formats == "annotate")
    if len(sides) != 2:
        raise click.UsageError(f"Name two sides, OLD and NEW: here are {len(sides)}.")
    if list(sides).count("-") > 1:
        raise click.UsageError("Only one of OLD and NEW can be read from standard input.")
    reading = _reading(given, dialect, mode or _MODES[direction], annotate=formats == "annotate")
    try:
        told = _told(sides[0], sides[1], reading, direction, steps)
        _write(told, format_)
    except RecursionError as error:
        raise UsageInvalid(f"{sides[0]} and {sides[1]} nest deeper than can be followed. Make them flatter.") from error
    return told.exit_code


def _refuse_beside_jsonl(sides: tuple[str, ...], given: tuple[str, ...], format_: str) -> None:
    if sides:
        raise click.UsageError("--jsonl reads both sides from standard input: leave OLD and NEW out.")
    if given or format_ != "text":
        raise click.UsageError("--jsonl has a format of its own, and its lines hold all that they refer to.")


def _answer_lines(dialect: str, steps: int | None, *, annotate: bool) -> int:
    from generator.containment import STEPS, Dialect  # noqa: PLC0415  # `lockstep --help` must not pay for it
    from generator.told.pairs import Asked, answer_lines  # noqa: PLC0415  # as above

    def say(words: str) -> None:
        click.echo(words, err=True)

    asked = Asked(Dialect(dialect), annotate, STEPS if steps is None else steps)
    count = answer_lines(sys.stdin.buffer, sys.stdout.buffer, say, asked)
    if count.lines and count.invalid == count.lines:
        raise UsageInvalid('not one line could be read. Give one {"id", "old", "new"} a line.')
    return 0


def _reading(given: tuple[str, ...], dialect: str, mode: str, *, annotate: bool) -> Reading:
    from generator.containment import Dialect  # noqa: PLC0415  # as above
    from generator.sides import Reading  # noqa: PLC0415  # as above
    from generator.sides import given as named  # noqa: PLC0415  # as above

    folder = Path.cwd()
    return Reading(folder, named(given, folder), Dialect(dialect), mode, annotate, sys.stdin.buffer.read)


def _told(old: str, new: str, reading: Reading, direction: Direction, steps: int | None) -> Told:
    from generator.containment import STEPS  # noqa: PLC0415  # as above
    from generator.sides import read  # noqa: PLC0415  # as above
    from generator.told.compared import compared  # noqa: PLC0415  # as above

    return compared(read(old, reading), read(new, reading), direction, STEPS if steps is None else steps)


def _write(told: Told, format_: str) -> None:
    if format_ == "text":
        from generator.cli.colour import wanted  # noqa: PLC0415  # as above
        from generator.told.text import as_text  # noqa: PLC0415  # as above

        click.echo(as_text(told, colour=wanted(sys.stdout, os.environ)), nl=False, color=True)
        return
    from generator.told import documents  # noqa: PLC0415  # as above

    write = {"json": documents.as_json, "sarif": documents.as_sarif}[format_]
    sys.stdout.buffer.write(write(told).encode())
    sys.stdout.buffer.flush()
