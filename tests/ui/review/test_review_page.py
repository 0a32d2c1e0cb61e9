from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.palette import COLOURS
from fer_desktop.session.edits import Edits, Span
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.store import PlainStore
from fer_desktop.ui.review.statistics_table import StatisticsTable
from fer_desktop.ui.timeline.legend import Chip
from tests.factories import write_session
from tests.fakes import WAIT_MS
from tests.ui.review.helpers import answer_names, button, crowd, name_faces, open_in


def test_nothing_is_carried_into_the_next_session(page, tmp_path):
    first, second = write_session(tmp_path, "a"), write_session(tmp_path, "b")
    open_in(page, first)
    page.timelines.show_range(0.2, 0.4)
    page.exclude()
    page.transport.play.click()
    assert (page.transport.play.text(), page.transport.exclude.text()) == ("Pause", "Exclude until here")
    open_in(page, second)
    assert (page.transport.play.text(), page.transport.exclude.text()) == ("Play", "Exclude from here")
    assert not page.player.is_playing
    assert page.timelines.shown_range == pytest.approx((0, 44 / 30))
    page.exclude()
    assert load_session(second).edits == Edits()  # the first press: a stretch begins


def test_a_closed_session_leaves_nothing_behind(page, tmp_path):
    open_in(page, write_session(tmp_path, "a", with_video=True))
    page.player.seek(1.0)
    page.exclude()
    page.transport.play.click()
    page.close_session()
    assert (page.transport.play.text(), page.transport.exclude.text()) == ("Play", "Exclude from here")
    assert [rows.count() for rows in (page._markers, page._faces, page._excluded)] == [0, 0, 0]
    assert page.statistics.rowCount() == 0
    assert page.timelines.blocks == ()
    assert page.timelines.title == page.transport.place.text() == ""
    assert page.transport.slider.value() == 0
    assert not any(part.isEnabled() for part in (page.timelines, page.transport, page.statistics))


def test_the_page_says_which_session_is_open(page, tmp_path):
    folder = write_session(tmp_path, "a")
    open_in(page, folder)
    assert page.timelines.title == folder.name
    save_edits(PlainStore(folder), Edits(title="Pilot"))
    open_in(page, folder)
    assert page.timelines.title == "Pilot"


def test_the_legend_names_the_curves_and_hides_them_also_after_an_edit(page, tmp_path, monkeypatch):
    open_in(page, write_session(tmp_path, "a"))
    keys = {chip.text(): chip for chip in page.timelines.findChildren(Chip)}
    assert list(keys) == list(EXPRESSIONS)
    keys["anger"].with_ctrl = True
    keys["anger"].click()
    name_faces(page, monkeypatch, "P01")
    for lanes in page.timelines.blocks:
        assert lanes.plot("expressions").item.shown == frozenset(EXPRESSIONS) - {"anger"}
    keys["anger"].click()
    assert page.timelines.blocks[0].plot("expressions").item.shown == frozenset(EXPRESSIONS)


def test_the_row_over_the_curves_wraps_in_a_narrow_window(page, tmp_path, qtbot):
    open_in(page, write_session(tmp_path, "a"))
    keys = page.timelines.findChildren(Chip)
    page.resize(1600, 700)
    qtbot.wait(20)
    assert len({key.y() for key in keys}) == 1
    page.resize(620, 560)
    qtbot.waitUntil(lambda: len({key.y() for key in keys}) > 1, timeout=WAIT_MS)


def test_the_page_says_when_not_every_face_is_shown(page, tmp_path):
    open_in(page, crowd(tmp_path, 10))
    assert page.timelines._n_faces.isVisible()
    assert page.timelines._n_faces.text() == "8 of 10 faces are shown"
    open_in(page, write_session(tmp_path, "a"))
    assert not page.timelines._n_faces.isVisible()


def test_the_place_is_still_shown_after_an_edit(page, tmp_path, monkeypatch):
    open_in(page, write_session(tmp_path, "a"))
    page.player.seek(0.7)
    name_faces(page, monkeypatch, "P01")
    for lanes in page.timelines.blocks:
        for plot in lanes.plots:
            assert plot.cursor.isVisible()
            assert plot.cursor.value() == pytest.approx(0.7)


def test_statistics_are_copied_as_numbers_for_a_spreadsheet(page, tmp_path, monkeypatch):
    open_in(page, write_session(tmp_path, "a"))
    name_faces(page, monkeypatch, "=SUM(A1)\tb")
    lines = [line.split("\t") for line in page.statistics.text().splitlines()]
    assert {len(line) for line in lines} == {page.statistics.columnCount()}
    assert lines[1][0] == "'=SUM(A1) b"
    assert float(lines[1][2]) == pytest.approx(1.5, abs=0.1)
    assert float(lines[1][4]) == 1.0  # happiness
    page.statistics.selectRow(1)
    page.statistics.actions()[1].trigger()
    copied = QApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in copied] == [lines[0][0], "Max"]


