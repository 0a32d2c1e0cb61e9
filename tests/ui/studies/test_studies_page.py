"""The studies page by itself: what it says when the user drags, types and asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage

from fer_desktop.results.phrases import ENGLISH
from fer_desktop.session.catalogue import summaries
from fer_desktop.studies.answers import compared
from fer_desktop.studies.checking import findings
from fer_desktop.studies.comparing import Options, compare
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.marker_curves import CourseOptions
from fer_desktop.studies.questions import AllPairsQuestion, PartsQuestion, TrendQuestion, TwoFacesQuestion
from fer_desktop.studies.report import answer_words
from fer_desktop.studies.study import Condition, load_study
from fer_desktop.studies.synchrony import Asked
from fer_desktop.ui.dialogs.conditions import ConditionsDialog
from fer_desktop.ui.studies.page import StudiesPage
from fer_desktop.ui.studies.placing_tree import CONDITION, FACE, GROUP, NAME, STATE, VISIT, WHO
from fer_desktop.ui.studies.session_drag import data_of_places
from tests.studies.made import made_session, write_study


@pytest.fixture
def study(tmp_path):
    """Two participants, one of them without a session; two sessions belong to nobody."""
    for name in ("one", "two", "three"):
        made_session(tmp_path / "sessions", name, [0.3] * 20 + [0.7] * 20, [(1.0, "film")])
    text = '[[participants]]\ncode = "P01"\ngroup = "a"\n[[participants]]\ncode = "P02"\n'
    one = next((tmp_path / "sessions").glob("*one*")).name
    text += f'[[sessions]]\nfolder = "sessions/{one}"\nparticipant = "P01"\n'
    return load_study(write_study(tmp_path, text))


@pytest.fixture
def page(study, qtbot):
    made = StudiesPage()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.placing.show_sessions(summaries(study.folder / "sessions"))
    made.show_study(study)
    return made


@pytest.fixture
def wanted(page):
    """The facts that the page asks for."""
    found = []
    page.placing.facts_wanted.connect(found.append)
    return found


def drop(tree, data, item):
    place = tree.visualItemRect(item).center() if item is not None else tree.viewport().rect().bottomLeft()
    event = QDropEvent(
        QPointF(place), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    tree.dropEvent(event)


def test_without_a_study_the_page_says_how_to_begin(qtbot):
    page = StudiesPage()
    qtbot.addWidget(page)
    assert page.study is None
    assert page._stack.currentIndex() == 0
    page.answers.form.ask.click()  # nothing to ask


def test_sessions_are_dragged_onto_people_and_into_the_empty_part(page, wanted):
    rows = [page.placing.sessions.item(row) for row in range(page.placing.sessions.count())]
    assert len(rows) == 2  # the third one is in the study
    data = page.placing.sessions.mimeData(rows)
    tree = page.placing.tree
    drop(tree, data, tree.topLevelItem(1))
    assert [one.participant for one in wanted[-1].sessions] == ["P01", "P02", "P02"]
    drop(tree, data, tree.topLevelItem(0).child(0))  # a session of P01
    assert [one.participant for one in wanted[-1].sessions] == ["P01", "P01", "P01"]
    drop(tree, data, None)
    assert [one.participant for one in wanted[-1].sessions] == ["P01", "P03", "P03"]
    drop(tree, data_of_places([0]), tree.topLevelItem(1))
    assert [one.participant for one in wanted[-1].sessions] == ["P02"]
    n = len(wanted)
    nothing = QMimeData()
    nothing.setUrls([QUrl.fromLocalFile(str(page.study.file))])
    drop(tree, nothing, tree.topLevelItem(0))
    assert len(wanted) == n


def test_all_columns_of_participants_are_in_sight_on_a_small_screen(page, qtbot):
    page.resize(1168, 600)
    page.show()
    qtbot.wait(20)
    assert page.placing.tree.horizontalScrollBar().maximum() == 0


def test_buttons_do_the_same_without_a_mouse(page, wanted):
    panel, tree = page.placing, page.placing.tree
    assert not panel._buttons["add"].isEnabled()
    panel.sessions.selectAll()
    panel._buttons["each"].click()
    assert [one.participant for one in wanted[-1].sessions] == ["P01", "P03", "P04"]
    tree.setCurrentItem(tree.topLevelItem(1))
    assert panel._buttons["add"].text() == "Add to P02"
    panel._buttons["add"].click()
    assert [one.participant for one in wanted[-1].sessions] == ["P01", "P02", "P02"]
    panel._buttons["new"].click()
    assert [one.code for one in wanted[-1].participants] == ["P01", "P02", "P03"]
    panel._buttons["remove"].click()
    assert [one.code for one in wanted[-1].participants] == ["P01"]
    tree.setCurrentItem(tree.topLevelItem(0).child(0))
    panel._buttons["second"].click()
    assert [one.face for one in wanted[-1].sessions] == [1, 2]


def test_cells_are_typed_into_where_they_mean_something(page, wanted):
    tree = page.placing.tree
    person, session = tree.topLevelItem(0), tree.topLevelItem(0).child(0)
    assert [tree.may_edit(tree.indexFromItem(person, column)) for column in (WHO, NAME, GROUP, VISIT)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert [tree.may_edit(tree.indexFromItem(session, column)) for column in (WHO, VISIT, CONDITION, FACE)] == [
        False, True, True, True,
    ]  # fmt: skip
    person.setText(GROUP, "b")
    assert wanted[-1].participants[0].group == "b"
    session.setText(VISIT, "2")
    assert wanted[-1].sessions[0].visit == "2"
    refused = []
    page.placing.refused.connect(refused.append)
    n = len(wanted)
    tree.topLevelItem(0).setText(WHO, "P02")
    assert "cannot be used" in str(refused[0])
    assert len(wanted) == n
    assert tree.topLevelItem(0).text(WHO) == "P01"  # as the study says


def test_what_is_missing_is_shown_while_somebody_types(page, study, qtbot):
    table = study_table(study)
    tree = page.placing.tree
    tree.editItem(tree.topLevelItem(0), GROUP)
    page.show_read(table, findings(study, table), ["film"], ENGLISH)
    assert tree.state() == tree.State.EditingState
    assert tree.topLevelItem(1).text(STATE) == "no session"
    assert page._tabs.tabText(1) == "Missing (1)"
    assert page.missing.table.item(0, 1).text() == "no session"
    model = page.table.view.model()
    assert model.rowCount() == 16
    shown = {model.headerData(i, Qt.Orientation.Horizontal): model.index(0, i).data() for i in range(26)}
    assert (shown["participant"], shown["group"], shown["visit"]) == ("P01", "a", "")
    page.show_read(table.where(table["missing"] == ""), [], [], ENGLISH)
    assert page._tabs.tabText(1) == "Missing"


def test_names_are_shown_only_while_a_key_is_open(page):
    tree, named = page.placing.tree, []
    page.placing.name_wanted.connect(lambda *words: named.append(words))
    assert tree.isColumnHidden(NAME)
    page.placing.show_names({"P01": "Mia"})
    assert tree.topLevelItem(0).text(NAME) == "Mia"
    tree.topLevelItem(1).setText(NAME, "Max")
    assert named == [("P02", "Max")]
    page.placing.show_names(None)
    assert tree.isColumnHidden(NAME) and not tree.topLevelItem(0).text(NAME)


def test_each_kind_of_question(page):
    form, asked = page.answers.form, []
    page.answers.asked.connect(asked.append)
    form.show_facts(page.study.facts, ["film", "rest"])
    form.kind.setCurrentIndex(form.kind.findData("compare"))
    form.ask.click()
    assert asked[-1] == Options(by="condition")
    form.kind.setCurrentIndex(form.kind.findData("course"))
    form._cluster.setChecked(True)
    form.ask.click()
    assert asked[-1] == CourseOptions(marker="film", tests_clusters=True)
    form._to.setValue(-3)
    form.ask.click()
    assert len(asked) == 2  # it would end before it begins
    assert "end later than it begins" in page.answers.text.toPlainText()
    form.kind.setCurrentIndex(form.kind.findData("trend"))
    form.ask.click()
    assert asked[-1] == TrendQuestion(participant="P01")
    form.kind.setCurrentIndex(form.kind.findData("parts"))
    form.ask.click()
    assert asked[-1] == PartsQuestion(parts=3)
    form.kind.setCurrentIndex(form.kind.findData("pairs"))
    form._window.setValue(5)
    form.ask.click()
    assert asked[-1] == AllPairsQuestion(asked=Asked(5.0, 2.0))
    form.kind.setCurrentIndex(form.kind.findData("faces"))
    form.ask.click()
    folder = page.study.facts.sessions[0].folder
    assert asked[-1] == TwoFacesQuestion(folders=(folder,), faces=(1, 2), asked=Asked(5.0, 2.0))
    form.show_facts(replace(page.study.facts, sessions=()), [])
    n_asked = len(asked)
    form.ask.click()
    assert len(asked) == n_asked  # of no session


def test_levels_are_chosen_and_put_in_order(page):
    form, asked = page.answers.form, []
    page.answers.asked.connect(asked.append)
    facts = replace(page.study.facts, conditions=tuple(Condition(name=one, from_marker=one) for one in "abc"))
    form.show_facts(facts, [])
    assert form.levels.levels == ()
    form.levels.list.setCurrentRow(2)
    form.levels.move_chosen(-1)
    form.levels.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert form.levels.text() == "c, b"
    form.against.setCurrentIndex(form.against.findData("b"))
    form.condition.setCurrentIndex(form.condition.findData("a"))
    form.more.setChecked(True)
    form._least.setValue(80)
    form._seed.setValue(7)
    form.ask.click()
    assert asked[-1] == Options(
        by="condition", levels=("c", "b"), against="b", baseline_condition="a", least_seen=0.8, seed=7
    )
    form.show_facts(facts, ["joke"])  # what was chosen stays
    form.ask.click()
    assert asked[-1] == asked[-2]


def test_the_baseline_of_curves_follows_their_beginning(page):
    form, asked = page.answers.form, []
    page.answers.asked.connect(asked.append)
    form.show_facts(page.study.facts, ["film"])
    form.kind.setCurrentIndex(form.kind.findData("course"))
    assert not form.levels.isVisible()  # all together
    form._from.setValue(-4)
    form.ask.click()
    assert (asked[-1].from_s, asked[-1].baseline) == (-4.0, (-4.0, 0.0))
    form._base_to.setValue(-1)
    form.ask.click()
    assert asked[-1].baseline == (-4.0, -1.0)
    form._baseline.setChecked(False)
    form.ask.click()
    assert asked[-1].baseline is None


def test_other_scores_are_asked_for(page):
    chosen = []
    page.scores_chosen.connect(lambda: chosen.append(page.wants_calibrated))
    page._scores.setCurrentIndex(1)
    assert chosen == [True]


def test_an_answer_has_its_figures_and_words(page, tmp_path):
    text = ""
    for i in range(4):
        for condition in ("rest", "film"):
            folder = made_session(tmp_path / "more", f"{condition}{i}", [0.3 + i / 20] * 9)
            text += f'[[sessions]]\nfolder = "more/{folder.name}"\nparticipant = "P{i}"\ncondition = "{condition}"\n'
    people = "".join(f'[[participants]]\ncode = "P{i}"\n' for i in range(4))
    table = study_table(load_study(write_study(tmp_path, people + text)))
    answer = compared(table, compare(table, Options(by="condition")))
    wanted = []
    page.answers.figure_wanted.connect(wanted.append)
    images, words = [QImage(900, 400, QImage.Format.Format_RGB32)] * 2, answer_words(answer, ENGLISH)
    page.answers.show_answer(answer, images, words, answer.title)
    text = page.answers.text.toPlainText()
    assert "mean by condition" in text and "Frames of one person resemble each other" in text
    page.answers._save.menu().actions()[1].trigger()
    assert wanted == [1]
    page.show_study(None)
    assert page.answers.answer is None and not page.answers.text.toPlainText()


def test_conditions_groups_and_visits(study, qtbot):
    dialog = ConditionsDialog(study.facts, ["film on", "film off"])
    qtbot.addWidget(dialog)
    dialog.add("film", "film on", "film off")
    dialog.add("rest", "rest", "")
    dialog.add("nothing", "", "")
    dialog.groups.setText("a, b,a， c")
    dialog.visits.setText("")
    facts = dialog.facts
    assert facts.groups == ("a", "b", "c")
    assert facts.conditions == (
        Condition(name="film", from_marker="film on", to_marker="film off"),
        Condition(name="rest", from_marker="rest"),
    )
    assert facts.sessions == study.facts.sessions
    assert Path(study.file).exists()
