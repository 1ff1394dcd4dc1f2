"""`lockstep gate --format html`, `--open`, and the page that every run leaves behind."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from generator import gate
from generator.project import Project, open_project
from tests.generator.gate.desk import PROMPT, V1, V2, ask, write
from tests.generator.gate.page_reading import Page
from tests.generator.gate.test_cli import lockstep


@pytest.fixture(scope="module")
def remembered(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk of this module's own, after a clean run."""
    root = tmp_path_factory.mktemp("remembered") / "desk"
    shutil.copytree(built, root, ignore=shutil.ignore_patterns("postgres*", "gate"))
    assert gate.run(open_project(root)).exit_code == 0
    return root


def test_a_reviewer_reads_what_a_branch_would_merge(landed: Project) -> None:
    """A new version that was not generated yet: blocked, with its why, its prompt and what to type."""
    ask(landed, V2, prompt=PROMPT.replace("People keep notes.", "Notes are kept longer.").replace("/v1/", "/v2/"))
    done = lockstep(landed.root, "gate", "notes/v2", "--format", "html")
    assert done.returncode == 3
    page = Page(done.stdout.encode())
    assert page.texts("h1") == ["Blocked by 1 finding"]
    assert page.texts(".compared")[1] == "1 other version of this project was not checked."
    assert page.text("article.finding .command") == "lockstep regenerate notes"
    assert page.texts(".feature p") == ["v2 is new after v1: 2 operations", "Notes are kept longer."]
    assert page.text("#notes-v2 blockquote") == "Notes are kept longer."
    assert (landed.private / "report.html").read_text(encoding="utf-8") == done.stdout


def test_every_run_leaves_the_page_and_one_that_says_the_same_is_not_written_again(remembered: Path) -> None:
    """The router shows the file's time: it is the time at which what it says became true."""
    file = remembered / ".lockstep/report.html"
    assert lockstep(remembered, "gate").returncode == 0
    first = (file.stat().st_mtime_ns, file.read_bytes())
    again = lockstep(remembered, "gate", "--format", "html")
    assert (file.stat().st_mtime_ns, file.read_bytes()) == first
    assert again.stdout.encode() == first[1]
    assert Page(first[1]).texts("h1") == ["Clean"]
    write(remembered / "schemas/notes/v1/widens.toml", "# nothing is granted\n")
    assert lockstep(remembered, "gate").returncode == 3
    assert Page(file.read_bytes()).texts("h1") != ["Clean"]
    (remembered / "schemas/notes/v1/widens.toml").unlink()
    assert lockstep(remembered, "gate").returncode == 0
    assert file.read_bytes() == first[1]
    assert [path.name for path in file.parent.glob("report*")] == ["report.html"]


def test_a_page_that_cannot_be_left_stops_nobody(remembered: Path, tmp_path: Path) -> None:
    """A folder in its place is said on stderr; the verdict is what it was."""
    root = tmp_path / "desk"
    shutil.copytree(remembered, root)
    (root / ".lockstep/report.html").unlink(missing_ok=True)
    write(root / ".lockstep/report.html/in the way", "")
    done = lockstep(root, "gate", "--format", "html")
    assert "The report could not be left" in done.stderr
    assert done.stdout.startswith("<!doctype html>")


def test_open_shows_the_page_in_the_browser(remembered: Path, tmp_path: Path) -> None:
    """The browser gets the file's address, stderr names the file, stdout is as ever."""
    browser, seen = tmp_path / "browser", tmp_path / "seen"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{seen}"\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    done = lockstep(remembered, "gate", "--open", BROWSER=f"{browser} %s")
    page = remembered.resolve() / ".lockstep/report.html"
    assert (done.returncode, done.stderr.strip()) == (0, str(page))
    assert done.stdout.splitlines()[-1] == "clean: 1 unit"
    assert seen.read_text() == page.as_uri()


def test_open_does_not_fail_where_there_is_no_browser(remembered: Path) -> None:
    """On a server it names the file."""
    done = lockstep(remembered, "gate", "--open", BROWSER="", DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 0
    assert str(remembered.resolve() / ".lockstep/report.html") in done.stderr


def test_a_run_that_changes_nothing_imports_neither_templates_nor_yaml(remembered: Path) -> None:
    """The page costs a no-op run next to nothing."""
    lockstep(remembered, "gate")
    program = (
        "import sys; from generator.cli import main\n"
        "sys.argv = ['lockstep', 'gate']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print({'jinja2', 'yaml', 'pydantic'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=remembered, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "set()"
    assert V1.feature in done.stdout
