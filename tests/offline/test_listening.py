"""`analyze --voice`: films with sound, sound alone, and what has none."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fer_desktop.capture.demo.voice import DemoVoice
from fer_desktop.cli.main import main
from fer_desktop.core.sound import Sound
from fer_desktop.errors import SessionUnreadable
from fer_desktop.offline.reanalyse import reanalyse
from fer_desktop.offline.session_sound import file_sound, is_that_sound, misses_sound, sound_of
from fer_desktop.offline.session_video import misses_video, video_of
from fer_desktop.offline.speech import heard_lines
from fer_desktop.session.library import load_session
from tests.clips import write_clip
from tests.sounds import buzz, write_film, write_sound

RATE_HZ = 48_000


def analyze(tmp_path: Path, capsys, *words: str) -> tuple[int, dict]:
    code = main(["analyze", *words, "--out", str(tmp_path / "out"), "--json"])
    return code, json.loads(capsys.readouterr().out)


def demo_sound(length_s: float) -> np.ndarray:
    return np.concatenate([block.samples for block in DemoVoice(length_s).blocks()])


@pytest.fixture
def speech_file(tmp_path) -> Path:
    return write_sound(tmp_path / "said.wav", demo_sound(7.0))


def test_sound_alone_becomes_a_session_of_utterances(tmp_path, capsys, speech_file):
    code, summary = analyze(tmp_path, capsys, str(speech_file), "--voice")
    assert code == 0
    (one,) = summary["sessions"]
    assert one["n_utterances"] == 2
    session = load_session(Path(one["location"]))
    assert not session.problems
    assert len(session.recorded) == 0
    assert session.utterances is not None
    assert session.utterances["time_s"].tolist() == pytest.approx([0.32, 3.32], abs=0.1)
    assert session.info.voice is not None
    assert session.info.voice.source == "said.wav"
    assert session.info.duration_s == pytest.approx(7.0, abs=0.01)
    table = pd.read_csv(Path(one["location"]) / "voice.csv")
    assert table["time_s"].diff().dropna().between(0.249, 0.251).all()


def test_a_film_without_pictures_is_heard_as_sound(tmp_path, capsys):
    path = write_sound(tmp_path / "said.mp4", demo_sound(4.0), RATE_HZ, "aac")
    code, summary = analyze(tmp_path, capsys, str(path), "--voice")
    assert code == 0 and summary["sessions"][0]["n_utterances"] == 1
    assert load_session(Path(summary["sessions"][0]["location"])).info.is_sound_alone
    code, summary = analyze(tmp_path, capsys, str(path))
    (failed,) = summary["failed"]
    assert code != 0 and "holds no video, but sound" in failed["message"] and "--voice" in failed["hint"]


def test_the_file_of_sound_alone_is_known_again_and_is_no_video(tmp_path, capsys, speech_file, monkeypatch):
    _, summary = analyze(tmp_path, capsys, str(speech_file), "--voice")
    session = load_session(Path(summary["sessions"][0]["location"]))
    facts = session.info.voice
    assert facts is not None
    assert (facts.path, session.info.source.path) == (str(speech_file), "")
    assert video_of(session) is None
    assert not misses_video(session)
    assert not misses_sound(session)
    open_sound = sound_of(session)
    assert open_sound is not None
    sound = open_sound()
    assert next(sound.blocks(3.0)).time_s == pytest.approx(3.0, abs=0.01)
    sound.close()
    heard: list[Sound] = []
    monkeypatch.setattr("fer_desktop.offline.speech.open_speech_model", lambda _: None)
    monkeypatch.setattr("fer_desktop.offline.speech.said_in", lambda _, stretch, __: heard.append(stretch) or ())
    assert heard_lines(session, None, Path("model"), None) == ()
    assert len(heard) == 2  # *Hear words...* works on the file
    moved = speech_file.rename(tmp_path / "moved.wav")
    assert misses_sound(session)
    assert sound_of(session) is None
    assert is_that_sound(session, moved)
    file_sound(session, moved)().close()


def test_sound_alone_is_not_analysed_again_and_says_what_to_do(tmp_path, capsys, speech_file):
    _, summary = analyze(tmp_path, capsys, str(speech_file), "--voice")
    with pytest.raises(SessionUnreadable, match="sound alone") as refused:
        reanalyse(Path(summary["sessions"][0]["location"]))
    assert "Analyse page" in refused.value.hint


def test_sound_alone_needs_voice(tmp_path, capsys, speech_file):
    code, summary = analyze(tmp_path, capsys, str(speech_file))
    assert code == 1
    assert summary["failed"][0]["hint"] == "Hear voices (--voice) to analyse it."


def test_a_film_has_its_sound_beside_its_pictures(tmp_path, capsys):
    sound = np.repeat(demo_sound(4.0), 3)
    film = write_film(tmp_path / "film.mkv", [1.0], [(sound, 0.0)])
    code, summary = analyze(tmp_path, capsys, str(film), "--voice")
    assert code == 0
    session = load_session(Path(summary["sessions"][0]["location"]))
    assert session.voice is not None
    assert len(session.recorded) == 200
    assert session.voice["time_s"][0] == pytest.approx(0, abs=0.03)
    assert session.info.duration_s == pytest.approx(3.98)
    assert session.info.settings.voice is not None
    plain = analyze(tmp_path / "plain", capsys, str(film))[1]["sessions"][0]
    assert plain["n_utterances"] is None
    assert not (Path(plain["location"]) / "voice.csv").exists()


def test_only_the_wanted_part_is_heard(tmp_path, capsys, speech_file):
    _, summary = analyze(tmp_path, capsys, str(speech_file), "--voice", "--start", "1", "--end", "5")
    table = pd.read_csv(Path(summary["sessions"][0]["location"]) / "voice.csv")
    assert table["time_s"].iloc[0] == pytest.approx(1.0, abs=1e-3)
    assert (table["time_s"] + table["duration_s"]).iloc[-1] == pytest.approx(5.0, abs=1e-3)


def test_a_film_without_sound_says_so(tmp_path, capsys):
    film = write_clip(tmp_path / "a.mp4", [0.0, 0.1, 0.2])
    code, summary = analyze(tmp_path, capsys, str(film), "--voice")
    assert code == 0
    assert any("has no sound" in text for text in summary["notices"])
    assert not (Path(summary["sessions"][0]["location"]) / "voice.csv").exists()


def test_the_track_that_is_asked_for(tmp_path, capsys):
    tracks = [(buzz(100, 4.0, RATE_HZ), 0.0), (np.repeat(demo_sound(4.0), 3), 0.0)]
    film = write_film(tmp_path / "film.mkv", [1.0], tracks)
    _, summary = analyze(tmp_path, capsys, str(film), "--voice", "--audio-track", "2")
    assert load_session(Path(summary["sessions"][0]["location"])).info.voice.track == 2
    code, summary = analyze(tmp_path / "other", capsys, str(film), "--voice", "--audio-track", "3")
    assert code == 1
    assert "no sound track 3" in summary["failed"][0]["message"]


def test_what_was_heard_before_is_left_out(tmp_path, capsys, speech_file):
    analyze(tmp_path, capsys, str(speech_file), "--voice")
    _, summary = analyze(tmp_path, capsys, str(speech_file), "--voice", "--resume")
    assert summary["sessions"][0]["was_there"]
    assert summary["sessions"][0]["n_utterances"] == 2


def test_a_folder_of_sounds(tmp_path, capsys, speech_file):
    write_sound(tmp_path / "second.flac", demo_sound(3.0), codec="flac")
    code, summary = analyze(tmp_path, capsys, str(tmp_path), "--voice")
    assert code == 0
    assert [one["n_utterances"] for one in summary["sessions"]] == [2, 1]


def test_the_demo_speaks(tmp_path, capsys):
    _, summary = analyze(tmp_path, capsys, "demo", "--duration", "4", "--voice")
    assert summary["sessions"][0]["n_utterances"] == 2
