"""Pictures of every size reach the models from every kind of source: decoders pad rows, models want none."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import av
import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fer_desktop.capture.camera import CameraDevice, CameraFormat, CameraSource
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.images import ImageSource
from fer_desktop.capture.opencv_camera import OpenCvCapture
from fer_desktop.capture.orientation import turned
from fer_desktop.capture.pictures import read_image
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.core.types import Frame
from fer_desktop.session import schema
from fer_desktop.session.playback import VideoReader
from fer_desktop.session.store import new_store
from fer_desktop.vision.graph import image_packet
from fer_desktop.vision.landmarker import Landmarker
from tests.clips import write_clip_of

SIDES = st.integers(1, 200)


def picture(width, height):
    """Red grows to the right, green downwards, blue is 40."""
    image = np.full((height, width, 3), 40, np.uint8)
    image[:, :, 0], image[:, :, 1] = np.arange(width), np.arange(height)[:, None]
    return image


def write_lossless(path: Path, image: np.ndarray) -> Path:
    with av.open(str(path), "w", format="mov") as container:
        stream = container.add_stream("png", rate=30)
        stream.width, stream.height, stream.pix_fmt = image.shape[1], image.shape[0], "rgb24"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def check(image, expected):
    assert image.flags.c_contiguous and not image.flags.writeable
    np.testing.assert_array_equal(image, expected)
    image_packet(image)  # raises where MediaPipe cannot use the array as it is


def first_image(source):
    source.open()
    frame = source.read()
    source.close()
    return frame.image


@settings(max_examples=60, deadline=None)
@given(SIDES, SIDES)
def test_files_images_playback_and_cameras_give_whole_rows_of_rgb(width, height):
    expected = picture(width, height)
    bgr = np.ascontiguousarray(expected[:, :, ::-1])
    with TemporaryDirectory() as folder:
        clip = write_lossless(Path(folder) / "clip.mov", expected)
        check(first_image(VideoFileSource(clip)), expected)
        store = new_store(Path(folder), "")
        write_lossless(Path(folder) / schema.VIDEO_FILE, expected)
        reader = VideoReader(store)
        check(reader.frame_at(0.0).image, expected)
        reader.close()
        photograph = Path(folder) / "photograph.png"
        cv2.imwrite(str(photograph), bgr)
        check(first_image(ImageSource("", [photograph])), expected)
        check(read_image(photograph), expected)
    capture = SimpleNamespace(
        isOpened=lambda: True, read=lambda: (True, bgr), get=lambda _: 0.0, set=lambda *_: True, release=lambda: None
    )
    camera = CameraSource(CameraDevice("", 0, 0), CameraFormat(), lambda _: OpenCvCapture(0, 0, lambda *_: capture))
    if min(width, height) > 1:
        check(first_image(camera), expected)


@settings(max_examples=20, deadline=None)
@given(SIDES, SIDES, st.integers(0, 3), st.booleans())
def test_a_turned_video_gives_whole_rows(width, height, turns, is_mirrored):
    padded = np.zeros((height, width + 11, 3), np.uint8)
    padded[:, :width] = picture(width, height)
    matrix = np.linalg.matrix_power([[0, -1], [1, 0]], turns) * ([[-1, 1]] if is_mirrored else [[1, 1]])
    shown = np.rot90(picture(width, height), turns)
    check(Frame(0, 0.0, turned(padded[:, :width], matrix)).image, shown[:, ::-1] if is_mirrored else shown)


@pytest.mark.parametrize("size", [(854, 480), (540, 960), (683, 384)])
def test_a_face_is_found_in_a_video_whose_width_is_no_multiple_of_16(tmp_path, size):
    clip = write_clip_of(tmp_path / "clip.mp4", DemoSource(DemoOptions(1, size[0], size[1], duration_s=0.1)))
    landmarker = Landmarker(1)
    source = VideoFileSource(clip)
    source.open()
    assert all(landmarker.find(frame.image, frame.time_s) for frame in iter(source.read, None))
    source.close()
    landmarker.close()
