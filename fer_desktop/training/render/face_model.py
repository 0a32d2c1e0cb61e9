"""A face model from scans: a mesh, shapes that move it as muscles do, and modes that make other people of it.

The model is ICT-FaceKit (Li et al. 2020, "Learning Formation of Physically-Based Face Attributes",
arXiv 2004.03458; MIT), read from an archive that is not part of this repository: `N` (V, 3) the mean
face in cm, `tri` (T, 3), `E` (U, V, 3) expression shapes called `names`, `I` (M, V, 3) identity modes
whose weights are normally distributed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fer_desktop.errors import DataError


class Part(IntEnum):
    """What a vertex belongs to."""

    FACE = 0
    HEAD = 1
    MOUTH = 2
    SOCKET = 3
    GUM = 4
    TEETH = 5
    EYE = 6
    LASH = 7
    UNUSED = 8


# first and last + 1 of the vertices of each part, as ICT-FaceKit orders them
_PARTS = (
    (0, 9409, Part.FACE),
    (9409, 11248, Part.HEAD),
    (11248, 13294, Part.MOUTH),
    (13294, 14062, Part.SOCKET),
    (14062, 17039, Part.GUM),
    (17039, 21451, Part.TEETH),
    (22221, 23021, Part.EYE),
    (23791, 24591, Part.EYE),
    (25351, 26719, Part.LASH),
)
_LEFT_EYE, _RIGHT_EYE = (22221, 23021), (23791, 24591)
N_VERTICES = 26719

# Where the anchors of `vision.preprocess.ANCHORS` lie on the mean face, (x, y) in cm: eye corners, bridge and base
# of the nose. MediaPipe sets the corners a little outside of the lids' own.
_ANCHOR_PLACES = (
    (-4.6, 3.4),
    (-1.7, 3.3),
    (1.7, 3.3),
    (4.6, 3.4),
    (0, 3.9),
    (0, 3.1),
    (-1.5, -1.1),
    (1.5, -1.1),
    (0, -1.1),
)

# The 68 landmarks of the iBUG scheme on the mesh (as ICT-FaceKit lists them), of which brows, lids and lips are used
LANDMARK_VERTICES = (
    *(1225, 1888, 1052, 367, 1719, 1722, 2199, 1447, 966, 3661, 4390, 3927, 3924, 2608, 3272, 4088, 3443),
    *(268, 493, 1914, 2044, 1401, 3615, 4240, 4114, 2734, 2509),
    *(978, 4527, 4942, 4857, 1140, 2075, 1147, 4269, 3360),
    *(1507, 1542, 1537, 1528, 1518, 1511, 3742, 3751, 3756, 3721, 3725, 3732),
    *(5708, 5695, 2081, 0, 4275, 6200, 6213, 6346, 6461, 5518, 5957, 5841, 5702, 5711, 5533, 6216, 6207, 6470),
    *(5517, 5966),
)


@dataclass(frozen=True, slots=True, eq=False)
class FaceModel:
    """The mesh and how it moves; all tensors on one device.

    Attributes:
        neutral: (V, 3) float32, cm; x to the person's left, y up, z towards the viewer.
        places: (V, 3) float32, cm: where each vertex lies on the mean face of ICT-FaceKit, which is what skin and
            hair are painted on; the same as `neutral` for that model.
        triangles: (T, 3) int64, only those that are drawn.
        triangle_part: (T,) int64, a `Part`.
        lash_triangles: (L, 3) int64.
        shapes: (U, V, 3) float32, cm at weight 1.
        names: Names of the shapes.
        modes: (M, V, 3) float32, cm at one standard deviation.
        landmarks: (68, 3) float32 places on the mean face.
        anchors: (9,) int64, the vertices at the anchors of the alignment.
        eyes: Vertices of the person's left and right eyeball, int64.
    """

    neutral: Tensor
    places: Tensor
    triangles: Tensor
    triangle_part: Tensor
    lash_triangles: Tensor
    shapes: Tensor
    names: tuple[str, ...]
    modes: Tensor
    landmarks: Tensor
    anchors: Tensor
    eyes: tuple[Tensor, Tensor]

    @property
    def device(self) -> torch.device:
        """Where the tensors are."""
        return self.neutral.device


def load_face_model(path: Path, device: torch.device | str = "cpu") -> FaceModel:
    """Read the model from its archive.

    Raises:
        DataError: it is missing or is something else.
    """
    try:
        with np.load(path) as data:
            arrays = {name: data[name] for name in ("N", "tri", "E", "I", "names")}
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path} is no face model: {error}.", "Name the archive of ICT-FaceKit.") from error
    if len(arrays["N"]) != N_VERTICES:
        raise DataError(f"{path} has {len(arrays['N'])} vertices, expected {N_VERTICES}.", "Name the light model.")
    part = np.full(N_VERTICES, Part.UNUSED)
    for first, end, kind in _PARTS:
        part[first:end] = kind
    of_corners = part[arrays["tri"]]
    drawn = (of_corners < Part.LASH).all(axis=1)

    def tensor(values: np.ndarray, dtype: torch.dtype) -> Tensor:  # type: ignore[type-arg]
        return torch.from_numpy(np.ascontiguousarray(values)).to(device=device, dtype=dtype)

    neutral = tensor(arrays["N"], torch.float32)
    return FaceModel(
        neutral=neutral,
        places=neutral,
        triangles=tensor(arrays["tri"][drawn], torch.int64),
        triangle_part=tensor(of_corners[drawn].max(axis=1), torch.int64),
        lash_triangles=tensor(arrays["tri"][(of_corners == Part.LASH).all(axis=1)], torch.int64),
        shapes=tensor(arrays["E"], torch.float32),
        names=tuple(str(name) for name in arrays["names"]),
        modes=tensor(arrays["I"], torch.float32),
        landmarks=tensor(arrays["N"][list(LANDMARK_VERTICES)], torch.float32),
        anchors=tensor(_anchor_vertices(arrays["N"], part), torch.int64),
        eyes=(tensor(np.arange(*_LEFT_EYE), torch.int64), tensor(np.arange(*_RIGHT_EYE), torch.int64)),
    )


def _anchor_vertices(neutral: NDArray[np.float32], part: NDArray[np.int64]) -> NDArray[np.int64]:
    """(9,) the front vertex of the skin nearest to each anchor."""
    places = np.array(_ANCHOR_PLACES)
    distance = np.linalg.norm(neutral[None, :, :2] - places[:, None], axis=2)
    distance[:, (part != Part.FACE) | (neutral[:, 2] < 3)] = np.inf
    return np.asarray(distance.argmin(axis=1))
