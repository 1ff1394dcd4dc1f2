import email
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.looping import find_loop

HONEST = sorted(Path(email.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.name)
def test_honest_code_does_not_loop(path: Path):
    """Code that people wrote stays below every threshold, plain and as JSON."""
    text = path.read_text(encoding="utf-8")
    assert find_loop(text) is None
    assert find_loop(json.dumps(text)) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x = 1\n" + " " * 2000, "white space"),
        ("x = 1\n" + "\n" * 2000, "white space"),
        ("x = 1" + "\\n" * 2000, "white space"),
        ("x = 1" + "\\n    " * 500, "white space"),
        ("import os\n" * 20, "the import 'import os'"),
        ("import os\nimport sys\nx = 1\n" * 20, "the import"),
        ("x = [\n" + "    0,\n" * 61, "a block of 1 line "),
        ("def f():\n    return 1\n\n" * 21, "a block of 3 lines"),
        ("a b c " * 500, "its last 6 characters"),
    ],
)
def test_loops(text: str, what: str):
    """Each kind of loop is told apart."""
    found = find_loop(text)
    assert found is not None
    assert what in found


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n" + " " * 1998,
        "import os\n" * 19,
        "x = [\n" + "    0,\n" * 59,
        "".join(f"{number} " for number in range(2000)),
        "".join(f"import m{number}\n" for number in range(100)),
    ],
)
def test_just_below(text: str):
    """What stays below a threshold is let be."""
    assert find_loop(text) is None


@given(st.text(max_size=100), st.text(alphabet="abc \n,", min_size=1, max_size=40))
def test_every_long_repetition_is_found(start: str, piece: str):
    """Whatever is repeated for 5,000 characters is found, wherever it starts."""
    assert find_loop(start + piece * (5000 // len(piece) + 1)) is not None
