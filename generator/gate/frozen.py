"""``lock/frozen``: what stands on the merge base never changes, whatever else is updated in the same change.

Frozen of a unit that has a prompt there: its prompts, its schemas, its generated code, its recordings and its accepted
snapshots (but for the list of known flaws); and every kernel file in ``schemas/kernel/``, because a landed prompt was
shown it. A new file beside a prompt, a schema or generated code is a change too. A unit that is gone is said once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.disk import file_names
from generator.findings import Finding
from generator.gate.git import CommitTree
from generator.units import Unit, is_feature_name, version_number

_OWN = ("prompts", "schemas", "generated", "snapshots")
_KERNEL = "schemas/kernel"
KNOWN = "ui/known.toml"
"""What is known to be wrong with the stories of a unit, below its snapshots: browsers change under landed pages."""


def landed_units(tree: CommitTree) -> list[Unit]:
    """Return the units that have a prompt in the commit, sorted."""
    found = set()
    for path in tree.below("prompts"):
        parts = path.split("/")
        number = version_number(parts[2]) if len(parts) > 3 else None
        if number is not None and is_feature_name(parts[1]):
            found.add(Unit(parts[1], number))
    return sorted(found)


def frozen_unit(root: Path, tree: CommitTree, unit: Unit) -> Iterator[Finding]:
    """Yield a finding for each file of a landed unit that is not as it was on the merge base."""
    if not (root / "prompts" / unit.place).is_dir():
        yield Finding(
            rule="lock/frozen",
            message="this version stands on the merge base and has been deleted",
            path=f"prompts/{unit}",
            unit=str(unit),
            old="present",
            new="deleted",
            remedy=f"Take it back: git checkout {tree.commit[:12]} -- {' '.join(_standing(tree, unit))}",
        )
        return
    for folder in _standing(tree, unit):
        yield from _differences(root, tree, folder, unit)


def frozen_kernel(root: Path, tree: CommitTree) -> Iterator[Finding]:
    """Yield a finding for each kernel file of the merge base that was changed or deleted; new ones are welcome."""
    for path in tree.below(_KERNEL):
        if path.endswith(".pyi"):
            yield from _difference(root, tree, path, None)


def _standing(tree: CommitTree, unit: Unit) -> list[str]:
    # Generated code or snapshots that never landed (a prompt landed alone) may still be added.
    return [f"{folder}/{unit}" for folder in _OWN if tree.below(f"{folder}/{unit}")]


def _differences(root: Path, tree: CommitTree, folder: str, unit: Unit) -> Iterator[Finding]:
    for path in tree.below(folder):
        if path != f"snapshots/{unit}/{KNOWN}":
            yield from _difference(root, tree, path, unit)
    if folder.startswith("snapshots/"):
        return  # a picture that was never accepted may be accepted later; those that were are compared above
    for path in sorted(_files(root, root / folder)):
        if path not in tree.entries:
            yield _finding(tree, path, unit, "a file was added to it", "absent", "present")


def _difference(root: Path, tree: CommitTree, path: str, unit: Unit | None) -> Iterator[Finding]:
    file = root / path
    if not (file.is_file() or file.is_symlink()):
        yield _finding(tree, path, unit, "the file was deleted", "present", "deleted")
    elif not tree.has_same(path, file):
        yield _finding(tree, path, unit, "the file was changed", *_first_difference(tree, path, file))


def _finding(tree: CommitTree, path: str, unit: Unit | None, what: str, old: str, new: str) -> Finding:
    whose = f"{unit} stands on the merge base" if unit else "landed prompts were shown this file"
    version = f"lockstep new-version {unit.feature}" if unit else "the next number in schemas/kernel/"
    return Finding(
        rule="lock/frozen",
        message=f"{whose}, and {what}",
        path=path,
        unit=str(unit) if unit else "",
        old=old,
        new=new,
        remedy=f"Take it back: git checkout {tree.commit[:12]} -- {path}; change a new version instead: {version}",
    )


def _first_difference(tree: CommitTree, path: str, file: Path) -> tuple[str, str]:
    """Return the first line that differs, as it was and as it is."""
    if file.is_symlink() or tree.entries[path].is_link:
        return ("link" if tree.entries[path].is_link else "file", "link" if file.is_symlink() else "file")
    old = tree.read([path])[path].decode(errors="replace").splitlines(keepends=True)
    new = file.read_bytes().decode(errors="replace").splitlines(keepends=True)
    for before, after in zip(old, new, strict=False):
        if before != after:
            return before.strip() or repr(before), after.strip() or repr(after)
    return f"{len(old)} lines", f"{len(new)} lines"


def _files(root: Path, folder: Path) -> Iterator[str]:
    return (f"{folder.relative_to(root).as_posix()}/{name}" for name in file_names(str(folder)))
