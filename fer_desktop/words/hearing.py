"""From an utterance to lines with what their words say: a speech model, then the reader. Owned by one thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fer_desktop.core.sound import Sound
from fer_desktop.core.words import HeardWords, Said
from fer_desktop.weight_file import is_described
from fer_desktop.words.reader import open_reader, samples_of_lines
from fer_desktop.words.speech_model import SpeechModel, open_speech_model


def said_in(model: SpeechModel, sound: Sound, language: str | None) -> Sequence[Said]:
    """What a model hears in a stretch of sound, on its clock; none of it begins before 0 s.

    Raises:
        SpeechModelUnusable: the model does not know the language.
    """
    lines = []
    for heard in model.hear(sound.samples, language):
        if heard.text:
            first_s = max(sound.time_s + heard.start_s, 0.0)
            lines.append(Said(first_s, max(sound.time_s + heard.end_s, first_s), heard.text, language=heard.language))
    return lines


def open_hearing(model_folder: Path, weights: Path, language: str | None) -> Callable[[Sound], HeardWords]:
    """What hears and reads an utterance.

    Args:
        model_folder: Of the speech model.
        weights: Of the reader; without one expressions stay blank.
        language: What is spoken; None lets the model find it out.

    Raises:
        SpeechModelUnusable: the model cannot be loaded.
        WeightsMissing, WeightsMismatch: the words cannot be read.
    """
    model = open_speech_model(model_folder)
    reader = open_reader(weights) if is_described(weights) else None

    def hear(sound: Sound) -> HeardWords:
        return HeardWords(samples_of_lines(reader, said_in(model, sound, language), language))

    return hear
