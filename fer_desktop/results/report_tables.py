"""What a report says of a session, as tables of text."""

from __future__ import annotations

import math

import numpy as np

from fer_desktop import __version__
from fer_desktop.core.baseline import Baseline
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.neutral_stretch import FLAW_WORDS, FLAWS
from fer_desktop.errors import readable
from fer_desktop.results.detail_tables import detail_tables
from fer_desktop.results.phrases import NAMES, Phrase, joined, phrase_of, source_phrase
from fer_desktop.results.statistics import (
    MOST_MARKERS,
    DataQuality,
    FaceStatistics,
    data_quality,
    marker_statistics,
    session_statistics,
    share_text,
)
from fer_desktop.results.stream_tables import stream_tables
from fer_desktop.results.tables import ReportTable
from fer_desktop.session.calibrating import is_calibrated
from fer_desktop.session.library import Session

NOTE = Phrase(
    "This report shows facial expressions as a model reads them, with probabilities. It does not say what a person "
    "feels. The model is often wrong, above all on turned, small or dark faces and on rare expressions; check a sample "
    "by eye before you draw conclusions."
)
_SOUND_NOTE = Phrase(
    "This report shows expressions of voices and words as models read them, with probabilities. It does not say what a "
    "person feels. The models are often wrong, above all in noise and on voices unlike those that they were made from; "
    "check a sample by ear before you draw conclusions."
)
_ORIGINS = {
    "asked": Phrase("asked for"),
    "automatic": Phrase("most neutral fifth"),
    "range": Phrase("a stretch of the session"),
    "file": Phrase("a picture or video"),
    "session": Phrase("another session"),
    "kept": Phrase("kept with the name"),
}
_AT_END_S = 1.0  # containers promise a little more or less than their frames last


def title_of(session: Session) -> str:
    """What the session is called."""
    return session.edits.title or readable(session.folder.name)


def note_of(session: Session) -> Phrase:
    """What a reader should know before all else."""
    return _SOUND_NOTE if session.info.is_sound_alone else NOTE


def origin_of(session: Session) -> Phrase:
    """Which model and which versions made the figures."""
    model = session.info.model
    if session.info.is_sound_alone:
        return joined((*_models_of_sound(session), _versions(session)), " ")
    return Phrase(
        "Model {model}, SHA-256 {sha256}. Recorded with FER Desktop {recorded_with}, report made with {version}. "
        "Figures, protocol and known failures of the model are in its model card (MODEL_CARD.md).",
        model=model.model_id or "?",
        sha256=model.sha256 or "?",
        recorded_with=session.info.app_version or "?",
        version=__version__,
    )


def _models_of_sound(session: Session) -> list[Phrase]:
    """What read voice and words, where anything did."""
    voice, transcript = session.info.voice, session.edits.transcript
    found = []
    if voice is not None and (one := voice.model).model_id:
        found.append(Phrase("Model of the voice {model}, SHA-256 {sha256}.", model=one.model_id, sha256=one.sha256))
    if transcript is not None and (one := transcript.model).model_id:
        found.append(Phrase("Model of the words {model}, SHA-256 {sha256}.", model=one.model_id, sha256=one.sha256))
    return found


def _versions(session: Session) -> Phrase:
    return Phrase(
        "Recorded with FER Desktop {recorded_with}, report made with {version}.",
        recorded_with=session.info.app_version or "?",
        version=__version__,
    )


def fact_tables(session: Session) -> list[ReportTable]:
    """What the session is, and how complete."""
    return [
        ReportTable(Phrase("Summary"), (), _summary(session)),
        ReportTable(Phrase("Data quality"), (), _quality(session)),
    ]


