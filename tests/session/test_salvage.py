from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.results.formats import export_session
from fer_desktop.session import sealed
from fer_desktop.session.library import load_session
from fer_desktop.session.playback import VideoReader
from fer_desktop.session.repair import recover
from fer_desktop.session.sealed import HEAD_BYTES
from tests.factories import WORD, begin_sealed, fill
from tests.fakes import make_analysis, make_tracked


def test_a_crash_loses_the_last_seconds_and_is_mended(tmp_path):
    writer = fill(begin_sealed(tmp_path), 60)
    writer._timeline.flush()
    writer.add_analysis(make_analysis(60, [make_tracked(1)]))
    writer._timeline.flush()
    left = tmp_path / "left.partial"
    left.mkdir()
    for path in writer.folder.iterdir():  # what another process would see after kill -9
        if path.is_file():
            data = path.read_bytes()
            (left / path.name).write_bytes(data[: len(data) - 5] if path.name.startswith("timeline") else data)
    writer.abandon("test over")
    folder = recover(left, WORD)
    session = load_session(folder, WORD)
    assert session.info.complete is True
    assert len(session.recorded) == 60
    assert session.names == {1: "Mia Example"}
    reader = VideoReader(session.store)
    assert reader.frame_at(1.0) is not None
    reader.close()


def _cut(path: Path, share: float) -> bytes:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    return whole


@pytest.mark.parametrize("is_flipped", [False, True])
def test_of_a_cut_or_changed_table_the_whole_segments_before_can_be_used_and_it_is_said(
    tmp_path, is_flipped, monkeypatch
):
    monkeypatch.setattr(sealed, "MOST_TEXT", 512)  # many segments in a short session
    folder = Path(fill(begin_sealed(tmp_path)).close(RecordingCounts(40, 0, 0)))
    whole = load_session(folder, WORD)
    path = folder / "timeline.csv.sealed"
    data = bytearray(_cut(path, 0.5))
    if is_flipped:
        data[len(data) // 2] ^= 4
        path.write_bytes(data)
    session = load_session(folder, WORD)
    assert 5 < len(session.recorded) < 30
    assert session.table["time_s"].tolist() == whole.table["time_s"].tolist()[: len(session.table)]
    assert f"it has {len(session.recorded)} of 40 rows" in str(session.problems[0])
    assert session.info.complete is True
    export_session(session, tmp_path / "a.csv")
    assert recover(folder, WORD) == folder  # nothing to be finished; what is wrong stays to be seen
    assert len(load_session(folder, WORD).problems) == 1


@pytest.mark.parametrize("name", ["markers.csv", "video.mp4", "frames.csv"])
def test_a_session_with_one_other_file_cut_opens_and_it_is_said(folder, name):
    _cut(folder / f"{name}.sealed", 0.5)
    session = load_session(folder, WORD)
    assert len(session.table) == 40
    assert [name in str(problem) for problem in session.problems] == [True]


@pytest.mark.parametrize("n_bytes", [0, 10, HEAD_BYTES])
def test_a_file_that_was_begun_when_the_recording_was_killed_is_no_added_one(tmp_path, n_bytes):
    writer = fill(begin_sealed(tmp_path))
    writer.store.sync()
    left = Path(shutil.copytree(writer.folder, tmp_path / "left.partial"))
    writer.abandon("test over")
    begun = left / "voice.csv.sealed"  # made, and not in the list yet
    begun.write_bytes((left / "markers.csv.sealed").read_bytes()[:n_bytes])
    session = load_session(recover(left, WORD), WORD)
    assert (session.problems, session.voice, len(session.recorded)) == ((), None, 40)


def test_a_cut_video_is_played_up_to_the_cut(folder, monkeypatch):
    _cut(folder / "video.mp4.sealed", 0.8)
    reader = VideoReader(load_session(folder, WORD).store)
    assert reader.frame_at(0.1) is not None
    reader.close()


def test_a_repair_keeps_in_mind_what_was_cut_from_a_recording_that_crashed(tmp_path, monkeypatch):
    monkeypatch.setattr(sealed, "MOST_TEXT", 512)
    writer = fill(begin_sealed(tmp_path), 60)
    writer.store.sync()  # the list promises all of it
    left = Path(shutil.copytree(writer.folder, tmp_path / "left.partial"))
    writer.abandon("test over")
    _cut(left / "timeline.csv.sealed", 0.5)
    before = load_session(left, WORD)
    assert "cut off" in str(before.problems[0])
    session = load_session(recover(left, WORD), WORD)
    assert (session.info.complete, len(session.recorded)) == (True, len(before.recorded))
    assert "cut off" in session.info.notices[0]
    assert not session.problems
