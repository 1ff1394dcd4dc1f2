"""Files as they lie there, and as a commit has them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator.errors import UsageInvalid
from generator.sides.models import read
from generator.sides.spelling import NamedType
from generator.sides.stores import Disk, commit

GIT = ("git", "-c", "user.name=ada", "-c", "user.email=ada@example.com")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository whose last commit differs from what lies there now."""
    root = tmp_path.resolve() / "root"
    (root / "sub/.hidden").mkdir(parents=True)
    for name in ("a.json", "sub/b.yaml", "sub/c.txt", "sub/.hidden/d.json"):
        (root / name).write_text("1")
    (root / "sub/shop.py").write_text("import typing_extensions as t\nclass Order(t.TypedDict):\n    total: int\n")
    (root / "sub/link.py").symlink_to("shop.py")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "first")):
        subprocess.run([*GIT, *words], cwd=root, check=True)
    (root / "a.json").write_text("2")
    (root / "sub/shop.py").write_text("import typing_extensions as t\nclass Order(t.TypedDict):\n    total: str\n")
    (root / "new.json").write_text("2")
    return root


def test_a_commit_has_what_was_committed(repository: Path) -> None:
    """Not what lies there now; two states of a file have two addresses."""
    store, disk = commit("HEAD", repository / "sub"), Disk()
    assert (store.read(repository / "a.json"), disk.read(repository / "a.json")) == (b"1", b"2")
    assert (store.read(repository / "new.json"), disk.read(repository / "none.json")) == (None, None)
    assert store.read(repository.parent / "a.json") is None
    assert store.uri(repository / "a.json") != disk.uri(repository / "a.json")
    assert [path.name for path in store.below(repository)] == ["a.json", "d.json", "b.yaml"]
    assert [path.name for path in disk.below(repository)] == ["a.json", "new.json", "b.yaml"]
    assert [path.name for path in store.below(repository / "sub")] == ["d.json", "b.yaml"]


def test_a_name_that_is_no_commit_is_refused(repository: Path, tmp_path: Path) -> None:
    """So is a folder outside of any repository; an option is no name."""
    for ref in ("nowhere", "--help"):
        with pytest.raises(UsageInvalid, match="there is no such commit"):
            commit(ref, repository)
    with pytest.raises(UsageInvalid, match="no Git repository can be read here"):
        commit("HEAD", tmp_path)


def test_a_type_is_read_as_a_commit_has_it(repository: Path) -> None:
    """Its module is imported from a copy of the commit, in the folder of that name."""
    then = read(NamedType("s", "shop", "Order", "HEAD"), "validation", repository / "sub")
    now = read(NamedType("s", "shop", "Order"), "validation", repository / "sub")
    kinds = [model.schema["properties"]["total"]["type"] for model in (then, now)]  # type: ignore[index,call-overload]
    assert kinds == ["integer", "string"]
    assert (then.file, now.file) == ("shop.py", "shop.py")


def test_a_type_of_a_commit_never_comes_from_the_working_tree(repository: Path) -> None:
    """Where the import leads back there, it would be compared with itself: refused."""
    (repository / "sub/other.py").write_text("X = int\n")
    (repository / "sub/shop.py").write_text(
        f"import sys\nsys.path.insert(0, {str(repository / 'sub')!r})\nfrom other import X as Order\n"
    )
    for words in (("add", "sub/shop.py"), ("commit", "-qm", "second")):
        subprocess.run([*GIT, *words], cwd=repository, check=True)
    with pytest.raises(UsageInvalid, match=r"other is loaded from .*, not from the commit"):
        read(NamedType("s", "shop", "Order", "HEAD"), "validation", repository / "sub")
