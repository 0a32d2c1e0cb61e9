"""The report on paper."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import SourceInfo
from fer_desktop.errors import ExportError
from fer_desktop.results.pdf import pdf_of
from fer_desktop.results.report import html_report, write_report
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.fakes import MODEL, make_analysis, make_tracked
from tests.results.helpers import CHINESE, LONG_NAME, UNBROKEN, Pages, is_white

HEADINGS = (
    *("Summary", "Data quality", "Timelines", "Share of time with each expression on top"),
    *("Mean probability of each expression", "Markers", "From each marker to the next"),
)


def page_of(tables: str) -> str:
    return f"<html><body>{tables}</body></html>"


def table_of(heading: str, rows: list[str]) -> str:
    cells = "".join(f"<tr><td>{i}</td><td>{row}</td></tr>" for i, row in enumerate(rows))
    head = "<thead><tr><th>time (s)</th><th>label</th></tr></thead>"
    return f"<div><h2>{heading}</h2><table>{head}<tbody>{cells}</tbody></table></div>"


def normalised(text: str) -> str:
    """As it reads: a font may have one glyph for 一 and the radical ⼀, and a PDF then says either."""
    return unicodedata.normalize("NFKC", text)


def test_nothing_on_a_page_is_cut_and_nothing_is_lost(wordy_session, tmp_path, qapp):
    write_report(wordy_session, tmp_path / "r.pdf")
    pages = Pages((tmp_path / "r.pdf").read_bytes())
    assert 3 <= len(pages) <= 6
    for i in range(len(pages)):
        picture = pages.picture(i)
        assert is_white(picture, range(842 - 40, 842), range(595))
        assert is_white(picture, range(40), range(595))
        assert not is_white(picture, range(40, 800, 3), range(40, 500, 3))
    assert [text[-3:] for text in pages.texts] == [f"{i + 1}/{len(pages)}" for i in range(len(pages))]
    said = "".join(text[:-3] for text in pages.texts)
    has_chinese = QFontDatabase.WritingSystem.SimplifiedChinese in QFontDatabase.writingSystems()
    chinese = (CHINESE * 12, "开始刺激：观看第一段视频") if has_chinese else ()
    for text in (UNBROKEN, "many words " * 40, LONG_NAME, *HEADINGS, *chinese):
        assert normalised(text.replace(" ", "")) in normalised(said)


def test_headings_stay_with_what_they_are_of_and_small_tables_whole(wordy_session, qapp):
    alone = tuple(heading.replace(" ", "") for heading in HEADINGS if heading != "Timelines")  # it has a picture
    html = html_report(replace(wordy_session, edits=Edits(notes="NOTES")), Progress())
    for n_lines in range(0, 30, 5):  # each pushes what follows to another place of its page
        pages = Pages(pdf_of(html.replace("NOTES", "a line\n" * n_lines), "t"))
        assert not [text for text in pages.texts if text[:-3].endswith(alone)]
        assert any("Summary" in text and "excludedstretchesnone" in text for text in pages.texts)
        assert any("Dataquality" in text and "framesnotstored" in text for text in pages.texts)


def test_a_long_table_goes_on_with_its_head(qapp):
    pages = Pages(pdf_of(page_of(table_of("Markers", [f"label {i}" for i in range(200)])), "t"))
    assert len(pages) > 3
    assert all(text.count("time(s)") == 1 for text in pages.texts)
    said = "".join(text[: -len("1/9")] for text in pages.texts).replace("time(s)label", "")
    assert said == "Markers" + "".join(f"{i}label{i}" for i in range(200))


def test_long_notes_go_on_over_pages(qapp):
    pages = Pages(pdf_of(page_of(f"<p>{' '.join(f'w{i}.' for i in range(5000))}</p>"), "t"))
    assert len(pages) > 1
    assert {f"w{i}." for i in range(5000)} <= set(re.findall(r"w\d+\.", "".join(text[:-3] for text in pages.texts)))


def test_paper_does_not_change_with_the_words_of_the_screen(qapp):
    before, html = qapp.font(), page_of("<p>" + "words " * 3000 + "</p><table><tr><td>a cell</td></tr></table>")
    large = QFont(before)
    large.setPixelSize(2 * QFontInfo(before).pixelSize())
    pages = Pages(pdf_of(html, "t"))
    qapp.setFont(large)
    try:
        again = Pages(pdf_of(html, "t"))
    finally:
        qapp.setFont(before)
    assert again.texts == pages.texts
    assert again.picture(0) == pages.picture(0)


def test_a_dark_window_prints_black_on_white(qapp):
    before = qapp.palette()
    dark = QPalette(before)
    dark.setColor(QPalette.ColorRole.Text, QColor("white"))
    qapp.setPalette(dark)
    try:
        picture = Pages(pdf_of(page_of("<p>" + "words " * 500 + "</p>"), "t")).picture(0)
    finally:
        qapp.setPalette(before)
    assert not is_white(picture, range(40, 800, 2), range(40, 200, 2))


def test_pictures_shrink_to_the_page_and_every_face_is_said(tmp_path, qapp):
    writer = SessionWriter(tmp_path, SessionHeader("many", SourceInfo("cam", 640, 480, 30.0, 2.0), MODEL))
    for i in range(5):
        writer.add_analysis(make_analysis(i, [make_tracked(face, (30 * face, 20, 60, 80)) for face in range(1, 13)]))
    wordy_session = load_session(Path(writer.close(RecordingCounts(5, 0, 0))))
    text = html_report(wordy_session, Progress())
    assert text.count("<img") == 4
    assert "2 more faces are in the tables only." in text
    write_report(wordy_session, tmp_path / "r.pdf")
    pages = Pages((tmp_path / "r.pdf").read_bytes())
    assert sum(len(text) < 60 for text in pages.texts) == 3  # pictures fill them
    for i in range(len(pages)):
        picture = pages.picture(i)
        assert is_white(picture, range(842 - 40, 842), range(595))
        assert is_white(picture, range(40, 700, 5), range(555, 595))


def test_the_pdf_is_made_behind_a_window(wordy_session, tmp_path, qapp):
    pool = QThreadPool()
    pool.start(lambda: write_report(wordy_session, tmp_path / "r.pdf"))
    assert pool.waitForDone(60_000)
    assert len(Pages((tmp_path / "r.pdf").read_bytes())) >= 3


def test_the_pdf_needs_no_display(tmp_path):
    page, target = tmp_path / "page.html", tmp_path / "r.pdf"
    page.write_text(page_of(f"<p>{CHINESE}</p>"), encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from fer_desktop.results.pdf import pdf_of\n"
        "for i in range(2): Path(sys.argv[2]).write_bytes(pdf_of(Path(sys.argv[1]).read_text('utf-8'), 't'))"
    )
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "-c", code, page, target], check=False, env=bare, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert target.read_bytes().startswith(b"%PDF")


def test_without_the_libraries_of_qt_it_is_said(wordy_session, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fer_desktop.results.pdf", None)
    with pytest.raises(ExportError, match=r"A PDF cannot be made.*\.html"):
        write_report(wordy_session, tmp_path / "r.pdf")
    write_report(wordy_session, tmp_path / "r.html")
