from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from generator.errors import ProviderFailed, UsageInvalid
from generator.providers.command import Command, command_from_line
from generator.providers.reading import as_text
from generator.requests import Completion, Source, Usage
from tests.generator.providers.samples import ANSWER, request, silent


def run(folder: Path, program: str, *, largest: int = 1_000_000, timeout_s: float = 60) -> Completion:
    """Let a small Python program answer."""
    argv = (sys.executable, "-c", program)
    return Command(argv, folder, os.environ, timeout_s, largest_output=largest).complete(request(), silent)


def test_program_reads_the_prompt_and_answers(tmp_path: Path):
    """Standard input holds the readable request; standard output is the answer, named after the program."""
    program = "import sys; open('seen', 'w').write(sys.stdin.read()); print('{\"a\": 1}')"
    got = run(tmp_path, program)
    assert got == Completion('{"a": 1}\n', Path(sys.executable).name, Source.model, Usage())
    assert (tmp_path / "seen").read_text() == as_text(request())


def test_program_finds_the_whole_request_as_json(tmp_path: Path):
    """LOCKSTEP_REQUEST names a file with the payload, gone afterwards."""
    program = "import os, sys; p = os.environ['LOCKSTEP_REQUEST']; print(p); print(open(p).read())"
    path, _, payload = run(tmp_path, program).text.partition("\n")
    assert json.loads(payload) == {"request_digest": request().digest, "request": request().payload()}
    assert not Path(path).exists()


def test_answer_larger_than_a_pipe(tmp_path: Path):
    """A program may write megabytes to both outputs while we feed it megabytes: nothing blocks."""
    program = "import sys; sys.stderr.write('e' * 500000); sys.stdout.write('o' * 900000)"
    asked = Command((sys.executable, "-c", program), tmp_path, os.environ)
    seen: list[int] = []
    got = asked.complete(request("long " * 200_000), seen.append)
    assert got.text == "o" * 900_000
    assert seen == sorted(seen)
    assert seen[-1] == 225_000


@pytest.mark.parametrize(
    ("program", "word"),
    [
        ("import sys; print('half'); sys.exit('I am out of ideas')", "exit status 1"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "SIGTERM"),
        ("import sys; sys.stdout.buffer.write(b'\\xff')", "not UTF-8"),
        ("print('x' * 5000)", "more than 4000 bytes"),
    ],
)
def test_program_that_does_not_answer(tmp_path: Path, program: str, word: str):
    """A program that fails is the provider's failure, never an answer."""
    with pytest.raises(ProviderFailed, match=word):
        run(tmp_path, program, largest=4000)


def test_last_words_are_shown(tmp_path: Path):
    """The end of standard error is part of the message, and only the end."""
    program = "import sys; sys.stderr.write('noise ' * 10000 + 'no licence'); sys.exit(3)"
    with pytest.raises(ProviderFailed) as caught:
        run(tmp_path, program)
    assert str(caught.value).endswith("no licence")
    assert len(str(caught.value)) < 3000


@pytest.mark.parametrize("closes", ["", "import sys; sys.stdout.close(); sys.stderr.close(); "])
def test_program_that_takes_too_long_is_stopped(tmp_path: Path, closes: str):
    """The time limit also ends what the program itself started."""
    sleeper = (
        "import subprocess, sys, time; p = subprocess.Popen(['sleep', '60']); open('pid', 'w').write(str(p.pid)); "
    )
    started = time.monotonic()
    with pytest.raises(ProviderFailed, match="within 1 s"):
        run(tmp_path, sleeper + closes + "time.sleep(60)", timeout_s=1)
    assert time.monotonic() - started < 30
    assert not _runs(int((tmp_path / "pid").read_text()))


def _runs(pid: int) -> bool:
    """Say whether a process is still alive, giving the system a moment to end it."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        if state == "Z":
            return False
        time.sleep(0.05)
    return True


def test_what_a_program_leaves_behind_does_not_hold_us_up(tmp_path: Path):
    """A child that keeps the pipes open does not delay an answer that is complete."""
    program = "import subprocess; subprocess.Popen(['sleep', '20']); print('done', flush=True)"
    started = time.monotonic()
    assert run(tmp_path, program).text == "done\n"
    assert time.monotonic() - started < 15


def test_program_that_does_not_exist(tmp_path: Path):
    """A name that cannot be started is told with the name."""
    with pytest.raises(ProviderFailed, match="no-such-program"):
        command_from_line("no-such-program --fast", tmp_path).complete(request(), silent)


def test_line_is_split_as_by_a_shell_but_run_by_none(tmp_path: Path):
    """Quotes work; variables, pipes and substitutions are plain text."""
    asked = command_from_line("echo 'two words' $HOME | cat `id`", tmp_path)
    assert asked.complete(request(), silent).text == "two words $HOME | cat `id`\n"


@pytest.mark.parametrize("line", ["'open", "''"])
def test_line_that_makes_no_sense(tmp_path: Path, line: str):
    """A line without a program is told before anything is started."""
    with pytest.raises(UsageInvalid):
        command_from_line(line, tmp_path)


def test_answer_text_is_the_program_s_own(tmp_path: Path):
    """The answer is passed on to the last byte."""
    assert run(tmp_path, f"import sys; sys.stdout.write({ANSWER!r})").text == ANSWER
