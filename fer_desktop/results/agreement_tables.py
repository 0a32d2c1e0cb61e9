"""What coders and app say of a session or of labelled pictures, as tables and a paragraph for a paper.

Which figures a study of agreement reports: GRRAS, Kottner et al. 2011 (J. Clinical Epidemiology 64(1)).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from fer_desktop import __version__
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.results.agreement import Against, Interval, against, answers
from fer_desktop.results.codes import codes_of, intensities_of
from fer_desktop.results.coverage import WHOLE, Coverage, coverage
from fer_desktop.results.phrases import ENGLISH, NAMES, Catalogue, Phrase, joined
from fer_desktop.results.reliability import ICC, Between, between
from fer_desktop.results.strata import weights_of
from fer_desktop.results.tables import ReportTable, html_of
from fer_desktop.results.weighting import OfSession, Share, of_session
from fer_desktop.session.calibrating import is_calibrated
from fer_desktop.session.codings import Coding
from fer_desktop.session.library import Session

CHECKED = Phrase("Checked by hand")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything that is said of it.

    Attributes:
        app: The app against each coder, with scores as they are and, where there are any, calibrated ones.
        of_session: The same, weighted back to the whole session; empty where moments were chosen elsewhere.
        method: A paragraph for the method section of a paper.
    """

    app: tuple[tuple[bool, Against], ...]
    of_session: tuple[tuple[bool, OfSession], ...]
    coders: Between
    coverage: tuple[Coverage, ...]
    method: Phrase


def agreement(session: Session, codings: Sequence[Coding]) -> Agreement:
    """How far coders agree with each other and with the app."""
    said = {one.coder: codes_of(one) for one in codings if one.n_coded}
    strengths = {one.coder: intensities_of(one) for one in codings if one.n_coded}
    kinds = (False, True) if is_calibrated(session.table) else (False,)
    app = tuple(
        (calibrated, against(name, codes, answers(session, codes, calibrated), strengths[name]))
        for name, codes in said.items()
        for calibrated in kinds
    )
    seeds = {one.coder: one.seed for one in codings}
    weights = {name: weights_of(session, codes, seeds[name] is not None) for name, codes in said.items()}
    whole = tuple(
        (calibrated, of_session(name, codes, answers(session, codes, calibrated), known))
        for name, codes in said.items()
        for calibrated in kinds
        if (known := weights[name]) is not None
    )
    among = between(said, strengths)
    return Agreement(app, whole, among, tuple(coverage(session)), method_paragraph(session, codings))


def method_paragraph(session: Session, codings: Sequence[Coding]) -> Phrase:
    """For the method section of a paper."""
    known, coded = session.calibration, _how_coded(session, codings)
    if known is None or not is_calibrated(session.table):
        return coded
    share = Phrase(", half of it where an expression rises by {half_at} log odds", half_at=f"{known.half_at:g}")
    against = Phrase(
        "Calibrated scores are read against the person's own neutral face (logits, gain {gain}{share}{mixing}).",
        gain=f"{known.gain:g}",
        share=share if known.half_at else "",
        mixing=Phrase("; what a rise of one expression adds to another is kept with the session")
        if known.mixing
        else "",
    )
    return joined([coded, against], " ")


