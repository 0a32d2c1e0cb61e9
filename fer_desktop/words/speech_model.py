"""What hears words: faster-whisper with a model folder that the user has (`pip install "fer-desktop[speech]"`).

Nothing is downloaded: the folder is opened as it is, and the libraries are told to stay offline.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from fer_desktop.bundle import install_hint
from fer_desktop.core.sound import SOUND_RATE_HZ
from fer_desktop.errors import SpeechModelUnusable

PACKAGE = "faster_whisper"
SpeechState = Literal["ready", "not installed", "no folder", "no model"]
_MOST_TOKENS = 220  # of one answer, as the model allows
_NEEDED = ("model.bin", "config.json")
_FOLDER_HINT = (
    "Name the folder of a Whisper model in the format of CTranslate2: model.bin, config.json, tokenizer.json and a "
    "vocabulary. The app downloads none."
)


class Heard(NamedTuple):
    """Words that were heard.

    Attributes:
        start_s, end_s: From the beginning of the sound.
        language: As BCP 47 calls it.
    """

    start_s: float
    end_s: float
    text: str
    language: str


class SpeechModel(Protocol):
    """Hears words; owned by one thread."""

    def hear(self, samples: NDArray[np.float32], language: str | None) -> Sequence[Heard]:
        """What is said in a stretch of speech.

        Args:
            samples: (N,) at 16 kHz.
            language: What it is in; None finds it out.

        Raises:
            SpeechModelUnusable: it does not know the language.
        """


class WhisperModel:
    """A Whisper model (Radford et al. 2023, ICML) on the CPU.

    Args:
        model: Of faster-whisper.
    """

    def __init__(self, model: Any) -> None:
        self._model = model

    def hear(self, samples: NDArray[np.float32], language: str | None) -> Sequence[Heard]:
        """See `SpeechModel`."""
        known = None if language is None else language.split("-")[0].lower()
        try:
            segments, info = self._model.transcribe(
                samples,
                language=known,
                beam_size=5,
                temperature=0.0,  # one try: guessing again takes many times as long, and finds words that nobody said
                max_new_tokens=_tokens_in(len(samples) / SOUND_RATE_HZ),
                condition_on_previous_text=False,
                vad_filter=False,
            )
        except ValueError as error:
            if language is None or "language" not in str(error):
                raise
            raise SpeechModelUnusable(
                "The speech model does not know the language {language}.",
                "Leave the language out, or name one that it knows, as en, de or zh.",
                language=language,
            ) from error
        return [Heard(float(one.start), float(one.end), one.text.strip(), info.language) for one in segments]


def _tokens_in(seconds: float) -> int:
    """As many as anybody can say: a model that repeats itself ends there."""
    return min(32 + round(12 * seconds), _MOST_TOKENS)


def is_installed() -> bool:
    """Whether the library is there; quick."""
    return find_spec(PACKAGE) is not None


def state_of(folder: str) -> SpeechState:
    """Whether a folder can be used, as far as a quick look tells."""
    if not is_installed():
        return "not installed"
    if not folder:
        return "no folder"
    return "ready" if not _missing(Path(folder)) else "no model"


def _missing(folder: Path) -> list[str]:
    return [name for name in _NEEDED if not (folder / name).is_file()]


def check_speech_model(folder: Path) -> None:
    """Look whether a folder can be used, without loading it.

    Raises:
        SpeechModelUnusable: the library is missing, or the folder holds no model.
    """
    if not is_installed():
        raise SpeechModelUnusable(
            "Speech cannot be recognised: faster-whisper is not installed.",
            install_hint('Run pip install "fer-desktop[speech]".'),
        )
    missing = _missing(folder)
    if missing:
        raise SpeechModelUnusable("{path} is no speech model: {missing} is missing.", _FOLDER_HINT,
                                  path=folder, missing=missing[0])  # fmt: skip


def open_speech_model(folder: Path) -> SpeechModel:
    """Load a model.

    Raises:
        SpeechModelUnusable: the library is missing, or the folder holds no model that can be loaded.
    """
    check_speech_model(folder)
    os.environ["HF_HUB_OFFLINE"] = "1"  # read when the library is imported
    try:
        from faster_whisper import WhisperModel as Whisper

        model = Whisper(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
    except Exception as error:  # its own have no common base
        raise SpeechModelUnusable(
            "The speech model in {path} cannot be loaded: {reason}.", _FOLDER_HINT, path=folder, reason=error
        ) from error
    return WhisperModel(model)
