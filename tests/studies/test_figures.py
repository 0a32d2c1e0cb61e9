from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fer_desktop import cluster
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Marker
from fer_desktop.errors import ClusterUnreachable
from fer_desktop.results.coverage import coverage
from fer_desktop.results.statistics import marker_statistics, session_statistics
from fer_desktop.session.edits import Span
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.studies import cached
from fer_desktop.studies.checking import findings
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.filling import fill_on_cluster
from fer_desktop.studies.study import load_study
from tests.factories import CAMERA, WORD, write_session
from tests.fakes import MODEL, make_analysis, make_details, make_tracked
from tests.studies.made import FPS, made_session, write_study

DATA = Path(__file__).resolve().parents[1] / "data"
RISING = [0.1] * 20 + [0.7] * 20 + [np.nan] * 10 + [0.8] * 10 + [0.1] * 15 + [0.9] * 5
MARKERS = ((1.0, "film"), (5.0, "rest"), (6.5, "film"))
CONDITIONS = """
[[conditions]]
name = "film"
from_marker = "film"
[[conditions]]
name = "talk"
from_marker = "talk"
"""


def study_of_one(tmp_path, more="", session=""):
    folder = made_session(tmp_path, "one", RISING, MARKERS)
    text = f'{more}\n[[participants]]\ncode = "P01"\n[[sessions]]\nfolder = "../{folder.name}"\nparticipant = "P01"\n'
    return folder, load_study(write_study(tmp_path / "study", text + session))


def row_of(table, **wanted):
    chosen = np.ones(len(table), dtype=bool)
    for name, value in wanted.items():
        chosen &= table[name] == value
    assert chosen.sum() == 1, wanted
    return {name: values[chosen][0] for name, values in table.columns.items()}


def test_figures_are_those_of_the_session(tmp_path):
    folder, study = study_of_one(tmp_path)
    session = load_session(folder)
    save_edits(session.store, replace(session.edits, excluded=(Span(0.45, 0.95), Span(0.8, 1.2))))
    for _ in ("read", "cached"):
        table = study_table(study)
        whole, covered = session_statistics(load_session(folder))[0], coverage(load_session(folder))[0]
        for name in EXPRESSIONS:
            row = row_of(table, expression=name)
            assert (row["mean"], row["top_share"]) == (whole.mean[name], whole.top_share[name])
            assert (row["transitions"], row["valence"]) == (whole.transitions, whole.mean_valence)
            assert (row["seen_s"], row["unreliable_share"]) == (whole.seen_s, whole.unreliable_share)
            assert row["no_face_share"] == covered.not_found
            assert row["excluded_s"] == pytest.approx(0.75)
            assert row["not_seen_share"] == pytest.approx(1 - whole.seen_s / (7.9 - 0.75))


def test_conditions_are_between_markers_and_may_come_again(tmp_path):
    folder, study = study_of_one(tmp_path, CONDITIONS)
    table = study_table(study)
    of_markers = [one for label, one in marker_statistics(load_session(folder)) if label == "film"]
    for stretch, one in enumerate(of_markers, 1):
        row = row_of(table, condition="film", stretch=stretch, expression="happiness")
        assert row["mean"] == one.mean["happiness"]
        assert (row["start_s"], row["end_s"]) == (one.span.start_s, one.span.end_s)
    first = row_of(table, condition="film", stretch=1, expression="happiness")
    assert (first["peak"], first["onsets"], first["latency_s"]) == (
        0.8,
        1,
        pytest.approx(1.0),
    )  # its last row is that of the next marker
    assert first["area"] == pytest.approx(first["mean"] * first["seen_s"])
    assert first["not_seen_share"] == pytest.approx(0.225, abs=0.03)  # one second of four without a face
    missing = row_of(table, condition="talk", expression="happiness")
    assert missing["missing"] == "no marker 'talk'"
    assert np.isnan(missing["mean"])
    assert [one.what for one in findings(study, table) if one.is_missing] == ["no marker 'talk'"]


