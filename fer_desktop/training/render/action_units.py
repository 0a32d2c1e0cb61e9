"""How far each action unit goes in a drawn face, from the weights of its shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.training.render.repertoire import ACTION_UNITS, PAIRED

_OPENING = ("jawOpen", "mouthLowerDown_L", "mouthLowerDown_R", "mouthUpperUp_L", "mouthUpperUp_R")


def channels_of(weights: NDArray[np.floating[Any]], names: tuple[str, ...]) -> dict[str, NDArray[np.float32]]:
    """Intensity of each channel, (N,) each 0 to 1, from (N, U) weights of the shapes called `names`.

    A unit of paired shapes has a channel for each side of the person. The lips part (25) with whatever opens them.
    """
    at = {name: np.clip(weights[:, i], 0, 1) for i, name in enumerate(names)}
    parts: dict[str, list[NDArray[Any]]] = {}
    for number, shapes in ACTION_UNITS.items():
        for shape in shapes:
            for end in ("_L", "_R") if shape in PAIRED else ("",):
                parts.setdefault(f"AU{number:02d}{end}", []).append(at[shape + end])
    channels = {name: np.mean(values, axis=0) for name, values in parts.items()}
    channels["AU25"] = np.max([at[shape] for shape in _OPENING], axis=0)
    return {name: np.asarray(channels[name], np.float32) for name in sorted(channels)}
