"""The sound of a session: what it kept, or that of the file of which it was made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fer_desktop.core.interfaces import SoundByTime
from fer_desktop.offline.session_video import video_file_of
from fer_desktop.session.library import Session

OpenSound = Callable[[], SoundByTime]


def sound_of(session: Session) -> OpenSound | None:
    """Opens it, in step with the pictures; None where none is kept and no file is there.

    What it returns raises:
        SessionUnreadable, SourceUnreadable: it cannot be read, or the file has none.
    """
    voice = session.info.voice
    if voice is not None and voice.has_sound:
        from fer_desktop.session.sound import SoundReader

        return lambda: SoundReader(session.store)
    if voice is not None and voice.path:
        path = Path(voice.path)
        return file_sound(session, path) if is_that_sound(session, path) else None
    video = video_file_of(session)
    return file_sound(session, video) if video is not None else None


def file_sound(session: Session, path: Path) -> OpenSound:
    """Opens the sound of this file, of which the session was made, as `sound_of`."""
    info = session.info
    track = info.voice.track if info.voice is not None else None
    origin_s = None if info.is_sound_alone else info.source.clock_offset_s

    def open_sound() -> SoundByTime:
        from fer_desktop.capture.sound_file import SoundOfFile

        return SoundOfFile(path, track, origin_s)

    return open_sound


def is_that_sound(session: Session, path: Path) -> bool:
    """Whether the session was made of this file of sound alone."""
    from fer_desktop.capture import files

    voice = session.info.voice
    return voice is not None and bool(voice.path) and files.is_that_file(path, voice.fingerprint or "")


def misses_sound(session: Session) -> bool:
    """Whether the session was made of a file of sound alone that is not where it was."""
    voice = session.info.voice
    if voice is None or not voice.path or voice.has_sound:
        return False
    return not is_that_sound(session, Path(voice.path))
