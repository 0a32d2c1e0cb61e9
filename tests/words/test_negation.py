"""Which words of a text are left out because they are denied."""

import pytest

from fer_desktop.words.negation import Alone, denials, left_out
from fer_desktop.words.tokens import tokens

STRONG = {"sad": Alone(0.95, 0.01), "lonely": Alone(0.9, 0.0), "hate": Alone(0.95, 0.0), "happy": Alone(0.95, 0.94),
          "good": Alone(0.85, 0.8), "afraid": Alone(0.9, 0.0)}  # fmt: skip


def words_of(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


def read(text: str) -> str:
    """What is left of a text."""
    words = words_of(text)
    hidden = left_out(words, lambda word: STRONG.get(word, Alone(0.3, 0.1)))
    return " ".join(word for i, word in enumerate(words) if i not in hidden)


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        ("I'm not sad", "sad"),
        ("I don’t hate it.", "hate it"),
        ("NOT HAPPY AT ALL", "happy at all"),
        ("nobody was afraid", "was afraid"),
        ("not good, but I love it", "good"),
        ("I don't drink and I love it", "drink"),
        ("I'm not sad and lonely", "sad and lonely"),
        ("I'm not sure why I'm sad", "sure"),
        ("dont like it", "like it"),
        ("it's not that good", "that good"),
        ("no a b c d e f g h", "a b c d e f g"),
        ("not", ""),
    ],
)
def test_a_denial_reaches_to_the_end_of_its_clause(text, reached):
    words = words_of(text)
    (denial,) = denials(words)
    assert " ".join(words[i] for i in denial.reached) == reached


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I like it",
        "isn't it great",
        "no I love it",
        "I can't wait to see you",
        "I can't stop crying",
        "not only good but happy",
        "no doubt it is good",
        "I have never been so happy",
        "I couldn't be happier",
        "I didn't expect that",
        "don't worry",
    ],
)
def test_what_only_looks_like_a_denial_denies_nothing(text):
    assert not list(denials(words_of(text)))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I'm not sad.", "i'm ."),
        ("I don't hate you", "i you"),
        ("I'm not happy at all", "i'm not at all"),  # of something good the denial stays
        ("It's not here", "it's not here"),
        ("I'm not sad, I'm happy", "i'm , i'm happy"),
        ("I don't hate it and it isn't good", "i it and it isn't"),
        ("Neither sad nor lonely", "nor"),
    ],
)
def test_what_is_denied_and_what_denies_it_is_not_read(text, left):
    assert read(text) == left
