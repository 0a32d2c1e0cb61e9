"""How far human coders agree with each other and with the app. The statistics are those of established libraries.

Cohen's kappa, confusion, recall and precision of scikit-learn; Fleiss' kappa and Wilson's intervals of statsmodels;
Krippendorff's alpha of the library of that name. Which figures a study of agreement reports: GRRAS, Kottner et al. 2011
(J. Clinical Epidemiology 64(1)).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from fer_desktop import __version__
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.errors import ExportError
from fer_desktop.results.codes import UNKNOWN, Moment
from fer_desktop.session.library import Session
from fer_desktop.session.schema import CALIBRATED
from fer_desktop.session.table import Table

Codes = Mapping[Moment, str]
NOBODY = ""  # in the place of an answer where no face was found


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One expression: how often coders saw it, recall and precision of the app, each with its 95 % interval."""

    expression: str
    n: int
    recall: float
    recall_95: tuple[float, float]
    precision: float
    precision_95: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Against:
    """The app against one coder.

    Attributes:
        n: Moments that the coder gave one of the eight expressions.
        not_found, unreliable: Shares of these in which no face was found, or one that cannot be trusted.
        accuracy, uar, kappa: Of the moments with a face; NaN without any.
        confusion: (8, 8) rows are codes, columns answers.
    """

    coder: str
    n: int
    not_found: float
    unreliable: float
    accuracy: float
    uar: float
    kappa: float
    classes: tuple[ClassFigures, ...]
    confusion: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Coders among each other, over the moments that all of them coded; "cannot tell" counts as no code.

    Attributes:
        kappas: Cohen's, of each pair.
        fleiss, alpha: Of all; None for a single coder.
        prevalence: How often each code was given, of all.
    """

    kappas: dict[tuple[str, str], float]
    fleiss: float | None
    alpha: float | None
    prevalence: dict[str, int]


def answers(session: Session, moments: Codes, calibrated: bool = False) -> dict[Moment, tuple[str, bool]]:
    """What the app says of each moment, by the mean of its probabilities, and whether that can be trusted."""
    faces = {face: session.table.of(face) for face in session.face_ids}
    empty = session.table.where(np.zeros(len(session.table), dtype=bool))
    return {one: _answer(faces.get(one.face, empty), one, calibrated) for one in moments}


def _answer(table: Table, moment: Moment, calibrated: bool) -> tuple[str, bool]:
    rows = table.where((table["time_s"] >= moment.start_s) & (table["time_s"] <= moment.end_s))
    values = rows.probabilities(CALIBRATED if calibrated else EXPRESSIONS)
    known = values[~np.isnan(values[:, 0])] if len(values) else values
    if not len(known):
        return NOBODY, False
    return EXPRESSIONS[int(known.mean(axis=0).argmax())], bool(rows["quality"].mean() >= UNRELIABLE_BELOW)


def against(coder: str, codes: Codes, said: Mapping[Moment, tuple[str, bool]]) -> Against:
    """The app against one coder.

    Raises:
        ExportError: the libraries are missing.
    """
    _check_libraries()
    from sklearn.metrics import cohen_kappa_score, confusion_matrix, recall_score

    coded = {one: code for one, code in codes.items() if code in EXPRESSIONS}
    n = len(coded)
    seen = [(code, said[one][0]) for one, code in coded.items() if said[one][0] != NOBODY]
    truth, told = [code for code, _ in seen], [answer for _, answer in seen]
    matrix = confusion_matrix(truth, told, labels=list(EXPRESSIONS)) if seen else np.zeros((8, 8), dtype=int)
    has_two = len(set(truth) | set(told)) > 1
    return Against(
        coder=coder,
        n=n,
        not_found=1 - len(seen) / n if n else float("nan"),
        unreliable=sum(not said[one][1] for one in coded) / n if n else float("nan"),
        accuracy=float(np.trace(matrix) / len(seen)) if seen else float("nan"),
        uar=float(recall_score(truth, told, average="macro", labels=sorted(set(truth)))) if seen else float("nan"),
        kappa=float(cohen_kappa_score(truth, told)) if has_two else float("nan"),
        classes=tuple(_class(i, name, matrix) for i, name in enumerate(EXPRESSIONS)),
        confusion=tuple(tuple(int(value) for value in row) for row in matrix),
    )


def _class(index: int, name: str, matrix: np.ndarray) -> ClassFigures:  # type: ignore[type-arg]
    hits, n, claimed = int(matrix[index, index]), int(matrix[index].sum()), int(matrix[:, index].sum())
    recall, recall_95 = _share(hits, n)
    precision, precision_95 = _share(hits, claimed)
    return ClassFigures(name, n, recall, recall_95, precision, precision_95)


def _share(hits: int, n: int) -> tuple[float, tuple[float, float]]:
    """A share with its interval after Wilson 1927; not a number where there is nothing to count."""
    from statsmodels.stats.proportion import proportion_confint

    if not n:
        return float("nan"), (float("nan"), float("nan"))
    low, high = proportion_confint(hits, n, method="wilson")
    return hits / n, (float(low), float(high))


def between(coders: Mapping[str, Codes]) -> Between:
    """Coders among each other.

    Raises:
        ExportError: the libraries are missing.
    """
    _check_libraries()
    import krippendorff
    from sklearn.metrics import cohen_kappa_score
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    known = {name: {one: code for one, code in codes.items() if code != UNKNOWN} for name, codes in coders.items()}
    prevalence = dict(Counter(code for codes in coders.values() for code in codes.values()).most_common())
    kappas = {}
    for one, other in combinations(sorted(known), 2):
        shared = sorted(set(known[one]) & set(known[other]))
        pair = [known[one][m] for m in shared], [known[other][m] for m in shared]
        has_two = len(set(pair[0]) | set(pair[1])) > 1
        kappas[one, other] = float(cohen_kappa_score(*pair)) if has_two else float("nan")
    if len(known) < 2:
        return Between(kappas, None, None, prevalence)
    every = sorted(set().union(*known.values()))
    labels = {code: i for i, code in enumerate(sorted({code for codes in known.values() for code in codes.values()}))}
    data = np.array([[labels.get(codes.get(m, ""), np.nan) for m in every] for codes in known.values()], dtype=float)
    whole = data[:, ~np.isnan(data).any(axis=0)].astype(int)
    has_two = len(labels) > 1
    fleiss = float(fleiss_kappa(aggregate_raters(whole.T)[0])) if whole.size and has_two else float("nan")
    alpha = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal") if has_two else float("nan")
    return Between(kappas, fleiss, float(alpha), prevalence)


def method_paragraph(session: Session, n_coders: int, n_moments: int) -> str:
    """For the method section of a paper."""
    model = session.info.model
    return (
        f"Expressions were read by FER Desktop {session.info.app_version} (model {model.model_id}, SHA-256 "
        f"{model.sha256}, prior {session.info.settings.prior or 'not recorded'}); agreement was computed with version "
        f'{__version__}. {n_coders} coder(s) coded {n_moments} moments, each with one of eight expressions, "other" or '
        '"cannot tell". The answer of the app is the expression with the highest mean probability over the moment. '
        "Reported are, following GRRAS (Kottner et al. 2011), raters, sampling, blinding and statistics: recall and "
        "precision with Wilson's 95 % intervals, Cohen's and Fleiss' kappa, Krippendorff's alpha (nominal), prevalence "
        "and coverage. State who the coders were, how the moments were drawn (sessions sample draws them stratified by "
        "face, answer and certainty, with a seed), and that coders saw neither the answers of the app nor each other's."
    )


def _check_libraries() -> None:
    try:
        import krippendorff  # noqa: F401
        import sklearn  # noqa: F401
        import statsmodels  # noqa: F401
    except ImportError as error:
        raise ExportError(
            "Agreement needs scikit-learn, statsmodels and krippendorff.", "Run pip install fer-desktop[agreement]."
        ) from error
