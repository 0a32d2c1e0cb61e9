"""Texts in, what their words say out. ONNX Runtime on one core; owned by one thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.types import ModelInfo
from fer_desktop.core.words import Said, WordsSample, WordsScores
from fer_desktop.onnx_session import open_graph
from fer_desktop.weight_file import is_described
from fer_desktop.words.language import languages_of
from fer_desktop.words.manifest import WordsManifest, read_words_manifest
from fer_desktop.words.negation import Alone, left_out
from fer_desktop.words.tokens import Numbers, Token, Vocabulary, tokens

INPUTS = ("words", "grams", "loud")
OUTPUTS = ("probabilities",)
_REMEMBERED = 5_000  # words


class Reader:
    """Reads with one network.

    Args:
        folder: Of its weights.

    Raises:
        WeightsMissing, WeightsMismatch: a file is missing or does not fit.
    """

    def __init__(self, folder: Path, manifest: WordsManifest) -> None:
        self.manifest = manifest
        self.model = ModelInfo(manifest.model_id, manifest.onnx.sha256, "cpu")
        self._vocabulary = Vocabulary(manifest.vocabulary.read(folder).decode("utf-8").split("\n"))
        self._session = open_graph(folder, manifest.onnx, INPUTS, threads=1)
        self._alone = lru_cache(maxsize=_REMEMBERED)(self._alone_anew)

    @property
    def classes(self) -> tuple[str, ...]:
        """In the order of what `probabilities` gives."""
        return self.manifest.network.classes

    def probabilities(self, text: str) -> NDArray[np.float32]:
        """(C,) of a text, sum 1; it is taken for one in the language of the model."""
        return self._answer(self.numbers(text))

    def numbers(self, text: str) -> Numbers:
        """What the network reads of a text: what is denied is left out."""
        found = tokens(text)
        return self._vocabulary.numbers(found).without(left_out([token.text for token in found], self._alone))

    def _answer(self, numbers: Numbers) -> NDArray[np.float32]:
        given = {name: array[None] for name, array in zip(INPUTS, numbers, strict=True)}
        (answer,) = self._session.run(OUTPUTS, given)
        return answer[0]

    def _alone_anew(self, word: str) -> Alone:
        answer = dict(zip(self.classes, self._answer(self._vocabulary.numbers([Token(word, False)])), strict=True))
        return Alone(1 - float(answer["neutral"]), float(answer["happiness"]))

    def scores(self, text: str) -> WordsScores | None:
        """What the words of a text say; None where it has none."""
        if not any(token.text[0].isalpha() for token in tokens(text)):
            return None
        return WordsScores.of(self.classes, self.probabilities(text))


def open_reader(folder: Path) -> Reader:
    """The reader of a weights folder.

    Raises:
        WeightsMissing, WeightsMismatch: a file is missing or does not fit.
    """
    return Reader(folder, read_words_manifest(folder))


def read_words(folder: Path, lines: Iterable[Said], language: str | None = None) -> tuple[WordsSample, ...]:
    """What the words of each line say; blank for languages that the model does not read, and without a model.

    Args:
        folder: Of the weights.
        language: Of all lines, as BCP 47 calls it; None takes what the line says of itself, or finds it out.

    Raises:
        WeightsMissing, WeightsMismatch: a file of a model that is there is missing or does not fit.
    """
    return samples_of_lines(open_reader(folder) if is_described(folder) else None, tuple(lines), language)


def samples_of_lines(
    reader: Reader | None, lines: Sequence[Said], language: str | None = None
) -> tuple[WordsSample, ...]:
    """The same with a reader that is open, or without one."""
    found = languages_of([line.text for line in lines])
    languages = [language or line.language or one for line, one in zip(lines, found, strict=True)]
    return tuple(
        WordsSample(line, tongue, reader.scores(line.text) if reader and tongue == reader.manifest.language else None)
        for line, tongue in zip(lines, languages, strict=True)
    )
