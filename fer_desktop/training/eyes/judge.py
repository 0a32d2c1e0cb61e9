"""How well gaze and lids of drawn people are read: of those whom no network learned from."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.core.screen_gaze import ScreenMap
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
    screen = judge_screen(told[looks], np.asarray(truth[looks], np.float64), eyes.person[looks])
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
        **screen,
    }


def judge_screen(told: NDArray[np.float64], truth: NDArray[np.float64], person: NDArray[np.int64]) -> dict[str, float]:
    """Whether people look at a screen of 34 by 20 cm, 60 cm away, below the camera: how often that is said rightly.

    The map is fitted to every second person and judged on the others, so it knows nothing of the one it judges: a
    person who has looked at the five points is judged better than this.

    Args:
        told, truth: (N, 3) unit vectors of open eyes.
        person: (N,) whose they are.
    """
    places, directions = _on_screen(_angles(truth)), _angles(told)
    learns = person % 2 == 0
    terms = np.column_stack([np.tan(directions), np.ones(len(directions))])
    weights = np.linalg.lstsq(terms[learns], places[learns], rcond=None)[0]
    near = (np.abs(places - 0.5) < 1).all(axis=1)  # what is far away needs no exact map
    error = float(np.sqrt(((terms @ weights - places)[learns & near] ** 2).sum(axis=1).mean()))
    across, down = ((float(column[0]), float(column[1]), float(column[2])) for column in weights.T)
    screen = ScreenMap(across, down, error)
    said = np.array([screen.looks_at_screen((float(yaw), float(pitch))) for yaw, pitch in directions[~learns]])
    inside = ((places >= 0) & (places <= 1)).all(axis=1)[~learns]
    known = ~np.isnan(said)
    return {
        "screen_error": error,
        "screen_said": float(known.mean()),
        "screen_right_where_said": float(((said == 1) == inside)[known].mean()),
        "screen_inside": float(inside.mean()),
    }


def _angles(gaze: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, 2) yaw and pitch of (N, 3) unit vectors."""
    return np.column_stack([np.arctan2(gaze[:, 0], gaze[:, 2]), np.arcsin(np.clip(gaze[:, 1], -1, 1))])


def _on_screen(angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, 2) places as shares of width and height, as `ScreenMap` has them; the camera is above the middle."""
    right_cm, down_cm = -60 * np.tan(angles[:, 0]), -60 * np.tan(angles[:, 1])
    return np.column_stack([0.5 + right_cm / 34, down_cm / 20])


def _share(found: NDArray[np.bool_]) -> float:
    return float(found.mean()) if len(found) else float("nan")


def together(answers: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(N, 3) unit vectors and (N,) expected errors in degrees of (N, 2, 4) answers; see `vision.eyes`."""
    from fer_desktop.vision.eyes import combined

    both = [combined(pair) for pair in answers]
    return np.array([gaze for gaze, _ in both]), np.degrees([error for _, error in both])
