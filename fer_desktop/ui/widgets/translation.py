"""Words of the other layers in the language of the window: expressions, weaknesses, errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from PySide6.QtCore import QCoreApplication, QTranslator

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.neutral_stretch import Flaw
from fer_desktop.core.quality import Factor
from fer_desktop.core.types import DEMO_NAME
from fer_desktop.errors import FerError, Word, filled
from fer_desktop.results.phrases import Phrase, catalogue_of
from fer_desktop.settings import Language


def installed_language() -> str:
    """The language that texts are put into, as the settings call it; "en" where that is none."""
    application = QCoreApplication.instance()
    translators = application.findChildren(QTranslator) if application is not None else []
    return next((one.language() for one in translators if one.language() in get_args(Language)), "en")


def expression_name(expression: str) -> str:
    """Name of an expression for people."""
    translate = QCoreApplication.translate
    names = {
        "neutral": translate("expressions", "neutral"),
        "happiness": translate("expressions", "happiness"),
        "surprise": translate("expressions", "surprise"),
        "sadness": translate("expressions", "sadness"),
        "anger": translate("expressions", "anger"),
        "disgust": translate("expressions", "disgust"),
        "fear": translate("expressions", "fear"),
        "contempt": translate("expressions", "contempt"),
    }
    return names[expression]


def lane_word(text: str) -> str:
    """Name of a lane or of one of its curves, in the language of the window; as it is where it has no translation."""
    return expression_name(text) if text in EXPRESSIONS else QCoreApplication.translate("lanes", text)


def marker_label(label: str) -> str:
    """A label of the settings; those that nobody chose ("marker 1") are in the language of the window."""
    found = re.fullmatch(r"marker (\d)", label)
    return QCoreApplication.translate("markers", "marker {0}").format(found[1]) if found else label


def source_name(name: str) -> str:
    """Name of a source: that of the demo in the language of the window, all others as they are."""
    return QCoreApplication.translate("sources", "Demo") if name == DEMO_NAME else name


def listed(words: Iterable[str]) -> str:
    """Words one after the other, as the language of the window parts them."""
    return QCoreApplication.translate("lists", ", ").join(words)


def weakness_reason(weakness: Factor | str) -> str:
    """Why a face cannot be trusted, after the weakest factor of its quality."""
    translate = QCoreApplication.translate
    reasons = {
        "size": translate("quality", "too small"),
        "pose": translate("quality", "turned away"),
        "visible": translate("quality", "cut off by the edge"),
        "brightness": translate("quality", "too dark"),
        "contrast": translate("quality", "too little contrast"),
        "sharpness": translate("quality", "blurred"),
    }
    return reasons.get(weakness, translate("quality", "unreliable"))


def flaw_reason(flaw: Flaw) -> str:
    """Why a stretch is no neutral face, in the language of the window."""
    translate = QCoreApplication.translate
    reasons = {
        "short": translate("neutral", "seen for less than a second"),
        "unreliable": translate("neutral", "too small, dark, blurred or cut off"),
        "turned": translate("neutral", "the head is turned"),
        "eyes": translate("neutral", "the eyes are closed"),
        "speaking": translate("neutral", "the mouth is open or moves"),
        "smile": translate("neutral", "a smile"),
        "expression": translate("neutral", "an expression, not a neutral face"),
        "two people": translate("neutral", "it changes as if it were two people"),
    }
    return reasons[flaw]


def error_message(error: FerError) -> str:
    """What is wrong, in the language of the window; English where it has no translation."""
    return _filled(error.template, error.values)


def error_hint(error: FerError) -> str:
    """What to do next; "" when nothing is to be said."""
    return QCoreApplication.translate("errors", error.hint) if error.hint else ""


def error_text(error: FerError) -> str:
    """Both in one line."""
    return translated(error.template, error.hint, error.values)


def translated(template: str, hint: str, values: Mapping[str, object]) -> str:
    """What is wrong and what to do next, as an error has it, in one line."""
    words = _filled(template, values)
    next_step = QCoreApplication.translate("errors", hint) if hint else ""
    return f"{words} {next_step}".strip()


def _filled(template: str, values: Mapping[str, object]) -> str:
    def translate(text: str) -> str:
        return QCoreApplication.translate("errors", text)

    return filled(
        translate(template), {key: translate(one) if isinstance(one, Word) else one for key, one in values.items()}
    )


def written_words(text: str) -> str:
    """What a session holds in English, such as why it ended, in the language of the window."""
    return catalogue_of(installed_language()).text(Phrase(text)) if text else ""
