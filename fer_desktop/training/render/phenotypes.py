"""Who the people of the second family are: years, sex, ancestry, build and features, and what shape that gives.

The targets of MakeHuman are products: one for each ancestry, sex and age, and one for each sex, age, muscle and
weight, mixed linearly between their anchors as MakeHuman does. Features (noses, lids, jaws ...) are added.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fer_desktop.training.render.head_mesh import HeadMesh
from fer_desktop.training.render.makehuman import MakeHuman

ANCESTRIES = ("african", "asian", "caucasian")
SEXES = ("female", "male")
AGES = {"child": 10.0, "young": 25.0, "old": 90.0}  # years at which MakeHuman's targets stand
MUSCLES = ("minmuscle", "averagemuscle", "maxmuscle")
WEIGHTS = ("minweight", "averageweight", "maxweight")
# folder of targets and the spread of their weights: wide enough to tell people apart, no caricatures
_FEATURES = {
    "asym": 0.15,
    "cheek": 0.16,
    "chin": 0.12,
    "ears": 0.14,
    "eyebrows": 0.14,
    "eyes": 0.13,
    "forehead": 0.14,
    "head": 0.11,
    "mouth": 0.12,
    "nose": 0.14,
}
_LEFT_OUT = ("head-trans", "head-age", "head-angle", "asymm-trunk")  # poses, and what the years say

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Phenotypes:
    """B people.

    Attributes:
        years: (B,). maleness: (B,) 0 to 1, the shape of the head. ancestry: (B, 3) sum 1.
        muscle, weight: (B,) 0 to 1, 0.5 is average. features: (B, F) about -1 to 1.
    """

    years: Array
    maleness: Array
    ancestry: Array
    muscle: Array
    weight: Array
    features: Array

    def __len__(self) -> int:
        return len(self.years)


def sample_phenotypes(n: int, n_features: int, rng: Generator) -> Phenotypes:
    """Both sexes and all years from 8 to 80 equally often, ancestries mixed; all of it independent."""
    is_male = rng.random(n) < 0.5
    mixed = rng.dirichlet((0.35, 0.35, 0.35), n)
    values = {
        "years": rng.uniform(8, 80, n),
        "maleness": np.where(is_male, rng.uniform(0.8, 1.0, n), rng.uniform(0.0, 0.2, n)),
        "ancestry": mixed,
        "muscle": rng.beta(3, 3, n),
        "weight": rng.beta(2.5, 2.5, n),
        "features": np.clip(rng.normal(0, 1, (n, n_features)), -2.2, 2.2),
    }
    return Phenotypes(**{name: np.asarray(value, dtype=np.float32) for name, value in values.items()})


class Targets:
    """The targets that phenotypes weigh, of the head.

    Attributes:
        moved: (K, V, 3) float32, cm.
        feature_names: F names.
    """

    def __init__(self, assets: MakeHuman, head: HeadMesh) -> None:
        general = [f"{a}-{s}-{y}" for a, s, y in product(ANCESTRIES, SEXES, AGES)]
        builds = [f"universal-{s}-{y}-{m}-{w}" for s, y, m, w in product(SEXES, AGES, MUSCLES, WEIGHTS)]
        moved = [head.moved(assets.phenotype(name)) for name in (*general, *builds)]
        self.feature_names: list[str] = []
        spreads = []
        for folder, spread in _FEATURES.items():
            for name, (more, less) in assets.details(folder).items():
                if not name.startswith(_LEFT_OUT):
                    self.feature_names.append(name)
                    spreads.append(spread)
                    moved += [head.moved(more), head.moved(less)]
        self.moved = np.stack(moved)
        self._spread = np.array(spreads, dtype=np.float32)

    def weights(self, people: Phenotypes) -> Array:
        """(B, K) weights of the targets."""
        age = _between(people.years, np.array(list(AGES.values())))
        sex = np.stack([1 - people.maleness, people.maleness], axis=1)
        muscle, weight = (_between(value, np.array([0.0, 0.5, 1.0])) for value in (people.muscle, people.weight))
        n = len(people)
        general = np.einsum("ba,bs,by->basy", people.ancestry, sex, age).reshape(n, -1)
        builds = np.einsum("bs,by,bm,bw->bsymw", sex, age, muscle, weight).reshape(n, -1)
        amount = people.features * self._spread
        features = np.stack([np.maximum(amount, 0), np.maximum(-amount, 0)], axis=2).reshape(n, -1)
        return np.concatenate([general, builds, features], axis=1).astype(np.float32)


def _between(value: Array, anchors: NDArray[np.float64]) -> NDArray[np.float64]:
    """(B, A) weights of the anchors, linear between neighbours; the outermost goes on linearly."""
    low = np.clip(np.searchsorted(anchors, value) - 1, 0, len(anchors) - 2)
    share = (value - anchors[low]) / (anchors[low + 1] - anchors[low])
    weights = np.zeros((len(value), len(anchors)))
    rows = np.arange(len(value))
    weights[rows, low], weights[rows, low + 1] = 1 - share, share
    return weights
