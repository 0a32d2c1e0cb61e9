"""Texts of figures: words of the program in the language of who looks at it, names of users as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fer_desktop.results.fonts import Typeface, installed_typeface
from fer_desktop.results.phrases import Catalogue
from fer_desktop.results.plot import drawable_words

_TEXT_PT = 9
_NAME_PT = 120.0
_PT_IN_IN = 72.0


@dataclass(frozen=True, slots=True)
class Lettering:
    """The fonts and the language of one figure."""

    typeface: Typeface
    words: Catalogue

    def said(self, text: str) -> str:
        """Words of the program."""
        return self.typeface.drawable(self.words.text(text))

    def along(self, text: str, length_in: float, size_pt: float = _TEXT_PT) -> str:
        """Words of the program in lines that fit beside an axis of this length; one word is not parted."""
        lines = [""]
        for word in self.said(text).split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.typeface.width_pt(longer, size_pt) > _PT_IN_IN * length_in:
                lines.append(word)
            else:
                lines[-1] = longer
        return "\n".join(lines)

    def name(self, text: str, width_pt: float = _NAME_PT) -> str:
        """A text of the user that fits."""
        return self.typeface.shortened(text, _TEXT_PT, width_pt) or " "

    def properties(self, size_pt: float = _TEXT_PT) -> dict[str, Any]:
        """What matplotlib has to know of a text."""
        return self.typeface.properties(size_pt)

    def font(self, size_pt: float = _TEXT_PT) -> dict[str, Any]:
        """The same for a legend."""
        return {"family": list(self.typeface.families), "size": size_pt}


def lettering(words: Catalogue) -> Lettering:
    """In this language, or in English where no font of this computer has its characters."""
    return Lettering(installed_typeface(), drawable_words(words))
