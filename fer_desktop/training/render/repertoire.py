"""What faces do: which muscles make which expression, and what is no expression though it looks like one.

Units after FACS (Ekman, Friesen and Hager 2002); which of them make which expression after EMFACS
(Friesen and Ekman 1983) and the variants listed by Cordaro et al. 2018 (Emotion 18(1)) and Du,
Tao and Martinez 2014 (PNAS 111(15)). Nobody shows all units of a list, so each has its own
chance; how often is our choice.
"""

from __future__ import annotations

from dataclasses import dataclass

# the shapes of the face model with both sides, and those with one
PAIRED = (
    *("browDown", "browInnerUp", "browOuterUp", "cheekPuff", "cheekSquint", "eyeBlink", "eyeLookDown", "eyeLookIn"),
    *("eyeLookOut", "eyeLookUp", "eyeSquint", "eyeWide", "mouthDimple", "mouthFrown", "mouthLowerDown", "mouthPress"),
    *("mouthSmile", "mouthStretch", "mouthUpperUp", "noseSneer"),
)
# FACS action unit: shapes that show it
ACTION_UNITS: dict[int, tuple[str, ...]] = {
    1: ("browInnerUp",),
    2: ("browOuterUp",),
    4: ("browDown",),
    5: ("eyeWide",),
    6: ("cheekSquint",),
    7: ("eyeSquint",),
    9: ("noseSneer",),
    10: ("mouthUpperUp",),
    12: ("mouthSmile",),
    14: ("mouthDimple",),
    15: ("mouthFrown",),
    16: ("mouthLowerDown",),
    17: ("mouthShrugLower",),
    18: ("mouthPucker",),
    20: ("mouthStretch",),
    22: ("mouthFunnel",),
    23: ("mouthRollLower", "mouthRollUpper"),
    24: ("mouthPress",),
    26: ("jawOpen",),
    45: ("eyeBlink",),
}


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to show an expression.

    Attributes:
        share: How often it is this one.
        units: Shape without side: (weight at full strength, chance to take part).
    """

    share: float
    units: dict[str, tuple[float, float]]


_STARE = {"eyeWide": (0.7, 0.35), "eyeSquint": (0.75, 0.7)}
_FROWN = {"browDown": (1.25, 0.97), **_STARE}
_AFRAID = {"browInnerUp": (0.95, 0.92), "browOuterUp": (0.55, 0.7), "browDown": (0.6, 0.75), "eyeWide": (1.2, 0.9)}
_SAD_BROW = {"browInnerUp": (1.0, 0.85), "browDown": (0.45, 0.55), "eyeSquint": (0.3, 0.3)}
_NOSE = {"noseSneer": (1.1, 0.93), "browDown": (0.6, 0.65), "cheekSquint": (0.6, 0.5), "eyeSquint": (0.65, 0.6)}

VARIANTS: dict[str, tuple[Variant, ...]] = {
    "happiness": (
        Variant(
            0.35,
            {
                "mouthSmile": (0.9, 1),
                "cheekSquint": (0.85, 0.8),
                "eyeSquint": (0.35, 0.45),
                "mouthDimple": (0.25, 0.25),
            },
        ),
        Variant(
            0.65,
            {
                "mouthSmile": (0.95, 1),
                "cheekSquint": (0.9, 0.85),
                "eyeSquint": (0.4, 0.5),
                "jawOpen": (0.25, 0.8),
                "mouthUpperUp": (0.35, 0.6),
                "mouthLowerDown": (0.35, 0.6),
                "noseSneer": (0.2, 0.15),
            },
        ),
    ),
    "surprise": (
        Variant(
            0.8,
            {
                "browInnerUp": (1.0, 0.95),
                "browOuterUp": (1.0, 0.95),
                "eyeWide": (1.2, 0.85),
                "jawOpen": (0.6, 0.97),
                "mouthFunnel": (0.3, 0.3),
                "mouthPucker": (0.2, 0.1),
            },
        ),
        Variant(
            0.2, {"browInnerUp": (1.0, 1), "browOuterUp": (1.0, 1), "eyeWide": (1.1, 0.85), "jawOpen": (0.12, 0.6)}
        ),
    ),
    "sadness": (
        Variant(
            0.55,
            {
                **_SAD_BROW,
                "mouthFrown": (1.0, 0.95),
                "mouthShrugLower": (0.65, 0.5),
                "eyeLookDown": (0.5, 0.3),
                "eyeBlink": (0.25, 0.3),
                "mouthPress": (0.4, 0.2),
                "mouthRollLower": (0.3, 0.15),
            },
        ),
        Variant(0.3, {**_SAD_BROW, "mouthFrown": (0.5, 0.7), "eyeLookDown": (0.6, 0.5), "eyeBlink": (0.35, 0.5)}),
        Variant(  # crying
            0.15,
            {
                **_SAD_BROW,
                "cheekSquint": (0.7, 0.9),
                "eyeSquint": (0.6, 0.8),
                "mouthFrown": (0.9, 0.9),
                "mouthStretch": (0.5, 0.7),
                "jawOpen": (0.2, 0.6),
                "mouthLowerDown": (0.4, 0.5),
                "mouthShrugLower": (0.6, 0.5),
                "noseSneer": (0.3, 0.3),
            },
        ),
    ),
    "anger": (
        Variant(  # lips pressed
            0.5,
            {
                **_FROWN,
                "mouthPress": (0.85, 0.9),
                "mouthRollLower": (0.35, 0.5),
                "mouthRollUpper": (0.3, 0.4),
                "mouthShrugLower": (0.6, 0.45),
                "mouthFrown": (0.45, 0.4),
                "noseSneer": (0.3, 0.3),
            },
        ),
        Variant(0.2, {**_FROWN, "mouthFrown": (0.4, 0.3), "mouthShrugLower": (0.4, 0.3), "noseSneer": (0.3, 0.2)}),
        Variant(  # teeth shown
            0.3,
            {
                **_FROWN,
                "mouthUpperUp": (0.6, 0.8),
                "mouthLowerDown": (0.9, 0.9),
                "mouthFunnel": (0.4, 0.5),
                "mouthStretch": (0.35, 0.5),
                "noseSneer": (0.5, 0.5),
                "jawOpen": (0.3, 0.75),
            },
        ),
    ),
    "disgust": (
        Variant(
            0.5,
            {
                **_NOSE,
                "mouthUpperUp": (0.8, 0.8),
                "mouthFrown": (0.5, 0.45),
                "mouthLowerDown": (0.4, 0.35),
                "mouthShrugLower": (0.6, 0.3),
                "jawOpen": (0.2, 0.4),
                "eyeBlink": (0.2, 0.2),
            },
        ),
        Variant(
            0.3,
            {
                **_NOSE,
                "mouthShrugLower": (0.75, 0.7),
                "mouthFrown": (0.7, 0.7),
                "mouthPress": (0.4, 0.3),
                "mouthUpperUp": (0.4, 0.5),
            },
        ),
        Variant(
            0.2,
            {
                **_NOSE,
                "mouthUpperUp": (0.9, 0.95),
                "mouthLowerDown": (0.6, 0.7),
                "jawOpen": (0.4, 0.9),
                "mouthStretch": (0.3, 0.3),
            },
        ),
    ),
    "fear": (
        Variant(
            0.55,
            {
                **_AFRAID,
                "mouthStretch": (1.0, 0.9),
                "jawOpen": (0.22, 0.8),
                "mouthLowerDown": (0.5, 0.5),
                "mouthUpperUp": (0.3, 0.3),
                "mouthFrown": (0.25, 0.2),
                "eyeSquint": (0.35, 0.3),
            },
        ),
        Variant(0.25, {**_AFRAID, "jawOpen": (0.35, 0.95), "mouthStretch": (0.4, 0.4), "mouthFrown": (0.2, 0.2)}),
        Variant(
            0.2,
            {
                **_AFRAID,
                "mouthStretch": (0.7, 0.6),
                "mouthPress": (0.3, 0.3),
                "eyeSquint": (0.3, 0.3),
                "mouthFrown": (0.4, 0.3),
            },
        ),
    ),
    "contempt": (Variant(1.0, {}),),  # on one side: see `_contempt`
    "neutral": (Variant(1.0, {}),),
}

AT_REST = "at rest"  # it does nothing at all

# what a face does that is no expression, though many a recogniser takes it for one; (share, units)
RESTING: dict[str, Variant] = {
    AT_REST: Variant(0.22, {}),
    "speaking": Variant(
        0.2,
        {
            "jawOpen": (0.28, 0.6),
            "mouthFunnel": (0.5, 0.35),
            "mouthPucker": (0.55, 0.35),
            "mouthStretch": (0.25, 0.3),
            "mouthLowerDown": (0.4, 0.4),
            "mouthUpperUp": (0.25, 0.3),
            "mouthRollLower": (0.4, 0.2),
            "mouthPress": (0.4, 0.15),
            "mouthShrugUpper": (0.3, 0.2),
            "browInnerUp": (0.3, 0.12),
            "browOuterUp": (0.3, 0.12),
            "eyeBlink": (0.8, 0.08),
        },
    ),
    "chewing": Variant(
        0.05, {"jawOpen": (0.15, 0.5), "mouthPress": (0.6, 0.6), "cheekPuff": (0.5, 0.4), "mouthRollLower": (0.4, 0.4)}
    ),
    "squinting": Variant(
        0.07, {"eyeSquint": (0.9, 1), "cheekSquint": (0.6, 0.7), "browDown": (0.35, 0.5), "mouthUpperUp": (0.15, 0.3)}
    ),
    "looking down": Variant(0.1, {"eyeLookDown": (1.0, 1), "eyeBlink": (0.4, 0.9)}),
    "pursed lips": Variant(
        0.05,
        {"mouthPress": (0.7, 0.7), "mouthPucker": (0.4, 0.5), "mouthRollLower": (0.4, 0.4), "mouthDimple": (0.3, 0.3)},
    ),
    "sad at rest": Variant(0.07, {"mouthFrown": (0.35, 1), "browInnerUp": (0.15, 0.3)}),
    "stern at rest": Variant(0.05, {"browDown": (0.3, 1), "mouthPress": (0.25, 0.4)}),
    "blink": Variant(0.09, {"eyeBlink": (1.0, 1)}),
    "yawn": Variant(
        0.03,
        {
            "jawOpen": (0.9, 1),
            "eyeSquint": (0.7, 0.7),
            "eyeBlink": (0.6, 0.6),
            "browInnerUp": (0.3, 0.3),
            "noseSneer": (0.2, 0.3),
        },
    ),
    "concentrating": Variant(
        0.05, {"browDown": (0.4, 1), "eyeSquint": (0.4, 0.6), "mouthPress": (0.4, 0.4), "mouthRollLower": (0.3, 0.3)}
    ),
}
