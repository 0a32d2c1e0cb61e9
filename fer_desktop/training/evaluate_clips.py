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
from torch import Tensor

from fer_desktop.core.smoothing import smoothed
from fer_desktop.training.clips import clip_paths, main_face, reference, unhurried
from fer_desktop.training.rivals import Head
from fer_desktop.vision.network import ExpressionNetwork, FaceCnn
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.weights import load_network

TIME_CONSTANTS_S = (0.0, 0.025, 0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.8)
RATIOS = ("lag_ratio_at_equal_flicker", "flicker_ratio_at_equal_lag")
_NOISE = 8.0  # standard deviation, in gray levels of the 48 px crop
NOISY_COPIES, _SEED = 8, 1
_HOLD_S = 0.3  # a change counts when the labels before and after it last this long
_AROUND_S = 0.3  # flicker is not counted so close to a change
_EARLY_S, _NEVER_S = 0.2, 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """What the network says of the face that a clip shows longest.

    Attributes:
        times_s: (T,). reference: (T, 8) the answer of who may look ahead, of the clip as recorded.
        raw: (T, 8) CNN. scores: (T, 8) CNN and GRU.
    """

    times_s: NDArray[np.float64]
    reference: NDArray[np.float64]
    raw: NDArray[np.float64]
    scores: NDArray[np.float64]


def evaluate_clips(folder: Path, weights: Path) -> dict[str, Any]:
    """Figures of every method over all clips in `folder` that the model was not trained on."""
    network, manifest = load_network(weights)
    seen = set(manifest.clips)
    rng = np.random.default_rng(_SEED)
    names, recorded, noisy = [], [], []
    for path in clip_paths(folder):
        if path.name in seen:
            continue
        print(path.name, file=sys.stderr, flush=True)
        crops, times = main_face(path, manifest.network.input_px)
        if len(times) < 2:
            continue
        names.append(path.name)
        answer = reference(times, unhurried(network.cnn, crops))
        recorded.append(run_track(network, crops, times, answer))
        noisy += [run_track(network, with_noise(crops, rng), times, answer) for _ in range(NOISY_COPIES)]
    return {
        "model_id": manifest.model_id,
        "clips": names,
        "trained_on": sorted(seen),
        "as_recorded": figures_of(recorded),
        "with_camera_noise": figures_of(noisy),
    }


def with_noise(crops: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Crops as from a camera in dim light: Gaussian noise, new in each frame."""
    return np.clip(crops + rng.normal(0, _NOISE, crops.shape), 0, 255).astype(np.uint8)


def figures_of(tracks: list[Track]) -> dict[str, Any]:
    """Every method over all tracks, and the GRU against smoothing."""
    methods = {
        f"smoothing {constant:g} s": [smoothed(t.times_s, t.raw, constant) for t in tracks]
        for constant in TIME_CONSTANTS_S
    }
    methods["GRU"] = [t.scores for t in tracks]
    figures = {name: compare(tracks, answers) for name, answers in methods.items()}
    return {"methods": figures, **at_equal(figures)}


def run_track(
    network: ExpressionNetwork, crops: NDArray[np.uint8], times: NDArray[np.float64], answer: NDArray[np.float64]
) -> Track:
    """Step the network through one face; `answer` is the reference."""
    return follow(network.head, seen(network.cnn, crops), times, answer)


@torch.inference_mode()
def seen(cnn: FaceCnn, crops: NDArray[np.uint8], batch: int = 256) -> tuple[Tensor, Tensor]:
    """Features (T, C) and logits (T, 8) of crops, on the CPU."""
    device = next(cnn.parameters()).device
    parts = [cnn(torch.from_numpy(network_input(crops[i : i + batch])).to(device)) for i in range(0, len(crops), batch)]
    features, raw = (torch.cat(column).cpu() for column in zip(*parts, strict=True))
    return features, raw


@torch.inference_mode()
def follow(head: Head, said: tuple[Tensor, Tensor], times: NDArray[np.float64], answer: NDArray[np.float64]) -> Track:
    """Step the head, on the CPU, through what the CNN said of one face."""
    features, raw = said
    state, scores = head.initial_state(1), []
    for t, step_s in enumerate(np.diff(times, prepend=-np.inf)):
        step = torch.tensor([[step_s]], dtype=torch.float32)
        logits, state = head(features[t : t + 1], raw[t : t + 1], state, step)
        scores.append(logits.softmax(dim=1)[0])
    parts = (raw.softmax(dim=1), torch.stack(scores))
    return Track(times, answer, *(part.numpy().astype(np.float64) for part in parts))


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
        lags += _lags(times, wanted, ours, track.raw.argmax(axis=1), changes)
    lags = lags or [float("nan")]  # nothing changed: not known
    return {
        "flicker_per_min": counts["flicker"] / held_s * 60,
        "lag_median_ms": float(np.median(lags)) * 1000,
        "lag_p95_ms": float(np.percentile(lags, 95)) * 1000,
        "lag_mean_ms": float(np.mean(lags)) * 1000,
        "agreement": counts["agree"] / counts["frames"],
        "changes": int(np.isfinite(lags).sum()),
    }


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


def print_clips(result: dict[str, Any]) -> None:
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
            value = result[kind][name]
            print(f"{name}: {value:.2f}" if value is not None else f"{name}: smoothing never gets there")
