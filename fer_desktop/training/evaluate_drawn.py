"""Figures on drawn people, whose expression, looks and movements are known exactly.

`training.evaluate --drawn FILE` reads still pictures (`render.generate`, `render.held_out`), `--motion FILE`
faces that move (`render.motion`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.core.expressions import NEGATIVE
from fer_desktop.training.against_smoothing import figures_of
from fer_desktop.training.crops import clean_rendered, cnn_logits
from fer_desktop.training.data import RenderedFaces, crop_matrix, load_rendered, picture_matrix
from fer_desktop.training.evaluate_clips import NOISY_COPIES, run_track, seen, with_noise
from fer_desktop.training.metrics import report, wrong_though_sure
from fer_desktop.training.render.action_units import channels_of
from fer_desktop.training.render.motion import load_motion
from fer_desktop.training.render.phenotypes import ANCESTRIES
from fer_desktop.training.render.render import FIELD
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.network import ExpressionNetwork, FaceCnn
from fer_desktop.vision.preprocess import warp_face
from fer_desktop.vision.weights import load_network

_SIDES_PX = (74, 48, 40, 32, 24, 20, 16, 12)  # of the face in the picture, which is as wide as the aligned crop
_LIGHT = (0.5, 0.2, 0.1, 0.05, 0.02)
_MOST = 800  # pictures that are made worse
_SEED = 1
_MOSTLY = 0.6  # share of an ancestry from which on a shape counts as of it
# what a file may say of each person: name, and the limits between its groups
_GROUPS = {"tone": (0.3, 0.5), "years": (30.0, 55.0), "maleness": (0.5,), "glasses": (1e-6,), "beard": (1e-6,)}


def evaluate_drawn(path: Path, weights: Path) -> dict[str, Any]:
    """Figures on faces whose expression is strong enough to have a name; groups; resting faces; small pictures."""
    network, manifest = load_network(weights)
    faces, side = load_rendered([path]), manifest.network.input_px
    answers = softmax(cnn_logits(network.cnn, clean_rendered(faces, side)).numpy())
    clear = (faces.labels.max(axis=1) > 0.5) & (faces.labels.argmax(axis=1) == faces.expression)
    truth = faces.expression
    at_rest = truth == 0
    return {
        "model_id": manifest.model_id,
        **report(answers[clear], truth[clear]),
        "above_0.8": wrong_though_sure(answers[clear], truth[clear]),
        "negative_at_rest": float(np.isin(answers[at_rest].argmax(axis=1), NEGATIVE).mean()),
        "at_rest": _at_rest(path, answers, at_rest),
        "groups": _groups(path, answers, truth, clear),
        "units": _units(network, faces),
        "worse": _worse(network.cnn, faces.pictures[clear][:_MOST], truth[clear][:_MOST], side),
    }


def _extra(path: Path, name: str) -> NDArray[Any] | None:
    """A column that not every file has."""
    with np.load(path) as data:
        return np.asarray(data[name]) if name in data.files else None


def _at_rest(path: Path, answers: NDArray[np.float32], at_rest: NDArray[np.bool_]) -> dict[str, float]:
    """Share of negative answers for each kind of face that shows nothing."""
    kinds = _extra(path, "resting")
    if kinds is None:
        return {}
    negative = np.isin(answers.argmax(axis=1), NEGATIVE)
    return {str(kind): float(negative[at_rest & (kinds == kind)].mean()) for kind in np.unique(kinds[at_rest])}


def _units(network: ExpressionNetwork, faces: RenderedFaces) -> dict[str, dict[str, float]]:
    """Correlation and mean absolute error of each action unit that the network reads."""
    channels = network.config.units
    if not channels:
        return {}
    with torch.inference_mode():
        features, _ = seen(network.cnn, clean_rendered(faces, network.config.input_px))
        told = network.units(features).numpy()
    truth = channels_of(faces.units, faces.names)
    return {
        name: {
            "correlation": float(np.corrcoef(truth[name], told[:, i])[0, 1]),
            "error": float(np.abs(truth[name] - told[:, i]).mean()),
            "error_of_the_mean": float(np.abs(truth[name] - truth[name].mean()).mean()),
        }
        for i, name in enumerate(channels)
    }


def _groups(
    path: Path, answers: NDArray[np.float32], truth: NDArray[np.int64], clear: NDArray[np.bool_]
) -> dict[str, list[dict[str, Any]]]:
    """UAR and false alarms (neutral faces with a negative answer) of groups of people."""
    table: dict[str, list[dict[str, Any]]] = {}
    negative = np.isin(answers.argmax(axis=1), NEGATIVE)
    for name, groups in groups_of(path).items():
        rows = []
        for group, members in groups.items():
            chosen = clear & members
            figures = report(answers[chosen], truth[chosen])
            recalls = {label: part["recall"] for label, part in figures["per_class"].items()}
            alarms = float(negative[chosen & (truth == 0)].mean())
            rows.append({"group": group, "n": figures["n"], "uar": figures["uar"], "alarms": alarms, **recalls})
        table[name] = rows
    return table


def groups_of(path: Path) -> dict[str, dict[str, NDArray[np.bool_]]]:
    """By each name that the file knows: the groups, and (N,) who is in them."""
    table: dict[str, dict[str, NDArray[np.bool_]]] = {}
    for name, limits in _GROUPS.items():
        values = _extra(path, name)
        if values is not None:
            ends = list(pairwise((-np.inf, *limits, np.inf)))
            table[name] = {f"{low:.2g} to {high:.2g}": (values >= low) & (values < high) for low, high in ends}
    ancestry = _extra(path, "ancestry")
    if ancestry is not None:
        table["ancestry"] = {name: ancestry[:, k] >= _MOSTLY for k, name in enumerate(ANCESTRIES)}
    return {name: {group: who for group, who in groups.items() if who.any()} for name, groups in table.items()}


def _pictures_that_are_worse(pictures: NDArray[np.uint8]) -> Iterator[tuple[str, float, NDArray[np.uint8]]]:
    """What is worse, by how much, and the pictures: smaller faces, less light, less contrast."""
    for width in _SIDES_PX:
        side = max(round(width * FIELD), 4)
        small = [cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA) for picture in pictures]
        yield "face, px", width, np.stack(small).astype(np.uint8)
    for factor in _LIGHT:
        yield "light", factor, np.round(pictures * factor).astype(np.uint8)
    mean = pictures.mean(axis=(1, 2), keepdims=True)
    for factor in _LIGHT:
        yield "contrast", factor, np.round((pictures - mean) * factor + mean).astype(np.uint8)


def _worse(
    cnn: FaceCnn, pictures: NDArray[np.uint8], truth: NDArray[np.int64], side_px: int
) -> list[dict[str, float | str]]:
    """UAR, and how often the answer is that of the picture as it was drawn."""
    rows: list[dict[str, float | str]] = []
    first: NDArray[np.int64] | None = None
    for what, much, worse in _pictures_that_are_worse(pictures):
        matrix = crop_matrix(picture_matrix(worse.shape[1], FIELD), side_px)
        crops = np.stack([warp_face(picture, matrix, side_px) for picture in worse])
        answers = softmax(cnn_logits(cnn, crops).numpy())
        top = answers.argmax(axis=1)
        first = top if first is None else first
        levels = {"mean": float(crops.mean()), "deviation": float(crops.std(axis=(1, 2)).mean())}
        same = float((top == first).mean())
        rows.append({"what": what, "much": much, **levels, "uar": report(answers, truth)["uar"], "same": same})
    return rows


def evaluate_motion(paths: Sequence[Path], weights: Path) -> dict[str, Any]:
    """The GRU against smoothing where the truth of each moment is known: as drawn, and with the noise of a camera."""
    network, manifest = load_network(weights)
    drawn, noisy = [], []
    for faces in map(load_motion, paths):
        rng = np.random.default_rng(_SEED)
        for crops, times, labels in zip(faces.crops, faces.times_s, faces.labels, strict=True):
            truth = labels.astype(np.float64)
            drawn.append(run_track(network, crops, times, truth))
            noisy += [run_track(network, with_noise(crops, rng), times, truth) for _ in range(NOISY_COPIES)]
    return {
        "model_id": manifest.model_id,
        "sequences": len(drawn),
        "as_drawn": figures_of(drawn, resampled=True),
        "with_camera_noise": figures_of(noisy, NOISY_COPIES, resampled=True),
    }


def print_drawn(result: dict[str, Any]) -> None:
    """The parts that `evaluate` does not print for every set."""
    print(f"\nnegative answers at rest: {result['negative_at_rest']:.3f}")
    for kind, share in result["at_rest"].items():
        print(f"{kind:>16} {share:.3f}")
    for name, rows in result["groups"].items():
        print(f"\n{name:>16}      n    uar  false alarms   anger disgust    fear sadness")
        for row in rows:
            recalls = " ".join(f"{row[label]:7.3f}" for label in ("anger", "disgust", "fear", "sadness"))
            print(f"{row['group']:>16} {row['n']:6d}  {row['uar']:.3f}  {row['alarms']:12.3f}  {recalls}")
    if result["units"]:
        print("\naction unit  correlation  mean error  of always saying the mean")
    for name, part in result["units"].items():
        print(f"{name:>11} {part['correlation']:12.2f} {part['error']:11.3f} {part['error_of_the_mean']:11.3f}")
    print("\nwhat is worse    much   mean  deviation    uar  same answer")
    for row in result["worse"]:
        levels = f"{row['mean']:6.1f} {row['deviation']:10.1f}"
        print(f"{row['what']:>13} {row['much']:7.3g} {levels}  {row['uar']:.3f}  {row['same']:11.3f}")
