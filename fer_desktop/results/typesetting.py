"""Text in figures: fonts for every script that this computer can draw, and lines and cells that fit their width.

Nothing global in matplotlib is changed, because a report may be written in a thread beside others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
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
_CLOSING = {"Pe", "Pf", "Po"}  # brackets, quotes, points: no line begins with one
_OPENING = {"Ps", "Pi"}  # no line ends with one


def one_line(text: str) -> str:
    """A text without breaks and tabs, which fonts cannot draw."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Typeface:
    """Fonts that are tried in turn for each character.

    Attributes:
        families: Names of fonts that are installed, at least one.
    """

    families: tuple[str, ...]
    _advances: dict[str, float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def properties(self, size_pt: float) -> dict[str, Any]:
        """What matplotlib has to know of a text; dollar signs of users are no formulas."""
        return {"fontfamily": list(self.families), "fontsize": size_pt, "parse_math": False}

    def drawable(self, text: str) -> str:
        """One line with a box for each character that no font has; marks without a shape are left out."""
        from matplotlib.font_manager import FontProperties, findfont, get_font

        if text.isascii() and text.isprintable():
            return text
        fonts = [get_font(findfont(FontProperties(family=[name]))) for name in self.families]
        missing = {c for c in set(text) if not any(font.get_char_index(ord(c)) for font in fonts)}
        shown = {ord(c): "" if unicodedata.category(c) in ("Cf", "Mn") else _MISSING for c in missing}
        return text.translate(shown)

    def width_pt(self, text: str, size_pt: float) -> float:
        """How wide a drawable line is, without kerning."""
        return sum(map(self._advance, text)) * size_pt

    def shortened(self, text: str, size_pt: float, width_pt: float) -> str:
        """One drawable line, with an ellipsis for what does not fit."""
        text = self.drawable(one_line(text))
        if self.width_pt(text, size_pt) <= width_pt:
            return text
        return self._ended(text, size_pt, width_pt)

    def wrapped(self, text: str, size_pt: float, width_pt: float, most_lines: int | None = None) -> list[str]:
        """Drawable lines, at least one, broken at spaces, between Chinese characters, or anywhere if need be.

        Args:
            most_lines: What is beyond becomes an ellipsis.
        """
        lines: list[str] = []
        for paragraph in text.splitlines() or [""]:
            rest = self.drawable(one_line(paragraph))
            while True:
                end = self._break(rest, size_pt, width_pt)
                lines.append(rest[:end].rstrip())
                rest = rest[end:].lstrip()
                if most_lines is not None and len(lines) > most_lines:
                    return [*lines[: most_lines - 1], self._ended(lines[most_lines - 1], size_pt, width_pt)]
                if not rest:
                    break
        return lines

    def _ended(self, text: str, size_pt: float, width_pt: float) -> str:
        end = self._fitting(text, size_pt, width_pt - self.width_pt(_ELLIPSIS, size_pt))
        return text[:end].rstrip() + _ELLIPSIS

    def _break(self, text: str, size_pt: float, width_pt: float) -> int:
        """How many characters go on the first line, at least one if there is any."""
        end = max(self._fitting(text, size_pt, width_pt), 1)
        if end >= len(text):
            return len(text)
        return next((i for i in range(end, 0, -1) if _may_break(text, i)), end)

    def _fitting(self, text: str, size_pt: float, width_pt: float) -> int:
        """Length of the longest beginning that fits."""
        ends = accumulate(self._advance(c) * size_pt for c in text)
        return next((i for i, end_pt in enumerate(ends) if end_pt > width_pt), len(text))

    def _advance(self, character: str) -> float:
        """From one character to the next, in sizes of the font; kept because matplotlib measures slowly."""
        from matplotlib.font_manager import FontProperties
        from matplotlib.textpath import text_to_path

        if character not in self._advances:
            font = FontProperties(family=list(self.families), size=1.0)
            with_it, without = (
                text_to_path.get_text_width_height_descent(text, font, False)[0] for text in (f"H{character}H", "HH")
            )
            self._advances[character] = max(float(with_it - without), 0.0)
        return self._advances[character]


def installed_typeface() -> Typeface:
    """The first font and those of the fallbacks that are on this computer."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return Typeface((_FIRST, *(name for name in _FALLBACKS if name in installed)))


def column_widths(natural: Sequence[float], available: float) -> list[float]:
    """Widths of columns: what each needs; where that is too much together, the widest give way alike."""
    widths = list(natural)
    excess = sum(widths) - available
    if excess <= 0:
        return widths
    rest, narrow_first = available, sorted(widths)
    for i, width in enumerate(narrow_first):
        share = rest / (len(widths) - i)
        if width > share:
            return [min(width, share) for width in widths]
        rest -= width
    return widths


def _may_break(text: str, i: int) -> bool:
    before, after = text[i - 1], text[i]
    if before == " " or after == " ":
        return True
    is_wide = any(unicodedata.east_asian_width(c) in "WF" for c in (before, after))
    return is_wide and unicodedata.category(before) not in _OPENING and unicodedata.category(after) not in _CLOSING
