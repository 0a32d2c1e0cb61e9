"""What is measured of a face beside its expression: action units, lids, gaze, mouth."""

from __future__ import annotations

from dataclasses import dataclass

# the channels of the table, in its order. The network reads others, too; those that do not go with their references
# (`weights/shape/MODEL_CARD.md`) are left out. A unit has a channel for each side, as the person has them, where
# these differ as those of drawn people do (`training.shape_units`); in all others both sides are read alike
CHANNELS = (
    *("AU01", "AU02", "AU04", "AU05", "AU06", "AU07", "AU09", "AU10", "AU12_L", "AU12_R", "AU14_L", "AU14_R"),
    *("AU15", "AU16", "AU17", "AU25", "AU26", "AU45_L", "AU45_R"),
)
UNITS = tuple(dict.fromkeys(channel.partition("_")[0] for channel in CHANNELS))
SIDED = tuple(unit for unit in UNITS if f"{unit}_L" in CHANNELS)
LIDS = ("AU45_L", "AU45_R")  # told by the network of the eyes, all others by that of the face and by its shape


@dataclass(frozen=True, slots=True, eq=False)
class FaceDetails:
    """What is measured of one face in one frame; not a number where it is not known.

    Attributes:
        channels: Intensities 0 to 1 of `CHANNELS`, in that order; estimates, not codes of a human coder.
        eye_opening: Of the person's left and right eye: distance of the lids over the distance of the corners.
        gaze: (yaw, pitch) radians, relative to the line from the face to the camera: positive yaw to the subject's
            left, positive pitch up.
        gaze_error: Expected error of the gaze, radians.
        mouth_opening: Gap between the lips over the distance between the outer corners of the eyes.
        mouth_movement: How fast that changed lately, 1/s; see `core.mouth`.
        looks_at_screen: 1 or 0, where that was measured; see `core.screen_gaze`.
    """

    channels: tuple[float, ...]
    eye_opening: tuple[float, float]
    gaze: tuple[float, float]
    gaze_error: float
    mouth_opening: float
    mouth_movement: float
    looks_at_screen: float = float("nan")

    def unit(self, name: str) -> float:
        """Intensity of a unit: of both sides the mean."""
        if name in CHANNELS:
            return self.channels[CHANNELS.index(name)]
        left = CHANNELS.index(f"{name}_L")
        return (self.channels[left] + self.channels[left + 1]) / 2
