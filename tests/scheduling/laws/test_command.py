"""``python -m scheduling``, as a stranger runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.scheduling.laws.asking import stated

GOOD = json.dumps(stated(event={"duration_min": 60, "step_min": 60}))
SLOTS = ["2026-06-15T09:00Z", "2026-06-15T10:00Z", "2026-06-15T11:00Z"]


def run(*arguments: str, text: bytes = b"") -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    command = [sys.executable, "-m", "scheduling", *arguments]
    done = subprocess.run(command, input=text, capture_output=True, check=False, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_search_answers_line_by_line():
    """Two problems in, two lines out, blank lines passed over."""
    code, out, err = run("search", text=f"{GOOD}\n\n{GOOD}".encode())
    assert (code, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [{"slots": SLOTS, "resources": [["ada"]] * 3}] * 2


def test_a_bad_line_is_an_error_on_its_line_and_the_rest_is_answered():
    """Strangers' lines of all kinds between good ones; exit code 64 at the end."""
    bad = [
        b"{}",
        b"not json",
        b"[" * 100_000,
        b'{"rules": ' + b"9" * 5_000 + b"}",
        b'\xff\xfe"',
        GOOD.replace("60", "NaN", 1).encode(),
        GOOD.replace("2026-06-15T12:00Z", "2036-06-15T12:00Z").encode(),
    ]
    code, out, err = run("search", text=b"\n".join([GOOD.encode(), *bad, GOOD.encode()]))
    found = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (64, "")
    assert found[0]["slots"] == found[-1]["slots"] == SLOTS
    assert [one["error"]["line"] for one in found[1:-1]] == [2, 3, 4, 5, 6, 7, 8]
    assert all(set(one["error"]) == {"line", "pointer", "what", "remedy"} for one in found[1:-1])
    assert [one["error"]["pointer"] for one in found[1:-1]] == [
        "/rules",
        "",
        "",
        "",
        "",
        "/rules/event/duration_min",
        "/query/to",
    ]


def test_explain_reads_one_problem():
    """Text for people, JSON for scripts."""
    code, out, _ = run("explain", "--at", "2026-06-15T09:30Z", text=GOOD.encode())
    assert code == 0
    assert out.splitlines() == [
        "2026-06-15T09:30Z is not offered",
        "  ada: off the 60-minute grid: the clock in UTC reads 09:30",
    ]
    code, out, _ = run("explain", "--at", "2026-06-15T10:00", "--format", "json", text=GOOD.encode())
    assert code == 0
    assert json.loads(out) == {"at": "2026-06-15T10:00Z", "offered": True, "resources": ["ada"], "reasons": []}


def test_explain_refuses_what_it_cannot_read():
    """A bad time or problem: one message on stderr and exit code 64."""
    code, out, err = run("explain", "--at", "tomorrow", text=GOOD.encode())
    assert (code, out) == (64, "")
    assert "--at: cannot be read: 'tomorrow'" in err
    code, out, err = run("explain", "--at", "2026-06-15T10:00Z", text=b"{}")
    assert (code, out) == (64, "")
    assert "/rules: is missing" in err


def test_usage():
    """Help holds examples; a command line that makes no sense exits with 64."""
    code, out, _ = run("--help")
    assert code == 0
    assert "python -m scheduling search < problems.jsonl" in out
    assert run("serch")[0] == 64
    assert run("explain")[0] == 64


def test_searching_imports_nothing_heavy():
    """The laws and the command need no database driver, web framework or validator; the package's door is left out."""
    program = (
        "import sys, types;"
        "door = types.ModuleType('scheduling'); door.__path__ = ['scheduling']; sys.modules['scheduling'] = door;"
        "import scheduling.__main__;"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, check=True, timeout=60, text=True
    )
    heavy = {"sqlalchemy", "asyncpg", "fastapi", "pydantic", "jsonschema", "asyncio"}
    assert not heavy & set(done.stdout.split())
