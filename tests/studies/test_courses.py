from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.errors import StudyUnreadable
from fer_desktop.studies.answers import around_marker
from fer_desktop.studies.courses import courses
from fer_desktop.studies.marker_curves import CourseOptions
from fer_desktop.studies.picture_files import picture_bytes
from fer_desktop.studies.study import load_study
from tests.studies.made import FPS, made_session, write_study

pytest.importorskip("scipy")
EFFECT, N_PEOPLE = 0.3, 10
ASKED = CourseOptions(marker="joke", from_s=-1.0, to_s=2.5, baseline=(-1.0, 0.0))


def strengths(random, rises):
    """7.2 s; from half a second after each of two jokes on happiness rises for a second."""
    values = 0.2 + random.normal(0, 0.02, int(7.2 * FPS))
    if rises:
        for joke in (1.5, 4.0):
            values[int((joke + 0.5) * FPS) : int((joke + 1.5) * FPS)] += EFFECT
    return np.clip(values, 0.01, 0.99)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Ten people with a film and at rest; of P0 the film has no marker, P1 was not seen around the first joke."""
    root, random = tmp_path_factory.mktemp("study"), np.random.default_rng(5)
    text = ""
    for i in range(N_PEOPLE):
        text += f'[[participants]]\ncode = "P{i}"\ngroup = "{"ab"[i % 2]}"\n'
        for condition in ("rest", "film"):
            values = strengths(random, condition == "film") + random.uniform(0, 0.2)
            if (i, condition) == (1, "film"):
                values[:28] = np.nan
            markers = [] if (i, condition) == (0, "film") else [(1.5, "joke"), (4.0, "joke")]
            folder = made_session(root, f"{condition}{i}", values, markers)
            text += f'[[sessions]]\nfolder = "{folder.name}"\nparticipant = "P{i}"\ncondition = "{condition}"\n'
    return load_study(write_study(root, text))


def test_the_course_is_that_of_the_sessions_and_its_interval_holds_the_effect(study):
    found = courses(study, replace(ASKED, by="condition"))
    rest, film = found.levels
    assert (rest.level, film.level) == ("rest", "film")
    assert (len(rest.codes), rest.n_markers) == (10, 20)
    assert (len(film.codes), film.n_markers) == (9, 17)
    during = (found.times_s > 0.6) & (found.times_s < 1.4)
    before = found.times_s < 0
    assert np.all((film.low < EFFECT) & (film.high > EFFECT) | (np.abs(film.mean - EFFECT) < 0.02), where=during)
    assert np.abs(film.mean[before]).max() < 0.02
    assert np.abs(rest.mean).max() < 0.03
    assert np.abs(film.mean[during] - EFFECT).max() < 0.03
    reasons = {(one.participant, one.level): one for one in found.left_out}
    assert "no marker 'joke'" in reasons["P0", ""].reason
    assert "marker at 1.5 s: seen for" in reasons["P1", "film"].reason
    assert len(reasons) == 2


def test_the_difference_is_found_where_it_is_and_nowhere_else(study):
    found = courses(study, replace(ASKED, by="condition", tests_clusters=True))
    (one,) = found.contrasts
    assert (one.first, one.second, one.kind, one.n) == ("rest", "film", "paired", 9)
    (sure,) = [each for each in one.clusters if each.p < 0.05]
    assert found.times_s[sure.first] == pytest.approx(0.5, abs=0.15)
    assert found.times_s[sure.last] == pytest.approx(1.4, abs=0.15)
    groups = courses(study, replace(ASKED, by="group", tests_clusters=True))
    assert [each for each in groups.contrasts[0].clusters if each.p < 0.01] == []
    alone = courses(study, replace(ASKED, by="condition", levels=("film",), tests_clusters=True))
    assert alone.contrasts[0].kind == "one"
    assert min(each.p for each in alone.contrasts[0].clusters) < 0.05


def test_too_few_people_are_not_taken_for_no_difference(study):
    few = replace(study, facts=replace(study.facts, sessions=study.facts.sessions[4:10]))
    found = courses(few, replace(ASKED, by="condition", tests_clusters=True))
    assert [one.is_tested for one in found.contrasts] == [False]
    assert around_marker(found).tables[1].rows[0][4] == "too few people for a test"


def test_without_levels_and_without_a_baseline(study):
    found = courses(study, replace(ASKED, baseline=None, curve="valence"))
    assert [one.level for one in found.levels] == [""]
    assert found.levels[0].n_markers == 37
    answer = around_marker(found)
    assert "Nothing" not in answer.texts[0] and "subtracted" not in answer.texts[0]
    assert [one.name for one in answer.pictures] == ["course", "each-person"]
    assert len(answer.pictures[1].numbers.rows) == N_PEOPLE * len(found.times_s)


@pytest.mark.parametrize("form", ["png", "svg"])
def test_figures_are_drawn_and_the_same_each_time(study, form):
    found = courses(study, replace(ASKED, by="condition", tests_clusters=True))
    for picture in around_marker(found).pictures:
        data = picture_bytes(picture, form, 60)
        assert data.startswith({"png": b"\x89PNG", "svg": b"<?xml"}[form])
        assert form == "svg" or data == picture_bytes(picture, form, 60)


def test_a_marker_that_is_nowhere_is_said(study):
    with pytest.raises(StudyUnreadable, match="Nothing is known around markers 'jokes'"):
        courses(study, replace(ASKED, marker="jokes"))
    with pytest.raises(StudyUnreadable, match="at flim"):
        courses(study, replace(ASKED, by="condition", levels=("flim",)))
    with pytest.raises(StudyUnreadable, match="too short"):
        courses(study, replace(ASKED, to_s=-0.9))
