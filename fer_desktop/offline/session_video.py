"""Where the pictures of a session are: in its folder, or in the video or the photographs that it was made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fer_desktop.core.interfaces import PictureReader
from fer_desktop.errors import SessionUnreadable
from fer_desktop.session.library import Session
from fer_desktop.session.schema import ORIGINAL_FILE

OpenVideo = Callable[[], PictureReader]


def video_of(session: Session) -> OpenVideo | None:
    """Opens the video, or the photographs, in the thread that will own it; None when there is none.

    What it returns raises:
        SessionUnreadable, SourceUnreadable: it cannot be read.
    """
    if session.info.has_video:
        return lambda: _stored(session)
    if session.info.source.images:
        folder = Path(session.info.source.folder or "")
        return folder_images(session, folder) if are_those_images(session, folder) else None
    path = video_file_of(session)
    return file_video(session, path) if path is not None else None


def video_file_of(session: Session) -> Path | None:
    """The video of which the session was made: the copy in its folder, else the file where it was; None without it."""
    if session.store.has(ORIGINAL_FILE):
        return session.store.path(ORIGINAL_FILE)
    path = session.info.source.path
    return Path(path) if path and is_that_file(session, Path(path)) else None


def file_video(session: Session, path: Path) -> OpenVideo:
    """Opens this file as the video of a session that was made of it, as `video_of`."""
    cut = session.info.settings.cut

    def open_video() -> PictureReader:
        from fer_desktop.capture.seeking import FilePictures

        return FilePictures(path, cut.track if cut is not None else None)

    return open_video


def folder_images(session: Session, folder: Path) -> OpenVideo:
    """Opens the photographs of a session in this folder, as `video_of`."""

    def open_images() -> PictureReader:
        from fer_desktop.capture.images import ImagesByTime

        return ImagesByTime(folder, session.info.source.images)

    return open_images


def are_those_images(session: Session, folder: Path) -> bool:
    """Whether the photographs of which the session was made are in this folder; none are in "", which is no folder."""
    from fer_desktop.capture import images

    source = session.info.source
    return folder != Path() and images.are_those_images(folder, source.images, source.fingerprint)


def is_that_file(session: Session, path: Path) -> bool:
    """Whether the session was made of this file."""
    from fer_desktop.capture import files

    return files.is_that_file(path, session.info.source.fingerprint)


def misses_video(session: Session) -> bool:
    """Whether the session was made of a file, or of photographs, that are not where they were."""
    source = session.info.source
    if source.images:
        return not are_those_images(session, Path(source.folder or ""))
    has_own = session.info.has_video or session.store.has(ORIGINAL_FILE)
    return bool(source.path) and not has_own and not is_that_file(session, Path(source.path))


def moved_video(session: Session) -> SessionUnreadable:
    """What to do about a session that `misses_video`."""
    source = session.info.source
    return SessionUnreadable(
        "{path} was made of {video}, which is not where it was, or was changed.",
        "Put it back where it was, or analyse it anew where it is.",
        path=session.folder,
        video=source.path or source.folder or source.name,
    )


def _stored(session: Session) -> PictureReader:
    from fer_desktop.session.playback import VideoReader

    return VideoReader(session.store)
