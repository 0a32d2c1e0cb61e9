from __future__ import annotations

import stat
import sys
from dataclasses import replace

import pytest

from fer_desktop.errors import SessionLocked, StudyUnreadable, StudyUnwritable
from fer_desktop.studies.editing import new_study, place_session, save_facts
from fer_desktop.studies.names import name_participant, read_names, write_names
from fer_desktop.studies.study import Condition, Participant, PlacedSession, load_study, study_of
from tests.factories import WORD
from tests.studies.made import write_study

PEOPLE = '[[participants]]\ncode = "P01"\n[[participants]]\ncode = "P02"\ngroup = "control"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[sessions]]\nfolder = "a"\nparticipant = "P9"', "'P9', who is not among participants"),
        ('[[participants]]\ncode = "P01"', "participant 'P01' is there 2 times"),
        ('[[sessions]]\nfolder = "a"\nparticipant = "P01"\nvist = "1"', "there is no key 'vist'"),
        ('[[sessions]]\nfolder = "a"\nparticipant = "P01"\nface = 0', "face"),
        ('[[sessions]]\nfolder = "a"\nparticipant = "P01"\n' * 2, "each needs a face of its own"),
        ('[[sessions]]\nfolder = "a"\n[[sessions]]\nfolder = "b/../a"', "participant"),
        (
            '[[sessions]]\nfolder = "a"\nparticipant = "P01"\ndate = "soon"',
            "'a' has the date 'soon'; write",
        ),
        ('[[sessions]]\nfolder = "a"\nparticipant = "P01"\ndate = 7', "date"),
        ("sessions = 7", "sessions"),
        ('[[conditions]]\nname = "film"', "from_marker"),
        ("groups = ", "Invalid value"),
        ('[[sessions]]\nfolder = "~nobody-of-that-name/a"\nparticipant = "P01"', "home"),
        ('[[sessions]]\nfolder = "a\\u0000"\nparticipant = "P01"', "null"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(tmp_path, text, words):
    write_study(tmp_path, PEOPLE + text)
    with pytest.raises(StudyUnreadable, match=r"study\.toml cannot be read") as caught:
        load_study(tmp_path)
    assert words in str(caught.value)


def test_groups_and_visits_that_are_listed_are_the_only_ones(tmp_path):
    write_study(tmp_path, 'groups = ["a", "b"]\n[[participants]]\ncode = "P01"\ngroup = "A"')
    with pytest.raises(StudyUnreadable, match="the group 'A', which is none of a, b"):
        load_study(tmp_path)


def test_a_study_that_is_not_there_or_too_new(tmp_path):
    with pytest.raises(StudyUnreadable, match="There is no study"):
        load_study(tmp_path)
    with pytest.raises(StudyUnreadable, match="newer version"):
        study_of(tmp_path / "study.toml", b"study_version = 99\nwhatever = 1")


def test_sessions_are_added_and_what_was_written_by_hand_stays(tmp_path):
    file = new_study(tmp_path / "study", 'A "quoted" \\ title\x7f')
    (tmp_path / "sessions" / "one").mkdir(parents=True)
    file.write_text(file.read_text() + "# by hand\n")
    study = load_study(tmp_path / "study")
    assert study.facts.title == 'A "quoted" \\ title\x7f'
    folder = str(tmp_path / "sessions" / "one")
    placed = PlacedSession(folder=folder, participant="P01", visit="2", face=3)
    grown = place_session(study, placed, group="control")
    again = place_session(grown, PlacedSession(folder=folder, participant="P02", face=1))
    assert load_study(file).facts == again.facts
    assert "# by hand\n" in file.read_text()
    assert [one.code for one in again.facts.participants] == ["P01", "P02"]
    assert again.participant("P01").group == "control"
    assert again.facts.sessions[0].folder == "../sessions/one"
    assert again.folder_of(again.facts.sessions[0]).resolve() == tmp_path / "sessions" / "one"
    before = file.read_bytes()
    with pytest.raises(StudyUnreadable, match="each needs a face"):
        place_session(again, PlacedSession(folder=folder, participant="P02", face=1))
    with pytest.raises(StudyUnreadable, match="is in the group"):
        place_session(again, PlacedSession(folder=folder, participant="P01", face=7), group="other")
    assert file.read_bytes() == before
    with pytest.raises(StudyUnwritable, match="there already"):
        new_study(tmp_path / "study", "")


def test_names_are_kept_apart_for_their_owner_alone(tmp_path):
    key = tmp_path / "key.csv"
    name_participant(key, "P01", "=Mia")
    name_participant(key, "P02", "Max, the second")
    name_participant(key, "P01", "=Mia")
    assert read_names(key) == {"P01": "=Mia", "P02": "Max, the second"}
    if sys.platform != "win32":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(StudyUnreadable, match="somebody else"):
        name_participant(key, "P01", "Anna")
    (tmp_path / "other.csv").write_text("participant,name\n\nP01,Anna\n\n")  # lines left empty by hand
    assert read_names(tmp_path / "other.csv") == {"P01": "Anna"}
    (tmp_path / "other.csv").write_bytes("\ufeffparticipant;name\r\nP01;Müller, Anna\r\n".encode())
    assert read_names(tmp_path / "other.csv") == {"P01": "Müller, Anna"}  # as a spreadsheet saves it
    (tmp_path / "other.csv").write_bytes("participant,name\nP01,Müller\n".encode("cp1252"))
    with pytest.raises(StudyUnreadable, match="it is not UTF-8"):
        read_names(tmp_path / "other.csv")
    (tmp_path / "other.csv").write_text("participant,name\nP01,Anna,Bea\n")
    with pytest.raises(StudyUnreadable, match="row 2 has 3 cells, not 2"):
        read_names(tmp_path / "other.csv")
    (tmp_path / "other.csv").write_text("a,b\n")
    with pytest.raises(StudyUnreadable, match="does not begin with"):
        name_participant(tmp_path / "other.csv", "P01", "Mia")
    assert (tmp_path / "other.csv").read_text() == "a,b\n"


def test_what_is_changed_in_the_window_leaves_what_was_written_by_hand(tmp_path):
    write_study(
        tmp_path,
        '# mine\ngroups = ["a"] # two later\n'
        + PEOPLE.replace('group = "control"\n', 'group = "a" # sure\n')
        + '[[sessions]]\nfolder = "one" # the first\nparticipant = "P01"\nvisit = "1"\n'
        '[[sessions]]\nfolder = "two"\nparticipant = "P02"\n',
    )
    study = load_study(tmp_path)
    facts = study.facts
    first, second = facts.sessions
    facts = replace(
        facts,
        title="Film",
        conditions=(Condition(name="film", from_marker="on"),),
        participants=(*facts.participants, Participant(code="P03")),
        sessions=(replace(first, visit="", face=2), replace(first, folder="three"), second),
    )
    changed = save_facts(study, facts)
    assert changed.facts == facts == load_study(tmp_path).facts
    text = study.file.read_text()
    for words in ("# mine", "# two later", "# sure", "# the first"):
        assert words in text
    fewer = save_facts(changed, replace(facts, sessions=(), conditions=(), participants=facts.participants[1:]))
    assert load_study(tmp_path).facts == fewer.facts
    assert save_facts(fewer, facts).facts == facts  # as undo does


def test_a_change_does_not_undo_what_somebody_else_wrote_meanwhile(tmp_path):
    write_study(tmp_path, PEOPLE)
    study = load_study(tmp_path)
    study.file.write_text(study.file.read_text() + '[[participants]]\ncode = "P03"\n')
    before = study.file.read_bytes()
    with pytest.raises(StudyUnwritable, match="changed meanwhile"):
        save_facts(study, replace(study.facts, title="x"))
    with pytest.raises(StudyUnreadable, match="there 2 times"):
        load = load_study(tmp_path)
        save_facts(load, replace(load.facts, participants=load.facts.participants * 2))
    assert study.file.read_bytes() == before


def test_an_encrypted_key_opens_with_its_passphrase_alone(tmp_path):
    key = tmp_path / "key"
    name_participant(key, "P01", "Mia Example", WORD)
    name_participant(key, "P02", "=Max", WORD)
    assert read_names(key, WORD) == {"P01": "Mia Example", "P02": "=Max"}
    assert not any(b"Mia" in path.read_bytes() for path in key.rglob("*") if path.is_file())
    for word in ("", "another word"):
        with pytest.raises(SessionLocked):
            read_names(key, word)
        with pytest.raises(SessionLocked):
            name_participant(key, "P03", "Ann", word)
    write_names(key, {"P01": "Mia Other", "P02": ""}, WORD)
    assert read_names(key, WORD) == {"P01": "Mia Other"}
    (tmp_path / "in the way").write_text("")
    with pytest.raises(StudyUnwritable):
        write_names(tmp_path / "in the way" / "key", {"P01": "Mia"}, WORD)
