"""PNGs and their pixels. A PNG may come from anywhere: it is measured before it is unpacked."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generator.errors import LockstepError

Pixels: TypeAlias = NDArray[np.uint8]
"""Height by width by four: red, green, blue, alpha."""

MOST_PIXELS = 1 << 25
"""How large a picture may be: four times what the longest page of ours has."""

MOST_BYTES = 1 << 26
"""How long its file may be."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = struct.Struct(">8sI4sIIBB")
_EIGHT_BITS = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})  # what becomes RGBA without loss
_BROKEN = (zlib.error, OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error, EOFError)
"""What Pillow raises for files that are not whole."""


def size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels as a PNG says them. Raises LockstepError for what is not one, or too large."""
    if len(png) < _HEAD.size or len(png) > MOST_BYTES:
        raise LockstepError(f"the picture has {len(png):,} bytes, and no PNG of ours has. Take it again.")
    signature, _, kind, width, height, _, _ = _HEAD.unpack_from(png)
    if signature != _SIGNATURE or kind != b"IHDR":
        raise LockstepError("the picture is not a PNG. Take it again.")
    if not 0 < width * height <= MOST_PIXELS:
        raise LockstepError(f"the picture is {width} by {height} pixels: more than {MOST_PIXELS:,}, or none.")
    return width, height


def decoded(png: bytes) -> Pixels:
    """Return the pixels of a PNG. Raises LockstepError for what is not one, is broken or too large."""
    size(png)
    try:
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            if image.mode not in _EIGHT_BITS:
                raise LockstepError(f"the picture has more than 8 bits a colour ({image.mode}). Take it again.")
            return np.asarray(image.convert("RGBA"))
    except _BROKEN as error:
        raise LockstepError(f"the picture cannot be read: {error}. Take it again.") from error


def encoded(pixels: Pixels) -> bytes:
    """Return ``pixels`` as a small PNG, without loss, and without alpha where all of it is solid.

    Rows are packed as they are: pages are flat colours and repeated letters, which the usual filters make longer.
    """
    height, width = pixels.shape[:2]
    solid = bool((pixels[..., 3] == 255).all())
    shown = pixels[..., :3] if solid else pixels
    rows = np.zeros((height, 1 + width * shown.shape[2]), np.uint8)
    rows[:, 1:] = shown.reshape(height, -1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2 if solid else 6, 0, 0, 0)
    packed = zlib.compress(rows.tobytes(), 9)
    return _SIGNATURE + b"".join(map(_chunk, (b"IHDR", b"IDAT", b"IEND"), (head, packed, b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def smaller(png: bytes) -> bytes:
    """Return a picture as it is worth keeping: the same pixels in fewer bytes. Raises LockstepError as decoded does."""
    return min(png, encoded(decoded(png)), key=len)
