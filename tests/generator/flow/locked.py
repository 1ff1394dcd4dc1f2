"""Units that are locked and complete, made without rendering anything: what the fast path reads, nothing more."""

from __future__ import annotations

from pathlib import Path

from generator.canonical import sha256
from generator.manifest import LockedFile, LockedOperation, Manifest
from generator.project import Project, Settings
from generator.units import Unit

SHARED = {
    "schemas/kernel/v1.pyi": "class Kernel: ...\n",
    "schemas/answer.schema.json": '{"type": "object"}\n',
}
FILES = {
    "__init__.py": '"""A unit."""\n',
    "models.py": '"""Models."""\n' + "VALUE = 1\n" * 60,
    "routes.py": '"""Routes."""\n' + "VALUE = 2\n" * 80,
    "api.py": '"""Handlers."""\n' + "VALUE = 3\n" * 100,
}


def project_in(root: Path) -> Project:
    """Write a project without units and return it."""
    write(root / "pyproject.toml", '[tool.lockstep]\nkernel = "desk"\n')
    for path, text in SHARED.items():
        write(root / path, text)
    return Project(root, Settings("desk"))


def lock_unit(project: Project, unit: Unit, *, parent: str | None = None, files: dict[str, str] | None = None) -> str:
    """Write one unit's prompt, schemas, files and manifest; return its bundle_id."""
    inputs = {
        f"prompts/{unit}/api.prompt": f"---\nname: {unit.feature}\n---\n" + "Write it.\n" * 100,
        f"schemas/{unit}/query.schema.json": '{"type": "object"}\n' * 20,
        f"schemas/{unit}/page.schema.json": '{"type": "object"}\n' * 30,
    }
    for path, text in inputs.items():
        write(project.root / path, text)
    for name, text in (files or FILES).items():
        write(project.generated(unit) / name, text)
    shared = {path: (project.root / path).read_text(encoding="utf-8") for path in SHARED}
    manifest = manifest_of(project, unit, inputs | shared, files or FILES, parent)
    (project.generated(unit) / "bundle.json").write_bytes(manifest.to_bytes())
    return manifest.bundle_id


def manifest_of(
    project: Project, unit: Unit, inputs: dict[str, str], files: dict[str, str], parent: str | None
) -> Manifest:
    """Return a manifest that locks these texts."""
    return Manifest(
        feature=unit.feature,
        version=unit.version,
        parent=parent,
        inputs={path: sha256(text.encode()) for path, text in inputs.items()},
        prompts={},
        schemas={},
        kernel=project.settings.kernel,
        operations=(LockedOperation(id="look", method="GET", path="/v1/look", status=200),),
        files={
            name: LockedFile(origin="rendered", answered=None, written=sha256(text.encode()), semantic="0" * 64)
            for name, text in files.items()
        },
        openapi="0" * 64,
        waivers=None,
        rendered_with={"ruff": "0.0.0"},
    )


def write(path: Path, text: str) -> None:
    """Write a text file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
