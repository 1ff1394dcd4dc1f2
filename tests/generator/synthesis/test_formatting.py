import ast
import os
from pathlib import Path

import pytest

from generator.findings import Finding
from generator.formatting import format_python

from .bundle import GOOD

MESSY = """import re, json
from almanac import Kernel
from .models import (Page,
   Slot, Query)
from pydantic import ValidationError
from datetime import datetime
def _f( a:int,b:str='x' )->Page :
    '''Doc.   '''
    return re.sub('a' , "b",json.dumps( [a,b] ) ),datetime,ValidationError,Kernel,Slot,Query
"""

TIDY = '''import json
import re
from datetime import datetime

from pydantic import ValidationError

from almanac import Kernel

from .models import Page, Query, Slot


def _f(a: int, b: str = "x") -> Page:
    """Doc."""
    return re.sub("a", "b", json.dumps([a, b])), datetime, ValidationError, Kernel, Slot, Query
'''


def formatted(text: str) -> str:
    """Return the formatted text, which must not be a finding."""
    found = format_python(text, "generated/slots/v1/api.py", "almanac")
    assert isinstance(found, str)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MESSY, TIDY),
        (TIDY, TIDY),
        (GOOD, GOOD),
        ("", ""),
        ("x = 1", "x = 1\n"),
        ("import os\nx = 1\n", "x = 1\n"),
        ("x = 1\r\ny = 2\r\n", "x = 1\r\ny = 2\r\n"),
        ("x = '\N{EURO SIGN}'", 'x = "\N{EURO SIGN}"\n'),
    ],
)
def test_one_form(text: str, expected: str):
    """Imports are sorted, unused ones dropped, and the rest is laid out in one way."""
    assert formatted(text) == expected
    assert formatted(expected) == expected


def test_the_folder_does_not_count(tmp_path: Path):
    """The same text gives the same bytes in any folder, whatever configuration and packages lie there."""
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 20\n")
    for package in ("pydantic", "json", "almanac", "datetime"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("")
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        assert formatted(MESSY) == TIDY
    finally:
        os.chdir(before)


def test_what_cannot_be_formatted_is_a_finding():
    """A text that ruff refuses is a finding that names the file."""
    found = format_python("def f(:", "generated/slots/v1/api.py", "almanac", "slots/v1")
    assert isinstance(found, Finding)
    assert (found.rule, found.path, found.unit) == ("code/format", "generated/slots/v1/api.py", "slots/v1")


@pytest.mark.parametrize("path", sorted(Path(ast.__file__).parent.glob("asyncio/t*.py")), ids=lambda path: path.name)
def test_formatting_twice_changes_nothing(path: Path):
    """A formatted text stays as it is."""
    once = formatted(path.read_text(encoding="utf-8"))
    assert formatted(once) == once
