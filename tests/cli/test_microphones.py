"""What the command line says of microphones."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from fer_desktop.capture import portaudio
from fer_desktop.capture.sound_input import Microphone
from fer_desktop.cli.doctor import examine
from fer_desktop.cli.main import main
from fer_desktop.errors import NoSoundSystem
from tests.fakes import WAIT_S


class FakeLibrary:
    """What is used of sounddevice."""

    class PortAudioError(Exception):
        pass

    class default:  # noqa: N801
        device = (2, -1)

    def __init__(self, error: str = "") -> None:
        self.error = error
        self.lists_made = 0

    def query_devices(self) -> list[dict]:
        if self.error:
            raise self.PortAudioError(self.error, -9999)
        devices = [("Loudspeaker", 0), ("Webcam", 2), ("Headset", 1)]
        return [
            {"name": name, "max_input_channels": channels, "default_samplerate": 44100.0} for name, channels in devices
        ]

    def get_portaudio_version(self) -> tuple[int, str]:
        return 1, "PortAudio V19.7.0, revision abc"

    def _terminate(self) -> None:
        self.lists_made += 1

    def _initialize(self) -> None:
        """Nothing to do."""


@pytest.fixture
def library(monkeypatch):
    fake = FakeLibrary()
    monkeypatch.setattr(portaudio, "library", lambda: fake)
    return fake


def microphones_seen():
    return [check for check in examine() if check.name == "microphones"]


def test_microphones_are_listed_and_the_standard_one_is_named(library, capsys):
    assert portaudio.list_microphones()[1] == Microphone("Headset", 2, 44_100, 1, is_standard=True)
    assert main(["microphones"]) == 0
    assert capsys.readouterr().out == "0: Webcam, 44100 Hz\n1: Headset (default), 44100 Hz\n"


def test_the_list_is_made_again_only_when_asked(library):
    portaudio.list_microphones()
    assert library.lists_made == 0
    portaudio.list_microphones(anew=True)
    assert library.lists_made == 1


def test_a_sound_system_that_does_not_answer_is_said(library):
    library.error = "Unanticipated host error"
    with pytest.raises(NoSoundSystem, match="does not answer"):
        portaudio.list_microphones()


def test_without_portaudio_it_is_said_and_is_no_error_of_the_app(monkeypatch, capsys):
    def missing():
        raise NoSoundSystem("Microphones cannot be used: the library PortAudio is missing.", "Install it.")

    monkeypatch.setattr(portaudio, "library", missing)
    assert main(["microphones"]) == 1
    assert "PortAudio is missing" in capsys.readouterr().err
    (check,) = microphones_seen()
    assert (check.status, check.hint) == ("warning", "Install it.")


@pytest.mark.parametrize("words", [["microphones"], ["doctor"]])
def test_where_portaudio_is_not_installed(tmp_path, words):
    """The real library of Python, which does not find it."""
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes.util\n"
        "found = ctypes.util.find_library\n"
        "ctypes.util.find_library = lambda name: None if 'portaudio' in name else found(name)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "fer_desktop", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=WAIT_S, check=False)
    said = done.stdout + done.stderr
    assert "the library PortAudio is missing" in said
    assert "libportaudio2" in said
    assert "Traceback" not in said
    if words == ["microphones"]:
        assert done.returncode == 1


def test_doctor_names_the_microphones(library, monkeypatch):
    (check,) = microphones_seen()
    assert (check.status, check.text) == ("ok", "Webcam, Headset; PortAudio V19.7.0")
    monkeypatch.setattr(library, "query_devices", list)
    (check,) = microphones_seen()
    assert check.status == "ok" and "none is connected" in check.text
