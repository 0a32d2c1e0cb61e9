from __future__ import annotations

import json

import numpy as np
import pytest

from fer_desktop.studies.study import load_study
from tests.cli.helpers import run
from tests.factories import WORD, write_session
from tests.studies.made import made_session


@pytest.fixture
def study(tmp_path, capsys):
    one = write_session(tmp_path, "one")
    two = made_session(tmp_path, "two", [0.7] * 30, passphrase=WORD)
    folder = tmp_path / "study"
    assert run(capsys, "study", "init", folder, "--title", "Smiles")[0] == 0
    key = ("--name", "Mia Example", "--key", tmp_path / "key.csv")
    assert run(capsys, "study", "add", folder, one, "--participant", "P01", "--face", 2, *key)[0] == 0
    assert run(capsys, "study", "add", folder, two, "--participant", "P02")[0] == 0
    return folder


def test_from_sessions_to_a_table_without_names(study, tmp_path, capsys):
    (tmp_path / "word").write_text(WORD)
    word = ("--passphrase-file", tmp_path / "word")
    code, out = run(capsys, "study", "check", study)
    assert code == 1
    assert "P02" in out.out and "is encrypted" in out.out
    code, out = run(capsys, "study", "check", study, *word)
    assert (code, out.out) == (0, "")
    assert "Smiles: 2 participant(s), 2 session(s), 0 without figures" in out.err
    assert run(capsys, "study", "table", study, tmp_path / "t.csv", *word)[0] == 0
    text = (tmp_path / "t.csv").read_text()
    assert len(text.splitlines()) == 1 + 2 * 8
    assert "Mia" not in text + (study / "study.toml").read_text()
    assert "Mia Example" in (tmp_path / "key.csv").read_text()
    dictionary = json.loads((tmp_path / "t.dictionary.json").read_text())
    assert list(dictionary) == text.splitlines()[0].split(",")


def test_tables_are_never_replaced_and_hold_the_same(study, tmp_path, capsys):
    pd = pytest.importorskip("pandas")
    for name in ("t.csv", "t.parquet", "t.json"):
        code, out = run(capsys, "study", "table", study, tmp_path / name)
        assert code == 0
        assert "missing: P02" in out.err
        code, out = run(capsys, "study", "table", study, tmp_path / name)
        assert code == 1
        assert "is there already" in out.err
        assert run(capsys, "study", "table", study, tmp_path / name, "--force")[0] == 0
    one, two = pd.read_csv(tmp_path / "t.csv"), pd.read_parquet(tmp_path / "t.parquet")
    three = pd.DataFrame(json.loads((tmp_path / "t.json").read_text())["columns"])
    for name in ("mean", "area", "latency_s", "seen_s"):
        np.testing.assert_allclose(one[name].astype(float), two[name].astype(float), atol=1e-9)
        np.testing.assert_array_equal(three[name].astype(float), two[name].astype(float))
    code, out = run(capsys, "study", "table", study, tmp_path / "t.rds")
    assert code == 1
    assert "none of" in out.err


def test_wrong_use_is_said(study, tmp_path, capsys):
    for arguments, words in (
        (("init", study), "is there already"),
        (("add", study, tmp_path / "nobody", "--participant", "P1"), "no session at"),
        (("add", study, study, "--participant", "P1", "--name", "Mia"), "--key together"),
        (("check", tmp_path / "other"), "There is no study at"),
    ):
        code, out = run(capsys, "study", *arguments)
        assert code == 1
        assert words in out.err


def test_comparisons_as_text_and_json(tmp_path, capsys):
    folder = tmp_path / "study"
    run(capsys, "study", "init", folder)
    for i in range(4):
        for condition, strength in (("rest", 0.3), ("film", 0.5)):
            made = made_session(tmp_path, f"{condition}{i}", [strength + i * i / 50] * 12)
            add = ("--participant", f"P{i}", "--condition", condition)
            assert run(capsys, "study", "add", folder, made, *add)[0] == 0
    asked = ("study", "compare", folder, "--by", "condition", "--expressions", "happiness", "--measure", "peak")
    code, out = run(capsys, *asked)
    assert code == 0
    assert "+0.200" in out.out and "frames of one person resemble" in out.out.lower()
    code, out = run(capsys, *asked, "--json")
    values = json.loads(out.out)
    assert values["differences"][0]["difference"] == pytest.approx(0.2)
    assert values["differences"][0]["low"] is None  # all people changed alike: nothing varies
    report = tmp_path / "report.html"
    assert run(capsys, "study", "report", folder, report, "--by", "condition")[0] == 0
    page = report.read_text()
    for words in ("model fake-1", "How much was seen", "none", "fewer than 5 people", "does not say what a person"):
        assert words in page, words
    assert run(capsys, "study", "report", folder, report)[0] == 1
    assert run(capsys, "study", "report", folder, tmp_path / "report.txt")[0] == 1
    code, out = run(capsys, "study", "compare", folder, "--by", "visit")
    assert code == 1
    assert "not two levels of visit" in out.err


