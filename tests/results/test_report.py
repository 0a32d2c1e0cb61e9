from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, QThreadPool
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter, QPalette
from PySide6.QtPdf import QPdfDocument

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Marker, SourceInfo
from fer_desktop.errors import ExportError
from fer_desktop.results import fonts
from fer_desktop.results.fonts import Typeface, installed_typeface
from fer_desktop.results.pdf import pdf_of
from fer_desktop.results.plot import draw_faces, save_plot
from fer_desktop.results.report import html_report, write_report
from fer_desktop.results.report_tables import fact_tables, figure_tables
from fer_desktop.results.statistics import MOST_MARKERS, marker_statistics
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.store import PlainStore
from tests import factories
from tests.fakes import MODEL, make_analysis, make_tracked

CHINESE = "第一次预实验的备注，参与者在观看视频时偶尔转头（光线较暗）。"
LONG_NAME = "Bartholomäus-Maximilian von Hohenlohe-Langenburg-Schillingsfürst the Third"
UNBROKEN = "longwordwithoutspaces" * 20
PLAIN = Typeface(("DejaVu Sans",))
HEADINGS = (
    *("Summary", "Data quality", "Timelines", "Share of time with each expression on top"),
    *("Mean probability of each expression", "Markers", "From each marker to the next"),
)


@pytest.fixture(params=["every font", "no other font"])
def typeface(request, monkeypatch) -> Typeface:
    """The fonts of this computer, and what is left where it has none for Chinese."""
    if request.param == "no other font":
        monkeypatch.setattr(fonts, "_FALLBACKS", ())
    return installed_typeface()


def write_session(root: Path, source: SourceInfo, reason: str = "", markers=()) -> Path:
    writer = SessionWriter(root, SessionHeader("s", source, MODEL))
    writer.name_face(1, "王小明（第一位参与者）")
    writer.name_face(2, LONG_NAME)
    writer.name_face(3, "$x^2 ひらがな 한국어 \\frac$")
    for marker in markers:
        writer.add_marker(marker)
    for i in range(60):
        writer.add_analysis(make_analysis(i, [make_tracked(face, (100 * face, 20, 60, 80)) for face in (1, 2, 3)]))
    return Path(writer.close(RecordingCounts(60, 0, 0, reason)))


@pytest.fixture
def session(tmp_path):
    markers = [Marker(0.5, "开始刺激：观看第一段视频"), Marker(1.0, UNBROKEN), Marker(1.5, "many words " * 40)]
    folder = write_session(tmp_path, SourceInfo("视频" * 60, 640, 480, 30.0, 2.0), markers=markers)
    save_edits(PlainStore(folder), Edits(title="课堂观察 $5", notes=f"{CHINESE * 12}\n\n{UNBROKEN}\tend \U0010fffd"))
    return load_session(folder)


class Pages:
    """A PDF as a reader shows it: the text of each page, without white space, and its picture."""

    def __init__(self, data: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)
        assert self._document.status() is QPdfDocument.Status.Ready
        count = range(self._document.pageCount())
        self.texts = ["".join(self._document.getAllText(i).text().split()) for i in count]

    def __len__(self) -> int:
        return len(self.texts)

    def picture(self, index: int) -> QImage:
        paper = QImage(842, 595, QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, self._document.render(index, QSize(842, 595)))
        painter.end()
        return paper


def is_white(image: QImage, x: range, y: range) -> bool:
    return all(image.pixelColor(i, j) == QColor("white") for i in x for j in y)


def page_of(tables: str) -> str:
    return f"<html><body>{tables}</body></html>"


def table_of(heading: str, rows: list[str]) -> str:
    cells = "".join(f"<tr><td>{i}</td><td>{row}</td></tr>" for i, row in enumerate(rows))
    head = "<thead><tr><th>time (s)</th><th>label</th></tr></thead>"
    return f"<div><h2>{heading}</h2><table>{head}<tbody>{cells}</tbody></table></div>"


def test_every_script_is_written_without_a_warning_and_nothing_global_changes(
    session, typeface, tmp_path, caplog, qapp
):
    before = dict(matplotlib.rcParams)
    save_plot(session, tmp_path / "timeline.png")
    for name in ("report.html", "report.pdf"):
        write_report(session, tmp_path / name)  # pytest turns a warning into an error
        assert (tmp_path / name).stat().st_size > 10_000
    assert dict(matplotlib.rcParams) == before
    assert not caplog.records


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


def normalised(text: str) -> str:
    """As it reads: a font may have one glyph for 一 and the radical ⼀, and a PDF then says either."""
    return unicodedata.normalize("NFKC", text)


def test_nothing_on_a_page_is_cut_and_nothing_is_lost(session, tmp_path, qapp):
    write_report(session, tmp_path / "r.pdf")
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


