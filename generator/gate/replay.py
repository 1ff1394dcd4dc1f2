"""``lock/forged``: a manifest is what replaying its recordings yields, byte for byte.

The replay renders the prompts, takes the stored answers, checks and lays them out and renders the rest, with the code
that ``regenerate`` uses, and writes nothing. It asks no provider.

Another release of what renders may write the same thing differently. A version that landed was replayed with the
release that made it, and every byte of it has been frozen since: it is not held to a release that came later. That
the prompt landed is not enough: the very manifest must stand on the merge base.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from generator import pointers
from generator.candidate import build
from generator.canonical import canonical_json
from generator.errors import LockstepError
from generator.findings import Finding
from generator.locking import RENDERED_WITH, manifest_of
from generator.manifest import Manifest, ManifestInvalid, parse
from generator.options import Options
from generator.project import Project
from generator.providers import open_provider
from generator.units import Unit

_SHOWN = 120


def replay(project: Project, unit: Unit, *, landed: bool) -> tuple[Finding, ...]:
    """Replay the recordings of ``unit`` and compare what comes out with its manifest.

    ``landed``: the manifest stands on the merge base as it is here.
    """
    path = f"generated/{unit}/bundle.json"
    try:
        standing = parse((project.root / path).read_bytes())
        if landed and standing.rendered_with != {name: version(name) for name in RENDERED_WITH}:
            return ()
        candidate = build(
            project, unit, Options(check=True), open_provider("recordings", project), standing, lambda _tokens: None
        )
        replayed = manifest_of(project, candidate, standing.parent)
    except ManifestInvalid as error:
        return (Finding("lock/forged", f"the file is no manifest: {error}", path, str(unit)),)
    except LockstepError as error:
        return (Finding("lock/forged", f"replaying the recordings failed: {error}", path, str(unit)),)
    return tuple(_differences(unit, path, standing, replayed))


def _differences(unit: Unit, path: str, standing: Manifest, replayed: Manifest) -> Iterator[Finding]:
    old, new = standing.table(), replayed.table()
    for pointer, was, now in _places("", old, new):
        message = "the manifest is not what its recordings replay to"
        remedy = f"Run: lockstep regenerate {unit} --fresh"  # without it an intact unit is left as it is
        yield Finding("lock/forged", message, path, str(unit), pointer=pointer, old=was, new=now, remedy=remedy)


def _places(at: str, old: object, new: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from _places(f"{at}/{pointers.escaped(key)}", old.get(key), new.get(key))
    elif old != new:
        yield at, _short(old), _short(new)


def _short(value: object) -> str:
    text = canonical_json(value).decode()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
