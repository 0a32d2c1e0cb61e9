"""Do two faces move together? Lagged correlation in windows, against windows that do not belong together.

In each window the curve of the first face is correlated (Pearson) with that of the second, shifted by each lag. The
mean over windows (of Fisher's z) has its largest value at some lag: that is the strength. The same is done with the
windows of the second face in random orders, which keeps how each curve moves by itself; p is the share of orders that
are at least as strong (Boker et al. 2002 for the windows; Moulder et al. 2018 for the surrogates).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.errors import StudyUnreadable
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.statistics import counting_gaps, rows_by_face
from fer_desktop.session.library import Session
from fer_desktop.studies.sampling import sampled

FEWEST_WINDOWS = 6  # they have 720 orders
_ORDERS = 999
_HIGHEST_HZ = 30.0

NOTE = (
    "Two faces that react to the same film, light or camera move together without any tie between the two people; "
    "this figure does not tell one from the other. It is of readings of expressions, not of what anybody feels."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for.

    Attributes:
        window_s, longest_lag_s: Length of a window; how far the second face may come before or after the first.
        seed: Of the random orders.
    """

    window_s: float = 10.0
    longest_lag_s: float = 2.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Synchrony:
    """What was found.

    Attributes:
        strength: Mean correlation over windows at the lag where it is largest, -1 to 1.
        lag_s: By how much the second face comes after the first; negative where it comes before.
        p: Share of random orders of the windows that are at least as strong.
        n_windows: That counted.
        n_left_out: In which a face was not seen all the time, or a curve did not move.
        rate_hz: Of the samples.
    """

    strength: float
    lag_s: float
    p: float
    n_windows: int
    n_left_out: int
    rate_hz: float


def synchrony_of(session: Session, faces: tuple[int, int], column: str, asked: Asked) -> Synchrony:
    """Of one column of the table of two faces of a session; excluded stretches are left out.

    Raises:
        StudyUnreadable: a face is not there, or too few windows count.
    """
    unknown = [face for face in faces if face not in session.face_ids]
    if unknown or faces[0] == faces[1]:
        raise StudyUnreadable(
            "Two faces are needed; the session has {faces}.",
            "Choose two of these.",
            faces=", ".join(map(str, session.face_ids)) or "none",
        )
    rate_hz = _rate_hz(session)
    table = select(session, Selection(faces=faces, grid_hz=rate_hz, without_excluded=True))
    places = np.rint((table["time_s"] - table["time_s"][0]) * rate_hz).astype(int)
    curves = np.full((2, int(places[-1]) + 1), np.nan)
    for curve, face in zip(curves, faces, strict=True):
        mine = table["face_id"] == face
        curve[places[mine]] = table[column][mine]
    return synchrony(curves[0], curves[1], rate_hz, asked)


def synchrony_between(
    sessions: tuple[Session, Session], faces: tuple[int, int], column: str, asked: Asked, offset_s: float
) -> Synchrony:
    """Of one face in each of two sessions; `offset_s` is added to times of the second one (see `clocks`).

    Raises:
        StudyUnreadable: a face is not there, the sessions have no time in common, or too few windows count.
    """
    for session, face in zip(sessions, faces, strict=True):
        if face not in session.face_ids:
            raise StudyUnreadable(
                "Face {face} is not in {path}.", "Choose one that is there.", face=face, path=session.folder
            )
    rate_hz = min(map(_rate_hz, sessions))
    rows = [rows_by_face(session)[face] for session, face in zip(sessions, faces, strict=True)]
    shifts = 0.0, offset_s
    start_s = max(float(each["time_s"][0]) + shift for each, shift in zip(rows, shifts, strict=True))
    end_s = min(float(each["time_s"][-1]) + shift for each, shift in zip(rows, shifts, strict=True))
    if end_s <= start_s:
        raise StudyUnreadable("The two sessions have no time in common.", "Check which marker belongs to which.")
    times_s = np.arange(start_s, end_s, 1 / rate_hz)
    curves = [
        sampled(each, column, times_s - shift, counting_gaps(session))
        for each, shift, session in zip(rows, shifts, sessions, strict=True)
    ]
    return synchrony(curves[0], curves[1], rate_hz, asked)


def _rate_hz(session: Session) -> float:
    steps_s = np.diff(np.unique(session.recorded["time_s"]))
    return min(_HIGHEST_HZ, float(1 / np.median(steps_s))) if len(steps_s) else _HIGHEST_HZ


def synchrony(first: NDArray[np.float64], second: NDArray[np.float64], rate_hz: float, asked: Asked) -> Synchrony:
    """Of two curves (N,) at the same times, NaN where nothing is known.

    Raises:
        StudyUnreadable: too few windows count.
    """
    n_window, n_lag = max(round(asked.window_s * rate_hz), 3), round(asked.longest_lag_s * rate_hz)
    starts = np.arange(n_lag, len(first) - n_window - n_lag + 1, n_window)
    ours = np.array([first[start : start + n_window] for start in starts]).reshape(-1, n_window)
    theirs = np.array([second[start - n_lag : start + n_window + n_lag] for start in starts])
    theirs = theirs.reshape(-1, n_window + 2 * n_lag)
    counted = np.array([_moves(a) and _moves(b) for a, b in zip(ours, theirs, strict=True)], dtype=bool)
    n = int(counted.sum())
    if n < FEWEST_WINDOWS:
        raise StudyUnreadable(
            "Both faces were seen to move through {n} windows only; {fewest} are needed.",
            "Choose shorter windows, or a longer session.",
            n=n,
            fewest=FEWEST_WINDOWS,
        )
    z = _correlations(ours[counted], theirs[counted], n_lag)
    curve = z[:, np.arange(n), np.arange(n)].mean(axis=1)
    best = int(curve.argmax())
    random = np.random.default_rng(asked.seed)
    shuffled = [z[:, np.arange(n), random.permutation(n)].mean(axis=1).max() for _ in range(_ORDERS)]
    p = (1 + int((np.array(shuffled) >= curve[best] - 1e-12).sum())) / (1 + _ORDERS)
    return Synchrony(float(np.tanh(curve[best])), (best - n_lag) / rate_hz, p, n, len(starts) - n, rate_hz)


def _moves(values: NDArray[np.float64]) -> bool:
    return bool(np.isfinite(values).all() and np.ptp(values) > 1e-9)


def _correlations(ours: NDArray[np.float64], theirs: NDArray[np.float64], n_lag: int) -> NDArray[np.float64]:
    """(L, N, N) Fisher's z of each window with each, at each lag."""
    n_window = ours.shape[1]
    a = _unit(ours)
    r = np.stack([a @ _unit(theirs[:, lag : lag + n_window]).T for lag in range(2 * n_lag + 1)])
    return np.asarray(np.arctanh(np.clip(r, -0.999999, 0.999999)))


def _unit(windows: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, W) of mean 0 and length 1; 0 where nothing moves."""
    centred = windows - windows.mean(axis=1, keepdims=True)
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.divide(centred, length, out=np.zeros_like(centred), where=length > 1e-9)
