"""What the faces of the demo show, and when: expressions, then single movements. Pure."""

from __future__ import annotations

# expression and how long it is held, in seconds
SCRIPT: tuple[tuple[str, float], ...] = (
    ("neutral", 3.0),
    ("happiness", 4.0),
    ("neutral", 2.0),
    ("surprise", 3.0),
    ("neutral", 2.0),
    ("anger", 4.0),
    ("neutral", 2.0),
)
PERIOD_S = sum(held for _, held in SCRIPT)

# then one of these after the other, with a rest after each; what they are is in `poses.py`
MOVEMENTS = (
    *("brows up", "brows together", "lids tight", "nose wrinkled", "smile on the left", "smile on the right"),
    *("upper lip up", "lower lip down", "corners down", "mouth open"),
    *("left eye shut", "right eye shut", "eyes shut", "look left", "look right", "look up", "look down"),
)
MOVEMENT_S, REST_S = 1.6, 0.6
ROUND_S = PERIOD_S + len(MOVEMENTS) * (MOVEMENT_S + REST_S)
"""After which everything begins again."""

_STAGGER_S = 3.0  # each further face is so much later in the script


def position_in_script(time_s: float, face: int) -> tuple[int, float]:
    """Index into `SCRIPT` for a face, from 0, and the time since that entry began; movements belong to the last one."""
    within = _in_round(time_s, face)
    for index, (_, held) in enumerate(SCRIPT):
        if within < held:
            return index, within
        within -= held
    return len(SCRIPT) - 1, SCRIPT[-1][1] + within


def movement_in_script(time_s: float, face: int) -> tuple[str, float]:
    """The movement of a face, "" for none, and the time since it began; in the rest after it that is over `MOVEMENT_S`.

    Args:
        face: Index of the face, from 0.
    """
    within = _in_round(time_s, face) - PERIOD_S
    if within < 0:
        return "", 0.0
    index, since_s = divmod(within, MOVEMENT_S + REST_S)
    return MOVEMENTS[min(int(index), len(MOVEMENTS) - 1)], since_s


def _in_round(time_s: float, face: int) -> float:
    return (time_s + face * _STAGGER_S) % ROUND_S
