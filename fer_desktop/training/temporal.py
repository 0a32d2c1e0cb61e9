"""Teach the GRU on a trained CNN and write `weights/`: ``python -m fer_desktop.training.temporal``.

First the CNN is calibrated: its logits, which take no expression for more likely than another, are shifted
a little towards what photographs usually show, then its temperature is fitted on the validation split and
on drawn people that it never saw (Guo et al. 2017, arXiv 1706.04599); both are folded into its last layer. Then come
sequences of drawn faces that move (`render.motion`), whose expression is known at each moment; sequences
of training stills, cross-faded; and real clips. For stills and clips the target is what the CNN says when
it may take its time: of the undisturbed still and its mirror image, and of a clip when it may look ahead
(`clips.reference`). The CNN's features are kept, and the GRU learns to come near the target from the past
alone: quickly after a change, and without moving while the target's top expression stays. Writes the
weight file and its manifest. With ``--weights`` only the GRU is taught anew; units, certainty and what is
known of neutral faces rest on the CNN alone and stay; `training.photographs` writes its file anew.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from fer_desktop.training.batches import sampling_weights
from fer_desktop.training.calibration import CalibrationOptions, calibrate
from fer_desktop.training.clips import TRAINING_CLIPS, Clip, load_clips, reference, unhurried
from fer_desktop.training.companions import load_cnn
from fer_desktop.training.crops import clean_crops
from fer_desktop.training.data import FerPlus, load_fer_plus, load_rendered
from fer_desktop.training.evaluate_clips import seen
from fer_desktop.training.judges import held_out
from fer_desktop.training.quickness import choose_quickness, tracks_to_choose_by
from fer_desktop.training.render.motion import MovingFaces, load_motion
from fer_desktop.training.rivals import Head
from fer_desktop.training.sequences import make_clip_sequence, make_sequence
from fer_desktop.vision.manifest import Origin
from fer_desktop.vision.network import ExpressionNetwork, FaceCnn, TemporalHead
from fer_desktop.vision.weights import load_network, save_network

_BEFORE_S, _AFTER_S = 0.1, 0.4  # what counts as near a change
MotionTargets = Literal["shown", "said"]  # what a drawn face shows, or what the CNN says when it may look ahead


@dataclass(frozen=True, slots=True)
class TemporalOptions:
    """Choices of the temporal training.

    Attributes:
        change_weight: How much more a step near a change of expression counts than another.
        steadiness: Price of each move of the answer while the target's top expression stays.
    """

    sequences: int = 600
    clip_sequences: int = 0
    steps: int = 48
    epochs: int = 14
    change_weight: float = 3.0
    steadiness: float = 1.5
    batch: int = 64
    rate: float = 2e-3
    balance: float = 0.5
    seed: int = 1


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


@torch.no_grad()
def sequence_features(
    cnn: FaceCnn, data: FerPlus, clips: list[Clip], options: TemporalOptions, size_px: int
) -> FeatureSequences:
    """Make sequences and keep what the CNN says of them; long clips are used more often than short ones."""
    rng, rng_of_clips = (np.random.default_rng(options.seed + i) for i in range(2))
    weights = sampling_weights(data.labels, options.balance)
    lengths = np.sqrt([len(clip.crops) for clip in clips])
    n_clips = options.clip_sequences if clips else 0
    parts: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []
    for i in tqdm(range(options.sequences + n_clips), desc="sequences", mininterval=10):
        if i < options.sequences:
            sequence = make_sequence(data, weights, options.steps, size_px, rng)
        else:
            clip = clips[int(rng_of_clips.choice(len(clips), p=lengths / lengths.sum()))]
            sequence = make_clip_sequence(clip, options.steps, rng_of_clips)
        steps = torch.from_numpy(sequence.steps_s)[:, None]
        parts.append((*seen(cnn, sequence.crops), steps, torch.from_numpy(sequence.targets)))
    return FeatureSequences(*(torch.stack(column) for column in zip(*parts, strict=True)))


def motion_features(cnn: FaceCnn, faces: MovingFaces, targets: MotionTargets) -> FeatureSequences:
    """What the CNN says of drawn faces that move."""
    said = [seen(cnn, crops) for crops in faces.crops]
    labels = faces.labels
    if targets == "said":
        pairs = zip(faces.times_s, faces.crops, strict=True)
        labels = np.stack([reference(times, unhurried(cnn, crops)).astype(np.float32) for times, crops in pairs])
    steps = np.diff(faces.times_s, axis=1, prepend=-np.inf).astype(np.float32)[..., None]
    features, raw = (torch.stack(column) for column in zip(*said, strict=True))
    return FeatureSequences(features, raw, torch.from_numpy(steps), torch.from_numpy(labels))


def joined(parts: list[FeatureSequences]) -> FeatureSequences:
    """All sequences as one; they must have the same number of steps."""
    columns = ("features", "raw", "steps_s", "targets")
    return FeatureSequences(*(torch.cat([getattr(part, name) for part in parts]) for name in columns))


def unroll(head: Head, batch: FeatureSequences, state: Tensor) -> Tensor:
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


def train_head(head: Head, data: FeatureSequences, options: TemporalOptions) -> None:
    """Adam with a cosine schedule on the cross entropy of all steps, and on what moves without reason."""
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    head.to(device).train()
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
            batch = FeatureSequences(*(column[chosen].to(device) for column in columns))
            logits = unroll(head, batch, head.initial_state(len(chosen)).to(device))
            entropy = -(batch.targets * logits.log_softmax(dim=2)).sum(dim=2)
            moves = logits.softmax(dim=2).diff(dim=1).abs().sum(dim=2)
            calm = (still[chosen].to(device) * moves).mean()
            loss = (weight[chosen].to(device) * entropy).mean() + options.steadiness * calm
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}  loss {np.mean(losses):.4f}", flush=True)
    head.cpu().eval()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.temporal", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    start = parser.add_mutually_exclusive_group(required=True)
    start.add_argument("--cnn", type=Path, help="folder of a finished training run, whose CNN is then calibrated")
    start.add_argument("--weights", type=Path, help="finished weights, of which all stays but the GRU")
    parser.add_argument("--clips", type=Path, help="faces of clips, from training.clips")
    parser.add_argument("--rendered-held-out", type=Path, help="drawn faces to calibrate on, from render.generate")
    parser.add_argument("--motion", type=Path, nargs="+", default=[], help="drawn faces that move, from render.motion")
    parser.add_argument("--motion-held-out", type=Path, nargs="+", default=[], help="others, to choose quickness by")
    parser.add_argument(
        "--motion-targets", choices=get_args(MotionTargets), default="shown", help="what to learn there"
    )
    parser.add_argument("--out", type=Path, default=Path("weights"))
    parser.add_argument("--model-id", default="fer-cnn-gru-7")
    parser.add_argument("--prior-share", type=float, default=0.2, help="of the log frequency in photographs")
    parser.add_argument("--neutral-kept", type=float, help="share of the neutral photographs to be called neutral")
    parser.add_argument("--drawn-share", type=float, default=1.0, help="drawn faces to calibrate on, per photograph")
    parser.add_argument("--photographs-share", type=float, default=0.5, help="the same, when they are asked for")
    for name in ("sequences", "clip_sequences", "epochs", "seed"):
        parser.add_argument("--" + name.replace("_", "-"), type=int, default=getattr(TemporalOptions(), name))
    return parser


def main() -> None:
    """Command line; see --help."""
    arguments = _parser().parse_args()
    names = ("sequences", "clip_sequences", "epochs", "seed")
    options = TemporalOptions(**{name: getattr(arguments, name) for name in names})
    training, validation = (
        load_fer_plus(arguments.data / "ferplus.npz", arguments.aligned, split) for split in ("training", "validation")
    )
    if arguments.weights:
        network, manifest = load_network(arguments.weights)
        origin = Origin(**{field.name: getattr(manifest, field.name) for field in fields(Origin)})
    else:
        network, origin = calibrated_network(arguments, training, validation)
    cnn, size_px = network.cnn, network.config.input_px
    training = replace(training, labels=unhurried(cnn, clean_crops(training, size_px)))
    clips = load_clips(arguments.clips, cnn) if arguments.clips else []
    sequences = [sequence_features(cnn, training, clips, options, size_px)]
    sequences += [motion_features(cnn, load_motion(path), arguments.motion_targets) for path in arguments.motion]
    torch.manual_seed(options.seed)
    network.head = TemporalHead(network.config)
    train_head(network.head, joined(sequences), options)
    moving = [load_motion(path) for path in arguments.motion_held_out]
    quickness = choose_quickness(network.head, tracks_to_choose_by(cnn, clips, moving, options.seed))
    network.cnn = cnn.cpu()
    origin = replace(
        origin,
        model_id=arguments.model_id,
        clips=tuple(sorted(TRAINING_CLIPS)) if clips else (),
        calibration={**origin.calibration, "quickness": quickness},
        photographs=None,  # its file stands beside the weights that were read
    )
    save_network(network.eval(), arguments.out, origin)
    print(f"{origin.calibration}; written to {arguments.out}")


def calibrated_network(
    arguments: argparse.Namespace, training: FerPlus, validation: FerPlus
) -> tuple[ExpressionNetwork, Origin]:
    """The CNN of a finished run with its answers calibrated, beside a GRU that has learned nothing yet."""
    cnn, config = load_cnn(arguments.cnn)
    cnn.to("cuda" if torch.cuda.is_available() else "cpu")
    judges = {"drawn": load_rendered([arguments.rendered_held_out])} if arguments.rendered_held_out else {}
    photographs, *drawn = held_out(validation, judges, config.input_px)
    log_frequency = np.log(training.labels.mean(axis=0))
    wanted = CalibrationOptions(arguments.prior_share, arguments.neutral_kept, arguments.drawn_share)
    calibration = calibrate(cnn, photographs, drawn[0] if drawn else None, torch.from_numpy(log_frequency), wanted)
    print(calibration, flush=True)
    network = ExpressionNetwork(config)
    network.cnn = cnn
    origin = Origin(
        model_id=arguments.model_id,
        data="FER+ training split (FER2013 images, Barsoum et al. 2016 votes) and faces drawn with ICT-FaceKit (MIT), "
        "or photographs of the split that move as those do; calibrated on FER+'s validation split",
        licence="MIT; see MODEL_CARD.md for the terms of the training data",
        calibration={**asdict(calibration), "photographs_share": arguments.photographs_share},
        log_frequency=tuple(round(float(value), 4) for value in log_frequency),
    )
    return network, origin


if __name__ == "__main__":
    main()
