"""What the faces of the demo do for each expression and each movement of the script. Pure."""

from __future__ import annotations

from dataclasses import replace

from fer_desktop.capture.demo.mimic import Mimic
from fer_desktop.capture.demo.script import MOVEMENT_S, SCRIPT, movement_in_script, position_in_script

CHANGE_S = 0.4  # time that a change of expression takes, at the start of what is held
_MOVE_S = 0.25  # the same of a single movement, there and back

_AT_REST = Mimic(corner_down=0.15, wide=-0.1, press=0.7)  # a mouth at rest hangs a little, its lips are thin
POSES: dict[str, Mimic] = {
    "neutral": _AT_REST,
    "happiness": Mimic(smile=1.0, open=0.55, brow_up=0.1),
    "surprise": Mimic(open=1.0, round=0.9, brow_up=1.0, wide=1.0),
    "anger": Mimic(brow_knit=1.4, press=0.9, corner_down=0.7, wide=0.15),
}
MOVES: dict[str, Mimic] = {
    "brows up": replace(_AT_REST, brow_up=1.0, brow_slant=0.4, wide=0.4),
    "brows together": replace(_AT_REST, brow_knit=1.2),
    "nose wrinkled": replace(_AT_REST, sneer=1.5, brow_knit=0.4),
    "upper lip up": replace(_AT_REST, upper=1.3),
    "lower lip down": replace(_AT_REST, lower=2.2, open=0.1),
    "corners down": replace(_AT_REST, corner_down=1.6, press=0.9),
    "lids tight": replace(_AT_REST, wide=-0.8, sneer=0.45),
    "smile on the left": replace(_AT_REST, smile=1.5, lean=1.0),
    "smile on the right": replace(_AT_REST, smile=1.5, lean=-1.0),
    "mouth open": replace(_AT_REST, open=0.9),
    "left eye shut": replace(_AT_REST, wink=1.0),
    "right eye shut": replace(_AT_REST, wink=-1.0),
    "eyes shut": replace(_AT_REST, blink=1.0),
    "look left": replace(_AT_REST, look_left=1.0),
    "look right": replace(_AT_REST, look_left=-1.0),
    "look up": replace(_AT_REST, look_up=1.0),
    "look down": replace(_AT_REST, look_up=-1.0),
}


def scripted_expression(time_s: float, face: int = 0) -> tuple[str, float]:
    """Expression that the script asks of a face, and how far the change to it has come (0-1).

    Args:
        time_s: Time of the frame.
        face: Index of the face, from 0, left to right.
    """
    index, since_s = position_in_script(time_s, face)
    return SCRIPT[index][0], min(since_s / CHANGE_S, 1.0)


def scripted_movement(time_s: float, face: int = 0) -> tuple[str, float]:
    """Single movement that the script asks of a face, "" for none, and how far it goes (0-1)."""
    name, since_s = movement_in_script(time_s, face)
    share = min(since_s / _MOVE_S, (MOVEMENT_S - since_s) / _MOVE_S, 1.0)
    return (name, max(share, 0.0)) if since_s < MOVEMENT_S else ("", 0.0)


def posed(time_s: float, face: int) -> Mimic:
    """What a face does at a moment, but for blinks and speech."""
    index, _ = position_in_script(time_s, face)
    name, share = scripted_expression(time_s, face)
    expression = POSES[SCRIPT[index - 1][0]].mixed(POSES[name], _eased(share))
    move, share = scripted_movement(time_s, face)
    return expression.moved(MOVES[move], _eased(share)) if move else expression


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)
