"""The GRU against smoothing, on real clips without labels. Used by `training.evaluate --clips`.

The reference of a clip is what a viewer who can look ahead would say (`clips.reference`). Clips
that the model was trained on are left out.
`against_smoothing` says what is counted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fer_desktop.training.against_smoothing import Track, figures_of
from fer_desktop.training.clips import clip_paths, main_face, reference, unhurried
from fer_desktop.training.rivals import Head
from fer_desktop.vision.network import ExpressionNetwork, FaceCnn
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.weights import load_network

_NOISE = 8.0  # standard deviation, in gray levels of the 48 px crop
NOISY_COPIES, _SEED = 8, 1


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
        "as_recorded": figures_of(recorded, resampled=True),
        "with_camera_noise": figures_of(noisy, NOISY_COPIES, resampled=True),
    }


def with_noise(crops: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Crops as from a camera in dim light: Gaussian noise, new in each frame."""
    return np.clip(crops + rng.normal(0, _NOISE, crops.shape), 0, 255).astype(np.uint8)


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
