"""``lockstep-router``: serve a project's versions, move traffic between them, probe one bundle."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from router.errors import RouterError, UsageInvalid

# Everything else is imported inside the commands, so that --help costs no more than Click itself.

_ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="The project's folder, or one inside of it.",
)
_FORMAT = click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="How to answer.")


def _examples(*lines: str) -> str:
    """Return the end of a help page: commands to copy."""
    return "\b\nExamples:\n" + "\n".join(f"  lockstep-router {line}" for line in lines)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_examples(
        "serve", "rollout set availability --stable v1 --canary v2 --weight 5", "rollout abort availability"
    ),
)
def cli() -> None:
    """Serve versions of generated code side by side and move traffic between them."""


@cli.command(epilog=_examples("serve --demo --open", "serve --host 0.0.0.0 --port 80"))
@_ROOT
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on [default: 8000, or a free one].")
@click.option("--demo", is_flag=True, help="Fill an empty database with demonstration data.")
@click.option("--open", "browse", is_flag=True, help="Open the front page in your browser.")
def serve(root: Path, host: str, port: int | None, *, demo: bool, browse: bool) -> None:
    """Serve every sound version of every feature until stopped."""
    from router import serve as server  # noqa: PLC0415

    server.serve(root, host, port, demo=demo, browse=browse)


@cli.command(hidden=True)  # people type `lockstep stories`, which starts this
@_ROOT
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on [default: 8001, or a free one].")
@click.option("--open", "browse", is_flag=True, help="Open the gallery in your browser.")
@click.option("--only", multiple=True, metavar="FEATURE[/vN]", help="Show these alone.")
@click.option(
    "--before", type=click.Path(path_type=Path, file_okay=False), help="What stood before, to be seen beside."
)
def stories(
    root: Path, host: str, port: int | None, only: tuple[str, ...], before: Path | None, *, browse: bool
) -> None:
    """Serve the gallery of components alone, for work on them."""
    from router import workshop  # noqa: PLC0415

    workshop.serve(workshop.Sought(root, only, before and before.absolute()), host, port, browse=browse)


@cli.group(epilog=_examples("rollout show", "rollout abort availability"))
def rollout() -> None:
    """Split a feature's traffic between two versions, or take a rollout back."""


@rollout.command(
    "set",
    epilog=_examples(
        "rollout set availability --stable v1 --canary v2 --weight 5", "rollout set availability --stable v2"
    ),
)
@click.argument("feature")
@click.option("--stable", required=True, metavar="vN", help="The version that answers everybody else.")
@click.option("--canary", metavar="vN", help="The version that answers a share of the clients.")
@click.option("--weight", type=float, default=0.0, help="That share in percent, 0 to 100.")
@_ROOT
@_FORMAT
def rollout_set(feature: str, stable: str, canary: str | None, weight: float, root: Path, output: str) -> None:
    """Put a rollout of FEATURE in force on every running process, within a second."""
    from router import rollouts  # noqa: PLC0415

    click.echo(rollouts.put(root, feature, (stable, canary, weight), output))


@rollout.command("abort", epilog=_examples("rollout abort availability"))
@click.argument("feature")
@_ROOT
@_FORMAT
def rollout_abort(feature: str, root: Path, output: str) -> None:
    """Take FEATURE's last rollout back on every running process, within a second.

    That is its canary; without one, the stable version before the present one answers again. Each abort is one step.
    """
    from router import rollouts  # noqa: PLC0415

    click.echo(rollouts.abort(root, feature, output))


@rollout.command("show", epilog=_examples("rollout show", "rollout show --format json"))
@_ROOT
@_FORMAT
def rollout_show(root: Path, output: str) -> None:
    """Show the rollouts in force."""
    from router import rollouts  # noqa: PLC0415

    click.echo(rollouts.show(root, output))


@cli.command(epilog=_examples("probe generated/availability/v2 --openapi"))
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--openapi", is_flag=True, help="Print the OpenAPI document that the bundle serves, and end.")
@click.option("--stories", is_flag=True, help="Print every story of every component as a page, and end.")
@click.option("--fd", type=click.IntRange(min=0), help="Serve the bundle on this inherited listening socket.")
@click.option("--database", default="embedded", show_default=True, help="'embedded' or a URL over a Unix socket.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Longest run.")
@click.option("--memory", type=click.IntRange(min=64), default=1024, show_default=True, help="Address space in MiB.")
@click.option("--root", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The project's folder.")
def probe(  # noqa: PLR0913  # one parameter an option: Click hands them over by name
    folder: Path,
    database: str,
    seconds: float,
    memory: int,
    root: Path | None,
    fd: int | None,
    *,
    openapi: bool,
    stories: bool,
) -> None:
    """Load the one bundle in FOLDER in a sandbox: no network, little memory, little time."""
    from router import probe as probing  # noqa: PLC0415

    if openapi + stories + (fd is not None) != 1:
        raise UsageInvalid("say what to do with the bundle: either --openapi, --stories or --fd N.")
    limits = probing.Limits(seconds=seconds, memory_mib=memory)
    sys.exit(probing.probe(folder, root or folder, limits, fd=fd, database=database, stories=stories))


def main() -> None:
    """Run the command line; an error of ours ends in one message and its exit code."""
    try:
        code = cli.main(standalone_mode=False)
    except RouterError as error:
        click.echo(f"lockstep-router: {error}", err=True)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = UsageInvalid.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    sys.exit(code)
