"""Hand edits in ``generated/``: found by digest, carried into the new tree where they fit, shown where they do not."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator import answer, answered_files, recordings
from generator.canonical import sha256
from generator.disk import file_names, first_link, links_below, read
from generator.errors import HandEdited
from generator.expectations import Expectations
from generator.manifest import FILE_NAME, Manifest
from generator.merge import Conflict, merge
from generator.project import Project
from generator.units import Unit

_GIT_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Carried:
    """The new tree with hand edits carried over.

    ``files`` is every file but the manifest; ``kept`` are the paths of those that differ from what was generated;
    ``conflicts`` holds what could not be carried: with any, ``files`` must not be used.
    """

    files: dict[str, bytes]
    kept: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


def carry(project: Project, unit: Unit, standing: Manifest | None, new: dict[str, str]) -> Carried:
    """Bring the hand edits that stand in ``generated/`` into ``new`` (file name → text as generated).

    ``standing`` is the manifest of what stands; without one nobody knows what was edited, so any other text is a
    conflict. A deleted file is not an edit worth keeping: it comes back. Raises HandEdited for a link: what lies behind
    it is no edit, and may be anybody's file.
    """
    files, kept, conflicts = {name: text.encode() for name, text in new.items()}, list[str](), list[Conflict]()
    for name, edited in _edited(project, unit, standing):
        if edited == files.get(name):
            continue
        if name not in new and (standing is None or name not in standing.files):
            files[name] = edited  # somebody's own file, which nothing we write meets
            kept.append(f"generated/{unit}/{name}")
            continue
        merged = _merged(project, unit, standing, name, edited, new)
        if isinstance(merged, Conflict):
            conflicts.append(merged)
        elif merged != files.get(name):
            files[name] = merged
            kept.append(f"generated/{unit}/{name}")
    return Carried(files, tuple(kept), tuple(conflicts))


def refuse_links(project: Project, unit: Unit) -> None:
    """Raise HandEdited for a link in the unit's place in ``generated/``, above it or below it."""
    place, root = f"generated/{unit}", str(project.root)
    link = first_link(root, place) or next(links_below(root, [place]), None)
    if link is not None:
        raise HandEdited(
            f"{link} is a link, and nothing is generated through one; nothing in generated/ has changed. "
            f"Remove it: rm {link}"
        )


def _edited(project: Project, unit: Unit, standing: Manifest | None) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file that is not as its manifest says."""
    refuse_links(project, unit)
    folder = project.generated(unit)
    for name in sorted(file_names(str(folder)) - {FILE_NAME}):
        data = read(f"{folder}/{name}")
        locked = standing.files.get(name) if standing else None
        if data is not None and (locked is None or locked.written != sha256(data)):
            yield name, data


def _merged(
    project: Project, unit: Unit, standing: Manifest | None, name: str, edited: bytes, new: dict[str, str]
) -> bytes | Conflict:
    path, text = f"generated/{unit}/{name}", new.get(name, "")
    try:
        by_hand = edited.decode()
    except UnicodeDecodeError:
        return Conflict(path, repr(edited), text, None)
    pristine = _pristine(project, unit, standing, name, text) if standing else None
    merged = merge(path, pristine=pristine, edited=by_hand, new=text)
    return merged if isinstance(merged, Conflict) else merged.encode()


def _pristine(project: Project, unit: Unit, standing: Manifest, name: str, new: str) -> str | None:
    """Return the text that stood before the edit: the new one, the recorded answer's, or Git's. None: nobody has it."""
    locked = standing.files[name].written
    candidates: tuple[Callable[[], str | None], ...] = (
        lambda: new,
        lambda: _recorded(project, unit, standing, name),
        lambda: _committed(project, unit, name),
    )
    for candidate in candidates:
        text = candidate()
        if text is not None and sha256(text.encode()) == locked:
            return text
    return None


def _recorded(project: Project, unit: Unit, standing: Manifest, name: str) -> str | None:
    """Format the answer that the standing bundle was made from once more."""
    expectations = Expectations(unit, (), standing.kernel, (), {})
    for prompt in standing.prompts.values():
        recording = recordings.load(project, unit, prompt.chain[-1].request) if prompt.chain else None
        said = answer.parse(recording.completion, expectations) if recording else ()
        if not isinstance(said, tuple):
            for file in said.files:
                if file.path == name:
                    text = answered_files.in_form(name, file.content, expectations)
                    return text if isinstance(text, str) else None
    return None


def _committed(project: Project, unit: Unit, name: str) -> str | None:
    """Read the file as it stands in Git's HEAD, for rendered files whose schemas have changed since."""
    command = ["git", "show", f"HEAD:./generated/{unit}/{name}"]
    try:
        done = subprocess.run(command, cwd=project.root, capture_output=True, check=False, timeout=_GIT_TIMEOUT_S)  # noqa: S603  # fixed words
    except FileNotFoundError:
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None
