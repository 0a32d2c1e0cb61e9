"""The video of a session, analysed again: every stored frame, with the model of today, into a new session."""

from __future__ import annotations

import shutil
from pathlib import Path

from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Marker
from fer_desktop.errors import Cancelled, FerError, SessionUnreadable
from fer_desktop.offline.pipeline import analyze_source
from fer_desktop.paths import weights_dir
from fer_desktop.session import schema
from fer_desktop.session.info import SettingFacts
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.store import open_good_part
from fer_desktop.settings import DEFAULT_MAX_FACES, Device, Prior
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer


def reanalyse(
    folder: Path,
    progress: Progress | None = None,
    passphrase: str = "",
    device: Device = "auto",
    prior: Prior = "balanced",
) -> Path:
    """Write the new session beside the old one, encrypted with the same passphrase; returns its folder.

    Args:
        device: Where the network runs.
        prior: How likely rare expressions are taken to be.

    Raises:
        SessionUnreadable: the session has no video, or one in which the heads are blurred.
        SessionLocked: it is encrypted, and this is not its passphrase.
        Cancelled: `progress` says so; the new session is removed.
        SourceError, SessionError: the video cannot be read, or the new session not be written.
    """
    progress = progress or Progress()
    session = load_session(folder, passphrase)
    store = session.store
    video = store.path(schema.VIDEO_FILE)
    if not video.is_file():
        raise SessionUnreadable("{path} has no video.", "Record with video to analyse again.", path=folder)
    if session.info.is_blurred:
        raise SessionUnreadable(
            "The heads in the video of {path} are blurred: no face can be found in it.",
            "Record with plain video to analyse again.",
            path=folder,
        )
    max_faces = session.info.settings.max_faces or DEFAULT_MAX_FACES
    source = VideoFileSource(video, origin_s=0.0, open_file=lambda: open_good_part(store, schema.VIDEO_FILE)[0])
    try:
        info = source.open()
        analyzer = open_analyzer(AnalyzerOptions(weights_dir(), max_faces, device, threads=1, prior=prior))
        try:
            settings = SettingFacts(max_faces=max_faces, prior=prior, parent=session.info.session_id)
            header = SessionHeader(f"{folder.name}_again", info, analyzer.model, settings)
            writer = SessionWriter(folder.parent, header, WriterOptions(passphrase=passphrase))
            duration_s = max(session.info.duration_s, 1e-9)
            try:
                for marker in session.markers:
                    writer.add_marker(Marker(marker.time_s, marker.label))
                return Path(
                    analyze_source(source, analyzer, writer, lambda s: progress.reached(s / duration_s)).location
                )
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
