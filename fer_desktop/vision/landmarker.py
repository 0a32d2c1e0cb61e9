"""Image in, faces out: detection, following and landmarks behind one method.

Runs in the thread that made it. A face that was there in the last frame is followed by
running the mesh on its enlarged region; others are looked for with the detectors: all
areas at the start and while no face is known, one area at intervals otherwise.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.geometry import box_of_points, box_size, covered_fraction
from fer_desktop.core.pose import yaw_pitch_roll
from fer_desktop.core.types import Face
from fer_desktop.settings import DEFAULT_MAX_FACES
from fer_desktop.vision.detector import FaceDetector, ScanArea, scan_areas
from fer_desktop.vision.mesh import FaceMesh, Region

_SCAN_INTERVAL_S = 0.06  # one area while faces are followed; at 30 fps, one in every second frame
_SEARCH_AREAS = 4  # areas per frame while no face is known
_SAME_FACE = 0.5  # share of the smaller box under the other: more is one face
_MINIMUM_FACE_PX = 24  # smaller faces hold too few pixels for an expression
_PATIENT_SCORE = 0.25  # of the detector, half of what it asks for in a stream
# second looks: turned by so many degrees, since the detector is at home with upright faces, and with this share of the
# pixels: together they are as many as those of the photograph, so that they take about as long as the first look
_LOOKS = ((0, 0.5), (35, 0.25), (-35, 0.25))
_FEW_PIXELS, _MOST_PIXELS = 100_000, 3_000_000  # few are looked at as they are; in more only tiny faces are lost
_MOST_CANDIDATES = 6  # of a second look; a texture may look like a face everywhere
_SAME_PLACE = 0.25  # of the side of a region
_STILL_GAP_S = 1.0  # after a longer gap positions say nothing: scan anew


class Landmarker:
    """Faces of one stream of images, at most `max_faces` at a time."""

    def __init__(self, max_faces: int = DEFAULT_MAX_FACES) -> None:
        self._max_faces = max_faces
        self._detector = FaceDetector()
        self._mesh = FaceMesh()
        self._patient: FaceDetector | None = None
        self._areas: list[ScanArea] = []
        self._size = (0, 0)
        self._next_area = 0
        self._followed: list[Region] = []
        self._scanned_s = -np.inf
        self._seen_s = -np.inf

    def forget(self) -> None:
        """Begin anew: the next image has nothing to do with the last."""
        self._size = (0, 0)

    def find(self, image: NDArray[np.uint8], time_s: float) -> tuple[Face, ...]:
        """Faces of the next image of the stream.

        Args:
            image: (H, W, 3) RGB.
            time_s: Its time; grows from call to call.
        """
        self._begin(image, time_s)
        is_room = len(self._followed) < self._max_faces
        is_due = time_s - self._scanned_s >= _SCAN_INTERVAL_S
        areas = self._next_areas(1, time_s) if self._followed and is_room and is_due else []
        if areas:
            self._detector.begin(image, areas[0])  # beside the mesh
        # those that are followed come first: what a scan finds is dropped where it overlaps them
        faces = self._landmarks(image, self._followed, [])
        if not faces:  # a first scan leaves nothing out
            wanted = len(self._areas) if self._scanned_s == -np.inf else _SEARCH_AREAS
            areas += self._next_areas(wanted - len(areas), time_s)
        if len(faces) < self._max_faces:
            faces = self._search(image, list(dict.fromkeys(areas)), faces)
        # from the landmarks themselves: the next frame needs no detector
        self._followed = [Region.of_landmarks(face) for face in faces]
        return tuple(_face(landmarks) for landmarks in faces)

    def look_again(self, image: NDArray[np.uint8]) -> tuple[Face, ...]:
        """Faces of a photograph in which `find` found none: less demanding, and with the image turned each way.

        What the detector thinks a face is then decided by the landmark model alone. Takes no longer than a first
        `find`, whatever the picture shows: it is looked at in a smaller size, for which fewer areas are needed.
        """
        for degrees, share in _LOOKS:
            small, to_image = _turned(image, degrees, share)
            # regions of the small, turned picture -> the original, in which landmarks are then found in full resolution
            regions = [region.moved(to_image) for region in self._candidates(small)]
            found = self._landmarks(image, regions, [])
            faces = self._landmarks(image, [Region.of_landmarks(landmarks) for landmarks in found], [])
            if faces:
                return tuple(_face(landmarks) for landmarks in faces)
        return ()

    def _candidates(self, image: NDArray[np.uint8]) -> list[Region]:
        """Regions that may hold a face, the likeliest first, each place once."""
        self._patient = self._patient or FaceDetector(_PATIENT_SCORE)
        areas = dict.fromkeys(scan_areas(image.shape[1], image.shape[0]))
        detections = [detection for area in areas for detection in self._patient.detect(image, area)]
        likeliest: list[Region] = []
        for region, _ in sorted(detections, key=lambda detection: -detection.score):
            if len(likeliest) < _MOST_CANDIDATES and not any(_is_same(region, other) for other in likeliest):
                likeliest.append(region)
        return likeliest

    def _begin(self, image: NDArray[np.uint8], time_s: float) -> None:
        """Forget what is known when the size changed or time jumped."""
        size = (image.shape[1], image.shape[0])
        # also where time ran backwards: a file that was wound back
        if size != self._size or not 0 <= time_s - self._seen_s <= _STILL_GAP_S:
            self._size, self._areas = size, scan_areas(*size)
            self._followed, self._next_area, self._scanned_s = [], 0, -np.inf
        self._seen_s = time_s

    def _landmarks(
        self, image: NDArray[np.uint8], regions: list[Region], known: list[NDArray[np.float32]]
    ) -> list[NDArray[np.float32]]:
        """`known` and the faces found in the regions, each face once."""
        faces = list(known)
        boxes = [box_of_points(face) for face in faces]
        for landmarks in self._mesh.locate(image, regions):
            if landmarks is None or len(faces) == self._max_faces:
                continue
            box = box_of_points(landmarks)
            if box_size(box) >= _MINIMUM_FACE_PX and all(covered_fraction(box, other) < _SAME_FACE for other in boxes):
                faces.append(landmarks)
                boxes.append(box)
        return faces

    def _search(
        self, image: NDArray[np.uint8], areas: list[ScanArea], known: list[NDArray[np.float32]]
    ) -> list[NDArray[np.float32]]:
        """`known` and the faces in these areas, each located twice: from the detection, then from itself."""
        faces = known
        for area in areas:
            boxes = [box_of_points(face) for face in faces]
            regions = [detection.region for detection in self._detector.detect(image, area)]
            fresh = [region for region in regions if not any(_is_inside(region, box) for box in boxes)]
            # twice: a detection is coarse, and the landmarks of a region that is off are off, too
            regions = [Region.of_landmarks(landmarks) for landmarks in self._landmarks(image, fresh, [])]
            faces = self._landmarks(image, regions, faces)
        return faces

    def _next_areas(self, n: int, time_s: float) -> list[ScanArea]:
        """So many areas, from where the last call ended."""
        self._scanned_s = time_s
        areas = [self._areas[(self._next_area + i) % len(self._areas)] for i in range(n)]
        self._next_area = (self._next_area + n) % len(self._areas)
        return areas

    def close(self) -> None:
        """Release the models."""
        for detector in (self._detector, self._patient):
            if detector is not None:
                detector.close()
        self._mesh.close()


def _turned(
    image: NDArray[np.uint8], degrees: float, share: float
) -> tuple[NDArray[np.uint8], NDArray[np.floating[Any]]]:
    """The picture turned, with this share of its pixels, and the (2, 3) transform from there to the original."""
    height, width = image.shape[:2]
    n_pixels = width * height
    n_wanted = min(np.clip(n_pixels * share, _FEW_PIXELS, _MOST_PIXELS), n_pixels)
    scale = float(np.sqrt(n_wanted / n_pixels))
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)  # first: warping alone would leave out pixels
    to_turned = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), degrees, 1.0)
    if degrees:
        small = cv2.warpAffine(small, to_turned, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(small, np.uint8), cv2.invertAffineTransform(to_turned) / scale


def _is_same(region: Region, other: Region) -> bool:
    """Whether two regions, which may be of different areas, are of one face."""
    is_near = np.hypot(region.x - other.x, region.y - other.y) < _SAME_PLACE * max(region.side, other.side)
    return bool(is_near and 0.5 < region.side / other.side < 2)


def _is_inside(region: Region, box: NDArray[np.float32]) -> bool:
    """Whether the centre of a region lies in an xyxy box: the face there is known already."""
    return bool(box[0] <= region.x <= box[2] and box[1] <= region.y <= box[3])


def _face(landmarks: NDArray[np.float32]) -> Face:
    box, pose = box_of_points(landmarks), yaw_pitch_roll(landmarks)
    for array in (landmarks, box, pose):
        array.flags.writeable = False
    return Face(box, landmarks, pose)
