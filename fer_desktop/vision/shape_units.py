"""Action units in the shape of a face: a linear map from its landmarks. No torch, no ONNX Runtime."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.types import Face
from fer_desktop.vision.face_shape import ANCHORS, POINTS, shapes_of
from fer_desktop.weight_file import ModelDescription, WeightFile, does_not_fit, read_description

SHAPE = "shape"  # the folder of its weights, inside of that of the face's
PREPROCESSING = "landmarks laid on a template by their anchors (fer_desktop.vision.face_shape, version 1)"


@dataclass(frozen=True, slots=True, eq=False)
class ShapeReadout:
    """A linear map from the shape of a face to intensities.

    Attributes:
        template: (A, 3) of `face_shape.shapes_of`.
        weight: (U, 3 P) float32. bias: (U,) float32.
    """

    template: NDArray[np.float64]
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]

    def read(self, landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
        """(N, U) intensities, 0 to 1, of (N, 468, 3) landmarks."""
        return self.of_shapes(shapes_of(landmarks, self.template))

    def of_shapes(self, shapes: NDArray[np.float32]) -> NDArray[np.float32]:
        """(N, U) intensities, 0 to 1, of (N, 3 P) shapes that lie on the template."""
        # not `@`: for so small a product, too, it wakes the threads of BLAS, which then spin for milliseconds
        told = np.einsum("nf,uf->nu", shapes, self.weight) + self.bias
        return np.clip(told, 0, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class ShapeManifest(ModelDescription):
    """What `manifest.json` says.

    Attributes:
        preprocessing: What is done to landmarks before they are read.
        channels: Names of what is read, as in `core.action_units`.
        measured: Correlation of each channel with the truth on drawn people of the second family.
        arrays: The arrays of `ShapeReadout`, .npz.
    """

    preprocessing: str = PREPROCESSING
    channels: tuple[str, ...]
    measured: Mapping[str, float] = field(default_factory=dict)
    arrays: WeightFile


def read_shape_manifest(folder: Path) -> ShapeManifest:
    """Read and check the manifest in `folder`.

    Raises:
        WeightsMissing: it is not there.
        WeightsMismatch: it cannot be read, or was made for other preprocessing.
    """
    return read_description(folder, ShapeManifest, PREPROCESSING)


def read_readout(folder: Path, manifest: ShapeManifest) -> ShapeReadout:
    """The map that a manifest describes.

    Raises:
        WeightsMissing: its file is not there.
        WeightsMismatch: it is another file, or of another size.
    """
    path, data = folder / manifest.arrays.file, manifest.arrays.read(folder)
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            readout = ShapeReadout(arrays["template"], arrays["weight"], arrays["bias"])
    except (OSError, KeyError, ValueError) as error:
        raise does_not_fit(path) from error
    n = len(manifest.channels)
    shapes = readout.template.shape, readout.weight.shape, readout.bias.shape
    if shapes != ((len(ANCHORS), 3), (n, 3 * len(POINTS)), (n,)):
        raise does_not_fit(path)
    return readout


class UnitReader:
    """Adds to what the network of the face sees in the picture what the shape of the face says of the same units.

    Args:
        folder: Weights of the shape.
        channels: Names of the channels that the network reads.

    Raises:
        WeightsMissing, WeightsMismatch: the weights of the shape are not there or do not fit.
    """

    def __init__(self, folder: Path, channels: Sequence[str]) -> None:
        self.manifest = read_shape_manifest(folder)
        known = read_readout(folder, self.manifest)
        shared = [name for name in self.manifest.channels if name in channels]
        of_network = [channels.index(name) for name in shared]
        of_shape = [self.manifest.channels.index(name) for name in shared]
        weight = np.zeros((len(channels), 3 * len(POINTS)), np.float32)
        bias, self._share = np.zeros((2, len(channels)), np.float32)
        weight[of_network], bias[of_network] = known.weight[of_shape], known.bias[of_shape]
        self._share[of_network] = 0.5
        self._readout = ShapeReadout(known.template, weight, bias)  # in the order of the network

    def shapes(self, faces: Sequence[Face]) -> NDArray[np.float32]:
        """(B, 3 P) shapes of faces, of which `read` and `face_shape.brow_heights` tell."""
        return shapes_of(np.stack([face.landmarks for face in faces]), self._readout.template)

    def read(self, shapes: NDArray[np.float32], seen: NDArray[np.float32]) -> NDArray[np.float32]:
        """(B, U) intensities: of channels that both know the mean.

        Args:
            shapes: (B, 3 P) of `shapes`.
            seen: (B, U) intensities that the network read of the same faces.
        """
        return seen + self._share * (self._readout.of_shapes(shapes) - seen)
