"""Human codes of a session: drawn moments, files, and figures against worked examples and the libraries."""

from __future__ import annotations

import json

import numpy as np
import pytest

from fer_desktop.cli.main import main
from fer_desktop.errors import CodesUnreadable
from fer_desktop.results.agreement import against, answers, between, method_paragraph
from fer_desktop.results.codes import HEADER, Moment, moments_csv, read_codes, sampled_moments
from fer_desktop.session.library import load_session
from tests.factories import write_session

pytest.importorskip("sklearn")
pytest.importorskip("statsmodels")
pytest.importorskip("krippendorff")


@pytest.fixture
def session(tmp_path):
    """Two faces for ten seconds: the first reads as happiness, the second, Max, as anger."""
    return load_session(write_session(tmp_path, "one", n=300))


def coded(*codes: str) -> dict[Moment, str]:
    return {Moment(float(i), i + 1.0, 1): code for i, code in enumerate(codes)}


def test_moments_are_drawn_from_every_stratum_and_the_same_again(session):
    moments = sampled_moments(session, 6, seed=3)
    assert len(moments) == 6 and len(set(moments)) == 6
    assert sorted(one.face for one in moments) == [1, 1, 1, 2, 2, 2]
    assert moments == sampled_moments(session, 6, seed=3) != sampled_moments(session, 6, seed=4)
    assert len(sampled_moments(session, 1000, seed=1)) == 20
    text = moments_csv(moments).decode()
    assert text.splitlines()[0] == ",".join(HEADER)
    assert "happiness" not in text and "anger" not in text


def test_codes_come_back_from_csv_and_elan(tmp_path, session):
    table = tmp_path / "anna.csv"
    table.write_text("start_s,end_s,face,code,comment\n0,1.5,1,Happiness,x\n2,3.5,2,,\n4,5.5,2,cannot tell,\n")
    assert read_codes(table, (1, 2)) == {Moment(0, 1.5, 1): "happiness", Moment(4, 5.5, 2): "cannot tell"}
    elan = tmp_path / "ben.txt"
    elan.write_text("face 1\t0\t1500\thappiness\nMax (2)\t2000\t3500\tanger\nmarkers\t0\t1\ton\n")
    assert read_codes(elan, (1, 2)) == {Moment(0, 1.5, 1): "happiness", Moment(2, 3.5, 2): "anger"}
    elan.write_text("coder\t0\t1500\tfear\n")
    assert read_codes(elan, (4,)) == {Moment(0, 1.5, 4): "fear"}
    with pytest.raises(CodesUnreadable, match="tier"):
        read_codes(elan, (1, 2))


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "start_s,end_s,face,code\n0,1,1,joy\n", "start_s,end_s,face,code\n"]
)
def test_what_holds_no_codes_is_named(tmp_path, text):
    path = tmp_path / "codes.csv"
    path.write_text(text)
    with pytest.raises(CodesUnreadable, match=r"codes\.csv"):
        read_codes(path, (1,))
    with pytest.raises(CodesUnreadable):
        read_codes(tmp_path / "none.csv", (1,))


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
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    rng = np.random.default_rng(0)
    names = np.array(["neutral", "happiness", "other"])
    values = rng.integers(0, 3, (3, 40))
    values[1] = np.where(rng.random(40) < 0.7, values[0], values[1])
    result = between({str(i): coded(*names[row]) for i, row in enumerate(values)})
    assert result.fleiss == pytest.approx(fleiss_kappa(aggregate_raters(values.T)[0]), abs=1e-6)
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
        "\n".join([lines[0], *(line + ("happiness" if ",1," in line else "anger") for line in lines[1:])])
    )
    capsys.readouterr()
    assert main(["sessions", "agreement", str(session.folder), str(target), "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["app"][0]["accuracy"] == 1.0 and values["coders"]["fleiss"] is None
    assert main(["sessions", "agreement", str(session.folder), str(target)]) == 0
    text = capsys.readouterr().out
    assert "not calibrated" in text and "GRRAS" in text
    assert main(["sessions", "agreement", str(session.folder), str(tmp_path / "none.csv")]) == 1


def test_the_method_paragraph_names_what_a_paper_needs(session):
    text = method_paragraph(session, 2, 60)
    assert session.info.model.sha256 in text and "2 coder(s) coded 60 moments" in text
