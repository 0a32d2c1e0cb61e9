"""The GRU against smoothing, on real clips without labels. Used by `training.evaluate --clips`.

The reference of a clip is what a viewer who can look ahead would say (`clips.reference`). Clips
that the model was trained on are left out.
Methods see the past only: the CNN alone, the CNN with exponential smoothing at several time
constants, and the GRU. For each: how often the top label changes while the reference holds
one expression (flicker, per minute), how long after a change of the reference ours follows
(lag), and in how many frames both agree.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.core.smoothing import smoothed
from fer_desktop.training.clips import clip_paths, main_face, reference
from fer_desktop.vision.network import ExpressionNetwork
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.weights import load_network

TIME_CONSTANTS_S = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8)
_HOLD_S = 0.3  # a change counts when the labels before and after it last this long
_AROUND_S = 0.3  # flicker is not counted so close to a change
_EARLY_S, _NEVER_S = 0.2, 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """What the network says of the face that a clip shows longest.

    Attributes:
        times_s: (T,). raw: (T, 8) CNN. mirrored: (T, 8) CNN on the mirror image. scores: (T, 8) CNN and GRU.
    """

    times_s: NDArray[np.float64]
    raw: NDArray[np.float64]
    mirrored: NDArray[np.float64]
    scores: NDArray[np.float64]

    @property
    def reference(self) -> NDArray[np.float64]:
        """(T, 8) the non-causal answer."""
        return reference(self.times_s, (self.raw + self.mirrored) / 2)


def evaluate_clips(folder: Path, weights: Path) -> dict[str, Any]:
    """Figures of every method over all clips in `folder` that the model was not trained on."""
    network, manifest = load_network(weights)
    seen = set(manifest.facts.get("clips", ()))
    tracks = {}
    for path in clip_paths(folder):
        if path.name in seen:
            continue
        print(path.name, file=sys.stderr, flush=True)
        crops, times = main_face(path, manifest.network.input_px)
        if len(times) > 1:
            tracks[path.name] = run_track(network, crops, times)
    methods: dict[str, list[NDArray[np.float64]]] = {
        f"smoothing {constant:g} s": [smoothed(t.times_s, t.raw, constant) for t in tracks.values()]
        for constant in TIME_CONSTANTS_S
    }
    methods["GRU"] = [t.scores for t in tracks.values()]
    figures = {name: compare(list(tracks.values()), answers) for name, answers in methods.items()}
    left_out = sorted(seen)
    return {
        "model_id": manifest.model_id,
        "clips": list(tracks),
        "trained_on": left_out,
        "methods": figures,
        **at_equal(figures),
    }


@torch.inference_mode()
def run_track(network: ExpressionNetwork, crops: NDArray[np.uint8], times: NDArray[np.float64]) -> Track:
    """Step the network through one face."""
    features, raw = network.cnn(torch.from_numpy(network_input(crops)))
    _, mirrored = network.cnn(torch.from_numpy(network_input(np.ascontiguousarray(crops[:, :, ::-1]))))
    state, scores = network.initial_state(1), []
    for t, step_s in enumerate(np.diff(times, prepend=-np.inf)):
        step = torch.tensor([[step_s]], dtype=torch.float32)
        logits, state = network.head(features[t : t + 1], raw[t : t + 1], state, step)
        scores.append(logits.softmax(dim=1)[0])
    parts = (raw.softmax(dim=1), mirrored.softmax(dim=1), torch.stack(scores))
    return Track(times, *(part.numpy().astype(np.float64) for part in parts))


def compare(tracks: list[Track], answers: list[NDArray[np.float64]]) -> dict[str, float]:
    """Flicker, lag and agreement of one method over all clips."""
    counts: Counter[str] = Counter()
    held_s, lags = 0.0, []
    for track, answer in zip(tracks, answers, strict=True):
        times, wanted, ours = track.times_s, track.reference.argmax(axis=1), answer.argmax(axis=1)
        counts["frames"] += len(times)
        counts["agree"] += int((wanted == ours).sum())
        changes = np.flatnonzero(np.diff(wanted)) + 1
        near = np.abs(times[:, None] - times[changes][None, :]).min(axis=1, initial=np.inf) < _AROUND_S
        steady = ~(near[1:] | near[:-1])
        counts["flicker"] += int(((np.diff(ours) != 0) & steady).sum())
        held_s += float(np.diff(times)[steady].sum())
        lags += _lags(times, wanted, ours, changes)
    return {
        "flicker_per_min": counts["flicker"] / held_s * 60,
        "lag_median_ms": float(np.median(lags)) * 1000,
        "lag_p95_ms": float(np.percentile(lags, 95)) * 1000,
        "lag_mean_ms": float(np.mean(lags)) * 1000,
        "agreement": counts["agree"] / counts["frames"],
        "changes": len(lags),
    }


def _lags(
    times: NDArray[np.float64], wanted: NDArray[np.int_], ours: NDArray[np.int_], changes: NDArray[np.int_]
) -> list[float]:
    """Seconds from each lasting change of the reference until ours says the same; at most `_NEVER_S`."""
    ends = [0, *changes.tolist(), len(times)]
    lags = []
    for before, at, after in zip(ends, ends[1:], ends[2:], strict=False):
        if times[at] - times[before] < _HOLD_S or times[after - 1] - times[at] < _HOLD_S:
            continue
        first = int(np.searchsorted(times, times[at] - _EARLY_S))
        same = np.flatnonzero(ours[first:after] == wanted[at])
        lags.append(min(float(times[first + same[0]] - times[at]), _NEVER_S) if len(same) else _NEVER_S)
    return lags


def at_equal(figures: dict[str, dict[str, float]]) -> dict[str, float | None]:
    """The GRU's mean lag against smoothing of the same flicker, and its flicker against the same lag."""
    curve = [figures[f"smoothing {constant:g} s"] for constant in TIME_CONSTANTS_S]
    flicker = np.array([point["flicker_per_min"] for point in curve])
    lag = np.array([point["lag_mean_ms"] for point in curve])
    gru = figures["GRU"]
    order = np.argsort(flicker)
    lag_there = float(np.interp(gru["flicker_per_min"], flicker[order], lag[order]))
    order = np.argsort(lag)
    flicker_there = float(np.interp(gru["lag_mean_ms"], lag[order], flicker[order]))
    return {
        "lag_ratio_at_equal_flicker": gru["lag_mean_ms"] / lag_there if lag_there > 0 else None,
        "flicker_ratio_at_equal_lag": gru["flicker_per_min"] / flicker_there if flicker_there > 0 else None,
    }


def print_clips(result: dict[str, Any]) -> None:
    """The figures as a table."""
    print(f"{result['model_id']}; {len(result['clips'])} clips, {len(result['trained_on'])} left out")
    print(f"{'':>16} flicker/min  lag ms: median   p95   mean  agreement  changes")
    for name, f in result["methods"].items():
        lags = f"{f['lag_median_ms']:13.0f} {f['lag_p95_ms']:6.0f} {f['lag_mean_ms']:6.0f}"
        print(f"{name:>16} {f['flicker_per_min']:11.1f} {lags} {f['agreement']:10.4f} {f['changes']:8.0f}")
    for name in ("lag_ratio_at_equal_flicker", "flicker_ratio_at_equal_lag"):
        value = result[name]
        print(f"{name}: {value:.2f}" if value is not None else f"{name}: not defined")
