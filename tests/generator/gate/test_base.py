"""Which commit the gate compares with."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import UsageInvalid
from generator.gate.base import find_base
from tests.generator.gate.desk import commit, git, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one commit on main."""
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path / "prompts/notes/v1/api.prompt", "one\n")
    commit(tmp_path)
    return tmp_path


def test_on_a_branch_the_base_is_where_it_left_main(root: Path) -> None:
    """Commits of the branch and later ones of main are not the base."""
    left = git(root, "rev-parse", "HEAD")
    git(root, "switch", "-q", "-c", "work")
    commit(root)
    git(root, "switch", "-q", "main")
    commit(root)
    git(root, "switch", "-q", "work")
    base = find_base(root, None, "main")
    assert base.comparison.commit == left
    assert base.comparison.said == f"{left[:12]}, the merge base with main"


def test_on_main_without_a_remote_the_last_commit_is_the_base(root: Path) -> None:
    """What is committed on the main branch has landed."""
    head = commit(root)
    assert find_base(root, None, "main").comparison.commit == head


def test_on_main_the_remotes_main_is_the_base(root: Path) -> None:
    """What was not pushed has not landed."""
    pushed = git(root, "rev-parse", "HEAD")
    git(root, "update-ref", "refs/remotes/origin/main", pushed)
    commit(root)
    assert find_base(root, None, "main").comparison.commit == pushed


def test_the_later_of_local_and_remote_main_is_the_base(root: Path) -> None:
    """A stale copy of main must not unfreeze what landed since."""
    old = git(root, "rev-parse", "HEAD")
    new = commit(root)
    git(root, "switch", "-q", "-c", "work")
    commit(root)
    for remote, local in ((old, new), (new, old)):
        git(root, "update-ref", "refs/remotes/origin/main", remote)
        git(root, "update-ref", "refs/heads/main", local)
        assert find_base(root, None, "main").comparison.commit == new


def test_a_named_base_is_met_where_the_histories_meet(root: Path) -> None:
    """--base REF compares with the merge base of REF and HEAD."""
    left = git(root, "rev-parse", "HEAD")
    git(root, "switch", "-q", "-c", "other")
    commit(root)
    git(root, "switch", "-q", "main")
    commit(root)
    assert find_base(root, "other", "main").comparison.commit == left


@pytest.mark.parametrize("ref", ["nowhere", "--help", ""])
def test_a_base_that_does_not_exist_is_refused(root: Path, ref: str) -> None:
    """A misspelt --base is a usage error, never a comparison with nothing."""
    with pytest.raises(UsageInvalid, match="no such commit"):
        find_base(root, ref, "main")


def test_a_base_without_common_history_is_refused(root: Path) -> None:
    """Histories that do not meet have no merge base."""
    git(root, "checkout", "-q", "--orphan", "elsewhere")
    commit(root)
    with pytest.raises(UsageInvalid, match="no commit in common"):
        find_base(root, "main", "main")


def test_outside_git_the_report_says_so(tmp_path: Path) -> None:
    """Without a repository there is nothing frozen, and that is said."""
    base = find_base(tmp_path, None, "main")
    assert (base.tree, base.problem) == (None, None)
    assert base.comparison.said == "outside Git: each version is compared with the one before it only"
    with pytest.raises(UsageInvalid, match="outside Git"):
        find_base(tmp_path, "main", "main")


def test_a_repository_that_git_cannot_read_is_not_taken_for_none(tmp_path: Path) -> None:
    """A damaged repository must not switch the frozen check off."""
    write(tmp_path / ".git", "gitdir: /nowhere\n")
    with pytest.raises(UsageInvalid, match="cannot read the repository"):
        find_base(tmp_path, None, "main")


def test_without_a_main_branch_the_gate_says_that_a_check_did_not_run(root: Path) -> None:
    """A clone that lacks main breaks `gate/not-run` instead of passing silently."""
    git(root, "branch", "-q", "-m", "main", "trunk")
    base = find_base(root, None, "main")
    assert base.problem is not None
    assert base.problem.rule == "gate/not-run"
    assert "lock/frozen could not be checked" in base.problem.message


def test_before_the_first_commit_there_is_no_base(tmp_path: Path) -> None:
    """An empty repository has nothing frozen."""
    git(tmp_path, "init", "-q", "-b", "main")
    assert find_base(tmp_path, None, "main").comparison.said.startswith("no commit yet")


def test_a_project_below_the_repositorys_top_reads_its_own_files(root: Path) -> None:
    """Paths in the base are relative to the project, wherever it lies in the repository."""
    write(root / "apps/desk/prompts/notes/v1/api.prompt", "two\n")
    commit(root)
    tree = find_base(root / "apps/desk", None, "main").tree
    assert tree is not None
    assert list(tree.entries) == ["prompts/notes/v1/api.prompt"]
    assert tree.read(tree.entries) == {"prompts/notes/v1/api.prompt": b"two\n"}


def test_names_that_git_would_quote_are_read(root: Path) -> None:
    """Spaces, quotes and letters beyond ASCII survive."""
    names = ["prompts/notes/v1/ä b.prompt", 'prompts/notes/v1/"c".prompt']
    for name in names:
        write(root / name, name)
    commit(root)
    tree = find_base(root, None, "main").tree
    assert tree is not None
    assert tree.read(names) == {name: name.encode() for name in names}


NAMED = '[tool.lockstep]\nkernel = "desk"\nmain_branch = "{}"\n'


@pytest.mark.parametrize("own", [NAMED.format("main"), '[tool.lockstep]\nkernel = "desk"\n'])
@pytest.mark.parametrize("committed", [True, False])
def test_the_tree_under_review_does_not_choose_its_base(root: Path, own: str, committed: bool) -> None:  # noqa: FBT001
    """`lock/base-moved`: naming a branch of one's own the main one unfreezes nothing; --base REF settles it."""
    write(root / "pyproject.toml", own)
    landed = commit(root)
    git(root, "switch", "-q", "-c", "mine")
    write(root / "pyproject.toml", NAMED.format("mine"))
    if committed:
        commit(root)
    problem = find_base(root, None, "mine").problem
    assert problem is not None
    assert (problem.rule, problem.old, problem.new) == ("lock/base-moved", "main", "mine")
    assert "--base REF" in problem.remedy
    asked = find_base(root, "main", "mine")
    assert (asked.problem, asked.comparison.commit) == (None, landed)


def test_the_remotes_default_branch_is_believed(root: Path) -> None:
    """`lock/base-moved`: origin/HEAD is not under review."""
    head = git(root, "rev-parse", "HEAD")
    for name in ("trunk", "mine"):
        git(root, "update-ref", f"refs/remotes/origin/{name}", head)
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert find_base(root, None, "trunk").problem is None
    problem = find_base(root, None, "mine").problem
    assert problem is not None
    assert (problem.rule, problem.old) == ("lock/base-moved", "trunk")
