"""The sessions of a study one after the other, each read once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fer_desktop.core.progress import Progress
from fer_desktop.session.library import Session
from fer_desktop.studies.cached import CACHE_FOLDER, keep_alone, read_or_reason
from fer_desktop.studies.filling import fill_cache
from fer_desktop.studies.study import PlacedSession, Study


def read_sessions(
    study: Study, passphrase: str, progress: Progress
) -> Iterator[tuple[PlacedSession, Session | None, str]]:
    """Each place with its session, or why there is none; of two people in one session it is read once.

    At the end the cache holds nothing but sessions of the study.

    Raises:
        Cancelled: `progress` says so.
    """
    sessions, cache = study.facts.sessions, study.folder / CACHE_FOLDER
    fill_cache([study.folder_of(placed) for placed in sessions], cache, progress)
    read: tuple[Path, Session | None, str] | None = None
    for i, placed in enumerate(sessions):
        progress.reached(max(progress.share, i / len(sessions)))
        folder = study.folder_of(placed)
        if read is None or read[0] != folder:
            read = (folder, *read_or_reason(folder, passphrase, cache))
        yield placed, read[1], read[2]
    keep_alone(map(study.folder_of, sessions), cache)
