"""Face, voice and words of a session as one decision, every quarter of a second, and what each stream moved.

It is worked out from the tables of the streams, so it follows every change of faces, speakers and transcript.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS
from fer_desktop.core.fusion import CLEAR_DB, GRID_S, NOISE_SHARE, STREAMS, PoolOptions, pooled
from fer_desktop.results.words import lines_at, speakers_of
from fer_desktop.session.edits import within
from fer_desktop.session.fused_schema import FUSED_BY_NAME, FUSED_COLUMNS, FUSED_HEADER, JOINED_FUSED
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table

_EXACT_S = 1e-6  # times are written with six digits
_NOBODY = 0.0  # in the place of a face
_VOICE = tuple(f"voice_{name}" for name in EXPRESSIONS)
_WORDS = tuple(f"words_{name}" for name in EXPRESSIONS)


@dataclass(frozen=True, slots=True, eq=False)
class _Moments:
    """N quarters of a second of one face, or of nobody.

    Attributes:
        face: Whose, 0 for nobody's.
        places: (N,) which quarter, from 0.
        streams: (N, 3, 8) what face, voice and words say; NaN where they are not there or do not know.
        reliability: (N, 3).
    """

    face: float
    places: NDArray[np.int64]
    streams: NDArray[np.float64]
    reliability: NDArray[np.float64]


def can_fuse(session: Session) -> bool:
    """Whether at least two streams say something of expressions, and whoever made the session did not switch it off."""
    if not session.info.settings.fusion:
        return False
    has_voice = session.voice is not None and bool((session.voice["voice_expression"] != "").any())
    has_words = session.words is not None and bool((session.words["words_expression"] != "").any())
    return int(bool(len(session.face_ids))) + int(has_voice) + int(has_words) >= 2


def fused(session: Session, options: PoolOptions | None = None) -> Table | None:
    """The decision of each face at each quarter of a second in which it is seen, heard or read.

    None with one stream, and where fusion was switched off.

    What is heard and said belongs to the face that speaks then: the one that was matched to the speaker of the
    transcript, else the one that the voice is known to be of, else the only face of the session, else none.
    """
    if not can_fuse(session):
        return None
    n = _n_quarters(session)
    speaking, voice = _speaking(session, n), _heard(session, n)
    parts = []
    for face in (*map(float, session.face_ids), _NOBODY):
        seen = _seen(session, face, n)
        read = _read(session, face, speaking == face, n)
        said = np.where((speaking == face)[:, None], voice.streams, np.nan)
        streams = np.stack([seen.streams, said, read], axis=1)
        is_read = ~np.isnan(read).all(axis=1)
        reliability = np.stack([seen.reliability, voice.reliability, is_read.astype(float)], axis=1)
        there = np.flatnonzero(~np.isnan(streams).all(axis=(1, 2)))
        parts.append(_Moments(face, there, streams[there], reliability[there]))
    return _as_edited(_table(parts, options or PoolOptions()), session)


def _as_edited(table: Table, session: Session) -> Table:
    """The decisions with the names of the faces, and with what is left out marked."""
    names = session.names
    faces = np.nan_to_num(table["face_id"]).astype(int)
    left_out = within(table["time_s"] + GRID_S / 2, session.edits.excluded)
    named = np.array([names.get(face, "") for face in faces], dtype=object)
    columns = {**table.columns, "face_name": named, "excluded": left_out.astype(float)}
    return Table({name: columns[name] for name in FUSED_HEADER})


@dataclass(frozen=True, slots=True, eq=False)
class _Stream:
    """One stream over all n quarters: (n, 8) and (n,)."""

    streams: NDArray[np.float64]
    reliability: NDArray[np.float64]


def _n_quarters(session: Session) -> int:
    ends = [session.table["time_s"][-1] if len(session.table) else 0.0]
    if session.voice is not None and len(session.voice):
        ends.append(session.voice["time_s"][-1])
    if session.words is not None and len(session.words):
        ends.append(session.words["end_s"].max())
    return int(max(ends) / GRID_S + _EXACT_S) + 1


def _quarter(times_s: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.floor(times_s / GRID_S + _EXACT_S).astype(np.int64)


def _seen(session: Session, face: float, n: int) -> _Stream:
    """Mean of the rows of a face in each quarter, weighted by their quality; as reliable as they are on average."""
    table = session.table.where((session.table["face_id"] == face) & (session.table["time_s"] >= 0))
    places, quality = _quarter(table["time_s"]), np.nan_to_num(table["quality"])
    rows = np.bincount(places, minlength=n)[:n]
    weight = quality + 1e-9
    total = np.bincount(places, weight, n)[:n]
    probabilities = table.probabilities()
    sums = np.stack([np.bincount(places, weight * probabilities[:, i], n)[:n] for i in range(N_EXPRESSIONS)], axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return _Stream(sums / total[:, None], np.where(rows > 0, np.bincount(places, quality, n)[:n] / rows, 0.0))


def _middles(n: int) -> NDArray[np.float64]:
    return np.arange(n) * GRID_S + GRID_S / 2


def _speaking(session: Session, n: int) -> NDArray[np.float64]:
    """(n,) the face that speaks in each quarter, as far as anybody knows; 0 where that is not clear."""
    faces = np.full(n, float(session.face_ids[0]) if len(session.face_ids) == 1 else _NOBODY)
    voice = session.voice
    if voice is not None and len(voice):
        at, is_there = _pieces_at(voice, n)
        known = is_there & ~np.isnan(voice["speaker"][at])
        faces[known] = [session.edits.target_of(int(one)) for one in voice["speaker"][at[known]]]
    speakers = speakers_of(session)
    if session.words is not None and speakers:
        owners = np.array([speakers.get(str(name), 0) for name in session.words["speaker"]], float)
        lines, of_lines = session.words.where(owners > 0), owners[owners > 0]
        place = lines_at(_middles(n), np.full(n, np.nan), lines, {})
        faces[place >= 0] = of_lines[place[place >= 0]]
    return faces


def _pieces_at(voice: Table, n: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(n,) the stretch of sound in the middle of each quarter, and whether there is one."""
    middles = _middles(n)
    place = np.searchsorted(voice["time_s"], middles, side="right") - 1
    at = np.maximum(place, 0)
    return at, (place >= 0) & (middles < voice["time_s"][at] + voice["duration_s"][at])


