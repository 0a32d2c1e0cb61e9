"""MediaPipe's face mesh on a region that we choose. Runs in the thread that made it.

`mp.solutions.face_mesh` looks for faces with its short-range detector only and cannot be
told where a face is. The graph below uses the same landmark model, from the same wheel,
but takes the region from us, so that faces of every size can be followed
(docs/decisions/0004-finding-faces.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from fer_desktop.vision.graph import Graph, image_packet, quiet_start

N_LANDMARKS = 468
_RIGHT_EYE_OUTER, _LEFT_EYE_OUTER = 33, 263
_REGION_MARGIN = 1.5  # what the landmark model was trained with (face_landmark_front graph)
# a landmark in the protobuf encoding of a NormalizedLandmarkList: field 1 of 15 bytes, and in it
# x, y and z as fields 1 to 3 of four bytes each
_RECORD = np.dtype(
    {
        "names": ["head", "x_tag", "x", "y_tag", "y", "z_tag", "z"],
        "formats": ["<u2", "u1", "<f4", "u1", "<f4", "u1", "<f4"],
        "offsets": [0, 2, 3, 7, 8, 12, 13],
        "itemsize": 17,
    }
)
_TAGS = {"head": 0x0F0A, "x_tag": 0x0D, "y_tag": 0x15, "z_tag": 0x1D}

_GRAPH = """
input_stream: "image"
input_stream: "region"
input_side_packet: "with_attention"
output_stream: "landmarks"
node {
  calculator: "FaceLandmarkCpu"
  input_stream: "IMAGE:image"
  input_stream: "ROI:region"
  input_side_packet: "WITH_ATTENTION:with_attention"
  output_stream: "LANDMARKS:landmarks"
}
"""


@dataclass(frozen=True, slots=True)
class Region:
    """A turned square in which a face is expected.

    Attributes:
        x, y: Centre in pixels.
        side: Side in pixels.
        angle: Radians by which the square is turned, from the x axis towards the y axis.
    """

    x: float
    y: float
    side: float
    angle: float

    @classmethod
    def around(
        cls, box: NDArray[np.floating[Any]], right_eye: NDArray[np.floating[Any]], left_eye: NDArray[np.floating[Any]]
    ) -> Self:
        """Region for a face with this xyxy box and these (x, y) eye positions, all in pixels."""
        side = max(box[2] - box[0], box[3] - box[1]) * _REGION_MARGIN
        angle = np.arctan2(left_eye[1] - right_eye[1], left_eye[0] - right_eye[0])
        return cls(float(box[0] + box[2]) / 2, float(box[1] + box[3]) / 2, float(side), float(angle))

    @classmethod
    def of_landmarks(cls, landmarks: NDArray[np.floating[Any]]) -> Self:
        """Region in which the face with these (468, 3) landmarks is expected next."""
        xy = landmarks[:, :2]
        box = np.concatenate([xy.min(axis=0), xy.max(axis=0)])
        return cls.around(box, xy[_RIGHT_EYE_OUTER], xy[_LEFT_EYE_OUTER])

    def moved(self, matrix: NDArray[np.floating[Any]]) -> Self:
        """Where it is after a (2, 3) similarity transform."""
        x, y = matrix @ (self.x, self.y, 1.0)
        scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
        turn = float(np.arctan2(matrix[1, 0], matrix[0, 0]))
        return type(self)(float(x), float(y), self.side * scale, self.angle + turn)


class FaceMesh:
    """468 landmarks for the face in a region, or None when there is no face in it."""

    def __init__(self) -> None:
        from mediapipe.framework.formats import landmark_pb2  # noqa: F401  (what it answers)
        from mediapipe.python import packet_creator

        with quiet_start():
            self._graph = Graph(_GRAPH, "landmarks", {"with_attention": packet_creator.create_bool(False)})
            self.locate(np.zeros((64, 64, 3), np.uint8), [Region(32, 32, 32, 0)])

    def locate(self, image: NDArray[np.uint8], regions: list[Region]) -> list[NDArray[np.float32] | None]:
        """Landmarks of the face in each region.

        Args:
            image: (H, W, 3) RGB, contiguous.
            regions: Where faces are expected.

        Returns:
            For each region (468, 3) float32 pixels, z in the scale of x; or None when the
            model says that the region holds no face.
        """
        if not regions:
            return []
        from mediapipe.python import packet_creator, packet_getter

        height, width = image.shape[:2]
        packet = image_packet(image)
        # all regions at once: the graph cuts out the next face while the model looks at this one
        sent = [
            self._graph.send(image=packet, region=packet_creator.create_proto(_normalised(region, width, height)))
            for region in regions
        ]
        answers = self._graph.receive()  # none for a region without a face
        # z by the width as well: MediaPipe scales it as it does x
        scale = np.array([width, height, width], dtype=np.float32)
        return [_coordinates(packet_getter.get_proto(answers[t])) * scale if t in answers else None for t in sent]

    def close(self) -> None:
        """Release the model."""
        self._graph.close()


def _normalised(region: Region, width: int, height: int) -> Any:
    """The region as MediaPipe knows it, in shares of the image."""
    from mediapipe.framework.formats import rect_pb2

    return rect_pb2.NormalizedRect(
        x_center=region.x / width,
        y_center=region.y / height,
        width=region.side / width,
        height=region.side / height,
        rotation=region.angle,
    )


def _coordinates(landmarks: Any) -> NDArray[np.float32]:
    """(468, 3) shares of the image, of a NormalizedLandmarkList.

    To ask each landmark for its three numbers takes much longer than to read the serialized list,
    which is possible as long as nothing else is set in it.
    """
    data = landmarks.SerializeToString()
    if len(data) == len(landmarks.landmark) * _RECORD.itemsize:
        records = np.frombuffer(data, _RECORD)
        if all((records[name] == tag).all() for name, tag in _TAGS.items()):
            return np.stack([records["x"], records["y"], records["z"]], axis=1)
    return np.array([(p.x, p.y, p.z) for p in landmarks.landmark], dtype=np.float32)
