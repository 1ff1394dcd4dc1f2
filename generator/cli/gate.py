"""``lockstep gate``: everything that must hold before a merge."""

from __future__ import annotations

import sys
from pathlib import Path

import click

FORMATS = ("text", "json", "sarif", "junit")

_EPILOG = """\b
Examples:
  lockstep gate
  lockstep gate availability --base origin/main
  lockstep gate --format sarif > lockstep.sarif
\b
Exit codes: 0 clean, 3 blocked, 64 usage."""


@click.command("gate", epilog=_EPILOG)
@click.argument("features", nargs=-1, metavar="[FEATURE | FEATURE/vN]...")
@click.option("--base", metavar="REF", help="Compare with the merge base with REF. Default: with the main branch.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="On stdout.")
@click.option("--fresh", is_flag=True, help="Run every check again, whatever earlier runs found.")
def command(features: tuple[str, ...], base: str | None, format_: str, *, fresh: bool) -> int:
    """Find drift, hand edits, changed frozen versions, unsafe code, changed contracts, behaviour and pictures.

    All families of checks run for every version of the named features, or of all. A clean result is remembered until
    something that it was made from changes.
    """
    from generator.gate import run  # noqa: PLC0415  # `lockstep --help` must not pay for it
    from generator.project import open_project  # noqa: PLC0415  # as above

    project = open_project(Path.cwd())
    report = run(project, base, fresh=fresh, features=features, say=lambda words: click.echo(words, err=True))
    if format_ == "text":
        from generator.gate.text import write_text  # noqa: PLC0415  # as above

        write_text(report, sys.stdout)
    else:
        from generator.gate import documents  # noqa: PLC0415  # as above

        write = {"json": documents.as_json, "sarif": documents.as_sarif, "junit": documents.as_junit}[format_]
        sys.stdout.buffer.write(write(report))
        sys.stdout.buffer.flush()
    return report.exit_code