def test_an_end_marker_that_is_missing_is_said(tmp_path):
    condition = '[[conditions]]\nname = "film"\nfrom_marker = "film"\nto_marker = "rest"\n'
    _, study = study_of_one(tmp_path, condition)
    table = study_table(study)
    assert row_of(table, stretch=1, expression="fear")["end_s"] == 5.0
    assert row_of(table, stretch=2, expression="fear")["missing"] == "no marker 'rest' after 'film'"


def test_what_was_not_seen_is_blank_not_zero(tmp_path):
    made_session(tmp_path, "one", [np.nan] * 10)
    later = made_session(tmp_path, "two", [0.7] * 20 + [np.nan] * 30, [(3.0, "film")])
    text = (
        CONDITIONS.split('[[conditions]]\nname = "talk"', maxsplit=1)[0]
        + "".join(
            f'[[participants]]\ncode = "P{i}"\n[[sessions]]\nfolder = "../{name}"\nparticipant = "P{i}"\n{more}'
            for i, (name, more) in enumerate([("one", 'condition = "rest"'), (later.name, ""), (later.name + "x", "")])
        )
        + '\n[[participants]]\ncode = "P9"\n'
    )
    text = text.replace('"../one"', f'"../{next(tmp_path.glob("*one*")).name}"')
    study = load_study(write_study(tmp_path / "study", text.replace("[[participants]]", "\n[[participants]]")))
    table = study_table(study)
    for code, why in (("P0", "no face"), ("P1", "not seen"), ("P2", "there is no such session"), ("P9", "no session")):
        row = row_of(table, participant=code, expression="happiness")
        assert why in row["missing"]
        assert np.isnan([row[name] for name in ("mean", "top_share", "peak", "onsets", "area", "valence")]).all()
    assert row_of(table, participant="P1", expression="happiness")["seen_s"] == 0
    assert row_of(table, participant="P0", expression="happiness")["no_face_share"] == 1


def test_encrypted_old_and_equal_sessions(tmp_path):
    shutil.copytree(DATA / "session_v1", tmp_path / "a" / "same")
    shutil.copytree(DATA / "session_v1", tmp_path / "b" / "same")
    sealed = made_session(tmp_path, "sealed", RISING, passphrase=WORD)
    names = ("a/same", "b/same", sealed.name)
    text = "".join(
        f'[[participants]]\ncode = "P{i}"\n[[sessions]]\nfolder = "{name}"\nparticipant = "P{i}"\n'
        for i, name in enumerate(names)
    )
    study = load_study(write_study(tmp_path, text))
    table = study_table(study)
    assert "encrypted" in row_of(table, participant="P2", expression="fear")["missing"]
    assert set(table["missing"][table["participant"] == "P0"]) == {""}
    whats = [one.what for one in findings(study, table)]
    assert any("are the same session" in what for what in whats)
    assert any("are called the same" in what for what in whats)
    opened = study_table(study, WORD)
    whole = session_statistics(load_session(sealed, WORD))[0]
    assert row_of(opened, participant="P2", expression="happiness")["mean"] == whole.mean["happiness"]
    kept = list((tmp_path / cached.CACHE_FOLDER).iterdir())
    assert len(kept) == 2  # nothing of an encrypted one


def test_a_session_is_read_once_and_again_when_it_changed(tmp_path, monkeypatch):
    folder, study = study_of_one(tmp_path)
    before = study_table(study)
    monkeypatch.setattr(cached, "load_session", lambda *_: pytest.fail("it was read before"))
    again = study_table(study)
    for name, values in before.columns.items():
        np.testing.assert_array_equal(values, again[name])
    monkeypatch.undo()
    for kept in (study.folder / cached.CACHE_FOLDER).iterdir():
        kept.write_bytes(kept.read_bytes()[:200])
    np.testing.assert_array_equal(study_table(study)["mean"], before["mean"])
    timeline = folder / "timeline.csv"
    timeline.write_text("".join(timeline.read_text().splitlines(keepends=True)[:-10]))
    damaged = study_table(study)
    assert "timeline.csv" in damaged["notes"][0]
    assert damaged["mean"][1] != before["mean"][1]


