"""Action units: the movements of single muscles that a network can read out of a face.

Numbers and names are those of the Facial Action Coding System (Ekman, Friesen and Hager 2002). Values are
*estimates* of how far a movement goes, 0 to 1, not codes of a human coder.
"""

from __future__ import annotations

ACTION_UNITS = {
    "AU01": "inner brow raiser",
    "AU02": "outer brow raiser",
    "AU04": "brow lowerer",
    "AU05": "upper lid raiser",
    "AU06": "cheek raiser",
    "AU07": "lid tightener",
    "AU09": "nose wrinkler",
    "AU10": "upper lip raiser",
    "AU12": "lip corner puller",
    "AU14": "dimpler",
    "AU15": "lip corner depressor",
    "AU16": "lower lip depressor",
    "AU17": "chin raiser",
    "AU18": "lip pucker",
    "AU20": "lip stretcher",
    "AU22": "lip funneler",
    "AU23": "lip tightener",
    "AU24": "lip pressor",
    "AU25": "lips part",
    "AU26": "jaw drop",
    "AU45": "blink",
}


def unit_of(channel: str) -> str:
    """The unit of a channel: a channel is a unit, or its left or right side as the person has them, "AU12_L"."""
    return channel.partition("_")[0]


def in_words(unit: str) -> str:
    """Number and name, as "AU12 lip corner puller"."""
    return f"{unit} {ACTION_UNITS[unit]}"
