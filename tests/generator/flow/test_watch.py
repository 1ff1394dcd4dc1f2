"""``lockstep regenerate --watch``, told as what a developer saves and what is then shown."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from generator import recordings
from generator.project import Project
from generator.question import questions
from generator.requests import Completion, Source
from generator.units import Unit
from generator.watch import INPUTS, Sight
from tests.generator.flow.conftest import Start
from tests.generator.flow.locked import write
from tests.generator.flow.running import lockstep
from tests.generator.flow.synthetic import LOOK, answer, project_with, tree, write_unit
from tests.generator.flow.terminal import PATIENCE, session

SEE = Unit("see", 1)
START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from generator.cli import main; sys.exit(main())"
)
POLITE = "Says which words there are, politely."
LOUD = "Says which words there are, loudly."


def test_saving_a_prompt_regenerates_and_an_interrupt_ends_it(generated: Project) -> None:
    """The answers to two changed prompts are recorded; saving one and then the other shows two rounds."""
    prepare(generated, LOOK, POLITE, " politely")
    prepare(generated, LOOK, LOUD, " loudly")
    with session(generated.root, "regenerate", "--watch", "look") as watching:
        watching.until(lambda text: "Watching prompts/ and schemas/." in text)
        assert "look/v1 unchanged\n" in watching.text
        write_unit(generated, LOOK, why=POLITE)
        watching.until(lambda text: "1 unit: 1 regenerated (0 calls, $0.00)" in text)
        assert "prompts/look/v1/api.prompt\n" in watching.text
        assert '+    """Return the words that begin as asked politely."""' in watching.text
        rename_into_place(generated, LOUD)
        watching.until(lambda text: text.count("1 unit: 1 regenerated (0 calls, $0.00)") == 2)
        assert b"loudly" in tree(generated.generated(LOOK))["api.py"]
        watching.type("\x03")
        shown = watching.end()
    assert (shown.code, shown.text.splitlines()[-1]) == (130, "Interrupted.")
    assert "Traceback" not in shown.text


def test_a_broken_prompt_is_shown_and_watching_goes_on(generated: Project) -> None:
    """What cannot be read is named with its line; once it is mended, the next round is clean."""
    file = generated.prompts(LOOK) / "api.prompt"
    good = file.read_text(encoding="utf-8")
    with session(generated.root, "regenerate", "--watch") as watching:
        watching.until(lambda text: "Watching" in text)
        file.write_text(good.replace("name: look", "name: look\ncolour: red"), encoding="utf-8")
        watching.until(lambda text: "prompts/look/v1/api.prompt:3: colour: unknown key" in text.replace("\n", ""))
        file.write_text(good, encoding="utf-8")
        watching.until(lambda text: "1 unit: 1 unchanged" in text.rpartition("unknown key")[2])
        watching.type("\x03")
        assert watching.end().code == 130


def test_an_answer_that_was_missing_starts_the_next_round(generated: Project) -> None:
    """Whoever records the answer that a round asked for need not save the prompt once more."""
    with watched(generated) as process:
        assert document(process)["units"] == [untouched()]
        write_unit(generated, LOOK, why=POLITE)
        missing = document(process)
        assert (missing["round"], missing["changed"]) == (2, ["prompts/look/v1/api.prompt"])
        assert missing["error"]["kind"] == "RecordingMissing"
        request = questions(generated, LOOK)[0].request
        recordings.store(generated, LOOK, request, Completion(answer(LOOK, " politely"), "ada", Source.person))
        done = document(process)
        assert done["changed"] == [f"snapshots/look/v1/recordings/{request.digest}.json"]
        assert [unit["outcome"] for unit in done["units"]] == ["regenerated"]


def test_every_round_is_one_line_of_json(generated: Project) -> None:
    """A schema, the kernel's stub and the project's settings count as saved too; what a round writes does not."""
    with watched(generated) as process:
        assert document(process)["round"] == 1
        schema = generated.schemas(LOOK) / "page.schema.json"
        for file, old, new in (
            (schema, "Sorted.", "All of them."),
            (generated.root / "schemas/kernel/v1.pyi", "The desk:", "A desk:"),
        ):
            file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
            said = document(process)
            assert said["changed"] == [generated.relative(file)]
            assert said["error"]["kind"] == "RecordingMissing"
        settings = generated.root / "pyproject.toml"
        settings.write_text("[tool.lockstep\n", encoding="utf-8")
        said = document(process)
        assert (said["changed"], said["error"]["kind"]) == (["pyproject.toml"], "UsageInvalid")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err.splitlines()[-1]) == (130, "", "Interrupted.")


def test_two_that_watch_do_not_disturb_each_other(generated: Project) -> None:
    """One of them regenerates, the other waits for it and finds it done; a third command may run meanwhile."""
    prepare(generated, LOOK, POLITE, " politely")
    with watched(generated) as one, watched(generated) as two:
        assert [document(each)["round"] for each in (one, two)] == [1, 1]
        write_unit(generated, LOOK, why=POLITE)
        outcomes = {document(each)["units"][0]["outcome"] for each in (one, two)}
        assert lockstep(generated, "regenerate").out.startswith("look/v1 unchanged")
    assert outcomes <= {"regenerated", "unchanged"}
    assert "regenerated" in outcomes


def test_the_gallery_of_stories_runs_beside_it(tmp_path: Path, start: Start) -> None:
    """Where a unit has components, the gallery's address is said, and its server ends with the command."""
    project = start(tmp_path / "project", LOOK)
    write(project.root / "prompts/see/v1/ui.prompt", "---\nname: see\n---\n")
    with session(project.root, "regenerate", "--watch", "look") as watching:
        text = watching.until(lambda text: "Watching prompts/ and schemas/." in text)
        assert "Stories on http://" in text
        assert servers(project.root) == 1
        watching.type("\x03")
        assert watching.end().code == 130
    assert servers(project.root) == 0


