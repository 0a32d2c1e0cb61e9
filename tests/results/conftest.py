from __future__ import annotations

from pathlib import Path

import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Marker, SourceInfo
from fer_desktop.results import fonts
from fer_desktop.results.fonts import Typeface, installed_typeface
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.store import PlainStore
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked
from tests.results.helpers import CHINESE, UNBROKEN, write_session

N_FRAMES = 120  # at 30 fps


def faces_of(i):
    """Face 1: happiness for two seconds, then anger; face 2 from 1 to 2 s, of low quality; nobody for 0.2 s."""
    if 90 <= i < 96:
        return []
    faces = [make_tracked(1, scores=make_scores(1 if i < 60 else 4, 0.8))]
    if 30 <= i <= 60:
        faces.append(make_tracked(2, (300, 40, 380, 150), make_scores(0, 0.6), 0.1, "pose"))
    return faces


@pytest.fixture
def folder(tmp_path) -> Path:
    header = SessionHeader("s", SourceInfo("cam", 640, 480, 30.0, is_live=True), MODEL)
    writer = SessionWriter(tmp_path, header)
    writer.name_face(1, "Mia")
    for i in range(N_FRAMES):
        if i == 30:
            writer.add_marker(Marker(1.0, "on"))
        if i == 75:
            writer.add_marker(Marker(2.5, "off\tnow"))
        writer.add_analysis(make_analysis(i, faces_of(i)))
    return Path(writer.close(RecordingCounts(130, 8, 2)))


@pytest.fixture
def session(folder):
    return load_session(folder)


@pytest.fixture(params=["every font", "no other font"])
def typeface(request, monkeypatch) -> Typeface:
    """The fonts of this computer, and what is left where it has none for Chinese."""
    if request.param == "no other font":
        monkeypatch.setattr(fonts, "_FALLBACKS", ())
    return installed_typeface()


@pytest.fixture
def wordy_session(tmp_path):
    """Long names, titles and notes in many scripts."""
    markers = [Marker(0.5, "开始刺激：观看第一段视频"), Marker(1.0, UNBROKEN), Marker(1.5, "many words " * 40)]
    folder = write_session(tmp_path, SourceInfo("视频" * 60, 640, 480, 30.0, 2.0), markers=markers)
    save_edits(PlainStore(folder), Edits(title="课堂观察 $5", notes=f"{CHINESE * 12}\n\n{UNBROKEN}\tend \U0010fffd"))
    return load_session(folder)
