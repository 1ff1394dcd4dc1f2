"""``lockstep regenerate --see`` and ``lockstep stories``, told as what a developer types and is then shown."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from generator import recordings
from generator.before import kept
from generator.project import Project, open_project
from generator.question import questions
from generator.requests import Completion, Source
from tests.generator.flow.drawn import BOARD, UI_FILES, answer, write_drawn
from tests.generator.flow.locked import write
from tests.generator.flow.running import lockstep
from tests.generator.flow.synthetic import KERNEL, project_with
from tests.generator.flow.terminal import Session, session

GREEN = ".word-card { padding: calc(2 * var(--space-1)); color: var(--color-ink); }\n"
WHY = "Words have more room."


@pytest.fixture
def drawn(made: Path, tmp_path: Path) -> Project:
    """A copy of a project with components, and with a kernel that they can be loaded with."""
    shutil.copytree(made, tmp_path / "project")
    write(tmp_path / "project/desk.py", KERNEL)
    return open_project(tmp_path / "project")


def prepare(project: Project) -> None:
    """Save a prompt whose answer is recorded: the card gets more room."""
    write_drawn(project, why=WHY)
    for question in questions(project, BOARD):
        if question.prompt.name == "ui":
            text = answer({**UI_FILES, "ui/word_card/style.css": GREEN})
            recordings.store(project, BOARD, question.request, Completion(text, "ada", Source.person))


@contextmanager
def seeing(project: Project, *arguments: str) -> Iterator[tuple[Session, str]]:
    """Run a command that shows stories; yield it and the address that it names, which it hands to the browser."""
    browser, seen = project.root / "browser", project.root / "seen"
    browser.write_text(f"#!/bin/sh\necho $1 > {seen}\n")
    browser.chmod(0o755)
    with session(project.root, *arguments, columns=200, BROWSER=f"{browser} %s") as running:
        text = running.until(lambda text: re.search(r"Stories on http://\S+\s", text) is not None)
        found = re.search(r"Stories on (http://\S+)", text)
        assert found is not None
        yield running, found[1]


def test_what_a_run_did_is_seen_beside_what_stood_before(drawn: Project) -> None:
    """The page opens with old and new of each story that looks different; an interrupt ends it, and the copies."""
    prepare(drawn)
    with seeing(drawn, "regenerate", "--see", "board") as (running, address):
        assert "board/v1 regenerated" in running.text
        assert address.endswith("/stories?against=before")
        page = httpx.get(address).text
        assert re.findall(r'title="(word_card: two-words[^"]*)"', page) == [
            "word_card: two-words, light, before",
            "word_card: two-words, light, v1",
        ]
        assert "board/v1 regenerated" in page
        server = address.removesuffix("/stories?against=before")
        story = httpx.get(f"{server}/stories/~before/board/v1/word_card/two-words").text
        assert 'href="/ui/~before/board/v1/components.css"' in story
        sheets = [httpx.get(f"{server}/ui/{place}board/v1/components.css").text for place in ("~before/", "")]
        assert ["calc(" in sheet for sheet in sheets] == [False, True]
        running.type("\x03")
        assert running.end().code == 0
    assert (drawn.root / "seen").read_text().strip() == address
    assert not (drawn.private / "before").exists()


def test_a_run_that_was_refused_says_why(drawn: Project) -> None:
    """Nothing has changed, so nothing looks different; the page says what was in the way, and so does the exit code."""
    write_drawn(drawn, why=WHY)
    with seeing(drawn, "regenerate", "--see", "board") as (running, address):
        page = httpx.get(address).text
        assert "Nothing was changed." in page
        assert "no recording answers" in page
        assert "Nothing looks different." in page
        running.type("\x03")
        assert running.end().code == 6


def test_every_round_of_watching_is_seen_beside_the_first(drawn: Project) -> None:
    """The open page takes over what a save did; what stood before is what stood when watching began."""
    with seeing(drawn, "regenerate", "--watch", "--see", "board") as (running, address):
        running.until(lambda text: "Watching" in text)
        assert "Nothing looks different." in httpx.get(address).text
        prepare(drawn)
        running.until(lambda text: "1 unit: 1 regenerated" in text)
        while "word_card: two-words, light, before" not in httpx.get(address).text:
            pass
        assert "prompts/board/v1/ui.prompt" in httpx.get(address).text
        running.type("\x03")
        assert running.end().code == 130
    assert not (drawn.private / "before").exists()


def test_where_there_are_no_components_it_says_so(generated: Project) -> None:
    """And does what it was asked for."""
    ran = lockstep(generated, "regenerate", "--see")
    assert (ran.code, ran.err) == (0, "No unit of this project has components: there is nothing to see.\n")
    assert "look/v1 unchanged" in ran.out


@pytest.mark.parametrize("other", ["--check", "--watch --no-stories"])
def test_what_shows_nothing_cannot_be_seen(tmp_path: Path, other: str) -> None:
    """Usage errors end at once."""
    ran = lockstep(project_with(tmp_path / "project"), "regenerate", "--see", *other.split())
    assert (ran.code, ran.out) == (64, "")
    assert "--see shows what has changed" in ran.err


def test_what_a_killed_run_left_is_removed(drawn: Project) -> None:
    """Copies of processes that are gone go with the next start; those of one that runs stay."""
    folders = drawn.private / "before"
    for name in ("999999999", "nonsense", str(os.getppid())):
        write(folders / name / "generated/x/v1/y", "")
    with kept(drawn) as before:
        assert {each.name for each in folders.iterdir()} == {str(os.getppid()), str(os.getpid())}
        assert (before.folder / "generated/board/v1/bundle.json").is_file()
        assert not (before.folder / "generated/look").exists()
    assert [each.name for each in folders.iterdir()] == [str(os.getppid())]


def test_the_stories_of_what_is_named_are_shown_until_an_interrupt(drawn: Project) -> None:
    """`lockstep stories` opens the page; Ctrl-C is its usual end, so it is no error."""
    with seeing(drawn, "stories", "board", "--port", "0") as (running, address):
        assert "word_card: two-words, light" in httpx.get(address).text
        running.type("\x03")
        shown = running.end()
    assert (shown.code, "Interrupted" in shown.text) == (0, False)
    assert (drawn.root / "seen").read_text().strip() == address


@pytest.mark.parametrize(
    ("name", "message"), [("bord", "there is no feature 'bord'"), ("look", "look: no component belongs to it.")]
)
def test_what_has_no_stories_is_a_usage_error(drawn: Project, name: str, message: str) -> None:
    """A name that nobody knows, and a feature without an interface, are said before anything is started."""
    ran = lockstep(drawn, "stories", name)
    assert (ran.code, ran.out) == (64, "")
    assert message in ran.err
