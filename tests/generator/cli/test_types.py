"""`lockstep types` as it is typed."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli import main

REPOSITORY = Path(__file__).parents[3]
GIT = ("git", "-c", "user.name=ada", "-c", "user.email=ada@example.com")
# Run in the background of a shell, the tests and what they start were told to ignore interrupts.
START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from generator.cli import main; sys.exit(main())"
)
PATIENCE = 60  # seconds, only against hanging for ever
API = """
openapi: {version}
info: {{title: Things, version: "1"}}
paths:
  /things/{{id}}:
    get:
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string}}}}
        - {{name: limit, in: query, schema: {{type: integer, maximum: {limit}}}}}
      responses:
        200:
          description: found
          content:
            application/json:
              schema: {{$ref: "#/components/schemas/Thing"}}
components:
  schemas:
    Thing:
      type: object
      required: [name]
      properties:
        name: {{type: string, maxLength: {length}}}
"""
FILES = {
    "small.json": '{"type": "integer", "minimum": 1, "maximum": 5}',
    "same.yaml": "maximum: 5.0\ntype: integer\nminimum: 1\n",
    "large.yaml": "type: integer\nminimum: 1\nmaximum: 9\n",
    "other.json": '{"type": "integer", "minimum": 2, "maximum": 9}',
    "hard.json": '{"type": "string", "pattern": "^(a+)\\\\1$"}',
    "hard2.json": '{"type": "string", "pattern": "^(a+)\\\\1b?$"}',
    "defs.json": '{"$defs": {"small": {"$ref": "small.json"}, "large": {"$ref": "large.yaml"}, "no": {"$ref": "x"}}}',
    "v1.yaml": API.format(version="3.0.3", limit=10, length=5),
    "v2.yaml": API.format(version="3.1.0", limit=10, length=9),
    "v3.yaml": API.format(version="3.1.0", limit=10, length=4),
    "v4.yaml": API.format(version="3.1.0", limit=20, length=5),
    "api.yaml": API.format(version="3.1.0", limit=9, length=9).replace("#/components/schemas/Thing", "large.yaml"),
    "shop1.py": "def pay(total: int) -> bool: ...\n",
    "shop2.py": "def pay(total: int) -> bool | None: ...\ndef refund() -> None: ...\n",
    "shop3.py": "def pay(total: int) -> bool: ...\ndef refund() -> None: ...\n",
    "broken.py": "\ndef (",
    "broken.json": '{"type": "integer",}',
    "twice.json": '{"type": "integer", "type": "string"}',
    "swagger.json": '{"swagger": "2.0", "definitions": {"a": {"type": "integer"}}}',
    "list.json": "[]",
    "empty.json": "\n",
    "wrong.json": '{"type": "nope"}',
    "nowhere.json": '{"$ref": "#/$defs/x"}',
}


@dataclass(frozen=True, slots=True)
class Ran:
    """What came out of one command."""

    code: int
    out: str
    err: str


def lockstep(folder: Path, *arguments: str, stdin: str = "") -> Ran:
    """Run one command in ``folder``, inside of this process."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin.encode()))
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["types", *arguments])
    finally:
        sys.stdin = before
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return Ran(code, out.buffer.getvalue().decode(), err.getvalue())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with one commit, in which large.yaml was still small."""
    folder = tmp_path_factory.mktemp("desk").resolve()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    (folder / "large.yaml").write_text(FILES["same.yaml"])
    (folder / "away").mkdir()
    (folder / "away/far.json").write_text('{"$ref": "../small.json"}')
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-qm", "first")):
        subprocess.run([*GIT, *words], cwd=folder, check=True)
    (folder / "large.yaml").write_text(FILES["large.yaml"])
    return folder


@pytest.mark.parametrize(
    ("arguments", "code", "verdict"),
    [
        ("small.json small.json", 0, "equal"),
        ("small.json same.yaml", 0, "equal"),
        ("small.json large.yaml", 3, "wider"),
        ("large.yaml small.json", 0, "narrower"),
        ("small.json other.json", 3, "incomparable"),
        ("small.json large.yaml --direction response", 3, "wider"),
        ("large.yaml small.json --direction response", 0, "narrower"),
        ("large.yaml small.json --direction request", 3, "narrower"),
        ("small.json large.yaml --direction request", 3, "wider"),
        ("small.json same.yaml --direction request", 0, "equal"),
        ("hard.json hard2.json", 3, "unknown"),
        ("hard.json hard.json", 0, "equal"),
        ("small.json nowhere.json", 3, "unknown"),
        ("defs.json#/$defs/small defs.json#/$defs/large", 3, "wider"),
        ("defs.json#/$defs/large defs.json#/$defs/small", 0, "narrower"),
        ("git:main:large.yaml large.yaml", 3, "wider"),
        ("git:main:defs.json#/$defs/large defs.json#/$defs/large", 3, "wider"),
        ("git:main:large.yaml git:HEAD:small.json", 0, "equal"),
        ("away/far.json small.json --with small.json", 0, "equal"),
        ("v1.yaml v1.yaml", 0, "equal"),
        ("v1.yaml v2.yaml", 3, "breaks"),
        ("v1.yaml v2.yaml --direction request", 0, "equal"),
        ("v1.yaml v3.yaml", 0, "informs"),
        ("v1.yaml v4.yaml", 3, "weakens"),
        ("v1.yaml v4.yaml --direction response", 0, "equal"),
        ("v4.yaml v1.yaml", 3, "breaks"),
        ("git:main:api.yaml api.yaml", 3, "breaks"),
        ("api.yaml git:main:api.yaml", 0, "informs"),
        ("v1.yaml#/components/schemas/Thing v2.yaml#/components/schemas/Thing", 3, "wider"),
        ("swagger.json#/definitions/a small.json", 0, "narrower"),
        ("shop1.py shop1.py", 0, "equal"),
        ("shop1.py shop2.py", 3, "breaks"),
        ("shop1.py shop3.py", 0, "informs"),
        ("git:main:shop2.py shop1.py", 3, "breaks"),
    ],
)
def test_a_comparison_ends_with_its_verdict(desk: Path, arguments: str, code: int, verdict: str) -> None:
    """The verdict is the first word, and decides with the direction what blocks."""
    ran = lockstep(desk, *arguments.split())
    assert (ran.code, ran.out.split(":")[0], ran.err) == (code, verdict, "")
    told = json.loads(lockstep(desk, *arguments.split(), "--format", "json").out)
    assert (told["verdict"], told["blocked"]) == (verdict, code == 3)
    if verdict in {"wider", "incomparable"}:
        assert "taken now    " in ran.out
        assert "gained" in told
    if verdict == "unknown":
        assert told["reason"] or any(change["reason"] for change in told["changes"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("", "Name two sides, OLD and NEW: here are 0."),
        ("small.json", "Name two sides, OLD and NEW: here are 1."),
        ("a b c", "Name two sides, OLD and NEW: here are 3."),
        ("- -", "Only one of OLD and NEW can be read from standard input."),
        ("small.json none.json", "there is no file none.json."),
        ("small.json git:main:none.json", "there is no file none.json in main."),
        ("small.json git:nowhere:none.json", "git:nowhere: there is no such commit here."),
        ("small.json broken.json", "broken.json: "),
        ("small.json twice.json", "twice.json: the key 'type' stands twice in one object."),
        ("small.json empty.json", "empty.json is empty."),
        ("small.json list.json", "list.json is no JSON Schema"),
        ("small.json wrong.json", "wrong.json"),
        ("small.json swagger.json", "swagger.json is Swagger 2.0."),
        ("small.json v1.yaml", "small.json is a schema, and v1.yaml is a whole OpenAPI document."),
        ("small.json defs.json", "defs.json#/$defs/no/$ref: 'x' is not there."),
        ("small.json defs.json#/$defs/tiny", "defs.json#/$defs has no 'tiny'. It has large, no, small."),
        ("small.json away/far.json", "lies outside of away. Name it: --with small.json"),
        ("small.json small.json --with none.json", "--with none.json: there is no file none.json."),
        ("small.json json:Nothing", "json has no 'Nothing'"),
        ("small.json small.json --steps 0", "Invalid value for '--steps'"),
        ("shop1.py broken.py", "broken.py:2: is no Python that we read"),
        ("broken.py shop1.py", "broken.py:2: is no Python that we read"),
        ("shop1.py shop2.py --direction request", "--direction request: a function is called and answers."),
        ("shop1.py small.json", "shop1.py is a Python module, and small.json is a schema."),
        ("--jsonl small.json", "--jsonl reads both sides from standard input"),
        ("--jsonl --format json", "--jsonl has a format of its own"),
    ],
)
def test_what_makes_no_sense_ends_with_64(desk: Path, arguments: str, said: str) -> None:
    """One message that names the place, nothing on stdout, and no traceback."""
    ran = lockstep(desk, *arguments.split())
    assert (ran.code, ran.out) == (64, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_side_may_stand_on_standard_input(desk: Path) -> None:
    """In JSON or YAML, with references to the files that lie in the current folder, and with a pointer."""
    assert lockstep(desk, "small.json", "-", stdin="type: integer\nminimum: 0\n").code == 3
    assert lockstep(desk, "-", "small.json", stdin='{"$ref": "small.json"}').out.startswith("equal:")
    assert lockstep(desk, "--", "-#/a", "small.json", stdin='{"a": {"type": "integer"}}').out.startswith("narrower:")


def test_an_unknown_dialect_is_the_one_that_was_named(desk: Path) -> None:
    """A schema without $schema is read in --dialect's words."""
    old, new = '{"maximum": 5, "exclusiveMaximum": true}', desk / "top.json"
    new.write_text('{"maximum": 5}')
    assert lockstep(desk, "-", "top.json", "--dialect", "draft4", stdin=old).code == 3
    assert lockstep(desk, "-", "top.json", "--dialect", "openapi-3.0", stdin=old).code == 3


