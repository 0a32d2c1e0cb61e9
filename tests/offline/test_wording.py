"""`analyze --transcript`, `--words` and `sessions transcript`: what is said, beside what is seen."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.core.words import Said
from fer_desktop.offline.speech import hear, stretches
from fer_desktop.session.library import load_session
from fer_desktop.words import speech_model
from fer_desktop.words.speech_model import Heard
from tests.clips import write_clip
from tests.factories import write_session
from tests.sounds import write_sound

TIMES_S = [i / 10 for i in range(21)]
LINES = (
    "1\n00:00:00,200 --> 00:00:01,000\nAnna: I am so happy about it!\n\n"
    "2\n00:00:01,200 --> 00:00:01,800\nAnna: This makes me very angry, you idiot.\n\n"
    "3\n00:00:01,900 --> 00:00:03,000\nBen: Das ist nicht das, was ich weiß.\n"
)


def analyze(tmp_path: Path, capsys, *words: object) -> tuple[int, dict]:
    code = main(["analyze", *map(str, words), "--out", str(tmp_path / "out"), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def film(tmp_path) -> Path:
    return write_clip(tmp_path / "film.mp4", TIMES_S)


@pytest.fixture
def subtitles(tmp_path) -> Path:
    path = tmp_path / "said.srt"
    path.write_text(LINES)
    return path


def test_a_transcript_becomes_words(tmp_path, capsys, film, subtitles):
    code, summary = analyze(tmp_path, capsys, film, "--transcript", subtitles)
    assert code == 0
    session = load_session(Path(summary["sessions"][0]["location"]))
    assert not session.problems
    table = pd.read_csv(session.folder / "words.csv")
    assert table["start_s"].tolist() == [0.2, 1.2, 1.9]
    assert table["speaker"].tolist() == ["Anna", "Anna", "Ben"]
    assert table["language"].tolist() == ["en", "en", "de"]
    assert table["words_expression"].fillna("").tolist() == ["happiness", "anger", ""]
    assert table["polarity"].iloc[0] > 0 > table["polarity"].iloc[1]
    assert session.edits.transcript.source == "said.srt"
    assert session.edits.transcript.n_read == 2
    assert any("1 of 3 line(s) have no expression" in notice for notice in summary["notices"])


def test_the_file_of_the_same_name_is_taken(tmp_path, capsys, film, subtitles):
    subtitles.rename(tmp_path / "film.srt")
    code, summary = analyze(tmp_path, capsys, film, "--words", "scores")
    assert code == 0
    table = pd.read_csv(Path(summary["sessions"][0]["location"]) / "words.csv")
    assert table["text"].isna().all()
    assert table["words_expression"].iloc[0] == "happiness"


def test_nothing_is_read_unasked(tmp_path, capsys, film, subtitles):
    subtitles.rename(tmp_path / "film.srt")
    _, summary = analyze(tmp_path, capsys, film)
    assert not (Path(summary["sessions"][0]["location"]) / "words.csv").exists()


def test_without_a_transcript_it_is_said(tmp_path, capsys, film):
    code, summary = analyze(tmp_path, capsys, film, "--words", "text")
    assert code == 0
    assert any("nothing says what is said" in notice for notice in summary["notices"])


def test_lines_outside_of_the_part_are_left_out(tmp_path, capsys, film, subtitles):
    _, summary = analyze(tmp_path, capsys, film, "--transcript", subtitles, "--start", "1.1", "--end", "1.85")
    assert pd.read_csv(Path(summary["sessions"][0]["location"]) / "words.csv")["start_s"].tolist() == [1.2]


def test_a_bad_transcript_is_said_before_the_long_work(tmp_path, capsys, film):
    (tmp_path / "bad.srt").write_text("no times here")
    code, summary = analyze(tmp_path, capsys, film, "--transcript", tmp_path / "bad.srt")
    assert code == 1
    assert "no lines with times" in summary["failed"][0]["message"]
    assert not list((tmp_path / "out").glob("*"))


def test_with_resume_the_words_count(tmp_path, capsys, film, subtitles):
    words = (film, "--transcript", subtitles, "--resume")
    analyze(tmp_path, capsys, *words)
    assert analyze(tmp_path, capsys, *words)[1]["sessions"][0]["was_there"]
    assert not analyze(tmp_path, capsys, *words, "--words", "scores")[1]["sessions"][0]["was_there"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a.mp4", "b.mp4", "--transcript", "a.srt"], "is of one input"),
        (["a.mp4", "--speech-model", "x"], "needs --voice"),
        (["a.mp4", "--language", "en"], "needs --transcript"),
        (["a.mp4", "--words", "text", "--language", "English!"], "not a language"),
    ],
)
def test_options_that_do_not_go_together(words, said, capsys):
    with pytest.raises(SystemExit):
        main(["analyze", *words])
    assert said in capsys.readouterr().err


def test_a_transcript_is_added_afterwards(tmp_path, capsys, subtitles):
    folder = write_session(tmp_path, "talk")
    recorded = (folder / "session.json").read_bytes()
    assert main(["sessions", "transcript", str(folder), str(subtitles), "--speaker", "Anna=2"]) == 0
    assert "Anna is face Max" in capsys.readouterr().out
    assert (folder / "session.json").read_bytes() == recorded
    target = tmp_path / "out.csv"
    assert main(["sessions", "export", str(folder), str(target), "--words"]) == 0
    table = pd.read_csv(target)
    anna = table["words_speaker"] == "Anna"
    assert set(table[anna]["face_id"]) == {2}
    assert table[anna]["time_s"].between(0.2, 1.8).all()
    assert set(table[anna]["words_expression"]) == {"happiness", "anger"}
    assert main(["sessions", "show", str(folder)]) == 0
    assert "said.srt: 3 line(s), expressions of 2" in capsys.readouterr().out
    assert main(["sessions", "report", str(folder), str(tmp_path / "a.html")]) == 0
    assert "<h2>Words</h2>" in (tmp_path / "a.html").read_text()
    assert main(["sessions", "transcript", str(folder), "--remove"]) == 0
    assert load_session(folder).words is None
    assert main(["sessions", "export", str(folder), str(target), "--words", "--force"]) == 1
    assert "Nobody wrote down" in capsys.readouterr().err


def test_an_export_leaves_the_texts_out(tmp_path, capsys, subtitles):
    folder = write_session(tmp_path, "s")
    assert main(["sessions", "transcript", str(folder), str(subtitles)]) == 0
    for name, kept in (("a.csv", "This makes me"), ("a.eaf", "This makes me"), ("a.TextGrid", "This makes me")):
        assert main(["sessions", "export", str(folder), str(tmp_path / name), "--words"]) == 0
        assert kept in (tmp_path / name).read_text()
        bare = tmp_path / f"bare_{name}"
        assert main(["sessions", "export", str(folder), str(bare), "--words", "--without-texts"]) == 0
        assert kept not in bare.read_text()
        assert "anger" in bare.read_text()


def test_speakers_stay_matched_when_the_transcript_is_replaced(tmp_path, capsys, subtitles):
    folder = write_session(tmp_path, "talk")
    main(["sessions", "transcript", str(folder), str(subtitles), "--speaker", "Anna=1", "--speaker", "Ben=2"])
    subtitles.write_text(LINES.replace("Ben", "Carl"))
    main(["sessions", "transcript", str(folder), str(subtitles)])
    assert load_session(folder).edits.transcript.speakers == {"Anna": 1}
    assert main(["sessions", "transcript", str(folder), "--speaker", "Anna=0"]) == 0
    assert load_session(folder).edits.transcript.speakers == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--speaker", "Anna=1"], "has no transcript"),
        (["said.srt", "--speaker", "Zoe=1"], "names no Zoe"),
        (["said.srt", "--speaker", "Anna=9"], "no face 9"),
        (["none.srt"], "cannot be read"),
    ],
)
def test_what_cannot_be_is_said(tmp_path, capsys, subtitles, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    folder = write_session(tmp_path, "talk")
    assert main(["sessions", "transcript", str(folder), *words]) == 1
    assert said in capsys.readouterr().err


class StandIn:
    """Hears how long a stretch is and how loud, as a speech model would words; behind the same protocol."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str | None]] = []

    def hear(self, samples, language):
        self.asked.append((len(samples), language))
        return [Heard(0.2, 0.2 + len(samples) / SOUND_RATE_HZ - 0.4, "I am so happy about it!", language or "en")]


