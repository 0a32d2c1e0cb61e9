"""GoEmotions with Ekman's classes (Demszky et al. 2020, ACL; Apache 2.0): English comments, most with one class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.errors import DataError
from fer_desktop.words.manifest import CLASSES
from fer_desktop.words.tokens import Token, tokens

LEAST_SEEN = 2  # a word that is rarer has no number of its own
_NAMES = {"joy": "happiness"}


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """One part of the corpus.

    Attributes:
        texts: N of them.
        found: Their tokens.
        labels: (N, 7) bool in the order of `CLASSES`.
    """

    texts: tuple[str, ...]
    found: tuple[tuple[Token, ...], ...]
    labels: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)


def load_texts(folder: Path, part: str) -> Texts:
    """Read "train", "dev" or "test".

    Raises:
        DataError: it is not there.
    """
    try:
        names = (folder / "labels.txt").read_text(encoding="utf-8").split()
        lines = (folder / f"{part}.tsv").read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise DataError("GoEmotions is not in {path}.", "Name its folder with --data.", path=folder) from error
    columns = [CLASSES.index(_NAMES.get(name, name)) for name in names]
    rows = [line.split("\t") for line in lines if line]
    labels = np.zeros((len(rows), len(CLASSES)), bool)
    for row, (_, numbers, _) in zip(labels, rows, strict=True):
        row[[columns[int(number)] for number in numbers.split(",")]] = True
    texts = tuple(row[0] for row in rows)
    return Texts(texts, tuple(tuple(tokens(text)) for text in texts), labels)


def common_words(found: Sequence[Sequence[Token]]) -> list[str]:
    """The words with a number, the most common ones first."""
    counts = Counter(token.text for text in found for token in text)
    return [word for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count >= LEAST_SEEN]