def test_the_menu_of_the_curves_acts_where_the_mouse_is(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    entries = {entry.text: entry for entry in page.menus.of_curves(0.8)}
    assert "Go to 0:00.80" in entries
    assert "Export the range..." not in entries
    entries["A range begins here"].do()
    page.player.seek(1.2)
    page.range.end()
    assert page.range.span == Span(0.8, 1.2)
    assert "Export the range..." in [entry.text for entry in page.menus.of_curves(0.9)]
    assert page.menus.of_picture() == []


def test_the_lists_have_the_menus_of_their_buttons(page, tmp_path):
    open_in(page, write_session(tmp_path, "a"))
    page._markers.setCurrentRow(0)
    menu = page._lists[0].menu()
    texts = [action.text() for action in menu.actions()]
    assert texts == ["Add here...", "From a file...", "Change...", "Move here", "Remove"]
    menu.actions()[4].trigger()
    assert page.session.markers == ()


def test_an_empty_page_offers_recent_sessions_and_without_video_there_is_no_pane(page, tmp_path, qtbot):
    folders = [write_session(tmp_path, name) for name in ("a", "b")]
    page.show_recent([(folders[1], "Pilot"), (folders[0], "a")])
    assert page.video.isVisible()
    with qtbot.waitSignal(page.review_requested, timeout=WAIT_MS) as signal:
        button(page, "Pilot").click()
    assert signal.args == [folders[1]]
    open_in(page, folders[1])
    assert not page.video.isVisible()
    open_in(page, write_session(tmp_path, "v", with_video=True))
    assert page.video.isVisible()
    page.close_session()
    assert button(page, "Pilot").isEnabled()


def test_figures_stand_at_the_right_and_shares_have_bars_in_their_colour(page, tmp_path):
    open_in(page, write_session(tmp_path, "s"))
    table = page.findChild(StatisticsTable)
    share = table.item(0, 3 + EXPRESSIONS.index("happiness"))
    assert share.textAlignment() & int(Qt.AlignmentFlag.AlignRight)
    assert share.data(Qt.ItemDataRole.UserRole) == pytest.approx(1.0)
    picture, area = table.viewport().grab().toImage(), table.visualItemRect(share)
    ratio = picture.devicePixelRatio()
    found = picture.pixelColor(int((area.left() + 8) * ratio), int((area.bottom() - 3) * ratio))
    assert found.name() == COLOURS["happiness"].lower()


def test_without_a_video_the_curves_have_most_of_the_height_and_with_one_what_the_user_gave(page, tmp_path):
    page.resize(1000, 800)
    page.show()
    open_in(page, write_session(tmp_path, "a", with_video=True))
    page.whole_splitter.setSizes([500, 200])
    with_video = page.whole_splitter.sizes()
    open_in(page, write_session(tmp_path, "b"))
    tables, curves = page.whole_splitter.sizes()
    assert curves > 2 * tables
    page.close_session()
    assert page.whole_splitter.sizes() == with_video


def test_bars_share_what_the_figures_leave(qtbot, tmp_path):
    table = StatisticsTable()
    qtbot.addWidget(table)
    table.resize(700, 200)
    table.show()
    table.show_session(load_session(write_session(tmp_path, "a")))
    before = table.columnWidth(3)
    table.resize(1400, 200)
    assert table.columnWidth(3) > before


def test_an_edit_fills_the_lanes_that_are_there(page, tmp_path, monkeypatch):
    open_in(page, write_session(tmp_path, "a"))
    answer_names(monkeypatch, "Anna", "Anna")
    before = page.timelines.blocks
    paths = [block.plot("expressions").item.path("happiness") for block in before]
    page.exclude_span(Span(0.1, 0.4))
    page.player.seek(0.3)
    page.add_marker()
    page._faces.setCurrentRow(0)
    page.rename_face()
    assert page.timelines.blocks == before
    assert page.timelines.blocks[0].title == "Anna"
    plots = [plot for block in before for plot in block.plots]
    assert all(plot.excluded.spans == [(0.1, 0.4)] for plot in plots)
    assert [marker.time_s for marker in before[0].plot("markers").item.markers] == [0.3, 0.5]
    assert [block.plot("expressions").item.path("happiness") for block in before] == paths
    page.undo_stack.setIndex(0)
    assert all(plot.excluded.spans == [] for plot in plots)
    assert page.timelines.blocks[0].title != "Anna"


def test_statistics_have_what_the_picture_has_no_use_for(page, tmp_path, qtbot):
    page.resize(1366, 700)
    qtbot.wait(30)
    assert page.statistics.horizontalScrollBar().maximum() == 0  # empty, with its heads alone
    open_in(page, write_session(tmp_path, "a", with_video=True))
    page.resize(1366, 700)
    qtbot.wait(30)
    assert page.statistics.horizontalScrollBar().maximum() == 0
    assert page.statistics.width() >= page.statistics.wanted_px
    left = page.upper_splitter.sizes()[0]
    page.upper_splitter.moveSplitter(left - 100, 1)
    page.resize(1300, 700)
    assert page.upper_splitter.is_by_hand
    assert page.upper_splitter.sizes()[0] < left


def test_heads_of_statistics_give_way_before_figures_do(page, tmp_path, qtbot):
    open_in(page, write_session(tmp_path, "a"))
    table = page.statistics
    table.setParent(None)
    qtbot.addWidget(table)
    table.show()
    table.resize(640, 300)
    assert table.horizontalScrollBar().maximum() == 0
    assert all(table.columnWidth(column) >= table.sizeHintForColumn(column) for column in range(2, table.columnCount()))
    assert table.horizontalHeaderItem(4).toolTip() == "happiness"
