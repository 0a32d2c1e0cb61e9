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

from fer_desktop.errors import StudyUnreadable, Word
from fer_desktop.results.phrases import Phrase
from fer_desktop.results.statistics import counting_gaps, rows_by_face
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table
from fer_desktop.studies.sampling import sampled

FEWEST_WINDOWS = 6  # they have 720 orders
_HIGHEST_HZ = 30.0

NOTE = Phrase(
    "Two faces that react to the same film, light or camera move together without any tie between the two people; the "
    "test against random orders of windows does not tell one from the other. Only moving alike is looked for, not "
    "moving in opposite ways. It is of readings of expressions, not of what anybody feels."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for.

    Attributes:
        window_s, longest_lag_s: Length of a window; how far the second face may come before or after the first.
        seed: Of the random orders.
        n_orders: How many of these there are.
    """

    window_s: float = 10.0
    longest_lag_s: float = 2.0
    seed: int = 1
    n_orders: int = 999


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
        lags_s, correlations: (L,) every lag and the mean correlation at it.
        chance: Strength that 5% of the random orders reach.
    """

    strength: float
    lag_s: float
    p: float
    n_windows: int
    n_left_out: int
    rate_hz: float
    lags_s: NDArray[np.float64]
    correlations: NDArray[np.float64]
    chance: float


@dataclass(frozen=True, slots=True)
class TwoFaces:
    """Whose curves: a face of a session and one of the same or another one.

    Attributes:
        sessions: Twice the same one for two faces of it.
        faces: Numbers, after merging.
        offset_s: Added to times of the second session; see `clocks`.
        calibrated: Whether the calibrated scores count.
    """

    sessions: tuple[Session, Session]
    faces: tuple[int, int]
    offset_s: float = 0.0
    calibrated: bool = False

    @property
    def rate_hz(self) -> float:
        """Of samples that both have."""
        return min(map(_rate_hz, self.sessions))

    def curves(self, column: str, rate_hz: float) -> NDArray[np.float64]:
        """(2, N) values of both at the same times, NaN where nothing is known; what is excluded is not.

        Raises:
            StudyUnreadable: a face is not there, or they have no time in common.
        """
        rows = [self._rows(which) for which in (0, 1)]
        shifts = 0.0, self.offset_s
        start_s = max(float(each["time_s"][0]) + shift for each, shift in zip(rows, shifts, strict=True))
        end_s = min(float(each["time_s"][-1]) + shift for each, shift in zip(rows, shifts, strict=True))
        if end_s <= start_s:
            raise StudyUnreadable("The two faces have no time in common.", "Check which marker belongs to which.")
        times_s = np.arange(start_s, end_s, 1 / rate_hz)
        return np.array(
            [
                sampled(each, column, times_s - shift, counting_gaps(session))
                for each, shift, session in zip(rows, shifts, self.sessions, strict=True)
            ]
        )

    def _rows(self, which: int) -> Table:
        faces = rows_by_face(self.sessions[which], self.calibrated)
        is_same_face = self.sessions[0] is self.sessions[1] and self.faces[0] == self.faces[1]
        if self.faces[which] not in faces or is_same_face:
            raise StudyUnreadable(
                "Two faces are needed; the session has {faces}.",
                "Choose two of these.",
                faces=", ".join(map(str, faces)) or Word("none"),
            )
        return faces[self.faces[which]]


def _rate_hz(session: Session) -> float:
    steps_s = np.diff(np.unique(session.recorded["time_s"]))
    return min(_HIGHEST_HZ, float(1 / np.median(steps_s))) if len(steps_s) else _HIGHEST_HZ


def synchrony(first: NDArray[np.float64], second: NDArray[np.float64], rate_hz: float, asked: Asked) -> Synchrony:
    """Of two curves (N,) at the same times, NaN where nothing is known.

    Raises:
        StudyUnreadable: too few windows count.
    """
    n_lag = round(asked.longest_lag_s * rate_hz)
    ours, theirs = windows(first, rate_hz, asked), windows(second, rate_hz, asked, with_lags=True)
    counted = moving(ours) & moving(theirs)
    n, n_left_out = int(counted.sum()), int((~counted).sum())
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
    shuffled = np.array([z[:, np.arange(n), random.permutation(n)].mean(axis=1).max() for _ in range(asked.n_orders)])
    p = (1 + int((shuffled >= curve[best] - 1e-12).sum())) / (1 + asked.n_orders)
    return Synchrony(
        strength=float(np.tanh(curve[best])),
        lag_s=(best - n_lag) / rate_hz,
        p=p,
        n_windows=n,
        n_left_out=n_left_out,
        rate_hz=rate_hz,
        lags_s=np.arange(-n_lag, n_lag + 1) / rate_hz,
        correlations=np.tanh(curve),
        chance=float(np.tanh(np.quantile(shuffled, 0.95))),
    )


def windows(curve: NDArray[np.float64], rate_hz: float, asked: Asked, with_lags: bool = False) -> NDArray[np.float64]:
    """(N, W) stretches of a curve, one after the other; with lags, longer by the longest lag on both sides."""
    n_window, n_lag = max(round(asked.window_s * rate_hz), 3), round(asked.longest_lag_s * rate_hz)
    starts = np.arange(n_lag, len(curve) - n_window - n_lag + 1, n_window)
    more = n_lag if with_lags else 0
    found = np.array([curve[start - more : start + n_window + more] for start in starts])
    return found.reshape(-1, n_window + 2 * more)


def moving(stretches: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(N,) in which windows the face was seen all the time, and its curve moved."""
    whole = np.isfinite(stretches).all(axis=1)
    return whole & (np.ptp(np.where(whole[:, None], stretches, 0.0), axis=1) > 1e-9)


def _correlations(ours: NDArray[np.float64], theirs: NDArray[np.float64], n_lag: int) -> NDArray[np.float64]:
    """(L, N, N) Fisher's z of each window with each, at each lag."""
    n_window = ours.shape[1]
    a = unit(ours)
    r = np.stack([a @ unit(theirs[:, lag : lag + n_window]).T for lag in range(2 * n_lag + 1)])
    return np.asarray(np.arctanh(np.clip(r, -0.999999, 0.999999)))


def unit(stretches: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, W) of mean 0 and length 1; 0 where nothing moves."""
    centred = stretches - stretches.mean(axis=1, keepdims=True)
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.divide(centred, length, out=np.zeros_like(centred), where=length > 1e-9)
