"""After a run that changed something, a person sees what: short, in Git's colours; a program sees plain text."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli.colour import painted, wanted
from generator.cli.difference import SHOWN, changes, summarised
from generator.outcomes import Outcome, Result
from generator.project import Project
from tests.generator.flow.running import lockstep, model
from tests.generator.flow.synthetic import API, LOOK, answer, write_unit
from tests.generator.flow.terminal import Shown, on_a_terminal

DIFF = """\
--- a/generated/look/v1/api.py
+++ b/generated/look/v1/api.py
@@ -1,3 +1,3 @@
 one
--- two
+++ two
 three
--- /dev/null
+++ b/generated/look/v1/more/new.py
@@ -0,0 +1 @@
+new
\\ No newline at end of file
--- a/generated/look/v1/old.py
+++ /dev/null
@@ -1,2 +0,0 @@
-old
-older
"""
COLOUR = re.compile(r"\x1b\[3\dm")


def test_a_diff_is_read_by_its_counts() -> None:
    """Lines that look like headers are counted as what they are; new and gone files are told apart."""
    found = [(file.path, file.added, file.removed, file.is_new, file.is_gone) for file in changes(DIFF, "look/v1")]
    assert found == [
        ("api.py", 1, 1, False, False),
        ("more/new.py", 1, 0, True, False),
        ("old.py", 0, 2, False, True),
    ]


def test_the_summary_shows_files_and_then_hunks() -> None:
    """A line a file; of files that were there before and still are, the hunks."""
    result = Result(LOOK, Outcome.regenerated, diff=DIFF)
    assert list(summarised(result, 80, colour=False)) == [
        "  api.py       +1 -1",
        "  more/new.py  +1 (new)",
        "  old.py       -2 (gone)",
        "api.py",
        "@@ -1,3 +1,3 @@",
        " one",
        "--- two",
        "+++ two",
        " three",
    ]


@pytest.mark.parametrize("width", [80, 40, 20])
def test_a_long_change_is_cut_and_says_where_the_rest_is(width: int) -> None:
    """At most forty lines a unit, none wider than the terminal, and the command that shows all of it."""
    body = "".join(f"-{'old ' * 40}{number}\n+\tnew {number}\n" for number in range(100))
    diff = f"--- a/generated/look/v1/api.py\n+++ b/generated/look/v1/api.py\n@@ -1,100 +1,100 @@\n{body}"
    *lines, last = summarised(Result(LOOK, Outcome.regenerated, diff=diff), width, colour=False)
    assert len(lines) == 2 + SHOWN
    assert max(map(len, lines)) <= max(width, 22)
    assert last == "161 lines more: git diff generated/look/v1"


def test_a_model_s_text_does_not_reach_the_terminal_s_controls() -> None:
    """Control characters in a diff are shown as what they are: nothing to obey."""
    assert list(painted(["+a\x1b]0;title\x07b\tc"], colour=False)) == ["+a�]0;title�b\tc"]


@pytest.mark.parametrize(
    ("environment", "colour"),
    [({}, False), ({"CLICOLOR_FORCE": "1"}, True), ({"CLICOLOR_FORCE": "0"}, False)],
)
def test_colour_without_a_terminal_must_be_asked_for(
    tmp_path: Path, environment: dict[str, str], *, colour: bool
) -> None:
    """A file is written in colour only with CLICOLOR_FORCE, and never with NO_COLOR."""
    with (tmp_path / "out").open("w") as out:
        assert wanted(out, environment) is colour
        assert not wanted(out, {**environment, "NO_COLOR": "1"})


def test_a_terminal_shows_what_changed_in_colour(generated: Project) -> None:
    """After a regeneration: the unit, its files with their counts, the changed lines, the summary."""
    shown = _changed_on_a_terminal(generated)
    lines = [line.rstrip() for line in shown.text.splitlines()]
    begin = lines.index("look/v1 regenerated (1 call, $0.00)")
    assert (lines[begin + 1], lines[begin + 3]) == ("  api.py       +1 -1", "api.py")
    assert re.fullmatch(r"  bundle\.json  \+\d+ -\d+", lines[begin + 2])
    assert '-    """Return the words that begin as asked."""' in lines
    assert '+    """Return the words that begin as asked politely."""' in lines
    assert lines[-1] == "1 unit: 1 regenerated (1 call, $0.00)"
    assert COLOUR.search(shown.raw)


def test_no_color_and_narrow_terminals_are_respected(generated: Project) -> None:
    """With NO_COLOR the same text comes without colour, and on 40 columns no line of it wraps."""
    shown = _changed_on_a_terminal(generated, columns=40, NO_COLOR="1")
    lines = [line.rstrip() for line in shown.text.splitlines()]
    begin = lines.index("look/v1 regenerated (1 call, $0.00)")
    assert max(map(len, lines[begin:])) <= 40
    assert not COLOUR.search(shown.raw)


def test_a_pipe_gets_the_results_alone(generated: Project) -> None:
    """What a script reads has not changed: no diff unless it is asked for, and that one plain and whole."""
    write_unit(generated, LOOK, why="Says which words there are, politely.")
    provider = model(generated, answer(LOOK, " politely"))
    ran = lockstep(generated, "regenerate", "--provider", provider)
    assert ran.out == "look/v1 regenerated (1 call, $0.00)\n1 unit: 1 regenerated (1 call, $0.00)\n"
    write_unit(generated, LOOK)
    ran = lockstep(generated, "regenerate", "--diff")
    assert ran.out.startswith("--- a/generated/look/v1/api.py\n+++ b/generated/look/v1/api.py\n@@")
    assert ran.out.endswith("look/v1 regenerated\n1 unit: 1 regenerated (0 calls, $0.00)\n")


def test_colour_can_be_forced_into_a_pipe(generated: Project) -> None:
    """CLICOLOR_FORCE paints the diff that was asked for, as Git and others do."""
    (generated.generated(LOOK) / "api.py").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "generator", "regenerate", "--check"],
        cwd=generated.root,
        env={"CLICOLOR_FORCE": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2
    assert f"\x1b[32m+{API.splitlines()[0]}".replace("{feature}", "look") in done.stdout


def _changed_on_a_terminal(project: Project, columns: int = 80, **environment: str) -> Shown:
    write_unit(project, LOOK, why="Says which words there are, politely.")
    provider = model(project, answer(LOOK, " politely"))
    return on_a_terminal(project.root, "regenerate", "--provider", provider, columns=columns, **environment)
