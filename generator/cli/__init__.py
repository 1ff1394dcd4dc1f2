"""The command line: ``lockstep``.

Each command lives in the module of its own name and is imported when it is called, so that ``lockstep --help`` costs
little more than Click itself. The table below is all that the help page needs.
"""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module

import click

from generator.cli.errors import tell
from generator.cli.interrupts import keep_interrupts
from generator.errors import LockstepError

USAGE = 64
INTERRUPTED = 130
PIPE_CLOSED = 141

# command -> (module, what it does). Order is the order of a day's work.
COMMANDS: dict[str, tuple[str, str]] = {
    "new": ("new", "Start a feature: its prompt, schemas and folders."),
    "new-version": ("new_version", "Copy a feature's latest version to the next one."),
    "explain": ("explain", "Say what changed, what would be sent, and what it would cost."),
    "regenerate": ("regenerate", "Turn prompts and schemas into code, where they changed."),
    "stories": ("stories", "Show every component in each of its states, in the browser."),
    "record": ("record", "Store an answer for a pending request."),
    "gate": ("gate", "Find drift, unsafe code, widened types and changed behaviour."),
    "types": ("types", "Say whether one schema takes more than another, with proof."),
    "ui": ("ui", "Check pages by eye, by keyboard and by screen reader."),
    "accept": ("accept", "Accept a changed snapshot."),
}

EXAMPLES = """\b
Examples:
  lockstep new availability
  lockstep explain availability
  lockstep regenerate
  lockstep gate
\b
Exit codes:
  0 clean   2 stale   3 blocked by findings   4 hand edits in the way
  5 budget  6 provider   64 usage   130 interrupted   1 our bug"""


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and prints its help page from a table."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, None for an unknown name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"generator.cli.{COMMANDS[cmd_name][0]}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; that its reader has gone (`lockstep explain | head`) is theirs to decide, and no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the last flush would complain
            return 0

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001  # Click calls it
    del param
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415  # 20 ms that only this option should pay

        click.echo(f"lockstep {version('lockstep')}")
        ctx.exit()


@click.group(cls=LazyGroup, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Print the version."
)
def root() -> None:
    """Turn versioned prompts into locked, gated code."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the process's exit code.

    Data goes to stdout; everything said to a person goes to stderr. A LockstepError ends with its message and its
    own exit code; an error of ours keeps its traceback and ends with 1.
    """
    keep_interrupts()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without ✗ still shows the finding
    try:
        code = root.main(args=arguments, prog_name="lockstep", standalone_mode=False)
    except SystemExit:
        return PIPE_CLOSED  # Click's way out when nobody reads on: `lockstep gate | head -1`
    except click.UsageError as error:
        error.show()
        return USAGE
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except LockstepError as error:
        tell(error)
        return error.exit_code
    return code if isinstance(code, int) else 0
