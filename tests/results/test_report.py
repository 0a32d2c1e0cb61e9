from __future__ import annotations

import io
import itertools
import re
from dataclasses import replace
from pathlib import Path

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Marker, SourceInfo
from fer_desktop.results import typesetting
from fer_desktop.results.plot import draw_faces, save_plot
from fer_desktop.results.report import html_report, pdf_report, write_report
from fer_desktop.results.report_pages import Pages
from fer_desktop.results.report_tables import ReportTable, fact_tables, figure_tables
from fer_desktop.results.typesetting import Typeface, column_widths, installed_typeface
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.store import PlainStore
from tests.fakes import MODEL, make_analysis, make_tracked

CHINESE = "第一次预实验的备注，参与者在观看视频时偶尔转头（光线较暗）。"
LONG_NAME = "Bartholomäus-Maximilian von Hohenlohe-Langenburg-Schillingsfürst the Third"
UNBROKEN = "longwordwithoutspaces" * 20
PLAIN = Typeface(("DejaVu Sans",))


@pytest.fixture(params=["every font", "no other font"])
def typeface(request, monkeypatch) -> Typeface:
    """The fonts of this computer, and what is left where it has none for Chinese."""
    if request.param == "no other font":
        monkeypatch.setattr(typesetting, "_FALLBACKS", ())
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


def overlaps(figure) -> list[tuple[str, str]]:
    """Pairs of texts of a figure that are drawn over each other."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in figure.texts if text.get_text()]
    return [(a, b) for (a, box), (b, other) in itertools.combinations(boxes, 2) if box.padded(-0.5).overlaps(other)]


def is_within(figure) -> bool:
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in figure.texts]
    return all(box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1 for box in boxes)


def pages_of(typeface: Typeface, tables: list[ReportTable], text: str = ""):
    figures: list[matplotlib.figure.Figure] = []
    pages = Pages(typeface, figures.append)
    if text:
        pages.write(text, 10)
    for table in tables:
        pages.add_table(table)
    pages.close()
    return figures


def test_every_script_is_written_without_a_warning_and_nothing_global_changes(session, typeface, tmp_path, caplog):
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
    monkeypatch.setattr(typesetting, "_FALLBACKS", ("No Such Font", "DejaVu Serif"))
    assert installed_typeface().families == ("DejaVu Sans", "DejaVu Serif")


@pytest.mark.parametrize("text", [CHINESE * 5, UNBROKEN, "many words " * 40, "a b " + UNBROKEN, CHINESE + UNBROKEN])
@pytest.mark.parametrize("width_pt", [60.0, 200.0, 700.0])
def test_lines_fit_and_lose_nothing(typeface, text, width_pt):
    lines = typeface.wrapped(text, 10, width_pt)
    assert all(typeface.width_pt(line, 10) <= width_pt for line in lines)
    assert "".join(lines).replace(" ", "") == typeface.drawable(text).replace(" ", "")


def test_lines_break_where_readers_expect_it():
    words = PLAIN.wrapped("many words " * 40, 10, 200)
    assert all(re.fullmatch(r"(many|words)( many| words)*", line) for line in words)
    assert PLAIN.wrapped("one\n\ntwo", 10, 200) == ["one", "", "two"]
    assert PLAIN.wrapped("", 10, 200) == [""]
    assert PLAIN.wrapped("abc", 10, 1.0) == ["a", "b", "c"]


def test_chinese_lines_begin_with_no_point_and_end_with_no_opening_bracket():
    typeface = installed_typeface()
    if len(typeface.families) == 1:
        pytest.skip("no Chinese font here")
    for width_pt in range(60, 200, 5):
        for line in typeface.wrapped(CHINESE * 3, 10, float(width_pt)):
            assert line[0] not in "，。）"
            assert line[-1] != "（"


def test_what_is_too_long_ends_with_an_ellipsis(typeface):
    for text in (UNBROKEN, CHINESE * 9, LONG_NAME):
        short = typeface.shortened(text, 10, 150)
        assert short.endswith("…")
        assert 120 < typeface.width_pt(short, 10) <= 150
        *_, last = lines = typeface.wrapped(text, 10, 60, 3)
        assert len(lines) == 3
        assert last.endswith("…")
        assert typeface.width_pt(last, 10) <= 60
    assert typeface.shortened("a\tb", 10, 150) == "a b"


@pytest.mark.parametrize(
    ("natural", "available", "expected"),
    [
        ([10, 20, 30], 100, [10, 20, 30]),
        ([10, 200, 30], 100, [10, 60, 30]),
        ([10, 200, 300], 110, [10, 50, 50]),
        ([50, 50], 60, [30, 30]),
    ],
)
def test_columns_get_what_they_need_and_the_widest_give_way(natural, available, expected):
    assert column_widths(natural, available) == pytest.approx(expected)


def test_nothing_on_a_page_is_cut_or_drawn_over(session, typeface):
    figures = pages_of(typeface, [*fact_tables(session), *figure_tables(session)], session.edits.notes)
    assert len(figures) <= 3
    for figure in figures:
        assert is_within(figure)
        assert not overlaps(figure)


def test_a_long_table_goes_on_with_its_head():
    rows: list[tuple[str, ...]] = [(str(i), f"label {i}") for i in range(200)]
    figures = pages_of(PLAIN, [ReportTable("Markers", ("time (s)", "label"), rows)])
    texts = [[text.get_text() for text in figure.texts] for figure in figures]
    assert len(figures) > 1
    assert all(page.count("time (s)") == 1 for page in texts)
    assert [cell for page in texts for cell in page if cell.startswith("label ")] == [label for _, label in rows]
    assert all(is_within(figure) for figure in figures)


def test_long_notes_go_on_over_pages():
    figures = pages_of(PLAIN, [], "many words " * 1500)
    assert len(figures) > 1
    assert sum(text.get_text().count("many") for figure in figures for text in figure.texts) == 1500


def test_a_report_of_a_short_session_has_few_pages_and_no_table_twice(session, monkeypatch):
    headings = []
    add = Pages.add_table
    monkeypatch.setattr(Pages, "add_table", lambda pages, table: (headings.append(table.heading), add(pages, table)))
    data = pdf_report(replace(session, edits=Edits()), Progress())
    assert len(re.findall(rb"/Type /Page\b", data)) <= 4
    assert len(headings) == len(set(headings)) == 6


def test_names_on_the_figure_stay_in_their_row(session, typeface):
    figure = draw_faces(session)
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
    assert text.count('<div class="wide"><table') == text.count("<table") == 6
    assert "<th></th>" not in text


@pytest.mark.parametrize(
    ("source", "reason", "shown"),
    [
        (SourceInfo("cam", 640, 480, 30.0, is_live=True), "", "the user ended it"),
        (SourceInfo("a.mp4", 640, 480, 30.0, 2.0), "", "the end of the file"),
        (SourceInfo("a.mp4", 640, 480, 30.0, 60.0), "", "the end of the file, or the user ended it"),
        (SourceInfo("a.mkv", 640, 480, 30.0), "", "the end of the file, or the user ended it"),
        (SourceInfo("a.mp4", 640, 480, 30.0, 2.0), "the disk is full", "the disk is full"),
    ],
)
def test_the_report_says_why_the_session_ended(tmp_path, source, reason, shown):
    session = load_session(write_session(tmp_path, source, reason))
    assert ("ended because", shown) in fact_tables(session)[0].rows
    unclosed = replace(session, info=replace(session.info, complete=False))
    assert ("ended because", reason or "not known: it was not closed") in fact_tables(unclosed)[0].rows
