"""``lockstep gate``: everything that must hold before a merge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.gate.report import Report
    from generator.gate.scope import Scope

FORMATS = ("text", "json", "sarif", "junit", "html")

_EPILOG = """\b
Examples:
  lockstep gate
  lockstep gate --open
  lockstep gate availability --base origin/main
  lockstep gate --format sarif > lockstep.sarif
\b
Each run leaves the report as a page in .lockstep/report.html.
Exit codes: 0 clean, 3 blocked, 64 usage."""


@click.command("gate", epilog=_EPILOG)
@click.argument("features", nargs=-1, metavar="[FEATURE | FEATURE/vN]...")
@click.option("--base", metavar="REF", help="Compare with the merge base with REF. Default: with the main branch.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="On stdout.")
@click.option("--open", "open_", is_flag=True, help="Show the report in the browser.")
@click.option("--fresh", is_flag=True, help="Run every check again, whatever earlier runs found.")
@click.option("--require-browsers", is_flag=True, help="A browser that is not there is an error, not a note.")
def command(  # one parameter an option: Click hands them over by name
    features: tuple[str, ...], base: str | None, format_: str, *, open_: bool, fresh: bool, require_browsers: bool
) -> int:
    """Find drift, hand edits, changed frozen versions, unsafe code, changed contracts, behaviour and pictures.

    All families of checks run for every version of the named features, or of all. A clean result is remembered until
    something that it was made from changes. Stories are looked at in Chromium and Firefox ESR, where they are there;
    LOCKSTEP_BROWSERS names others (chromium, firefox or none).
    """
    from generator.gate.order import look  # noqa: PLC0415  # `lockstep --help` must not pay for it
    from generator.gate.viewers import Choice  # noqa: PLC0415  # as above
    from generator.project import open_project  # noqa: PLC0415  # as above

    project = open_project(Path.cwd())
    choice = Choice(required=require_browsers)
    scope, report = look(project, base, fresh=fresh, features=features, browsers=choice, say=_tell)
    page = _page(scope, report)
    _write(report, format_, page)
    if open_:
        _show(project.private / "report.html")
    return report.exit_code


def _tell(words: str) -> None:
    click.echo(words, err=True)


def _page(scope: Scope, report: Report) -> bytes:
    """Return the page; that it cannot be left behind is said, and stops nobody."""
    from generator.gate.page.leave import leave, page  # noqa: PLC0415  # `lockstep --help` must not pay for it

    found = page(scope, report)
    try:
        leave(scope.project, found)
    except OSError as error:
        _tell(f"The report could not be left in {scope.project.private}: {error.strerror}")
    return found


def _write(report: Report, format_: str, page: bytes) -> None:
    if format_ == "text":
        from generator.gate.text import write_text  # noqa: PLC0415  # `lockstep --help` must not pay for it

        write_text(report, sys.stdout)
        return
    from generator.gate import documents  # noqa: PLC0415  # as above

    write = {"json": documents.as_json, "sarif": documents.as_sarif, "junit": documents.as_junit}
    sys.stdout.buffer.write(page if format_ == "html" else write[format_](report))
    sys.stdout.buffer.flush()


def _show(page: Path) -> None:
    from generator.gate.page.browser import show  # noqa: PLC0415  # as above

    _tell(str(page) if show(page) else f"{page} (no browser was found: open it yourself)")
