from __future__ import annotations

from fer_desktop.session.playback import VideoReader
from fer_desktop.session.schema import VIDEO_FILE
from fer_desktop.session.store import PlainStore
from fer_desktop.session.video_times import pts_in
from tests.factories import write_session


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
