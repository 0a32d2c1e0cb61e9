"""What can be asked of a study beside a comparison and curves around a marker, and the way from each to its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.progress import Progress
from fer_desktop.results.phrases import Phrase
from fer_desktop.session.library import Session, load_session
from fer_desktop.session.table import Table
from fer_desktop.studies.answers import Answer, around_marker, compared, trends_of
from fer_desktop.studies.choices import Measure
from fer_desktop.studies.clocks import by_marker, by_start
from fer_desktop.studies.comparing import Options, compare
from fer_desktop.studies.comparison_tables import measure_name
from fer_desktop.studies.courses import courses
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.levels import levels_of
from fer_desktop.studies.marker_curves import CourseOptions
from fer_desktop.studies.over_time import over_time
from fer_desktop.studies.study import Study
from fer_desktop.studies.synchrony import Asked, TwoFaces
from fer_desktop.studies.synchrony_answers import together
from fer_desktop.studies.together import Together, all_pairs, pair_of


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendQuestion:
    """How one participant changes from session to session."""

    participant: str
    measure: Measure = "mean"
    expressions: tuple[str, ...] = EXPRESSIONS
    least_seen: float = 0.5
    seed: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class PartsQuestion:
    """How everybody changes within a session, from each of so many equal parts to the others."""

    parts: int = 3
    measure: Measure = "mean"
    expressions: tuple[str, ...] = EXPRESSIONS
    least_seen: float = 0.5
    seed: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class TwoFacesQuestion:
    """How far two faces move together.

    Attributes:
        folders: Of their sessions, as the study names them; one alone for two faces of it.
        marker: That both sessions have at the same moments; "" to go by when they began.
    """

    folders: tuple[str, ...]
    faces: tuple[int, int]
    curve: str = "happiness"
    marker: str = ""
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True, kw_only=True, slots=True)
class AllPairsQuestion:
    """How far every two faces of one session move together, in all sessions of a study."""

    curve: str = "happiness"
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the sessions of a study are read.

    Attributes:
        passphrase: Of the encrypted ones.
        calibrated: Whether the calibrated scores count.
    """

    passphrase: str = ""
    calibrated: bool = False


Question = Options | CourseOptions | TrendQuestion | PartsQuestion | TwoFacesQuestion | AllPairsQuestion


def answer_to(question: Question, study: Study, table: Table, reading: Reading, progress: Progress) -> Answer:
    """The answer; `table` is that of the study, read in this way.

    Raises:
        StudyUnreadable: there is none.
        Cancelled: `progress` says so.
    """
    match question:
        case Options():
            return compared(table, compare(table, question, levels_of(study.facts, question.by)))
        case CourseOptions():
            return around_marker(courses(study, question, reading.passphrase, reading.calibrated, progress))
        case TrendQuestion():
            who, measure = question.participant, question.measure
            found = over_time(table, who, measure, question.expressions, question.least_seen, question.seed)
            return trends_of(found, who, measure)
        case TwoFacesQuestion():
            folders = [study.folder / Path(one).expanduser() for one in question.folders]
            sessions = [load_session(folder, reading.passphrase) for folder in folders]
            return together(two_faces(sessions, question, reading.calibrated))
        case AllPairsQuestion():
            how = reading.passphrase, reading.calibrated
            return together(all_pairs(study, question.curve, question.asked, *how, progress))
        case PartsQuestion():
            parted = study_table(study, reading.passphrase, reading.calibrated, progress, question.parts)
            asked = Options(
                by="condition",
                measure=question.measure,
                expressions=question.expressions,
                least_seen=question.least_seen,
                seed=question.seed,
            )
            answer = compared(parted, compare(parted, asked))
            what = measure_name(question.measure)
            title = Phrase("{measure} within sessions, in {n} parts", measure=what, n=question.parts)
            return replace(answer, title=title)


def two_faces(sessions: Sequence[Session], question: TwoFacesQuestion, calibrated: bool) -> Together:
    """A face of each of one or two sessions, which are put on one clock.

    Raises:
        StudyUnreadable: they cannot be, a face is not there, or too few windows count.
    """
    first, second = sessions[0], sessions[-1]
    clock = None
    if first is not second:
        clock = by_marker(first, second, question.marker) if question.marker else by_start(first, second)
    pair = TwoFaces((first, second), question.faces, 0.0 if clock is None else clock.offset_s, calibrated)
    return pair_of(pair, question.curve, question.asked, clock)
