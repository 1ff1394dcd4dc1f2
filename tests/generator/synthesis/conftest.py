from pathlib import Path

import pytest

from generator.project import Project, Settings

from .bundle import KERNEL


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project whose kernel is the package ``almanac``; its mypy cache is shared by all tests."""
    root: Path = tmp_path_factory.mktemp("project")
    (root / "almanac").mkdir()
    (root / "almanac" / "__init__.py").write_text(KERNEL)
    return Project(root, Settings(kernel="almanac"))
