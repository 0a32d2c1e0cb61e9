"""What is listened to beside the pictures of each source, and how it is opened."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from fer_desktop.core.interfaces import SoundAnalyzer, SoundSource
from fer_desktop.engine.hearing import Ears
from fer_desktop.paths import voice_weights_dir
from fer_desktop.ui.live.choices import SourceChoice

_list = Lock()  # of PortAudio: one thread at a time looks at it or makes it anew


def ears_of(choice: SourceChoice, microphone: str) -> Ears:
    """The voice of the demo, the sound of a video file, or this microphone beside a camera.

    What it opens raises:
        MicrophoneError: the microphone is not there, or cannot be used.
        SourceUnreadable: the sound of the file cannot be read.
    """

    def open_sound() -> SoundSource:
        if choice.kind == "demo":
            from fer_desktop.capture.demo.voice import DemoVoice

            return DemoVoice()
        if choice.kind == "file":
            from fer_desktop.capture.sound_file import SoundFile

            return SoundFile(Path(choice.path), origin_s=0.0)  # on the clock of the file, as the frames say of theirs
        return _microphone(microphone)

    return Ears(open_sound, _open_voice)


def microphone_names() -> tuple[str, ...]:
    """What microphones are called; empty where nobody can tell. Takes a moment the first time."""
    from fer_desktop.capture.portaudio import list_microphones
    from fer_desktop.errors import NoSoundSystem

    try:
        with _list:
            return tuple(microphone.name for microphone in list_microphones())
    except NoSoundSystem:  # said as soon as somebody wants to listen
        return ()


def _microphone(name: str) -> SoundSource:
    from fer_desktop.capture.microphone import MicrophoneSource, find_microphone
    from fer_desktop.capture.portaudio import PortAudioInput, list_microphones

    with _list:  # made anew: the program has one microphone at a time, and the one before is closed by now
        microphones = list_microphones(anew=True)
    return MicrophoneSource(find_microphone(name, microphones), PortAudioInput)


def _open_voice() -> SoundAnalyzer:
    """Called in the thread that listens: ONNX Runtime is imported there, behind the window."""
    from fer_desktop.voice.analyzer import open_voice

    return open_voice(voice_weights_dir())
