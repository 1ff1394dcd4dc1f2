"""What tells accepted files apart: of pictures the pixels count, of all else the text."""

from __future__ import annotations

from generator.errors import LockstepError
from generator.looks.trees.headed import parted

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def same(old: bytes | None, new: bytes) -> bool:
    """Say whether two files show the same."""
    if old is None or old == new:
        return old is not None
    if _are_pictures(old, new):
        return not difference(old, new)
    return _text(old) == _text(new)


def _text(data: bytes) -> str:
    """Return a text without the line that names who told it."""
    return parted(data.decode("utf-8", "surrogateescape"))[1]


def difference(old: bytes | None, new: bytes | None) -> str:
    """Return in words how two pictures differ; nothing where they do not, or where either is none."""
    if old is None or new is None or old == new or not _are_pictures(old, new):
        return ""
    from generator.looks.visual.compare import compare  # noqa: PLC0415  # numpy and Pillow take 0.2 s to import
    from generator.looks.visual.described import describe  # noqa: PLC0415  # as above

    try:
        found = compare(old, new)
    except LockstepError as error:
        return str(error)
    return describe(found) if found else ""


def _are_pictures(*files: bytes) -> bool:
    return all(file.startswith(_SIGNATURE) for file in files)
