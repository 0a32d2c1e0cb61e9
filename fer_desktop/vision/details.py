"""Action units, lids, gaze and mouth of followed faces. Runs in one thread."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.brows import BrowLevel
from fer_desktop.core.eyes import OpenLevel
from fer_desktop.core.face_details import CHANNELS, LIDS, FaceDetails
from fer_desktop.core.mouth import MouthMovement, mouth_opening
from fer_desktop.core.types import Face, ModelInfo
from fer_desktop.vision.eye_manifest import EYES
from fer_desktop.vision.eyes import EyeReader, EyesCut, EyesSeen, cut_out
from fer_desktop.vision.face_shape import brow_heights
from fer_desktop.vision.shape_units import SHAPE, UnitReader

_SHUT_FROM = 0.6  # lids that are shut so far hide the pupil: where such an eye looks is not known
# how much of AU04 (0 to 1) a brow gives that is lower than usual, by its way in sizes of the face
_LOWERED = 4.0
_LOWERS = CHANNELS.index("AU04")


@dataclass(slots=True)
class _Past:
    left: OpenLevel = field(default_factory=OpenLevel)
    right: OpenLevel = field(default_factory=OpenLevel)
    brows: tuple[BrowLevel, BrowLevel] = field(default_factory=lambda: (BrowLevel(), BrowLevel()))
    mouth: MouthMovement = field(default_factory=MouthMovement)


class Looks(NamedTuple):
    """What is needed of a picture to read B faces: their eyes, cut out, and (B, 3 P) shapes."""

    eyes: EyesCut
    shapes: NDArray[np.float32]


class DetailsReader:
    """Keeps of each face how far it opens its eyes and how its mouth moved.

    Args:
        weights: Folder with the folders of the eyes and of the shape.
        channels: Names of the channels that the network of the face reads.

    Raises:
        WeightsMissing, WeightsMismatch: weights are not there or do not fit.
    """

    def __init__(self, weights: Path, channels: Sequence[str]) -> None:
        self._eyes, self._units = EyeReader(weights / EYES), UnitReader(weights / SHAPE, channels)
        of_eyes, of_shape = self._eyes.manifest, self._units.manifest
        self.eyes = ModelInfo(of_eyes.model_id, of_eyes.onnx.sha256, "cpu")
        self.shape = ModelInfo(of_shape.model_id, of_shape.arrays.sha256, "cpu")
        # where the network of the face has each channel, or both its sides; the last ones, the lids, are told by others
        self._columns = [_columns_of(name, channels) for name in CHANNELS[: -len(LIDS)]]
        self._pasts: dict[int, _Past] = {}

    def look(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> Looks:
        """The first half: what the pixels and the landmarks give; at least one face.

        Quickest just after faces were cut out, while these pixels are in the processor's caches: the network of the
        face drives them out, but leaves the code there that the network of the eyes needs in `read`.

        Args:
            image: (H, W, 3) RGB in which they were found.
        """
        return Looks(cut_out(image, faces), self._units.shapes(faces))

    def read(
        self,
        looks: Looks,
        faces: Sequence[Face],
        track_ids: Sequence[int],
        units: NDArray[np.float32],
        time_s: float,
    ) -> list[FaceDetails]:
        """Details of the faces of one frame.

        Args:
            looks: What `look` told of them.
            units: (B, U) intensities that the network of the face read.
        """
        return [
            self._details(past, face, eyes, self._channels(past, row, brows, time_s), time_s)
            for past, face, eyes, row, brows in zip(
                map(self._past, track_ids),
                faces,
                self._eyes.read_cut(looks.eyes),
                self._units.read(looks.shapes, units).tolist(),
                brow_heights(looks.shapes).tolist(),
                strict=True,
            )
        ]

    def keep_only(self, track_ids: Collection[int]) -> None:
        """Forget every other face: its track has ended."""
        self._pasts = {track_id: past for track_id, past in self._pasts.items() if track_id in track_ids}

    def _past(self, track_id: int) -> _Past:
        if track_id not in self._pasts:
            self._pasts[track_id] = _Past()
        return self._pasts[track_id]

    def _channels(self, past: _Past, units: list[float], heights: list[float], time_s: float) -> list[float]:
        """All channels but the lids; what brows do is compared with where this person usually has them."""
        channels = [_mean([units[column] for column in columns]) for columns in self._columns]
        lower = [level.add(time_s, height) for level, height in zip(past.brows, heights, strict=True)]
        channels[_LOWERS] = min(max(channels[_LOWERS] + _LOWERED * _mean(lower), 0.0), 1.0)
        return channels

    def _details(self, past: _Past, face: Face, eyes: EyesSeen, channels: list[float], time_s: float) -> FaceDetails:
        shut = (past.left.add(time_s, eyes.opening[0]), past.right.add(time_s, eyes.opening[1]))
        looks = min(shut) < _SHUT_FROM
        opening = mouth_opening(face.landmarks)
        return FaceDetails(
            channels=(*channels, *shut),
            eye_opening=eyes.opening,
            gaze=eyes.gaze if looks else (math.nan, math.nan),
            gaze_error=eyes.gaze_error if looks else math.nan,
            mouth_opening=opening,
            mouth_movement=past.mouth.add(time_s, opening),
        )


def _columns_of(channel: str, channels: Sequence[str]) -> list[int]:
    """Where a channel is among others, or both sides of it; none where it is not."""
    return [channels.index(name) for name in (channel, f"{channel}_L", f"{channel}_R") if name in channels]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan
