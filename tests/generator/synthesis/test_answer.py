import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.answer import MAX_ANSWER_CHARACTERS, Answer, answer_schema, parse
from generator.canonical import pretty_json
from generator.findings import Finding
from generator.rules import RULES

from .bundle import GOOD, answer_text, completion, expectations

PLAIN = answer_text(("api.py", GOOD))
FENCE = "`" * 3


def said(text: str, finish: str = "stop") -> Answer | Finding:
    """Return the answer in ``text``, or the one finding that says why it is none."""
    found = parse(completion(text, finish), expectations())
    if isinstance(found, Answer):
        return found
    (finding,) = found
    assert finding.rule in RULES
    assert finding.path == "prompts/slots/v1/api.prompt"
    assert finding.unit == "slots/v1"
    assert finding.message.isprintable()
    return finding


def with_value(key: str, value: object) -> str:
    """Return the plain answer's JSON with one top-level value changed."""
    return json.dumps({**json.loads(PLAIN), key: value})


REFUSED = {
    "empty": ["", "   \n\t ", "\ufeff"[:0]],
    "html": [
        "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
        "\n<html lang=en>",
        "<h1>Service Unavailable</h1>",
        f"{FENCE}html\n<html></html>\n{FENCE}",
    ],
    "refused": [
        "I'm sorry, but I can't help with that.",
        "I\N{RIGHT SINGLE QUOTATION MARK}m sorry, I cannot do this.",
        "Unfortunately, I am not able to write this.",
        "I cannot assist with that request.",
        '{"refusal": "no"}',
    ],
    "cut-off": [
        PLAIN[:-1],
        PLAIN[:-5],
        PLAIN[:100],
        PLAIN[: len(PLAIN) // 2],
        "{",
        '{"files":',
        f"{FENCE}json\n{PLAIN[:80]}",
    ],
    "not-json": [
        "Here is the code you asked for: ...",
        f"Sure! {PLAIN}",
        f"{PLAIN} I hope this helps",
        f"{PLAIN}{PLAIN}",
        PLAIN.replace('"', "'"),
        "{'files': []}",
        '{"files": [], "assumptions": [], "files": []}',
        PLAIN.replace('"path"', '"path": "x", "path"'),
        with_value("assumptions", float("nan")),
        with_value("assumptions", float("inf")),
        "".join(f'{{"{number}":' for number in range(50_000)),
        f'{{"files": {"1" * 5000}}}',
        f"{FENCE}json\n{FENCE}json\n{PLAIN}\n{FENCE}\n{FENCE}",
        "\x00",
        "\ud800",
    ],
    "schema": [
        "null",
        "[]",
        "1",
        "1e999",
        '"text"',
        "{}",
        with_value("files", []),
        with_value("files", {}),
        with_value("files", [{"path": "api.py"}]),
        with_value("files", [{"path": "api.py", "content": None}]),
        with_value("files", [{"path": "api.py", "content": "x", "mode": "0777"}]),
        with_value("files", [{"path": 1, "content": "x"}]),
        with_value("files", [{"path": "api.py", "content": "x"}] * 51),
        with_value("assumptions", "none"),
        with_value("assumptions", [1]),
        with_value("extra", 1),
        with_value("files", [{"path": "api.py", "content": "\0"}]),
        with_value("files", [{"path": "api.py\0", "content": ""}]),
        with_value("files", [{"path": "api.py", "content": "'\ud800'"}]),
        with_value("assumptions", ["\udfff"]),
    ],
    "looping": [
        " " * 3000,
        "{" + "\n" * 3000,
        '{"files": [{"path": "api.py", "content": "' + "\\n" * 3000,
        '{"files": [{"path": "api.py", "content": "' + "import os\\n" * 500,
        '{"files": [{"path": "api.py", "content": "' + "from typing import Any\\nfrom os import path\\n" * 300,
        answer_text(("api.py", "import os\n" * 400)),
        answer_text(("api.py", "def f():\n    return 1\n\n\n" * 60)),
        "[" * 100_000,
        '{"a":' * 50_000,
        "the same words again and again, " * 200,
        PLAIN[:200] + "    " * 2000,
    ],
    "too-large": [
        json.dumps({"files": [{"path": "api.py", "content": "".join(f"x{n} = {n}\n" for n in range(80_000))}]}),
    ],
}


@pytest.mark.parametrize(
    ("kind", "text"),
    [(kind, text) for kind, texts in REFUSED.items() for text in texts],
    ids=lambda value: value[:40].encode("unicode_escape").decode(),
)
def test_what_is_no_answer_says_why(kind: str, text: str):
    """Each way of not answering has a finding of its own."""
    found = said(text)
    assert isinstance(found, Finding)
    assert found.rule == f"answer/{kind}", found.message


def test_too_large_is_measured_before_reading():
    """The size cap stands before the JSON parser."""
    found = said(json.dumps([*range(MAX_ANSWER_CHARACTERS // 5)]))
    assert isinstance(found, Finding)
    assert found.rule == "answer/too-large"


@pytest.mark.parametrize(
    ("finish", "text", "rule"),
    [
        ("refusal", "I will not.", "answer/refused"),
        ("refusal", "", "answer/refused"),
        ("filter", PLAIN, "answer/refused"),
        ("length", PLAIN, "answer/cut-off"),
        ("length", PLAIN[:50], "answer/cut-off"),
        ("length", "", "answer/empty"),
        ("length", PLAIN[:50] + "\\n" * 4000, "answer/looping"),
    ],
)
def test_finish_counts(finish: str, text: str, rule: str):
    """The provider's word for why the answer ended counts, and a loop explains a cut."""
    found = said(text, finish)
    assert isinstance(found, Finding)
    assert found.rule == rule


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f"\n {PLAIN}\n",
        f"{FENCE}json\n{PLAIN}\n{FENCE}",
        f"{FENCE}\n{PLAIN}\n{FENCE}\n",
        f"{FENCE}JSON\n{json.dumps(json.loads(PLAIN), indent=8)}\n{FENCE}",
    ],
)
def test_an_answer_is_read(text: str):
    """JSON is read, whatever its layout, and one fence around it is taken off."""
    found = said(text)
    assert isinstance(found, Answer)
    assert [(file.path, file.content) for file in found.files] == [("api.py", GOOD)]


@given(
    st.text(max_size=300)
    | st.text(max_size=60).map(lambda text: PLAIN[:70] + text)
    | st.integers(0, len(PLAIN)).map(lambda end: PLAIN[:end])
)
def test_any_text_is_an_answer_or_a_finding(text: str):
    """Reading never raises."""
    said(text)


def test_schema_file_is_the_schema():
    """The file that goes out with every request is the schema that answers are held against."""
    file = Path(__file__).parents[3] / "schemas" / "answer.schema.json"
    assert file.read_bytes() == pretty_json(answer_schema())
