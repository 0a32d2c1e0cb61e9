"""Asks where the video, the photographs or the sound of a session are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from fer_desktop.offline.session_sound import OpenSound, file_sound, is_that_sound, sound_of
from fer_desktop.offline.session_video import OpenVideo, are_those_images, file_video, folder_images, is_that_file
from fer_desktop.session.library import Session
from fer_desktop.ui.main_window import MainWindow


class Found(NamedTuple):
    """Opens the pictures as `video_of`, and the sound as `sound_of`; None where there is none."""

    open_video: OpenVideo | None
    open_sound: OpenSound | None


def find_media(window: MainWindow, session: Session) -> Found | None:
    """Ask where that is of which a session was made; None where nothing was found."""
    source, translate = session.info.source, QCoreApplication.translate
    if source.images:
        title = translate("SessionVideo", "Find the photographs")
        folder = QFileDialog.getExistingDirectory(window, title, source.folder or "")
        other = translate("SessionVideo", "{0} does not hold the photographs that were analysed.")
        found = _checked(window, title, folder, other, lambda path: are_those_images(session, path))
        return Found(folder_images(session, found), sound_of(session)) if found else None
    if session.info.is_sound_alone:
        known = (session.info.voice.path if session.info.voice is not None else None) or ""
        title = translate("SessionVideo", "Find the sound")
        found = _found_file(window, session, title, known, is_that_sound)
        return Found(None, file_sound(session, found)) if found else None
    found = _found_file(window, session, translate("SessionVideo", "Find the video"), source.path, is_that_file)
    if found is None:
        return None
    return Found(file_video(session, found), sound_of(session) or file_sound(session, found))


def _found_file(
    window: MainWindow, session: Session, title: str, known: str, is_that: Callable[[Session, Path], bool]
) -> Path | None:
    path, _ = QFileDialog.getOpenFileName(window, f"{title}: {session.info.source.name}", known)
    other = QCoreApplication.translate("SessionVideo", "{0} is another file than the one that was analysed.")
    return _checked(window, title, path, other, lambda path: is_that(session, path))


def _checked(window: MainWindow, title: str, path: str, other: str, is_that: Callable[[Path], bool]) -> Path | None:
    """What was chosen; None where nothing was, or something else, which is told in the words `other`."""
    if not path:
        return None
    if is_that(Path(path)):
        return Path(path)
    window.notices.show_problem(title, other.format(path))
    return None