def test_stretches_are_cut_out_of_the_sound_with_a_little_around():
    ramp = np.arange(5 * SOUND_RATE_HZ, dtype=np.float32)
    blocks = [Sound(i / 10, ramp[i * 1600 : (i + 1) * 1600].copy()) for i in range(50) if i != 30]
    sounds = list(stretches(iter(blocks), [(0.1, 0.5), (2.8, 3.3), (4.5, 5.0)]))
    one, other, last = (sound.samples for sound in sounds)
    assert [sound.time_s for sound in sounds] == pytest.approx([-0.1, 2.6, 4.3])
    assert one[:1600].tolist() == [0] * 1600  # before the sound began
    assert one[1600] == 0 and one[3200] == 1600
    assert other[0] == 2.6 * SOUND_RATE_HZ
    assert other[round(0.45 * SOUND_RATE_HZ)] == 0  # a gap is silence
    assert len(last) == round(0.9 * SOUND_RATE_HZ)


def test_what_is_heard_lies_where_it_was_said():
    model = StandIn()
    lines = list(hear(model, [Sound(1.0, np.zeros(SOUND_RATE_HZ, np.float32))], "en"))
    assert lines == [Said(1.2, lines[0].end_s, "I am so happy about it!", language="en")]
    assert lines[0].end_s == pytest.approx(1.8)
    assert model.asked == [(SOUND_RATE_HZ, "en")]


