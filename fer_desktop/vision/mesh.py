"""MediaPipe's face mesh on a region that we choose. Runs in the thread that made it.

`mp.solutions.face_mesh` looks for faces with its short-range detector only and cannot be
told where a face is. The graph below uses the same landmark model, from the same wheel,
but takes the region from us, so that faces of every size can be followed
(docs/decisions/0004-finding-faces.md).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe prints its own start-up lines otherwise

N_LANDMARKS = 468
_RIGHT_EYE_OUTER, _LEFT_EYE_OUTER = 33, 263
_REGION_MARGIN = 1.5  # what the landmark model was trained with (face_landmark_front graph)
_MICROSECONDS = 1_000  # distance between two packets; the mesh keeps nothing between them

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


@contextmanager
def quiet_start() -> Iterator[None]:
    """Keep what MediaPipe's C++ side prints when a model starts away from the user's terminal.

    It writes to the file descriptor before its own logging can be configured. Meant for
    start-up only: whatever else prints to stderr in these milliseconds is lost, too.
    """
    if sys.stderr is not None:
        sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # no stderr at all, as in a windowed program
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


class FaceMesh:
    """468 landmarks for the face in a region, or None when there is no face in it."""

    def __init__(self) -> None:
        import mediapipe
        from google.protobuf import text_format
        from mediapipe.framework import calculator_pb2
        from mediapipe.python import packet_creator
        from mediapipe.python._framework_bindings import calculator_graph, resource_util

        resource_util.set_resource_dir(str(Path(mediapipe.__file__).parent.parent))
        config = text_format.Parse(_GRAPH, calculator_pb2.CalculatorGraphConfig())
        self._graph = calculator_graph.CalculatorGraph(graph_config=config)
        self._packets: list[Any] = []
        self._graph.observe_output_stream("landmarks", lambda _, packet: self._packets.append(packet))
        self._timestamp = 0
        with quiet_start():
            self._graph.start_run({"with_attention": packet_creator.create_bool(False)})
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
        from mediapipe.python._framework_bindings import image_frame

        # copy=False hands the array over without a copy, which MediaPipe allows for read-only arrays
        frozen = image.view()
        frozen.flags.writeable = False
        height, width = image.shape[:2]
        packet = packet_creator.create_image_frame(image_format=image_frame.ImageFormat.SRGB, data=frozen, copy=False)
        self._packets.clear()
        # all regions at once: the graph cuts out the next face while the model looks at this one
        for region in regions:
            self._timestamp += _MICROSECONDS
            rect = packet_creator.create_proto(_normalised(region, width, height))
            self._graph.add_packet_to_input_stream("image", packet.at(self._timestamp))
            self._graph.add_packet_to_input_stream("region", rect.at(self._timestamp))
        self._graph.wait_until_idle()
        # a region without a face gives no packet
        found = {packet.timestamp.value: packet_getter.get_proto(packet).landmark for packet in self._packets}
        first = self._timestamp - (len(regions) - 1) * _MICROSECONDS
        scale = np.array([width, height, width], dtype=np.float32)
        answers = [found.get(first + i * _MICROSECONDS) for i in range(len(regions))]
        return [None if points is None else _coordinates(points) * scale for points in answers]

    def close(self) -> None:
        """Release the model."""
        self._graph.close_all_packet_sources()
        self._graph.wait_until_done()


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


def _coordinates(points: Any) -> NDArray[np.float32]:
    """(468, 3) shares of the image."""
    return np.array([(p.x, p.y, p.z) for p in points], dtype=np.float32)
