"""``lockstep record``: store an answer that came another way than through a provider."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.errors import UsageInvalid
from generator.project import open_project
from generator.requests import Completion, Source

EXAMPLES = """\b
Examples:
  lockstep explain bookings/v1 --request > request.txt
  lockstep record bookings/v1 --answer answer.json --source person --model "Ada Lovelace"
  lockstep record bookings/v1 --answer - --source model --model local-model < answer.json
  lockstep record design/v1 --prompt ui --answer answer.json --source person"""


@click.command(epilog=EXAMPLES)
@click.argument("unit", metavar="FEATURE/vN")
@click.option("--answer", required=True, metavar="FILE", help="The answer as it came: one JSON object; - is stdin.")
@click.option(
    "--source",
    required=True,
    type=click.Choice([source.value for source in Source]),
    help="Who wrote it: a model that saw the request and nothing else, or a person.",
)
@click.option("--model", default="unnamed", show_default=True, help="The name of who wrote it.")
@click.option("--prompt", default=None, help="Which of the unit's prompts it answers: api, or ui without an api.")
@click.option("--replace", is_flag=True, help="Answer the prompt itself, in the place of the stored answer.")
@click.option("--anyway", is_flag=True, help="Store it though it breaks rules, because its repair will follow.")
def command(
    *, unit: str, answer: str, source: str, model: str, prompt: str | None, replace: bool, anyway: bool
) -> None:
    """Store an answer for a unit's pending request, after checking it.

    Pending is the prompt's own request, or, after an answer with faults, the request that asks for their repair.
    """
    from generator.record import record  # noqa: PLC0415  # half a second that --help must not pay

    project = open_project(Path.cwd())
    chosen = project.chosen((unit,))
    if len(chosen) != 1:
        raise UsageInvalid(f"{unit} has several versions: {', '.join(map(str, chosen))}. Name one of them.")
    completion = Completion(_text(answer), model, Source(source))
    stored = record(project, chosen[0], completion, prompt=prompt, replace=replace, anyway=anyway)
    click.echo(f"stored {stored.path} (round {stored.round}, by {source} {model})")
    for finding in stored.findings:
        click.echo(f"{finding.place}: {finding.rule}: {finding.message}", err=True)


def _text(answer: str) -> str:
    try:
        data = sys.stdin.buffer.read() if answer == "-" else Path(answer).read_bytes()
        return data.decode()
    except OSError as error:
        raise UsageInvalid(f"{answer}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageInvalid(f"{answer}: is not UTF-8 text ({error.reason} at byte {error.start}).") from error