def test_a_speech_model_hears_what_no_transcript_says(tmp_path, capsys, monkeypatch):
    model = StandIn()
    monkeypatch.setattr("fer_desktop.offline.speech.open_speech_model", lambda folder: model)
    monkeypatch.setattr("fer_desktop.offline.wording.check_speech_model", lambda folder: None)
    from tests.offline.test_listening import demo_sound

    said = write_sound(tmp_path / "said.wav", demo_sound(7.0))
    code, summary = analyze(tmp_path, capsys, said, "--voice", "--speech-model", tmp_path / "whisper-tiny")
    assert code == 0
    session = load_session(Path(summary["sessions"][0]["location"]))
    assert session.words["start_s"].tolist() == pytest.approx(session.utterances["time_s"].tolist(), abs=1e-3)
    assert session.words["text"].tolist() == ["I am so happy about it!"] * 2
    assert session.edits.transcript.speech_model == "whisper-tiny"
    assert session.words["language"].tolist() == ["en", "en"]


def test_without_the_library_or_the_model_it_is_said_before_the_long_work(tmp_path, capsys, film, monkeypatch):
    monkeypatch.setattr(speech_model, "is_installed", lambda: False)
    code, summary = analyze(tmp_path, capsys, film, "--voice", "--speech-model", tmp_path)
    assert code == 1
    assert "fer-desktop[speech]" in summary["failed"][0]["hint"]
    monkeypatch.setattr(speech_model, "is_installed", lambda: True)
    code, summary = analyze(tmp_path, capsys, film, "--voice", "--speech-model", tmp_path)
    assert "model.bin is missing" in summary["failed"][0]["message"]


def test_transcripts_of_a_folder_are_read_and_not_called_left_out(tmp_path, capsys, film, subtitles):
    folder = tmp_path / "films"
    folder.mkdir()
    film.rename(folder / "film.mp4")
    subtitles.rename(folder / "film.srt")
    (folder / "notes.txt").write_text("x")
    code, summary = analyze(tmp_path, capsys, folder, "--words", "text")
    assert code == 0
    assert summary["ignored"] == {str(folder): ["notes.txt"]}
    assert load_session(Path(summary["sessions"][0]["location"])).words is not None


def test_a_file_that_only_has_the_same_name_does_no_harm(tmp_path, capsys, film):
    (tmp_path / "film.txt").write_text("notes about the film")
    code, summary = analyze(tmp_path, capsys, film, "--words", "text")
    assert code == 0
    assert any("holds no lines with times" in notice for notice in summary["notices"])
    assert load_session(Path(summary["sessions"][0]["location"])).words is None


def test_a_session_is_heard_afterwards_from_its_file(tmp_path, capsys, monkeypatch):
    model = StandIn()
    monkeypatch.setattr("fer_desktop.offline.speech.open_speech_model", lambda folder: model)
    from tests.offline.test_listening import demo_sound
    from tests.sounds import write_film

    film = write_film(tmp_path / "film.mkv", [0.5], [(np.repeat(demo_sound(4.0), 3), 0.0)])
    _, summary = analyze(tmp_path, capsys, film, "--voice")
    folder = summary["sessions"][0]["location"]
    assert main(["sessions", "transcript", folder, "--speech-model", "tiny"]) == 0
    assert "of tiny" in capsys.readouterr().out
    session = load_session(Path(folder))
    assert session.words["start_s"].tolist() == pytest.approx(session.utterances["time_s"].tolist(), abs=1e-3)
    film.unlink()
    assert main(["sessions", "transcript", folder, "--speech-model", "tiny"]) == 1
    assert "is not there" in capsys.readouterr().err
    write_sound(Path(folder) / "audio.flac", demo_sound(4.0), codec="flac")  # as a recording that keeps its sound
    assert main(["sessions", "transcript", folder, "--speech-model", "tiny"]) == 0


def test_a_session_that_nobody_listened_to_cannot_be_heard(tmp_path, capsys):
    folder = write_session(tmp_path, "talk")
    assert main(["sessions", "transcript", str(folder), "--speech-model", "tiny"]) == 1
    assert "needs --voice" in capsys.readouterr().err
