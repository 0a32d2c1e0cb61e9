"""The words of the picture that explains a decision, in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.ui.widgets.translation import expression_name


def explain_word(text: str) -> str:
    """A title, an expression, a region or an action unit; as it is where there is no translation."""
    if text in EXPRESSIONS:
        return expression_name(text)
    return {**_titles(), **_regions()}.get(text) or QCoreApplication.translate("action units", text)


def _titles() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "aligned face": translate("explain", "aligned face"),
        "places: red supports {0}": translate("explain", "places: red supports {0}"),
        "regions: red supports {0}": translate("explain", "regions: red supports {0}"),
        "probability": translate("explain", "probability"),
        "added to the probability of {0}": translate("explain", "added to the probability of {0}"),
        "action units: added to the logit of {0}": translate("explain", "action units: added to the logit of {0}"),
    }


def _regions() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "forehead": translate("explain", "forehead"),
        "brows": translate("explain", "brows"),
        "eyes": translate("explain", "eyes"),
        "nose": translate("explain", "nose"),
        "cheeks": translate("explain", "cheeks"),
        "mouth": translate("explain", "mouth"),
        "chin": translate("explain", "chin"),
    }
