"""Two people clone the project into different folders, without a key, and get the same tree."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.generator.flow.synthetic import tree
from tests.stories.checkout import REPOSITORY, copy_to


def test_two_clones_regenerate_the_tree_that_was_committed(tmp_path: Path) -> None:
    """Throw generated/ away in both; what recordings make of it is what stands in Git, byte for byte."""
    trees = []
    for folder in ("one", "elsewhere/with a space/two"):
        checkout = copy_to(tmp_path / folder)
        shutil.rmtree(checkout.root / "generated")
        done = checkout.run("lockstep", "regenerate", TZ="Pacific/Apia", LC_ALL="C", PYTHONHASHSEED=str(len(folder)))
        assert done.returncode == 0, done.stderr
        assert "5 units: 5 regenerated (0 calls, $0.00)" in done.stdout
        trees.append(tree(checkout.root / "generated"))
    assert trees[0] == trees[1]
    assert trees[0] == tree(REPOSITORY / "generated")
