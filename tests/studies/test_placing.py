from __future__ import annotations

import pytest

from fer_desktop.errors import StudyUnreadable
from fer_desktop.studies import placing
from fer_desktop.studies.markers import marker_labels
from fer_desktop.studies.study import StudyFacts, load_study
from tests.factories import WORD
from tests.studies.made import made_session, write_study


@pytest.fixture
def study(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    text = 'groups = ["x"]\n[[participants]]\ncode = "P09"\ngroup = "x"\n'
    return load_study(write_study(tmp_path, text + '[[sessions]]\nfolder = "a"\nparticipant = "P09"\n'))


def test_sessions_go_to_a_participant_or_to_new_ones_and_never_twice(study, tmp_path):
    folders = [tmp_path / name for name in "abc"]
    facts = placing.with_sessions(study, folders, "P09")
    assert [(one.folder, one.participant) for one in facts.sessions] == [("a", "P09"), ("b", "P09"), ("c", "P09")]
    facts = placing.each_new(study, folders)
    assert [one.participant for one in facts.sessions] == ["P09", "P10", "P11"]
    assert [one.code for one in placing.with_sessions(study, folders, "Mia").participants] == ["P09", "Mia"]
    facts = placing.moved(facts, [0, 2], "P10")
    assert [one.participant for one in facts.sessions] == ["P10", "P10", "P10"]
    fewer = placing.without(facts, [1], ["P11"])
    assert len(fewer.sessions) == 2
    assert [one.code for one in fewer.participants] == ["P09", "P10"]
    assert placing.without(facts, [], ["P10"]).sessions == ()


def test_codes_count_on():
    facts = placing.with_participant(empty := StudyFacts(study_version=1))
    assert [one.code for one in facts.participants] == ["P01"]
    assert placing.next_code(placing.with_participant(empty, "VP-099")) == "VP-100"
    assert placing.next_code(placing.with_participant(empty, "Mia")) == "P01"


def test_a_second_face_is_another_participant(study):
    facts = placing.twice(study.facts, 0)
    assert [(one.participant, one.face) for one in facts.sessions] == [("P09", 1), ("P10", 2)]
    assert [one.face for one in placing.twice(facts, 0).sessions] == [1, 3, 2]


def test_what_is_typed(study):
    facts = placing.with_person(study.facts, "P09", "VP1", "y")
    assert facts.groups == ("x", "y")
    assert facts.sessions[0].participant == "VP1"
    facts = placing.with_place(facts, 0, "2", "film", "3", "2026-05-04")
    one = facts.sessions[0]
    assert (one.visit, one.condition, one.face, facts.visits, one.date) == ("2", "film", 3, (), "2026-05-04")
    assert placing.with_place(facts, 0, "", "", "").sessions[0].condition is None
    for face in ("x", "0", "-1", "²"):
        with pytest.raises(StudyUnreadable, match="no number of a face"):
            placing.with_place(facts, 0, "", "", face)
    with pytest.raises(StudyUnreadable, match="'soon' is no date"):
        placing.with_place(facts, 0, "", "", "", "soon")
    two = placing.with_participant(facts)
    for code in ("", "VP2"):
        with pytest.raises(StudyUnreadable, match="cannot be used"):
            placing.with_person(two, "VP1", code, "")


def test_markers_that_sessions_have(tmp_path):
    names = [
        made_session(tmp_path, "one", [0.5] * 9, [(0.1, "film"), (0.2, "film"), (0.3, "rest")]).name,
        made_session(tmp_path, "two", [0.5] * 9, [(0.1, "rest")]).name,
        made_session(tmp_path, "three", [0.5] * 9, [(0.1, "secret")], passphrase=WORD).name,
        "gone",
    ]
    text = '[[participants]]\ncode = "P1"\n'
    text += "".join(f'[[sessions]]\nfolder = "{name}"\nparticipant = "P1"\n' for name in names)
    assert marker_labels(load_study(write_study(tmp_path, text))) == ["rest", "film"]