def test_headings_stay_with_what_they_are_of_and_small_tables_whole(session, qapp):
    alone = tuple(heading.replace(" ", "") for heading in HEADINGS if heading != "Timelines")  # it has a picture
    html = html_report(replace(session, edits=Edits(notes="NOTES")), Progress())
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
    session = load_session(Path(writer.close(RecordingCounts(5, 0, 0))))
    text = html_report(session, Progress())
    assert text.count("<img") == 4
    assert "2 more faces are in the tables only." in text
    write_report(session, tmp_path / "r.pdf")
    pages = Pages((tmp_path / "r.pdf").read_bytes())
    assert sum(len(text) < 60 for text in pages.texts) == 3  # pictures fill them
    for i in range(len(pages)):
        picture = pages.picture(i)
        assert is_white(picture, range(842 - 40, 842), range(595))
        assert is_white(picture, range(40, 700, 5), range(555, 595))


def test_the_pdf_is_made_behind_a_window(session, tmp_path, qapp):
    pool = QThreadPool()
    pool.start(lambda: write_report(session, tmp_path / "r.pdf"))
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


def test_without_the_libraries_of_qt_it_is_said(session, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fer_desktop.results.pdf", None)
    with pytest.raises(ExportError, match=r"A PDF cannot be made.*\.html"):
        write_report(session, tmp_path / "r.pdf")
    write_report(session, tmp_path / "r.html")


def test_names_on_the_figure_stay_in_their_row(session, typeface):
    figure = draw_faces(session, session.face_ids)
    figure.savefig(io.BytesIO(), format="png")
    renderer = FigureCanvasAgg(figure).get_renderer()
    for axes in figure.axes:
        label = axes.yaxis.label.get_window_extent(renderer)
        assert label.y0 >= axes.bbox.y0 - 10
        assert label.y1 <= axes.bbox.y1 + 10
    title = figure.texts[0].get_window_extent(renderer)
    assert title.x0 >= 0
    assert title.x1 <= figure.bbox.x1
    assert figure.texts[0].get_text().endswith("…: expressions, not feelings")


def test_the_page_fits_a_narrow_window(session):
    text = html_report(session, Progress())
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert "overflow-wrap: anywhere" in text
    assert text.count('<div class="wide"><h2>') == text.count("<table") == 6
    assert "<th></th>" not in text


@pytest.mark.parametrize(
    ("source", "reason", "shown"),
    [
        (SourceInfo("cam", 640, 480, 30.0, is_live=True), "", "finished normally"),
        (SourceInfo("a.mp4", 640, 480, 30.0, 2.0), "", "the end of the file"),
        (SourceInfo("a.mp4", 640, 480, 30.0, 60.0), "", "finished normally"),
        (SourceInfo("a.mkv", 640, 480, 30.0), "", "finished normally"),
        (SourceInfo("a.mp4", 640, 480, 30.0, 2.0), "the disk is full", "the disk is full"),
    ],
)
def test_the_report_says_why_the_session_ended(tmp_path, source, reason, shown):
    session = load_session(write_session(tmp_path, source, reason))
    assert ("ended because", shown) in fact_tables(session)[0].rows
    unclosed = replace(session, info=replace(session.info, complete=False))
    assert ("ended because", reason or "not known: it was not closed") in fact_tables(unclosed)[0].rows


def test_no_table_of_the_html_report_is_wider_than_a_small_window(tmp_path):
    """Words of 13 px; what is left of 1100 px inside of the margins of the page."""
    session = load_session(factories.write_session(tmp_path, "a"))
    style = html_report(session, Progress())
    assert "font-size: 13px" in style
    assert "th { white-space: nowrap }" not in style  # heads of columns may wrap
    for table in figure_tables(session):
        columns = list(zip(table.head, *table.rows, strict=True))
        words = [[word for cell in column for word in cell.split()] for column in columns]
        widths = [min(max(PLAIN.width_pt(f"{word} ", 13) for word in column), 12 * 13) + 2 * 5 for column in words]
        assert sum(widths) < 1100 - 2 * 15


def test_a_report_of_very_many_markers_is_bounded_and_says_so(tmp_path):
    """One of 100,000 markers took over four minutes."""
    markers = [Marker(i / 3000, f"m{i}") for i in range(3000)]
    session = load_session(write_session(tmp_path, SourceInfo("cam", 640, 480, 30.0), markers=markers))
    report = html_report(session, Progress())
    assert report.count("<tr>") < MOST_MARKERS * 4 + 100  # a row each, and one for each of three faces
    assert report.count("the first 500 of 3000") == 2
    drawn = [
        one
        for axes in draw_faces(session, session.face_ids).axes
        for one in axes.collections
        if isinstance(one, LineCollection)
    ]
    assert [len(lines.get_segments()) for lines in drawn] == [1000] * 3
    statistics = marker_statistics(session)
    assert statistics[0][1].span.end_s == pytest.approx(1 / 3000, abs=1e-6)
    assert len(statistics) == 3 * MOST_MARKERS


def test_markers_that_were_left_out_are_in_the_report(tmp_path):
    writer = SessionWriter(tmp_path, SessionHeader("s", SourceInfo("cam", 640, 480, 30.0), MODEL))
    writer.add_analysis(make_analysis(0, [make_tracked(1)]))
    session = load_session(Path(writer.close(RecordingCounts(1, 0, 0, markers_refused=7))))
    assert ("markers left out (too fast)", "7") in fact_tables(session)[1].rows
