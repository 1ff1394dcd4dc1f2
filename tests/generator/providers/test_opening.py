from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator import providers
from generator.errors import RecordingMissing, UsageInvalid
from generator.providers.ask import Ask
from generator.providers.command import Command
from generator.providers.openai_api import OpenAICompatible
from generator.providers.patience import timeout_s
from generator.providers.replay import RecordingsOnly
from tests.generator.providers.samples import project, request, silent


@pytest.mark.parametrize(
    ("spec", "kind", "charged"),
    [
        ("recordings", RecordingsOnly, False),
        ("openai", OpenAICompatible, True),
        ("command:cat -", Command, False),
        ("ask", Ask, False),
        ("ask:desk", Ask, False),
    ],
)
def test_known_providers(tmp_path: Path, spec: str, kind: type, charged: bool):  # noqa: FBT001 - a column of a table
    """Each name opens its provider; only calls by the token are charged to a budget."""
    assert isinstance(providers.open_provider(spec, project(tmp_path)), kind)
    assert providers.charges(spec) is charged


@pytest.mark.parametrize(
    "spec", ["", "gpt-5", "openai:", "recordings:x", "command", "command:", "command: ", "ask:", "ASK"]
)
def test_unknown_providers(tmp_path: Path, spec: str):
    """Any other name is refused with the list of those there are."""
    with pytest.raises(UsageInvalid, match=r"Known: recordings, openai, command:CMD, ask, ask:FOLDER"):
        providers.open_provider(spec, project(tmp_path))


def test_recordings_ask_nobody(tmp_path: Path):
    """Without a provider a missing recording is told with every way to get one."""
    with pytest.raises(RecordingMissing) as caught:
        providers.open_provider("recordings", project(tmp_path)).complete(request(), silent)
    for part in ("greetings/v2", request().digest[:12], "--provider openai", "ask", "lockstep record"):
        assert part in str(caught.value)


@pytest.mark.parametrize(("said", "seconds"), [("", 900.0), ("60", 60.0), ("0.5", 0.5)])
def test_time_limit_comes_from_the_environment(said: str, seconds: float):
    """A time limit is no part of a request, so it is not said in the prompt."""
    assert timeout_s({"LOCKSTEP_TIMEOUT_S": said}) == seconds


@pytest.mark.parametrize("said", ["soon", "0", "-1", "nan", "inf"])
def test_time_limit_that_is_none(said: str):
    """Anything but a positive number of seconds is refused."""
    with pytest.raises(UsageInvalid, match="LOCKSTEP_TIMEOUT_S"):
        timeout_s({"LOCKSTEP_TIMEOUT_S": said})


def test_opening_loads_nothing_heavy():
    """Whoever only replays, or only opens a provider, does not wait for the SDK to load."""
    program = (
        "import sys; from pathlib import Path; from generator import recordings, budget, providers; "
        "from generator.project import Project, Settings; p = Project(Path('.'), Settings('k')); "
        "[providers.open_provider(s, p) for s in ('recordings', 'openai', 'command:cat', 'ask')]; "
        "print(sorted({'openai', 'httpx2', 'pydantic', 'jinja2', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
