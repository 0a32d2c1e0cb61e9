"""How well gaze and lids of drawn people are read: of those whom no network learned from."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.training.eyes.batches import EyeTable
from fer_desktop.training.render.eyes import DrawnEyes
from fer_desktop.vision.eye_network import EyeNetwork

_OPEN, _SHUT = 0.3, 0.9  # how far the lids of an eye are shut that can look, and of one that cannot


def answers_of(network: EyeNetwork, eyes: DrawnEyes) -> NDArray[np.float32]:
    """(N, 2, 4) answers of the network, those of left eyes still mirrored."""
    table = EyeTable.of(eyes)
    with torch.inference_mode():
        parts = []
        for rows in torch.arange(len(table)).split(512):
            batch = table.batch(rows, None)
            parts.append(network(batch.x, batch.head))
    return np.asarray(torch.cat(parts).reshape(-1, 2, 4).numpy())


def judge_eyes(network: EyeNetwork, eyes: DrawnEyes) -> dict[str, float]:
    """Figures on drawn eyes, the two of a face taken together as the program does."""
    answers = answers_of(network, eyes)
    told, error = together(answers)
    truth = eyes.gaze.mean(axis=1)
    truth = truth / np.linalg.norm(truth, axis=1, keepdims=True)
    looks = (eyes.closed < _OPEN).all(axis=1)
    off = np.degrees(np.arccos(np.clip((told * truth).sum(axis=1), -1, 1)))[looks]
    head = np.stack([np.sin(eyes.head[:, 0]), np.sin(eyes.head[:, 1])], axis=1)
    with_z = np.column_stack([head, np.sqrt(np.clip(1 - (head**2).sum(axis=1), 0, 1))])
    by_head = np.degrees(np.arccos(np.clip((with_z * truth).sum(axis=1), -1, 1)))[looks]
    shut = answers[..., 3].mean(axis=1) < 0.15
    is_shut, is_open = (eyes.closed > _SHUT).all(axis=1), looks
    return {
        "gaze_error_deg": float(off.mean()),
        "gaze_error_deg_median": float(np.median(off)),
        "gaze_error_deg_by_head_alone": float(by_head.mean()),
        "gaze_error_expected_deg": float(error[looks].mean()),
        "gaze_error_correlation": float(np.corrcoef(error[looks], off)[0, 1]),
        "across_correlation": float(np.corrcoef(told[looks, 0], truth[looks, 0])[0, 1]),
        "up_correlation": float(np.corrcoef(told[looks, 1], truth[looks, 1])[0, 1]),
        "opening_correlation": float(np.corrcoef(answers[..., 3].ravel(), eyes.opening.ravel())[0, 1]),
        "opening_error": float(np.abs(answers[..., 3] - eyes.opening).mean()),
        "shut_found": _share(shut[is_shut]),
        "open_taken_for_shut": _share(shut[is_open]),
    }


def _share(found: NDArray[np.bool_]) -> float:
    return float(found.mean()) if len(found) else float("nan")


def together(answers: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(N, 3) unit vectors and (N,) expected errors in degrees of (N, 2, 4) answers; see `vision.eyes`."""
    from fer_desktop.vision.eyes import combined

    both = [combined(pair) for pair in answers]
    return np.array([gaze for gaze, _ in both]), np.degrees([error for _, error in both])
