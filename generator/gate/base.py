"""Which commit to compare with: what stands there is frozen.

On a branch it is the merge base with the main branch, here or on ``origin``, whichever is the later. On the main
branch itself it is what ``origin`` has of it, else the last commit: what is committed there has landed. Outside Git
there is nothing to compare with but the version before, and the report says so.

Which branch is the main one is said in pyproject.toml, which is under review like everything else: where the base's own
pyproject.toml or the remote's default branch says otherwise, ``lock/base-moved`` blocks until somebody names the base.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import UsageInvalid
from generator.findings import Finding
from generator.gate.git import CommitTree, GitFailed, commit_tree, git, resolve
from generator.gate.report import Comparison

_FOLDERS = ("prompts", "schemas", "generated", "snapshots")
_USUAL = "main"
_ALONE = "each version is compared with the one before it only"


@dataclass(frozen=True, slots=True)
class Base:
    """What to compare with. ``tree`` is None without a commit; ``problem`` says that there should have been one."""

    comparison: Comparison
    tree: CommitTree | None = None
    problem: Finding | None = None


def find_base(root: Path, ref: str | None, main_branch: str) -> Base:
    """Return the base of the project at ``root``; ``ref`` is what the user asked for, if anything.

    Raises UsageInvalid for a ``ref`` that names no commit, or whose history does not meet ours.
    """
    if outside := _why_outside(root):
        if ref is not None:
            raise UsageInvalid(f"--base {ref}: {outside}. Run in a Git working tree, or leave --base out.")
        return Base(Comparison(None, f"{outside}: {_ALONE}"))
    if ref is not None:
        return _asked(root, ref)
    if resolve(root, "HEAD") is None:
        return Base(Comparison(None, f"no commit yet: {_ALONE}"))
    base = _default(root, main_branch)
    said = _other_main(root, base, main_branch)
    return base if said is None else replace(base, problem=_moved(main_branch, said))


def _other_main(root: Path, base: Base, main_branch: str) -> str | None:
    """Return who names another main branch than ``main_branch``, and which; None when nobody does."""
    try:
        head = git(root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD").decode().strip()
    except GitFailed:
        head = ""  # not every clone has one
    if head:
        named = head.removeprefix("origin/")
        return None if named == main_branch else f"origin's default branch is {named}"
    commits = {base.comparison.commit, resolve(root, "HEAD"), *_roots_of_trust(root)} - {None}
    for commit in sorted(str(commit) for commit in commits):
        there = _main_branch_at(root, commit)
        if there is not None and there != main_branch:
            return f"pyproject.toml of {_short(commit)} names {there}"
    return None


def _roots_of_trust(root: Path) -> list[str]:
    """Return where history meets the branch that is the main one when nobody says so, here and on the remote."""
    names = (f"{where}/{_USUAL}" for where in ("refs/heads", "refs/remotes/origin"))
    shared = (_merge_base(root, commit) for name in names if (commit := resolve(root, name)))
    return [commit for commit in shared if commit is not None]


def _main_branch_at(root: Path, commit: str) -> str | None:
    """Return what ``commit`` says the main branch is; None where it says nothing that can be read."""
    try:
        prefix = git(root, "rev-parse", "--show-prefix").decode().strip("\n")
        text = git(root, "cat-file", "blob", f"{commit}:{prefix}pyproject.toml").decode()
        table = tomllib.loads(text)["tool"]["lockstep"]
        return str(table.get("main_branch", _USUAL))
    except (GitFailed, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError):
        return None


def _moved(main_branch: str, said: str) -> Finding:
    return Finding(
        rule="lock/base-moved",
        message=f"main_branch is {main_branch} here, but {said}: what has landed cannot be told from what has not",
        path="pyproject.toml",
        old=said.rpartition(" ")[2],
        new=main_branch,
        remedy="Take the change of main_branch back, or name what to compare with: lockstep gate --base REF",
    )


def _why_outside(root: Path) -> str | None:
    try:
        git(root, "rev-parse", "--show-toplevel")
    except GitFailed as error:
        has_repository = any((folder / ".git").exists() for folder in (root, *root.parents))
        if has_repository:
            # A repository that Git will not read must not pass for none: frozen versions would go unchecked.
            raise UsageInvalid(
                f"Git cannot read the repository of {root}: {error}. Mend that and run again."
            ) from error
        return "outside Git"
    return None


def _asked(root: Path, ref: str) -> Base:
    commit = resolve(root, ref)
    if commit is None:
        raise UsageInvalid(f"--base {ref}: there is no such commit here. Fetch it, or name another.")
    shared = _merge_base(root, commit)
    if shared is None:
        raise UsageInvalid(
            f"--base {ref}: no commit in common with HEAD. If the clone is shallow: git fetch --unshallow"
        )
    return _at(root, shared, f"{_short(shared)}, the merge base with {ref}")


def _default(root: Path, main_branch: str) -> Base:
    remote, local = f"origin/{main_branch}", main_branch
    on_main = _current_branch(root) == main_branch
    candidates = [
        name
        for name in (remote, local)
        if resolve(root, f"refs/remotes/{name}" if name == remote else f"refs/heads/{name}")
    ]
    if on_main and remote not in candidates:
        head = str(resolve(root, "HEAD"))
        return _at(root, head, f"{_short(head)}, the last commit (this is {main_branch}: what is committed has landed)")
    if on_main:
        candidates = [remote]
    best: tuple[str, str] | None = None
    for name in candidates:
        shared = _merge_base(root, str(resolve(root, name)))
        if shared is not None and (best is None or _is_ancestor(root, best[1], shared)):
            best = (name, shared)
    if best is None:
        return _without(main_branch, candidates)
    return _at(root, best[1], f"{_short(best[1])}, the merge base with {best[0]}")


def _without(main_branch: str, candidates: list[str]) -> Base:
    """Say that a commit should have been there: a shallow or partial clone must not pass without a comparison."""
    why = (
        f"no commit in common with {' or '.join(candidates)}; is the clone shallow?"
        if candidates
        else f"there is no branch {main_branch} or origin/{main_branch} here"
    )
    finding = Finding(
        rule="gate/not-run",
        message=f"lock/frozen could not be checked: {why}",
        path="pyproject.toml",
        remedy=f"Run: git fetch --unshallow origin {main_branch}, or name a commit: lockstep gate --base REF",
    )
    return Base(Comparison(None, f"{why}: {_ALONE}"), problem=finding)


def _at(root: Path, commit: str, said: str) -> Base:
    return Base(Comparison(commit, said), commit_tree(root, commit, _FOLDERS))


def _short(commit: str) -> str:
    return commit[:12]


def _merge_base(root: Path, commit: str) -> str | None:
    try:
        return git(root, "merge-base", "HEAD", commit).decode().strip() or None
    except GitFailed:
        return None


def _is_ancestor(root: Path, older: str, newer: str) -> bool:
    try:
        git(root, "merge-base", "--is-ancestor", older, newer)
    except GitFailed:
        return False
    return True


def _current_branch(root: Path) -> str | None:
    try:
        return git(root, "symbolic-ref", "--quiet", "--short", "HEAD").decode().strip()
    except GitFailed:
        return None
