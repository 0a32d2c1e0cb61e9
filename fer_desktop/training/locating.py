"""Where the face stands in each image of FER+: the landmark model of live use, on the enlarged image."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.vision.mesh import FaceMesh, Region
from fer_desktop.vision.preprocess import face_transform

_ENLARGE = 5  # 48 px -> 240 px, near the 192 px that the landmark model sees
_FIRST_REGIONS = (1.25, 1.5, 1.0)  # sides to try, as multiples of the image


def locate_faces(images: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Unit-crop transforms for (N, 48, 48) images, and which faces were found.

    Where no face is found, the transform is the mean of the others.
    """
    mesh = FaceMesh()
    found = np.zeros(len(images), dtype=bool)
    matrices = np.zeros((len(images), 2, 3))
    for i, image in enumerate(images):
        landmarks = landmarks_in(mesh, image)
        if landmarks is not None:
            matrices[i] = face_transform(landmarks, 1)
            found[i] = True
    mesh.close()
    matrices[~found] = matrices[found].mean(axis=0)
    return matrices, found


def landmarks_in(mesh: FaceMesh, image: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """(468, 3) in pixels of a small gray image that a face fills, refined once from their own region; None without."""
    large = cv2.resize(image, None, fx=_ENLARGE, fy=_ENLARGE, interpolation=cv2.INTER_CUBIC)
    rgb = cv2.cvtColor(large, cv2.COLOR_GRAY2RGB)
    side = rgb.shape[0]
    for factor in _FIRST_REGIONS:
        (first,) = mesh.locate(rgb, [Region(side / 2, side / 2, side * factor, 0.0)])
        if first is None:
            continue
        (second,) = mesh.locate(rgb, [Region.of_landmarks(first)])
        if second is not None:
            return (second.astype(np.float64) + (0.5, 0.5, 0.0)) / _ENLARGE - (0.5, 0.5, 0.0)
    return None
