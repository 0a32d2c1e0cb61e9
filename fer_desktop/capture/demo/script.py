"""What the faces of the demo show, and when. Pure."""

from __future__ import annotations

# expression and how long it is held, in seconds; then from the start again
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
_STAGGER_S = 3.0  # each further face is so much later in the script


def position_in_script(time_s: float, face: int) -> tuple[int, float]:
    """Index into `SCRIPT` for a face, from 0, and the time since that entry began."""
    within = (time_s + face * _STAGGER_S) % PERIOD_S
    for index, (_, held) in enumerate(SCRIPT):
        if within < held:
            return index, within
        within -= held
    return len(SCRIPT) - 1, SCRIPT[-1][1]
