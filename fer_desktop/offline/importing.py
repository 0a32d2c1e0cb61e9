"""Tables of OpenFace and Py-feat become sessions: what they do not say stays blank, where they come from is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop import __version__
from fer_desktop.errors import ForeignTableUnreadable
from fer_desktop.offline.foreign_tables import ForeignTable, read_header
from fer_desktop.offline.openface_table import is_openface, read_openface
from fer_desktop.offline.pyfeat_table import is_pyfeat, read_pyfeat
from fer_desktop.session import schema
from fer_desktop.session.details_schema import DETAIL_COLUMNS
from fer_desktop.session.info import FaceFacts, ModelFacts, SessionInfo, SourceFacts
from fer_desktop.session.setting_facts import ImportFacts, SettingFacts
from fer_desktop.session.table import Table
from fer_desktop.session.whole import write_whole_session

_IDS = ("time_s", "frame", "face_id")


def import_table(path: Path, root: Path, fps: float = 0.0, passphrase: str = "") -> Path:
    """Make a session of a table; returns its folder.

    Args:
        root: Folder of the session folders.
        fps: Frames a second of the video, where the table does not say or is not to be believed; 0 believes it.
        passphrase: The session is encrypted with it.

    Raises:
        ForeignTableUnreadable: it is no such table, or a line makes no sense.
        ForeignTableTimeless: it is one of a video, and says no times.
        SessionError: the session cannot be written.
    """
    header = read_header(path)
    if is_openface(header):
        foreign = read_openface(path, fps)
    elif is_pyfeat(header):
        foreign = read_pyfeat(path, fps)
    else:
        raise ForeignTableUnreadable(
            "{path} is neither a table of OpenFace nor one of Py-feat.",
            "The first has the columns frame, timestamp and success, the second FaceRectX to FaceRectHeight.",
            path=path,
        )
    tables = {schema.TIMELINE_FILE: _table(foreign, schema.COLUMNS)}
    measured = [foreign.columns[column.name] for column in DETAIL_COLUMNS if column.name in foreign.columns]
    if not all(np.isnan(values).all() for values in measured):
        details = _table(foreign, DETAIL_COLUMNS)
        tables[schema.DETAILS_FILE] = details.where(~np.isnan(details["face_id"]))
    info = _info(foreign, tables[schema.TIMELINE_FILE], path, fps)
    return write_whole_session(root, path.stem, info, tables, passphrase)


def _table(foreign: ForeignTable, columns: Sequence[schema.Column]) -> Table:
    """What is known of these columns; all else is blank."""
    known: dict[str, NDArray[Any]] = {name: getattr(foreign, name) for name in _IDS} | dict(foreign.columns)
    n = len(foreign.time_s)
    blank = {"text": np.full(n, "", dtype=object), "number": np.full(n, np.nan), "whole": np.full(n, np.nan)}
    return Table({column.name: known.get(column.name, blank[column.kind]) for column in columns})


def _info(foreign: ForeignTable, timeline: Table, path: Path, fps: float) -> SessionInfo:
    now = datetime.now(UTC)
    n_frames = len(np.unique(timeline["frame"]))
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    origin = ImportFacts(
        program=foreign.program, file=path.name, sha256=digest, at_utc=now.isoformat(), fps=fps or None
    )
    return SessionInfo(
        schema_version=schema.SCHEMA_VERSION,
        session_id=f"{now:%Y%m%dT%H%M%S.%fZ}",
        app_version=__version__,
        started_at_utc="",
        model=ModelFacts(model_id=foreign.program),
        source=SourceFacts(name=foreign.source or path.name, images=foreign.images),
        settings=SettingFacts(imported=origin),
        frames_captured=n_frames,
        frames_analysed=n_frames,
        frames_skipped=0,
        frames_refused=0,
        samples=len(timeline),
        faces=tuple(
            FaceFacts(face_id=face, samples=int((timeline["face_id"] == face).sum())) for face in timeline.face_ids
        ),
        top_expressions=dict(Counter(name for name in timeline["expression"] if name).most_common()),
        duration_s=round(float(timeline["time_s"][-1]), 6),
        end_reason="",
        notices=foreign.notices,
        has_video=False,
        complete=True,
    )
