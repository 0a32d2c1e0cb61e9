"""Every text of a figure lies inside of it, also where there are few people and long names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fer_desktop.core.names import LANGUAGES
from fer_desktop.results.phrases import ENGLISH, catalogue_of
from fer_desktop.studies.answers import around_marker, compared
from fer_desktop.studies.comparing import Options, compare
from fer_desktop.studies.courses import courses
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.marker_curves import CourseOptions
from fer_desktop.studies.study import load_study
from tests.studies.made import made_session, write_study

pytest.importorskip("scipy")
LONG = "rest before the film about a garden"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Three people, each at rest, which has a long name, and with a film."""
    root, text = tmp_path_factory.mktemp("study"), ""
    for i in range(3):
        text += f'[[participants]]\ncode = "P{i}"\ngroup = "{"ab"[i % 2]}"\n'
        for condition, strength in ((LONG, 0.2), ("film", 0.5 + 0.1 * i)):
            folder = made_session(root, f"{condition[:4]}{i}", [strength, 0.3] * 15, [(1.5, "joke")])
            text += f'[[sessions]]\nfolder = "{folder.name}"\nparticipant = "P{i}"\ncondition = "{condition}"\n'
    return load_study(write_study(root, text))


def texts_outside(figure: Any) -> list[str]:
    from matplotlib.text import Text

    figure.canvas.draw()
    whole, found = figure.bbox, []
    ticks = {id(label) for axes in figure.axes for label in axes.get_yticklabels()}  # beyond the ends none is drawn
    for one in figure.findobj(lambda each: isinstance(each, Text) and each.get_visible() and bool(each.get_text())):
        if id(one) in ticks:
            continue
        box = one.get_window_extent()
        if min(box.x0, box.y0) < -1 or box.x1 > whole.x1 + 1 or box.y1 > whole.y1 + 1:
            found.append(one.get_text())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_off(study, language):
    table = study_table(study)
    asked = Options(by="group", expressions=("happiness",), measure="top_share", baseline_condition=LONG)
    around = replace(
        courses(study, CourseOptions(marker="joke", from_s=-1.0, to_s=1.0, baseline=(-1.0, 0.0))), scores="calibrated"
    )
    answers = [compared(table, compare(table, asked)), around_marker(around)]
    pictures = [picture for answer in answers for picture in answer.pictures]
    assert len(pictures) == 4
    for picture in pictures:
        assert not texts_outside(picture.draw(catalogue_of(language))), picture.name


def test_levels_of_one_expression_stand_beside_each_other(study):
    table = study_table(study)
    (means, _) = compared(table, compare(table, Options(by="condition", expressions=("happiness",)))).pictures
    axes: Any = means.draw(ENGLISH).axes[0]
    low, high = axes.get_xlim()
    places = sorted(x for line in axes.lines for x in line.get_xdata())
    assert places == pytest.approx([-0.175, 0.175])
    assert (places[0] - low) / (high - low) > 0.2
