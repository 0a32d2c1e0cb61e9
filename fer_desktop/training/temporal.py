"""Teach the GRU on a trained CNN and write `weights/`: ``python -m fer_desktop.training.temporal``.

First the CNN is calibrated on the validation split: its logits are shifted towards rare
expressions as far as a small loss of accuracy allows, then its temperature is fitted (Guo et
al. 2017, arXiv 1706.04599); both are folded into its last layer. Then sequences are made from
training stills and from real clips. The target is what the CNN says when it may take its
time: of the undisturbed still and its mirror image, cross-faded as the pictures are; of a
clip when it may look ahead (`clips.reference`). The CNN's features of the sequences are kept,
and the GRU learns to come near the target from the past alone: quickly after a change, and
without moving while the target's top expression stays. Writes the weight file and its manifest.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm

from fer_desktop.training.clips import TRAINING_CLIPS, Clip, clip_paths, main_face, reference, unhurried
from fer_desktop.training.data import FerPlus, load_fer_plus
from fer_desktop.training.evaluate_clips import NOISY_COPIES, RATIOS, Track, figures_of, run_track, with_noise
from fer_desktop.training.sequences import make_clip_sequence, make_sequence
from fer_desktop.training.train import clean_crops, cnn_logits, load_cnn, sampling_weights
from fer_desktop.vision.manifest import Origin
from fer_desktop.vision.network import ExpressionNetwork, FaceCnn, TemporalHead
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.weights import save_network

_BEFORE_S, _AFTER_S = 0.1, 0.4  # what counts as near a change
_QUICKNESS = (0.0, 0.25, 0.5, 0.75, 1.0)
_SHIFTS = tuple(round(0.05 * i, 2) for i in range(11))
_ACCURACY_COST = 0.011


@dataclass(frozen=True, slots=True)
class TemporalOptions:
    """Choices of the temporal training.

    Attributes:
        change_weight: How much more a step near a change of expression counts than another.
        steadiness: Price of each move of the answer while the target's top expression stays.
    """

    sequences: int = 4000
    clip_sequences: int = 1500
    steps: int = 48
    epochs: int = 14
    change_weight: float = 3.0
    steadiness: float = 0.6
    batch: int = 64
    rate: float = 2e-3
    balance: float = 0.5
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was folded into a last layer: logits became (logits - shift * log prior) / temperature."""

    shift: float
    temperature: float


@dataclass(frozen=True, slots=True, eq=False)
class FeatureSequences:
    """What the GRU sees of N sequences of T steps.

    Attributes:
        features: (N, T, C). raw: (N, T, 8) logits. steps_s: (N, T, 1). targets: (N, T, 8).
    """

    features: Tensor
    raw: Tensor
    steps_s: Tensor
    targets: Tensor


def fit_temperature(logits: Tensor, truth: NDArray[np.integer[Any]]) -> float:
    """Divisor of the logits that minimises the negative log-likelihood of the labels."""
    log_temperature = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([log_temperature], max_iter=50)
    labels = torch.from_numpy(truth.astype(np.int64))

    def loss() -> Tensor:
        optimiser.zero_grad()
        value = F.cross_entropy(logits / log_temperature.exp(), labels)
        value.backward()
        return value

    optimiser.step(loss)
    return float(log_temperature.detach().exp())


@torch.no_grad()
def load_clips(folder: Path, cnn: FaceCnn, size_px: int) -> list[Clip]:
    """The training clips with their references by this CNN."""
    clips = []
    for path in clip_paths(folder):
        if path.name not in TRAINING_CLIPS:
            continue
        crops, times_s = main_face(path, size_px)
        clips.append(Clip(crops, times_s, reference(times_s, unhurried(cnn, crops)).astype(np.float32)))
    return clips


