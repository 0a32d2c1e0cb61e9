"""The report in another language than English."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFontDatabase

from fer_desktop.cli.main import main
from fer_desktop.core.progress import Progress
from fer_desktop.errors import CameraLost, ExportError
from fer_desktop.offline.pipeline import INTERRUPTED
from fer_desktop.results import fonts
from fer_desktop.results.agreement_tables import agreement, agreement_html
from fer_desktop.results.codes import begun_coding
from fer_desktop.results.phrases import (
    ENGLISH,
    NAMES,
    Catalogue,
    Phrase,
    catalogue_of,
    joined,
    phrase_of,
    source_phrase,
)
from fer_desktop.results.plot import draw_session
from fer_desktop.results.report import html_report, write_report
from fer_desktop.session import repair
from tests.results.helpers import Pages

CHINESE = catalogue_of("zh_CN")
# names of the program, of its file, and what the camera is called
SAME = {"FER", "Desktop", "SHA", "MODEL_CARD", "md", "UTC", "cam", "markers", "csv", "Mia", "on", "off", "now", "fps"}


def shown(html: str) -> str:
    """What a reader sees."""
    return re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL)


def test_nothing_of_the_chinese_report_is_english(session):
    html = html_report(session, Progress(), CHINESE)
    model = set(re.findall(r"\w+", f"{session.info.model.model_id} {session.info.model.sha256}"))
    words = {word for word in re.findall(r"[A-Za-z]\w+", shown(html)) if word not in SAME | model}
    assert not words
    assert 'lang="zh-Hans"' in html
    assert all(CHINESE.text(name) in html for name in NAMES)


def test_the_words_in_the_pictures_are_of_the_language(session):
    drawn = draw_session(session, CHINESE)
    has_font = CHINESE.text(NAMES[0]) == fonts.installed_typeface().drawable(CHINESE.text(NAMES[0]))
    if not has_font:
        pytest.skip("no font with Chinese characters")
    assert [text.get_text() for text in drawn.legends[0].get_texts()] == [CHINESE.text(name) for name in NAMES]
    assert "概率" in drawn.axes[0].get_ylabel()
    assert "The words in the pictures" not in html_report(session, Progress(), CHINESE)


def test_pictures_without_a_font_for_them_are_english_and_say_so(session, monkeypatch):
    monkeypatch.setattr(fonts, "_FALLBACKS", ())
    html = html_report(session, Progress(), CHINESE)  # pytest turns a warning of a missing character into an error
    assert "图中的文字为英文" in html


def test_the_pdf_is_chinese_or_says_that_there_is_no_font(session, tmp_path, qapp, monkeypatch):
    path = tmp_path / "r.pdf"
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        write_report(session, path, language="zh_CN")
        said = "".join(Pages(path.read_bytes()).texts)
        assert "概要" in said and "数据质量" in said and "Summary" not in said
        path.unlink()
    monkeypatch.setattr(QFontDatabase, "families", lambda *_: [])
    with pytest.raises(ExportError, match=r"No font.*Chinese.*\.html"):
        write_report(session, path, language="zh_CN")
    assert not path.exists()
    write_report(session, path)  # English needs none


def test_the_demo_has_a_name_in_each_language_and_other_sources_have_their_own():
    assert [words.text(source_phrase("Demo")) for words in (ENGLISH, CHINESE)] == ["Demo", "演示"]
    assert CHINESE.text(source_phrase("Front camera")) == "Front camera"


def test_a_language_without_words_is_said(session, tmp_path):
    with pytest.raises(ExportError, match="no reports in the language 'fr'"):
        write_report(session, tmp_path / "r.html", language="fr")


def test_the_command_line_asks_for_a_language(folder, tmp_path):
    assert main(["sessions", "report", str(folder), str(tmp_path / "r.html"), "--language", "zh_CN"]) == 0
    assert "数据质量" in (tmp_path / "r.html").read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["sessions", "report", str(folder), str(tmp_path / "s.html"), "--language", "fr"])


def test_a_phrase_is_its_english_text_and_knows_what_it_is_made_of():
    words = Catalogue("xx", {"{n} of {what}": "{what}: {n}", "frames": "Bilder"})
    phrase = Phrase("{n} of {what}", n=3, what=Phrase("frames"))
    assert phrase == "3 of frames"
    assert (words.text(phrase), ENGLISH.text(phrase)) == ("Bilder: 3", "3 of frames")
    assert words.text("frames") == "frames"  # a user may have called something so
    assert words.text(joined((Phrase("frames"), "{n}"))) == "Bilder, {n}"
    assert words.text(Phrase("a {brace}")) == "a {brace}"
    error = ExportError("No {what}.", "Look.", what="room")
    assert phrase_of(error) == str(error)


def test_what_coders_said_is_of_the_language(session):
    pytest.importorskip("sklearn")
    coding = begun_coding(session, [], "安娜", 4, seed=1)
    for code in ("happiness", "other", "cannot tell", "anger"):
        coding = coding.coded(code, 1)
    html = agreement_html(agreement(session, [coding]), CHINESE)
    same = {
        "GRRAS",
        "Kottner",
        "Kish",
        "Wilson",
        "Cohen",
        "Fleiss",
        "Krippendorff",
        "kappa",
        "alpha",
        "ICC",
        "UAR",
        "prior",
    }
    model = set(re.findall(r"\w+", f"{session.info.model.model_id} {session.info.model.sha256}"))
    assert {word for word in re.findall(r"[A-Za-z]\w+", shown(html)) if word not in SAME | same | model} == set()


def test_chinese_words_in_chinese_words_have_no_space_between_and_paths_keep_theirs():
    locked = Phrase("{path} is encrypted.", path=Phrase("it"))
    assert CHINESE.text(locked) == "该会话已加密。"
    assert CHINESE.text(Phrase("{path} is encrypted.", path="a b")) == "a b 已加密。"
    assert CHINESE.text(joined((locked, Phrase("Give its passphrase.")), " ")) == "该会话已加密。请提供其密码。"
    assert ENGLISH.text(locked) == "it is encrypted."


@pytest.mark.parametrize(
    "written",
    [
        str(CameraLost("The camera {name!r} stopped giving frames.", "Check the cable, then press Start.", name="cam")),
        INTERRUPTED.format(end_s=2.5),
        repair.REASON,
    ],
)
def test_what_a_session_holds_in_english_is_read_in_the_other_language(written):
    told = CHINESE.text(Phrase(written))
    assert not set(re.findall(r"[A-Za-z]\w+", told)) - SAME
    assert all(part in told for part in re.findall(r"'cam'|2.50", written))


def test_what_no_template_says_stays_as_it_is():
    assert CHINESE.text(Phrase("the cable of the left camera")) == "the cable of the left camera"