def test_sarif_is_one_document_with_lines(desk: Path) -> None:
    """What a code host shows beside the changed line."""
    ran = lockstep(desk, "git:main:large.yaml", "large.yaml", "--format", "sarif")
    (result,) = json.loads(ran.out)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (ran.code, result["level"]) == (3, "error")
    assert place == {"artifactLocation": {"uri": "large.yaml", "uriBaseId": "FOLDER"}, "region": {"startLine": 3}}


@pytest.mark.parametrize(("without", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_who_asks_unless_nobody_may(desk: Path, without: str, *, coloured: bool) -> None:
    """NO_COLOR wins over CLICOLOR_FORCE; into a file nothing is painted unasked."""
    with started(desk, "small.json", "large.yaml", CLICOLOR_FORCE="1", NO_COLOR=without) as process:
        out, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, b"\x1b[" in out) == (3, coloured)
    assert "\x1b" not in lockstep(desk, "small.json", "large.yaml").out


def started(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start the command as a process of its own, which reads from a pipe."""
    ours = {"NO_COLOR", "CLICOLOR_FORCE", "PYTHONUNBUFFERED"}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.Popen(
        [sys.executable, "-c", START, "types", *arguments],
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(REPOSITORY), **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


PAIR = b'{"id": 1, "old": {"type": "integer"}, "new": {"type": "number"}}\n'
ANSWER = b'{"id":1,"verdict":"widens","witness":0.5}\n'


def test_each_line_is_answered_before_the_next_is_read(tmp_path: Path) -> None:
    """A program may ask one question after the other; an interrupt ends it with one word."""
    with started(tmp_path, "--jsonl") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            process.stdin.write(PAIR)
            process.stdin.flush()
            assert process.stdout.readline() == ANSWER
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err.strip()) == (130, b"", b"Interrupted.")


def test_nobody_reading_on_is_no_error(tmp_path: Path) -> None:
    """`| head -1` ends it quietly, whatever it still had to say."""
    with started(tmp_path, "--jsonl") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(PAIR)
        process.stdin.flush()
        assert process.stdout.readline() == ANSWER
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(PAIR * 100)
            process.stdin.close()
        assert process.stderr is not None
        said = process.stderr.read()
        process.wait(PATIENCE)
    assert (process.returncode, said) == (0, b"")


def test_bad_lines_among_good_ones_are_said_beside(tmp_path: Path) -> None:
    """The stream ends well unless not one line could be read."""
    mixed = lockstep(tmp_path, "--jsonl", stdin="{\n" + PAIR.decode())
    assert (mixed.code, mixed.out.splitlines()[1].encode() + b"\n") == (0, ANSWER)
    assert mixed.err.startswith("line 1: expecting property name")
    bad = lockstep(tmp_path, "--jsonl", stdin="{\n  }\n")
    assert (bad.code, len(bad.out.splitlines())) == (64, 2)
    assert "not one line could be read" in bad.err
    assert lockstep(tmp_path, "--jsonl") == Ran(0, "", "")


def test_the_stream_loads_nothing_that_takes_long() -> None:
    """Whoever starts it for one pair waits for little more than the engine."""
    code = (
        "import io, sys; from generator.cli import main; code = main(['types', '--jsonl']); "
        "heavy = ('pydantic', 'rich', 'yaml', 'libcst', 'jsonschema', 'asyncio', 'subprocess', 'jinja2'); "
        "print([name for name in heavy if name in sys.modules], code)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=PAIR, capture_output=True, check=False, timeout=PATIENCE)
    assert (done.stdout, done.stderr) == (ANSWER + b"[] 0\n", b"")
