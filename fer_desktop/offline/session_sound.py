"""The sound of a session: what it kept, or the file of sound alone that it was made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fer_desktop.core.interfaces import SoundByTime
from fer_desktop.session.library import Session

OpenSound = Callable[[], SoundByTime]


def sound_of(session: Session) -> OpenSound | None:
    """Opens it, raising SessionUnreadable or SourceUnreadable where it cannot be read; None where there is none."""
    voice = session.info.voice
    if voice is None:
        return None
    if voice.has_sound:
        from fer_desktop.session.sound import SoundReader

        return lambda: SoundReader(session.store)
    path = Path(voice.path or "")
    return file_sound(session, path) if is_that_sound(session, path) else None


def file_sound(session: Session, path: Path) -> OpenSound:
    """Opens this file as the sound of a session that was made of it, as `sound_of`."""
    track = session.info.voice.track if session.info.voice is not None else None

    def open_sound() -> SoundByTime:
        from fer_desktop.capture.sound_file import SoundOfFile

        return SoundOfFile(path, track)

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
