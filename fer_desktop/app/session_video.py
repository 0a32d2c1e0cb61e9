"""Asks where the video, the photographs or the sound of a session are."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from fer_desktop.offline.session_sound import OpenSound, file_sound, is_that_sound
from fer_desktop.offline.session_video import OpenVideo, are_those_images, file_video, folder_images, is_that_file
from fer_desktop.session.library import Session
from fer_desktop.ui.main_window import MainWindow


def find_video(window: MainWindow, session: Session) -> OpenVideo | None:
    """Ask where the file is of which a session was made; opens it as `video_of`, None where nothing was found."""
    if session.info.source.images:
        return _find_images(window, session)
    title, name = QCoreApplication.translate("SessionVideo", "Find the video"), session.info.source.name
    path, _ = QFileDialog.getOpenFileName(window, f"{title}: {name}", session.info.source.path)
    if not path:
        return None
    if is_that_file(session, Path(path)):
        return file_video(session, Path(path))
    words = QCoreApplication.translate("SessionVideo", "{0} is another file than the one that was analysed.")
    window.notices.show_problem(title, words.format(path))
    return None


def find_sound(window: MainWindow, session: Session) -> OpenSound | None:
    """Ask where the file of sound alone is of which a session was made; None where nothing was found."""
    title, voice = QCoreApplication.translate("SessionVideo", "Find the sound"), session.info.voice
    known = (voice.path if voice is not None else None) or ""
    path, _ = QFileDialog.getOpenFileName(window, f"{title}: {session.info.source.name}", known)
    if not path:
        return None
    if is_that_sound(session, Path(path)):
        return file_sound(session, Path(path))
    words = QCoreApplication.translate("SessionVideo", "{0} is another file than the one that was analysed.")
    window.notices.show_problem(title, words.format(path))
    return None


def _find_images(window: MainWindow, session: Session) -> OpenVideo | None:
    title = QCoreApplication.translate("SessionVideo", "Find the photographs")
    folder = QFileDialog.getExistingDirectory(window, title, session.info.source.folder or "")
    if not folder:
        return None
    if are_those_images(session, Path(folder)):
        return folder_images(session, Path(folder))
    words = QCoreApplication.translate("SessionVideo", "{0} does not hold the photographs that were analysed.")
    window.notices.show_problem(title, words.format(folder))
    return None
