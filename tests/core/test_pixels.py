"""Whatever an image is made of, its rows are whole, one after the other, and nobody can write to them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fer_desktop.core.pixels import frozen_image
from fer_desktop.core.types import Frame

SIDES = st.integers(1, 200)


@st.composite
def strided(draw):
    """A picture as a decoder may hand it out: padded rows, every n-th pixel, turned, mirrored, in another order."""
    height, width, padding = draw(SIDES), draw(SIDES), draw(st.integers(0, 64))
    step_y, step_x = draw(st.sampled_from([1, 2, 3, -1])), draw(st.sampled_from([1, 2, -1]))
    shape = height * abs(step_y), width * abs(step_x) + padding, 3
    pixels = (np.arange(np.prod(shape)) % 251).astype(np.uint8).reshape(shape)
    pixels = pixels[::step_y, : width * abs(step_x)][:, ::step_x]
    pixels = np.rot90(pixels, draw(st.integers(0, 3)))
    if draw(st.booleans()):
        pixels = np.asfortranarray(pixels)
    return pixels[:, :, ::-1] if draw(st.booleans()) else pixels


@given(strided(), st.booleans())
def test_every_frame_holds_whole_rows_that_cannot_be_written(pixels, is_writable):
    expected = pixels.copy()
    pixels.flags.writeable = is_writable
    image = Frame(0, 0.0, pixels).image
    assert image.flags.c_contiguous and not image.flags.writeable
    assert image.dtype == np.uint8 and image.shape == expected.shape
    np.testing.assert_array_equal(image, expected)
    assert pixels.flags.writeable is is_writable


def test_whole_rows_are_not_copied():
    pixels = np.zeros((4, 5, 3), np.uint8)
    assert np.shares_memory(frozen_image(pixels), pixels)
    once = frozen_image(pixels)
    assert frozen_image(once) is once


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((4, 5), np.uint8),
        np.zeros((4, 5, 4), np.uint8),
        np.zeros((1, 60), np.uint8),
        np.zeros((0, 5, 3), np.uint8),
        np.zeros((4, 5, 3), np.float32),
    ],
)
def test_what_is_no_image_is_refused(pixels):
    with pytest.raises(ValueError, match="an image is"):
        frozen_image(pixels)
