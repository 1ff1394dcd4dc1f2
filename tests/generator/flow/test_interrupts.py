"""An interrupt ends what we started, waits for an answer that is paid for, and leaves nobody behind."""

from __future__ import annotations

import fcntl
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest

from generator.project import Project
from generator.units import Unit
from tests.generator.flow.conftest import Start
from tests.generator.flow.locked import write
from tests.generator.flow.synthetic import LOOK, answer, tree

SEE = Unit("see", 1)
PATIENCE = 120  # seconds, only against hanging for ever: what we wait for here would take far longer on its own
# Run in the background of a shell, the tests and what they start were told to ignore interrupts.
START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from generator.cli import main; sys.exit(main())"
)
TWO_CHILDREN = """
import signal, sys
from generator import children
from generator.threads import Threads
signal.signal(signal.SIGINT, signal.default_int_handler)
child = [sys.executable, "-c", CHILD]
try:
    with Threads(2) as threads:
        list(threads.map(lambda name: children.run([*child, name], seconds=600), ["a", "b", "c"]))
except KeyboardInterrupt:
    children.run([sys.executable, "-c", "print()"], seconds=60)
    print("ended", flush=True)
"""
PATIENT = "import sys, time, pathlib; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {PATIENT}"
FRUITFUL = (
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', "
    "'import sys, time, pathlib; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)', sys.argv[1]]).wait()"
)


@pytest.mark.parametrize("child", [PATIENT, STUBBORN, FRUITFUL], ids=["patient", "stubborn", "fruitful"])
def test_children_that_threads_wait_for_are_ended(tmp_path: Path, child: str) -> None:
    """Children that would run for minutes end, those that ignore the request and those of theirs too; others start."""
    code = TWO_CHILDREN.replace("CHILD", repr(child))
    with running([sys.executable, "-c", code], tmp_path) as process:
        until(process, lambda: (tmp_path / "a").exists() and (tmp_path / "b").exists())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (0, b"ended\n", b"")
    assert not (tmp_path / "c").exists()
    assert left_in(tmp_path) == []


def test_who_waits_for_the_type_checker_hears_of_an_interrupt(tmp_path: Path, start: Start) -> None:
    """Another process holds the type checker; both units wait for it, and neither goes on waiting."""
    project = start(tmp_path / "project", LOOK, SEE)
    with (project.private / "mypy" / ".lock").open("w") as lock, lockstep(project, "regenerate", "--fresh") as process:
        fcntl.flock(lock, fcntl.LOCK_EX)
        until(process, lambda: len(list((project.private / "mypy").glob("run-*"))) == 2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, last(err)) == (130, b"", "Interrupted.")
    assert not (project.root / "generated").exists()
    assert list((project.private / "mypy").glob("run-*")) == []
    assert left_in(project.root) == []


@pytest.mark.parametrize("moment", range(4))
def test_an_interrupt_at_any_moment_leaves_a_tree_that_goes_on(tmp_path: Path, start: Start, moment: int) -> None:
    """While prompts are read, answers examined or types checked: 130, one word, nobody left, and the next run works."""
    project = start(tmp_path / "project", LOOK, SEE)
    with lockstep(project, "regenerate", "--fresh") as process:
        until(process, (project.private / "regenerate.lock").exists)
        time.sleep(moment * 0.4)  # where that is does not matter: the outcome is the same everywhere
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    if process.returncode != 0:  # it may have been done
        assert (process.returncode, out, last(err)) == (130, b"", "Interrupted.")
    assert left_in(project.root) == []
    with lockstep(project, "regenerate") as again:
        again.communicate(timeout=PATIENCE)
    assert (again.returncode, len(tree(project.root / "generated"))) == (0, 12)


