"""GRU, LSTM and attention on the same faces: ``python -m fer_desktop.training.compare_heads --data FOLDER ...``.

Each of `rivals.HEADS` is trained on the features of a finished network, on the same sequences, for as long and with
the same loss, and gets its quickness by the same rule (`temporal`). They are measured on drawn sequences that none
of them has seen: lag, flicker and agreement with the truth, beside smoothing; how far the answer moves when every
second or only every fourth frame is there; and what a step costs.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.training.against_smoothing import RATIOS, figures_of
from fer_desktop.training.clips import load_clips, unhurried
from fer_desktop.training.crops import clean_crops
from fer_desktop.training.data import load_fer_plus
from fer_desktop.training.evaluate_clips import follow
from fer_desktop.training.quickness import Said, choose_quickness, tracks_to_choose_by
from fer_desktop.training.render.motion import load_motion
from fer_desktop.training.rivals import HEADS, Head
from fer_desktop.training.temporal import (
    FeatureSequences,
    TemporalOptions,
    joined,
    motion_features,
    sequence_features,
    train_head,
)
from fer_desktop.training.train import n_parameters
from fer_desktop.vision.weights import load_network

_THINNED = (2, 4)  # only every second, every fourth frame
_TIMED_STEPS = 300


def tracks_of(said: FeatureSequences, times_s: NDArray[np.float64]) -> list[Said]:
    """What the CNN says of each sequence, its times, and the truth."""
    return [
        ((said.features[i], said.raw[i]), times_s[i], said.targets[i].numpy().astype(np.float64))
        for i in range(len(times_s))
    ]


def measure(head: Head, tracks: list[Said]) -> dict[str, Any]:
    """Figures of one trained head."""
    figures = figures_of([follow(head, *track) for track in tracks], resampled=True)
    parts = {
        **{name: figures[name] for name in RATIOS},
        **figures["methods"]["GRU"],
        **{f"moved_by_every_{k}": _moved_by_thinning(head, tracks, k) for k in _THINNED},
        "microseconds": _step_us(head, tracks[0]),
    }
    rounded = {name: None if value is None else round(value, 3) for name, value in parts.items()}
    return {**rounded, "intervals": figures["intervals"], "parameters": n_parameters(head)}


def _moved_by_thinning(head: Head, tracks: list[Said], keep: int) -> float:
    """Mean change of the probabilities at the frames that are kept."""
    moved = []
    for (features, raw), times, answer in tracks:
        whole = follow(head, (features, raw), times, answer).scores[::keep]
        thinned = follow(head, (features[::keep], raw[::keep]), times[::keep], answer[::keep]).scores
        moved.append(np.abs(whole - thinned).sum(axis=1).mean() / 2)
    return float(np.mean(moved))


def _step_us(head: Head, track: Said) -> float:
    """Median time of a step for one face on one thread."""
    (features, raw), _, _ = track
    state, dt_s, taken = head.initial_state(1), torch.full((1, 1), 0.033), []
    with torch.inference_mode():
        for i in range(_TIMED_STEPS):
            start = time.perf_counter()
            _, state = head(features[i % len(features)][None], raw[i % len(raw)][None], state, dt_s)
            taken.append(time.perf_counter() - start)
    return float(np.median(taken)) * 1e6


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.compare_heads", description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="folder of finished weights")
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--clips", type=Path, required=True, help="faces of clips, from training.clips")
    parser.add_argument("--motion", type=Path, nargs="+", required=True, help="drawn faces that move, to learn from")
    parser.add_argument(
        "--motion-held-out", type=Path, nargs="+", required=True, help="others, half to choose by, half to measure"
    )
    parser.add_argument("--sequences", type=int, default=TemporalOptions().sequences, help="made of photographs")
    parser.add_argument("--clip-sequences", type=int, default=0, help="cut out of the clips")
    parser.add_argument("--out", type=Path, help="folder to keep the trained heads in")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    network, manifest = load_network(arguments.weights)
    cnn, side = network.cnn, manifest.network.input_px
    options = TemporalOptions(sequences=arguments.sequences, clip_sequences=arguments.clip_sequences)
    training = load_fer_plus(arguments.data / "ferplus.npz", arguments.aligned, "training")
    training = replace(training, labels=unhurried(cnn, clean_crops(training, side)))
    clips = load_clips(arguments.clips, cnn)
    parts = [sequence_features(cnn, training, clips, options, side)]
    parts += [motion_features(cnn, load_motion(path), "shown") for path in arguments.motion]
    sequences = joined(parts)
    others = {path.stem: load_motion(path) for path in arguments.motion_held_out}
    tracks = {name: tracks_of(motion_features(cnn, faces, "shown"), faces.times_s) for name, faces in others.items()}
    (noisy,) = tracks_to_choose_by(cnn, clips, [], options.seed)
    print(f"{len(sequences.features)} sequences to learn from")
    for name, kind in HEADS.items():
        torch.manual_seed(options.seed)
        head = kind(manifest.network)
        train_head(head, sequences, options)
        choose_quickness(head, [noisy, *(part[: len(part) // 2] for part in tracks.values())])
        if arguments.out:
            arguments.out.mkdir(parents=True, exist_ok=True)
            torch.save(head.state_dict(), arguments.out / f"{name}.pt")
        for held_out, part in tracks.items():
            print(name, held_out, measure(head, part[len(part) // 2 :]), flush=True)


if __name__ == "__main__":
    main()