@pytest.mark.parametrize("arguments", [("--no-stories",), ()])
def test_no_gallery_is_served_where_none_is_wanted(generated: Project, arguments: tuple[str, ...]) -> None:
    """With --no-stories, and where no unit has components, there is no server."""
    if arguments:
        write(generated.root / "prompts/see/v1/ui.prompt", "---\nname: see\n---\n")
    with session(generated.root, "regenerate", "--watch", "look", *arguments) as watching:
        text = watching.until(lambda text: "Watching" in text)
        assert "Stories" not in text
        assert servers(generated.root) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--watch", "--check"), "--watch goes on for ever, --check ends"),
        (("--no-stories",), "--no-stories belongs to --watch"),
        (("--watch", "loook"), "there is no feature 'loook'"),
        (("--watch", "--provider", "telepathy"), "there is no provider 'telepathy'"),
    ],
)
def test_what_cannot_be_watched_is_a_usage_error(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """What makes no sense ends at once with 64, whatever it would have been repeated for."""
    ran = lockstep(project_with(tmp_path / "project"), "regenerate", *arguments)
    assert (ran.code, ran.out) == (64, "")
    assert message in ran.err


def test_only_content_counts_as_a_change(tmp_path: Path) -> None:
    """Touching a file, or an editor's own files, is no change; new, renamed and deleted files are."""
    write(tmp_path / "prompts/look/v1/api.prompt", "one")
    sight = Sight(tmp_path, INPUTS)
    assert sight.changed() == ("prompts/look/v1/api.prompt",)
    os.utime(tmp_path / "prompts/look/v1/api.prompt", ns=(1, 1))
    for name in (".api.prompt.swp", "api.prompt~", "4913", "#api.prompt#"):
        write(tmp_path / "prompts/look/v1" / name, "x")
    assert sight.changed() == ()
    write(tmp_path / "schemas/new.schema.json", "{}")
    (tmp_path / "prompts/look/v1/api.prompt").rename(tmp_path / "prompts/look/v1/ui.prompt")
    assert sight.changed() == ("prompts/look/v1/api.prompt", "prompts/look/v1/ui.prompt", "schemas/new.schema.json")
    assert sight.changed() == ()


@contextmanager
def watched(project: Project) -> Iterator[subprocess.Popen[str]]:
    """Start watching with a pipe to read from; it does not outlive the block."""
    command = [sys.executable, "-c", START, "regenerate", "--watch", "--format", "json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=project.root, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def document(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Read what one round said."""
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said, process.communicate()
    document: dict[str, Any] = json.loads(said)
    return document


def untouched() -> dict[str, Any]:
    """Return what is said of a unit that did not change."""
    rest = {"reasons": [], "kept_edits": [], "diff": "", "note": ""}
    return {"unit": "look/v1", "outcome": "unchanged", "calls": 0, "cost_usd": 0, **rest}


def prepare(project: Project, unit: Unit, why: str, mark: str) -> None:
    """Record the answer to a prompt that is not written yet."""
    file = project.prompts(unit) / "api.prompt"
    before = file.read_text(encoding="utf-8")
    write_unit(project, unit, why=why)
    completion = Completion(answer(unit, mark), "ada", Source.person)
    recordings.store(project, unit, questions(project, unit)[0].request, completion)
    file.write_text(before, encoding="utf-8")


def rename_into_place(project: Project, why: str) -> None:
    """Save as many editors do: another file takes the old one's place."""
    file = project.prompts(LOOK) / "api.prompt"
    text = file.read_text(encoding="utf-8")
    new = file.with_name("api.prompt.tmp")
    new.write_text(text.replace(POLITE, why), encoding="utf-8")
    new.replace(file)


def servers(folder: Path) -> int:
    """Count the servers of stories that run for a project."""
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_text().split("\0")
            found += "stories" in words and str(folder) in words
    return found
