"""How accepted files of stories are named, and which of them are still of something."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from generator.suite.names import is_shown, story_of

KEY, OTHER = "chromium-156", "chromium-155"
LOOKS = {"ui/card/plain.aria.yaml": None, f"ui/card/{KEY}/plain.light.png": None}


@pytest.mark.parametrize(
    ("path", "story"),
    [
        ("notes/v1/ui/card/plain.aria.yaml", "notes/v1/card/plain"),
        (f"notes/v1/ui/card/{KEY}/plain.light.png", "notes/v1/card/plain"),
        ("notes/v1/ui/known.toml", ""),
        ("notes/v1/openapi.json", ""),
    ],
)
def test_a_file_names_its_story(path: str, story: str) -> None:
    """Pictures and trees do; what is of the whole unit does not."""
    assert story_of(PurePosixPath(path)) == story


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ui/card/plain.aria.yaml", True),
        ("ui/card/gone.aria.yaml", False),
        (f"ui/card/{KEY}/plain.light.png", True),
        (f"ui/card/{KEY}/plain.print.png", False),
        (f"ui/card/{OTHER}/plain.light.png", True),
        (f"ui/card/{OTHER}/gone.light.png", False),
    ],
)
def test_a_file_is_of_something_while_its_story_is(name: str, shown: bool) -> None:  # noqa: FBT001  # a table's column
    """Another browser's pictures cannot be looked at here: they stay as long as their story does."""
    folder = Path("snapshots/notes/v1")
    assert is_shown(folder / name, folder, LOOKS) is shown
