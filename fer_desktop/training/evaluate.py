"""The figures of the model card: ``python -m fer_desktop.training.evaluate --data FOLDER``.

With ``--lfw FOLDER`` or ``--photographs FOLDER`` the whole pipeline is run on photographs of another data set
instead, with ``--clips FOLDER`` the GRU is compared with smoothing on videos, with ``--motion FILE ...`` on drawn
faces that move, with ``--peaks FILE ...`` sequences from rest to a peak are read, with ``--drawn FILE`` the CNN is
measured on drawn people, with ``--at-rest FILE`` on such as show nothing, with ``--coded FOLDER`` on moments of
clips that two raters coded, and with ``--explanations FILE`` whether `explain` points at what moves.
Prints accuracy, UAR, F1, calibration and confusion of the shipped weights on FER+, for the
CNN alone and for CNN and GRU on a single image (a first step without a past), one crop; and for
the mean of the image and its mirror image, as the program reads photographs. Progress goes to
stderr, the result to stdout.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.paths import weights_dir
from fer_desktop.training.against_smoothing import print_following
from fer_desktop.training.crops import clean_crops
from fer_desktop.training.data import load_fer_plus
from fer_desktop.training.evaluate_at_rest import evaluate_at_rest, print_at_rest
from fer_desktop.training.evaluate_clips import evaluate_clips
from fer_desktop.training.evaluate_coded import evaluate_coded, print_coded
from fer_desktop.training.evaluate_drawn import evaluate_drawn, evaluate_motion, print_drawn
from fer_desktop.training.evaluate_explanations import evaluate_explanations, print_explanations
from fer_desktop.training.evaluate_lfw import evaluate_lfw
from fer_desktop.training.evaluate_peaks import evaluate_peaks, print_peaks
from fer_desktop.training.evaluate_photographs import evaluate_photographs
from fer_desktop.training.fusion.evaluate_fusion import evaluate_fusion, print_fusion
from fer_desktop.training.locating import locate_faces
from fer_desktop.training.metrics import report, shifted
from fer_desktop.training.train import n_parameters
from fer_desktop.training.voice.evaluate_voice import evaluate_voice, print_voice
from fer_desktop.training.words.evaluate_words import evaluate_words, print_words
from fer_desktop.vision.network import ExpressionNetwork, count_multiply_adds
from fer_desktop.vision.preprocess import network_input
from fer_desktop.vision.weights import load_network

_FACTS = ("model_id", "split", "n", "protocol", "not_found", "above_0.8", "multiply_adds", "parameters")
PROTOCOL = "FER+ majority: top column of ten has over half of the votes, outliers dropped, 8 expressions"


@torch.inference_mode()
def first_step(
    network: ExpressionNetwork, crops: NDArray[np.uint8], batch: int = 128
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(N, 8) probabilities of the CNN alone, and of CNN and GRU without a past."""
    raw, scores = [], []
    for i in range(0, len(crops), batch):
        x = torch.from_numpy(network_input(crops[i : i + batch]))
        output = network(x, network.initial_state(len(x)), torch.full((len(x), 1), torch.inf))
        raw.append(output.raw.softmax(dim=1))
        scores.append(output.logits.softmax(dim=1))
    return torch.cat(raw).numpy(), torch.cat(scores).numpy()


def aligned_file(archive: Path, wanted: Path) -> Path:
    """The transforms of `training.prepare`, made now when they are missing."""
    if not wanted.exists():
        with np.load(archive) as data:
            matrices, found = locate_faces(data["X"])
        wanted.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(wanted, matrices=matrices, found=found)
    return wanted


def evaluate(folder: Path, aligned: Path, split: str, weights: Path) -> dict[str, Any]:
    """All figures for one split of FER+."""
    network, manifest = load_network(weights)
    archive = folder / "ferplus.npz"
    data = load_fer_plus(archive, aligned_file(archive, aligned), split)
    crops = clean_crops(data, manifest.network.input_px)[data.majority]
    truth = data.labels[data.majority].argmax(axis=1)
    raw, scores = first_step(network, crops)
    _, mirrored = first_step(network, np.ascontiguousarray(crops[:, :, ::-1]))
    (own, _), shift = load_network(weights, "photographs"), manifest.reading("photographs").shift
    as_photographs, others = (
        shifted(first_step(own, views)[1], shift) for views in (crops, np.ascontiguousarray(crops[:, :, ::-1]))
    )
    return {
        "model_id": manifest.model_id,
        "split": split,
        "protocol": PROTOCOL,
        **report(scores, truth),
        "cnn_alone": report(raw, truth),
        "as_in_photographs": report(as_photographs, truth),
        "with_mirror_image": report((scores + mirrored) / 2, truth),
        "with_mirror_image_as_in_photographs": report((as_photographs + others) / 2, truth),
        "multiply_adds": count_multiply_adds(manifest.network),
        "parameters": n_parameters(network),
    }


