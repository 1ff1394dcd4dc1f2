"""``lockstep accept``: what is shown now is what was looked at and found good."""

from __future__ import annotations

from pathlib import Path

import click

_EPILOG = """\b
Examples:
  lockstep accept --diff
  lockstep accept availability
  lockstep accept booker/v2 month-calendar/chosen
\b
Exit codes: 0 accepted, 3 something could not be accepted, 64 usage. With --diff: 0 nothing to accept, 2 something."""


@click.command("accept", epilog=_EPILOG)
@click.argument("features", nargs=-1, metavar="[FEATURE | FEATURE/vN | COMPONENT/STORY]...")
@click.option("--base", metavar="REF", help="What stands on the merge base with REF is frozen. Default: main branch.")
@click.option("--diff", "only_look", is_flag=True, help="Show what would be accepted, and accept nothing.")
def command(features: tuple[str, ...], base: str | None, *, only_look: bool) -> int:
    """Accept rendered prompts, OpenAPI documents, Python surfaces and stories as they are shown now.

    Each change is shown first. Stories are accepted as Chromium shows them: pictures and accessibility trees. What was
    accepted on the merge base is never touched: a landed version does not change.
    """
    from generator.gate.accept import accept  # noqa: PLC0415  # `lockstep --help` must not pay for it
    from generator.project import open_project  # noqa: PLC0415  # as above

    accepted = accept(open_project(Path.cwd()), features, base, only_look=only_look, say=_tell)
    for row in accepted.rows:
        if row.said and row.state not in {"matched", "broken"}:
            click.echo(row.said, nl=False)
    for line in accepted.lines():
        click.echo(line, err=True)
    return accepted.exit_code


def _tell(words: str) -> None:
    click.echo(words, err=True)
