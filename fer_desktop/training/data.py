"""Faces to learn from: FER+ as soft labels, with where the face stands in each image, and drawn faces.

The archive holds `X` (N, 48, 48) uint8, `V` (N, 10) votes and `S` (N,) split. Faces are
located with the same landmark model as in live use, on the enlarged image, and the
transforms are kept; crops are cut at training time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.errors import DataError

SPLITS = {"training": 0, "validation": 1, "test": 2}


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
class RenderedFaces:
    """Drawn faces, as `training.render.generate` wrote them.

    Attributes:
        pictures: (N, H, H) uint8, wider than the aligned crop by `field`.
        labels: (N, 8) float32, sum 1.
        units: (N, U) float32 weights of the shapes, called `names`.
        expression: (N,) what was meant. strength: (N,) how far it goes.
        person: (N,) who it is; no two files of different seeds share one.
        field: The picture shows so many times the side of the aligned crop.
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.float32]
    units: NDArray[np.float32]
    expression: NDArray[np.int64]
    strength: NDArray[np.float32]
    person: NDArray[np.int64]
    names: tuple[str, ...]
    field: float

    @property
    def matrix(self) -> NDArray[np.float64]:
        """(2, 3) from pixels of any picture to a crop of side 1; see `crop_matrix`."""
        return picture_matrix(self.pictures.shape[1], self.field)


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


def save_rendered(path: Path, faces: RenderedFaces) -> None:
    """Write what `load_rendered` reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **{field.name: np.asarray(getattr(faces, field.name)) for field in fields(faces)})


def load_rendered(paths: Sequence[Path]) -> RenderedFaces:
    """Read files of drawn faces as one; they must be of the same model and size.

    Raises:
        DataError: a file is missing or is something else, or they do not go together.
    """
    parts = []
    for path in paths:
        try:
            with np.load(path) as data:
                parts.append({field.name: data[field.name] for field in fields(RenderedFaces)})
        except (OSError, KeyError, ValueError) as error:
            raise DataError(
                f"{path} holds no rendered faces: {error}.", "Make it with training.render.generate."
            ) from error
    first = parts[0]
    if any(part["names"].tolist() != first["names"].tolist() or part["field"] != first["field"] for part in parts):
        raise DataError("These files of rendered faces do not go together.", "Make them with one model and version.")
    joined = {name: np.concatenate([part[name] for part in parts]) for name in first if name not in ("names", "field")}
    return RenderedFaces(**joined, names=tuple(first["names"].tolist()), field=float(first["field"]))


def picture_matrix(side_px: int, field: float) -> NDArray[np.float64]:
    """(2, 3) from pixels of a drawn picture, `field` times as wide as the aligned crop, to a crop of side 1."""
    scale = field / side_px
    middle = (side_px - 1) / 2
    return np.array([[scale, 0, -scale * middle], [0, scale, -scale * middle]])


def crop_matrix(unit: NDArray[np.float64], size_px: int) -> NDArray[np.float64]:
    """(2, 3) transform to a crop of side `size_px` from the one to a crop of side 1."""
    matrix = unit * size_px
    matrix[:, 2] += (size_px - 1) / 2
    return matrix
