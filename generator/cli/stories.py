"""``lockstep stories``: every component in each of its states, in a page that keeps up with the work."""

from __future__ import annotations

from pathlib import Path

import click

from generator.errors import UsageInvalid
from generator.project import open_project

EXAMPLES = """\b
Examples:
  lockstep stories                        every component, newest versions
  lockstep stories booker                 of one feature
  lockstep stories booker/v1 booker/v2    two versions, to be seen beside each other
  lockstep stories --no-open --port 9000
\b
Keys in the page: / finds, arrows walk the tree, Enter shows, Escape empties the search.
Every selection is in the address, so it can be sent to a reviewer who runs the same."""


@click.command(epilog=EXAMPLES)
@click.argument("features", nargs=-1, metavar="[FEATURE[/vN]]...")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on [default: 8001, or a free one].")
@click.option("--open/--no-open", "browse", default=True, help="Open the page in your browser [default: open].")
def command(*, features: tuple[str, ...], port: int | None, browse: bool) -> int:
    """Show every component in each of its states, side by side.

    Light, dark, narrow, zoomed, in every language, beside another version. What is regenerated meanwhile shows at once.
    Needs no database. Ends with Ctrl-C.
    """
    from generator.gallery import Wanted, serve  # noqa: PLC0415  # what --help must not pay for

    project = open_project(Path.cwd())
    units = project.chosen(features)
    if features and not any((project.prompts(unit) / "ui.prompt").is_file() for unit in units):
        raise UsageInvalid(
            f"{' and '.join(features)}: no component belongs to it. Leave the name out to see all there are."
        )
    return serve(project.root, Wanted(only=features, port=port, browse=browse), click.echo)
