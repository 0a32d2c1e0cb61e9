from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Marker, SourceInfo
from fer_desktop.results.plot import draw_session, save_plot
from fer_desktop.results.report import html_report, write_report
from fer_desktop.results.report_tables import fact_tables, figure_tables
from fer_desktop.results.statistics import MOST_MARKERS, marker_statistics
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests import factories
from tests.fakes import MODEL, make_analysis, make_tracked
from tests.results.helpers import PLAIN, write_session


def test_every_script_is_written_without_a_warning_and_nothing_global_changes(
    wordy_session, typeface, tmp_path, caplog, qapp
):
    before = dict(matplotlib.rcParams)
    save_plot(wordy_session, tmp_path / "timeline.png")
    for name in ("report.html", "report.pdf"):
        write_report(wordy_session, tmp_path / name)  # pytest turns a warning into an error
        assert (tmp_path / name).stat().st_size > 10_000
    assert dict(matplotlib.rcParams) == before
    assert not caplog.records


def test_names_on_the_figure_stay_in_their_row(wordy_session, typeface):
    figure = draw_session(wordy_session)
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


def test_the_page_fits_a_narrow_window(wordy_session):
    text = html_report(wordy_session, Progress())
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
    # of a file nobody knows when it was recorded
    assert fact_tables(session)[0].rows[0][0] == ("started (UTC)" if source.is_live else "analysed (UTC)")
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
    drawn = [one for axes in draw_session(session).axes for one in axes.collections if isinstance(one, LineCollection)]
    assert [len(lines.get_segments()) for lines in drawn] == [1000] * 3
    statistics = marker_statistics(session)
    assert statistics[0][1].span.end_s == pytest.approx(1 / 3000, abs=1e-6)
    assert len(statistics) == 3 * MOST_MARKERS


def test_markers_that_were_left_out_are_in_the_report(tmp_path):
    writer = SessionWriter(tmp_path, SessionHeader("s", SourceInfo("cam", 640, 480, 30.0), MODEL))
    writer.add_analysis(make_analysis(0, [make_tracked(1)]))
    session = load_session(Path(writer.close(RecordingCounts(1, 0, 0, markers_refused=7))))
    assert ("markers left out (too fast)", "7") in fact_tables(session)[1].rows
