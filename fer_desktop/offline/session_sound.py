"""The sound that a session kept."""

from __future__ import annotations

from collections.abc import Callable

from fer_desktop.core.interfaces import SoundByTime
from fer_desktop.session.library import Session


def sound_of(session: Session) -> Callable[[], SoundByTime] | None:
    """Opens it, raising SessionUnreadable where it cannot be read; None where none was kept."""
    if session.info.voice is None or not session.info.voice.has_sound:
        return None
    from fer_desktop.session.sound import SoundReader

    return lambda: SoundReader(session.store)
