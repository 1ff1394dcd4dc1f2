"""The repository keeps its own rules."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# A file or function over its limit must carry this mark and its reason on the line above or beside its start.
REASON = "long because"


def tracked(*patterns: str) -> list[Path]:
    """Return the files that Git tracks, by glob; all files where there is no Git."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        skipped = {".venv", ".lockstep", ".git"}
        return [path for pattern in patterns for path in ROOT.rglob(pattern) if not skipped & set(path.parts)]
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


OURS = [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] != "generated"]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_is_over_400_lines_and_no_function_over_60(path: Path) -> None:
    """A file has at most 400 lines and a function at most 60, or its reason stands beside it."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) <= 400 or REASON in "\n".join(lines[:10]), f"{path.name} has {len(lines)} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            near = "\n".join(lines[max(0, node.lineno - 3) : node.lineno + 3])
            assert length <= 60 or REASON in near, f"{path.name}:{node.lineno} {node.name} has {length} lines"


@pytest.mark.parametrize(
    "path", [path for path in OURS if path.name.startswith("test_")], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_every_test_says_in_a_sentence_what_it_holds(path: Path) -> None:
    """Each test function has a docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            assert ast.get_docstring(node), f"{path.name}:{node.lineno} {node.name}"


@pytest.mark.parametrize("word", ["unittest.mock", "MonkeyPatch", "monkeypatch", "uv.lock"])
def test_some_words_have_no_place_in_our_code(word: str) -> None:
    """Tests patch nothing, and no lock file names a registry."""
    found = [
        path.relative_to(ROOT).as_posix()
        for path in OURS
        if path != Path(__file__) and word in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_harness_and_router_know_no_word_of_scheduling() -> None:
    """Nothing in generator/ or router/ names what the app is about."""
    # Not "slot", which is markup's own word for a place in a template that is filled from outside.
    about = re.compile(r"\b(scheduling|booking|bookings|availability|calendar|appointment)s?\b", re.IGNORECASE)
    # A help page or message needs an example, the app that ships with Lockstep; Python has a calendar module.
    example = re.compile(r"such as|monthrange", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}: {line.strip()}"
        for path in OURS
        if path.relative_to(ROOT).parts[0] in {"generator", "router"} and "cli" not in {path.parent.name, path.stem}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if about.search(line) and not example.search(line)
    ]
    assert found == []


def test_the_readme_is_short() -> None:
    """The README has under 150 lines."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 150


def test_every_dependency_has_its_line_in_the_decisions() -> None:
    """Each name in pyproject.toml's dependencies stands in the page on dependencies."""
    page = (ROOT / "docs/decisions/0009-dependencies.md").read_text(encoding="utf-8").lower()
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [*table["dependencies"], *table["optional-dependencies"]["dev"]]
    missing = [name for name in names if re.split(r"[\[<>=]", name)[0].lower() not in page]
    assert [name for name in missing if not name.startswith("types-")] == []


def test_every_decision_is_in_the_index() -> None:
    """docs/decisions/README.md links each page."""
    folder = ROOT / "docs/decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(folder.glob("0*.md")) if f"({path.name})" not in index] == []
