"""``lock/symlink``: versions are plain files in plain folders.

Git stores a link as the name of its target: what lies behind one is not part of the commit, so it can never be frozen,
and it can change without a change. A repository inside the repository is such a door too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.disk import links_below
from generator.findings import Finding

_FOLDERS = ("prompts", "schemas", "generated", "snapshots")


def linked(root: Path) -> Iterator[Finding]:
    """Yield a finding for each symbolic link and each inner repository in the four folders, or in place of one."""
    for path in links_below(str(root), _FOLDERS):
        if (root / path).is_symlink():
            what, mend = "is a symbolic link", f"Put the files themselves there: git rm -r --cached {path}; rm {path}"
        else:
            what, mend = "makes its folder a repository of its own", f"Put plain files there: rm -r {path}"
        yield Finding(
            "lock/symlink", f"{path} {what}: what lies behind it cannot be frozen", path, remedy=f"{mend}; git add"
        )
