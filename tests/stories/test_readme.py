"""A newcomer types what the README says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stories.checkout import REPOSITORY, Checkout, copy_to

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
START, ASK, BOOK, CHANGE, ROLLOUT, WORK = BLOCKS


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Return a clone whose virtual environment is the one that runs this test."""
    made = copy_to(tmp_path_factory.mktemp("newcomer") / "clone")
    (made.root / ".venv").symlink_to(Path(sys.executable).parents[1])
    # Git hands files out with today's date; the environment is newer than what it was made from all the same.
    (made.root / ".venv/.ready").touch()
    return made


def typed(checkout: Checkout, block: str, address: str) -> str:
    """Type a block into bash, with the address that was printed, and return what came out."""
    script = block.replace("http://127.0.0.1:8000", address)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=checkout.root,
        env=checkout.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_first_page_works_word_by_word(checkout: Checkout) -> None:
    """`make run`, ask for free slots, book the first, and see which version answered; then nothing is left to make."""
    assert START.strip() == "make run"
    with checkout.serving("make", "--no-print-directory", "run", "PORT=0") as address:
        assert typed(checkout, ASK, address).count('"start"') == 3
        booked = typed(checkout, BOOK, address)
        assert "201 Created" in booked.splitlines()[0]
        assert "lockstep-version: v1" in booked.lower()
        assert "lockstep-reason: " in booked.lower()
    again = checkout.run("lockstep", "regenerate")
    assert "3 units: 3 unchanged" in again.stdout


def test_every_command_it_names_is_there(checkout: Checkout) -> None:
    """Each `lockstep` and `lockstep-router` command of the README has a help page with an example."""
    named = set(re.findall(r"^(lockstep(?:-router rollout)? [a-z-]+)", CHANGE + ROLLOUT, re.MULTILINE))
    assert len(named) == 7
    for command in named:
        done = checkout.run(*command.split(), "--help")
        assert done.returncode == 0, done.stderr
        assert "xample" in done.stdout, command


def test_make_knows_the_targets_it_names(checkout: Checkout) -> None:
    """The README's make targets exist."""
    for target in re.findall(r"^make ([a-z]+)", START + WORK, re.MULTILINE):
        assert checkout.run("make", "--dry-run", target).returncode == 0, target
