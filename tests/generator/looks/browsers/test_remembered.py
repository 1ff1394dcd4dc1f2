from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.looks.browsers.remembered import remembered, state_of


def test_what_is_known_is_not_asked_again(tmp_path: Path):
    """The same state gives what was found; another one asks again; other notes stay."""
    notes, asked = tmp_path / "folder/notes.json", iter("abc")
    assert [remembered(notes, "one", state, lambda: next(asked)) for state in ("1", "1", "2", "2")] == [
        "a",
        "a",
        "b",
        "b",
    ]
    assert remembered(notes, "other", "1", lambda: next(asked)) == "c"
    assert remembered(notes, "one", "2", lambda: next(asked)) == "b"


@pytest.mark.parametrize(
    "text", ["", "[", "[]", '{"one": 3}', '{"one": ["1", 2]}', '{"one": ["1"]}', '{"one": "1x"}', "\0"]
)
def test_broken_notes_are_done_without(tmp_path: Path, text: str):
    """Whatever stands in the file, what is asked for is found, and noted again."""
    notes = tmp_path / "notes.json"
    notes.write_text(text, encoding="utf-8")
    assert remembered(notes, "one", "1", lambda: "found") == "found"
    assert remembered(notes, "one", "1", lambda: "again") == "found"


def test_notes_that_cannot_be_kept_are_done_without(tmp_path: Path):
    """Where no file can be written the answer is the same."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert remembered(tmp_path / "file/notes.json", "one", "1", lambda: "found") == "found"


def test_a_files_state_follows_it(tmp_path: Path):
    """Other bytes, another time and another file each give another state; reading gives the same."""
    file, link = tmp_path / "file", tmp_path / "link"
    states = [state_of(str(file))]
    file.write_text("a", encoding="utf-8")
    link.symlink_to(file)
    states.append(state_of(str(file)))
    assert state_of(str(link)) == state_of(str(file))
    os.utime(file, ns=(1, 1))
    states.append(state_of(str(file)))
    file.write_text("ab", encoding="utf-8")
    states.append(state_of(str(file)))
    assert len(set(states)) == 4
