"""The columns of what is known of voices: voice.csv and utterances.csv, as one table."""

from __future__ import annotations

from collections.abc import Callable

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.voice import VoiceSample
from fer_desktop.session.schema import SampleColumn


def _probability(index: int) -> Callable[[VoiceSample], float | None]:
    return lambda sample: None if sample.scores is None else float(sample.scores.probabilities[index])


VOICE_COLUMNS: tuple[SampleColumn[VoiceSample], ...] = (
    SampleColumn(
        "time_s",
        "s",
        "When the stretch of sound begins, on the clock of the timeline.",
        6,
        of=lambda sample: sample.time_s,
    ),
    SampleColumn("duration_s", "s", "How long it lasts.", 6, of=lambda sample: sample.duration_s),
    SampleColumn("is_speech", "", "1 when somebody speaks, else 0.", 0, of=lambda sample: int(sample.is_speech)),
    SampleColumn(
        "utterance",
        "",
        "Number of the utterance, from 1; blank when nobody speaks.",
        0,
        of=lambda sample: sample.utterance,
    ),
    SampleColumn(
        "speaker",
        "",
        "`face_id` of the face that speaks; blank where that is not clear.",
        0,
        of=lambda sample: sample.speaker,
    ),
    SampleColumn(
        "voice_expression",
        "",
        "The most probable expression of the voice.",
        None,
        of=lambda sample: None if sample.scores is None else sample.scores.top,
    ),
    *(
        SampleColumn(
            f"voice_{name}",
            "0-1",
            f"Probability of {name}; those that are not blank sum to 1. The model does not know surprise and contempt.",
            6,
            of=_probability(i),
        )
        for i, name in enumerate(EXPRESSIONS)
    ),
    SampleColumn(
        "arousal",
        "-1 to 1",
        "Probability of anger, fear and happiness minus that of sadness and boredom.",
        6,
        of=lambda sample: None if sample.scores is None else sample.scores.arousal,
    ),
    SampleColumn("pitch_hz", "Hz", "Median fundamental frequency; blank when unvoiced.", 1, of=lambda s: s.pitch_hz),
    SampleColumn(
        "loudness_db",
        "dB",
        "Mean power; 0 is a square wave of full scale. Blank for digital silence.",
        2,
        of=lambda sample: sample.loudness_db,
    ),
    SampleColumn(
        "syllables_per_s",
        "1/s",
        "Speaking rate of the utterance so far; blank for its first second.",
        2,
        of=lambda sample: sample.rate_hz,
    ),
)
VOICE_HEADER = tuple(column.name for column in VOICE_COLUMNS)
VOICE_BY_NAME = {column.name: column for column in VOICE_COLUMNS}


def voice_row(sample: VoiceSample) -> list[str]:
    """Cells of one row, in the order of `VOICE_COLUMNS`."""
    return [column.cell_of(sample) for column in VOICE_COLUMNS]
