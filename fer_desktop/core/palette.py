"""The colours of expressions, for every plot and overlay; colour-blind people can tell them apart.

Okabe and Ito 2008, "Color Universal Design"; their black is gray here, so that `neutral` shows on light and on dark
ground. Colour belongs to expressions alone: faces have numbers and names.
"""

from __future__ import annotations

from fer_desktop.core.expressions import EXPRESSIONS

_HEX = ("#8c8c8c", "#e69f00", "#56b4e9", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#f0e442")
COLOURS: dict[str, str] = dict(zip(EXPRESSIONS, _HEX, strict=True))
