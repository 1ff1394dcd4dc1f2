"""The fast path sees every difference between inputs, files and manifest, and names it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import lock
from generator.lock import Changed, Reason, Unchanged, Why
from generator.project import Project
from generator.units import Unit
from tests.generator.flow.locked import lock_unit, project_in, write

LOOK = Unit("look", 1)


def test_a_unit_that_nobody_touched_is_unchanged(tmp_path: Path) -> None:
    """Inputs, files and manifest agree; compiled Python beside them does not count."""
    project = project_in(tmp_path)
    bundle_id = lock_unit(project, LOOK)
    write(project.generated(LOOK) / "__pycache__" / "api.cpython-311.pyc", "")
    assert lock.state(project, LOOK) == Unchanged(bundle_id)


def _edit(path: str) -> Callable[[Path], None]:
    return lambda root: write(root / path, "edited\n")


def _delete(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_edit("prompts/look/v1/api.prompt"), "prompts/look/v1/api.prompt changed"),
        (_edit("schemas/look/v1/page.schema.json"), "schemas/look/v1/page.schema.json changed"),
        (_edit("schemas/kernel/v1.pyi"), "schemas/kernel/v1.pyi changed"),
        (_edit("schemas/look/v1/more.schema.json"), "schemas/look/v1/more.schema.json is new"),
        (_edit("prompts/look/v1/parts/rules.txt"), "prompts/look/v1/parts/rules.txt is new"),
        (_edit("schemas/look/v1/widens.toml"), "schemas/look/v1/widens.toml is new"),
        (_delete("schemas/look/v1/query.schema.json"), "schemas/look/v1/query.schema.json was removed"),
        (_delete("schemas/answer.schema.json"), "schemas/answer.schema.json was removed"),
        (_edit("generated/look/v1/api.py"), "generated/look/v1/api.py was edited by hand"),
        (_edit("generated/look/v1/extra.py"), "generated/look/v1/extra.py was added by hand"),
        (_delete("generated/look/v1/models.py"), "generated/look/v1/models.py is missing"),
        (_delete("generated/look/v1/bundle.json"), "generated/look/v1 has not been generated yet"),
        (_edit("generated/look/v1/bundle.json"), "generated/look/v1/bundle.json cannot be read as a manifest"),
    ],
)
def test_every_difference_is_named(tmp_path: Path, change: Callable[[Path], None], expected: str) -> None:
    """One change to one file gives one reason that names the file and says what happened to it."""
    project = project_in(tmp_path)
    lock_unit(project, LOOK)
    change(tmp_path)
    state = lock.state(project, LOOK)
    assert isinstance(state, Changed)
    assert [str(reason) for reason in state.reasons] == [expected]


def test_a_manifest_that_was_edited_does_not_match_itself(tmp_path: Path) -> None:
    """Changing one digit of the manifest by hand is seen without looking at anything else."""
    project = project_in(tmp_path)
    lock_unit(project, LOOK)
    file = project.generated(LOOK) / "bundle.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"0.0.0"', '"0.0.1"'), encoding="utf-8")
    assert lock.state(project, LOOK) == Changed((Reason(Why.forged, "generated/look/v1/bundle.json"),))


def test_a_version_knows_the_one_before_it(tmp_path: Path) -> None:
    """A new bundle of v1 makes v3 stale, though no file of v3 changed; numbers need not be without gaps."""
    project = project_in(tmp_path)
    first = lock_unit(project, LOOK)
    third = Unit("look", 3)
    lock_unit(project, third, parent=first)
    assert isinstance(lock.state(project, third), Unchanged)
    lock_unit(project, LOOK, files={"api.py": "VALUE = 4\n"})
    state = lock.state(project, third)
    assert isinstance(state, Changed)
    assert state.only_parent
    assert [str(reason) for reason in state.reasons] == ["the version before it was regenerated"]


def test_states_of_many_units_equal_those_of_each(tmp_path: Path) -> None:
    """Reading shared files once changes no verdict."""
    project = project_in(tmp_path)
    units = [Unit(f"look_{letter}", version) for letter in "abc" for version in (1, 2)]
    for unit in units:
        lock_unit(project, unit)
    write(project.generated(units[2]) / "api.py", "edited\n")
    assert list(lock.states(project, units)) == [(unit, lock.state(project, unit)) for unit in units]


def test_hand_edits_are_told_apart_from_changed_inputs(tmp_path: Path) -> None:
    """``by_hand`` holds what happened inside ``generated/``, and ``only_by_hand`` says there is nothing else."""
    project = project_in(tmp_path)
    lock_unit(project, LOOK)
    write(project.generated(LOOK) / "api.py", "edited\n")
    state = lock.state(project, LOOK)
    assert isinstance(state, Changed)
    assert state.only_by_hand
    write(tmp_path / "schemas/kernel/v1.pyi", "edited\n")
    state = lock.state(project, LOOK)
    assert isinstance(state, Changed)
    assert not state.only_by_hand
    assert [reason.path for reason in state.by_hand] == ["generated/look/v1/api.py"]


HEAVY = ("pydantic", "jinja2", "rich", "yaml", "libcst", "jsonschema", "openai", "asyncio", "subprocess")


def test_the_fast_path_imports_nothing_heavy(tmp_path: Path) -> None:
    """A no-op regenerate, whole, loads none of the libraries that rendering needs."""
    project: Project = project_in(tmp_path)
    lock_unit(project, LOOK)
    code = (
        "import sys; from generator.cli import main; code = main(['regenerate']); "
        f"print([name for name in {HEAVY!r} if name in sys.modules]); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "look/v1 unchanged\n1 unit: 1 unchanged (0 calls, $0.00)\n[]\n",
        "",
    )
