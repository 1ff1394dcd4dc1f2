"""Somebody else clones the project into another folder, without a key, and gets the same tree."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.generator.flow.synthetic import tree
from tests.stories.checkout import REPOSITORY, copy_to


def test_a_clone_elsewhere_regenerates_the_tree_that_was_committed(tmp_path: Path) -> None:
    """Throw generated/ away; what recordings make of it is what stands in Git, byte for byte."""
    checkout = copy_to(tmp_path / "elsewhere/with a space/clone")
    shutil.rmtree(checkout.root / "generated")
    done = checkout.run("lockstep", "regenerate", TZ="Pacific/Apia", LC_ALL="C", PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stderr
    assert "7 units: 7 regenerated (0 calls, $0.00)" in done.stdout
    assert tree(checkout.root / "generated") == tree(REPOSITORY / "generated")
