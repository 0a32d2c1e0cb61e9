"""Which scores the figures of a study are of: everything that shows figures says so."""

from __future__ import annotations

from typing import Literal

from fer_desktop.results.phrases import Phrase
from fer_desktop.session.table import Table

Scores = Literal["recorded", "calibrated"]
_SENTENCES: dict[Scores, Phrase] = {
    "recorded": Phrase("Scores: as the model gave them, not calibrated."),
    "calibrated": Phrase("Scores: calibrated, read against the neutral face of each person."),
}


def scores_named(calibrated: bool) -> Scores:
    """As the table of a study calls them."""
    return "calibrated" if calibrated else "recorded"


def scores_of(table: Table) -> Scores:
    """Of which scores the table of a study is."""
    return scores_named("calibrated" in table["scores"])


def scores_sentence(scores: Scores) -> Phrase:
    """For the paragraph that says how figures were made."""
    return _SENTENCES[scores]


def with_scores(quantity: Phrase, scores: Scores) -> Phrase:
    """What an axis shows."""
    return quantity if scores == "recorded" else Phrase("{quantity} (calibrated)", quantity=quantity)
