"""Do explanations point where the expression is? `training.evaluate --explanations FILE`, on drawn people.

It is known which action units a drawn face shows, and so in which regions something moves. For faces whose
answer is right: how well the two views of `explain` (hiding places, hiding regions) agree on the order of the
regions, and how often the region that each view puts first is one in which something moves.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr
from tqdm import tqdm

from fer_desktop.core.action_units import unit_of
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.training.crops import clean_rendered
from fer_desktop.training.data import RenderedFaces, load_rendered
from fer_desktop.training.render.action_units import channels_of
from fer_desktop.vision.explain import Explanation, explain_face
from fer_desktop.vision.open_runtime import open_runtime
from fer_desktop.vision.regions import REGIONS, region_map

_FACES, _MOVES = 60, 0.3  # faces that are asked; intensity from which a unit counts
_SEEN_IN = {
    "brows": ("AU01", "AU02", "AU04"),
    "eyes": ("AU05", "AU07", "AU45"),
    "cheeks": ("AU06", "AU12"),
    "nose": ("AU09", "AU10"),
    "mouth": ("AU10", "AU12", "AU14", "AU15", "AU16", "AU18", "AU20", "AU22", "AU23", "AU24", "AU25"),
    "chin": ("AU17", "AU26"),
}


def evaluate_explanations(path: Path, weights: Path) -> dict[str, Any]:
    """Figures of both views over the first faces of a file whose answer is right and not neutral."""
    runtime, manifest, *_ = open_runtime(weights, "cpu")
    faces = load_rendered([path])
    crops = clean_rendered(faces, manifest.network.input_px)
    moving = _moving_regions(faces)
    regions = region_map(manifest.network.input_px)
    agreement: list[float] = []
    places: list[bool] = []
    parts: list[bool] = []
    chance: list[float] = []
    shown = np.flatnonzero((faces.expression > 0) & (faces.labels.argmax(axis=1) == faces.expression))
    for i in tqdm(shown[: 2 * _FACES], mininterval=10):
        explanation = explain_face(runtime, manifest, crops[i])
        if explanation.expression != EXPRESSIONS[faces.expression[i]] or len(places) == _FACES:
            continue
        by_place, by_region = _both(explanation, regions)
        agreement.append(float(spearmanr(by_place, by_region).statistic))
        places.append(bool(moving[i, by_place.argmax()]))
        parts.append(bool(moving[i, by_region.argmax()]))
        chance.append(float(moving[i].mean()))
    return {
        "model_id": manifest.model_id,
        "faces": len(places),
        "agreement": float(np.mean(agreement)),
        "places_point_where_it_moves": float(np.mean(places)),
        "regions_point_where_it_moves": float(np.mean(parts)),
        "by_chance": float(np.mean(chance)),
    }


def _moving_regions(faces: RenderedFaces) -> NDArray[np.bool_]:
    """(N, 7) whether something moves in a region."""
    moving = np.zeros((len(faces.units), len(REGIONS)), bool)
    for channel, values in channels_of(faces.units, faces.names).items():
        for region, units in _SEEN_IN.items():
            if unit_of(channel) in units:
                moving[:, REGIONS.index(region)] |= values > _MOVES
    return moving


def _both(explanation: Explanation, regions: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(7,) mean heat of each region, and its Shapley value."""
    heat = [float(explanation.heat[regions == i].mean()) for i in range(len(REGIONS))]
    return np.array(heat), np.array([explanation.regions[name] for name in REGIONS])


def print_explanations(result: dict[str, Any]) -> None:
    """One line each."""
    for name, value in result.items():
        print(f"{name.replace('_', ' '):>30} {value if isinstance(value, str) else round(value, 3)}")
