"""Texts of results that can be read in another language than English.

They are words for people who may not have the window, so they come from its catalogue without Qt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self
from xml.etree import ElementTree

from fer_desktop.core.names import EXPRESSIONS, LANGUAGES
from fer_desktop.core.types import DEMO_NAME
from fer_desktop.errors import ExportError, FerError, filled
from fer_desktop.paths import assets_dir

_CONTEXTS = ("neutral", "errors", "action units", "markers", "expressions", "report")  # what comes last counts
_CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_NAME, _LEAST_WORDS = re.compile(r"{(\w+)[^{}]*}"), 3
_BETWEEN_CHINESE = re.compile(f"(?<={_CHINESE}) +(?={_CHINESE})")  # right beside a path, not beside other words


class Phrase(str):
    """A text in English that knows what it is made of; an ordinary text everywhere but in a `Catalogue`.

    Attributes:
        template: A literal, with the names of `values` in braces; `scripts/translations.py` finds it.
        values: What stands for the names, phrases among them.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        """The text in English."""
        phrase = super().__new__(cls, filled(template, values))
        phrase.template, phrase.values = template, values
        return phrase


NAMES = tuple(map(Phrase, EXPRESSIONS))


def joined(parts: Iterable[str], between: str = ", ") -> Phrase:
    """Several texts as one, each of which is read in the other language."""
    values = {f"part{i}": part for i, part in enumerate(parts)}
    return Phrase(between.join(f"{{{name}}}" for name in values), **values)


def source_phrase(name: str) -> str:
    """Name of a source, that of the demo in the language of the reader."""
    return Phrase("Demo") if name == DEMO_NAME else name


def phrase_of(error: FerError) -> Phrase:
    """What is wrong and what to do next."""
    return joined((Phrase(error.template, **error.values), Phrase(error.hint)), " ")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language.

    Attributes:
        language: As the settings call it; `tag`, as HTML does.
        texts: Translation of each template.
    """

    language: str = "en"
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def tag(self) -> str:
        """The language as BCP 47 calls it."""
        return {"zh_CN": "zh-Hans"}.get(self.language, self.language)

    def text(self, text: str) -> str:
        """A phrase in this language, English where it is not in the catalogue; texts of users as they are."""
        if not text or not isinstance(text, Phrase):
            return text
        if not text.values and text.template not in self.texts:
            return self._read_back(text.template)
        values = {name: self.text(value) if isinstance(value, str) else value for name, value in text.values.items()}
        words = filled(self.texts.get(text.template, text.template), values)
        is_made_of_phrases = any(isinstance(value, Phrase) for value in text.values.values())
        return _BETWEEN_CHINESE.sub("", words) if is_made_of_phrases else words

    def _read_back(self, words: str) -> str:
        """What was written in English, as in session.json, by the templates of its message and its hint."""
        hint = max((text for text in self.texts if words.endswith(f" {text}")), key=len, default="")
        message = words.removesuffix(f" {hint}") if hint else words
        for template in sorted(self.texts, key=len, reverse=True):  # the longest leaves least to the values
            parts = _NAME.split(template)
            texts, names = parts[::2], parts[1::2]
            is_telling = len(re.findall(r"\w+", " ".join(texts))) >= _LEAST_WORDS
            if not is_telling or not all(text in message for text in texts):
                continue
            found = re.fullmatch("(.+?)".join(map(re.escape, texts)), message, re.DOTALL)
            if found is not None:
                # the values are as they were written: quoted and rounded
                plain = _NAME.sub(r"{\1}", self.texts[template])
                told = filled(plain, dict(zip(names, found.groups(), strict=True)))
                return f"{told} {self.texts[hint]}" if hint else told
        return words


ENGLISH = Catalogue()


def catalogue_of(language: str) -> Catalogue:
    """The words of a language.

    Raises:
        ExportError: there are none.
    """
    if language == "en":
        return ENGLISH
    path = assets_dir() / "translations" / f"fer_desktop_{language}.ts"
    if language not in LANGUAGES or not path.is_file():
        raise ExportError(
            "There are no reports in the language {language!r}.",
            "Choose one of these: en, zh_CN.",
            language=language,
        )
    contexts = {context.findtext("name"): context for context in ElementTree.parse(path).iter("context")}
    texts = {
        message.findtext("source", ""): message.findtext("translation", "")
        for name in _CONTEXTS
        if name in contexts
        for message in contexts[name].iter("message")
    }
    return Catalogue(language, {source: translation for source, translation in texts.items() if translation})
