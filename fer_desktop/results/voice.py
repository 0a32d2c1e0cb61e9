"""What was heard, beside what was seen: its columns at the times of rows, and its figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.session import schema
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table
from fer_desktop.session.voice_schema import VOICE_HEADER

JOINED = tuple(name for name in VOICE_HEADER if name not in ("time_s", "duration_s"))
_EXACT_S = 1e-6  # times are written with six digits


@dataclass(frozen=True, slots=True)
class VoiceStatistics:
    """The sound of a session; NaN where it says nothing.

    Attributes:
        heard_s, speech_s: How long somebody listened, and somebody spoke.
        n_utterances: How often.
        pitch_hz: Median over the utterances.
        loudness_db, syllables_per_s, arousal: Means over the utterances, weighted by their length.
        top_share: Share of the time of utterances in which each expression is the most probable.
    """

    heard_s: float
    speech_s: float
    n_utterances: int
    pitch_hz: float
    loudness_db: float
    syllables_per_s: float
    arousal: float
    top_share: dict[str, float]


def with_voice(table: Table, voice: Table | None) -> Table:
    """The rows with the columns of the stretch of sound that each lies in; blank where there is none."""
    if voice is None or not len(voice):
        blank = np.full(len(table), np.nan)
        text = np.full(len(table), "", dtype=object)
        return table.replaced(**{name: text if name == "voice_expression" else blank for name in JOINED})
    times, begins = table["time_s"], voice["time_s"]
    place = np.searchsorted(begins, times + _EXACT_S, side="right") - 1
    at = np.maximum(place, 0)
    is_heard = (place >= 0) & (times < begins[at] + voice["duration_s"][at] - _EXACT_S)
    columns = {}
    for name in JOINED:
        values = voice[name][at]
        columns[name] = np.where(is_heard, values, "" if values.dtype == object else np.nan).astype(values.dtype)
    return table.replaced(**columns)


def rows_of_sound(session: Session) -> Table:
    """A row for each stretch of sound of a session without pictures, blank but for its time."""
    times: NDArray[np.float64] = session.voice["time_s"] if session.voice is not None else np.zeros(0)
    blanks = {
        column.name: np.full(len(times), "", dtype=object) if column.kind == "text" else np.full(len(times), np.nan)
        for column in schema.COLUMNS
    }
    return Table({**blanks, "time_s": times})


def voice_statistics(session: Session) -> VoiceStatistics | None:
    """Figures of what was heard; None where nobody listened."""
    voice, utterances = session.voice, session.utterances
    if voice is None or utterances is None:
        return None
    weights, tops = utterances["duration_s"], utterances["voice_expression"]
    read_s = float(weights[tops != ""].sum())
    pitch_hz = utterances["pitch_hz"][~np.isnan(utterances["pitch_hz"])]
    return VoiceStatistics(
        heard_s=float(voice["duration_s"].sum()),
        speech_s=float(voice["duration_s"][voice["is_speech"] == 1].sum()),
        n_utterances=len(utterances),
        pitch_hz=float(np.median(pitch_hz)) if len(pitch_hz) else float("nan"),
        loudness_db=_mean(utterances["loudness_db"], weights),
        syllables_per_s=_mean(utterances["syllables_per_s"], weights),
        arousal=_mean(utterances["arousal"], weights),
        top_share={
            name: float(weights[tops == name].sum()) / read_s if read_s > 0 else float("nan") for name in EXPRESSIONS
        },
    )


def _mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    known = ~np.isnan(values)
    return float(np.average(values[known], weights=weights[known])) if weights[known].sum() > 0 else float("nan")
