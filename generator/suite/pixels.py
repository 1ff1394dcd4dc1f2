"""What tells accepted files apart: of pictures the pixels count, of all else the bytes."""

from __future__ import annotations

from generator.errors import LockstepError

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def same(old: bytes | None, new: bytes) -> bool:
    """Say whether two files show the same."""
    return old is not None and (old == new or (_are_pictures(old, new) and not difference(old, new)))


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
