"""The sound of a session: in step, whole after a kill, encrypted with the rest."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import av
import numpy as np
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.sound import SOUND_RATE_HZ, CardFacts, Sound
from fer_desktop.session.info import ModelFacts, VoiceFacts
from fer_desktop.session.library import load_session
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from fer_desktop.session.sound import SoundReader
from tests.factories import CAMERA, WORD, fill
from tests.fakes import MODEL, WAIT_S

FACTS = VoiceFacts(source="Desk microphone", model=ModelFacts(model_id="voice-test"))


def begin(root: Path, word: str = "", with_sound: bool = True) -> SessionWriter:
    options = WriterOptions(with_sound=with_sound, passphrase=word)
    return SessionWriter(root, SessionHeader("talk", CAMERA, MODEL, voice=FACTS), options)


def tone(start_s: float, length_s: float) -> Sound:
    times = start_s + np.arange(round(length_s * SOUND_RATE_HZ)) / SOUND_RATE_HZ
    return Sound(start_s, (0.5 * np.sin(2 * np.pi * 440 * times)).astype(np.float32))


def whole(folder: str | Path, word: str = "", start_s: float = 0.0) -> tuple[float, np.ndarray]:
    """Where the sound begins, and all of it."""
    reader = SoundReader(load_session(Path(folder), word).store)
    blocks = list(reader.blocks(start_s))
    reader.close()
    return blocks[0].time_s, np.concatenate([block.samples for block in blocks])


@pytest.mark.parametrize("word", ["", WORD])
def test_sound_is_kept_as_it_was_and_gaps_become_silence(tmp_path, word):
    writer = fill(begin(tmp_path, word))
    for sound in (tone(0.5, 0.05), tone(0.55, 0.45), tone(3.0, 1.0)):
        writer.add_sound(sound)
    card = CardFacts("driver", 0.25, 12.34, 3, 1, 2.0)
    folder = writer.close(RecordingCounts(40, 0, 0, sound=card))
    begins_s, samples = whole(folder, word)
    assert begins_s == 0
    assert len(samples) == 4 * SOUND_RATE_HZ
    for first, last, is_loud in ((0.0, 0.5, False), (0.5, 1.0, True), (1.0, 3.0, False), (3.0, 4.0, True)):
        part = samples[round(first * SOUND_RATE_HZ) : round(last * SOUND_RATE_HZ)]
        assert np.abs(part).max() == pytest.approx(0.5 if is_loud else 0.0, abs=1e-4)
    assert np.abs(samples[3 * SOUND_RATE_HZ :] - tone(3.0, 1.0).samples).max() < 1e-4
    session = load_session(Path(folder), word)
    facts = session.info.voice
    assert facts is not None and facts.microphone is not None
    assert (facts.has_sound, facts.microphone.blocks_lost, facts.microphone.drift_ppm) == (True, 3, 12.3)
    assert session.problems == ()


def test_one_can_listen_from_any_second(tmp_path):
    writer = begin(tmp_path)
    fill(writer).add_sound(tone(0.0, 5.0))
    folder = writer.close(RecordingCounts(40, 0, 0))
    begins_s, samples = whole(folder, start_s=3.21)
    assert begins_s == pytest.approx(3.21, abs=1e-4)
    assert np.abs(samples - tone(0.0, 5.0).samples[-len(samples) :]).max() < 1e-4


def test_what_comes_twice_is_kept_once(tmp_path):
    writer = begin(tmp_path)
    for sound in (tone(0.0, 1.0), tone(0.9, 0.3)):
        fill(writer, 0).add_sound(sound)
    fill(writer)
    _, samples = whole(writer.close(RecordingCounts(40, 0, 0)))
    assert len(samples) == round(1.2 * SOUND_RATE_HZ)


def test_other_programs_play_it(tmp_path):
    writer = begin(tmp_path)
    fill(writer).add_sound(tone(0.0, 2.0))
    with av.open(f"{writer.close(RecordingCounts(40, 0, 0))}/audio.flac") as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate) == ("flac", SOUND_RATE_HZ)


def test_without_the_wish_no_sound_is_kept(tmp_path):
    writer = begin(tmp_path, with_sound=False)
    fill(writer).add_sound(tone(0.0, 2.0))
    folder = Path(writer.close(RecordingCounts(40, 0, 0)))
    assert not (folder / "audio.flac").exists()
    voice = load_session(folder).info.voice
    assert voice is not None and not voice.has_sound


def test_a_session_is_deleted_with_its_sound(tmp_path):
    writer = begin(tmp_path)
    fill(writer).add_sound(tone(0.0, 2.0))
    folder = Path(writer.close(RecordingCounts(40, 0, 0)))
    assert delete_session(folder) == ()
    assert not folder.exists()


def test_encrypted_sound_that_was_changed_is_said(tmp_path):
    writer = begin(tmp_path, WORD)
    fill(writer).add_sound(tone(0.0, 2.0))
    folder = Path(writer.close(RecordingCounts(40, 0, 0)))
    path = folder / "audio.flac.sealed"
    path.write_bytes(path.read_bytes()[:-40])
    assert any("audio.flac" in str(problem) for problem in load_session(folder, WORD).problems)


def test_plain_sound_that_is_gone_is_said(tmp_path):
    writer = begin(tmp_path)
    fill(writer).add_sound(tone(0.0, 2.0))
    folder = Path(writer.close(RecordingCounts(40, 0, 0)))
    (folder / "audio.flac").unlink()
    assert any("audio.flac" in str(problem) for problem in load_session(folder).problems)


CHILD = """
import sys, time
from pathlib import Path
from tests.session.test_sound import begin, tone
from tests.factories import fill
writer = begin(Path(sys.argv[1]), sys.argv[2])
fill(writer)
began = time.monotonic()
for i in range(100_000):
    time.sleep(max(began + i * 0.05 - time.monotonic(), 0))
    writer.add_sound(tone(i * 0.05, 0.05))
    if i % 20 == 0:
        print(f"{i * 0.05}", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("word", ["", WORD])
def test_a_kill_costs_at_most_a_second_of_sound(tmp_path, word):
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(tmp_path), word], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    deadline = time.monotonic() + WAIT_S
    said_s = 0.0
    while said_s < 3.0:
        assert time.monotonic() < deadline
        said_s = float(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    child.stdout.close()
    child.wait()
    (partial,) = tmp_path.iterdir()
    folder = recover(partial, word)
    _, samples = whole(folder, word)
    assert len(samples) / SOUND_RATE_HZ >= said_s - 1.0
    assert np.abs(samples - tone(0.0, len(samples) / SOUND_RATE_HZ).samples).max() < 1e-3
    session = load_session(folder, word)
    assert session.problems == ()
    assert session.info.voice is not None and session.info.voice.has_sound
