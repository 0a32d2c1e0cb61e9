"""English is told from other languages, and nothing is guessed."""

import pytest

from fer_desktop.words.language import language_of, languages_of

SENTENCES = {
    "en": ["I don't think that you are right.", "The food was great, thanks!", "We're going to be late for it"],
    "de": ["Ich habe das nicht gesehen.", "Das ist doch nur ein Spiel", "Wie geht es dir?"],
    "fr": ["Je ne sais pas ce que c'est.", "C’est une très bonne idée", "Nous avons du pain"],
    "es": ["No sé qué es lo que pasa.", "Estoy muy contento con el regalo"],
    "it": ["Non so che cosa è successo.", "Grazie, sono molto felice"],
    "pt": ["Eu não sei o que é isso.", "Também estou muito feliz"],
    "nl": ["Ik weet niet wat het is.", "We zijn er nog niet"],
    "sv": ["Jag vet inte vad det är."],
    "pl": ["Nie wiem, co to jest."],
    "tr": ["Bu çok güzel ama pahalı değil mi?"],
    "zh": ["今天天气很好。", "我 love 你们所有人"],
    "ja": ["今日はいい天気ですね。"],
    "ko": ["오늘 날씨가 좋네요."],
    "und-Cyrl": ["Сегодня хорошая погода."],
    "und-Arab": ["الطقس جميل اليوم"],
    "el": ["Ο καιρός είναι καλός σήμερα"],
}


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in SENTENCES.items() for text in texts])
def test_sentences(language, text):
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "...", "123", "😀", "Okay.", "Hmm!"])
def test_what_does_not_tell_is_not_guessed(text):
    assert language_of(text) == ""


def test_lines_of_a_transcript_help_each_other():
    texts = ["Okay.", "What is it that you want?", "?!", "Ich weiß es nicht, und du?", "I am not so sure of it"]
    assert languages_of(texts) == ("en", "en", "", "de", "en")
    assert languages_of(["Okay.", "Hmm"]) == ("", "")
