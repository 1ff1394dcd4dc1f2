from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from router import manifests
from router.manifests import Manifest, Refusal
from tests.router.toys import make_bundle, write_manifest


def edit(change: Callable[[dict[str, object]], object], *, reseal: bool) -> Callable[[Path], object]:
    """Return a tampering that changes the manifest, and recomputes its bundle_id if it is to be resealed."""

    def tamper(folder: Path) -> None:
        table = json.loads((folder / "bundle.json").read_text())
        change(table)
        if reseal:
            write_manifest(folder, table)
        else:
            (folder / "bundle.json").write_text(json.dumps(table))

    return tamper


def test_a_true_manifest_is_read_with_the_bytes_that_were_checked(root: Path):
    """Feature, version, operations and file contents come back."""
    folder = make_bundle(root)
    found = manifests.read(folder)
    assert isinstance(found, Manifest)
    assert (found.feature, found.version, found.kernel) == ("notes", 1, "toykernel")
    assert [operation.method for operation in found.operations] == ["GET", "POST", "GET", "GET"]
    assert found.files["api.py"] == (folder / "api.py").read_bytes()


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (lambda folder: (folder / "api.py").write_text("x = 1\n"), "api.py was changed"),
        (lambda folder: (folder / "api.py").unlink(), "api.py is missing"),
        (lambda folder: (folder / "extra.py").write_text(""), "extra.py is not in bundle.json"),
        (lambda folder: (folder / ".hidden").write_text(""), ".hidden is not in bundle.json"),
        (lambda folder: (folder / "bundle.json").unlink(), "bundle.json cannot be read"),
        (lambda folder: (folder / "bundle.json").write_text("{"), "bundle.json is not JSON"),
        (lambda folder: (folder / "bundle.json").write_text("[" * 100_000), "bundle.json is not JSON"),
        (lambda folder: (folder / "bundle.json").write_text("[]"), "not of lock_version 1"),
        (lambda folder: (folder / "bundle.json").write_bytes(b"\xff\xfe{"), "bundle.json is not JSON"),
        (edit(lambda table: table.update(kernel="other"), reseal=False), "bundle.json was changed"),
        (edit(lambda table: table.pop("bundle_id"), reseal=False), "bundle.json was changed"),
        (edit(lambda table: table.update(lock_version=2), reseal=True), "not of lock_version 1"),
        (edit(lambda table: table.pop("operations"), reseal=True), "lacks or misspells 'operations'"),
        (edit(lambda table: table.update(files=[]), reseal=True), "lacks or misspells"),
        (edit(lambda table: table.update(version=2), reseal=True), "is the one of notes/v2"),
        (edit(lambda table: table["files"].update({"../x": {"written": "0"}}), reseal=True), "../x is missing"),
        (lambda folder: (folder / "big.py").write_bytes(b"#" * 5_000_000), "big.py is not in"),
    ],
)
def test_a_bundle_that_is_not_what_it_says_is_refused(root: Path, tamper: Callable[[Path], object], reason: str):
    """Every way to change a bundle without its manifest, or the manifest alone, is seen and named."""
    folder = make_bundle(root)
    tamper(folder)
    found = manifests.read(folder)
    assert isinstance(found, Refusal)
    assert (found.feature, found.version) == ("notes", 1)
    assert reason in found.reason


def test_compiled_files_are_nobodys_business(root: Path):
    """A __pycache__ folder is neither an extra file nor ever believed."""
    folder = make_bundle(root)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "api.cpython-311.pyc").write_bytes(b"poison")
    assert isinstance(manifests.read(folder), Manifest)


def test_folders_are_found_in_the_order_of_their_numbers(root: Path):
    """v10 comes after v9, and what is no unit is passed over."""
    for version in (10, 9):
        make_bundle(root, version=version)
    for name in ("notes/v01", "notes/vx", "Notes/v1", ".staging/v1"):
        (root / "generated" / name).mkdir(parents=True)
    assert [folder.name for folder in manifests.find(root)] == ["v9", "v10"]
