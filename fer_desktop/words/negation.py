"""What is denied is not read: which words of a text the network is not shown.

A network that learned from comments goes by the words that are there, also after "not". A denial reaches from a word
like "not" to the end of its clause (Pang, Lee, Vaithyanathan 2002, EMNLP), but no further than a few words. What it
reaches and what expresses something by itself is left out, and what denies it as well: "I'm not sad" is read as "I'm".
Of something good the denial stays, for "not good" is worse than nothing. What only looks like a denial ("not only",
"isn't it great?", "I can't wait") denies nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

_REACH = 7  # words
_STRONG = 0.8  # probability that a word alone expresses anything
_GOOD = 0.5  # that it is happiness

_DENYING = frozenset((
    "not", "no", "never", "none", "nothing", "nobody", "neither", "nor", "without", "hardly", "barely", "scarcely",
    "aint", "arent", "didnt", "doesnt", "dont", "hadnt", "hasnt", "havent", "isnt", "shouldnt", "wasnt", "wont",
    "wouldnt",
))  # fmt: skip
_UNABLE = frozenset(("can't", "couldn't"))  # "I can't wait", "couldn't be happier", "I can't eat this"
_ENDING = frozenset((
    "but", "because", "although", "though", "however", "except", "until", "unless", "so", "while", "whereas", "yet",
    "if", "what", "why", "how", "who", "where", "when", "lol", "haha", "lmao", "thanks", "unfortunately",
))  # fmt: skip
_PRONOUNS = frozenset((
    "i", "you", "he", "she", "it", "we", "they", "this", "that", "there", "i'm", "you're", "he's", "she's", "it's",
    "we're", "they're",
))  # fmt: skip
# after any denial: "not only", "no doubt", "I didn't expect that", "don't worry", "don't give a damn"
_WITH_IT = frozenset((
    "only", "just", "merely", "doubt", "wonder", "matter", "problem", "way", "idea", "clue", "realize", "realise",
    "realizing", "realising", "expect", "know", "knew", "worry", "worries", "give",
))  # fmt: skip
_NEVER_SO = frozenset(("so", "such", "more", "this", "anything", "better", "happier", "prouder"))  # never been so happy


class Denial(NamedTuple):
    """A word that denies.

    Attributes:
        place: Where it is in the text.
        reached: Where the words are that it denies.
    """

    place: int
    reached: range


class Alone(NamedTuple):
    """What a word says alone.

    Attributes:
        anything, good: Probability that it expresses anything, and that this is happiness.
    """

    anything: float
    good: float


def left_out(words: Sequence[str], alone: Callable[[str], Alone]) -> list[int]:
    """Places of the words that are not to be read.

    Args:
        words: In small letters, signs among them; see `tokens.Token`.
    """
    places: list[int] = []
    for denial in denials(words):
        said = {i: alone(words[i]) for i in denial.reached if _means_something(words[i])}
        strong = {i: one for i, one in said.items() if one.anything > _STRONG}
        if strong:
            is_good = sum(one.good for one in strong.values()) > _GOOD * len(strong)
            places += [*([] if is_good else [denial.place]), *strong]
    return places


def _means_something(word: str) -> bool:
    return len(word) > 2 and word[0].isalpha() and word not in _PRONOUNS and not _is_denial(word)


def _is_denial(word: str) -> bool:
    return word in _DENYING or (word.endswith("n't") and word not in _UNABLE)


def denials(words: Sequence[str]) -> Iterator[Denial]:
    """All of a text, from its beginning; what denies within the reach of another is one of its words."""
    place = 0
    while place < len(words):
        end = place + 1
        if _denies(words, place):
            while end < len(words) and end - place <= _REACH and not _ends(words, end):
                end += 1
            yield Denial(place, range(place + 1, end))
        place = end


def _denies(words: Sequence[str], i: int) -> bool:
    word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
    if not _is_denial(word) or after in _WITH_IT:
        return False
    if after in _PRONOUNS and (word == "no" or word.endswith("n't")):  # "isn't it great?", "no I love it"
        return False
    return word != "never" or not _NEVER_SO.intersection(words[i + 1 : i + 4])


def _ends(words: Sequence[str], i: int) -> bool:
    """Whether another clause begins with this word."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
    if word == "and":
        return after in _PRONOUNS
    return word in _ENDING or not (word[0].isalnum() or word[0] in "'[")
