"""What was clean is remembered where only this user could have written it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator import known
from generator.gate.cache import Cache, open_cache
from generator.project import Project
from generator.question import questions
from generator.secret import secret
from generator.synthesis import Accepted
from tests.generator.gate.desk import V1, git, write
from tests.generator.gate.test_order import rules, run


@contextmanager
def at_home(place: Path) -> Iterator[None]:
    """Let the user's cache folder be ``place``."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(place)
    try:
        yield
    finally:
        os.environ.pop("XDG_CACHE_HOME")
        if before is not None:
            os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Where the secret lies, empty at first."""
    with at_home(tmp_path / "home"):
        yield tmp_path / "home"


def test_what_was_kept_here_is_believed_here_alone(project: Project, home: Path) -> None:
    """The same file is nothing to somebody else, and neither is one that was written without the secret."""
    cache = open_cache(project, fresh=False)
    key = cache.key("safety", "notes/v1")
    cache.keep(key)
    assert open_cache(project, fresh=False).has(key)
    assert not open_cache(project, fresh=True).has(key)
    (home / "lockstep/key").unlink()
    assert not open_cache(project, fresh=False).has(key)
    write(cache.folder / f"{key}.json", json.dumps({"format": 1, "key": key, "verdict": "clean"}))
    assert not open_cache(project, fresh=False).has(key)


@pytest.mark.usefixtures("home")
def test_a_result_is_not_believed_under_another_name(project: Project) -> None:
    """A seal is for one key."""
    cache = open_cache(project, fresh=False)
    one, other = cache.key("safety", "notes/v1"), cache.key("safety", "notes/v2")
    cache.keep(one)
    (cache.folder / f"{one}.json").rename(cache.folder / f"{other}.json")
    assert not cache.has(other)


def test_the_secret_is_the_users_alone(project: Project, home: Path) -> None:
    """It is made once, for no other eyes; one that others may read is none."""
    made = secret(project.root)
    assert made is not None
    assert len(made) == 32
    assert secret(project.root) == made
    file = home / "lockstep/key"
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    assert secret(project.root) is None


@pytest.mark.parametrize("place", ["", "cache"])
def test_a_secret_in_the_tree_is_none(project: Project, place: str) -> None:
    """It could have come with the tree."""
    with at_home(project.root / place):
        assert secret(project.root) is None


def test_without_a_secret_nothing_is_kept_or_believed(project: Project, home: Path) -> None:
    """A home that cannot be written costs time, never trust."""
    write(home, "no folder")
    cache = open_cache(project, fresh=False)
    assert cache.secret is None
    cache.keep("0" * 64)
    assert not cache.folder.exists()
    assert not cache.has("0" * 64)


def test_a_type_check_is_believed_here_alone(project: Project, home: Path) -> None:
    """What was remembered of mypy is sealed too."""
    (question,) = questions(project, V1)
    accepted = Accepted({"api.py": "VALUE = 1\n"}, {}, {}, ())
    known.remember(project, question, accepted)
    assert known.passed(project, question, accepted)
    (home / "lockstep/key").unlink()
    assert not known.passed(project, question, accepted)


@pytest.mark.usefixtures("home")
def test_a_private_folder_in_git_is_refused_and_not_believed(landed: Project) -> None:
    """`lock/private`: what comes with a clone may have been written by anybody."""
    cache = open_cache(landed, fresh=False)
    cache.keep("0" * 64)
    assert isinstance(cache, Cache)
    git(landed.root, "add", "--force", ".lockstep/cache")
    assert not open_cache(landed, fresh=False).has("0" * 64)
    assert ("", "lock/private") in rules(run(landed)[0])
