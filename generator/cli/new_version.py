"""``lockstep new-version``: the next version of a feature, copied from its latest."""

from __future__ import annotations

from pathlib import Path

import click

from generator.project import open_project

EXAMPLES = """\b
Examples:
  lockstep new-version availability"""


@click.command("new-version", epilog=EXAMPLES)
@click.argument("feature")
def command(*, feature: str) -> None:
    """Copy prompts and schemas of a feature's latest version to the next number.

    A version that was merged never changes, so every change begins here.
    """
    from generator import scaffold  # noqa: PLC0415  # imports that --help must not pay

    project = open_project(Path.cwd())
    unit = scaffold.new_version(project, feature)
    for folder in (project.prompts(unit), project.schemas(unit)):
        click.echo(f"{project.relative(folder)}/")
    click.echo(f"Say in `lockstep.why` what {unit} is for, and make the change that it is for.", err=True)
