"""Sessions of a study, as the recorder writes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Marker
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from tests.factories import CAMERA
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked

FPS = 10.0


def made_session(root: Path, name: str, strengths, markers=(), passphrase="") -> Path:
    """A session of face 1 with a probability of happiness for each row; NaN is a frame without a face.

    Args:
        markers: Times, in seconds, and labels.
    """
    root.mkdir(parents=True, exist_ok=True)
    writer = SessionWriter(root, SessionHeader(name, CAMERA, MODEL), WriterOptions(passphrase=passphrase))
    for time_s, label in markers:
        writer.add_marker(Marker(time_s, label))
    for i, strength in enumerate(strengths):
        faces = [] if np.isnan(strength) else [make_tracked(1, scores=make_scores(1, float(strength)))]
        writer.add_analysis(make_analysis(i, faces, FPS))
    return Path(writer.close(RecordingCounts(len(strengths), 0, 0)))


def write_study(folder: Path, text: str) -> Path:
    """study.toml with this after its version."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(f"study_version = 1\n{text}", encoding="utf-8")
    return folder
