"""Video in which nobody can be recognised: every head becomes a few blurred patches before it is stored.

A frame waits until the next analysis is known, so that a head is covered from where it was
before to where it is after. A face that was lost a moment ago stays covered for a while.
Where nothing is known, the whole picture is blurred.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.types import Analysis, Frame

_PATCHES = 4  # a head becomes so many patches across
_UP, _DOWN, _SIDE = 0.75, 0.35, 0.45  # margins around the face box, in its own height and width: hair, chin, ears
_LOST_S = 1.0  # how long a face that was lost stays covered ...
_LOST_GROWTH = 0.5  # ... and how much larger that area is, on every side
_WAIT_S = 2.0  # a frame without an analysis for so long is blurred as a whole

Box = tuple[float, float, float, float]


class FaceBlur:
    """Holds frames back until their faces are known. Owned by the recorder's thread."""

    def __init__(self) -> None:
        self._waiting: deque[Frame] = deque()
        self._before: Analysis | None = None
        self._recent: deque[Analysis] = deque()  # of the last second

    def add_frame(self, frame: Frame) -> Iterator[Frame]:
        """Take a frame; gives those that waited too long, blurred as a whole."""
        self._waiting.append(frame)
        # the analysis has stopped or is far behind; memory is bounded, and nobody may be shown meanwhile
        while frame.time_s - self._waiting[0].time_s > _WAIT_S:
            yield _whole(self._waiting.popleft())

    def add_analysis(self, analysis: Analysis) -> Iterator[Frame]:
        """Take an analysis; gives the frames up to it, with every head blurred."""
        while self._waiting and self._waiting[0].index <= analysis.frame_index:
            frame = self._waiting.popleft()
            # between two analyses a head may be anywhere from the one place to the other; before the first nobody knows
            is_known = self._before is not None or frame.index == analysis.frame_index
            yield blurred(frame, self._boxes(analysis)) if is_known else _whole(frame)
        self._before = analysis
        self._recent.append(analysis)
        while analysis.time_s - self._recent[0].time_s > _LOST_S:
            self._recent.popleft()

    def rest(self) -> Iterator[Frame]:
        """What is left at the end: nobody knows who is in it."""
        while self._waiting:
            yield _whole(self._waiting.popleft())

    def _boxes(self, analysis: Analysis) -> list[Box]:
        """Heads now, and where faces of the last second were, enlarged when they are gone."""
        now = {face.track_id: face.face.box for face in analysis.faces}
        boxes = [_head(box, 0.0) for box in now.values()]
        for earlier in self._recent:
            boxes += [
                # a face that is still there is covered at its last place, too, but at no earlier one: it has moved on
                _head(face.face.box, 0.0 if face.track_id in now else _LOST_GROWTH)
                for face in earlier.faces
                if earlier is self._before or face.track_id not in now
            ]
        return boxes


def blurred(frame: Frame, boxes: list[Box]) -> Frame:
    """The frame with these areas blurred beyond recognition."""
    image = frame.image.copy()
    height, width = image.shape[:2]
    for x0, y0, x1, y1 in boxes:
        left, right = max(int(x0), 0), min(int(np.ceil(x1)), width)
        top, bottom = max(int(y0), 0), min(int(np.ceil(y1)), height)
        if right > left and bottom > top:
            image[top:bottom, left:right] = _patches(image[top:bottom, left:right])
    return replace(frame, image=image)


def _whole(frame: Frame) -> Frame:
    height, width = frame.image.shape[:2]
    return blurred(frame, [(0.0, 0.0, float(width), float(height))])


def _head(box: NDArray[np.float32], growth: float) -> Box:
    """The whole head around a face box."""
    x0, y0, x1, y1 = (float(v) for v in box)
    width, height = x1 - x0, y1 - y0
    side, up, down = (_SIDE + growth) * width, (_UP + growth) * height, (_DOWN + growth) * height
    return x0 - side, y0 - up, x1 + side, y1 + down


def _patches(part: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Means of a few patches, with soft borders."""
    # means of areas cannot be undone, which a Gaussian blur can be in part
    small = cv2.resize(part, (_PATCHES, _PATCHES), interpolation=cv2.INTER_AREA)
    back = cv2.resize(small, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(back, dtype=np.uint8)
