"""The network that reads words as it ships: small, quick, and right about plain sentences."""

import re
import shutil
import time

import numpy as np
import pytest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.words import Said, polarity_of
from fer_desktop.errors import WeightsMismatch
from fer_desktop.paths import words_weights_dir
from fer_desktop.words.manifest import CLASSES, read_words_manifest
from fer_desktop.words.reader import open_reader, read_words
from fer_desktop.words.tokens import MOST_TOKENS, Vocabulary, grams_of, tokens

FOLDER = words_weights_dir()
PLAIN = {
    "I am so happy about it, thank you!": "happiness",
    "You idiot, I hate you.": "anger",
    "I'm so sad, I miss her.": "sadness",
    "Wow, really? I did not expect that!": "surprise",
    "I am terrified of spiders.": "fear",
    "That is disgusting.": "disgust",
    "The meeting starts at 10 in room 4.": "neutral",
}


@pytest.fixture(scope="module")
def reader():
    return open_reader(FOLDER)


@pytest.mark.parametrize(("text", "expression"), PLAIN.items())
def test_plain_sentences(reader, text, expression):
    scores = reader.scores(text)
    assert scores.top == expression
    assert np.nansum(scores.probabilities) == pytest.approx(1, abs=1e-5)
    assert np.isnan(scores.probabilities[EXPRESSIONS.index("contempt")])


def test_the_failures_that_the_card_names_are_as_it_says(reader):
    rows = re.findall(r"^\| (.+?) \| (\w+) \| (0\.\d\d) \|$", (FOLDER / "MODEL_CARD.md").read_text("utf-8"), re.M)
    assert len(rows) >= 7
    for text, expression, probability in rows:
        scores = reader.scores(text)
        assert scores.top == expression
        assert scores.probabilities[EXPRESSIONS.index(expression)] == pytest.approx(float(probability), abs=0.011)


def test_what_is_denied_is_not_read_as_what_is_denied(reader):
    assert reader.scores("I'm not sad.").top in ("neutral", "happiness")
    assert reader.scores("I don't hate you.").top in ("neutral", "happiness")
    assert reader.scores("There is nothing to be afraid of.").top not in ("fear", "anger", "sadness")
    assert reader.scores("I'm not happy at all.").polarity < 0 < reader.scores("I'm happy.").polarity
    assert reader.scores("I'm not angry, I'm just sad.").top == "sadness"
    assert reader.scores("I have never been so happy in my life.").top == "happiness"


def test_words_it_has_never_seen_still_say_something(reader):
    assert reader.scores("happinesses").top == "happiness"
    assert reader.scores("disgustingest").top == "disgust"


def test_polarity(reader):
    assert reader.scores("What a wonderful day, I love it").polarity > 0.5
    assert reader.scores("What an awful day, I hate it").polarity < -0.5
    assert abs(reader.scores("The bus is green").polarity) < 0.5
    assert polarity_of(("happiness", "anger", "surprise"), np.array([0.5, 0.2, 0.3])) == pytest.approx(0.3)


@pytest.mark.parametrize("text", ["", "...", "123 45", "😀", "?!"])
def test_a_text_without_words_says_nothing(reader, text):
    assert reader.scores(text) is None


def test_it_is_small_and_quick(reader):
    assert sum(path.stat().st_size for path in FOLDER.glob("*.onnx")) < 8e6
    text = "I thought that it would rain all day but then the sun came out and we went to the beach"
    waits_s = []
    for _ in range(20):
        begun = time.perf_counter()
        reader.scores(text)
        waits_s.append(time.perf_counter() - begun)
    assert min(waits_s) < 0.005


def test_other_languages_are_left_blank_and_named():
    lines = [
        Said(i, i + 1, text) for i, text in enumerate(["I am so happy!", "Ich bin so froh!", "我很高兴。", "Okay"])
    ]
    samples = read_words(FOLDER, lines)
    assert [sample.language for sample in samples] == ["en", "de", "zh", "en"]
    assert [sample.scores is not None for sample in samples] == [True, False, False, True]
    assert all(sample.scores is not None for sample in read_words(FOLDER, lines[:2], "en"))
    assert all(sample.scores is None for sample in read_words(FOLDER, lines, "fr"))


def test_other_files_are_refused_and_without_any_the_rest_works(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "words")
    vocabulary = folder / read_words_manifest(folder).vocabulary.file
    vocabulary.write_bytes(vocabulary.read_bytes() + b"\nmore")
    with pytest.raises(WeightsMismatch):
        open_reader(folder)
    (folder / "manifest.json").unlink()
    (sample,) = read_words(folder, [Said(0, 1, "I am so happy!")])
    assert (sample.language, sample.scores) == ("en", None)


def test_the_manifest_fits_the_network(reader):
    assert reader.classes == CLASSES
    assert set(reader.manifest.thresholds) == set(reader.manifest.frequency) == set(CLASSES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don\u2019t KNOW", ["i", "don't", "know"]),
        ("soooo goooood!!!!", ["soo", "good", "!!"]),
        ("call 0171 at 5pm :-) <3", ["call", "0", "at", "0", "pm", ":-)", "<3"]),
        ("[NAME] said: \u201cno\u201d\u2026", ["[name]", "said", ":", '"', "no", '"', ".."]),
        ("\uff28\uff45\uff4c\uff4c\uff4f", ["hello"]),
        ("", []),
    ],
)
def test_tokens(text, expected):
    assert [token.text for token in tokens(text)] == expected


def test_capitals_are_noted_and_long_texts_are_cut():
    assert [token.is_loud for token in tokens("WHY me I")] == [True, False, False]
    assert len(tokens("word " * 1000)) == MOST_TOKENS


def test_letter_groups():
    assert grams_of("no") == grams_of("no")
    assert len(grams_of("no")) == 2  # <no, no>
    assert grams_of("!!") == ()
    assert len(set(grams_of("happy")) & set(grams_of("happyy"))) >= 5
    numbers = Vocabulary(["no"]).numbers(tokens("no nope"))
    assert numbers.words.tolist() == [1, 0]
    assert Vocabulary([]).numbers([]).words.tolist() == [0]
