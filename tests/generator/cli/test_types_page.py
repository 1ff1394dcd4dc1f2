"""The page on `lockstep types` shows what it prints."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.generator.cli.test_types import GIT, REPOSITORY, lockstep

PAGE = (REPOSITORY / "docs/types.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FIRST, _, LINES = BLOCKS


@pytest.fixture
def order(tmp_path: Path) -> Path:
    """Return a repository in which a bound has been raised since the last commit."""
    file = tmp_path / "order.schema.json"
    for most in (10, 20):
        file.write_text(json.dumps({"properties": {"lines": {"type": "array", "maxItems": most}}, "type": "object"}))
        if most == 10:
            for words in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-qm", "first")):
                subprocess.run([*GIT, *words], cwd=tmp_path, check=True)
    return tmp_path


def test_its_first_example_is_what_is_printed(order: Path) -> None:
    """Word by word."""
    command, _, rest = FIRST.partition("\n")
    printed, _, code = rest.partition("$ echo $?\n")
    ran = lockstep(order, *command.split()[3:])
    assert (ran.out, ran.code) == (printed, int(code))


def test_its_lines_are_what_is_answered(tmp_path: Path) -> None:
    """Word by word."""
    pairs, _, answers = LINES.removeprefix("$ cat pairs.jsonl\n").partition("$ lockstep types --jsonl < pairs.jsonl\n")
    assert lockstep(tmp_path, "--jsonl", stdin=pairs).out == answers
