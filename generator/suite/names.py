"""How the accepted files of stories are named, below ``snapshots/<unit>/``.

``ui/<component>/<story>.aria.yaml`` and ``ui/<component>/<browser key>/<story>.<mode>.png``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath

TREE = ".aria.yaml"
PICTURE = ".png"


def is_of_a_story(file: Path) -> bool:
    """Say whether a file is there and is accepted of a story."""
    return file.is_file() and (file.suffix == PICTURE or file.name.endswith(TREE))


def story_of(path: PurePath) -> str:
    """Return ``feature/vN/component/story`` of a file below ``snapshots/``; empty for one that is of no story."""
    match path.parts:
        case (feature, version, "ui", component, *_, name):
            return f"{feature}/{version}/{component}/{name.partition('.')[0]}"
    return ""


def is_shown(path: Path, folder: Path, looks: Mapping[str, str | None]) -> bool:
    """Say whether a story's accepted file is still of something.

    Pictures of browsers that nobody looked with stand as long as their story does.
    """
    name = path.relative_to(folder).as_posix()
    looked_with = {PurePosixPath(each).parent.name for each in looks if each.endswith(PICTURE)}
    is_anothers = path.suffix == PICTURE and path.parent.name not in looked_with
    return name in looks or (is_anothers and _tree_of(name) in looks)


def _tree_of(picture: str) -> str:
    """Return the name of the tree beside a picture: ``ui/c/<key>/s.dark.png`` → ``ui/c/s.aria.yaml``."""
    path = PurePosixPath(picture)
    return f"{path.parents[1]}/{path.name.rsplit('.', 2)[0]}{TREE}"
