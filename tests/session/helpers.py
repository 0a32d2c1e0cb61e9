from __future__ import annotations

from pathlib import Path

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Marker, SourceInfo
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.setting_facts import SettingFacts
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked

HEADER_INFO = SessionHeader("test", SourceInfo("clip.mp4", 640, 480, 30.0), MODEL, SettingFacts(max_faces=4))


def write_session(root: Path, n: int = 5, name: str = "test") -> Path:
    writer = SessionWriter(root, SessionHeader(name, HEADER_INFO.source, MODEL))
    for i in range(n):
        faces = [make_tracked(1), make_tracked(2, (300, 40, 380, 150), make_scores(4, 0.5), 0.2)]
        writer.add_analysis(make_analysis(i, faces[: i % 3]))
        if i == 1:
            writer.add_marker(Marker(i / 30, "stimulus, on"))
    return Path(writer.close(RecordingCounts(n, 0, 0)))
