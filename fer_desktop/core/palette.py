"""The colours of expressions, for every plot and overlay; colour-blind people can tell them apart.

Okabe and Ito 2008, "Color Universal Design"; their black is gray here, so that `neutral` shows on light and on dark
ground. Colour belongs to expressions alone: faces have numbers and names, and all else is drawn in muted tones, which
show on both grounds, too.
"""

from __future__ import annotations

from fer_desktop.core.expressions import EXPRESSIONS

_HEX = ("#8c8c8c", "#e69f00", "#56b4e9", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#f0e442")
COLOURS: dict[str, str] = dict(zip(EXPRESSIONS, _HEX, strict=True))

PLAIN, SECOND, THIRD = "#7d8794", "#b08968", "#6b9080"
RED = "#d9342b"  # recording, an open microphone, loss; markers
WELL, SLOW = "#2e9e5b", "#d99a1c"  # how a run is, how loud it is
WARNING = "#b7791f"  # the ground of words that warn
_DARKEST, _LIGHTEST = 0.6, 0.55  # how far shades go towards black and white


def shades(colour: str, n: int) -> tuple[str, ...]:
    """So many shades of one colour (#rrggbb), from dark to light; one alone is the colour itself."""
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    result = []
    for i in range(n):
        place = 2 * i / (n - 1) - 1 if n > 1 else 0.0  # -1 darkest, 1 lightest
        end, part = (0, -place * _DARKEST) if place < 0 else (255, place * _LIGHTEST)
        result.append("#" + "".join(f"{round(c + (end - c) * part):02x}" for c in channels))
    return tuple(result)
