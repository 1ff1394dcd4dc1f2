import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.answer import Answer, AnsweredFile
from generator.answer_paths import check_paths

from .bundle import expectations


def rules(*paths: str, **changed: object) -> list[str]:
    """Return the rules that an answer with these paths breaks."""
    answer = Answer(files=[AnsweredFile(path=path, content="") for path in paths], assumptions=[])
    found = check_paths(answer, expectations(**changed))
    assert all(finding.message.isprintable() for finding in found)
    return [finding.rule.removeprefix("answer/") for finding in found]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/api.py", "absolute"),
        ("/etc/passwd", "absolute"),
        ("C:\\api.py", "absolute"),
        ("C:api.py", "absolute"),
        ("\\\\host\\api.py", "absolute"),
        ("~/api.py", "absolute"),
        ("../api.py", "climbs out"),
        ("../../../.bashrc", "climbs out"),
        ("a/../api.py", "climbs out"),
        ("..\\api.py", "climbs out"),
        ("a\\api.py", "backslash"),
        ("\N{CYRILLIC SMALL LETTER A}pi.py", "plain ASCII"),
        ("api.p\N{CYRILLIC SMALL LETTER U}", "plain ASCII"),
        ("\N{FULLWIDTH LATIN SMALL LETTER A}pi.py", "plain ASCII"),
        ("api\N{ONE DOT LEADER}py", "plain ASCII"),
        ("api.py\N{ZERO WIDTH SPACE}", "plain ASCII"),
        ("api.py\n", "plain ASCII"),
        ("./api.py", "plain form"),
        ("API.PY", "plain form"),
        ("api.py/", "plain form"),
        ("api.py ", "plain form"),
        ("x//api.py", "plain form"),
        ("", "plain form"),
        ("models.py", "not one of"),
        ("__init__.py", "not one of"),
        ("bundle.json", "not one of"),
        (".git/config", "not one of"),
        ("x" * 5000, "not one of"),
    ],
)
def test_only_the_prompts_paths(path: str, why: str):
    """A path that is not in `writes` to the letter is refused, and the message says what is odd about it."""
    answer = Answer(files=[AnsweredFile(path=path, content="")], assumptions=[])
    found = check_paths(answer, expectations())
    assert [finding.rule for finding in found] == ["answer/path-not-allowed", "answer/missing-file"]
    assert why in found[0].message
    assert "may write: api.py" in found[0].message


def test_paths_table():
    """Missing and repeated files are told apart, and look-alikes of one path count as one."""
    assert rules("api.py") == []
    assert rules("api.py", "api.py") == ["duplicate-file"]
    assert rules("api.py", "./api.py") == ["duplicate-file"]
    assert rules("api.py", "API.py") == ["duplicate-file"]
    assert rules("api.py", "\N{FULLWIDTH LATIN SMALL LETTER A}pi.py") == ["duplicate-file"]
    assert rules("api.py", "sums.py", writes=("api.py", "sums.py")) == []
    assert rules("api.py", writes=("api.py", "sums.py")) == ["missing-file"]
    assert rules("api.py", writes=("api.py", "sums.py"), required=("api.py",)) == []
    assert rules("api.py", "page.html", writes=("api.py", "page.html")) == ["path-not-allowed"]


@given(st.text(max_size=30))
def test_no_other_path_gets_through(path: str):
    """Whatever the path, only the allowed one is let through."""
    assert (rules(path) == []) == (path == "api.py")
