"""What we do with a stranger's answer: read it, hold it against the contract, say what is wrong so it can be mended.

completion ─► answer.parse ─► check_paths ─► examine ─► formatted ─► check_types ─► Accepted
                   └───────────────┴──── findings ─┴───────────┴──────────┘
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator import answered_files
from generator.answer import Answer, parse
from generator.answer_paths import check_paths
from generator.expectations import Expectations, Handler
from generator.findings import Finding
from generator.project import Project
from generator.requests import Completion
from generator.typing_check import check_types

__all__ = ["Accepted", "Expectations", "Handler", "check", "feedback"]

_SHOWN = 25  # findings that go back at once: more would bury the first


@dataclass(frozen=True, slots=True)
class Accepted:
    """An answer that every check let pass.

    ``files`` maps paths in the bundle to the text to write, ``answered`` to the text as the model gave it, and
    ``semantic`` to the semantic digest of the text to write. ``assumptions`` are the model's own.
    """

    files: dict[str, str]
    answered: dict[str, str]
    semantic: dict[str, str]
    assumptions: tuple[str, ...]


def check(
    completion: Completion, expectations: Expectations, project: Project | None = None
) -> Accepted | tuple[Finding, ...]:
    """Return the accepted files, or the findings of the first step that has any.

    Without a ``project`` the last step, types, is left to the caller: it takes longer than all others together, and
    an answer that stands in a bundle already may be spared it. Never raises for what a model can send. Raises what
    :func:`generator.typing_check.check_types` raises.
    """
    answer = parse(completion, expectations)
    if not isinstance(answer, Answer):
        return answer
    answered = {file.path: file.content.replace("\r\n", "\n") for file in answer.files}
    findings = check_paths(answer, expectations) or answered_files.examine(answered, expectations)
    if findings:
        return findings
    files = answered_files.formatted(answered, expectations)
    if not isinstance(files, dict):
        return files
    semantic = answered_files.digests(files, expectations)
    if not isinstance(semantic, dict):
        return semantic
    python, _ = answered_files.split(files)
    findings = () if project is None or not python else check_types(python, expectations, project)
    if findings:
        return findings
    as_given = {file.path: file.content for file in answer.files}
    return Accepted(files, as_given, semantic, tuple(answer.assumptions))


def feedback(findings: Iterable[Finding]) -> str:
    """Return the message that asks the model to mend its answer: what is wrong, where, and how to mend it.

    The text is part of the next request and so of its digest: it holds no path of this machine and no time.
    """
    rows = list(findings)
    lines = ["Your answer was checked by a program and refused:", ""]
    for number, finding in enumerate(rows[:_SHOWN], start=1):
        lines.append(f"{number}. {finding.place} [{finding.rule}] {finding.message}")
        lines += [f"   To mend it: {finding.remedy}"] if finding.remedy else []
    if len(rows) > _SHOWN:
        lines.append(f"... and {len(rows) - _SHOWN} more.")
    lines += ["", "Mend all of it, keep what was right, and answer again with the complete JSON object."]
    return "\n".join(lines) + "\n"
