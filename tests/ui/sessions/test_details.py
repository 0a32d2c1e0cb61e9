"""What stands at the side of the list, and the columns of the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QListWidget

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import SourceInfo
from fer_desktop.paths import assets_dir
from fer_desktop.results.phrases import Phrase, catalogue_of
from fer_desktop.session.catalogue import summaries
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.repair import REASON, recover
from fer_desktop.session.store import PlainStore
from fer_desktop.ui.sessions.look import Look
from fer_desktop.ui.sessions.naming import bytes_text
from fer_desktop.ui.sessions.page import SessionsPage
from fer_desktop.ui.theme import apply_theme, install_language, remove_languages
from fer_desktop.ui.widgets.notices import Notices
from tests.factories import begin_sealed, fill, write_session
from tests.fakes import MODEL, make_analysis, make_tracked

NAME, STARTED, LENGTH, STRIP = 0, 1, 2, 5


@pytest.fixture
def page(qtbot):
    widget = SessionsPage()
    qtbot.addWidget(widget)
    return widget


def line(page, name):
    return next((one.partition(": ")[2] for one in page.details.text.splitlines() if one.startswith(f"{name}: ")), None)


def test_the_side_says_what_was_recorded_seen_and_lost(page, tmp_path):
    writer = SessionWriter(
        tmp_path, SessionHeader("s", SourceInfo("Front camera", 640, 480, 30.0, is_live=True), MODEL)
    )
    writer.name_face(1, "Mia")
    for i in range(90):
        writer.add_analysis(make_analysis(i, [make_tracked(1), make_tracked(2, (300, 40, 380, 150))]))
    writer.close(RecordingCounts(120, 20, 3, "the disk is full", lost=7))
    page.show_summaries(summaries(tmp_path))
    assert line(page, "Source") == "Front camera"
    assert line(page, "Recorded") == "table"
    assert line(page, "Faces") == "Mia, 2"
    assert line(page, "Frames") == "90 of 120 analysed"
    assert line(page, "Losses") == "skipped 20, dropped 3, lost 7"
    assert line(page, "Ended early") == "the disk is full"
    assert line(page, "Length") == "0:03"


def test_the_side_tells_of_one_session_after_the_other_with_the_same_labels(page, tmp_path):
    """Those that are taken out of a form are never let go of."""
    for name in ("a", "b"):
        write_session(tmp_path, name)
    page.show_summaries(summaries(tmp_path))
    seen = []
    for summary in summaries(tmp_path) * 2:
        page.details.show_session(summary, Look())
        assert line(page, "Folder") == summary.folder.name
        seen.append(page.details.findChildren(QLabel))
    assert all(labels == seen[0] for labels in seen)  # the very same


def test_names_notes_video_and_merged_faces_are_those_of_the_edits(page, tmp_path):
    folder = write_session(tmp_path, "v", with_video=True)
    save_edits(PlainStore(folder), Edits(title="Pilot", notes="with <b>glasses</b>", names={1: "Ann"}, merged={2: 1}))
    page.show_summaries(summaries(tmp_path))
    assert page.details.text.startswith("Pilot\n")
    assert page.details.text.endswith("with <b>glasses</b>")
    assert line(page, "Recorded") == "table, video"
    assert line(page, "Faces") == "Ann"
    assert line(page, "Losses") == "none"
    assert line(page, "Ended early") is None  # what there is nothing to say of has no line


def test_of_an_encrypted_session_it_says_what_is_in_the_clear(page, tmp_path):
    fill(begin_sealed(tmp_path)).close(RecordingCounts(40, 0, 0))
    page.show_summaries(summaries(tmp_path))
    assert line(page, "Recorded").endswith("encrypted")
    assert line(page, "Frames") is line(page, "Losses") is line(page, "Faces") is None


def test_several_sessions_are_counted_and_none_leaves_nothing(page, tmp_path):
    folders = [write_session(tmp_path, name) for name in ("a", "b")]
    page.show_summaries(summaries(tmp_path))
    page.select(*folders)
    assert page.details.text.startswith("2 sessions are selected.")
    assert line(page, "Source") is None
    page.select()
    assert page.details.text == ""


def test_a_name_without_a_space_does_not_widen_the_side(page, tmp_path):
    folder = write_session(tmp_path, "a")
    save_edits(PlainStore(folder), Edits(title="x" * 300, notes="y" * 900, names={1: "z" * 300}))
    page.show_summaries(summaries(tmp_path))
    assert page.minimumSizeHint().width() < 600
    page.select(folder)
    assert len(page.details.text.splitlines()[0]) == 80  # nor does it push what is below out of sight
    assert page.details._title.toolTip() == "x" * 300
    assert line(page, "Faces") == f"{'z' * 23}…, Max"


def test_columns_come_back_as_they_were_left(page, qtbot, tmp_path):
    for name in ("a", "b"):
        write_session(tmp_path, name)
    page.show_summaries(summaries(tmp_path))
    table, header = page._table, page._table.horizontalHeader()
    table.setColumnWidth(NAME, 333)
    header.moveSection(header.visualIndex(LENGTH), 0)
    shown = {action.text(): action for action in table.columns_menu().actions()}
    assert not shown["Name"].isEnabled()
    shown["Started"].trigger()
    shown["Faces"].trigger()
    table.sortByColumn(LENGTH, Qt.SortOrder.AscendingOrder)
    other = SessionsPage()
    qtbot.addWidget(other)
    other.restore_columns(page.columns)
    other.show_summaries(summaries(tmp_path))
    restored = other._table.horizontalHeader()
    assert other._table.columnWidth(NAME) == 333
    assert restored.visualIndex(LENGTH) == 0
    assert not other._table.isColumnHidden(STARTED)
    assert other._table.isColumnHidden(3)
    assert (restored.sortIndicatorSection(), restored.sortIndicatorOrder()) == (LENGTH, Qt.SortOrder.AscendingOrder)
    next(action for action in other._table.columns_menu().actions() if action.text() == "As at first").trigger()
    assert restored.visualIndex(LENGTH) == LENGTH
    assert other._table.isColumnHidden(STARTED)


def test_what_was_kept_of_something_else_changes_nothing(page):
    before = page.columns
    page.restore_columns(QByteArray(b"nonsense"))
    assert page.columns == before


def test_the_newest_stands_first_until_another_order_is_chosen(page, tmp_path):
    for i in range(3):
        folder = write_session(tmp_path, f"s{i}")
        text = (folder / "session.json").read_text()
        start = text.index('"started_at_utc": "') + len('"started_at_utc": "')
        (folder / "session.json").write_text(text[:start] + f"202{i}" + text[start + 4 :])
    page.show_summaries(summaries(tmp_path))
    assert page.shown_titles == ["s2", "s1", "s0"]


def test_the_buttons_stand_where_no_notice_lies_over_them(page, tmp_path):
    page.resize(1366, 728)
    page.show()
    for i in range(3):
        write_session(tmp_path, f"s{i}")
    page.show_summaries(summaries(tmp_path))
    notices = Notices(page)
    notices.show_notice("Session saved: /somewhere")
    places = [QRect(button.mapTo(page, QPoint()), button.size()) for button in page._buttons.values()]
    assert not [place for place in places if notices.geometry().intersects(place)]


@pytest.mark.parametrize(
    ("n_bytes", "text"), [(400, "0.4 kB"), (45_600, "46 kB"), (3_010_000, "3.0 MB"), (2e10, "20 GB")]
)
def test_sizes_are_told_in_their_own_unit(n_bytes, text):
    assert bytes_text(n_bytes) == text


def test_in_a_list_a_selected_row_is_tinted_so_that_colours_are_seen_on_it(page, qapp):
    for theme in ("light", "dark"):
        apply_theme(qapp, theme)
        rows = QListWidget(page)
        rows.ensurePolished()
        palette = rows.palette()
        ground, selected = palette.base().color(), palette.highlight().color()
        assert palette.highlightedText().color() == palette.text().color()
        assert ground != selected
        assert abs(ground.lightnessF() - selected.lightnessF()) < 0.25


@pytest.mark.parametrize("is_lost", [False, True], ids=["counts", "session.json"])
def test_what_only_a_clean_end_counts_is_blank_after_a_repair(page, tmp_path, is_lost):
    folder = Path(fill(begin_sealed(tmp_path, "")).abandon("the cable"))
    if is_lost:
        (folder / "session.json").write_bytes(b"")
    recover(folder)
    page.show_summaries(summaries(tmp_path))
    assert line(page, "Frames") == "40 of 40 analysed"
    assert line(page, "Losses") is None


def test_why_it_ended_early_is_said_in_the_language_of_the_window(qapp, qtbot, tmp_path):
    recover(Path(fill(begin_sealed(tmp_path, "")).abandon("")))
    install_language(qapp, "zh_CN", assets_dir() / "translations")
    try:
        page = SessionsPage()
        qtbot.addWidget(page)
        page.show_summaries(summaries(tmp_path))
        assert "recovered" not in page.details.text
        assert catalogue_of("zh_CN").text(Phrase(REASON)) in page.details.text
    finally:
        remove_languages(qapp)
