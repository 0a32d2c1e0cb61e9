"""Which language a text is in, as far as its script and its most common words tell.

Not a recogniser of languages: it only keeps texts that are not English from a network that reads English. Texts of a
transcript help each other: a line that says nothing by itself ("Okay.") is in the language of most others.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

_SCRIPTS = {  # how Unicode's names of letters begin, and what BCP 47 calls a text in them
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "CYRILLIC": "und-Cyrl",
    "ARABIC": "und-Arab",
    "HEBREW": "und-Hebr",
    "GREEK": "el",
    "DEVANAGARI": "und-Deva",
    "THAI": "th",
}
_COMMON = {
    "en": "the and you that is was it of to for with this have not are be but what my they i'm it's don't your me "
    "he she we just so if there who how will would about i do can get no yes thanks thank love you're we're they're "
    "he's she's that's what's i've i'd i'll you'll we'll can't didn't won't wouldn't couldn't isn't wasn't him his "
    "our their here every day from because never really want know when where why which did had were been very more "
    "please hello sorry good morning new going go think out up",
    "de": "der die das und ich nicht ist es du ein eine wir sie mit auf für auch dass was ja nein den dem aber wie "
    "bin bist hat habe noch nur schon wenn mir mich dir dich kann",
    "fr": "le la les et je tu il elle nous vous est pas une un des que qui dans pour sur avec ce c'est j'ai mais oui "
    "non ne se du au suis être avoir très me te",
    "es": "el la los las y yo que es en un una por con para no sí pero como muy mi tu su se lo del al está estoy "
    "eres qué gracias también me te gusta mucho",
    "it": "il lo la gli le e io che è un una di per con non ma sì mi ti ci si del della sono sei ho hai come anche "
    "grazie molto questo",
    "pt": "o a os as e eu que é em um uma por com para não sim mas como muito meu seu se do da está estou obrigado "
    "também você isso me te",
    "nl": "de het een en ik niet is je dat van met op voor ook maar wat ja nee we zijn heb heeft nog wel mijn jij hij "
    "er aan",
    "sv": "och jag det att en ett är inte du på med som för har vi den men så ja nej var om kan ska mig dig också",
    "pl": "i w nie to jest się na z że co ja ty on jak ale tak do już dla mnie czy być mam ten ta",
    "tr": "ve bir bu ben sen o için çok ama değil ne var yok evet hayır mi mı gibi daha şey benim",
}
_STOP_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_STRANGE_SHARE = 0.3  # of letters, from which a text is in their script


def language_of(text: str) -> str:
    """Of one text, as BCP 47 calls it; "" where nothing tells."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return ""
    scripts = Counter(_script(letter) for letter in letters)
    strange = [name for name, n in scripts.most_common() if name and n >= _STRANGE_SHARE * len(letters)]
    if "ja" in scripts and strange:  # Japanese has Chinese signs among its own
        return "ja"
    if strange:
        return strange[0]
    words = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")
    found = [word.strip(".,;:!?\"'()[]…«»¿¡-") for word in words.split()]
    hits = {language: sum(word in known for word in found) for language, known in _STOP_WORDS.items()}
    best = max(hits.values())
    winners = [language for language, n in hits.items() if n == best]
    return winners[0] if best and len(winners) == 1 else ""


def languages_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Of each text of a transcript; one that does not tell is in the language of most of the others."""
    each = [language_of(text) for text in texts]
    known = Counter(language for language in each if language)
    most = known.most_common(1)[0][0] if known else ""
    return tuple(
        language or (most if any(letter.isalpha() for letter in text) else "")
        for language, text in zip(each, texts, strict=True)
    )


def _script(letter: str) -> str:
    """What a text in the script of this letter is called; "" for Latin ones and those that we do not know."""
    if letter.isascii():
        return ""
    name = unicodedata.name(letter, "")
    return next((language for beginning, language in _SCRIPTS.items() if name.startswith(beginning)), "")
