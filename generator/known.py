"""Type checks that passed on this machine, remembered by content, so that the same bytes are not checked twice.

Only successes are remembered, as empty files in ``.lockstep/types/``: a lost one costs seconds, and there is nothing
in them that could be wrong. Their names are sealed with a secret that lies outside the tree, so that one which came
with a clone is not believed; where no secret can be kept, nothing is remembered.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from generator.canonical import digest
from generator.disk import file_digest, file_names
from generator.project import Project
from generator.question import Question
from generator.secret import seal, secret
from generator.synthesis import Accepted


def passed(project: Project, question: Question, accepted: Accepted) -> bool:
    """Say whether these files passed before, beside the same rendered files, kernel and type checker."""
    file = _file(project, question, accepted)
    return file is not None and file.exists()


def remember(project: Project, question: Question, accepted: Accepted) -> None:
    """Remember that these files passed."""
    file = _file(project, question, accepted)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()


def _file(project: Project, question: Question, accepted: Accepted) -> Path | None:
    key = secret(project.root)
    return None if key is None else project.private / "types" / seal(key, "types", _key(project, question, accepted))


def _key(project: Project, question: Question, accepted: Accepted) -> str:
    package = str(project.root / project.settings.kernel)
    return digest(
        {
            "files": {**question.rendered, **accepted.files},
            "kernel": question.contract.kernel,
            "package": {name: file_digest(f"{package}/{name}") for name in file_names(package) if name.endswith(".py")},
            "mypy": version("mypy"),
        }
    )
