"""A session as continuous data of BIDS: `_physio.tsv.gz` on a regular grid, and the JSON file that describes it.

BIDS 1.10, "Physiological recordings": no head in the table, `n/a` for blank, columns, rate and start in the JSON.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, replace

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.facts import json_bytes
from fer_desktop.results.selection import Selection, select
from fer_desktop.session.library import Session
from fer_desktop.session.schema import BY_NAME

_COLUMNS = (*EXPRESSIONS, "valence", "yaw_deg", "pitch_deg", "roll_deg", "quality")
_UNITS = {"degrees": "deg"}  # as BIDS writes them; what has none is arbitrary
_MOST_HZ = 1000.0


@dataclass(frozen=True, slots=True)
class Physio:
    """Both files.

    Attributes:
        table: Compressed.
        description: JSON.
    """

    table: bytes
    description: bytes


def physio_of(session: Session, selection: Selection) -> Physio:
    """Each column of `_COLUMNS` comes once for each face: `face1_happiness`.

    Without a rate the grid has that of the session, in whole Hz. Excluded stretches are blank where they are left
    out: a grid with holes would not be regular.
    """
    rate_hz = selection.grid_hz or _usual_hz(session)
    table = select(session, replace(selection, grid_hz=rate_hz, with_voice=False, with_details=False))
    times = table["time_s"]
    start_s = float(times[0]) if len(times) else 0.0
    n = round((times[-1] - start_s) * rate_hz) + 1 if len(times) else 0
    places = np.round((times - start_s) * rate_hz).astype(int)
    names = {f"face{face}_{name}": (face, name) for face in table.face_ids for name in _COLUMNS}
    texts = []
    for face, name in names.values():
        mine, values = table["face_id"] == face, np.full(n, np.nan)
        values[places[mine]] = table[name][mine]
        texts.append([BY_NAME[name].text(value) or "n/a" for value in values])
    body = "".join("\t".join(row) + "\n" for row in zip(*texts, strict=True))
    described = {
        "SamplingFrequency": rate_hz,
        "StartTime": start_s,
        "Columns": list(names),
        "PhysioType": "generic",
        "Manufacturer": "FER Desktop",
        "SoftwareVersions": session.info.app_version,
        **{
            column: {
                "Description": f"{_about(session, face)}: {BY_NAME[name].meaning}",
                "Units": _UNITS.get(BY_NAME[name].unit, "arbitrary"),
            }
            for column, (face, name) in names.items()
        },
    }
    # mtime: the same session gives the same bytes
    return Physio(gzip.compress(body.encode(), mtime=0), json_bytes(described))


def _usual_hz(session: Session) -> float:
    """The rate at which it was analysed, in whole Hz from 1."""
    steps = np.diff(np.unique(session.recorded["time_s"]))
    usual_s = float(np.median(steps)) if len(steps) else 1.0
    return float(min(max(round(1 / usual_s) if usual_s > 0 else 1, 1), _MOST_HZ))


def _about(session: Session, face: int) -> str:
    return f"Face {face} ({session.names[face]})" if face in session.names else f"Face {face}"
