"""How far the app agrees with what a person said, of moments of a session or of labelled pictures.

Cohen's kappa, confusion, recall and precision are those of scikit-learn.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.results.codes import coded_valence
from fer_desktop.results.reliability import ICC, icc
from fer_desktop.results.strata import Moment
from fer_desktop.session.library import Session
from fer_desktop.session.schema import CALIBRATED
from fer_desktop.session.table import Table, tops_of

Interval = tuple[float, float]
Thing = TypeVar("Thing", bound=Hashable)
"""What was looked at: a moment, a picture."""

NOBODY = ""  # in the place of an answer where no face was found
NOTHING: Interval = (float("nan"), float("nan"))
_Z = 1.959963984540054  # of the normal distribution, for 95 %


class Said(NamedTuple):
    """What the app says of a thing: `NOBODY` or an expression, whether that can be trusted, and its valence."""

    answer: str
    is_reliable: bool
    valence: float


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One expression: how often it was coded, recall and precision of the app, each with its 95 % interval."""

    expression: str
    n: int
    n_answers: int
    recall: float
    recall_95: Interval
    precision: float
    precision_95: Interval


@dataclass(frozen=True, slots=True)
class Against:
    """The app against one coder.

    Attributes:
        n: Things that the coder gave one of the eight expressions.
        not_found, unreliable: Shares of these in which no face was found, or one that cannot be trusted.
        accuracy, uar, kappa: Of the things with a face; NaN without any.
        confusion: (8, 8) rows are codes, columns answers.
        valence: Of the valence of code and answer; None where too little was coded.
    """

    coder: str
    n: int
    not_found: float
    unreliable: float
    accuracy: float
    accuracy_95: Interval
    uar: float
    kappa: float
    classes: tuple[ClassFigures, ...]
    confusion: tuple[tuple[int, ...], ...]
    valence: ICC | None


def answers(session: Session, moments: Mapping[Moment, str], calibrated: bool = False) -> dict[Moment, Said]:
    """What the app says of each moment, by the mean of its probabilities."""
    faces = {face: session.table.of(face) for face in session.face_ids}
    empty = session.table.where(np.zeros(len(session.table), dtype=bool))
    return {one: _answer(faces.get(one.face, empty), one, calibrated) for one in moments}


def _answer(table: Table, moment: Moment, calibrated: bool) -> Said:
    rows = table.between(moment.start_s, moment.end_s)
    values = rows.probabilities(CALIBRATED if calibrated else EXPRESSIONS)
    is_known = tops_of(values) >= 0
    if not is_known.any():
        return Said(NOBODY, False, float("nan"))
    valence = rows["calibrated_valence" if calibrated else "valence"][is_known].mean()
    top = EXPRESSIONS[int(tops_of(values[is_known].mean(axis=0, keepdims=True))[0])]
    return Said(top, not rows["quality"].mean() < UNRELIABLE_BELOW, float(valence))


def against(
    coder: str, codes: Mapping[Thing, str], said: Mapping[Thing, Said], intensities: Mapping[Thing, int] | None = None
) -> Against:
    """The app against one coder."""
    from sklearn.metrics import cohen_kappa_score, confusion_matrix, recall_score

    coded = {one: code for one, code in codes.items() if code in EXPRESSIONS}
    n = len(coded)
    seen = [one for one in coded if said[one].answer != NOBODY]
    truth, told = [coded[one] for one in seen], [said[one].answer for one in seen]
    matrix = confusion_matrix(truth, told, labels=list(EXPRESSIONS)) if seen else np.zeros((8, 8), dtype=int)
    has_two = len(set(truth) | set(told)) > 1
    accuracy, accuracy_95 = _share(int(np.trace(matrix)), len(seen))
    return Against(
        coder=coder,
        n=n,
        not_found=1 - len(seen) / n if n else float("nan"),
        unreliable=sum(not said[one].is_reliable for one in coded) / n if n else float("nan"),
        accuracy=accuracy,
        accuracy_95=accuracy_95,
        uar=float(recall_score(truth, told, average="macro", labels=sorted(set(truth)))) if seen else float("nan"),
        kappa=float(cohen_kappa_score(truth, told)) if has_two else float("nan"),
        classes=tuple(_class(i, name, matrix) for i, name in enumerate(EXPRESSIONS)),
        confusion=tuple(tuple(int(value) for value in row) for row in matrix),
        valence=_valence(seen, coded, said, intensities or {}),
    )


def _valence(
    seen: list[Thing], coded: Mapping[Thing, str], said: Mapping[Thing, Said], intensities: Mapping[Thing, int]
) -> ICC | None:
    pairs = [(coded_valence(coded[one], intensities.get(one)), said[one].valence) for one in seen]
    return icc(np.array(pairs, dtype=float).reshape(-1, 2))


def _class(index: int, name: str, matrix: NDArray[np.int64]) -> ClassFigures:
    hits, n, n_answers = int(matrix[index, index]), int(matrix[index].sum()), int(matrix[:, index].sum())
    return ClassFigures(name, n, n_answers, *_share(hits, n), *_share(hits, n_answers))


def _share(hits: int, n: int) -> tuple[float, Interval]:
    """A share with its interval; not a number where there is nothing to count."""
    return (hits / n, wilson(hits / n, n)) if n else (float("nan"), NOTHING)


def wilson(share: float, n: float) -> Interval:
    """The 95 % interval of a share of n things after Wilson 1927 (J. American Statistical Association 22(158))."""
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    # none and all have an exact end: what is left of the difference is rounding
    return max(middle - half, 0.0) if share > 0 else 0.0, min(middle + half, 1.0) if share < 1 else 1.0
