"""Human codes of a session: drawn moments, files of coders, and codes that are kept."""

from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import CodesUnreadable
from fer_desktop.results.agreement import NOBODY, Said, against
from fer_desktop.results.code_files import import_codes, read_codes
from fer_desktop.results.codes import (
    HEADER,
    begun_coding,
    coded_valence,
    codes_of,
    coding_csv,
    intensities_of,
    sampled_moments,
    uncoded,
)
from fer_desktop.results.reliability import between
from fer_desktop.results.strata import Moment
from fer_desktop.session.codings import load_codings, save_coding
from fer_desktop.session.library import load_session
from tests.factories import write_session

EAF = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT><TIME_ORDER>
<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="1500"/>
</TIME_ORDER><TIER TIER_ID="face 2"><ANNOTATION>
<ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
<ANNOTATION_VALUE>Anger</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="markers"/></ANNOTATION_DOCUMENT>"""


@pytest.fixture
def session(tmp_path):
    """Two faces for ten seconds: the first reads as happiness, the second, Max, as anger."""
    return load_session(write_session(tmp_path, "one", n=300))


def test_moments_are_drawn_from_every_stratum_and_the_same_again(session):
    moments = sampled_moments(session, 6, seed=3)
    assert len(moments) == 6 and len(set(moments)) == 6
    assert sorted(one.face for one in moments) == [1, 1, 1, 2, 2, 2]
    assert moments == sampled_moments(session, 6, seed=3) != sampled_moments(session, 6, seed=4)
    assert len(sampled_moments(session, 1000, seed=1)) == 20
    text = coding_csv(uncoded(moments)).decode()
    assert text.splitlines()[0] == ",".join((*HEADER, "intensity"))
    assert "happiness" not in text and "anger" not in text


def test_codes_come_back_from_csv_and_elan(tmp_path, session):
    table = tmp_path / "anna.csv"
    table.write_text(
        "start_s,end_s,face,code,intensity,comment\n0,1.5,1,Happiness,4,x\n2,3.5,2,,,\n4,5.5,2,cannot tell,,\n"
    )
    coding = read_codes(table, (1, 2))
    assert (coding.coder, coding.origin, coding.seed) == ("anna", "anna.csv", None)
    assert codes_of(coding) == {Moment(0, 1.5, 1): "happiness", Moment(4, 5.5, 2): "cannot tell"}
    assert intensities_of(coding) == {Moment(0, 1.5, 1): 4}
    elan = tmp_path / "ben.txt"
    elan.write_text("face 1\t0\t1500\thappiness\nMax (2)\t2000\t3500\tanger\nmarkers\t0\t1\ton\n")
    assert codes_of(read_codes(elan, (1, 2))) == {Moment(0, 1.5, 1): "happiness", Moment(2, 3.5, 2): "anger"}
    for rows in (
        "face 1\t0.000\t1.500\thappiness\nMax (2)\t2.000\t3.500\tanger\nmarkers\t0.000\t0.001\ton\n",
        "face 1\t\t00:00:00.000\t0.0\t0\t00:00:01.500\t1.5\t1500\thappiness\n"
        "Max (2)\t\t00:00:02.000\t2.0\t2000\t00:00:03.500\t3.5\t3500\tanger\n",
        "Tier\tBegin Time - ss.msec\tEnd Time - ss.msec\tAnnotation\n"
        "face 1\t0.0\t1.5\thappiness\nMax (2)\t2.0\t3.5\tanger\n",
    ):
        elan.write_text(rows)
        assert codes_of(read_codes(elan, (1, 2))) == {Moment(0, 1.5, 1): "happiness", Moment(2, 3.5, 2): "anger"}
    elan.write_text("face 1\tnow\tthen\tfear\n")
    with pytest.raises(CodesUnreadable, match="times"):
        read_codes(elan, (1, 2))
    elan.write_text("coder\t0\t1500\tfear\n")
    assert codes_of(read_codes(elan, (4,))) == {Moment(0, 1.5, 4): "fear"}
    with pytest.raises(CodesUnreadable, match="tier"):
        read_codes(elan, (1, 2))


def test_codes_come_from_elans_own_files(tmp_path):
    path = tmp_path / "ben.eaf"
    path.write_text(EAF)
    assert codes_of(read_codes(path, (1, 2))) == {Moment(0, 1.5, 2): "anger"}
    path.write_text(EAF.replace('REF2="ts2"', 'REF2="ts9"'))
    with pytest.raises(CodesUnreadable, match="ts9"):
        read_codes(path, (1, 2))
    path.write_text(EAF[:200])
    with pytest.raises(CodesUnreadable, match="no codes"):
        read_codes(path, (1, 2))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n1,2\n",
        "start_s,end_s,face,code\n0,1,1,joy\n",
        "start_s,end_s,face,code\n",
        "start_s,end_s,face,code\n2,1,1,fear\n",
        "start_s,end_s,face,code,intensity\n0,1,1,fear,6\n",
    ],
)
def test_what_holds_no_codes_is_named(tmp_path, text):
    path = tmp_path / "codes.csv"
    path.write_text(text)
    with pytest.raises(CodesUnreadable, match=r"codes\.csv"):
        read_codes(path, (1,))
    with pytest.raises(CodesUnreadable):
        read_codes(tmp_path / "none.csv", (1,))


def test_a_strange_code_is_named_with_those_that_are_known(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("start_s,end_s,face,code\n1,2,1,joy\n")
    with pytest.raises(CodesUnreadable) as refused:
        read_codes(path, (1,))
    assert "joy. Known are neutral, happiness, " in str(refused.value) and "{" not in str(refused.value)


def test_the_valence_of_a_code_is_that_of_the_app():
    values = [coded_valence(code) for code in EXPRESSIONS]
    assert values == [0.0, 1.0, 0.0, -1.0, -1.0, -1.0, -1.0, -1.0]
    assert coded_valence("anger", 2) == pytest.approx(-0.4) and np.isnan(coded_valence("other"))


def test_valence_and_intensity_of_coders():
    moments = [Moment(float(i), i + 1.0, 1) for i in range(4)]
    codes = dict(zip(moments, ("happiness", "anger", "neutral", "fear"), strict=True))
    one = dict(zip(moments, (5, 2, 3, 1), strict=True))
    same = between({"a": codes, "b": codes}, {"a": one, "b": one})
    assert same.valence.value == same.intensity.value == pytest.approx(1.0)
    assert between({"a": codes, "b": codes}).intensity is None
    said = {moment: Said(code, True, coded_valence(code)) for moment, code in codes.items()}
    assert against("a", codes, said).valence.value == pytest.approx(1.0)
    nobody = dict.fromkeys(moments, Said(NOBODY, False, float("nan")))
    assert against("a", codes, nobody).valence is None and against("a", codes, nobody).not_found == 1.0


def test_a_coding_goes_on_where_it_was_and_takes_back(session):
    coding = begun_coding(session, [], "anna", 4, seed=3)
    first, second = coding.moments[:2]
    coding = coding.coded("anger", 3)
    assert (coding.n_coded, coding.current, coding.moments[0].intensity) == (1, second, 3)
    coding = coding.skipped()
    assert coding.moments[-1] == second and coding.n_coded == 1
    save_coding(session.store, coding)
    assert load_codings(session.store) == [coding]
    assert coding.undone().current == first
    other = begun_coding(session, [coding], "ben", 99, seed=8)
    assert other.seed == 3 and sorted(map(str, other.moments)) == sorted(map(str, coding.undone().moments))
    assert [one.start_s for one in other.moments][:2] == [first.start_s, second.start_s]  # as drawn, nothing skipped


def test_imported_codes_are_kept_and_never_replace_others(session, tmp_path):
    table = tmp_path / "anna.csv"
    table.write_text("start_s,end_s,face,code\n0,1.5,1,happiness\n")
    assert [one.coder for one in import_codes(session, [table])] == ["anna"]
    with pytest.raises(CodesUnreadable, match="already"):
        import_codes(session, [table])
    assert [codes_of(one) for one in load_codings(session.store)] == [{Moment(0, 1.5, 1): "happiness"}]


def test_kept_codes_from_the_command_line(session, tmp_path, capsys):
    folder = str(session.folder)
    assert main(["sessions", "agreement", folder]) == 1
    assert main(["sessions", "codes", folder]) == 0
    table = tmp_path / "anna.csv"
    table.write_text("start_s,end_s,face,code\n0,1.5,1,happiness\n2,3.5,2,anger\n")
    assert main(["sessions", "codes", folder, str(table)]) == 0
    assert "anna  2 of 2 moments" in capsys.readouterr().out
    assert main(["sessions", "codes", folder, "--coder", "ben", "--out", str(tmp_path / "o.csv")]) == 1
    assert main(["sessions", "codes", folder, "--out", str(tmp_path / "o.csv")]) == 0
    assert (tmp_path / "o.csv").read_text().splitlines()[1] == "0.000,1.500,1,happiness,"
    capsys.readouterr()
    assert main(["sessions", "agreement", folder]) == 0
    assert "Cohen's kappa" in capsys.readouterr().out
