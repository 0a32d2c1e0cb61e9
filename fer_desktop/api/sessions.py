"""`open_session`: what was recorded or analysed, as tables, figures and pictures."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.api.tables import data_frame
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import ExportError
from fer_desktop.facts import encoded
from fer_desktop.paths import sessions_dir
from fer_desktop.results.formats import ExportOptions, Format, export_session, format_by_extension
from fer_desktop.results.fusion import fused
from fer_desktop.results.media import video_path
from fer_desktop.results.plot import draw_session
from fer_desktop.results.report import write_report
from fer_desktop.results.statistics import FaceStatistics, marker_statistics, session_statistics
from fer_desktop.session.library import Session as StoredSession
from fer_desktop.session.library import load_session
from fer_desktop.session.table import Table

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_PICTURE_DPI = 110


class Session:
    """A session as it was read, with the user's changes; made by `open_session`. In Jupyter it shows as its plot.

    Attributes:
        folder: Where it is.
    """

    def __init__(self, stored: StoredSession) -> None:
        self.folder = stored.folder
        self._stored = stored

    @cached_property
    def table(self) -> pd.DataFrame:
        """The timeline, with the columns of `timeline.csv`; faces that were merged are one."""
        return data_frame(self._stored.table, self.info)

    @cached_property
    def markers(self) -> pd.DataFrame:
        """`time_s` and `label` of each marker, in order of time."""
        markers = self._stored.markers
        times = np.array([marker.time_s for marker in markers], float)
        return data_frame(Table({"time_s": times, "label": _texts([marker.label for marker in markers])}))

    @property
    def voice(self) -> pd.DataFrame | None:
        """What was heard in each quarter of a second; None where nobody listened."""
        return _frame(self._stored.voice)

    @property
    def utterances(self) -> pd.DataFrame | None:
        """What was heard of each utterance; None where nobody listened."""
        return _frame(self._stored.utterances)

    @property
    def words(self) -> pd.DataFrame | None:
        """What was said, line by line; None without a transcript."""
        return _frame(self._stored.words)

    @property
    def details(self) -> pd.DataFrame | None:
        """Action units, lids, gaze and mouth; None where they were not measured."""
        return _frame(self._stored.details)

    @property
    def fused(self) -> pd.DataFrame | None:
        """What face, voice and words say together, as of the edits; None where one of them is alone."""
        return _frame(fused(self._stored))

    @property
    def info(self) -> dict[str, Any]:
        """What `session.json` says; docs/session-format.md explains each key."""
        return encoded(self._stored.info)

    @property
    def names(self) -> dict[int, str]:
        """What faces are called, by id."""
        return dict(self._stored.names)

    @property
    def video(self) -> Path | None:
        """The video: recorded, kept as a copy, or the file that was analysed. None without one, or if encrypted."""
        return video_path(self._stored)

    def statistics(self) -> pd.DataFrame:
        """One row for each face: time seen, mean probabilities and valence, how often each expression was on top."""
        return _statistics(session_statistics(self._stored), self._stored)

    def marker_statistics(self) -> pd.DataFrame:
        """The same between each marker and the next, with the marker's `label`."""
        labelled = marker_statistics(self._stored)
        labels = {"label": _texts([label for label, _ in labelled])}
        return _statistics([one for _, one in labelled], self._stored, labels)

    def plot(self) -> Figure:
        """The curves of each face, of many the first ten, of voice, words and all together: a figure of matplotlib."""
        return draw_session(self._stored)

    def report(self, path: str | PathLike[str], language: str = "en") -> None:
        """Write a report, as PDF where the name says so, else as one HTML file.

        Args:
            language: Of its words: "en" or "zh_CN".

        Raises:
            ExportError: the file is there already, or cannot be written, or there are no reports in the language.
        """
        write_report(self._stored, _free(path), language=language)

    def export(self, path: str | PathLike[str], format: Format | None = None) -> None:
        """Write the session in a format of `fer-desktop sessions export`; without one the name of the file says which.

        Raises:
            ExportError: the file is there already, or cannot be written.
        """
        target = _free(path)
        export_session(self._stored, target, ExportOptions(format or format_by_extension(target) or "csv"))

    def __repr__(self) -> str:
        stored = self._stored
        faces = len(stored.face_ids)
        return (
            f"<Session {self.folder.name}: {len(stored.table)} rows, {faces} face(s), {stored.info.duration_s:.1f} s>"
        )

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        self.plot().savefig(picture, format="png", dpi=_PICTURE_DPI)
        return picture.getvalue()


def open_session(folder: str | PathLike[str], passphrase: str = "") -> Session:
    """Read a session. What is wrong with one that can be read is said as a warning.

        >>> session = fer.open_session("2026-11-26_10-00-00")
        >>> session
        <Session 2026-11-26_10-00-00: 90 rows, 2 face(s), 1.5 s>
        >>> session.statistics()["name"][1]
        'Max'
        >>> session.report("report.html")

    Args:
        folder: Its folder, or its name alone where it lies in the folder of the app.
        passphrase: Of an encrypted one.

    Raises:
        FerError: it is no session, cannot be read, or this is not its passphrase.
    """
    path = Path(folder)
    if not path.exists() and path.name == str(folder):
        path = sessions_dir() / path
    stored = load_session(path, passphrase)
    for problem in stored.problems:
        warnings.warn(str(problem), stacklevel=2)
    return Session(stored)


def _frame(table: Table | None) -> pd.DataFrame | None:
    return None if table is None else data_frame(table)


def _free(path: str | PathLike[str]) -> Path:
    """Raises ExportError where a file would be replaced."""
    target = Path(path)
    if target.exists():
        raise ExportError("{path} is there already.", "Choose another name, or delete it.", path=target)
    return target


def _statistics(
    faces: Sequence[FaceStatistics], stored: StoredSession, labels: Mapping[str, NDArray[Any]] | None = None
) -> pd.DataFrame:
    columns: dict[str, list[float | None]] = {
        "start_s": [one.span.start_s for one in faces],
        "end_s": [one.span.end_s for one in faces],
        "seen_s": [one.seen_s for one in faces],
        "rows": [one.n_rows for one in faces],
        "transitions": [one.transitions for one in faces],
        "mean_valence": [one.mean_valence for one in faces],
        "unreliable_share": [one.unreliable_share for one in faces],
        **{f"mean_{name}": [one.mean[name] for one in faces] for name in EXPRESSIONS},
        **{f"top_{name}": [one.top_share[name] for one in faces] for name in EXPRESSIONS},
    }
    who: dict[str, NDArray[Any]] = {
        **(labels or {}),
        "face_id": np.array([one.face_id for one in faces], float),
        "name": _texts([stored.names.get(one.face_id, "") for one in faces]),
    }
    return data_frame(Table({**who, **{name: np.array(values, float) for name, values in columns.items()}}))


def _texts(values: Sequence[str]) -> NDArray[np.object_]:
    return np.array(values, dtype=object)
