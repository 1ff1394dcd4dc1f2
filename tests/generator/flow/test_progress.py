"""Progress counts what each unit takes; a terminal sees it move, a log gets plain lines, and short runs neither."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
from pathlib import Path

import pytest
from rich.console import Console

from generator.looking_on import lines, looking_on
from generator.progress import Line, Meter, doing, elapsed, spent
from generator.project import Project
from generator.units import Unit
from tests.generator.flow.conftest import Start
from tests.generator.flow.locked import write
from tests.generator.flow.synthetic import LOOK, answer
from tests.generator.flow.terminal import on_a_terminal


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Claim to be one."""
        return True


def test_a_short_run_shows_nothing() -> None:
    """On a terminal, too, a run that ends before the patience does leaves the screen alone."""
    stream = Terminal()
    with looking_on(2, stream, patience=3600.0) as meter, meter.unit("look/v1") as line:
        meter.end(line, "replayed")
    assert stream.getvalue() == ""


def test_a_log_gets_a_plain_line_for_each_unit_that_ends(tmp_path: Path) -> None:
    """Without a terminal there is one line a unit, in the order in which they end, and no control character."""
    with (tmp_path / "log").open("w+", encoding="utf-8") as stream:
        with looking_on(2, stream, patience=0.0, now=lambda: 0.0) as meter:
            with meter.unit("look/v1") as line:
                meter.end(line, "asked once, 1,204 tokens, $0.02")
            with meter.unit("see/v1") as line:
                meter.end(line, "failed", good=False)
        stream.seek(0)
        assert stream.read() == (
            "look/v1 asked once, 1,204 tokens, $0.02 in 0.0 s (1 of 2)\nsee/v1 failed in 0.0 s (2 of 2)\n"
        )


def test_a_log_is_told_what_ended_before_its_patience(tmp_path: Path) -> None:
    """What ended before the first line is due is not left out, and a run without work says nothing."""
    with (tmp_path / "log").open("w+", encoding="utf-8") as stream:
        for units, patience in ((0, 0.0), (1, 3600.0)):
            with looking_on(units, stream, patience=patience):
                pass
        stream.seek(0)
        assert stream.read() == ""


def test_what_a_caller_collects_is_no_log() -> None:
    """A stream without a file behind it is nobody's terminal and nobody's log."""
    stream = io.StringIO()
    with looking_on(1, stream, patience=0.0) as meter, meter.unit("look/v1") as line:
        meter.end(line, "replayed")
    assert stream.getvalue() == ""


def test_tokens_and_cost_are_counted_for_each_unit() -> None:
    """A call under way counts what has come, anew when it is tried again; one that has ended what it took."""
    line = Line("look/v1", 0.0)
    line.asks("gpt-5", 0, 3, 0.00001)
    line.receives(900)
    line.receives(0)
    line.receives(1200)
    assert (line.words(), line.tokens) == ("asking gpt-5 · 1,200 tokens · $0.0120", 1200)
    line.heard(1250, 0.5)
    assert line.words() == "working · 1,250 tokens · $0.50"
    line.asks("gpt-5", 2, 3, 0.0)
    line.receives(10)
    assert line.words() == "repair 2 of 3, asking gpt-5 · 1,260 tokens · $0.50"
    line.heard(0, 0.0)
    assert (line.tokens, line.cost) == (1260, 0.5)


def test_what_is_done_deep_down_shows_on_the_unit_of_its_thread() -> None:
    """Only the unit that this thread works on takes note, and only for so long; without a unit nobody minds."""
    meter = Meter(1)
    with doing("checking types"), meter.unit("look/v1") as line:
        assert line.words() == "working"
        with doing("checking types"):
            assert line.words() == "checking types"
        assert line.words() == "working"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.04, "0.0 s"), (9.5, "9.5 s"), (10, "10 s"), (60, "1 min 00 s"), (3725, "62 min 05 s")]
)
def test_time_is_said_in_a_few_letters(seconds: float, words: str) -> None:
    """Tenths matter at the start only."""
    assert elapsed(seconds) == words


