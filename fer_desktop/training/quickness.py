"""How quickly a trained GRU is to follow: chosen after the training, by what it gives against smoothing.

The loss of the training does not know how much delay a viewer likes.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fer_desktop.training.against_smoothing import RATIOS, figures_of
from fer_desktop.training.clips import Clip
from fer_desktop.training.evaluate_clips import follow, seen, with_noise
from fer_desktop.training.render.motion import MovingFaces
from fer_desktop.training.rivals import Head
from fer_desktop.vision.network import FaceCnn

_QUICKNESS = tuple(float(value) for value in np.arange(-0.5, 2.75, 0.25))
_ENOUGH = 0.85  # of smoothing: better than it on every kind of track, with room for the chance of small sets
_NEARLY = 0.02  # a difference that a repetition of the training makes as well
_STEP_LIMIT = 3000  # of tracks that are used to choose the quickness

Said = tuple[tuple[Tensor, Tensor], NDArray[np.float64], NDArray[np.float64]]  # by the CNN; times; reference


def choose_quickness(head: Head, kinds: list[list[Said]]) -> float:
    """How much is added to the logarithm of every rate, and add it.

    The GRU is compared with smoothing on each kind of track by lag at equal flicker and by flicker at equal lag
    (`against_smoothing.at_equal`). The quickest whose worst ratio is `_ENOUGH` or better is taken: a slow answer is the
    calmest one, and also the one that misses what is short. Where none is, the value whose worst ratio is best, or the
    quickest of those that are as good but for `_NEARLY`.
    """
    bias = head.rate.bias
    learned = bias.detach().clone()
    worst = {}
    for quickness in _QUICKNESS:
        with torch.no_grad():
            bias.copy_(learned + quickness)
        figures = [figures_of([follow(head, *said) for said in kind]) for kind in kinds if kind]
        ratios = [part[name] or 0.0 for part in figures for name in RATIOS]  # None: smoothing never gets there
        worst[quickness] = max(ratios)
        print(f"quickness {quickness:g}: {ratios}", flush=True)
    limit = max(min(worst.values()) + _NEARLY, _ENOUGH)
    chosen = max(quickness for quickness, ratio in worst.items() if ratio <= limit)
    with torch.no_grad():
        bias.copy_(learned + chosen)
    return chosen


def tracks_to_choose_by(cnn: FaceCnn, clips: list[Clip], moving: list[MovingFaces], seed: int) -> list[list[Said]]:
    """What to choose by; each kind up to `_STEP_LIMIT` frames.

    Args:
        clips: Get the noise of a camera.
        moving: Drawn faces that were not learned from, kind by kind; taken as drawn and with that noise.
    """
    rng = np.random.default_rng(seed)
    noisy: list[Said] = []
    for clip in clips:
        crops = with_noise(clip.crops[:_STEP_LIMIT], rng)
        times, answer = clip.times_s[:_STEP_LIMIT], clip.reference[:_STEP_LIMIT].astype(np.float64)
        noisy.append((seen(cnn, crops), times, answer))
    kinds = [noisy]
    for faces in moving:
        n = max(_STEP_LIMIT // faces.crops.shape[1], 1)
        rows = list(zip(faces.crops[:n], faces.times_s[:n], faces.labels[:n].astype(np.float64), strict=True))
        kinds.append([(seen(cnn, crops), times, labels) for crops, times, labels in rows])
        kinds.append([(seen(cnn, with_noise(crops, rng)), times, labels) for crops, times, labels in rows])
    return kinds