def test_the_cache_holds_each_session_of_the_study_once(tmp_path):
    folder, study = study_of_one(tmp_path)
    cache = study.folder / cached.CACHE_FOLDER
    study_table(study)
    (before,) = cache.iterdir()
    facts = folder / "session.json"
    facts.write_bytes(facts.read_bytes() + b"\n")  # another hash, nothing wrong
    study_table(study)
    (after,) = cache.iterdir()
    assert before != after
    folder.rename(tmp_path / "away")  # a disk that is not there at the moment
    study_table(study)
    assert list(cache.iterdir()) == [after]
    (cache / "of the user.txt").write_text("mine")
    study_table(replace(study, facts=replace(study.facts, sessions=())))
    assert [one.name for one in cache.iterdir()] == ["of the user.txt"]


def test_two_people_in_one_session(tmp_path):
    folder = write_session(tmp_path, "pair")
    text = "".join(
        f'[[participants]]\ncode = "P{i}"\n[[sessions]]\nfolder = "{folder.name}"\nparticipant = "P{i}"\nface = {i}\n'
        for i in (1, 2, 3)
    )
    table = study_table(load_study(write_study(tmp_path, text)))
    assert row_of(table, participant="P1", expression="happiness")["face"] == 1
    assert row_of(table, participant="P2", expression="anger")["top_share"] == 1
    assert row_of(table, participant="P3", expression="anger")["missing"] == "no face 3 in the session"


def test_the_same_as_pandas(tmp_path):
    pd = pytest.importorskip("pandas")
    folder, study = study_of_one(tmp_path)
    table = study_table(study)
    rows = pd.read_csv(folder / "timeline.csv").dropna(subset=["face_id"])
    steps = -rows["time_s"].diff(-1)
    weights = steps.where(steps <= 0.5, 1 / FPS)
    weights.iloc[-1] = 0.0  # the stretch ends with its last row
    for name in EXPRESSIONS:
        row = row_of(table, expression=name)
        assert abs(row["mean"] - (rows[name] * weights).sum() / weights.sum()) < 1e-9
        assert abs(row["top_share"] - weights[rows["expression"] == name].sum() / weights.sum()) < 1e-9
        assert row["peak"] == rows[name].max()
        assert abs(row["area"] - (rows[name] * weights).sum()) < 1e-9


def test_a_study_without_anything_and_names_that_no_file_can_have(tmp_path):
    study = load_study(write_study(tmp_path, ""))
    assert len(study_table(study)) == 0
    assert findings(study, study_table(study)) == []
    text = f'[[participants]]\ncode = "P1"\n[[sessions]]\nfolder = "{"x" * 300}"\nparticipant = "P1"\n'
    table = study_table(load_study(write_study(tmp_path, text)))
    assert "cannot be read" in table["missing"][0]


def test_sessions_that_are_read_side_by_side_give_the_same(tmp_path, monkeypatch):
    text = ""
    for i in range(8):
        folder = made_session(tmp_path, f"s{i}", [0.3 + i / 20] * 10)
        text += f'[[participants]]\ncode = "P{i}"\n[[sessions]]\nfolder = "{folder.name}"\nparticipant = "P{i}"\n'
    study = load_study(write_study(tmp_path, text))
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(cached, "load_session", lambda *_: pytest.fail("another process reads it"))
    side_by_side = study_table(study)
    monkeypatch.undo()
    shutil.rmtree(tmp_path / cached.CACHE_FOLDER)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    np.testing.assert_array_equal(study_table(study)["mean"], side_by_side["mean"])


