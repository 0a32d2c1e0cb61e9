"""What a session says in numbers: of each face, over the whole session or between markers, and of the data itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.certainty import UNSURE_BELOW
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.results.gaps import Gaps, gaps_of
from fer_desktop.session.calibrating import calibrated_view
from fer_desktop.session.edits import SessionMarker, Span
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table

MOST_MARKERS = 500  # whose stretches are told one by one: nobody reads more, and a program may send 100,000
_GAP_S = 0.5  # a longer step between two rows of a face is a gap, not time that was seen; see `gaps_of`


@dataclass(frozen=True, slots=True)
class FaceStatistics:
    """One face in one stretch of time.

    Without a row of the face nothing is known of it: every mean and share is NaN, never 0.

    Attributes:
        face_id: Which face.
        span: Which stretch.
        seen_s: Time for which the face was seen.
        n_rows: Rows of the table.
        mean: Mean probability of each expression, 0-1, weighted by time.
        top_share: Share of the seen time in which each expression was the most probable; NaN where the session does not
            know the expression, as one that was imported.
        transitions: Changes of the most probable expression; None where none is known.
        mean_valence: Mean valence, weighted by time.
        unreliable_share: Share of the seen time with a quality that is too low to trust; NaN where none is known.
    """

    face_id: int
    span: Span
    seen_s: float
    n_rows: int
    mean: dict[str, float]
    top_share: dict[str, float]
    transitions: int | None
    mean_valence: float
    unreliable_share: float


@dataclass(frozen=True, slots=True)
class DataQuality:
    """How complete a session is.

    Attributes:
        duration_s: From the first to the last row.
        without_face_share: Share of the analysed frames without a face; NaN without frames.
        unreliable_share: Share of the rows with a face that cannot be trusted; NaN where the quality of none is known.
        uncertain_share: Share of those rows whose answer is more likely wrong than right; NaN where that is not known.
        captured, analysed, skipped, refused: Frames, as session.json counts them; refused is None where nobody knows.
    """

    duration_s: float
    without_face_share: float
    unreliable_share: float
    uncertain_share: float
    captured: int
    analysed: int
    skipped: int
    refused: int | None


def face_statistics(rows: Table, face_id: int, span: Span, gaps: Gaps) -> FaceStatistics:
    """Statistics of one face in a stretch, from all its rows but the excluded ones.

    Each row counts for the time until the next row of the face. Before a gap, and at the end, it counts for
    one usual step, the median of those of the face in this stretch; in no case into an excluded stretch.
    A change of the most probable expression across a gap is no transition.
    """
    mine = rows.between(span.start_s, span.end_s)
    weights = _seen(mine["time_s"], span, gaps)
    seen_s = float(weights.sum())
    # a face of one row was seen for no time; then each row counts alike, so that its means are those of the row
    shares = weights / seen_s if seen_s > 0 else np.full(len(mine), 1 / max(len(mine), 1))
    probabilities = mine.probabilities()
    top, is_known = mine.tops(), ~np.isnan(probabilities).all(axis=0)  # without rows nothing is known
    # what happened during a gap nobody saw: it may have been no change or many
    changes = (np.diff(top) != 0) & gaps.joined(mine["time_s"][:-1], mine["time_s"][1:])
    return FaceStatistics(
        face_id=face_id,
        span=span,
        seen_s=seen_s,
        n_rows=len(mine),
        mean={
            name: float(shares @ probabilities[:, i]) if is_known[i] else float("nan")
            for i, name in enumerate(EXPRESSIONS)
        },
        top_share={
            name: float(shares @ (top == i)) if is_known[i] else float("nan") for i, name in enumerate(EXPRESSIONS)
        },
        transitions=int(changes.sum()) if is_known.any() else None,
        mean_valence=float(shares @ mine["valence"]) if len(mine) else float("nan"),
        unreliable_share=_unreliable_share(mine["quality"], shares),
    )


def spans_between(markers: Sequence[SessionMarker], end_s: float) -> list[tuple[str, Span]]:
    """One stretch for each marker, until the next one or the end, with the marker's label."""
    ends = [*(marker.time_s for marker in markers), end_s][1:]
    return [
        (marker.label, Span(marker.time_s, max(end, marker.time_s))) for marker, end in zip(markers, ends, strict=True)
    ]


