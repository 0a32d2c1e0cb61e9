"""What was said, beside what was seen: its columns at the times of rows, and its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.fusion import GRID_S
from fer_desktop.session import schema
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table
from fer_desktop.session.words_schema import WORDS_BY_NAME, WORDS_HEADER

_OWN = {f"words_{name}": name for name in ("speaker", "text", "language")}  # in exports, where others have such names
JOINED = {**_OWN, **{name: name for name in WORDS_HEADER if name not in ("start_s", "end_s", *_OWN.values())}}
JOINED_BY_NAME: dict[str, schema.Column] = {name: WORDS_BY_NAME[own] for name, own in JOINED.items()}
_EXACT_S = 1e-6  # times are written with six digits


@dataclass(frozen=True, slots=True)
class WordsStatistics:
    """The words of a session; NaN where they say nothing.

    Attributes:
        source: The transcript, or the model that heard them.
        n_lines, n_read: How many lines, and of how many expressions are known.
        spoken_s: How long all lines last, those that overlap counted twice.
        languages: How many lines are in each language, the most frequent first; "" where it is not known.
        polarity: Mean over the lines that were read, weighted by their length.
        top_share: Share of their time in which each expression is the most probable.
    """

    source: str
    n_lines: int
    n_read: int
    spoken_s: float
    languages: dict[str, int]
    polarity: float
    top_share: dict[str, float]


def without_words(edits: Edits) -> Edits:
    """The edits of a session that nobody wrote down."""
    return replace(edits, transcript=None)


def with_speakers(edits: Edits, speakers: Mapping[str, int]) -> Edits:
    """The edits with who is whom: the face of each name; 0 for none of them."""
    if edits.transcript is None:
        return edits
    known = {name: face for name, face in {**edits.transcript.speakers, **speakers}.items() if face}
    return replace(edits, transcript=replace(edits.transcript, speakers=known))


def speakers_of(session: Session) -> dict[str, int]:
    """The face of each name that was matched, after merging."""
    transcript = session.edits.transcript
    return {} if transcript is None else {n: session.edits.target_of(face) for n, face in transcript.speakers.items()}


def lines_at(
    times_s: NDArray[np.float64], faces: NDArray[np.float64], words: Table, speakers: Mapping[str, int]
) -> NDArray[np.int64]:
    """(N,) place of the line that belongs to each row; -1 without one.

    A line of a speaker who was matched to a face belongs to the rows of that face alone, any other to all rows. Of
    several the one of the face counts, then the one that began last.

    Args:
        times_s: (N,) growing. faces: (N,) ids, NaN for none.
    """
    found = np.full(len(times_s), -1, np.int64)
    first = np.searchsorted(times_s, words["start_s"] - _EXACT_S)
    last = np.searchsorted(times_s, words["end_s"] - _EXACT_S)
    owners = [speakers.get(str(name), 0) for name in words["speaker"]]
    for line in sorted(range(len(words)), key=lambda i: bool(owners[i])):
        rows = np.arange(first[line], last[line])
        if owners[line]:
            rows = rows[faces[rows] == owners[line]]
        found[rows] = line
    return found


def with_words(table: Table, session: Session, with_texts: bool = True) -> Table:
    """The rows with the columns of the line that is said then; blank where nothing is.

    Args:
        with_texts: With what is said itself; else its cells are blank.
    """
    words = session.words if session.words is not None else Table({name: np.zeros(0) for name in WORDS_HEADER})
    place = lines_at(table["time_s"], table["face_id"], words, speakers_of(session))
    columns = {}
    for name, column in JOINED_BY_NAME.items():
        blank = "" if column.kind == "text" else np.nan
        values = np.append(words[JOINED[name]].astype(object), blank)[place]  # -1 takes the last one
        if name == "words_text" and not with_texts:
            values = np.full(len(place), blank, dtype=object)
        columns[name] = values if column.kind == "text" else values.astype(np.float64)
    return table.replaced(**columns)


def lines_of(session: Session) -> Table | None:
    """Every line as a stretch of time that ends where the next begins; None without a transcript.

    Returns:
        The columns of words.csv, `time_s`, `duration_s`, and `said`: who, and what as far as it is kept.
    """
    words = session.words
    if words is None:
        return None
    starts = words["start_s"]
    ends = np.minimum(words["end_s"], np.append(starts[1:], np.inf))
    pairs = zip(words["speaker"], words["text"], strict=True)
    said = np.array([": ".join(filter(None, (str(who), str(what)))) for who, what in pairs], dtype=object)
    return words.replaced(time_s=starts, duration_s=np.maximum(ends - starts, 0.0), said=said)


def quarters_of(session: Session) -> Table | None:
    """What is said in each quarter of a second in which something is; None without a transcript."""
    words = session.words
    if words is None:
        return None
    n = int(words["end_s"].max() / GRID_S) + 1 if len(words) else 0
    times = np.arange(n) * GRID_S
    place = lines_at(times + GRID_S / 2, np.full(n, np.nan), words, {})
    there = place >= 0
    return Table({name: values[place[there]] for name, values in words.columns.items()}).replaced(time_s=times[there])


def words_statistics(session: Session) -> WordsStatistics | None:
    """Figures of what was said; None where nobody wrote it down."""
    words, transcript = session.words, session.edits.transcript
    if words is None or transcript is None:
        return None
    weights, tops = words["end_s"] - words["start_s"], words["words_expression"]
    is_read = tops != ""
    read_s = float(weights[is_read].sum())
    names, counts = np.unique(words["language"].astype(str), return_counts=True)
    languages = sorted(zip(names, counts, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return WordsStatistics(
        source=transcript.source,
        n_lines=len(words),
        n_read=int(is_read.sum()),
        spoken_s=float(weights.sum()),
        languages={str(name): int(count) for name, count in languages},
        polarity=float((words["polarity"][is_read] * weights[is_read]).sum() / read_s) if read_s > 0 else float("nan"),
        top_share={
            name: float(weights[tops == name].sum()) / read_s if read_s > 0 else float("nan") for name in EXPRESSIONS
        },
    )