def _how_coded(session: Session, codings: Sequence[Coding]) -> Phrase:
    """Version, model, settings, sampling, blinding and statistics."""
    model, settings = session.info.model, session.info.settings
    begun = [one for one in codings if one.n_coded]
    n_moments = len(set().union(*(codes_of(one) for one in begun)))
    seeds = sorted({str(one.seed) for one in begun if one.seed is not None})
    drawn = Phrase("chosen elsewhere (state how)")
    if seeds:
        drawn = Phrase(
            "drawn by the app, stratified by face, answer and certainty of the answer (seed {seeds}), so that rare and "
            "unsure answers are over-represented: the figures are those of the drawn moments, but where it is said "
            "that they are weighted back to the session (each moment by the number of moments in its stratum over the "
            "coded ones, Wilson's intervals with Kish's effective number)",
            seeds=", ".join(seeds),
        )
    shown = Phrase("as short loops")
    if session.info.source.images:
        shown = Phrase("as photographs")
    blind = (
        Phrase(
            "Moments were shown {shown} without the answer of the app, and coders did not see each other's codes.",
            shown=shown,
        )
        if any(one.origin == "window" for one in begun)
        else Phrase("State what the coders saw, and whether they knew each other's codes.")
    )
    return Phrase(
        "Expressions were read by FER Desktop {app_version} (model {model}, SHA-256 {sha256}, prior {prior}, "
        "{most_faces} face(s) at most); agreement was computed with version {version}. {n_coders} coder(s) coded "
        '{n_moments} moments, each with one of eight expressions, "other" or "cannot tell"; moments were {drawn}. '
        "{blind} The answer of the app is the expression with the highest mean probability over the moment. Reported "
        "are, following GRRAS (Kottner et al. 2011), raters, sampling, blinding and statistics: recall and precision "
        "with Wilson's 95 % intervals, Cohen's and Fleiss' kappa, Krippendorff's alpha (nominal), intraclass "
        "correlations (two-way random effects, absolute agreement, single ratings) of valence and intensity, "
        "prevalence and coverage. State who the coders were and how they were trained.",
        app_version=session.info.app_version,
        model=model.model_id,
        sha256=model.sha256,
        prior=settings.prior or Phrase("not recorded"),
        most_faces=settings.max_faces or "?",
        version=__version__,
        n_coders=len(begun),
        n_moments=n_moments,
        drawn=drawn,
        blind=blind,
    )


def agreement_tables(found: Agreement) -> list[ReportTable]:
    """All of it but the paragraph."""
    tables = [table for calibrated, one in found.app for table in against_tables(one, calibrated)]
    tables += [table for calibrated, one in found.of_session for table in _session_tables(one, calibrated)]
    return [*tables, _between_table(found.coders), _prevalence_table(found.coders), _coverage_table(found.coverage)]


def agreement_html(found: Agreement, words: Catalogue = ENGLISH) -> str:
    """The tables and the paragraph, as part of a page."""
    tables = "".join(html_of(table, words) for table in agreement_tables(found))
    above, below = words.text(CHECKED), words.text(Phrase("For the method section"))
    return f"<h2>{above}</h2>{tables}<h2>{below}</h2><p>{escape(words.text(found.method))}</p>"


def between_tables(codings: Sequence[Coding]) -> list[ReportTable]:
    """Coders among each other; none where nobody is known by name."""
    begun = [one for one in codings if one.n_coded]
    if not begun:
        return []
    among = between({one.coder: codes_of(one) for one in begun}, {one.coder: intensities_of(one) for one in begun})
    return [_between_table(among), _prevalence_table(among)]


def against_tables(one: Against, calibrated: bool = False) -> list[ReportTable]:
    """The app against one coder, or against the labels of pictures."""
    kind = Phrase(", calibrated") if calibrated else Phrase("")
    facts: list[tuple[str, ...]] = [
        (Phrase("figures of"), Phrase("what was coded, every one counting the same")),
        (Phrase("coded with an expression"), str(one.n)),
        (Phrase("no face found"), _percent(one.not_found)),
        (Phrase("unreliable"), _percent(one.unreliable)),
        (Phrase("accuracy"), _with_interval(one.accuracy, one.accuracy_95)),
        (Phrase("mean recall of the classes (UAR)"), _number(one.uar)),
        (Phrase("Cohen's kappa"), _number(one.kappa)),
        (Phrase("valence, ICC(2,1)"), _icc(one.valence)),
    ]
    classes: list[tuple[str, ...]] = [
        (
            Phrase(part.expression),
            str(part.n),
            _with_interval(part.recall, part.recall_95),
            str(part.n_answers),
            _with_interval(part.precision, part.precision_95),
        )
        for part in one.classes
        if part.n or part.n_answers
    ]
    confusion: list[tuple[str, ...]] = [
        (Phrase(name), *map(str, row)) for name, row in zip(EXPRESSIONS, one.confusion, strict=True)
    ]
    return [
        ReportTable(Phrase("The app{kind} against {coder}", kind=kind, coder=one.coder), (), facts),
        ReportTable(
            Phrase("Expressions{kind}: {coder}", kind=kind, coder=one.coder),
            (
                *(Phrase("expression"), Phrase("coded"), Phrase("recall (95 %)")),
                *(Phrase("answered"), Phrase("precision (95 %)")),
            ),
            classes,
        ),
        ReportTable(
            Phrase("Confusion{kind}: {coder} (rows) and app (columns)", kind=kind, coder=one.coder),
            (Phrase("coded"), *NAMES),
            confusion,
        ),
    ]


