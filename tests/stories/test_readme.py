"""A newcomer types what the README says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.generator.providers.wire_server import WireServer, answer
from tests.stories.checkout import PATIENCE_S, REPOSITORY, Checkout, copy_to

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


def typed(checkout: Checkout, block: str, address: str, **environment: str) -> str:
    """Type a block into bash, with the address that was printed, and return what came out."""
    script = block.replace("http://127.0.0.1:8000", address)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=checkout.root,
        env=checkout.environment() | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_blocks_work_word_by_word(checkout: Checkout) -> None:
    """Start, ask, book, see which version answered, make v3, roll it out on the running server, and take it back."""
    assert START.strip() == "make run"
    with checkout.serving("make", "--no-print-directory", "run", "PORT=0") as address:
        assert typed(checkout, ASK, address).count('"start"') == 3
        booked = typed(checkout, BOOK, address)
        assert "201 Created" in booked.splitlines()[0]
        assert "lockstep-version: v1" in booked.lower()
        assert "lockstep-reason: " in booked.lower()
        assert "7 units: 7 unchanged" in checkout.run("lockstep", "regenerate").stdout

        made = changed(checkout, address)
        assert "clean: 8 units" in made
        assert "3 units: 2 unchanged, 1 regenerated (1 call" in made
        rolled = typed(checkout, ROLLOUT, address)
        assert "stable v2, canary v3 at 5 %" in rolled
        assert "canary v3 taken back" in rolled


def changed(checkout: Checkout, address: str) -> str:
    """Type the block that makes a new version, with an editor that changes a word and a server that answers."""
    code = (checkout.root / "generated/availability/v2/api.py").read_text(encoding="utf-8")
    text = json.dumps({"files": [{"path": "api.py", "content": code.replace("v2", "v3", 1)}], "assumptions": []})
    with WireServer([answer(text)]) as server:
        return typed(
            checkout,
            CHANGE,
            address,
            EDITOR="sed -i s/however/no.matter.how/",
            OPENAI_API_KEY="story",
            OPENAI_BASE_URL=server.base_url,
        )


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
