"""Analysing again: the new session has what the old one was called, and shows its video."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.files import fingerprint
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.core.words import Said, WordsSample
from fer_desktop.errors import SessionUnreadable
from fer_desktop.offline.attempt import attempt
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.outcome import Done
from fer_desktop.offline.reanalyse import reanalyse
from fer_desktop.offline.same_faces import same_faces
from fer_desktop.offline.session_video import misses_video, video_of
from fer_desktop.paths import weights_dir
from fer_desktop.session.catalogue import summary_of
from fer_desktop.session.edits import Edits, Span, TranscriptFacts
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.table import Table
from fer_desktop.session.words_file import write_words
from fer_desktop.vision.analyzer import AnalyzerOptions
from tests.clips import write_clip_of
from tests.fakes import MODEL, make_analysis


def picture_at(session, time_s):
    reader = video_of(session)()
    frame = reader.frame_at(time_s)
    reader.close()
    return frame


@pytest.mark.parametrize("word", ["", "correct horse battery"])
def test_title_notes_names_and_video_are_kept(tmp_path, demo_image, word):
    image = cv2.cvtColor(cv2.imread(str(demo_image)), cv2.COLOR_BGR2RGB)
    header = SessionHeader("v", SourceInfo("cam", 640, 480, 30.0), MODEL)
    writer = SessionWriter(tmp_path, header, WriterOptions(with_video=True, passphrase=word))
    for i in range(6):
        writer.add_frame(Frame(i, i / 25, image))
        writer.add_analysis(make_analysis(i, [], fps=25))
    first = reanalyse(Path(writer.close(RecordingCounts(6, 0, 0))), passphrase=word)  # now with its face
    before = load_session(first, word)
    facts = TranscriptFacts(source="a.srt", n_lines=1, speakers={"Anna": 1, "Ben": 7})
    transcript = write_words(before.store, (WordsSample(Said(0.0, 0.2, "Hello", "Anna"), "en"),), facts)
    edits = Edits("Pilot", "with glasses", {1: "Mia"}, excluded=(Span(0.0, 0.1),), transcript=transcript)
    save_edits(before.store, edits)
    again = load_session(reanalyse(first, passphrase=word), word)
    assert (again.edits.title, again.edits.notes, again.names) == ("Pilot", "with glasses", {1: "Mia"})
    assert again.edits.excluded == (Span(0.0, 0.1),)
    assert again.words is not None
    assert again.words["text"].tolist() == ["Hello"]
    assert again.edits.transcript == replace(transcript, speakers={"Anna": 1})
    assert not again.problems
    assert again.info.has_video
    frame = picture_at(again, 0.08)
    assert (frame.time_s, frame.image.shape) == (pytest.approx(0.08, abs=1e-3), image.shape)
    if not word:
        delete_session(first)
        assert picture_at(again, 0.08) is not None


@pytest.mark.parametrize("copies", [False, True])
def test_a_session_of_a_file_is_analysed_again_from_it(tmp_path, copies):
    clip = write_clip_of(tmp_path / "clip.mp4", DemoSource(DemoOptions(1, 320, 240, duration_s=0.4)))
    analyzer = AnalyzerOptions(weights_dir(), 2, "cpu", threads=1)
    options = AnalyzeOptions(tmp_path / "out", analyzer, Cut(end_s=0.2), DemoOptions(), copy_video=copies)
    done = attempt(Job("clip.mp4", "clip", "video", (clip,)), options)
    assert isinstance(done, Done)
    first = Path(done.result.location)
    assert (first / "original.video").exists() is copies
    if copies:
        clip.unlink()
    summary = summary_of(first)
    assert (summary.has_video, summary.has_file) == (False, True)
    assert not misses_video(load_session(first))
    again = load_session(reanalyse(first))
    assert again.info.source.name == "clip.mp4"
    assert again.info.settings.cut.end_s == 0.2
    assert np.array_equal(again.table["time_s"], load_session(first).table["time_s"])
    delete_session(first)
    assert picture_at(again, 0.1) is not None


def test_a_file_that_moved_is_named_and_not_said_to_be_none(tmp_path):
    clip = write_clip_of(tmp_path / "clip.mp4", DemoSource(DemoOptions(1, 64, 48, duration_s=0.1)))
    source = SourceInfo("clip.mp4", 64, 48, 30.0, path=str(clip), fingerprint=fingerprint(clip))
    writer = SessionWriter(tmp_path / "s", SessionHeader("s", source, MODEL))
    writer.add_analysis(make_analysis(0, []))
    folder = Path(writer.close(RecordingCounts(1, 0, 0)))
    clip.rename(tmp_path / "moved.mp4")
    with pytest.raises(SessionUnreadable, match=r"was made of .*clip[.]mp4, which is not where it was"):
        reanalyse(folder)


def test_faces_are_the_same_where_they_are_in_the_same_place():
    def table(faces):
        rows = [(t / 25, face, x) for t in range(10) for face, x in faces]
        times, ids, x = (np.array(column, float) for column in zip(*rows, strict=True))
        size = np.full(len(times), 50.0)
        return Table({"time_s": times, "face_id": ids, "box_x": x, "box_y": size, "box_w": size, "box_h": size})

    assert same_faces(table([(1, 100), (2, 300)]), table([(1, 305), (4, 95), (5, 500)])) == {1: 2, 4: 1}
