"""Locate the face in every FER+ image, once: ``python -m fer_desktop.training.prepare``.

Takes a few minutes on one core. Prints how many faces were found and where the anchors
of the training faces lie on average, the source of `CANONICAL_ANCHORS`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.training.data import SPLITS
from fer_desktop.training.locating import locate_faces
from fer_desktop.vision.preprocess import CANONICAL_ANCHORS


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.prepare", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--out", type=Path, default=Path("runs/ferplus_aligned.npz"))
    arguments = parser.parse_args()
    with np.load(arguments.data / "ferplus.npz") as data:
        images, splits = data["X"], data["S"]
    matrices, found = locate_faces(images)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(arguments.out, matrices=matrices, found=found)
    print(f"{found.sum()} of {len(found)} faces found ({found.mean():.1%}); written to {arguments.out}")
    training = matrices[found & (splits == SPLITS["training"])]
    print("mean anchors of the training faces, pixels of the 48 px image (x, y):")
    for x, y in _mean_anchors(training):
        print(f"  {x:5.1f} {y:5.1f}")


def _mean_anchors(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Canonical anchors carried back into each image, averaged: (9, 2)."""
    points = []
    for matrix in matrices:
        inverse = np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))[:2]
        points.append(np.column_stack([CANONICAL_ANCHORS - 0.5, np.ones(len(CANONICAL_ANCHORS))]) @ inverse.T)
    return np.mean(points, axis=0)


if __name__ == "__main__":
    main()
