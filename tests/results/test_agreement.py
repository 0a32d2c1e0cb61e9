"""Human codes of a session: drawn moments, files, and figures against worked examples and the libraries."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.baseline import Calibration, baseline_of
from fer_desktop.results.agreement import against, answers, wilson
from fer_desktop.results.agreement_tables import agreement, agreement_tables
from fer_desktop.results.codes import begun_coding
from fer_desktop.results.coverage import coverage
from fer_desktop.results.neutral import calibrated_edits
from fer_desktop.results.reliability import between, icc
from fer_desktop.results.report import write_report
from fer_desktop.results.strata import Moment
from fer_desktop.session.codings import Coding, save_coding
from fer_desktop.session.library import load_session
from tests.factories import write_session
from tests.fakes import make_scores


@pytest.fixture
def session(tmp_path):
    """Two faces for ten seconds: the first reads as happiness, the second, Max, as anger."""
    return load_session(write_session(tmp_path, "one", n=300))


def coded(*codes: str) -> dict[Moment, str]:
    return {Moment(float(i), i + 1.0, 1): code for i, code in enumerate(codes)}


def test_the_app_against_a_coder(session):
    codes = {
        Moment(0.0, 1.5, 1): "happiness",
        Moment(2.0, 3.5, 1): "neutral",
        Moment(0.0, 1.5, 2): "anger",
        Moment(2.0, 3.5, 2): "anger",
        Moment(50.0, 51.5, 1): "happiness",  # no face then
        Moment(4.0, 5.5, 1): "other",
    }
    result = against("anna", codes, answers(session, codes))
    assert (result.n, result.not_found, result.unreliable) == (5, pytest.approx(0.2), pytest.approx(0.2))
    assert result.accuracy == pytest.approx(3 / 4) and result.uar == pytest.approx(2 / 3)
    assert result.kappa == pytest.approx((3 / 4 - 3 / 8) / (1 - 3 / 8), abs=1e-6)
    anger = next(part for part in result.classes if part.expression == "anger")
    assert (anger.n, anger.recall, anger.precision) == (2, 1.0, 1.0)
    assert result.accuracy_95[0] < 3 / 4 < result.accuracy_95[1]
    assert anger.recall_95 == pytest.approx((2 / (2 + 1.959964**2), 1.0), abs=1e-6)  # Wilson, all right
    assert np.array(result.confusion).sum() == 4 and result.confusion[0][1] == 1


def test_coders_among_each_other_by_worked_examples():
    one = coded(*["anger"] * 20, *["anger"] * 5, *["fear"] * 10, *["fear"] * 15)
    other = coded(*["anger"] * 20, *["fear"] * 5, *["anger"] * 10, *["fear"] * 15)
    result = between({"one": one, "other": other})
    assert result.kappas["one", "other"] == pytest.approx(0.4, abs=1e-6)  # 0.7 agree, 0.5 by chance
    # the example of the article "Krippendorff's alpha" in the English Wikipedia: nominal, with missing codes
    raters = (
        "* * * * * 3 4 1 2 1 1 3 3 * 3",
        "1 * 2 1 3 3 4 3 * * * * * * *",
        "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
    )
    names = {"1": "anger", "2": "fear", "3": "sadness", "4": "disgust"}
    coders = {
        str(i): {Moment(float(u), u + 1.0, 1): names[v] for u, v in enumerate(row.split()) if v in names}
        for i, row in enumerate(raters)
    }
    assert between(coders).alpha == pytest.approx(0.691, abs=5e-4)


def test_fleiss_and_alpha_are_those_of_the_libraries():
    import krippendorff

    inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")

    rng = np.random.default_rng(0)
    names = np.array(["neutral", "happiness", "other"])
    values = rng.integers(0, 3, (3, 40))
    values[1] = np.where(rng.random(40) < 0.7, values[0], values[1])
    result = between({str(i): coded(*names[row]) for i, row in enumerate(values)})
    assert result.fleiss == pytest.approx(inter_rater.fleiss_kappa(inter_rater.aggregate_raters(values.T)[0]), abs=1e-6)
    alpha = krippendorff.alpha(reliability_data=values, level_of_measurement="nominal")
    assert result.alpha == pytest.approx(alpha, abs=1e-6)


def test_what_cannot_be_told_is_no_code_and_one_coder_has_no_agreement():
    result = between({"one": coded("anger", "cannot tell"), "other": coded("anger", "anger")})
    assert np.isnan(result.kappas["one", "other"]) and result.prevalence == {"anger": 3, "cannot tell": 1}
    assert between({"one": coded("anger")}).alpha is None


def test_from_the_command_line(session, tmp_path, capsys):
    target = tmp_path / "anna.csv"
    assert main(["sessions", "sample", str(session.folder), str(target), "--moments", "8"]) == 0
    assert main(["sessions", "sample", str(session.folder), str(target)]) == 1
    lines = target.read_text().splitlines()
    target.write_text(
        "\n".join([lines[0], *(line[:-1] + ("happiness," if ",1," in line else "anger,") for line in lines[1:])])
    )
    capsys.readouterr()
    assert main(["sessions", "agreement", str(session.folder), str(target), "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["app"][0]["accuracy"] == 1.0 and values["coders"]["fleiss"] is None
    assert main(["sessions", "agreement", str(session.folder), str(target)]) == 0
    text = capsys.readouterr().out
    assert "The app against anna" in text and "GRRAS" in text
    assert main(["sessions", "agreement", str(session.folder), str(tmp_path / "none.csv")]) == 1


def test_the_intraclass_correlation_is_that_of_the_paper_and_of_pingouin():
    # table 2 of Shrout and Fleiss 1979: six targets, four judges; table 4: ICC(2,1) = .29
    ratings = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
    found = icc(ratings)
    assert (round(found.value, 2), found.n) == (0.29, 6)
    with_gap = np.vstack([ratings, [1, 2, 3, np.nan]])
    assert icc(with_gap) == found
    pingouin = pytest.importorskip("pingouin")
    pandas = pytest.importorskip("pandas")
    rng = np.random.default_rng(2)
    for values in (ratings, rng.normal(size=(30, 1)) + rng.normal(size=(30, 3)) * 0.5 + [0.0, 0.2, 0.4]):
        long = pandas.DataFrame(values).melt(ignore_index=False, var_name="rater").reset_index(names="target")
        table = pingouin.intraclass_corr(long, "target", "rater", "value").set_index("Type")
        row = table.loc["ICC2" if "ICC2" in table.index else "ICC(A,1)"]
        mine = icc(values)
        assert mine.value == pytest.approx(row["ICC"], abs=1e-6)
        interval = row["CI95%" if "CI95%" in table.columns else "CI95"]
        assert mine.interval_95 == pytest.approx(tuple(interval), abs=6e-3)  # pingouin rounds it


def test_too_few_or_equal_ratings_have_no_correlation():
    assert icc(np.array([[1.0, 1.0], [2.0, 2.0]])) is None
    assert icc(np.ones((5, 2))) is None
    assert icc(np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])).value == pytest.approx(1.0)


def test_coverage_of_each_condition(session):
    whole, after = coverage(session)
    assert (whole.label, whole.n_frames, after.label) == ("", 300, "on")
    assert after.n_frames == 285 and after.not_found == 0.0 and after.unreliable == 0.0


def test_the_report_holds_the_agreement_when_there_are_codes(session, tmp_path):
    path = tmp_path / "report.html"
    write_report(session, path)
    assert "Checked by hand" not in path.read_text()
    coding = begun_coding(session, [], "anna <b>", 6, seed=3)
    while coding.current is not None:
        coding = coding.coded("happiness")
    save_coding(session.store, coding)
    write_report(session, path)
    text = path.read_text()
    assert "Checked by hand" in text and "anna &lt;b&gt;" in text and "GRRAS" in text
    (session.folder / "codes-1.json").write_text("{")
    write_report(load_session(session.folder), path)
    assert "codes-1.json cannot be read" in path.read_text()


def test_the_method_paragraph_names_what_a_paper_needs(session):
    drawn = begun_coding(session, [], "anna", 3, seed=5)
    codings = [drawn.coded("anger"), Coding(coder="ben", origin="ben.csv", moments=drawn.coded("fear").moments)]
    found = agreement(session, codings)
    assert session.info.model.sha256 in found.method and "2 coder(s) coded 1 moments" in found.method
    assert "(seed 5)" in found.method
    assert "neutral face" not in found.method
    assert {"Coverage", "Coders among each other"} <= {table.heading for table in agreement_tables(found)}


@pytest.mark.parametrize(
    ("half_at", "mixing", "words"),
    [
        (2.5, (), "gain 2.2, half of it where an expression rises by 2.5 log odds)"),
        (0.0, (), "gain 2.2)"),
        (0.0, ((1.0,) * 8,) * 8, "gain 2.2; what a rise of one expression adds to another is kept with the session)"),
    ],
)
def test_the_method_paragraph_says_what_calibrated_scores_are_read_against(session, half_at, mixing, words):
    face = {1: baseline_of(make_scores(0).probabilities[None], "range")}
    edits = calibrated_edits(session, session.edits, face, Calibration((0.0,) * 8, 2.2, half_at, mixing))
    found = agreement(replace(session, edits=edits), [])
    assert words in found.method


def test_the_interval_of_none_begins_at_zero_and_that_of_all_ends_at_one():
    for n in range(1, 60):
        assert wilson(0.0, n)[0] == 0.0 and wilson(1.0, n)[1] == 1.0
