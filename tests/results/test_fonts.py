"""Texts in figures: fonts for every script, and names that fit."""

from __future__ import annotations

from fer_desktop.results import fonts
from fer_desktop.results.fonts import installed_typeface
from tests.results.helpers import CHINESE, LONG_NAME, PLAIN, UNBROKEN


def test_characters_without_a_font_become_boxes(typeface):
    assert PLAIN.drawable("a中ü\U0010fffd\U000e0001") == "a□ü□"  # the last is a mark without a shape
    has_chinese = len(typeface.families) > 1
    assert typeface.drawable("中文 ä") == ("中文 ä" if has_chinese else "□□ ä")
    assert typeface.families[0] == "DejaVu Sans"


def test_fonts_that_are_not_installed_are_not_asked_for(monkeypatch):
    monkeypatch.setattr(fonts, "_FALLBACKS", ("No Such Font", "DejaVu Serif"))
    assert installed_typeface().families == ("DejaVu Sans", "DejaVu Serif")


def test_what_is_too_long_ends_with_an_ellipsis(typeface):
    for text in (UNBROKEN, CHINESE * 9, LONG_NAME):
        short = typeface.shortened(text, 10, 150)
        assert short.endswith("…")
        assert 120 < typeface.width_pt(short, 10) <= 150
    assert typeface.shortened("a\tb", 10, 150) == "a b"
    assert typeface.shortened("abc", 10, 1.0) == "…"
