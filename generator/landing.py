"""Where a candidate meets what stands: parent, hand edits, and the difference between the two trees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from generator.disk import file_names, read
from generator.edits import Carried, carry, refuse_links
from generator.errors import HandEdited
from generator.lock import Changed, Disk, Unchanged
from generator.locking import manifest_of
from generator.manifest import FILE_NAME, Manifest
from generator.options import Options
from generator.outcomes import Outcome, Result
from generator.project import Project
from generator.units import Unit
from generator.work import Work, standing


@dataclass(frozen=True, slots=True)
class Landing:
    """One unit's result; with a ``manifest``, the tree that is to be put in place: ``files``, all but the manifest."""

    result: Result
    files: dict[str, bytes]
    manifest: Manifest | None


def carried(project: Project, work: Sequence[Work], options: Options) -> dict[Unit, Carried]:
    """Bring the hand edits that stand into every candidate.

    Raises HandEdited, showing both sides, when a hand edit and a new text touch the same lines.
    """
    trees = {each.unit: _carried(project, each, options) for each in work if each.candidate is not None}
    conflicts = [str(conflict) for tree in trees.values() for conflict in tree.conflicts]
    if conflicts:
        raise HandEdited(
            "\n".join(conflicts) + "\nHand edits and the new code touch the same lines; nothing in generated/ has "
            "changed. Move the edits into the prompt and undo them, or drop them with: lockstep regenerate "
            "--discard-edits"
        )
    return trees


def land(project: Project, work: Sequence[Work], trees: dict[Unit, Carried], options: Options) -> list[Landing]:
    """Say what each unit becomes, in the order of ``work``: the versions of one feature from the oldest.

    ``trees`` comes from :func:`carried`. The candidates' answers must be stored by now.
    """
    disk, landings, moved = Disk(str(project.root)), list[Landing](), set[Unit]()
    for each in work:
        parent = disk.parent_id(each.unit)
        if each.candidate is not None:
            manifest = manifest_of(project, each.candidate, parent)
            landing = _landing(project, each, options, manifest, trees[each.unit])
        elif _is_relinked(each, parent_moved=disk.parent_of(each.unit) in moved):
            refuse_links(project, each.unit)
            manifest = _standing(project, each).with_parent(parent)
            kept = Carried(_tree(project, each.unit, but=FILE_NAME), (), ())
            landing = _landing(project, each, options, manifest, kept)
        else:
            landing = _left_alone(each)
        if landing.manifest is not None:
            disk.landing(each.unit, landing.manifest.bundle_id)
            moved.add(each.unit)
        landings.append(landing)
    return landings


def _is_relinked(work: Work, *, parent_moved: bool) -> bool:
    """Whether a unit that needs no rendering still needs a new link to the version before it."""
    return parent_moved or (isinstance(work.state, Changed) and work.state.only_parent)


def _standing(project: Project, work: Work) -> Manifest:
    manifest = work.standing or standing(project, work.unit)
    if manifest is None:
        raise HandEdited(f"generated/{work.unit}/{FILE_NAME} was edited while it was being read. Run again.")
    return manifest


def _carried(project: Project, work: Work, options: Options) -> Carried:
    texts = {name: text.written for name, text in work.candidate.texts.items()} if work.candidate else {}
    if options.discard_edits or options.check:
        return Carried({name: text.encode() for name, text in texts.items()}, (), ())
    return carry(project, work.unit, work.standing, texts)


def _left_alone(work: Work) -> Landing:
    if isinstance(work.state, Unchanged):
        return Landing(Result(work.unit, Outcome.unchanged), {}, None)
    kept = tuple(reason.path for reason in work.state.by_hand)
    return Landing(Result(work.unit, Outcome.edited, reasons=work.reasons, kept=kept), {}, None)


def _landing(project: Project, work: Work, options: Options, manifest: Manifest, tree: Carried) -> Landing:
    old, new = _tree(project, work.unit), {**tree.files, FILE_NAME: manifest.to_bytes()}
    calls = work.candidate.calls if work.candidate else 0
    cost = work.candidate.cost_usd if work.candidate else 0.0
    if old == new:
        outcome = Outcome.reproduced if options.fresh else Outcome.edited if tree.kept else Outcome.unchanged
        return Landing(Result(work.unit, outcome, calls, cost, work.reasons, tree.kept), {}, None)
    outcome = Outcome.stale if options.check else Outcome.regenerated if work.candidate else Outcome.relinked
    result = Result(work.unit, outcome, calls, cost, work.reasons, tree.kept, _diff(work.unit, old, new))
    return Landing(result, tree.files, manifest)


def _tree(project: Project, unit: Unit, but: str = "") -> dict[str, bytes]:
    folder = str(project.generated(unit))
    return {name: read(f"{folder}/{name}") or b"" for name in sorted(file_names(folder) - {but})}


def _diff(unit: Unit, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> str:
    return "".join(
        _file_diff(f"generated/{unit}/{name}", old.get(name), new.get(name)) for name in sorted({*old, *new})
    )


def _file_diff(path: str, old: bytes | None, new: bytes | None) -> str:
    names = (f"a/{path}" if old is not None else "/dev/null", f"b/{path}" if new is not None else "/dev/null")
    before, after = ((data or b"").decode(errors="replace").splitlines(keepends=True) for data in (old, new))
    lines = unified_diff(before, after, *names)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
