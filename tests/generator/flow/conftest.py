"""Projects of these tests begin with a warm type checker: a cold one reads FastAPI and pydantic for ten seconds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.project import Project
from generator.units import Unit
from tests.generator.flow.drawn import drawn_project
from tests.generator.flow.running import lockstep
from tests.generator.flow.synthetic import LOOK, project_with

Start = Callable[..., Project]


@pytest.fixture(scope="session")
def types_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The private folder of a small project after one run: the type checker's caches."""
    project = project_with(tmp_path_factory.mktemp("warm") / "project")
    assert lockstep(project, "regenerate").code == 0
    return project.private


@pytest.fixture
def start(types_cache: Path) -> Start:
    """A function that writes a project (see ``synthetic.project_with``) with a warm type checker."""

    def begin(root: Path, *units: Unit, recorded: bool = True) -> Project:
        project = project_with(root, *units, recorded=recorded)
        for name in ("mypy", "types"):
            shutil.copytree(types_cache / name, project.private / name)
        return project

    return begin


@pytest.fixture
def project(tmp_path: Path, start: Start) -> Project:
    """A project with ``look/v1``, its answer recorded, nothing generated yet."""
    return start(tmp_path / "project", LOOK)


@pytest.fixture
def generated(project: Project) -> Project:
    """The same project after its first ``regenerate``."""
    assert lockstep(project, "regenerate").code == 0
    return project


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a project with a toy design and a feature with an interface after one run; to be copied."""
    project = drawn_project(tmp_path_factory.mktemp("made") / "project")
    ran = lockstep(project, "regenerate")
    assert ran.code == 0, ran.err
    return project.root