def _heard(session: Session, n: int) -> _Stream:
    """What the voice says in each quarter; as reliable as it is clear of noise."""
    stream = _Stream(np.full((n, N_EXPRESSIONS), np.nan), np.zeros(n))
    voice = session.voice
    if voice is not None and len(voice):
        at, is_there = _pieces_at(voice, n)
        is_there &= (voice["is_speech"][at] == 1) & (voice["voice_expression"][at] != "")
        stream.streams[is_there] = voice.probabilities(_VOICE)[at[is_there]]
        stream.reliability[is_there] = _clearness(voice)[at[is_there]]
    return stream


def _clearness(voice: Table) -> NDArray[np.float64]:
    """(N,) how far each stretch of speech is above the noise, 1 from `CLEAR_DB` on."""
    loudness = voice["loudness_db"]
    quiet = loudness[(voice["is_speech"] == 0) & ~np.isnan(loudness)]
    if not len(quiet):
        return np.ones(len(voice))
    noise_db = float(np.quantile(quiet, NOISE_SHARE))
    return np.nan_to_num((loudness - noise_db) / CLEAR_DB).clip(0.0, 1.0)


def _read(session: Session, face: float, is_speaking: NDArray[np.bool_], n: int) -> NDArray[np.float64]:
    """(n, 8) what the line says that belongs to a face in each quarter.

    Args:
        is_speaking: (n,) whether the face speaks then: lines of nobody that was matched are its own.
    """
    values = np.full((n, N_EXPRESSIONS), np.nan)
    words = session.words
    if words is None or not len(words):
        return values
    speakers = speakers_of(session)
    owners = np.array([speakers.get(str(name), -1) for name in words["speaker"]], float)
    for lines, allowed in ((words.where(owners < 0), is_speaking), (words.where(owners == face), np.ones(n, bool))):
        place = lines_at(_middles(n), np.full(n, np.nan), lines, {})
        is_there = (place >= 0) & allowed
        values[is_there] = lines.probabilities(_WORDS)[place[is_there]]
    return values