def figure_tables(session: Session) -> list[ReportTable]:
    """What was measured: shares and means of each face, voice and words, then markers and what was between them."""
    kinds = _kinds(session)
    tables = []
    for calibrated in kinds:
        statistics = session_statistics(session, calibrated)
        tables += [_shares(session, statistics, calibrated), _means(session, statistics, calibrated)]
    if len(kinds) > 1:
        tables.append(_baselines(session))
    tables += detail_tables(session)
    tables += stream_tables(session)
    if session.markers:
        shown = session.markers[:MOST_MARKERS]
        rows: list[tuple[str, ...]] = [(f"{m.time_s:.2f}", m.label) for m in shown]
        tables.append(ReportTable(_of_all(Phrase("Markers"), session), (Phrase("time (s)"), Phrase("label")), rows))
        tables += [_by_marker(session, calibrated) for calibrated in kinds]
    return tables


def _kinds(session: Session) -> tuple[bool, ...]:
    """Whether figures of faces are calibrated: once so, once so; none of sound alone."""
    if session.info.is_sound_alone:
        return ()
    return (False, True) if is_calibrated(session.table) else (False,)


def _baselines(session: Session) -> ReportTable:
    """What the calibrated figures are read against."""
    rows: list[tuple[str, ...]] = [
        (
            session.name_of(face),
            _origin(one),
            str(one.n_frames),
            Phrase(one.scores.top),
            *(f"{value:.3f}" for value in one.scores.probabilities),
        )
        for face, one in sorted(session.baselines.items())
        if face in session.face_ids
    ]
    head = (Phrase("face"), Phrase("neutral face from"), Phrase("frames"), Phrase("reads as"), *NAMES)
    return ReportTable(Phrase("Neutral faces that the calibrated figures are read against"), head, rows)


def _origin(baseline: Baseline) -> str:
    """Where it comes from, and what it was used in spite of."""
    origin = _ORIGINS.get(baseline.origin, baseline.origin)
    if not baseline.despite:
        return origin
    flaws = joined(Phrase(FLAW_WORDS[flaw] if flaw in FLAWS else flaw) for flaw in baseline.despite)
    return Phrase("{origin}, although it looks like this: {flaws}", origin=origin, flaws=flaws)


def _kind(calibrated: bool) -> Phrase:
    return Phrase(", calibrated with the person's own neutral face") if calibrated else Phrase(", not calibrated")


def _of_all(heading: Phrase, session: Session) -> Phrase:
    """Says where a table of markers does not hold all of them."""
    n_markers = len(session.markers)
    if n_markers <= MOST_MARKERS:
        return heading
    return Phrase(
        "{heading} (the first {most} of {n}; markers.csv holds all)", heading=heading, most=MOST_MARKERS, n=n_markers
    )


def _moment(utc: str) -> str:
    return utc[:19].replace("T", " ")


def _summary(session: Session) -> list[tuple[str, ...]]:
    info, source = session.info, session.info.source
    excluded = ", ".join(f"{s.start_s:.1f}-{s.end_s:.1f} s" for s in session.edits.excluded)
    return [
        # of a file nobody knows when it was recorded
        (Phrase("started (UTC)") if source.is_live else Phrase("analysed (UTC)"), _moment(info.started_at_utc)),
        (Phrase("source"), source_phrase(source.name)),
        *([] if info.is_sound_alone else _of_pictures(session)),
        (Phrase("complete"), Phrase("yes") if info.complete else Phrase("no")),
        (Phrase("ended because"), _end_reason(session)),
        *((Phrase("damage"), phrase_of(problem)) for problem in session.problems),
        (Phrase("excluded stretches"), excluded or Phrase("none")),
    ]


def _of_pictures(session: Session) -> list[tuple[str, ...]]:
    info, source = session.info, session.info.source
    return [
        (Phrase("picture"), f"{source.width_px or '?'} × {source.height_px or '?'}"),
        (Phrase("faces"), ", ".join(session.name_of(face) for face in session.face_ids) or Phrase("none")),
        (Phrase("rows"), str(len(session.recorded))),
        (Phrase("video"), Phrase("yes") if info.has_video else Phrase("no")),
    ]


