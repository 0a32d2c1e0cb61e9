"""The video of a session, analysed again: every frame, with the model of today, into a new session."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.files import is_that_file
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.core.interfaces import StagedAnalyzer
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Marker, SourceInfo
from fer_desktop.errors import Cancelled, FerError, SessionUnreadable
from fer_desktop.offline.pipeline import analyze_source
from fer_desktop.offline.same_faces import same_faces
from fer_desktop.offline.session_video import misses_video, moved_video
from fer_desktop.paths import weights_dir
from fer_desktop.session import schema
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import Session, load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.setting_facts import SettingFacts
from fer_desktop.session.store import open_good_part, read_file
from fer_desktop.settings import DEFAULT_MAX_FACES, Device, Prior
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer


def reanalyse(
    folder: Path,
    progress: Progress | None = None,
    passphrase: str = "",
    device: Device = "auto",
    prior: Prior = "balanced",
    adapted: Path | None = None,
) -> Path:
    """Write the new session beside the old one, encrypted with the same passphrase; returns its folder.

    It has the video, the title, the notes, the names, the markers, the excluded stretches and the words of the old one.

    Args:
        device: Where the network runs.
        prior: How likely rare expressions are taken to be.
        adapted: A file of adapted weights.

    Raises:
        SessionUnreadable: the session has no video, or one in which the heads are blurred.
        SessionLocked: it is encrypted, and this is not its passphrase.
        Cancelled: `progress` says so; the new session is removed.
        SourceError, SessionError: the video cannot be read, or the new session not be written.
    """
    progress = progress or Progress()
    session = load_session(folder, passphrase)
    video = _video_of(session)
    max_faces = session.info.settings.max_faces or DEFAULT_MAX_FACES
    try:
        info = video.named(video.source.open())
        has_details = session.details is not None
        options = AnalyzerOptions(weights_dir(), max_faces, device, threads=1, prior=prior, adapted=adapted)
        analyzer = open_analyzer(replace(options, details=has_details))
        try:
            settings = _settings(session, max_faces, prior)
            header = SessionHeader(f"{folder.name}_again", info, analyzer.model, settings)
            writer = SessionWriter(folder.parent, header, WriterOptions(passphrase=passphrase))
            made = _written(session, video, analyzer, writer, progress)
        finally:
            analyzer.close()
    finally:
        video.source.close()
    _hand_on(session, load_session(made, passphrase))
    return made


def _settings(session: Session, max_faces: int, prior: Prior) -> SettingFacts:
    before, parent = session.info.settings, session.info.session_id
    return SettingFacts(
        max_faces=max_faces, prior=prior, cut=before.cut, input=before.input, parent=parent, fusion=before.fusion
    )


@dataclass(frozen=True, slots=True)
class _Video:
    """What is analysed again.

    Attributes:
        files: Of the session, which the new one is to have, too.
        of_file: What the session says of the file that it was made of; None of a recording.
    """

    source: VideoFileSource
    files: tuple[str, ...]
    of_file: SourceInfo | None = None

    def named(self, info: SourceInfo) -> SourceInfo:
        """What the source says of itself, with the name and place that the session knows."""
        if self.of_file is None:
            return info
        return replace(info, name=self.of_file.name, path=self.of_file.path, fingerprint=self.of_file.fingerprint)


def _video_of(session: Session) -> _Video:
    """The video of a session: recorded with it, copied into it, or the file that it was made of.

    Raises:
        SessionUnreadable: there is none in which faces can be found.
    """
    store, source = session.store, session.info.source
    if session.info.is_sound_alone:
        raise SessionUnreadable(
            "{path} was made of sound alone: there are no pictures to analyse again.",
            "Choose a session with video; a file of sound is analysed anew on the Analyse page.",
            path=session.folder,
        )
    if session.info.is_blurred:
        raise SessionUnreadable(
            "The heads in the video of {path} are blurred: no face can be found in it.",
            "Record with plain video to analyse again.",
            path=session.folder,
        )
    if store.path(schema.VIDEO_FILE).is_file():
        video = store.path(schema.VIDEO_FILE)
        stored = VideoFileSource(video, origin_s=0.0, open_file=lambda: open_good_part(store, schema.VIDEO_FILE)[0])
        files = (schema.VIDEO_FILE, *((schema.FRAMES_FILE,) if store.has(schema.FRAMES_FILE) else ()))
        return _Video(stored, files)
    of_file = SourceInfo(source.name, 0, 0, 0.0, path=source.path, fingerprint=source.fingerprint)
    cut = _cut_of(session)
    if store.has(schema.ORIGINAL_FILE):
        return _Video(VideoFileSource(store.path(schema.ORIGINAL_FILE), cut), (schema.ORIGINAL_FILE,), of_file)
    if source.path and is_that_file(Path(source.path), source.fingerprint):
        return _Video(VideoFileSource(Path(source.path), cut), (), of_file)
    if misses_video(session):
        raise moved_video(session)
    raise SessionUnreadable("{path} has no video.", "Record with video to analyse again.", path=session.folder)


def _cut_of(session: Session) -> Cut:
    facts = session.info.settings.cut
    if facts is None:
        return Cut()
    return Cut(facts.start_s, float("inf") if facts.end_s is None else facts.end_s, facts.fps, facts.track)


def _written(
    session: Session, video: _Video, analyzer: StagedAnalyzer, writer: SessionWriter, progress: Progress
) -> Path:
    duration_s = max(session.info.duration_s, 1e-9)
    try:
        writer.take_over(session.store, video.files)
        for marker in session.markers:
            writer.add_marker(Marker(marker.time_s, marker.label))
        reached = analyze_source(video.source, analyzer, writer, lambda s: progress.reached(s / duration_s))
        return Path(reached.location)
    except Cancelled:
        writer.abandon("cancelled")
        shutil.rmtree(writer.folder, ignore_errors=True)
        raise
    except FerError as error:
        writer.abandon(error.message)
        raise


def _hand_on(before: Session, after: Session) -> None:
    """What the user wrote into the old session; faces are told by their place in the picture."""
    names, same = before.names, same_faces(before.table, after.table)
    known = {face: names[other] for face, other in same.items() if other in names}
    edits, transcript = before.edits, before.edits.transcript
    if before.words is not None and transcript is not None:
        after.store.write(schema.WORDS_FILE, read_file(before.store, schema.WORDS_FILE))
        now = {other: face for face, other in same.items()}
        speakers = {name: now[face] for name, face in transcript.speakers.items() if face in now}
        transcript = replace(transcript, speakers=speakers)
    handed = Edits(title=edits.title, notes=edits.notes, names=known, excluded=edits.excluded, transcript=transcript)
    if handed != Edits():
        save_edits(after.store, handed)