def whole_span(session: Session) -> Span:
    """From the first to the last row; of sound alone to the end of what was heard or said."""
    times = session.recorded["time_s"]
    if len(times):
        return Span(float(times[0]), float(times[-1]))
    voice, words = session.voice, session.words
    ends = [voice["time_s"] + voice["duration_s"]] if voice is not None else []
    ends += [words["end_s"]] if words is not None else []
    return Span(0.0, float(max((one.max() for one in ends if len(one)), default=0.0)))


def session_statistics(session: Session, calibrated: bool = False) -> list[FaceStatistics]:
    """Every face over the whole session, excluded stretches left out; with calibrated scores where there are any."""
    span, gaps = whole_span(session), counting_gaps(session)
    return [face_statistics(rows, face, span, gaps) for face, rows in rows_by_face(session, calibrated).items()]


def range_statistics(session: Session, span: Span, calibrated: bool = False) -> list[FaceStatistics]:
    """Every face in one stretch of time, excluded stretches left out; with calibrated scores if so wanted."""
    gaps = counting_gaps(session)
    return [face_statistics(rows, face, span, gaps) for face, rows in rows_by_face(session, calibrated).items()]


def marker_statistics(session: Session, calibrated: bool = False) -> list[tuple[str, FaceStatistics]]:
    """Every face between each marker and the next, with the marker's label; with calibrated scores if so wanted.

    Of the first `MOST_MARKERS` markers.
    """
    gaps, faces = counting_gaps(session), rows_by_face(session, calibrated)
    return [
        (label, face_statistics(rows, face, span, gaps))
        for label, span in spans_between(session.markers, whole_span(session).end_s)[:MOST_MARKERS]
        for face, rows in faces.items()
    ]


def counting_gaps(session: Session) -> Gaps:
    """What parts two rows of a face: nobody saw what was between them."""
    return gaps_of(session, _GAP_S, session.edits.excluded)


def rows_by_face(session: Session, calibrated: bool = False) -> dict[int, Table]:
    """The rows that count, of each face; those with calibrated scores where these are wanted."""
    table = _counted(session, calibrated)
    return {face: table.of(face) for face in _faces(session, calibrated)}


def data_quality(session: Session) -> DataQuality:
    """How complete the session is."""
    table, info, span = session.recorded, session.info, whole_span(session)
    faces = ~np.isnan(table["face_id"])
    frames = len(np.unique(table["frame"]))
    return DataQuality(
        duration_s=span.end_s - span.start_s,
        without_face_share=float((~faces).sum() / frames) if frames else float("nan"),
        unreliable_share=_unreliable_share(table["quality"][faces], np.full(n := int(faces.sum()), 1 / max(n, 1))),
        uncertain_share=_uncertain_share(table),
        captured=info.frames_captured,
        analysed=info.frames_analysed,
        skipped=info.frames_skipped,
        refused=info.frames_refused,
    )


def share_text(share: float, digits: int = 0) -> str:
    """In percent; blank where nobody knows."""
    return "" if np.isnan(share) else f"{share:.{digits}%}"


def _unreliable_share(quality: NDArray[np.float64], shares: NDArray[np.float64]) -> float:
    """NaN where the quality of no row is known."""
    return float("nan") if np.isnan(quality).all() else float(shares @ (quality < UNRELIABLE_BELOW))


def _uncertain_share(table: Table) -> float:
    values = table.columns.get("certainty", np.empty(0))  # older sessions do not have it
    known = values[~np.isnan(values)]
    return float((known < UNSURE_BELOW).mean()) if len(known) else float("nan")


def _counted(session: Session, calibrated: bool) -> Table:
    table = session.edits.without_excluded(session.table)
    return calibrated_view(table) if calibrated else table


def _faces(session: Session, calibrated: bool) -> tuple[int, ...]:
    return calibrated_view(session.table).face_ids if calibrated else session.face_ids


def _seen(times_s: NDArray[np.float64], span: Span, gaps: Gaps) -> NDArray[np.float64]:
    """(N,) seconds for which each row stands; `face_statistics` says how."""
    if len(times_s) < 2:
        return np.zeros(len(times_s))
    steps, is_joined = np.diff(times_s), gaps.joined(times_s[:-1], times_s[1:])
    # of this stretch alone: a session may have been paused, slowed down, or thinned elsewhere
    usual = float(np.median(steps[is_joined])) if is_joined.any() else 0.0
    seconds = np.append(np.where(is_joined, steps, usual), min(usual, max(span.end_s - times_s[-1], 0.0)))
    # no row may count into what the user left out, even where its usual step reaches so far
    return np.minimum(seconds, gaps.until_excluded(times_s))
