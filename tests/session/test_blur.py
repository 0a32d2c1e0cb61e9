from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Analysis, SourceInfo
from fer_desktop.session.blur import FaceBlur
from fer_desktop.session.playback import VideoReader
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.store import PlainStore
from fer_desktop.vision.landmarker import Landmarker
from tests.fakes import MODEL, make_frame, make_tracked


def detail(image, box):
    """How much changes from pixel to pixel inside a box."""
    x0, y0, x1, y1 = (int(v) for v in box)
    part = image[max(y0, 0) : y1, max(x0, 0) : x1].astype(float)
    return float(np.abs(np.diff(part, axis=0)).mean() + np.abs(np.diff(part, axis=1)).mean())


@pytest.fixture(scope="module")
def demo():
    """Sixty frames of the demo, and what a landmarker finds in them."""
    source, landmarker = DemoSource(DemoOptions()), Landmarker(1)
    source.open()
    frames = [source.read() for _ in range(60)]
    faces = [landmarker.find(frame.image, frame.time_s) for frame in frames]
    landmarker.close()
    return frames, faces


def analysis_of(frame, faces):
    tracked = tuple(replace(make_tracked(1), face=face) for face in faces)
    return Analysis(frame.index, frame.time_s, tracked, 1.0)


def test_no_face_can_be_found_in_the_written_video(demo, tmp_path):
    """Only every third frame is analysed, and the face is lost from the 40th on."""
    frames, faces = demo
    info = SourceInfo("demo", 640, 480, 30.0)
    options = WriterOptions(with_video=True, with_blur=True)
    writer = SessionWriter(tmp_path, SessionHeader("b", info, MODEL), options)
    for frame, found in zip(frames, faces, strict=True):
        writer.add_frame(frame)
        if frame.index % 3 == 0:
            writer.add_analysis(analysis_of(frame, found if frame.index < 40 else ()))
    folder = Path(writer.close(RecordingCounts(60, 40, 0)))
    assert len((folder / "frames.csv").read_text().splitlines()) == 61
    reader, finder = VideoReader(PlainStore(folder)), Landmarker(4)
    for frame, found in zip(frames, faces, strict=True):
        stored = reader.frame_at(frame.time_s + 1e-4)
        assert stored.time_s == pytest.approx(frame.time_s, abs=1e-3)
        assert not finder.find(stored.image, frame.time_s)
        assert detail(stored.image, found[0].box) < detail(frame.image, found[0].box) / 3
    finder.close()
    reader.close()


def test_what_is_known_of_nobody_is_blurred_as_a_whole():
    blur = FaceBlur()
    assert list(blur.add_frame(make_frame(0))) == []
    late = list(blur.add_frame(make_frame(70)))
    assert [frame.index for frame in late] == [0]
    assert [frame.index for frame in blur.rest()] == [70]
    assert list(blur.rest()) == []


def test_the_background_stays(demo):
    frames, faces = demo
    blur = FaceBlur()
    list(blur.add_frame(frames[0]))
    (stored,) = blur.add_analysis(analysis_of(frames[0], faces[0]))
    assert (stored.image[:40, :40] == frames[0].image[:40, :40]).all()
    assert not stored.image.flags.writeable


def test_frames_leave_in_order():
    blur, left = FaceBlur(), []
    for i in range(30):
        left += blur.add_frame(make_frame(i))
        if i % 4 == 0:
            left += blur.add_analysis(Analysis(i, i / 30, (), 1.0))
    left += blur.rest()
    assert [frame.index for frame in left] == list(range(30))
