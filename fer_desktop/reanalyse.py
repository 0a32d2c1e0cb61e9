"""The video of a session, analysed again: every stored frame, with the model of today, into a new session."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.engine.offline import analyze_source
from fer_desktop.errors import Cancelled, FerError, SessionLocked, SessionUnreadable
from fer_desktop.paths import weights_dir
from fer_desktop.session import schema
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.store import is_sealed
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer


@dataclass(slots=True)
class Course:
    """How far long work is, 0-1, written by who works; and whether it shall stop, written by who waits."""

    share: float = 0.0
    is_cancelled: bool = False


def reanalyse(folder: Path, course: Course | None = None) -> Path:
    """Write the new session beside the old one; returns its folder.

    Raises:
        SessionUnreadable: the session has no video.
        Cancelled: `course` says so; the new session is removed.
        SourceError, SessionError: the video cannot be read, or the new session not be written.
    """
    if is_sealed(folder):
        raise SessionLocked(
            "{path} is encrypted.", "An encrypted session cannot be analysed again: no plain copy is made.", path=folder
        )
    session = load_session(folder)
    video = folder / schema.VIDEO_FILE
    if not video.is_file():
        raise SessionUnreadable("{path} has no video.", "Record with video to analyse again.", path=folder)
    max_faces = int(session.info.get("settings", {}).get("max_faces") or 4)
    source = VideoFileSource(video)
    try:
        info = source.open()
        analyzer = open_analyzer(AnalyzerOptions(weights_dir(), max_faces))
        try:
            settings = {"max_faces": max_faces, "parent": session.info.get("session_id", folder.name)}
            header = SessionHeader(f"{folder.name}_again", info, analyzer.model, settings)
            writer = SessionWriter(folder.parent, header)
            waiting, course = list(session.markers), course or Course()
            duration_s = max(float(session.info.get("duration_s") or 0.0), 1e-9)

            def mark(time_s: float) -> None:
                course.share = min(time_s / duration_s, 1.0)
                if course.is_cancelled:
                    raise Cancelled("The analysis was cancelled.")
                while waiting and waiting[0].time_s <= time_s:
                    writer.add_marker(waiting.pop(0))

            try:
                return Path(analyze_source(source, analyzer, writer, mark).location)
            except Cancelled:
                writer.abandon("cancelled")
                shutil.rmtree(writer.folder, ignore_errors=True)
                raise
            except FerError as error:
                writer.abandon(error.message)
                raise
        finally:
            analyzer.close()
    finally:
        source.close()
