"""Figures on drawn people, whose expression, looks and movements are known exactly.

`training.evaluate --drawn FILE` reads still pictures (`render.generate`, `render.held_out`), `--motion FILE`
faces that move (`render.motion`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.training.data import crop_matrix, load_rendered
from fer_desktop.training.evaluate_clips import figures_of, run_track
from fer_desktop.training.metrics import report, wrong_though_sure
from fer_desktop.training.render.motion import load_motion
from fer_desktop.training.train import clean_rendered, cnn_logits
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.preprocess import warp_face
from fer_desktop.vision.weights import load_network

_SIDES_PX = (96, 64, 48, 40, 32, 24, 20, 16, 12)  # of the face in the picture; the crop is as wide
_NEGATIVE = tuple(EXPRESSIONS.index(name) for name in ("sadness", "anger", "disgust", "fear", "contempt"))
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
        "negative_at_rest": float(np.isin(answers[at_rest].argmax(axis=1), _NEGATIVE).mean()),
        "at_rest": _at_rest(path, answers, at_rest),
        "groups": _groups(path, answers, truth, clear),
        "resolution": _resolution(network.cnn, faces.pictures[clear], faces.field, truth[clear], side),
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
    negative = np.isin(answers.argmax(axis=1), _NEGATIVE)
    return {str(kind): float(negative[at_rest & (kinds == kind)].mean()) for kind in np.unique(kinds[at_rest])}


def _groups(
    path: Path, answers: NDArray[np.float32], truth: NDArray[np.int64], clear: NDArray[np.bool_]
) -> dict[str, list[dict[str, Any]]]:
    """UAR and false alarms (neutral faces with a negative answer) of groups of people."""
    table: dict[str, list[dict[str, Any]]] = {}
    negative = np.isin(answers.argmax(axis=1), _NEGATIVE)
    for name, limits in _GROUPS.items():
        values = _extra(path, name)
        if values is None:
            continue
        group = np.digitize(values, limits)
        rows = []
        for k in np.unique(group):
            chosen = clear & (group == k)
            figures = report(answers[chosen], truth[chosen])
            low, high = (-np.inf, *limits)[k], (*limits, np.inf)[k]
            recalls = {label: part["recall"] for label, part in figures["per_class"].items()}
            alarms = float(negative[chosen & (truth == 0)].mean())
            rows.append(
                {"from": low, "to": high, "n": figures["n"], "uar": figures["uar"], "alarms": alarms, **recalls}
            )
        table[name] = rows
    return table


def _resolution(
    cnn: Any, pictures: NDArray[np.uint8], field: float, truth: NDArray[np.int64], side_px: int
) -> list[dict[str, float]]:
    """UAR, and agreement with the whole picture, when the aligned face is only so many pixels wide."""
    rows: list[dict[str, float]] = []
    first: NDArray[np.int64] | None = None
    for width in _SIDES_PX:
        small_side = max(round(width * field), 4)
        scale = field / small_side
        middle = (small_side - 1) / 2
        unit = np.array([[scale, 0, -scale * middle], [0, scale, -scale * middle]])
        matrix = crop_matrix(unit, side_px)
        small = [cv2.resize(picture, (small_side, small_side), interpolation=cv2.INTER_AREA) for picture in pictures]
        crops = np.stack([warp_face(np.asarray(picture, dtype=np.uint8), matrix, side_px) for picture in small])
        answers = softmax(cnn_logits(cnn, crops).numpy())
        top = answers.argmax(axis=1)
        first = top if first is None else first
        rows.append(
            {"face_px": width, "uar": report(answers, truth)["uar"], "as_whole": float((top == first).mean())}
        )
    return rows


def evaluate_motion(path: Path, weights: Path) -> dict[str, Any]:
    """The GRU against smoothing where the truth of each moment is known."""
    network, manifest = load_network(weights)
    faces = load_motion(path)
    tracks = [
        run_track(network, crops, times, labels.astype(np.float64))
        for crops, times, labels in zip(faces.crops, faces.times_s, faces.labels, strict=True)
    ]
    return {"model_id": manifest.model_id, "sequences": len(tracks), "drawn": figures_of(tracks)}


def print_drawn(result: dict[str, Any]) -> None:
    """The parts that `evaluate` does not print for every set."""
    print(f"\nnegative answers at rest: {result['negative_at_rest']:.3f}")
    for kind, share in result["at_rest"].items():
        print(f"{kind:>16} {share:.3f}")
    for name, rows in result["groups"].items():
        print(f"\n{name:>10}  from    to      n    uar  false alarms   anger disgust    fear sadness")
        for row in rows:
            recalls = " ".join(f"{row[label]:7.3f}" for label in ("anger", "disgust", "fear", "sadness"))
            print(f"{'':>10} {row['from']:5.2g} {row['to']:5.2g} {row['n']:6d}  {row['uar']:.3f}  {row['alarms']:12.3f}  {recalls}")
    print("\nface, px    uar  same answer")
    for row in result["resolution"]:
        print(f"{row['face_px']:8.0f}  {row['uar']:.3f}  {row['as_whole']:11.3f}")
