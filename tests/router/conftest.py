"""What the router's tests share: a place that a database may live in, and a database."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from router.kernel import make_importable
from router.postgres import database_url
from tests.router.toys import make_project


@pytest.fixture
def root() -> Iterator[Path]:
    """An empty project with the toy kernel; unlike pytest's own folders, open to the user that Postgres runs as."""
    folder = Path(tempfile.mkdtemp(prefix="lockstep-test-"))
    folder.chmod(0o755)
    yield make_project(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server that runs as long as the tests do."""
    folder = Path(tempfile.mkdtemp(prefix="lockstep-test-"))
    folder.chmod(0o755)
    with database_url(folder, {}, durable=False) as url:
        yield url
    shutil.rmtree(folder)


@pytest.fixture
def importable(root: Path) -> Iterator[None]:
    """Let the toy kernel be imported, and forget it and its bundles afterwards."""
    before = list(sys.path)
    make_importable(root)
    yield
    sys.path[:] = before
    for name in [name for name in sys.modules if name == "toykernel" or name.startswith("lockstep_bundle_")]:
        del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if not hasattr(finder, "package")]
