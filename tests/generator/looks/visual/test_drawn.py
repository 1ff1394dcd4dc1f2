from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from generator.looks.visual.compare import compare
from generator.looks.visual.decoded import decoded
from generator.looks.visual.drawn import DARKER, LIGHTER, draw
from tests.generator.looks.visual.drawings import drawing
from tests.generator.looks.visual.test_compare import ROWS, with_marks


def test_what_came_and_what_went_have_a_colour_each():
    """Ink that is new and ink that is gone are told apart, and a frame stands around each place."""
    drawn = decoded(draw(drawing(*with_marks((10, 10, 6, 6))), drawing(*with_marks((90, 60, 6, 6)))))
    assert bluish(drawn[62, 92])
    assert not bluish(drawn[12, 12])
    assert drawn[12, 12][0] > drawn[12, 12][2]
    assert (drawn[10 - 5, 13][:3] < 40).all()
    assert (drawn[40, 40][:3] == 255).all()


def bluish(pixel: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> bool:
    """Say whether it is the mark of what became darker."""
    return bool(pixel[2] > pixel[0])


def test_what_did_not_change_is_faded():
    """The old picture is there, too light to be taken for a mark."""
    same = with_marks((50, 40, 9, 9))
    drawn = decoded(draw(drawing(*same), drawing(*with_marks((50, 40, 9, 9), (5, 5, 3, 3)))))
    assert 180 < drawn[44, 54][0] < 200
    assert (drawn[44, 54][0] == drawn[44, 54][:3]).all()


@given(ROWS, ROWS)
@settings(max_examples=20, deadline=None)
def test_every_pixel_that_differs_is_marked_and_no_other(old: list[str], new: list[str]):
    """Colour in the drawn picture stands exactly where a pixel differs, but for frames, which are grey."""
    drawn = decoded(draw(drawing(*old), drawing(*new)))[..., :3].astype(int)
    coloured = int((drawn.max(axis=2) - drawn.min(axis=2) > 9).sum())
    framed = int((drawn == 26).all(axis=2).sum())
    difference = compare(drawing(*old), drawing(*new))
    expected = difference.count if difference else 0
    assert coloured <= expected <= coloured + framed


def test_marks_are_dark_on_the_faded_ground():
    """Both marks are told from the ground by lightness alone: at least 3 to 1 against the darkest of it."""
    for colour in (DARKER, LIGHTER):
        mark = 0.7 * np.array(colour) + 0.3 * 255  # over white, which shows through most
        assert contrast(np.array((255, 255, 255)), mark) >= 2.0
        assert contrast(np.array((255, 255, 255)), np.array(colour)) >= 4.5


def contrast(light: np.ndarray, dark: np.ndarray) -> float:
    """The contrast of two colours as WCAG 2.2 has it."""
    return float((luminance(light) + 0.05) / (luminance(dark) + 0.05))


def luminance(colour: np.ndarray) -> float:
    """The relative luminance of a colour."""
    parts = colour / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array((0.2126, 0.7152, 0.0722)))