def _end_reason(session: Session) -> Phrase:
    """Why it ended: session.json leaves that empty where the user or the end of the file did it."""
    info, source = session.info, session.info.source
    if info.end_reason:
        return Phrase(info.end_reason)
    if not info.complete:
        return Phrase("not known: it was not closed")
    if source.is_live:
        return Phrase("finished normally")
    if source.duration_s and info.duration_s >= source.duration_s - _AT_END_S:
        return Phrase("the end of the file")
    return Phrase("finished normally")


def _quality(session: Session) -> list[tuple[str, ...]]:
    quality = data_quality(session)
    return [
        (Phrase("duration"), f"{quality.duration_s:.1f} s"),
        *([] if session.info.is_sound_alone else _quality_of_frames(quality)),
        *([(Phrase("markers left out (too fast)"), str(n))] if (n := session.info.markers_refused) else []),
    ]


def _quality_of_frames(quality: DataQuality) -> list[tuple[str, ...]]:
    return [
        (Phrase("frames without a face"), _share(quality.without_face_share)),
        (Phrase("rows that cannot be trusted"), _share(quality.unreliable_share)),
        (Phrase("rows whose answer is uncertain (certainty under 0.5)"), _share(quality.uncertain_share)),
        (Phrase("frames captured"), str(quality.captured)),
        (Phrase("frames analysed"), str(quality.analysed)),
        (Phrase("frames skipped (analysis was busy)"), str(quality.skipped)),
        (Phrase("frames not stored (disk was busy)"), "" if quality.refused is None else str(quality.refused)),
    ]


def _share(value: float) -> str:
    return Phrase("not known") if math.isnan(value) else f"{value:.1%}"


def _shares(session: Session, statistics: list[FaceStatistics], calibrated: bool) -> ReportTable:
    rows: list[tuple[str, ...]] = [
        (
            session.name_of(s.face_id),
            f"{s.seen_s:.1f}",
            *(share_text(s.top_share[name], 1) for name in EXPRESSIONS),
            _count(s.transitions),
            share_text(s.unreliable_share, 1),
        )
        for s in statistics
    ]
    head = (Phrase("face"), Phrase("seen (s)"), *NAMES, Phrase("changes"), Phrase("unreliable"))
    heading = Phrase("Share of time with each expression on top{kind}", kind=_kind(calibrated))
    return ReportTable(heading, head, rows)


def _means(session: Session, statistics: list[FaceStatistics], calibrated: bool) -> ReportTable:
    rows: list[tuple[str, ...]] = [
        (session.name_of(s.face_id), *(_mean(s.mean[name]) for name in EXPRESSIONS), _signed(s.mean_valence))
        for s in statistics
    ]
    heading = Phrase("Mean probability of each expression{kind}", kind=_kind(calibrated))
    return ReportTable(heading, (Phrase("face"), *NAMES, Phrase("valence")), rows)


def _by_marker(session: Session, calibrated: bool) -> ReportTable:
    head = (
        *(Phrase("marker"), Phrase("from (s)"), Phrase("to (s)"), Phrase("face"), Phrase("seen (s)")),
        *(Phrase("most on top"), Phrase("share"), Phrase("changes"), Phrase("valence")),
    )
    rows: list[tuple[str, ...]] = []
    for label, s in marker_statistics(session, calibrated):
        top = max(EXPRESSIONS, key=lambda name: np.nan_to_num(s.top_share[name], nan=-1.0))
        was_seen = s.transitions is not None
        rows.append(
            (
                label,
                f"{s.span.start_s:.2f}",
                f"{s.span.end_s:.2f}",
                session.name_of(s.face_id),
                f"{s.seen_s:.1f}",
                Phrase(top) if was_seen else "",
                f"{s.top_share[top]:.1%}" if was_seen else "",
                _count(s.transitions),
                _signed(s.mean_valence),
            )
        )
    heading = _of_all(Phrase("From each marker to the next{kind}", kind=_kind(calibrated)), session)
    return ReportTable(heading, head, rows)


def _count(value: int | None) -> str:
    return "" if value is None else str(value)


def _mean(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.3f}"


def _signed(value: float) -> str:
    return "" if np.isnan(value) else f"{value:+.3f}"