def test_an_answer_that_is_under_way_is_waited_for_and_stored(tmp_path: Path, start: Start) -> None:
    """Both models are asked when the interrupt comes: what they say is stored, and replayed by the next run."""
    project = start(tmp_path / "project", LOOK, SEE, recorded=False)
    with lockstep(project, "regenerate", "--provider", slow_model(project)) as process:
        until(process, lambda: len(list(tmp_path.glob("asked-*"))) == 2)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"interrupted: waiting for 2 answers that are paid for;")
        write(tmp_path / "go", "")
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, last(err)) == (130, b"", "Interrupted.")
    assert not (project.root / "generated").exists()
    with lockstep(project, "regenerate") as again:
        out, _ = again.communicate(timeout=PATIENCE)
    assert (again.returncode, out.splitlines()[-1]) == (0, b"2 units: 2 regenerated (0 calls, $0.00)")


def test_a_second_interrupt_waits_for_nothing(tmp_path: Path, start: Start) -> None:
    """Whoever interrupts twice gives the answers up, and the programs that would have given them end as well."""
    project = start(tmp_path / "project", LOOK, SEE, recorded=False)
    with lockstep(project, "regenerate", "--provider", slow_model(project)) as process:
        until(process, lambda: len(list(tmp_path.glob("asked-*"))) == 2)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"interrupted: waiting for 2 answers that are paid for;")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, last(err)) == (130, b"", "Interrupted.")
    assert left_in(project.root) == []


SWALLOWED = """
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may have it ignored
from generator.cli.interrupts import keep_interrupts

class Ending:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

keep_interrupts()
try:
    Ending()
    time.sleep(30)
except KeyboardInterrupt:
    print("heard")
"""


def test_an_interrupt_that_python_swallows_is_heard_a_moment_later() -> None:
    """One that comes while something is cleared up ends the command like any other, and prints no traceback."""
    done = subprocess.run([sys.executable, "-c", SWALLOWED], capture_output=True, timeout=PATIENCE, check=False)
    assert (done.stdout, done.stderr) == (b"heard\n", b"")


def test_the_gate_ends_its_children_too(generated: Project) -> None:
    """Loading and asking a bundle takes long; an interrupt does not wait for it."""
    with lockstep(generated, "gate", "--fresh") as process:
        assert process.stderr is not None
        while b"behaviour" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, last(err)) == (130, b"", "Interrupted.")
    assert left_in(generated.root) == []


@contextmanager
def running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program in ``folder``; whatever happens, it does not outlive the test."""
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def lockstep(project: Project, *arguments: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Start ``lockstep`` in the project."""
    return running([sys.executable, "-c", START, *arguments], project.root)


def until(process: subprocess.Popen[bytes], happened: Callable[[], bool]) -> None:
    """Wait for something to happen while ``process`` runs."""
    late = time.monotonic() + PATIENCE
    while not happened():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < late
        time.sleep(0.02)


def last(err: bytes) -> str:
    """Return the last line of what was said, which is no traceback."""
    said = err.decode()
    assert "Traceback" not in said
    return said.splitlines()[-1]


def left_in(folder: Path) -> list[str]:
    """Return the command lines of processes that work in ``folder`` (where the system tells us)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append((process / "cmdline").read_text())
    return found


def slow_model(project: Project) -> str:
    """Return a ``--provider`` that says that it was asked, and answers when the file ``go`` is there."""
    folder = project.root.parent
    for unit in (LOOK, SEE):
        write(folder / f"{unit.feature}.json", answer(unit))
    write(
        folder / "model.py",
        "import sys, time\nfrom pathlib import Path\n"
        "here, asked = Path(__file__).parent, sys.stdin.read()\n"
        "name = 'look' if 'look_words' in asked else 'see'\n"
        "(here / f'asked-{name}').touch()\n"
        "while not (here / 'go').exists():\n    time.sleep(0.05)\n"
        "sys.stdout.write((here / f'{name}.json').read_text())\n",
    )
    return f"command:{shlex.quote(sys.executable)} {shlex.quote(str(folder / 'model.py'))}"
