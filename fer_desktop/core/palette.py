"""The colours of expressions and of faces, for every plot and overlay; colour-blind people can tell each set apart.

Expressions: Okabe and Ito 2008, "Color Universal Design"; their black is gray here, so that
`neutral` shows on light and on dark ground. Faces: the "bright" scheme of Paul Tol, "Colour
Schemes" (SRON technical note 09-002, 2021), without its gray.
"""

from __future__ import annotations

from fer_desktop.core.expressions import EXPRESSIONS

_HEX = ("#8c8c8c", "#e69f00", "#56b4e9", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#f0e442")
COLOURS: dict[str, str] = dict(zip(EXPRESSIONS, _HEX, strict=True))
FACE_COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377")


def face_colour(track_id: int) -> str:
    """Colour of a face; always the same one for the same id."""
    return FACE_COLOURS[(track_id - 1) % len(FACE_COLOURS)]