def test_curves_around_a_marker_and_trends_with_their_figures(tmp_path, capsys):
    folder = tmp_path / "study"
    run(capsys, "study", "init", folder)
    for i in range(6):
        strengths = [0.2 + i / 50] * 20 + [0.7] * 20
        made = made_session(tmp_path, f"s{i}", strengths, [(2.0, "joke")])
        assert run(capsys, "study", "add", folder, made, "--participant", "P1" if i < 2 else f"P{i}")[0] == 0
    around = ("--at", "joke", "--from", "-1", "--to", "1", "--cluster")
    figure = tmp_path / "joke.svg"
    code, out = run(capsys, "study", "course", folder, *around, "--figure", figure)
    assert code == 0
    assert "baseline" in out.out and "the ends of a cluster are no result" in out.out
    assert figure.exists() and (tmp_path / "joke-each-person.svg").exists()
    assert run(capsys, "study", "course", folder, *around, "--figure", figure)[0] == 1
    assert run(capsys, "study", "course", folder, *around, "--figure", tmp_path / "joke.bmp")[0] == 1
    code, out = run(capsys, "study", "course", folder, *around, "--json", "--figure", tmp_path / "joke.csv")
    values = json.loads(out.out)
    assert values["levels"][0]["n_markers"] == 6
    assert values["contrasts"][0]["clusters"][0]["p"] == pytest.approx(0.0625)  # 2 of 32 signs
    assert len((tmp_path / "joke.csv").read_text().splitlines()) == 1 + 21
    report = tmp_path / "report.html"
    assert run(capsys, "study", "report", folder, report, *around)[0] == 0
    assert report.read_text().count("data:image/png") == 2
    code, out = run(capsys, "study", "over-time", folder, "--participant", "P1", "--json")
    assert len(json.loads(out.out)["trends"][0]["values"]) == 2
    code, out = run(capsys, "study", "over-time", folder, "--parts", 2, "--expressions", "happiness")
    assert code == 0
    assert "1/2" in out.out
    assert run(capsys, "study", "over-time", folder)[0] == 1


def test_the_cache_is_emptied(study, capsys):
    run(capsys, "study", "check", study)
    assert list((study / ".study-cache").iterdir())
    code, out = run(capsys, "study", "clear-cache", study)
    assert code == 0
    assert "MB taken out of" in out.out
    assert not (study / ".study-cache").exists()
    assert run(capsys, "study", "clear-cache", study)[0] == 0
    assert (study / "study.toml").exists()


def test_many_sessions_are_added_from_one_table_or_none(tmp_path, capsys):
    folder = tmp_path / "study"
    run(capsys, "study", "init", folder)
    for name in ("a", "b", "c"):
        made_session(tmp_path / "sessions", name, [0.3] * 5)
    plan = tmp_path / "sessions" / "plan.csv"
    head = "Session;Participant;Group;Visit;Face;Date;notes\n"
    plan.write_text(head + "a;P01;control;1;1;2026-05-04;x\nb;P01;;2;;;\n;;;;;;\nc;P02;patients;1;2;;\n")
    code, out = run(capsys, "study", "add", folder, "--table", plan)
    assert code == 0 and out.out == "3 session(s) of 2 participant(s) added; the study has 3.\n"
    facts = load_study(folder).facts
    assert [(one.code, one.group) for one in facts.participants] == [("P01", "control"), ("P02", "patients")]
    found = [(one.folder, one.participant, one.visit, one.face, one.date) for one in facts.sessions]
    assert found[0] == ("../sessions/a", "P01", "1", 1, "2026-05-04")
    assert found[1:] == [("../sessions/b", "P01", "2", None, ""), ("../sessions/c", "P02", "1", 2, "")]
    before = (folder / "study.toml").read_bytes()
    for rows, words in (
        ("d;P03;;;;;\n", "line 2: there is no session at"),
        ("c;P02;;2;1;;\nc;;;;;;\n", "line 3: there is no participant"),
        ("c;P02;;2;0;;\n", "line 2: faces are numbered from 1"),
        ("c;P02;other;2;1;;\n", "Participant P02 is in the group 'patients'"),
        ("c;P02;;2;1;04.05.2026;\n", "has the date '04.05.2026'; write it as 2026-05-04"),
        ("", "has no rows"),
    ):
        plan.write_text(head + rows)
        code, out = run(capsys, "study", "add", folder, "--table", plan)
        assert code == 1 and words in out.err, out.err
    plan.write_text("session,who\na,P1\n")
    assert "there is no column participant" in run(capsys, "study", "add", folder, "--table", plan)[1].err
    assert "--table alone" in run(capsys, "study", "add", folder, "--table", plan, "--participant", "P1")[1].err
    assert "Nobody said" in run(capsys, "study", "add", folder)[1].err
    assert (folder / "study.toml").read_bytes() == before
