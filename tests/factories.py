"""Sessions as tests need them, written by the recorder itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, Marker, SourceInfo
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.setting_facts import SettingFacts
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked

CAMERA = SourceInfo("cam", 640, 480, 30.0, is_live=True)
VIDEO_TIMES_S = [0.0, 0.05, 0.2, 0.5, 0.52, 1.0, 1.4]  # of the frames of the video, uneven
WORD = "correct horse 正确"


def write_session(
    root: Path, name: str, with_video: bool = False, n: int = 45, settings: SettingFacts | None = None
) -> Path:
    """A whole session of two faces, the second called Max, at 30 frames a second, with the marker "on" at 0.5 s."""
    header = SessionHeader(name, CAMERA, MODEL, settings or SettingFacts(max_faces=2))
    writer = SessionWriter(root, header, WriterOptions(with_video))
    writer.name_face(2, "Max")
    for i in range(n):
        if i == 15:
            writer.add_marker(Marker(0.5, "on"))
        writer.add_analysis(make_analysis(i, [make_tracked(1), make_tracked(2, scores=make_scores(4))]))
    if with_video:
        for i, time_s in enumerate(VIDEO_TIMES_S):
            writer.add_frame(Frame(i, time_s, np.full((48, 64, 3), 30 * i + 10, np.uint8)))
    return Path(writer.close(RecordingCounts(n, 0, 0)))


def write_rows(root: Path, n: int) -> Path:
    """A whole session of one face in n frames, without anything else."""
    writer = SessionWriter(root, SessionHeader("same", CAMERA, MODEL))
    for i in range(n):
        writer.add_analysis(make_analysis(i, [make_tracked()]))
    return Path(writer.close(RecordingCounts(n, 0, 0)))


def begin_sealed(root: Path, word: str = WORD) -> SessionWriter:
    """A session with video that is encrypted while it is written; plain without a passphrase."""
    header = SessionHeader("secret", SourceInfo("Front camera", 64, 48, 30.0, is_live=True), MODEL)
    return SessionWriter(root, header, WriterOptions(with_video=True, passphrase=word))


def fill(writer: SessionWriter, n: int = 40) -> SessionWriter:
    """Write n frames of one face with every expression, a name and a marker."""
    writer.name_face(1, "Mia Example")
    for i in range(n):
        if i == 5:
            writer.add_marker(Marker(i / 30, "stimulus A"))
        writer.add_frame(Frame(i, i / 30, np.full((48, 64, 3), 5 * i, np.uint8)))
        writer.add_analysis(make_analysis(i, [make_tracked(1, scores=make_scores(i % 8))]))
    return writer
