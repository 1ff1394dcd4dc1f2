"""A small project, built once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.gate.accept import accept
from generator.project import Project, open_project
from tests.generator.gate.desk import V1, build, desk, git, write


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose notes/v1 is generated, accepted and clean."""
    root = tmp_path_factory.mktemp("built") / "desk"
    project = desk(root)
    build(project, V1)
    accept(project, (), None, only_look=False)
    return root


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Project:
    """A copy of the built desk, with what mypy has learned: a cold start takes it ten times as long."""
    root = tmp_path / "desk"
    shutil.copytree(built, root, ignore=shutil.ignore_patterns("postgres*", "gate"))
    return open_project(root)


@pytest.fixture
def landed(project: Project) -> Project:
    """The desk in a repository whose main branch holds notes/v1; work goes on in a branch."""
    write(project.root / ".gitignore", ".lockstep\n__pycache__/\n")
    git(project.root, "init", "-q", "-b", "main")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "notes")
    git(project.root, "switch", "-q", "-c", "work")
    return project