@pytest.mark.parametrize(
    ("tokens", "dollars", "words"),
    [(0, 0.0, []), (1, 0.0, ["1 token"]), (1204, 0.0123, ["1,204 tokens", "$0.0123"]), (0, 2.5, ["$2.50"])],
)
def test_nothing_is_not_worth_a_word(tokens: int, dollars: float, words: list[str]) -> None:
    """What was not spent is left out."""
    assert spent(tokens, dollars) == words


@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 24), (20, 4), (80, 3)])
def test_the_picture_fits_any_terminal(width: int, height: int) -> None:
    """However narrow or low the terminal is, no line wraps and the total is there."""
    console = Console(file=io.StringIO(), width=width, height=height, force_terminal=True, color_system=None)
    with console.capture() as picture:
        console.print(lines(_busy(), console))
    drawn = picture.get().splitlines()
    assert len(drawn) <= height
    assert max(map(len, drawn)) <= width
    assert drawn[-1].startswith("3 of 9 units")


def test_the_picture_says_what_there_is_to_say() -> None:
    """Ended units are one short line each, then one line a unit at work, then the total."""
    console = Console(file=io.StringIO(), width=80, height=24, color_system=None)
    with console.capture() as picture:
        console.print(lines(_busy(), console))
    assert [re.sub("^[⠋-⠿|/-]", "*", line.rstrip()) for line in picture.get().splitlines()] == [
        "✓ done_0/v1 replayed in 0.0 s",
        "✓ done_1/v1 replayed in 0.0 s",
        "✓ done_2/v1 replayed in 0.0 s",
        "* unit_0/v1 repair 1 of 3, asking a-model-with-a-long-name · 100 tokens · $0.00…",
        "* unit_1/v1 repair 1 of 3, asking a-model-with-a-long-name · 100 tokens · $0.00…",
        "3 of 9 units · 4 waiting · 0.0 s · 200 tokens · $0.0020",
    ]


@pytest.mark.parametrize("columns", [80, 40])
def test_on_a_terminal_a_slow_model_can_be_watched(tmp_path: Path, start: Start, columns: int) -> None:
    """Units, model and tokens show while it answers; afterwards the screen holds the results alone."""
    project = start(tmp_path / "project", LOOK, Unit("see", 1), recorded=False)
    shown = on_a_terminal(project.root, "regenerate", "--provider", _slow(project), columns=columns)
    assert shown.code == 0
    assert "asking gpt-5" in shown.text
    assert "of 2 units" in shown.text
    assert f"{len(answer(LOOK)) // 4:,} tokens"[:3] in shown.text
    assert shown.text.rstrip().endswith("2 units: 2 regenerated (2 calls, $0.00)")


def test_no_color_is_obeyed(tmp_path: Path, start: Start) -> None:
    """With NO_COLOR no colour is set, on no line."""
    project = start(tmp_path / "project", LOOK, recorded=False)
    shown = on_a_terminal(project.root, "regenerate", "--provider", _slow(project), NO_COLOR="1")
    assert "asking gpt-5" in shown.text
    assert re.findall(r"\x1b\[[0-9;]*3[0-9]m", shown.raw) == []


def _busy() -> Meter:
    meter = Meter(9, now=lambda: 0.0)
    for number in range(3):
        with meter.unit(f"done_{number}/v1") as line:
            meter.end(line, "replayed")
    for number in range(2):
        line = Line(f"unit_{number}/v1", 0.0)
        line.asks("a-model-with-a-long-name", 1, 3, 0.00001)
        line.receives(100)
        meter.working[line.unit] = line
    return meter


def _slow(project: Project) -> str:
    """Return a ``--provider`` that writes half of its answer, and the rest two seconds later."""
    folder = project.root.parent
    answers = {name: answer(Unit(name, 1)) for name in ("look", "see")}
    write(folder / "answers.json", json.dumps(answers))
    write(
        folder / "slow.py",
        "import json, sys, time\nfrom pathlib import Path\n"
        "asked = sys.stdin.read()\n"
        "said = json.loads(Path(__file__).with_name('answers.json').read_text())\n"
        "text = said['look' if 'look_words' in asked else 'see']\n"
        "sys.stdout.write(text[:len(text) // 2]); sys.stdout.flush(); time.sleep(2.5)\n"
        "sys.stdout.write(text[len(text) // 2:])\n",
    )
    return f"command:{shlex.quote(sys.executable)} {shlex.quote(str(folder / 'slow.py'))}"
