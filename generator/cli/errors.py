"""How an error is told to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.errors import AnswerRejected, LockstepError

if TYPE_CHECKING:
    from generator.findings import Finding


def tell(error: LockstepError) -> None:
    """Say on stderr what went wrong, after the findings that it holds."""
    click.echo("\n".join(as_lines(error)), err=True)


def as_lines(error: LockstepError) -> list[str]:
    """Return what went wrong: the findings that the error holds, then the error itself."""
    findings = error.findings if isinstance(error, AnswerRejected) else ()
    return [*(_shown(finding) for finding in findings), f"Error: {error}"]


def _shown(finding: Finding) -> str:
    """Return a finding in a few lines: place, rule and message, what stood and what was expected, the remedy."""
    from generator.rules import remedy_of  # noqa: PLC0415  # the table is read only when something is wrong

    lines = [f"{finding.place}: {finding.rule}: {finding.message}"]
    if finding.old is not None or finding.new is not None:
        lines.append(f"    {finding.old or 'nothing'} → {finding.new or 'nothing'}")
    lines.append(f"    {remedy_of(finding)}")
    return "\n".join(lines)
