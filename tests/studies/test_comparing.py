from __future__ import annotations

import shutil

import numpy as np
import pytest

from fer_desktop.errors import StudyUnreadable
from fer_desktop.studies.comparing import Options, compare
from fer_desktop.studies.comparison_tables import comparison_tables, method_of
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.study import load_study
from tests.studies.made import made_session, write_study

stats = pytest.importorskip("scipy.stats")
multitest = pytest.importorskip("statsmodels.stats.multitest")
EFFECT = 0.15
N_PEOPLE, N_ROWS = 30, 24


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """30 people at rest and with a film, which adds 0.15 to the happiness of each; groups do not differ.

    Of P00 the film is gone, of P01 it shows a face for a quarter of the time; P30 never came.
    """
    root, random = tmp_path_factory.mktemp("study"), np.random.default_rng(7)
    text = ""
    for i in range(N_PEOPLE):
        person = random.uniform(0.3, 0.6)
        text += f'[[participants]]\ncode = "P{i:02}"\ngroup = "{"ab"[i % 2]}"\n'
        for condition, shift in (("rest", 0.0), ("film", EFFECT + random.normal(0, 0.05))):
            strengths = np.clip(person + shift + random.normal(0, 0.02, N_ROWS), 0.05, 0.95)
            if (i, condition) == (1, "film"):
                strengths[N_ROWS // 4 :] = np.nan
            folder = made_session(root, f"{condition}{i}", strengths)
            text += f'[[sessions]]\nfolder = "{folder.name}"\nparticipant = "P{i:02}"\ncondition = "{condition}"\n'
            if (i, condition) == (0, "film"):
                shutil.rmtree(folder)
    text += f'[[participants]]\ncode = "P{N_PEOPLE}"\ngroup = "a"\n'
    return study_table(load_study(write_study(root, text)))


def test_a_known_effect_is_found_and_what_is_missing_is_said(table):
    found = compare(table, Options(by="condition"))
    one = next(each for each in found.differences if each.expression == "happiness")
    assert (one.first, one.second, one.kind, one.n_first) == ("rest", "film", "paired", N_PEOPLE - 2)
    assert one.low < EFFECT < one.high
    assert one.high - one.low < 0.06
    assert one.effect_low < one.effect < one.effect_high
    assert one.p <= one.p_holm < 0.001
    missing = {(each.participant, each.level): each for each in found.left_out}
    assert "no such session" in missing["P00", "film"].reason
    assert missing["P01", "film"].reason.startswith("seen for 2")
    assert missing["P30", ""].reason == "no session"
    assert len(missing) == 3
    assert all(each.is_whole for each in missing.values())
    assert [each.n for each in found.means if each.expression == "happiness"] == [30, 28]


def test_where_there_is_no_effect_the_interval_says_so(table):
    found = compare(table, Options(by="group", expressions=("happiness",)))
    (one,) = found.differences
    assert (one.kind, one.n_first, one.n_second) == ("unpaired", N_PEOPLE // 2, N_PEOPLE // 2)
    assert one.low < 0 < one.high
    assert one.p_holm > 0.05


def test_the_same_as_the_libraries(table):
    found = compare(table, Options(by="condition", least_seen=0.0))
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for code, condition, name, mean in zip(
        *(table[name] for name in ("participant", "condition", "expression", "mean")), strict=True
    ):
        if not np.isnan(mean):
            figures.setdefault(name, {}).setdefault(condition, {})[code] = mean
    ps = []
    for one in found.differences:
        rest, film = figures[one.expression]["rest"], figures[one.expression]["film"]
        both = sorted(rest.keys() & film.keys())
        pair = np.array([[rest[code], film[code]] for code in both]).T
        assert one.difference == pytest.approx((pair[1] - pair[0]).mean(), abs=1e-12)
        ps.append(stats.ttest_rel(pair[1], pair[0]).pvalue)
        assert one.p == pytest.approx(ps[-1], rel=1e-9)
        assert one.effect == pytest.approx((pair[1] - pair[0]).mean() / (pair[1] - pair[0]).std(ddof=1))
    np.testing.assert_allclose([one.p_holm for one in found.differences], multitest.multipletests(ps, method="holm")[1])


def test_the_same_seed_gives_the_same_intervals(table):
    asked = Options(by="condition", expressions=("happiness",))
    assert compare(table, asked) == compare(table, asked)
    assert compare(table, asked).differences != compare(table, Options(by="condition", seed=2)).differences[:1]


def test_the_text_says_how_and_what_is_missing(table):
    found = compare(table, Options(by="condition", measure="valence"))
    tables = comparison_tables(found)
    assert [one.heading for one in tables][-1] == "Missing"
    assert tables[1].rows[0][-1] == "< 0.0001"  # no p is 0
    assert [one.expression for one in found.differences] == [""]
    assert "corrected for the 1 test(s) of this table by Holm" in method_of(found)


def test_too_few_people_have_no_interval_and_one_level_is_no_comparison(table):
    few = table.where(np.isin(table["participant"], ["P02", "P03"]))
    (one,) = compare(few, Options(by="condition", expressions=("happiness",))).differences
    assert one.difference == pytest.approx(EFFECT, abs=0.15)
    assert np.isnan([one.low, one.high, one.effect, one.p, one.p_holm]).all()
    with pytest.raises(StudyUnreadable, match="not two levels of visit"):
        compare(table, Options(by="visit"))
    with pytest.raises(StudyUnreadable, match="not two levels"):
        compare(table, Options(by="condition", levels=("rest", "flim")))


def test_who_was_never_there_at_a_level_is_said(table):
    part = table.where(~((table["participant"] == "P04") & (table["condition"] == "film")))
    found = compare(part, Options(by="condition", expressions=("happiness",)))
    assert ("P04", "film", "no session") in [(one.participant, one.level, one.reason) for one in found.left_out]
    assert len(found.left_out) == 4


def test_people_who_change_alike_but_for_one_have_what_is_known_of_them(table):
    codes = [f"P{i:02}" for i in range(2, 8)]
    six = table.where(np.isin(table["participant"], codes))
    change = dict.fromkeys(codes, 0.1) | {"P05": 0.22}
    pairs = zip(six["participant"], six["condition"], strict=True)
    alike = [0.3 + change[code] * (level == "film") for code, level in pairs]
    (one,) = compare(six.replaced(mean=np.array(alike)), Options(by="condition", expressions=("fear",))).differences
    assert one.difference == pytest.approx(0.12)
    assert np.isnan([one.low, one.high]).all()  # a third of the samples is without the one who differs
    assert one.effect_low < one.effect < one.effect_high


def test_of_several_faces_nobody_is_taken_for_the_participant(table):
    twice = {name: np.concatenate([values, values[:8]]) for name, values in table.columns.items()}
    twice["face"][-8:] = 2
    found = compare(type(table)(twice), Options(by="condition", expressions=("happiness",)))
    assert ("P00", "rest", "several faces, and none is said to be the participant", True) in [
        (one.participant, one.level, one.reason, one.is_whole) for one in found.left_out
    ]


def test_one_level_is_compared_with_all_others(table):
    three = {name: np.concatenate([values, values]) for name, values in table.columns.items()}
    again = np.arange(len(table)) + len(table)
    three["condition"][again[three["condition"][again] == "film"]] = "talk"
    wide = type(table)(three)
    asked = Options(by="condition", expressions=("happiness",), against="film")
    found = compare(wide, asked, ("talk", "film", "rest")).differences
    assert [(one.first, one.second) for one in found] == [("film", "talk"), ("film", "rest")]
    with pytest.raises(StudyUnreadable, match="not two levels"):
        compare(wide, Options(by="condition", against="flim"))
    with pytest.raises(StudyUnreadable, match="not two levels"):
        compare(wide, Options(by="condition", levels=("talk", "rest"), against="film"))


def test_figures_less_those_in_a_baseline_condition(table):
    found = compare(table, Options(by="group", expressions=("happiness",), baseline_condition="rest"))
    means = {one.level: one for one in found.means}
    for level in "ab":
        of_group = table.where((table["group"] == level) & (table["expression"] == "happiness"))
        own: dict[str, dict[str, float]] = {}
        for code, condition, mean in zip(
            *(of_group[name] for name in ("participant", "condition", "mean")), strict=True
        ):
            own.setdefault(code, {})[condition] = mean
        changes = [one["film"] - one["rest"] for code, one in own.items() if code not in ("P00", "P01", f"P{N_PEOPLE}")]
        assert means[level].mean == pytest.approx(np.mean(changes), abs=1e-9)
        assert means[level].n == len(changes)
        assert means[level].low < EFFECT < means[level].high
    assert "their own in the condition 'rest'" in method_of(found)
    part = table.where(~((table["participant"] == "P04") & (table["condition"] == "rest")))
    left_out = compare(part, Options(by="group", baseline_condition="rest")).left_out
    assert ("P04", "a", "nothing in the baseline 'rest'") in [
        (one.participant, one.level, one.reason) for one in left_out
    ]


def test_the_text_names_the_scores_and_the_test(table):
    calibrated = table.replaced(scores=np.full(len(table), "calibrated", dtype=object))
    found = compare(calibrated, Options(by="condition", expressions=("happiness",)))
    assert method_of(found).startswith("Scores: calibrated")
    (one,) = found.differences
    assert one.df == one.n_first - 1
    assert comparison_tables(found)[1].rows[0][-3] == f"{one.t:+.2f} ({one.df:.4g})"
    assert "no d of groups" in method_of(found)
