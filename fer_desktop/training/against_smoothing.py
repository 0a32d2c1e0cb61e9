"""Ways to follow a face over time, held against smoothing. Pure; `evaluate_clips` and `evaluate_drawn` bring the faces.

Methods see the past only: the CNN alone, the CNN with exponential smoothing at several time
constants, and the GRU. For each: how often the top label changes while the reference holds
one expression (flicker, per minute), how long after a change of the reference ours follows
(lag), and in how many frames both agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.smoothing import smoothed

TIME_CONSTANTS_S = (0.0, 0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.8)
RATIOS = ("lag_ratio_at_equal_flicker", "flicker_ratio_at_equal_lag")
_HOLD_S = 0.3  # a change counts when the labels before and after it last this long
_AROUND_S = 0.3  # flicker is not counted so close to a change
_EARLY_S, _NEVER_S = 0.2, 2.0
_RESAMPLED, _SEED = 1000, 1
_KNOWN_SHARE = 0.9  # of the resampled sets that must have a ratio, or its interval is not known

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """What the network says of one face.

    Attributes:
        times_s: (T,). reference: (T, 8) the truth, or the answer of who may look ahead.
        raw: (T, 8) CNN. scores: (T, 8) CNN and GRU.
    """

    times_s: Array
    reference: Array
    raw: Array
    scores: Array


@dataclass(frozen=True, slots=True)
class _Counts:
    """Of one method on one track; `held_s` is the time in which its changes count as flicker."""

    frames: int
    agree: int
    flicker: int
    held_s: float
    lags_s: tuple[float, ...]


def figures_of(tracks: Sequence[Track], copies: int = 1, resampled: bool = False) -> dict[str, Any]:
    """Every method over all tracks, and the GRU against smoothing.

    Args:
        copies: So many neighbouring tracks are of the same face, with other noise.
        resampled: Add `intervals`, the 95 % interval of each ratio with faces drawn again and again (Efron 1979), or
            None where too few of the drawn sets have the ratio.
    """
    counts = {
        f"smoothing {constant:g} s": [_counted(t, smoothed(t.times_s, t.raw, constant)) for t in tracks]
        for constant in TIME_CONSTANTS_S
    }
    counts["GRU"] = [_counted(t, t.scores) for t in tracks]
    figures = {name: _figures(of_tracks) for name, of_tracks in counts.items()}
    found = {"methods": figures, **at_equal(figures)}
    return {**found, "intervals": _intervals(counts, copies)} if resampled else found


def _counted(track: Track, answer: Array) -> _Counts:
    times, wanted, ours = track.times_s, track.reference.argmax(axis=1), answer.argmax(axis=1)
    changes = np.flatnonzero(np.diff(wanted)) + 1
    near = np.abs(times[:, None] - times[changes][None, :]).min(axis=1, initial=np.inf) < _AROUND_S
    steady = ~(near[1:] | near[:-1])
    return _Counts(
        frames=len(times),
        agree=int((wanted == ours).sum()),
        flicker=int(((np.diff(ours) != 0) & steady).sum()),
        held_s=float(np.diff(times)[steady].sum()),
        lags_s=tuple(_lags(times, wanted, ours, track.raw.argmax(axis=1), changes)),
    )


def _figures(counts: Sequence[_Counts]) -> dict[str, float]:
    """Flicker, lag and agreement of one method over all tracks."""
    lags = [lag for one in counts for lag in one.lags_s] or [float("nan")]  # nothing changed: not known
    held_s = sum(one.held_s for one in counts)
    return {
        "flicker_per_min": sum(one.flicker for one in counts) / held_s * 60,
        "lag_median_ms": float(np.median(lags)) * 1000,
        "lag_p95_ms": float(np.percentile(lags, 95)) * 1000,
        "lag_mean_ms": float(np.mean(lags)) * 1000,
        "agreement": sum(one.agree for one in counts) / sum(one.frames for one in counts),
        "changes": int(np.isfinite(lags).sum()),
    }


def _intervals(counts: dict[str, list[_Counts]], copies: int) -> dict[str, tuple[float, float] | None]:
    """Percentiles of the ratios; the copies of a face are drawn together."""
    n = len(next(iter(counts.values()))) // copies
    weights = np.random.default_rng(_SEED).multinomial(n, np.full(n, 1 / n), _RESAMPLED)

    def drawn(values: list[float]) -> Array:
        return np.asarray(weights @ np.reshape(values, (n, copies)).sum(axis=1))

    curves = {}
    for name, of_tracks in counts.items():
        with np.errstate(invalid="ignore", divide="ignore"):  # a drawn set without a change has no lag
            flicker = 60 * drawn([one.flicker for one in of_tracks]) / drawn([one.held_s for one in of_tracks])
            lag = drawn([sum(one.lags_s) for one in of_tracks]) / drawn([len(one.lags_s) for one in of_tracks])
        curves[name] = flicker, 1000 * lag
    found = [
        at_equal({name: {"flicker_per_min": f[k], "lag_mean_ms": lag[k]} for name, (f, lag) in curves.items()})
        for k in range(_RESAMPLED)
    ]
    return {ratio: _interval([one[ratio] for one in found]) for ratio in RATIOS}


def _interval(values: list[float | None]) -> tuple[float, float] | None:
    known = [value for value in values if value is not None and np.isfinite(value)]
    if len(known) < _KNOWN_SHARE * len(values):
        return None
    low, high = np.percentile(known, (2.5, 97.5))
    return float(low), float(high)


def _lags(
    times: NDArray[np.float64],
    wanted: NDArray[np.int_],
    ours: NDArray[np.int_],
    alone: NDArray[np.int_],
    changes: NDArray[np.int_],
) -> list[float]:
    """Seconds from each lasting change of the reference until ours says the same; at most `_NEVER_S`.

    A change that the CNN alone never sees is left out: no way of following it over time could be quicker or slower.
    """
    ends = [0, *changes.tolist(), len(times)]
    lags = []
    for before, at, after in zip(ends, ends[1:], ends[2:], strict=False):
        if times[at] - times[before] < _HOLD_S or times[after - 1] - times[at] < _HOLD_S:
            continue
        first = int(np.searchsorted(times, times[at] - _EARLY_S))
        if not (alone[first:after] == wanted[at]).any():
            continue
        same = np.flatnonzero(ours[first:after] == wanted[at])
        lags.append(min(float(times[first + same[0]] - times[at]), _NEVER_S) if len(same) else _NEVER_S)
    return lags


def at_equal(figures: dict[str, dict[str, float]]) -> dict[str, float | None]:
    """The GRU's mean lag against smoothing of the same flicker, and its flicker against the same lag.

    Smoothing gets the shortest time constant, interpolated, that flickers no more than the GRU.
    None where smoothing has no such point: at no time constant it is as calm, or as quick.
    """
    curve = [figures[f"smoothing {constant:g} s"] for constant in TIME_CONSTANTS_S]
    flicker = [point["flicker_per_min"] for point in curve]
    lag = [point["lag_mean_ms"] for point in curve]
    gru = figures["GRU"]
    lag_there = _first_crossing(flicker, lag, gru["flicker_per_min"])
    flicker_there = _first_crossing([-value for value in lag], flicker, -gru["lag_mean_ms"])
    return {
        "lag_ratio_at_equal_flicker": gru["lag_mean_ms"] / lag_there if lag_there else None,
        "flicker_ratio_at_equal_lag": gru["flicker_per_min"] / flicker_there if flicker_there else None,
    }


def _first_crossing(falling: list[float], wanted: list[float], level: float) -> float | None:
    """`wanted` where `falling` first comes down to a level, between two points of the curve."""
    if falling[0] <= level:
        return wanted[0]
    for i in range(1, len(falling)):
        if falling[i] <= level:
            share = (falling[i - 1] - level) / (falling[i - 1] - falling[i])
            return wanted[i - 1] + share * (wanted[i] - wanted[i - 1])
    return None


def print_following(result: dict[str, Any]) -> None:
    """The figures as tables."""
    facts = {name: value for name, value in result.items() if not isinstance(value, dict)}
    print("; ".join(f"{name} {len(value) if isinstance(value, list) else value}" for name, value in facts.items()))
    for kind in (name for name, value in result.items() if isinstance(value, dict)):
        print(f"\n{kind.replace('_', ' ')}")
        print(f"{'':>16} flicker/min  lag ms: median   p95   mean  agreement  changes")
        for name, f in result[kind]["methods"].items():
            lags = f"{f['lag_median_ms']:13.0f} {f['lag_p95_ms']:6.0f} {f['lag_mean_ms']:6.0f}"
            print(f"{name:>16} {f['flicker_per_min']:11.1f} {lags} {f['agreement']:10.4f} {f['changes']:8.0f}")
        for name in RATIOS:
            print(f"{name}: {_in_words(result[kind][name], result[kind]['intervals'][name])}")


def _in_words(ratio: float | None, interval: tuple[float, float] | None) -> str:
    if ratio is None:
        return "smoothing never gets there"
    if np.isnan(ratio):
        return "not known, since nothing changed"
    between = f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else "its interval is not known"
    return f"{ratio:.2f} ({between})"
