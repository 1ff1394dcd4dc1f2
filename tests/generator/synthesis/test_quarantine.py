import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.quarantine import digests, examine
from generator.rules import RULES

from .bundle import GOOD, expectations

HOSTILE = {
    # what the compiler refuses
    "def f(:": "code/syntax",
    "x = (": "code/syntax",
    "return 1": "code/syntax",
    "x = await y": "code/syntax",
    "  x = 1": "code/syntax",
    "type X = int": "code/syntax",
    "def f[T](x: T) -> T: ...": "code/syntax",
    "x = f'{'a'}'": "code/syntax",
    "<html></html>": "code/syntax",
    "x = '\\d'": "code/syntax",
    "x = 1 is 1": "code/syntax",
    "x = " + "1" * 20_000: "code/syntax",
    "x = " + "(" * 2000 + ")" * 2000: "code/syntax",
    "def f() -> None:\n    nonlocal x": "code/syntax",
    # what the parsers could not bear
    "x = " + "(" * 150 + "1" + ")" * 150: "code/too-complex",
    "x = " + "[" * 90 + "]" * 90: "code/too-complex",
    "x = f" + "()" * 5000: "code/too-complex",
    "x = a" + ".a" * 5000: "code/too-complex",
    "x = " + "-" * 90_000 + "1": "code/too-complex",
    "x = " + "lambda: " * 9000 + "1": "code/too-complex",
    "x = " + "not " * 9000 + "1": "code/too-complex",
    "x = " + "+".join("a" * 9000): "code/too-complex",
    "if a:\n  pass\n" + "elif a:\n  pass\n" * 5000: "code/too-complex",
    "x = " + "{1:" * 100 + "1" + "}" * 100: "code/too-complex",
    "x = 1\n" * 30_000: "code/too-complex",
    # what hides
    "x = 1\0": "safety/hidden-text",
    "\ufeffx = 1": "safety/hidden-text",
    "x = '\ud800'": "safety/hidden-text",
    "# -*- coding: utf-7 -*-\nx = 1": "safety/hidden-text",
    "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\nx = 1": "safety/hidden-text",
    "x = 1\x0c": "safety/hidden-text",
    "x = 1\ry = 2": "safety/hidden-text",
    "x = 1\x85y = 2": "safety/hidden-text",
    "# \N{LINE SEPARATOR}import os": "safety/hidden-text",
}


@pytest.mark.parametrize(
    ("text", "rule"), HOSTILE.items(), ids=lambda value: value[:40].encode("unicode_escape").decode()
)
def test_hostile_text(text: str, rule: str):
    """Text that could crash, confuse or outwit a parser becomes a finding that names the file."""
    found = examine({"api.py": text}, expectations())
    assert [finding.rule for finding in found] == [rule]
    assert found[0].path == "generated/slots/v1/api.py"
    assert found[0].unit == "slots/v1"
    assert rule in RULES


def test_what_libcst_cannot_bear_is_a_finding():
    """What compiles but makes libcst give up is a finding, never an exception."""
    found = digests({"api.py": "x = " + "'a' " * 9000}, expectations())
    assert isinstance(found, tuple)
    assert [(finding.rule, finding.path) for finding in found] == [("code/unparsable", "generated/slots/v1/api.py")]


def test_good_code_has_no_findings():
    """The sample answer passes, and has a digest."""
    assert examine({"api.py": GOOD}, expectations()) == ()
    found = digests({"api.py": GOOD}, expectations())
    assert isinstance(found, dict)
    assert len(found["api.py"]) == 64


def test_each_file_is_judged_and_named():
    """One child judges all files; findings are in the order of file and line."""
    files = {"sums.py": "def one():\n    return 1\n", "api.py": GOOD + "\nimport os\nx = []\n", "broken.py": "("}
    found = examine(files, expectations(writes=tuple(files)))
    assert [(finding.rule, finding.place.removeprefix("generated/slots/v1/")) for finding in found] == [
        ("code/syntax", "broken.py:1"),
        ("safety/import", "api.py:12"),
        ("safety/global-state", "api.py:13"),
        ("safety/annotation", "sums.py:1"),
    ]


def test_rendered_files_need_no_guard():
    """What we rendered ourselves may be longer than an answer."""
    long = "X = 1" + " " * 100_000
    found = digests({"models.py": long}, expectations(rendered={"models.py": long}))
    assert isinstance(found, dict)


def test_no_file_at_all():
    """Nothing to look at is nothing to find."""
    assert examine({}, expectations()) == ()
    assert digests({}, expectations()) == {}


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="()[]{}:=x1 \n'\"\\#,", max_size=80))
def test_any_text_ends_in_findings_or_none(text: str):
    """Whatever the text, the child answers and the parent does not raise."""
    for finding in examine({"api.py": text}, expectations()):
        assert finding.rule in RULES