@torch.no_grad()
def sequence_features(
    cnn: FaceCnn, data: FerPlus, clips: list[Clip], options: TemporalOptions, size_px: int
) -> FeatureSequences:
    """Make sequences and keep what the CNN says of them; long clips are used more often than short ones."""
    rng = np.random.default_rng(options.seed)
    weights = sampling_weights(data.labels, options.balance)
    lengths = np.sqrt([len(clip.crops) for clip in clips])
    n_clips = options.clip_sequences if clips else 0
    parts: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []
    for i in tqdm(range(options.sequences + n_clips), desc="sequences", mininterval=10):
        if i < options.sequences:
            sequence = make_sequence(data, weights, options.steps, size_px, rng)
        else:
            clip = clips[int(rng.choice(len(clips), p=lengths / lengths.sum()))]
            sequence = make_clip_sequence(clip, options.steps, rng)
        features, raw = cnn(torch.from_numpy(network_input(sequence.crops)))
        steps = torch.from_numpy(sequence.steps_s)[:, None]
        parts.append((features, raw, steps, torch.from_numpy(sequence.targets)))
    return FeatureSequences(*(torch.stack(column) for column in zip(*parts, strict=True)))


def unroll(head: TemporalHead, batch: FeatureSequences, state: Tensor) -> Tensor:
    """(N, T, 8) logits of whole sequences, step by step."""
    logits = []
    for t in range(batch.features.shape[1]):
        step, state = head(batch.features[:, t], batch.raw[:, t], state, batch.steps_s[:, t])
        logits.append(step)
    return torch.stack(logits, dim=1)


def near_changes(data: FeatureSequences) -> Tensor:
    """(N, T) 1 from shortly before to shortly after each change of the target's top expression, else 0."""
    top = data.targets.argmax(dim=2)
    clock = torch.where(torch.isinf(data.steps_s), torch.zeros(()), data.steps_s).cumsum(dim=1)[..., 0]
    near = torch.zeros(top.shape)
    for t in range(1, top.shape[1]):
        since = clock - clock[:, t : t + 1]
        near[(top[:, t] != top[:, t - 1])[:, None] & (since > -_BEFORE_S) & (since < _AFTER_S)] = 1.0
    return near


