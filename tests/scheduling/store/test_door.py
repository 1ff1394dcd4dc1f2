"""What models are shown (``schemas/kernel/v1.pyi``) is what there is."""

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
SHOWN = ROOT / "schemas" / "kernel" / "v1.pyi"
# What runs the kernel, which generated code has no business with.
NOT_SHOWN = {"lifespan", "demo"}
TREE = ast.parse(SHOWN.read_text(encoding="utf-8"))


def test_the_names_shown_are_the_names_of_the_door() -> None:
    """``__all__`` of the door is that of the stub and what runs the kernel."""
    (shown,) = [
        ast.literal_eval(node.value)
        for node in TREE.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    assert set(scheduling.__all__) - NOT_SHOWN == set(shown)
    assert shown == sorted(shown)


def test_signatures_fields_and_defaults_agree(tmp_path: Path) -> None:
    """Mypy's stubtest finds no difference between what is shown and what there is."""
    stubs = tmp_path / "scheduling"
    stubs.mkdir()
    shutil.copy(SHOWN, stubs / "__init__.pyi")
    allowed = tmp_path / "allowed.txt"
    # How a kernel is made is not shown. An alias of a Literal is beyond stubtest; the next test compares it.
    allowed.write_text("scheduling.Kernel.__init__\nscheduling.BookingStatus\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy.stubtest",
        "scheduling",
        "--ignore-missing-stub",
        "--allowlist",
        str(allowed),
    ]
    environ = {**os.environ, "MYPYPATH": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_annotations_of_fields_agree() -> None:
    """Each dataclass has the fields shown, in that order, with those types and defaults; stubtest sees no types."""
    there = {
        node.name: fields(node)
        for node in ast.parse((ROOT / "scheduling" / "values.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    shown = {node.name: fields(node) for node in TREE.body if isinstance(node, ast.ClassDef) and fields(node)}
    del shown["SchedulingError"]
    assert shown == there
    (status,) = [
        node.value
        for node in TREE.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "BookingStatus"
    ]
    assert ast.unparse(status) == f"Literal[{', '.join(map(repr, get_args(scheduling.BookingStatus)))}]"


def test_annotations_of_methods_agree() -> None:
    """Each method of the kernel takes and returns what is shown."""
    source = ast.parse((ROOT / "scheduling" / "kernel.py").read_text(encoding="utf-8"))
    there, shown = (
        {
            method.name: ast.unparse(method.args) + " -> " + ast.unparse(method.returns or ast.Constant(None))
            for node in tree.body
            if isinstance(node, ast.ClassDef) and node.name == "Kernel"
            for method in node.body
            if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and not method.name.startswith("_")
        }
        for tree in (source, TREE)
    )
    assert shown == there


def fields(node: ast.ClassDef) -> list[str]:
    """Return a class's annotated fields as they are written."""
    return [ast.unparse(one) for one in node.body if isinstance(one, ast.AnnAssign)]


@pytest.mark.parametrize("kind", SchedulingError.__subclasses__(), ids=lambda kind: kind.__name__)
def test_each_refusal_is_a_problem(kind: type[SchedulingError]) -> None:
    """A refusal has status, type and title, says its status in the stub, and its extensions are JSON of its own."""
    (shown,) = [ast.get_docstring(node) for node in TREE.body if getattr(node, "name", "") == kind.__name__]
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
