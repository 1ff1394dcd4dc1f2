"""What the router's tests share: a place that a database may live in, and a database."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

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
