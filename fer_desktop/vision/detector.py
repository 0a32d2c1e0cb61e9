"""Finding faces that are not followed yet. Runs in the thread that made it.

MediaPipe's short-range detector finds faces whose width is from about 0.3 to 1 times the
side of what it is shown. A scan is therefore a list of areas: the whole image, the image with
a margin around it, then large tiles of it, then small ones (docs/decisions/0004-finding-faces.md).
The first scan covers all areas at once; later ones are spread over many frames.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.vision.graph import Graph, image_packet, quiet_start
from fer_desktop.vision.mesh import Region

ScanArea = tuple[int, int, int, int]  # what to show to the detector, xyxy in pixels; may reach outside of the image

_MINIMUM_SCORE = 0.5
_LARGE_TILE = 0.62  # of the height of the image
_SMALL_TILE_PX = 230  # a face of 64 px is 0.28 of it
_LEAST_TILE_PX = 64  # a strip that is narrower shows no face that can be judged, but would take thousands of tiles
_MARGIN = 0.25  # of the longer side, around the image, for faces that fill it or are cut by its edge
_TILE_OVERLAP = 0.25  # share of a tile; a face on a border is whole in one of its neighbours
_GRAPH = """
input_stream: "image"
output_stream: "detections"
node {
  calculator: "FaceDetectionShortRangeCpu"
  input_stream: "IMAGE:image"
  output_stream: "DETECTIONS:detections"
  node_options: { [type.googleapis.com/mediapipe.FaceDetectionOptions] { min_score_thresh: %s } }
}
"""


def scan_areas(width_px: int, height_px: int) -> list[ScanArea]:
    """All areas of a scan, in an order in which they can be spread over time.

    The whole image and large tiles come round more often than small tiles.
    """
    margin = min(round(max(width_px, height_px) * _MARGIN), width_px, height_px)  # the latter for strips alone
    whole = (0, 0, width_px, height_px)
    wide = (-margin, -margin, width_px + margin, height_px + margin)
    large = [whole, wide, *_tiles(width_px, height_px, round(height_px * _LARGE_TILE))]
    small = _tiles(width_px, height_px, _SMALL_TILE_PX)
    areas: list[ScanArea] = []
    for i in range(max(len(large), len(small))):
        # in turns: a face near the camera is found within some frames, however many small tiles there are
        areas.append(large[i % len(large)])
        areas += small[i : i + 1]
    return areas


def _tiles(width_px: int, height_px: int, side: int) -> list[ScanArea]:
    """Overlapping squares that cover the image; none when they would hardly be smaller than it."""
    if side < _SMALL_TILE_PX or side * 1.1 > max(width_px, height_px) or min(width_px, height_px) < _LEAST_TILE_PX:
        return []
    side = min(side, width_px, height_px)
    return [(x, y, x + side, y + side) for y in _starts(height_px, side) for x in _starts(width_px, side)]


def _starts(length: int, side: int) -> list[int]:
    """Where tiles of this side start, so that they cover the length and overlap."""
    if length <= side:
        return [0]
    # as few as overlap by that share at least; spread evenly, so that the last ends where the image does
    n = int(np.ceil((length - side) / (side * (1 - _TILE_OVERLAP)))) + 1
    return [round(start) for start in np.linspace(0, length - side, n)]


class Detection(NamedTuple):
    """What may be a face: where the landmark model looks for it, and how sure the detector is, 0 to 1."""

    region: Region
    score: float


class FaceDetector:
    """MediaPipe's short-range face detector on parts of an image.

    Args:
        minimum_score: Faces of which it is less sure are left out.
    """

    def __init__(self, minimum_score: float = _MINIMUM_SCORE) -> None:
        from mediapipe.framework.formats import detection_pb2  # noqa: F401  (what it answers)
        from mediapipe.modules.face_detection import face_detection_pb2  # noqa: F401  (the graph's options)

        self._begun: tuple[NDArray[np.uint8], ScanArea] | None = None
        with quiet_start():
            self._graph = Graph(_GRAPH % minimum_score, "detections")
            self.detect(np.zeros((64, 64, 3), np.uint8), (0, 0, 64, 64))

    def begin(self, image: NDArray[np.uint8], area: ScanArea) -> None:
        """Start with this area while the caller does something else; `detect` of the same has the answer."""
        self._graph.receive()
        self._graph.send(image=image_packet(_shown(image, area)))
        self._begun = (image, area)

    def detect(self, image: NDArray[np.uint8], area: ScanArea) -> list[Detection]:
        """Faces that this area shows in an (H, W, 3) RGB image, best first."""
        from mediapipe.python import packet_getter

        if self._begun is None or self._begun[0] is not image or self._begun[1] != area:
            self.begin(image, area)
        self._begun = None
        left, top, right, bottom = area
        size = np.array([right - left, bottom - top], dtype=np.float64)
        detections = [d for packet in self._graph.receive().values() for d in packet_getter.get_proto_list(packet)]
        return [Detection(_region(d.location_data, size, np.array([left, top])), d.score[0]) for d in detections]

    def close(self) -> None:
        """Release the model."""
        self._graph.close()


def _shown(image: NDArray[np.uint8], area: ScanArea) -> NDArray[np.uint8]:
    """A part of the image; what is outside of it takes the colour of the nearest pixel."""
    left, top, right, bottom = area
    height, width = image.shape[:2]
    inside = image[max(top, 0) : min(bottom, height), max(left, 0) : min(right, width)]
    edges = (max(-top, 0), max(bottom - height, 0), max(-left, 0), max(right - width, 0))
    if any(edges):
        inside = cv2.copyMakeBorder(inside, *edges, borderType=cv2.BORDER_REPLICATE).astype(np.uint8)
    return np.ascontiguousarray(inside)


def _region(location: Any, size: NDArray[np.float64], offset: NDArray[np.int_]) -> Region:
    """MediaPipe's relative box and key points (0 right eye, 1 left eye) -> region in pixels."""
    relative = location.relative_bounding_box
    corner = np.array([relative.xmin, relative.ymin]) * size + offset
    extent = np.array([relative.width, relative.height]) * size
    eyes = [np.array([p.x, p.y]) * size + offset for p in location.relative_keypoints[:2]]
    return Region.around(np.concatenate([corner, corner + extent]), eyes[0], eyes[1])
