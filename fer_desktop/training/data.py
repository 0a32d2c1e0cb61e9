"""FER+ as soft labels, and where the face stands in each of its images.

The archive holds `X` (N, 48, 48) uint8, `V` (N, 10) votes and `S` (N,) split. Faces are
located with the same landmark model as in live use, on the enlarged image, and the
transforms are kept; crops are cut at training time by `vision.preprocess.warp_face`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.errors import DataError
from fer_desktop.vision.mesh import FaceMesh, Region
from fer_desktop.vision.preprocess import face_transform

SPLITS = {"training": 0, "validation": 1, "test": 2}
_ENLARGE = 5  # 48 px -> 240 px, near the 192 px that the landmark model sees
_FIRST_REGIONS = (1.25, 1.5, 1.0)  # sides to try, as multiples of the image


@dataclass(frozen=True, slots=True, eq=False)
class FerPlus:
    """One split of FER+.

    Attributes:
        images: (N, 48, 48) uint8.
        labels: (N, 8) float32, share of the votes, outliers dropped; sum 1.
        majority: (N,) bool, counts under the "majority" protocol of the FER+ authors.
        matrices: (N, 2, 3) float64, image pixels -> crop of side 1; see `crop_matrix`.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.float32]
    majority: NDArray[np.bool_]
    matrices: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Crops (N, S, S) uint8 and their targets (N, 8) float32, sum 1."""

    crops: NDArray[np.uint8]
    targets: NDArray[np.float32]


def load_fer_plus(archive: Path, aligned: Path, split: str) -> FerPlus:
    """Read one split; images without any vote for an expression are left out.

    Args:
        archive: The FER+ archive.
        aligned: What `training.prepare` wrote for it.
        split: "training", "validation" or "test".

    Raises:
        DataError: a file is missing, or the two do not belong together.
    """
    for path in (archive, aligned):
        if not path.is_file():
            raise DataError(f"{path} is missing.", "Run python -m fer_desktop.training.prepare first.")
    with np.load(archive) as data, np.load(aligned) as faces:
        chosen = data["S"] == SPLITS[split]
        if len(faces["matrices"]) != len(chosen):
            raise DataError(f"{aligned} was made for another archive.", "Run training.prepare again.")
        images, votes, matrices = data["X"][chosen], data["V"][chosen], faces["matrices"][chosen]
    votes = np.where(votes <= 1, 0, votes).astype(np.float32)
    expressions = votes[:, :N_EXPRESSIONS]
    mass = expressions.sum(axis=1)
    top = votes.argmax(axis=1)
    majority = (votes.max(axis=1) > votes.sum(axis=1) / 2) & (top < N_EXPRESSIONS)
    keep = (mass > 0) & (top < N_EXPRESSIONS)
    labels = expressions[keep] / mass[keep, None]
    return FerPlus(images[keep], labels, majority[keep], matrices[keep])


def load_pool(path: Path) -> Pool:
    """Read what `training.distil` wrote.

    Raises:
        DataError: the file is missing or is no pool.
    """
    try:
        with np.load(path) as data:
            return Pool(data["crops"], data["targets"])
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path} is no pool of crops: {error}.", "Make it with training.distil.") from error


def crop_matrix(unit: NDArray[np.float64], size_px: int) -> NDArray[np.float64]:
    """(2, 3) transform to a crop of side `size_px` from the one to a crop of side 1."""
    matrix = unit * size_px
    matrix[:, 2] += (size_px - 1) / 2
    return matrix


def locate_faces(images: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Unit-crop transforms for (N, 48, 48) images, and which faces were found.

    Where no face is found, the transform is the mean of the others.
    """
    mesh = FaceMesh()
    found = np.zeros(len(images), dtype=bool)
    matrices = np.zeros((len(images), 2, 3))
    for i, image in enumerate(images):
        landmarks = _landmarks(mesh, image)
        if landmarks is not None:
            matrices[i] = face_transform(landmarks, 1)
            found[i] = True
    mesh.close()
    matrices[~found] = matrices[found].mean(axis=0)
    return matrices, found


def _landmarks(mesh: FaceMesh, image: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """Landmarks in pixels of the small image, refined once from their own region."""
    large = cv2.resize(image, None, fx=_ENLARGE, fy=_ENLARGE, interpolation=cv2.INTER_CUBIC)
    rgb = cv2.cvtColor(large, cv2.COLOR_GRAY2RGB)
    side = rgb.shape[0]
    for factor in _FIRST_REGIONS:
        (first,) = mesh.locate(rgb, [Region(side / 2, side / 2, side * factor, 0.0)])
        if first is None:
            continue
        (second,) = mesh.locate(rgb, [Region.of_landmarks(first)])
        if second is not None:
            return (second[:, :2].astype(np.float64) + 0.5) / _ENLARGE - 0.5
    return None