def train_head(network: ExpressionNetwork, data: FeatureSequences, options: TemporalOptions) -> None:
    """Adam with a cosine schedule on the cross entropy of all steps, and on what moves without reason."""
    torch.manual_seed(options.seed)
    head = network.head.train()
    n = len(data.features)
    near = near_changes(data)
    weight = 1 + (options.change_weight - 1) * near
    weight /= weight.mean()
    still = (1 - near[:, 1:]) * (1 - near[:, :-1])
    optimiser = torch.optim.Adam(head.parameters(), options.rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, options.epochs * (n // options.batch))
    for epoch in range(options.epochs):
        losses = []
        for chosen in torch.randperm(n)[: n // options.batch * options.batch].split(options.batch):
            columns = (data.features, data.raw, data.steps_s, data.targets)
            batch = FeatureSequences(*(column[chosen] for column in columns))
            logits = unroll(head, batch, network.initial_state(len(chosen)))
            entropy = -(batch.targets * logits.log_softmax(dim=2)).sum(dim=2)
            moves = logits.softmax(dim=2).diff(dim=1).abs().sum(dim=2)
            loss = (weight[chosen] * entropy).mean() + options.steadiness * (still[chosen] * moves).mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}  loss {np.mean(losses):.4f}", flush=True)


def choose_quickness(network: ExpressionNetwork, clips: list[Clip], seed: int) -> float:
    """How much is added to the logarithm of every rate, and add it.

    The loss does not know how much delay a viewer likes. The GRU is compared with smoothing on the
    training clips, as recorded and with camera noise, by lag at equal flicker and by flicker at equal
    lag (`evaluate_clips.at_equal`); the value whose worst of the four ratios is best is taken.
    """
    bias = network.head.rate.bias
    learned = bias.detach().clone()
    worst = {}
    for quickness in _QUICKNESS:
        rng = np.random.default_rng(seed)
        with torch.no_grad():
            bias.copy_(learned + quickness)
        ratios = [figures[name] for figures in _both_kinds(network, clips, rng) for name in RATIOS]
        worst[quickness] = max(ratio or 0.0 for ratio in ratios)  # None: smoothing never gets there
        print(f"quickness {quickness:g}: {ratios}", flush=True)
    chosen = min(worst, key=lambda quickness: worst[quickness])
    with torch.no_grad():
        bias.copy_(learned + chosen)
    return chosen


def _both_kinds(
    network: ExpressionNetwork, clips: list[Clip], rng: np.random.Generator
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Figures on clips as recorded, and with camera noise."""

    def tracks(disturb: Callable[[NDArray[np.uint8]], NDArray[np.uint8]]) -> list[Track]:
        return [
            run_track(network, disturb(clip.crops), clip.times_s, clip.reference.astype(np.float64)) for clip in clips
        ]

    noisy = [track for _ in range(NOISY_COPIES) for track in tracks(lambda crops: with_noise(crops, rng))]
    return figures_of(tracks(lambda crops: crops)), figures_of(noisy)


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.temporal", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--cnn", type=Path, required=True, help="folder of a finished training run")
    parser.add_argument("--clips", type=Path, help="folder with videos, of which the training clips are used")
    parser.add_argument("--out", type=Path, default=Path("weights"))
    parser.add_argument("--model-id", default="fer-cnn-gru-2")
    for name in ("sequences", "clip_sequences", "epochs", "seed"):
        parser.add_argument("--" + name.replace("_", "-"), type=int, default=getattr(TemporalOptions(), name))
    arguments = parser.parse_args()
    options = TemporalOptions(
        sequences=arguments.sequences,
        clip_sequences=arguments.clip_sequences,
        epochs=arguments.epochs,
        seed=arguments.seed,
    )
    cnn, config = load_cnn(arguments.cnn)
    network = ExpressionNetwork(config)
    network.cnn = cnn
    archive = arguments.data / "ferplus.npz"
    training = load_fer_plus(archive, arguments.aligned, "training")
    validation = load_fer_plus(archive, arguments.aligned, "validation")
    crops = clean_crops(validation, config.input_px)[validation.majority]
    truth = validation.labels[validation.majority].argmax(axis=1)
    prior = torch.from_numpy(training.labels.mean(axis=0))
    calibration = _calibrate(cnn, crops, truth, prior)
    training = replace(training, labels=unhurried(cnn, clean_crops(training, config.input_px)))
    clips = load_clips(arguments.clips, cnn, config.input_px) if arguments.clips else []
    train_head(network, sequence_features(cnn, training, clips, options, config.input_px), options)
    network.eval()
    quickness = choose_quickness(network, clips, options.seed) if clips else 0.0
    origin = Origin(
        model_id=arguments.model_id,
        data="FER+ training split (FER2013 images, Barsoum et al. 2016 votes); calibrated on its validation split",
        licence="MIT; see MODEL_CARD.md for the terms of the training data",
        clips=tuple(sorted(TRAINING_CLIPS)) if clips else (),
        calibration={**asdict(calibration), "quickness": quickness},
    )
    save_network(network, arguments.out, origin)
    print(f"{origin.calibration}; written to {arguments.out}")


def choose_shift(logits: Tensor, truth: NDArray[np.integer[Any]], prior: Tensor) -> float:
    """How much of the log frequency of the expressions to take off their logits.

    Logit adjustment after Menon et al. 2021 (arXiv 2007.07314): the largest factor that costs
    at most `_ACCURACY_COST` of the best accuracy, since a larger one finds more rare expressions.
    """
    accuracies = {}
    for factor in _SHIFTS:
        answer = (logits - factor * prior.log()).argmax(dim=1).numpy()
        accuracies[factor] = float((answer == truth).mean())
    allowed = max(accuracies.values()) - _ACCURACY_COST
    return max(factor for factor, accuracy in accuracies.items() if accuracy >= allowed)


def _calibrate(cnn: FaceCnn, crops: NDArray[np.uint8], truth: NDArray[np.integer[Any]], prior: Tensor) -> Calibration:
    """Fit shift, then temperature, and fold both into the last layer."""
    layer = cnn.classifier
    logits = cnn_logits(cnn, crops)
    shift = choose_shift(logits, truth, prior)
    logits = logits - shift * prior.log()
    temperature = fit_temperature(logits, truth)
    with torch.no_grad():
        layer.bias.sub_(shift * prior.log())
        layer.weight.div_(temperature)
        layer.bias.div_(temperature)
    return Calibration(shift, temperature)


if __name__ == "__main__":
    main()
