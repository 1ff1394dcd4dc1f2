"""What one unit asked for and promised on the merge base, as a project of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.gate.git import CommitTree
from generator.project import Project
from generator.units import Unit


@contextmanager
def restored(project: Project, tree: CommitTree, unit: Unit) -> Iterator[Project]:
    """Yield a project that holds one unit's prompts and schemas as they stand on the merge base."""
    paths = [*tree.below(f"prompts/{unit}"), *tree.below(f"schemas/{unit}")]
    with tempfile.TemporaryDirectory(prefix="lockstep-base-") as folder:
        for path, data in tree.read(paths).items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        yield Project(Path(folder), project.settings)
