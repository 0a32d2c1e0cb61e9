"""Pictures come as they are meant to be seen: with square pixels, turned, mirrored, of one size."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

import av
import numpy as np
import pytest

from fer_desktop.capture.video_file import VideoFileSource
from tests.clips import CORNERS, NUMBERED_SIZE, arrangement, corners, number_of, read_all, write_numbers


def write_corners(path, prepare, sizes=((64, 48),) * 2):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        prepare(stream)
        for number, size in enumerate(sizes):
            frame = av.VideoFrame.from_ndarray(corners(size), format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("is_mirrored", [False, True])
@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv"])
def test_display_matrices_turn_and_mirror(tmp_path, turns, is_mirrored, suffix):
    if (suffix, is_mirrored) == ("mkv", True):
        pytest.skip("the writer of this format stores turns alone")
    path = write_corners(
        tmp_path / f"a.{suffix}", lambda stream: stream.set_display_rotation(90 * turns, hflip=is_mirrored)
    )
    with av.open(str(path)) as container:  # the matrix itself says where the corners belong
        data: list[Any] = [
            side for side in next(container.decode(video=0)).side_data if "DISPLAYMATRIX" in str(cast(Any, side).type)
        ]
    a, b, _, c, d = np.frombuffer(data[0], np.int32)[:5] >> 16 if data else (1, 0, 0, 0, 1)
    shown = {}
    for name, (x, y) in zip(CORNERS, [(-1, -1), (1, -1), (-1, 1), (1, 1)], strict=True):
        shown[name] = (b * x + d * y, a * x + c * y)
    info, frames = read_all(VideoFileSource(path))
    assert arrangement(frames[0].image) == sorted(shown, key=lambda name: shown[name])
    assert (info.width_px, info.height_px) == ((48, 64) if turns % 2 else (64, 48))
    assert frames[0].image.shape == (info.height_px, info.width_px, 3)


@pytest.mark.parametrize(
    ("aspect", "size"),
    [
        (Fraction(1, 2), (128, 128)),
        (Fraction(64, 45), (182, 64)),
        (Fraction(2), (256, 64)),
        (Fraction(1), NUMBERED_SIZE),
        (Fraction(1, 1000), NUMBERED_SIZE),  # a mistake
    ],
)
@pytest.mark.parametrize("suffix", ["mp4", "mkv", "avi"])
def test_pixels_that_are_not_square_are_stretched(tmp_path, aspect, size, suffix):
    def prepare(stream):
        stream.codec_context.sample_aspect_ratio = aspect

    source = VideoFileSource(write_numbers(tmp_path / f"a.{suffix}", [0, 0.1, 0.2, 0.3], prepare=prepare))
    info, frames = read_all(source)
    assert (info.width_px, info.height_px) == size
    assert all(frame.image.shape == (info.height_px, info.width_px, 3) for frame in frames)
    assert [number_of(frame.image) for frame in frames] == [0, 1, 2, 3]


def test_turned_pictures_are_stretched_before(tmp_path):
    def prepare(stream):
        stream.codec_context.sample_aspect_ratio = Fraction(2)
        stream.set_display_rotation(90)

    info, frames = read_all(VideoFileSource(write_corners(tmp_path / "a.mp4", prepare)))
    assert (info.width_px, info.height_px) == (48, 128)
    assert frames[0].image.shape == (128, 48, 3)


def test_a_size_that_changes_is_scaled_to_the_first_and_said(tmp_path):
    """Three clips one behind the other, as a broadcast whose sender was turned."""
    sizes = [(64, 48), (128, 96), (48, 64)]
    path = tmp_path / "a.ts"
    with path.open("wb") as file:
        for number, size in enumerate(sizes):
            part = tmp_path / f"{number}.ts"
            with av.open(str(part), "w") as container:
                stream = container.add_stream("libx264", rate=10)
                stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
                for _ in range(4):
                    container.mux(stream.encode(av.VideoFrame.from_ndarray(corners(size), format="rgb24")))
                container.mux(stream.encode(None))
            file.write(part.read_bytes())
    source = VideoFileSource(path)
    info, frames = read_all(source)
    assert (info.width_px, info.height_px) == (64, 48)
    assert {frame.image.shape for frame in frames} == {(48, 64, 3)}
    assert arrangement(frames[5].image) == list(CORNERS)
    upright_one = frames[-1].image  # as high as the others, with black at its sides
    assert not upright_one[:, :12].any()
    assert arrangement(upright_one[:, 14:50]) == list(CORNERS)
    assert any("8 picture(s) of another size" in notice.message for notice in source.notices)
