from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fer_desktop.session.library import load_session
from fer_desktop.session.playback import VideoReader
from fer_desktop.session.repair import recover
from fer_desktop.session.schema import VIDEO_FILE
from fer_desktop.session.store import PlainStore
from fer_desktop.session.video_times import pts_in
from tests.factories import begin_sealed, fill, write_session


def test_texts_in_a_video_that_are_not_utf_8_do_not_end_it(tmp_path):
    folder = write_session(tmp_path, "v", with_video=True)
    video = folder / VIDEO_FILE
    data = video.read_bytes()
    assert b"VideoHandler" in data
    video.write_bytes(data.replace(b"VideoHandler", b"Vide\xc2\x41andler"))
    reader = VideoReader(PlainStore(folder))
    assert reader.frame_at(0.5) is not None
    reader.close()
    with video.open("rb") as file:
        assert pts_in(file)


@pytest.mark.parametrize("n_bytes", [0, 1, 20, 100, 700])
def test_a_recording_that_was_killed_before_its_video_had_a_picture_is_repaired(tmp_path, n_bytes):
    writer = fill(begin_sealed(tmp_path, ""))
    left = Path(shutil.copytree(writer.folder, tmp_path / "left.partial"))
    writer.abandon("test over")
    video = left / VIDEO_FILE
    video.write_bytes(video.read_bytes()[:n_bytes])
    session = load_session(recover(left))
    assert (session.info.complete, session.problems) == (True, ())
    assert len(session.recorded) > 30  # the last ones were with the program
