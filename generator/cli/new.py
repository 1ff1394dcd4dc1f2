"""``lockstep new``: a feature's first version, ready to be edited."""

from __future__ import annotations

from pathlib import Path

import click

from generator.project import open_project

EXAMPLES = """\b
Examples:
  lockstep new opening_hours
  lockstep new opening_hours --ui    a page with one component, too"""


@click.command(epilog=EXAMPLES)
@click.argument("feature")
@click.option("--ui", is_flag=True, help="Start a page: an operation that answers HTML, and a ui.prompt.")
def command(*, feature: str, ui: bool) -> None:
    """Start a feature: a prompt with one operation, and its schemas.

    With --ui the operation answers a page, and a ui.prompt asks for its component. A project without a design gets a
    small one to begin with. What is written renders as it stands; edit it, then run `lockstep regenerate`.
    """
    from generator import scaffold  # noqa: PLC0415  # imports that --help must not pay

    for path in scaffold.new(open_project(Path.cwd()), feature, ui=ui):
        click.echo(path)
    click.echo(
        f"Edit the prompt and the schemas, look at it with `lockstep explain {feature}`, then regenerate.", err=True
    )
