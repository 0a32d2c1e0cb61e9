"""From a text to the numbers that the network reads. Pure Python and numpy; training uses the same.

A word that was seen in training has a number of its own; every word, seen or not, is also the sum of its letters in
groups of three to five, hashed into a table (Bojanowski, Grave, Joulin, Mikolov 2017, TACL 5), so that new words,
typing errors and names mean something, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MOST_TOKENS = 64  # of a text; what comes after is not read
MOST_GRAMS = 20  # of a word
N_BUCKETS = 16_384  # of the table of letter groups
UNKNOWN = 0  # number of a word that training did not see
_SMALLEST, _LARGEST = 3, 5  # letters of a group, with the marks of where the word begins and ends
_LONGEST = 32  # letters of a word that are looked at

_ALIKE = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2026": "..."})
_REPEATED = re.compile(r"(\w)\1{2,}")
_TOKEN = re.compile(
    r"\[[a-z]+\]"  # [NAME], as the corpus hides people
    r"|[:;=8x]['\-^]?[()\[\]dp/\\|3*]+(?!\w)|<3+"  # :-)
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"  # don't
    r"|\d+"
    r"|([!?.])\1*"  # !!!
    r"|[^\s]",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """One word or sign.

    Attributes:
        text: In small letters.
        is_loud: Whether it was written in capitals.
    """

    text: str
    is_loud: bool


class Numbers(NamedTuple):
    """A text as the network reads it; T tokens.

    Attributes:
        words: (T,) int64 of each word, `UNKNOWN` where it has none.
        grams: (T, MOST_GRAMS) int64 of its letter groups; what is not used is 0.
        loud: (T,) int64, 1 for capitals.
    """

    words: NDArray[np.int64]
    grams: NDArray[np.int64]
    loud: NDArray[np.int64]

    def without(self, places: Sequence[int]) -> Numbers:
        """The same, some words left out as in training: nothing is known of them but that they are there."""
        words, grams = self.words.copy(), self.grams.copy()
        words[list(places)], grams[list(places)] = UNKNOWN, 0
        return Numbers(words, grams, self.loud)


def tokens(text: str) -> list[Token]:
    """Words and signs of a text, at most `MOST_TOKENS`."""
    text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    found = []
    for match in _TOKEN.finditer(text):
        raw = match.group()
        found.append(Token(_plain(raw), len(raw) > 1 and raw.isupper()))
        if len(found) == MOST_TOKENS:
            break
    return found


def _plain(raw: str) -> str:
    """One way to write what people write in many: small letters, no long rows of one sign, any number is 0."""
    if raw[0] in "!?.":
        return raw[:2]
    if raw.isdigit():
        return "0"
    return _REPEATED.sub(r"\1\1", raw.lower())


@lru_cache(maxsize=50_000)
def grams_of(word: str) -> tuple[int, ...]:
    """Numbers of the letter groups of a word, from 1; none for a sign."""
    if not word[0].isalpha():
        return ()
    marked = f"<{word[:_LONGEST]}>"
    groups = [
        marked[i : i + n] for n in range(_SMALLEST, _LARGEST + 1) for i in range(len(marked) - n + 1) if n < len(marked)
    ]
    if len(groups) > MOST_GRAMS:  # of long words every other one
        groups = groups[:: -(-len(groups) // MOST_GRAMS)]
    return tuple(1 + crc32(group.encode()) % (N_BUCKETS - 1) for group in groups)


class Vocabulary:
    """The words that have a number.

    Args:
        words: In order of their numbers, from 1.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._numbers = {word: number for number, word in enumerate(words, 1)}

    def __len__(self) -> int:
        return len(self._numbers) + 1

    def numbers(self, found: Sequence[Token]) -> Numbers:
        """What the network reads; a text without tokens is one unknown word."""
        found = found or (Token("", False),)
        grams = np.zeros((len(found), MOST_GRAMS), np.int64)
        for row, token in zip(grams, found, strict=True):
            groups = grams_of(token.text) if token.text else ()
            row[: len(groups)] = groups
        words = np.array([self._numbers.get(token.text, UNKNOWN) for token in found], np.int64)
        return Numbers(words, grams, np.array([token.is_loud for token in found], np.int64))
