from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.errors import LockstepError
from generator.looks.visual.compare import compare
from generator.looks.visual.decoded import MOST_BYTES, decoded, encoded, smaller
from tests.generator.looks.visual.drawings import drawing, pixels, png


def head(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG that says how large it is, and holds almost nothing."""
    data = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = [(b"IHDR", data), (b"IDAT", zlib.compress(b"\0" * 50)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(one)) + name + one + struct.pack(">I", zlib.crc32(name + one)) for name, one in chunks
    )


WHOLE = drawing("..#..", ".###.")
BROKEN = {
    "nothing": (b"", "bytes"),
    "a text": (b"this is a text, not a picture at all", "not a PNG"),
    "a GIF": (b"GIF89a" + bytes(60), "not a PNG"),
    "endless": (bytes(MOST_BYTES + 1), "bytes"),
    "cut off": (WHOLE[:50], "cannot be read"),
    "not as long as it says": (head(400, 400), "cannot be read"),
    "a bomb": (head(60_000, 60_000), "60000 by 60000"),
    "the largest that can be said": (head(2**32 - 1, 2**32 - 1), "pixels"),
    "without pixels": (head(0, 5), "pixels"),
    "no such colours": (head(5, 5, colour=5), "cannot be read"),
    "another sum": (WHOLE[:40] + bytes([WHOLE[40] ^ 255]) + WHOLE[41:], "cannot be read"),
}


@pytest.mark.parametrize(("given", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_picture_is_refused_in_words(given: bytes, said: str):
    """Whatever a file holds, it is compared or refused with a sentence; nothing large is unpacked first."""
    with pytest.raises(LockstepError, match=said):
        compare(WHOLE, given)


@given(st.binary(min_size=1, max_size=6), st.integers(8, len(WHOLE) - 1))
@settings(max_examples=50, deadline=None)
def test_a_damaged_picture_is_read_or_refused(damage: bytes, place: int):
    """No damage ends in another exception than ours."""
    damaged = WHOLE[:place] + damage + WHOLE[place + len(damage) :]
    try:
        compare(WHOLE, damaged)
    except LockstepError as error:
        assert str(error)  # noqa: PT017  # both ends are right


def test_more_than_eight_bits_are_not_rounded():
    """A picture with finer colours than we can compare is refused: rounding would call different ones equal."""
    packed = io.BytesIO()
    Image.fromarray(np.zeros((4, 4), np.uint16)).save(packed, "PNG")
    with pytest.raises(LockstepError, match="8 bits"):
        decoded(packed.getvalue())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_kind_of_picture_is_read_without_loss(mode: str):
    """A kind of PNG says the same pixels as what it was made of."""
    image = Image.fromarray(pixels("..#", "#.#")).convert(mode)
    packed = io.BytesIO()
    image.save(packed, "PNG")
    assert np.array_equal(decoded(packed.getvalue()), np.asarray(image.convert("RGBA")))


def test_transparency_survives_packing():
    """Alpha is kept where there is any, and costs nothing where there is none."""
    solid = pixels("..#", "#.#")
    clear = solid.copy()
    clear[0, 0, 3] = 7
    for one in (solid, clear):
        assert np.array_equal(decoded(encoded(one)), one)
    assert encoded(solid)[25] == 2
    assert encoded(clear)[25] == 6


def test_what_is_kept_is_never_larger_than_what_was_taken():
    """A picture that is small as it is stays as it is."""
    noise = np.random.default_rng(1).integers(0, 256, (40, 40, 4), np.uint8)
    flat = np.full((400, 400, 4), 255, np.uint8)
    for one in (noise, flat):
        taken = png(one, compress_level=1)
        assert len(smaller(taken)) <= len(taken)
    assert len(smaller(png(flat, compress_level=1))) < len(png(flat, compress_level=1)) / 2
