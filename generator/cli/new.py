"""``lockstep new``: a feature's first version, ready to be edited."""

from __future__ import annotations

from pathlib import Path

import click

from generator.project import open_project

EXAMPLES = """\b
Examples:
  lockstep new opening_hours"""


@click.command(epilog=EXAMPLES)
@click.argument("feature")
def command(*, feature: str) -> None:
    """Start a feature: a prompt with one operation, and its schemas.

    What is written renders as it stands; edit it, then run `lockstep regenerate`.
    """
    from generator import scaffold  # noqa: PLC0415  # imports that --help must not pay

    for path in scaffold.new(open_project(Path.cwd()), feature):
        click.echo(path)
    click.echo(
        f"Edit the prompt and the schemas, look at it with `lockstep explain {feature}`, then regenerate.", err=True
    )
