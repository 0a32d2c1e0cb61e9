"""Face, voice and words of a session as one decision."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.lane import Series, Spans
from fer_desktop.core.names import LANGUAGES
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import ModelInfo, SourceInfo
from fer_desktop.core.voice import Heard, VoiceSample, scores_of
from fer_desktop.core.words import Said, WordsSample, WordsScores
from fer_desktop.offline.fusing import keep_edits, write_fused
from fer_desktop.results.formats import ExportOptions, export_session
from fer_desktop.results.fusion import can_fuse, fused, fusion_statistics
from fer_desktop.results.lanes import OF_SOUND, SessionLanes
from fer_desktop.results.phrases import Phrase, catalogue_of
from fer_desktop.results.plot import draw_session
from fer_desktop.results.report import html_report, write_report
from fer_desktop.results.report_tables import fact_tables, figure_tables, note_of
from fer_desktop.results.selection import Selection
from fer_desktop.results.statistics import whole_span
from fer_desktop.results.strip import strip_of
from fer_desktop.session.edits import Span, TranscriptFacts
from fer_desktop.session.fused_schema import FUSED_HEADER
from fer_desktop.session.info import ModelFacts, VoiceFacts
from fer_desktop.session.library import Session, load_session, save_edits
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.words_file import write_words
from tests.factories import CAMERA
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked

VOICES = ("neutral", "happiness", "sadness", "anger", "disgust", "fear", "boredom")
WORDS = ("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear")
ANGRY = WordsScores.of(WORDS, np.array([0.1, 0.1, 0.1, 0.1, 0.5, 0.05, 0.05], np.float32))
HAPPY, SURPRISE = EXPRESSIONS.index("happiness"), EXPRESSIONS.index("surprise")


def write(
    root: Path, faces: int = 1, voice: bool = True, lines: tuple[Said, ...] = (), speakers: dict | None = None
) -> Session:
    """Three seconds: glad faces, an angry voice from 1 to 2 s in some noise, and angry words."""
    facts = VoiceFacts(source="film.mp4", model=ModelFacts(model_id="voice-test")) if voice else None
    writer = SessionWriter(root, SessionHeader("film", CAMERA, MODEL, voice=facts))
    for i in range(90):
        seen = [make_tracked(face + 1, scores=make_scores(HAPPY, 0.6)) for face in range(faces)]
        writer.add_analysis(make_analysis(i, seen))
    if voice:
        angry = scores_of(VOICES, np.array([0.1, 0.1, 0.1, 0.5, 0.1, 0.1, 0.0], np.float32))
        writer.add_heard(
            Heard(
                tuple(
                    VoiceSample(
                        i / 4,
                        0.25,
                        4 <= i < 8,
                        None,
                        angry if 4 <= i < 8 else None,
                        loudness_db=-60 + 25 * (4 <= i < 8),
                    )
                    for i in range(12)
                )
            )
        )
    session = load_session(Path(writer.close(RecordingCounts(90, 0, 0))))
    if lines:
        samples = [WordsSample(line, "en", ANGRY) for line in lines]
        given = TranscriptFacts(source="a.srt", n_lines=len(lines), speakers=speakers or {})
        save_edits(session.store, replace(session.edits, transcript=write_words(session.store, samples, given)))
    return load_session(session.folder)


def streams_of(table) -> list[str]:
    names = ("face", "voice", "words")
    return ["+".join(n for n in names if table[f"weight_{n}"][i] > 0) for i in range(len(table))]


def test_every_quarter_has_the_streams_that_are_there(tmp_path):
    session = write(tmp_path, lines=(Said(1.5, 2.5, "I hate it"),))
    table = fused(session)
    assert table["time_s"].tolist() == [i / 4 for i in range(12)]
    assert set(table["face_id"]) == {1}
    expected = ["face"] * 4 + ["face+voice"] * 2 + ["face+voice+words"] * 2 + ["face+words"] * 2 + ["face"] * 2
    assert streams_of(table) == expected
    assert table["fused_expression"][0] == "happiness"
    assert table["fused_anger"][7] > table["fused_anger"][5] > table["fused_anger"][0]
    assert table["moved_face"][7] > 0 > table["moved_voice"][7]


def test_where_the_face_is_alone_the_decision_is_the_face(tmp_path):
    session = write(tmp_path)
    table, seen = fused(session), session.table
    for i, name in enumerate(EXPRESSIONS):
        assert table[f"fused_{name}"][0] == pytest.approx(seen.probabilities()[0, i], abs=1e-5)
    assert table["weight_face"][0] == 1
    assert np.isnan(table["moved_voice"][0])


def test_what_was_moved_adds_up(tmp_path):
    table = fused(write(tmp_path, lines=(Said(0.0, 3.0, "I hate it"),)))
    moved = np.nansum([table[f"moved_{name}"] for name in ("face", "voice", "words")], axis=0)
    top = np.array([table[f"fused_{name}"][i] for i, name in enumerate(table["fused_expression"])])
    other = np.array([table[f"fused_{name}"][i] for i, name in enumerate(table["fused_runner_up"])])
    np.testing.assert_allclose(moved, np.log(top / other), atol=1e-9)


def test_one_stream_is_not_fused(tmp_path):
    session = write(tmp_path, voice=False)
    assert not can_fuse(session)
    assert fused(session) is None


def test_of_several_faces_nobody_knows_who_speaks(tmp_path):
    table = fused(write(tmp_path, faces=2, lines=(Said(1.0, 2.0, "I hate it"),)))
    alone = table.where(np.isnan(table["face_id"]))
    assert streams_of(alone) == ["voice+words"] * 4
    assert set(streams_of(table.where(~np.isnan(table["face_id"])))) == {"face"}
    assert np.isnan(alone["fused_contempt"]).all()
    assert (alone["fused_surprise"] > 0).all()


def test_who_speaks_in_the_transcript_gets_voice_and_words(tmp_path):
    lines = Said(1.0, 1.5, "I hate it", "Anna"), Said(1.5, 2.0, "So do I", "Ben")
    table = fused(write(tmp_path, faces=2, lines=lines, speakers={"Anna": 2}))
    second = table.of(2)
    assert streams_of(second)[4:6] == ["face+voice+words"] * 2
    assert set(streams_of(table.of(1))) == {"face"}
    assert streams_of(table.where(np.isnan(table["face_id"]))) == ["voice+words"] * 2


def test_merged_faces_are_one(tmp_path):
    session = write(tmp_path, faces=2, lines=(Said(1.0, 2.0, "I hate it"),))
    merged = replace(session, edits=replace(session.edits, merged={2: 1}))
    assert set(fused(merged)["face_id"]) == {1}
    assert streams_of(fused(merged))[5] == "face+voice+words"


def test_a_voice_in_noise_counts_less(tmp_path):
    session = write(tmp_path)
    loud = session.voice["loudness_db"].copy()
    near_noise = session.voice.replaced(loudness_db=np.where(session.voice["is_speech"] == 1, -57.0, loud))
    clear, noisy = fused(session), fused(replace(session, voice=near_noise))
    assert 0 < noisy["weight_voice"][5] < clear["weight_voice"][5]
    inaudible = replace(session, voice=session.voice.replaced(loudness_db=np.full(12, -60.0)))
    assert fused(inaudible)["weight_voice"][5] == 0


def test_sound_and_words_alone_are_fused(tmp_path):
    session = write(tmp_path, faces=0, lines=(Said(1.0, 2.0, "I hate it"),))
    table = fused(session)
    assert table["time_s"].tolist() == [1.0, 1.25, 1.5, 1.75]
    assert set(table["fused_expression"]) == {"anger"}


def test_the_table_in_the_session_and_beside_the_rows(tmp_path, capsys):
    session = write(tmp_path, lines=(Said(1.5, 2.5, "I hate it"),))
    assert write_fused(session)
    kept = pd.read_csv(session.folder / "fused.csv")
    assert tuple(kept.columns) == FUSED_HEADER
    assert kept["fused_expression"].tolist() == fused(session)["fused_expression"].tolist()
    assert kept[["weight_face", "weight_voice", "weight_words"]].sum(axis=1).tolist() == pytest.approx(
        [1] * 12, abs=2e-3
    )
    target = tmp_path / "out.csv"
    assert main(["sessions", "export", str(session.folder), str(target), "--fusion", "--words", "--voice"]) == 0
    joined = pd.read_csv(target)
    assert len(joined) == 90
    assert joined["fused_probability"].notna().all()
    row = joined[joined["time_s"].between(1.6, 1.7)].iloc[0]
    assert row["fused_anger"] == pytest.approx(kept["fused_anger"][6])
    assert delete_session(session.folder) == ()


def test_one_stream_has_no_table(tmp_path, capsys):
    session = write(tmp_path, voice=False)
    assert not write_fused(session)
    assert not (session.folder / "fused.csv").exists()
    assert main(["sessions", "export", str(session.folder), str(tmp_path / "a.csv"), "--fusion"]) == 1
    assert "nothing to fuse" in capsys.readouterr().err
    assert fusion_statistics(session) == []


def test_what_was_switched_off_is_nowhere(tmp_path):
    session = write(tmp_path, lines=(Said(1.0, 2.0, "I hate it"),))
    info = json.loads((session.folder / "session.json").read_text())
    info["settings"]["fusion"] = False
    (session.folder / "session.json").write_text(json.dumps(info))
    session = load_session(session.folder)
    assert not write_fused(session)
    assert fusion_statistics(session) == []
    assert "fused" not in {lane.key for lane in SessionLanes(session).of_faces}


def test_figures_and_report(tmp_path):
    session = write(tmp_path, faces=2, lines=(Said(1.0, 2.0, "I hate it", "Anna"),), speakers={"Anna": 2})
    first, second = fusion_statistics(session)
    assert (first.face_id, first.decided_s, first.together_s) == (1, 3.0, 0.0)
    assert (second.face_id, second.decided_s, second.together_s) == (2, 3.0, 1.0)
    assert sum(second.weight.values()) == pytest.approx(1)
    assert second.top_share["happiness"] > 0.6
    write_report(session, tmp_path / "a.html")
    assert "Face, voice and words together" in (tmp_path / "a.html").read_text()


def test_lanes(tmp_path):
    session = write(tmp_path, lines=(Said(0.5, 1.5, "I hate it", "Anna"), Said(1.0, 2.0, "Me too")))
    lanes = SessionLanes(session)
    by_key = {lane.key: lane for lane in (*lanes.of_faces, *lanes.of_session)}
    spans, polarity = lanes.data(by_key["lines"]), lanes.data(by_key["polarity"])
    together, moved = lanes.data(by_key["fused"], 1), lanes.data(by_key["moved"], 1)
    assert isinstance(spans, Spans)
    assert isinstance(polarity, Series)
    assert isinstance(together, Series)
    assert isinstance(moved, Series)
    assert spans.labels == ("Anna: I hate it", "Me too")
    assert spans.ends_s.tolist() == [1.0, 2.0]
    assert polarity.window(0, 9).times_s.tolist() == [0.5 + i / 4 for i in range(6)]
    assert len(together) == 12
    assert together.window(0, 9).joined.tolist() == [True] * 11 + [False]
    assert moved.window(0, 9).values.shape == (12, 3)
    alone = SessionLanes(write(tmp_path / "alone", voice=False))
    assert not {"lines", "words", "fused", "moved"} & {lane.key for lane in (*alone.of_faces, *alone.of_session)}


def labels_of(figure) -> list[str]:
    return [axes.get_ylabel().split("\n")[0] for axes in figure.axes]


def test_the_picture_has_rows_for_voice_words_and_all_together(tmp_path):
    alone = draw_session(sound_alone(tmp_path / "sound"))
    assert labels_of(alone) == ["voice", "words", "together"]
    session = write(tmp_path, faces=2, lines=(Said(1.0, 2.0, "I hate it", "Anna"),), speakers={"Anna": 2})
    figure = draw_session(session)
    assert labels_of(figure) == ["face 1", "face 2", "voice", "words", "face 2, together"]
    anger = figure.axes[3].lines[EXPRESSIONS.index("anger")]
    assert np.asarray(anger.get_xdata())[[0, -1]].tolist() == [1.0, 2.0]
    assert np.nanmin(np.asarray(anger.get_ydata())) == pytest.approx(0.5)
    assert labels_of(draw_session(write(tmp_path / "face", voice=False))) == ["face 1"]


def test_sound_alone_has_a_strip(tmp_path):
    session = sound_alone(tmp_path)
    assert strip_of(session, 4) == tuple(session.voice["voice_expression"][[0, 3, 6, 9]])
    assert strip_of(session, 4) != ("",) * 4


def test_a_stretch_in_which_nobody_speaks_parts_the_curve(tmp_path):
    words = (Said(0.0, 0.5, "I hate it"), Said(2.0, 2.5, "I hate it"))
    _, _, drawn, _ = draw_session(write(tmp_path, lines=words)).axes
    values = np.asarray(drawn.lines[0].get_ydata())
    assert np.isnan(values).tolist() == [False] * 4 + [True] + [False] * 4


def test_a_recording_of_a_silent_room_says_so_in_its_picture(tmp_path):
    header = SessionHeader(
        "sound",
        SourceInfo("a.wav", 0, 0, 0.0, 3.0),
        ModelInfo("", "", ""),
        voice=VoiceFacts(source="a", model=ModelFacts(model_id="voice-test")),
    )
    writer = SessionWriter(tmp_path, header)
    writer.add_heard(Heard(tuple(VoiceSample(i / 4, 0.25, False, loudness_db=-60.0) for i in range(12))))
    session = load_session(Path(writer.close(RecordingCounts(0, 0, 0))))
    assert draw_session(session).axes[0].texts[0].get_text() == "no voice in this session"
    assert "<img" not in html_report(session, Progress())


def test_elan_has_a_tier_for_each_speaker(tmp_path):
    session = write(tmp_path, lines=(Said(0.5, 1.5, "I hate it", "Anna"), Said(1.0, 2.0, "=Me too")))
    target = tmp_path / "out.txt"
    export_session(session, target, ExportOptions("elan", Selection(with_words=True)))
    lines = target.read_text().splitlines()
    assert "words Anna\t500\t1500\tI hate it" in lines
    assert "words\t1000\t2000\t'=Me too" in lines
    export_session(session, target, ExportOptions("elan"))
    assert "Anna" not in target.read_text()


def test_the_file_is_as_of_the_edits(tmp_path):
    session = write(tmp_path, faces=2, lines=(Said(1.5, 2.5, "I hate it", "Anna"),))
    assert write_fused(session)
    path = session.folder / "fused.csv"
    assert set(pd.read_csv(path)["face_id"].dropna()) == {1, 2}
    edits = replace(session.edits, names={1: "Mia"}, merged={2: 1}, excluded=(Span(0.0, 1.0),))
    keep_edits(replace(session, edits=edits))
    table = pd.read_csv(path)
    assert set(table["face_id"].dropna()) == {1}
    assert set(table.loc[table["face_id"] == 1, "face_name"]) == {"Mia"}
    assert table.loc[table["excluded"] == 1, "time_s"].tolist() == [0.0, 0.25, 0.5, 0.75]
    keep_edits(replace(session, edits=replace(edits, transcript=replace(edits.transcript, speakers={"Anna": 1}))))
    table = pd.read_csv(path)
    assert table["face_id"].notna().sum() == 12
    assert (table.loc[table["face_id"] == 1, "weight_words"] > 0).sum() == 4
    assert fused(load_session(session.folder))["face_name"].tolist() == table["face_name"].fillna("").tolist()


def test_edits_alone_make_no_file(tmp_path):
    session = write(tmp_path)
    keep_edits(replace(session, edits=replace(session.edits, title="a")))
    assert not (session.folder / "fused.csv").exists()
    assert load_session(session.folder).edits.title == "a"


def sound_alone(root: Path) -> Session:
    """Three seconds of an angry voice with angry words, and no pictures."""
    session = write(root, faces=0, lines=(Said(1.5, 2.5, "I hate it"),))
    header = SessionHeader(
        "sound", SourceInfo("a.wav", 0, 0, 0.0, 3.0), ModelInfo("", "", ""), voice=session.info.voice
    )
    writer = SessionWriter(root, header)
    writer.add_heard(
        Heard(
            tuple(
                VoiceSample(i / 4, 0.25, True, 1, scores_of(VOICES, np.full(7, 1 / 7, np.float32))) for i in range(12)
            )
        )
    )
    made = load_session(Path(writer.close(RecordingCounts(0, 0, 0))))
    samples = [WordsSample(Said(1.5, 3.5, "I hate it"), "en", ANGRY)]
    edits = replace(made.edits, transcript=write_words(made.store, samples, TranscriptFacts(source="a", n_lines=1)))
    save_edits(made.store, edits)
    return load_session(made.folder)


def test_a_session_of_sound_alone_has_a_length_lanes_and_exports(tmp_path, capsys):
    session = sound_alone(tmp_path)
    assert whole_span(session) == Span(0.0, 3.5)
    lanes = SessionLanes(session)
    keys = {lane.key for lane in lanes.of_session}
    assert set(OF_SOUND) <= keys
    together = next(lane for lane in lanes.of_session if lane.key == "fused_nobody")
    data = lanes.data(together)
    assert isinstance(data, Series)
    assert len(data) == 14
    assert "fused_nobody" not in {lane.key for lane in SessionLanes(write(tmp_path / "face")).of_session}
    for name in ("a.csv", "a.eaf", "a.TextGrid", "a.txt"):
        words = ["sessions", "export", str(session.folder), str(tmp_path / name), "--words"]
        assert main([*words, "--voice", "--fusion"]) == 0
        assert "I hate it" in (tmp_path / name).read_text()
    assert main(["sessions", "show", str(session.folder)]) == 0
    said = capsys.readouterr().out
    assert "3.5 s of sound" in said
    assert "voice and words without a face: 3.5 s, anger 57%, neutral 43%" in said
    assert "frames" not in said
    assert main(["sessions", "list", str(tmp_path)]) == 0
    assert "sound alone" in capsys.readouterr().out
    assert main(["sessions", "show", str(session.folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["fused"][0]["decided_s"] == 3.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_sound_alone_says_only_what_there_is(tmp_path, language):
    session, words = sound_alone(tmp_path), catalogue_of(language)
    names = {str(table.heading) for table in (*fact_tables(session), *figure_tables(session))}
    together = "Face, voice and words together: share of time with each expression on top"
    assert names == {"Summary", "Data quality", "Voice", "Words", together}
    html = html_report(session, Progress(), words)
    assert "?" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert html.count("<img") == 1
    for phrase in ("Voice", "Words", "Summary"):
        assert words.text(Phrase(phrase)) in html
    for phrase in ("picture", "frames captured", "changes", "no face in this session"):
        assert words.text(Phrase(phrase)) not in html
    write_report(session, tmp_path / "r.html", language=language)
    assert words.text(note_of(session)) in (tmp_path / "r.html").read_text(encoding="utf-8")