def test_sessions_that_a_cluster_reads_give_the_same(tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    text = ""
    for i in range(3):
        folder = made_session(tmp_path, f"s{i}", [0.3 + i / 20] * 10)
        text += f'[[participants]]\ncode = "P{i}"\n[[sessions]]\nfolder = "{folder.name}"\nparticipant = "P{i}"\n'
    study = load_study(write_study(tmp_path, text))
    here = study_table(study)
    cache = tmp_path / cached.CACHE_FOLDER
    shutil.rmtree(cache)
    folders, shares = [study.folder_of(one) for one in study.facts.sessions], []
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    ) as started:
        fill_on_cluster(folders, cache, Progress(shares.append), started.scheduler_address)
    assert len(list(cache.glob("*.npz"))) == 3 and shares[-1] == pytest.approx(0.9)
    monkeypatch.setattr(cached, "load_session", lambda *_: pytest.fail("it was read there"))
    monkeypatch.setattr(cached, "read_quickly", lambda *_: pytest.fail("it was read there"))
    np.testing.assert_array_equal(study_table(study)["mean"], here["mean"])
    monkeypatch.setattr(cluster, "_ANSWER_S", 1)
    with pytest.raises(ClusterUnreachable, match="There is no cluster"):
        fill_on_cluster(folders, cache, Progress(), "tcp://127.0.0.1:1")


def test_details_of_faces_are_counted_in_each_stretch(tmp_path, monkeypatch):
    writer = SessionWriter(tmp_path, SessionHeader("one", CAMERA, replace(MODEL, eyes=MODEL)), WriterOptions())
    for marker in (Marker(0.0, "film"), Marker(2.0, "talk")):
        writer.add_marker(marker)
    for i in range(120):
        details = make_details(0.2 if i < 60 else 0.6, 0.9 if i in range(70, 76) else 0.1)
        writer.add_analysis(make_analysis(i, [replace(make_tracked(1), details=details)]))
    folder = Path(writer.close(RecordingCounts(120, 0, 0)))
    person = f'[[participants]]\ncode = "P01"\n[[sessions]]\nfolder = "../{folder.name}"\nparticipant = "P01"\n'
    study = load_study(write_study(tmp_path / "study", CONDITIONS + person))
    for _ in ("read", "again"):  # what comes out of the cache has its details
        table = study_table(study)
        monkeypatch.setattr(cached, "load_session", lambda *_: pytest.fail("it was read before"))
        monkeypatch.setattr(cached, "read_quickly", lambda *_: pytest.fail("it was read before"))
        film = row_of(table, condition="film", expression="fear")
        talk = row_of(table, condition="talk", expression="fear")
        assert (film["blinks"], talk["blinks"]) == (0, 1)
        assert talk["blinks_per_minute"] == pytest.approx(60 / 59 * 30, rel=0.02)
        assert film["AU12_mean"] == pytest.approx(0.2, abs=0.01)
        assert talk["AU12_peak"] == pytest.approx(0.6)
        assert np.isnan(talk["screen_share"])
        assert np.isnan(film["blink_s"])


def test_without_details_their_figures_are_blank(tmp_path):
    _, study = study_of_one(tmp_path)
    row = row_of(study_table(study), expression="fear")
    assert np.isnan([row["blinks"], row["AU12_mean"], row["screen_share"]]).all()


@pytest.mark.parametrize("date", ["2026-05-04", '"2026-05-04"'])
def test_when_a_video_was_recorded_is_known_only_if_somebody_says_it(tmp_path, date):
    """Its session knows when it was analysed, which says nothing about the order of visits."""
    folder, study = study_of_one(tmp_path)
    assert set(study_table(study)["started"]) == {load_session(folder).info.started.isoformat(timespec="seconds")}
    info = folder / "session.json"
    info.write_text(info.read_text().replace('"is_live": true', '"is_live": false'))
    assert set(study_table(study)["started"]) == {""}
    dated = load_study(write_study(tmp_path / "dated", (study.file.read_text() + f"date = {date}\n").split("\n", 1)[1]))
    assert set(study_table(dated)["started"]) == {"2026-05-04"}
