"""What models are shown (``schemas/kernel/v<N>.pyi``) is what there is: the newest all of it, the older ones a part."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import scheduling
from scheduling import SchedulingError, errors

ROOT = Path(__file__).parents[3]
SHOWN = sorted((ROOT / "schemas" / "kernel").glob("v*.pyi"), key=lambda path: int(path.stem[1:]))
TREES = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in SHOWN}
NEWEST = SHOWN[-1].stem
# What runs the kernel, which generated code has no business with.
NOT_SHOWN = {"lifespan", "demo"}
# How a kernel is made is not shown. An alias of a Literal is beyond stubtest; another test compares it.
ALLOWED = ["Kernel.__init__", *(name for name in scheduling.__all__ if get_args(getattr(scheduling, name)))]
each_version = pytest.mark.parametrize("version", TREES)


@each_version
def test_the_names_shown_are_the_names_of_the_door(version: str) -> None:
    """``__all__`` of the door is that of the newest stub and what runs the kernel; older ones show some of it."""
    shown = assigned(TREES[version], "__all__")
    there = set(scheduling.__all__) - NOT_SHOWN
    assert set(shown) == there if version == NEWEST else set(shown) < there
    assert shown == sorted(shown)


@each_version
def test_signatures_fields_and_defaults_agree(version: str, tmp_path: Path) -> None:
    """Mypy's stubtest finds no difference between what is shown and what there is, or was when it was first shown."""
    stubs = tmp_path / "scheduling"
    stubs.mkdir()
    shutil.copy(ROOT / "schemas" / "kernel" / f"{version}.pyi", stubs / "__init__.pyi")
    allowed = tmp_path / "allowed.txt"
    # An older stub does not list what came after it.
    names = ALLOWED if version == NEWEST else [*ALLOWED, "__all__"]
    allowed.write_text("".join(f"scheduling.{name}\n" for name in names), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy.stubtest",
        "scheduling",
        "--ignore-missing-stub",
        "--ignore-unused-allowlist",
        "--allowlist",
        str(allowed),
    ]
    environ = {**os.environ, "MYPYPATH": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@each_version
def test_annotations_of_fields_agree(version: str) -> None:
    """Each dataclass has the fields shown, in that order, with those types and defaults; stubtest sees no types."""
    tree = TREES[version]
    there = {
        node.name: fields(node)
        for node in ast.parse((ROOT / "scheduling" / "values.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    shown = {node.name: fields(node) for node in tree.body if isinstance(node, ast.ClassDef) and fields(node)}
    del shown["SchedulingError"]
    assert shown == (there if version == NEWEST else {name: there[name] for name in shown})


@each_version
def test_literals_agree(version: str) -> None:
    """Each alias of a Literal has the values shown, in that order."""
    shown = {
        ast.unparse(node.targets[0]): ast.unparse(node.value)
        for node in TREES[version].body
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Literal")
    }
    there = {name: get_args(getattr(scheduling, name)) for name in shown}
    assert "BookingStatus" in shown
    assert shown == {name: f"Literal[{', '.join(map(repr, values))}]" for name, values in there.items()}


@each_version
def test_annotations_of_methods_agree(version: str) -> None:
    """Each method of the kernel takes and returns what is shown."""
    source = ast.parse((ROOT / "scheduling" / "kernel.py").read_text(encoding="utf-8"))
    there, shown = methods(source), methods(TREES[version])
    assert shown == (there if version == NEWEST else {name: there[name] for name in shown})


def assigned(tree: ast.Module, name: str) -> list[str]:
    """Return the list that a module assigns to a name."""
    (found,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    ]
    return list(found)


def methods(tree: ast.Module) -> dict[str, str]:
    """Return the signatures of the kernel's public methods, as they are written."""
    return {
        method.name: ast.unparse(method.args) + " -> " + ast.unparse(method.returns or ast.Constant(None))
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == "Kernel"
        for method in node.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and not method.name.startswith("_")
    }


def fields(node: ast.ClassDef) -> list[str]:
    """Return a class's annotated fields as they are written."""
    return [ast.unparse(one) for one in node.body if isinstance(one, ast.AnnAssign)]


@each_version
@pytest.mark.parametrize("kind", SchedulingError.__subclasses__(), ids=lambda kind: kind.__name__)
def test_each_refusal_is_a_problem(kind: type[SchedulingError], version: str) -> None:
    """A refusal has status, type and title, says its status in the stub, and its extensions are JSON of its own."""
    (shown,) = [ast.get_docstring(node) for node in TREES[version].body if getattr(node, "name", "") == kind.__name__]
    assert shown is not None
    assert shown.startswith(f"{kind.status}: ")
    assert kind.type.startswith("/problems/")
    refusal = kind("Because.", {"next": ["x"]})
    assert str(refusal) == refusal.detail == "Because."
    assert json.loads(json.dumps(refusal.extensions)) == {"next": ["x"]}
    assert kind("Because.").extensions == {}
    assert errors.BY_TYPE[kind.type] is kind


def test_there_are_at_most_eight_refusals_one_level_deep() -> None:
    """The tree of refusals is one root and its leaves, as the docstring draws it."""
    leaves = SchedulingError.__subclasses__()
    assert len(leaves) <= 8
    assert all(not leaf.__subclasses__() for leaf in leaves)
    for leaf in leaves:
        assert f"─ {leaf.__name__} " in (errors.__doc__ or "")
        assert str(leaf.status) in (errors.__doc__ or "")
