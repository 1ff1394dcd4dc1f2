"""``lockstep explain``: what would happen and why, before anything is asked or spent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.project import open_project

if TYPE_CHECKING:
    from generator.explain import Explained, PromptExplained

EXAMPLES = """\b
Examples:
  lockstep explain availability            why it would be regenerated, and at what cost
  lockstep explain bookings/v2 --request   exactly what a model would be sent
  lockstep explain bookings/v2 --request --prompt ui    by its ui.prompt alone"""


@click.command(epilog=EXAMPLES)
@click.argument("features", nargs=-1, metavar="FEATURE[/vN]...")
@click.option("--request", "whole", is_flag=True, help="Print every message that would be sent, and nothing else.")
@click.option("--prompt", "only", default=None, metavar="NAME", help="Look at api or ui alone.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(*, features: tuple[str, ...], whole: bool, only: str | None, form: str) -> None:
    """Say what changed, what would be sent, and what it would cost at most.

    Writes nothing and asks nobody. Stored answers are checked as regenerate would check them, types apart.
    """
    from generator import explain  # noqa: PLC0415  # half a second that --help must not pay

    project = open_project(Path.cwd())
    explained = [explain.explain(project, unit, only) for unit in project.chosen(features)]
    if form == "json":
        click.echo(json.dumps([_table(each) for each in explained], indent=2, ensure_ascii=False))
    elif whole:
        for each in explained:
            for prompt in each.prompts:
                _echo_request(prompt)
    else:
        for each in explained:
            click.echo("\n".join(explain.in_words(each)))


def _echo_request(prompt: PromptExplained) -> None:
    request = prompt.pending or prompt.question.request
    click.echo(f"# {prompt.question.prompt.path} to {request.model}, request {request.digest}")
    for message in request.messages:
        click.echo(f"\n# {message.role.value}\n\n{message.content}")


def _table(explained: Explained) -> dict[str, object]:
    return {
        "unit": str(explained.unit),
        "reasons": explained.reasons,
        "hand_edits": explained.edits,
        "prompts": [_prompt(prompt) for prompt in explained.prompts],
    }


def _prompt(prompt: PromptExplained) -> dict[str, object]:
    request = prompt.pending or prompt.question.request
    return {
        "path": prompt.question.prompt.path,
        "answered": prompt.pending is None,
        "recorded": [answered.request.digest for answered in prompt.conversation.rounds],
        "request_digest": request.digest,
        "request": request.payload(),
        "input_tokens_at_most": prompt.input_tokens,
        "output_tokens_at_most": prompt.output_tokens,
        "cost_usd_at_most": prompt.worst_usd,
        "budget_usd": prompt.budget_usd,
        "findings": [f"{finding.rule} {finding.place}: {finding.message}" for finding in prompt.conversation.findings],
    }
