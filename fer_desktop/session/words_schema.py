"""The columns of what is said: words.csv, as one table."""

from __future__ import annotations

from collections.abc import Callable

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.words import WordsSample
from fer_desktop.session.schema import Column, SampleColumn


def _probability(index: int) -> Callable[[WordsSample], float | None]:
    return lambda sample: None if sample.scores is None else float(sample.scores.probabilities[index])


WORDS_COLUMNS: tuple[SampleColumn[WordsSample], ...] = (
    SampleColumn("start_s", "s", "When the line begins, on the clock of the timeline.", 6, of=lambda s: s.said.start_s),
    SampleColumn("end_s", "s", "When it ends; lines may overlap.", 6, of=lambda s: s.said.end_s),
    SampleColumn(
        "speaker", "", "Who speaks, as the transcript says; blank where it does not.", None, of=lambda s: s.said.speaker
    ),
    SampleColumn(
        "text", "", "What is said; blank in all rows where texts were left out.", None, of=lambda s: s.said.text
    ),
    SampleColumn(
        "language",
        "",
        "Its language as BCP 47 calls it, told by script and common words; blank where they do not tell.",
        None,
        of=lambda s: s.language,
    ),
    SampleColumn(
        "words_expression",
        "",
        "The most probable expression by the words; blank where the model does not read the language.",
        None,
        of=lambda s: None if s.scores is None else s.scores.top,
    ),
    *(
        SampleColumn(
            f"words_{name}",
            "0-1",
            f"Probability of {name}; those that are not blank sum to 1. The model does not know contempt.",
            6,
            of=_probability(i),
        )
        for i, name in enumerate(EXPRESSIONS)
    ),
    SampleColumn(
        "polarity",
        "-1 to 1",
        "Probability of happiness minus that of sadness, anger, disgust and fear.",
        6,
        of=lambda s: None if s.scores is None else s.scores.polarity,
    ),
)
WORDS_HEADER = tuple(column.name for column in WORDS_COLUMNS)
WORDS_BY_NAME: dict[str, Column] = {column.name: column for column in WORDS_COLUMNS}


def words_row(sample: WordsSample) -> list[str]:
    """Cells of one row, in the order of `WORDS_COLUMNS`."""
    return [column.cell_of(sample) for column in WORDS_COLUMNS]
