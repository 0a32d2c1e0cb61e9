"""How sessions look in the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from fer_desktop.app.session_looks import SessionLooks
from fer_desktop.capture.files import fingerprint
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import SourceInfo
from fer_desktop.results.strip import strip_of
from fer_desktop.session.catalogue import summaries
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.clips import write_clip
from tests.factories import begin_sealed, fill, write_rows, write_session
from tests.fakes import MODEL, WAIT_MS, make_analysis, make_tracked


def test_the_list_shows_a_strip_and_a_picture_where_there_may_be_one(window, tmp_path, qtbot):
    with_video, without = write_session(tmp_path, "v", with_video=True), write_session(tmp_path, "n")
    fill(begin_sealed(tmp_path)).abandon("")
    looks = SessionLooks(window)
    window.sessions.show_summaries(summaries(tmp_path))
    assert looks._known == {}  # nobody looks at the list
    window.show_page(window.sessions)
    qtbot.waitUntil(lambda: len(window.sessions._table._looks) == 2, timeout=WAIT_MS)
    assert not window.sessions._table._looks[with_video].thumbnail.isNull()
    assert window.sessions._table._looks[without].thumbnail.isNull()
    assert (
        set(window.sessions._table._looks[without].strip) == {"happiness", "anger"}
        or len(set(window.sessions._table._looks[without].strip)) == 1
    )
    window.sessions.grab()
    looks.close()


@pytest.mark.parametrize("is_copied", [False, True], ids=["where it lies", "its copy"])
def test_the_picture_of_a_session_of_a_file_is_read_where_the_file_is(window, tmp_path, qtbot, is_copied):
    clip = write_clip(tmp_path / "clip.mp4", [i / 10 for i in range(10)])
    source = SourceInfo("clip.mp4", 64, 48, 10.0, path=str(clip), fingerprint=fingerprint(clip))
    writer = SessionWriter(tmp_path / "s", SessionHeader("s", source, MODEL))
    for i in range(10):
        writer.add_analysis(make_analysis(i, [make_tracked()]))
    folder = Path(writer.close(RecordingCounts(10, 0, 0)))
    if is_copied:
        clip.rename(folder / "original.video")
    before = sorted(folder.iterdir())
    looks = SessionLooks(window)
    window.sessions.show_summaries(summaries(tmp_path / "s"))
    window.show_page(window.sessions)
    qtbot.waitUntil(lambda: folder in window.sessions._table._looks, timeout=WAIT_MS)
    assert not window.sessions._table._looks[folder].thumbnail.isNull()
    assert sorted(folder.iterdir()) == before  # nothing of it is kept
    looks.close()


def test_a_strip_has_a_part_for_each_stretch_of_time(tmp_path):
    strip = strip_of(load_session(write_rows(tmp_path, 30)), 10)
    assert strip == ("happiness",) * 10


@pytest.mark.parametrize(("lost", "is_gap"), [(range(3, 6), False), (range(8, 24), True)])
def test_frames_that_come_unevenly_are_no_gap_in_the_strip_and_a_gap_is_one(tmp_path, lost, is_gap):
    writer = SessionWriter(tmp_path, SessionHeader("s", SourceInfo("cam", 640, 480, 30.0), MODEL))
    seen = [i for i in range(40) if i not in lost]
    for i in seen:
        writer.add_analysis(make_analysis(i, [make_tracked()]))
    strip = strip_of(load_session(Path(writer.close(RecordingCounts(len(seen), 0, 0)))))
    assert len(strip) == len(seen)
    assert ("" in strip) is is_gap
