from pathlib import Path

import pytest

from generator.errors import LockstepError, UsageInvalid
from generator.project import Project, Settings
from generator.typing_check import check_types

from .bundle import GOOD, MODELS, expectations


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("start=start)", "start='now')", 10, 'incompatible type "str"; expected "datetime"'),
        ("start=start)", "begin=start)", 10, 'Unexpected keyword argument "begin"'),
        ("Slot(start=start)", "Slot()", 10, 'Missing named argument "start"'),
        ("kernel.starts(query.start", "kernel.ends(query.start", 10, 'has no attribute "ends"'),
        ("await kernel", "kernel", 10, "__iter__"),
        ("query.limit)]", "query.limits)]", 10, 'has no attribute "limits"'),
        ("return Page(slots=[", "return list([", 10, "Incompatible return value type"),
        ("[Slot(", "[_new(", 10, 'Name "_new" is not defined'),
    ],
)
def test_type_errors(project: Project, old: str, new: str, line: int, words: str):
    """What mypy finds in the answer is a finding with its line."""
    text = GOOD.replace(old, new)
    assert text != GOOD
    found = check_types({"api.py": text}, expectations(), project)
    assert [(each.rule, each.place) for each in found] == [("types/python", f"generated/slots/v1/api.py:{line}")]
    assert words in found[0].message
    assert str(project.root) not in found[0].message


def test_good_types(project: Project):
    """The sample answer passes, and nothing but the cache is left behind."""
    assert check_types({"api.py": GOOD}, expectations(), project) == ()
    assert sorted(path.name[:6] for path in (project.private / "mypy").iterdir()) == [".lock", "cache-"]


def test_a_file_that_was_missing_once_is_seen_when_it_is_there(project: Project):
    """What mypy remembered of a package without its handlers does not outlive them."""
    routes = {"models.py": MODELS, "routes.py": "from . import api\n\nHANDLERS = (api,)\n"}
    with pytest.raises(LockstepError, match="api"):
        check_types({}, expectations(rendered=routes), project)
    assert check_types({"api.py": GOOD}, expectations(rendered=routes), project) == ()


def test_a_rendered_file_at_fault_is_ours(project: Project):
    """When no file of the answer is wrong, nobody is asked to mend it."""
    wanted = expectations(rendered={"models.py": MODELS + "\nx: int = 'a'\n"})
    with pytest.raises(LockstepError, match=r"models.py:\d+: .*Report it"):
        check_types({"api.py": GOOD}, wanted, project)


def test_a_kernel_that_cannot_be_read_is_not_the_answers_fault(tmp_path: Path):
    """A kernel package that does not parse stops the check and says so."""
    (tmp_path / "almanac").mkdir()
    (tmp_path / "almanac" / "__init__.py").write_text("def (:\n")
    with pytest.raises(UsageInvalid, match="almanac"):
        check_types({"api.py": GOOD}, expectations(), Project(tmp_path, Settings("almanac")))
