"""How sides are spelled."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from generator.errors import UsageInvalid
from generator.sides.spelling import Named, NamedFile, NamedType, parse


@pytest.mark.parametrize(
    ("spelled", "named"),
    [
        ("a.json", NamedFile("a.json", "a.json")),
        ("-", NamedFile("-", "-")),
        ("-#/$defs/a", NamedFile("-#/$defs/a", "-", "/$defs/a")),
        ("a.json#", NamedFile("a.json#", "a.json")),
        ("a.json#/x/0", NamedFile("a.json#/x/0", "a.json", "/x/0")),
        ("odd#/name.json", NamedFile("odd#/name.json", "odd", "/name.json")),
        ("#1.json", NamedFile("#1.json", "#1.json")),
        ("git:main:a.json#/x", NamedFile("git:main:a.json#/x", "a.json", "/x", "main")),
        ("git:HEAD~2:d/a:b.json", NamedFile("git:HEAD~2:d/a:b.json", "d/a:b.json", "", "HEAD~2")),
        ("app.models:Order", NamedType("app.models:Order", "app.models", "Order")),
        ("app:Outer.Inner", NamedType("app:Outer.Inner", "app", "Outer.Inner")),
        ("git:v1:app.models:Order", NamedType("git:v1:app.models:Order", "app.models", "Order", "v1")),
        ("there:File", NamedFile("there:File", "there:File")),
    ],
)
def test_a_spelling_names_one_thing(tmp_path: Path, spelled: str, named: Named) -> None:
    """A file that is there wins over a type of that name, and over a # that would begin a pointer."""
    for name in ("#1.json", "there:File"):
        (tmp_path / name).touch()
    with contextlib.chdir(tmp_path):
        assert parse(spelled) == named


@pytest.mark.parametrize(
    ("spelled", "said"),
    [
        ("", "names no file"),
        ("#/a", "names no file"),
        ("git::a.json", "git:REF:path, such as git:main:a.json"),
        ("git:main:", "git:REF:path"),
        ("git:main:-", "names no file"),
        ("a.json#order", "begins with /, such as #/$defs/order"),
    ],
)
def test_a_spelling_that_names_nothing_is_refused(spelled: str, said: str) -> None:
    """The message says how it is spelled."""
    with pytest.raises(UsageInvalid) as caught:
        parse(spelled)
    assert said in str(caught.value)