def _session_tables(one: OfSession, calibrated: bool) -> list[ReportTable]:
    """The app against one coder, weighted back to the session."""
    kind = Phrase(", calibrated") if calibrated else Phrase("")
    facts: list[tuple[str, ...]] = [
        (Phrase("figures of"), Phrase("the whole session, as an estimate")),
        (Phrase("share of the session that coded moments stand for"), _percent(one.covered)),
        (Phrase("no face found"), _share(one.not_found)),
        (Phrase("accuracy"), _share(one.accuracy)),
        (Phrase("mean recall of the classes (UAR)"), _number(one.uar)),
        (Phrase("Cohen's kappa"), _number(one.kappa)),
    ]
    classes: list[tuple[str, ...]] = [
        (Phrase(part.expression), _share(part.prevalence), _share(part.recall), _share(part.precision))
        for part in one.classes
    ]
    head = Phrase("expression"), Phrase("share (95 %)"), Phrase("recall (95 %)"), Phrase("precision (95 %)")
    return [
        ReportTable(
            Phrase("Weighted back to the session: the app{kind} against {coder}", kind=kind, coder=one.coder),
            (),
            facts,
        ),
        ReportTable(
            Phrase("Weighted back to the session: expressions{kind}, {coder}", kind=kind, coder=one.coder),
            head,
            classes,
        ),
    ]


def _between_table(found: Between) -> ReportTable:
    rows: list[tuple[str, ...]] = [
        (Phrase("{one} and {other}: Cohen's kappa", one=one, other=other), _number(kappa))
        for (one, other), kappa in found.kappas.items()
    ]
    if found.fleiss is None or found.alpha is None:
        alone = (Phrase("one coder"), Phrase("a second one is needed for agreement"))
        return ReportTable(Phrase("Coders among each other"), (), [alone])
    rows += [
        ("Fleiss' kappa", _number(found.fleiss)),
        ("Krippendorff's alpha", _number(found.alpha)),
        (Phrase("valence, ICC(2,1)"), _icc(found.valence)),
        (Phrase("intensity, ICC(2,1)"), _icc(found.intensity)),
    ]
    return ReportTable(Phrase("Coders among each other"), (), rows)


def _prevalence_table(found: Between) -> ReportTable:
    n = sum(found.prevalence.values())
    rows: list[tuple[str, ...]] = [
        (Phrase(code), f"{count} ({count / n:.1%})") for code, count in found.prevalence.items()
    ]
    return ReportTable(Phrase("Codes that were given"), (), rows)


def _coverage_table(parts: Sequence[Coverage]) -> ReportTable:
    rows: list[tuple[str, ...]] = [
        (
            Phrase("whole session") if part.label == WHOLE else part.label,
            f"{part.span.start_s:.2f}",
            f"{part.span.end_s:.2f}",
            str(part.n_frames),
            _percent(part.not_found),
            _percent(part.unreliable),
        )
        for part in parts
    ]
    head = (
        *(Phrase("condition (from a marker to the next)"), Phrase("from (s)"), Phrase("to (s)"), Phrase("frames")),
        *(Phrase("no face found"), Phrase("unreliable")),
    )
    return ReportTable(Phrase("Coverage"), head, rows)


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _percent(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.1%}"


def _with_interval(value: float, interval: Interval) -> str:
    if math.isnan(value):
        return "-"
    figures = [f"{number:.3f}" for number in (value, *interval)]
    return Phrase("{value} ({low} to {high})", **dict(zip(("value", "low", "high"), figures, strict=True)))


def _share(one: Share) -> str:
    return _with_interval(one.value, one.interval_95)


def _icc(found: ICC | None) -> str:
    if found is None:
        return "-"
    return Phrase("{value}, n {n}", value=_with_interval(found.value, found.interval_95), n=found.n)