def _table(parts: list[_Moments], options: PoolOptions) -> Table:
    """All decisions, in order of time, those of one moment in order of their faces."""
    result = pooled(
        np.concatenate([part.streams for part in parts]), np.concatenate([part.reliability for part in parts]), options
    )
    faces = np.concatenate([np.full(len(part.places), part.face or np.nan) for part in parts])
    times = np.concatenate([part.places for part in parts]) * GRID_S
    is_decided = result.top >= 0
    order = np.lexsort((faces, times))
    order = order[is_decided[order]]
    names = np.array(EXPRESSIONS, dtype=object)
    columns = {
        "time_s": times,
        "face_id": faces,
        "fused_expression": names[result.top],
        "fused_probability": result.probabilities[np.arange(len(times)), result.top],
        **{f"fused_{name}": result.probabilities[:, i] for i, name in enumerate(EXPRESSIONS)},
        "fused_runner_up": names[result.runner_up],
        **{f"weight_{name}": result.weights[:, i] for i, name in enumerate(STREAMS)},
        **{f"moved_{name}": result.moved[:, i] for i, name in enumerate(STREAMS)},
    }
    return Table({name: values[order] for name, values in columns.items()})


def with_fusion(table: Table, session: Session) -> Table:
    """The rows with the decision about their face in their quarter of a second; blank where there is none."""
    found = fused(session)
    place = np.full(len(table), -1, np.int64)
    if found is not None:
        known = {(t, f): i for i, (t, f) in enumerate(zip(_keys(found), np.nan_to_num(found["face_id"]), strict=True))}
        keys = zip(_keys(table), np.nan_to_num(table["face_id"]), strict=True)
        place = np.array([known.get(key, -1) for key in keys], np.int64)
    columns = {}
    for name in JOINED_FUSED:
        blank = "" if FUSED_BY_NAME[name].kind == "text" else np.nan
        values = np.append(found[name].astype(object) if found is not None else [], [blank])[place]  # -1: the last one
        columns[name] = values if blank == "" else values.astype(np.float64)
    return table.replaced(**columns)


def _keys(table: Table) -> NDArray[np.int64]:
    return _quarter(table["time_s"])


@dataclass(frozen=True, slots=True)
class FusionStatistics:
    """What the streams of a face decided together; NaN where there was nothing to decide.

    Attributes:
        face_id: None for voices and words of nobody.
        decided_s: How long at least one stream said something, and `together_s`, at least two.
        top_share: Share of the time in which each expression is the most probable.
        weight: Mean share of each stream in the decisions in which several took part.
        turned: Share of those with a face in which it spoke against the decision.
    """

    face_id: int | None
    decided_s: float
    together_s: float
    top_share: dict[str, float]
    weight: dict[str, float]
    turned: float


def fusion_statistics(session: Session) -> list[FusionStatistics]:
    """Of each face, and of what belongs to none; empty where one stream is alone."""
    table = fused(session)
    if table is None:
        return []
    faces = table["face_id"]
    found = []
    for face in (*np.unique(faces[~np.isnan(faces)]), *([np.nan] if np.isnan(faces).any() else [])):
        mine = table.where(np.isnan(faces) if np.isnan(face) else faces == face)
        weights = np.stack([mine[f"weight_{name}"] for name in STREAMS], axis=1)
        several = (weights > 0).sum(axis=1) > 1
        against = mine["moved_face"][several & (weights[:, 0] > 0)] < 0
        found.append(
            FusionStatistics(
                face_id=None if np.isnan(face) else int(face),
                decided_s=len(mine) * GRID_S,
                together_s=float(several.sum()) * GRID_S,
                top_share={name: float((mine["fused_expression"] == name).mean()) for name in EXPRESSIONS},
                weight={
                    name: float(weights[several, i].mean()) if several.any() else float("nan")
                    for i, name in enumerate(STREAMS)
                },
                turned=float(against.mean()) if len(against) else float("nan"),
            )
        )
    return found


def fused_bytes(table: Table | None) -> bytes:
    """The bytes of fused.csv; without a table its head alone."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FUSED_HEADER)
    if table is None:
        return text.getvalue().encode()
    cells = [[column.text(value) for value in table[column.name]] for column in FUSED_COLUMNS]
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue().encode()
