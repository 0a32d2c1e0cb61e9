"""What can be asked of a study beside a comparison and curves around a marker, and the way from each to its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.progress import Progress
from fer_desktop.results.phrases import Phrase
from fer_desktop.session.table import Table
from fer_desktop.studies.answers import Answer, around_marker, compared, trends_of
from fer_desktop.studies.comparing import Options, compare
from fer_desktop.studies.comparison_tables import measure_name
from fer_desktop.studies.courses import courses
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.marker_curves import CourseOptions
from fer_desktop.studies.over_time import over_time
from fer_desktop.studies.people import Measure
from fer_desktop.studies.study import Study


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendQuestion:
    """How one participant changes from session to session."""

    participant: str
    measure: Measure = "mean"
    expressions: tuple[str, ...] = EXPRESSIONS
    least_seen: float = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class PartsQuestion:
    """How everybody changes within a session, from each of so many equal parts to the others."""

    parts: int = 3
    measure: Measure = "mean"
    expressions: tuple[str, ...] = EXPRESSIONS
    least_seen: float = 0.5


Question = Options | CourseOptions | TrendQuestion | PartsQuestion


def answer_to(question: Question, study: Study, table: Table, passphrase: str, progress: Progress) -> Answer:
    """The answer; `table` is that of the study.

    Raises:
        StudyUnreadable: there is none.
        Cancelled: `progress` says so.
    """
    match question:
        case Options():
            return compared(table, compare(table, question))
        case CourseOptions():
            return around_marker(courses(study, question, passphrase, progress=progress))
        case TrendQuestion():
            who, measure = question.participant, question.measure
            found = over_time(table, who, measure, question.expressions, question.least_seen)
            return trends_of(found, who, measure)
        case PartsQuestion():
            parted = study_table(study, passphrase, progress=progress, parts=question.parts)
            asked = Options(
                by="condition",
                measure=question.measure,
                expressions=question.expressions,
                least_seen=question.least_seen,
            )
            answer = compared(parted, compare(parted, asked))
            what = measure_name(question.measure)
            title = Phrase("{measure} within sessions, in {n} parts", measure=what, n=question.parts)
            return replace(answer, title=title)