def _print_table(result: dict[str, Any]) -> None:
    print("; ".join(f"{name} {result[name]}" for name in _FACTS if name in result))
    parts = {"CNN + GRU, single image": result, "CNN alone": result.get("cnn_alone")}
    parts["prior as in photographs"] = result.get("as_in_photographs")
    parts["with mirror image"] = result.get("with_mirror_image")
    parts["both of these"] = result.get("with_mirror_image_as_in_photographs")
    for name, part in parts.items():
        if part is None:
            continue
        keys = [key for key in ("accuracy", "uar", "macro_f1", "ece") if key in part]
        print(f"{name:>24}: " + "  ".join(f"{key} {part[key]:.4f}" for key in keys))
    print(f"\n{'':>12} {'n':>5} recall precision   f1    ece   confusion (row: label, column: answer)")
    for name, row in zip(EXPRESSIONS, result["confusion"], strict=True):
        c = result["per_class"][name]
        counts = " ".join(f"{count:5d}" for count in row)
        figures = f"{c['recall']:6.3f} {c['precision']:9.3f} {c['f1']:6.3f} {c['ece']:6.3f}"
        print(f"{name:>12} {c['n']:5d} {figures}  {counts}")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.evaluate", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--data", type=Path, help="folder with ferplus.npz")
    what.add_argument("--clips", type=Path, help="folder with videos: the GRU against smoothing")
    what.add_argument("--lfw", type=Path, help="folder with lfw_expressions.zip")
    what.add_argument(
        "--photographs", type=Path, help="folder of labelled photographs: labels.csv, or a folder for each expression"
    )
    what.add_argument("--drawn", type=Path, help="drawn people, from render.generate or render.held_out")
    what.add_argument("--at-rest", type=Path, help="drawn people who show nothing, from render.held_out --at-rest")
    what.add_argument("--coded", type=Path, help="folder with videos, of which two raters coded moments")
    what.add_argument("--explanations", type=Path, help="drawn people: do explanations point where something moves?")
    what.add_argument("--motion", type=Path, nargs="+", help="drawn faces that move, from render.motion, as one set")
    what.add_argument(
        "--peaks", type=Path, nargs="+", help="from rest to a peak, from render.peaks: how many end right"
    )
    what.add_argument("--words", type=Path, help="folder of GoEmotions: what words say, and polarity beside VADER's")
    what.add_argument("--fusion", type=Path, help="streams from fusion.prepare: each alone, fused, every subset")
    what.add_argument("--voice", type=Path, help="answers of the voice, from voice.protocol")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--split", choices=("training", "validation", "test"), default="test")
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    result, show = _result(arguments)
    if arguments.json:
        print(json.dumps(result))
    else:
        show(result)


def _print_drawn_faces(result: dict[str, Any]) -> None:
    _print_table(result)
    print_drawn(result)


def _print_coded_moments(result: dict[str, Any]) -> None:
    _print_table(result)
    print_coded(result)


def _result(arguments: argparse.Namespace) -> tuple[dict[str, Any], Callable[[dict[str, Any]], None]]:
    """What was asked for, and how it is printed."""
    others: dict[str, tuple[Callable[[Any, Path], dict[str, Any]], Callable[[dict[str, Any]], None]]] = {
        "clips": (evaluate_clips, print_following),
        "lfw": (evaluate_lfw, _print_table),
        "photographs": (evaluate_photographs, _print_table),
        "drawn": (evaluate_drawn, _print_drawn_faces),
        "at_rest": (evaluate_at_rest, print_at_rest),
        "coded": (evaluate_coded, _print_coded_moments),
        "motion": (evaluate_motion, print_following),
        "peaks": (evaluate_peaks, print_peaks),
        "explanations": (evaluate_explanations, print_explanations),
        "voice": (evaluate_voice, print_voice),
        "words": (evaluate_words, print_words),
        "fusion": (evaluate_fusion, print_fusion),
    }
    for name, (measure, show) in others.items():
        place = getattr(arguments, name)
        if place is not None:
            return measure(place, arguments.weights), show
    return evaluate(arguments.data, arguments.aligned, arguments.split, arguments.weights), _print_table


if __name__ == "__main__":
    main()
