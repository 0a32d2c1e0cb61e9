"""Texts in figures: fonts for every script that this computer can draw, and names that fit their place.

Nothing global in matplotlib is changed, because a report may be written in a thread beside others.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from dataclasses import dataclass
from typing import Any

_FIRST = "DejaVu Sans"  # comes with matplotlib
_FALLBACKS = (
    *("Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans SC", "Noto Sans KR"),
    *("Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "NanumGothic"),
    *("Microsoft YaHei", "Microsoft JhengHei", "SimHei", "SimSun", "Yu Gothic", "Meiryo", "MS Gothic", "Malgun Gothic"),
    *("PingFang SC", "Hiragino Sans GB", "Heiti SC", "Heiti TC", "STHeiti", "Hiragino Sans", "Apple SD Gothic Neo"),
    "Arial Unicode MS",
)
_MISSING = "□"
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Typeface:
    """Fonts that are tried in turn for each character.

    Attributes:
        families: Names of fonts that are installed, at least one.
    """

    families: tuple[str, ...]

    def properties(self, size_pt: float) -> dict[str, Any]:
        """What matplotlib has to know of a text; dollar signs of users are no formulas."""
        return {"fontfamily": list(self.families), "fontsize": size_pt, "parse_math": False}

    def drawable(self, text: str) -> str:
        """One line with a box for each character that no font has; marks without a shape are left out.

        matplotlib would warn of each such character, and draw the box of the first font, which may be empty.
        """
        from matplotlib.font_manager import FontProperties, findfont, get_font

        text = " ".join(text.split())  # fonts cannot draw breaks and tabs
        if text.isascii() and text.isprintable():
            return text
        fonts = [get_font(findfont(FontProperties(family=[name]))) for name in self.families]
        missing = {c for c in set(text) if not any(font.get_char_index(ord(c)) for font in fonts)}
        shown = {ord(c): "" if unicodedata.category(c) in ("Cf", "Mn") else _MISSING for c in missing}
        return text.translate(shown)

    def shortened(self, text: str, size_pt: float, width_pt: float) -> str:
        """One drawable line, with an ellipsis for what does not fit."""
        text = self.drawable(text)
        if self.width_pt(text, size_pt) <= width_pt:
            return text
        n_fitting = bisect(
            range(len(text)), width_pt, key=lambda end: self.width_pt(text[: end + 1] + _ELLIPSIS, size_pt)
        )
        return text[:n_fitting].rstrip() + _ELLIPSIS

    def width_pt(self, text: str, size_pt: float) -> float:
        """How wide a drawable line is."""
        from matplotlib.font_manager import FontProperties
        from matplotlib.textpath import text_to_path

        font = FontProperties(family=list(self.families), size=size_pt)
        return float(text_to_path.get_text_width_height_descent(text, font, False)[0])


def installed_typeface() -> Typeface:
    """The first font and those of the fallbacks that are on this computer."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return Typeface((_FIRST, *(name for name in _FALLBACKS if name in installed)))
