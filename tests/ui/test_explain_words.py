"""The picture that explains a decision speaks the language of the window."""

from __future__ import annotations

import pytest

from fer_desktop.capture.pictures import read_image
from fer_desktop.core.action_units import ACTION_UNITS
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.offline.explained_image import drawn, explain_in
from fer_desktop.paths import assets_dir, weights_dir
from fer_desktop.results.fonts import Typeface
from fer_desktop.ui.theme import install_language, remove_languages
from fer_desktop.ui.widgets.explain_words import explain_word
from fer_desktop.vision.landmarker import Landmarker
from fer_desktop.vision.regions import REGIONS


@pytest.fixture
def chinese(qapp):
    install_language(qapp, "zh_CN", assets_dir() / "translations")
    yield
    remove_languages(qapp)


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.usefixtures("chinese")
def test_every_word_of_it_is_translated(demo_image, monkeypatch):
    monkeypatch.setattr(Typeface, "drawable", lambda _, text: text)  # as with a Chinese font
    image, landmarker, said = read_image(demo_image), Landmarker(), []
    (face, *_) = landmarker.find(image, 0.0)
    landmarker.close()

    def say(text):
        said.append(text)
        return explain_word(text)

    assert drawn(explain_in(image, face, weights_dir()), say).startswith(b"\x89PNG")
    assert {*EXPRESSIONS, *REGIONS} <= set(said)
    assert [text for text in (*said, *ACTION_UNITS.values()) if explain_word(text).isascii()] == []
