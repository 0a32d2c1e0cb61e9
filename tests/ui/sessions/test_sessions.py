from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.results.formats import ExportOptions
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.results.selection import Selection
from fer_desktop.session.catalogue import summaries, summary_of
from fer_desktop.session.edits import Edits, SessionMarker, Span
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.playback import VideoReader
from fer_desktop.session.setting_facts import SettingFacts
from fer_desktop.session.store import PlainStore
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.dialogs.export import ExportDialog
from fer_desktop.ui.review.page import ReviewPage
from fer_desktop.ui.review.player import Player
from fer_desktop.ui.sessions.page import SessionsPage
from tests.factories import VIDEO_TIMES_S, WORD, begin_sealed, fill, write_session
from tests.fakes import WAIT_MS


@pytest.fixture
def page(qtbot, tmp_path):
    first, second = write_session(tmp_path, "first"), write_session(tmp_path, "second", with_video=True)
    save_edits(PlainStore(first), Edits(title="Pilot", notes="with glasses"))
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "session.json").write_text("{")
    left = write_session(tmp_path, "left")
    info = (left / "session.json").read_text().replace('"complete": true', '"complete": false')
    (left / "session.json").write_text(info)
    blurred = write_session(tmp_path, "blurred", with_video=True, settings=SettingFacts(max_faces=2, video="blurred"))
    widget: Any = SessionsPage()
    qtbot.addWidget(widget)
    widget.show_summaries(summaries(tmp_path))
    widget.folders = {"first": first, "second": second, "broken": broken, "left": left, "blurred": blurred}
    return widget


def test_the_list_says_what_there_is(page):
    assert sorted(page.shown_titles) == ["Pilot", "blurred", "broken", "left", "second"]
    summary = summary_of(page.folders["second"])
    assert (summary.n_faces, summary.n_markers, summary.has_video, summary.is_complete) == (2, 1, True, True)
    assert summary.top_expressions == ("happiness", "anger")
    assert summary.duration_s == pytest.approx(44 / 30)
    assert summary.n_bytes > 1000
    page.grab()


def test_search_finds_names_notes_and_expressions(page):
    for words, found in (("glasses", ["Pilot"]), ("PILOT anger", ["Pilot"]), ("nothing", []), ("second", ["second"])):
        page._search.setText(words)
        assert page.shown_titles == found


@pytest.mark.parametrize(
    ("name", "can_review", "can_repair", "can_reanalyse"),
    [
        ("first", True, False, False),
        ("second", True, False, True),
        ("blurred", True, False, False),
        ("left", True, True, False),
        ("broken", False, False, False),
    ],
)
def test_buttons_follow_the_selection(page, name, can_review, can_repair, can_reanalyse):
    page.select(page.folders[name])
    enabled = {key: button.isEnabled() for key, button in page._buttons.items()}
    assert (enabled["review"], enabled["repair"], enabled["reanalyse"]) == (can_review, can_repair, can_reanalyse)
    assert enabled["delete"]


def test_every_button_asks_for_its_session(page, qtbot):
    page.select(page.folders["second"])
    for name, button in page._buttons.items():
        if button.isEnabled():
            with qtbot.waitSignal(getattr(page, f"{name}_requested"), timeout=WAIT_MS) as signal:
                button.click()
            folder = page.folders["second"]
            assert signal.args == [[folder] if name in ("export", "report", "study", "delete") else folder]


def test_several_sessions_are_exported_reported_and_deleted_together(page, qtbot):
    page.select(page.folders["first"], page.folders["second"])
    enabled = {name for name, button in page._buttons.items() if button.isEnabled()}
    assert enabled == {"export", "report", "study", "delete"}
    with qtbot.waitSignal(page.delete_requested, timeout=WAIT_MS) as signal:
        page._buttons["delete"].click()
    assert set(signal.args[0]) == {page.folders["first"], page.folders["second"]}
    page.select(page.folders["first"], page.folders["broken"])
    enabled = {name for name, button in page._buttons.items() if button.isEnabled()}
    assert enabled == {"delete"}


def test_the_menu_of_a_session_offers_what_the_buttons_do(page):
    page.select(page.folders["broken"])
    actions = page.menu().actions()
    assert [action.text() for action in actions if action.isEnabled()] == ["Show in folder", "Delete..."]


def test_video_is_found_by_time(tmp_path):
    reader = VideoReader(PlainStore(write_session(tmp_path, "v", with_video=True)))
    for time_s, wanted in (
        (0.0, 0),
        (0.06, 1),
        (0.49, 2),
        (0.51, 3),
        (0.53, 4),
        (1.39, 5),
        (9.0, 6),
        (0.1, 1),
        (1.0, 5),
    ):
        frame = reader.frame_at(time_s)
        assert frame.time_s == pytest.approx(VIDEO_TIMES_S[wanted], abs=1e-3)
        assert float(frame.image.mean()) == pytest.approx(30 * wanted + 10, abs=6)
    reader.close()


def test_the_player_keeps_time_at_any_speed(qtbot):
    player = Player()
    player.open(None, 0.0, 10.0)
    player.set_speed(4.0)
    player.play()
    qtbot.wait(500)
    player.pause()
    assert 1.0 < player.now_s < 4.0
    player.seek(99)
    assert player.now_s == 10.0
    with qtbot.waitSignal(player.ended, timeout=WAIT_MS):
        player.seek(9.9)
        player.play()
    player.close()


@pytest.fixture
def review(qtbot, tmp_path):
    widget: Any = ReviewPage()
    qtbot.addWidget(widget)
    widget.resize(1100, 700)
    widget.show()
    folder = write_session(tmp_path, "v", with_video=True)
    session = load_session(folder)
    widget.show_session(session, SessionLanes(session), lambda: VideoReader(session.store))
    widget.folder = folder

    def save(session):
        save_edits(session.store, session.edits)
        widget.show_session(session, SessionLanes(session), None)

    widget.edited.connect(save)
    yield widget
    widget.close_session()


def test_the_video_goes_in_step(review, qtbot):
    for time_s in (1.2, 0.3):
        review.player.seek(time_s)
        wanted = max(t for t in VIDEO_TIMES_S if t <= time_s)
        qtbot.waitUntil(
            lambda wanted=wanted: (
                review.video._frame is not None and review.video._frame.time_s == pytest.approx(wanted, abs=1e-3)
            ),
            timeout=WAIT_MS,
        )
    assert f"{review.player.now_s:.2f}" in review.transport.place.text()
    review.grab()


def test_markers_are_added_and_removed_beside_the_recording(review, monkeypatch):
    recorded = (review.folder / "markers.csv").read_bytes()
    monkeypatch.setattr(asking, "asked_text", lambda *_: "smile")
    review.player.seek(1.0)
    review.add_marker()
    assert [marker.label for marker in load_session(review.folder).markers] == ["on", "smile"]
    monkeypatch.setattr(
        "fer_desktop.ui.review.editing.other_marker", lambda marker, _: SessionMarker(marker.time_s - 0.75, "grin")
    )
    review._markers.setCurrentRow(1)
    review.edit_marker()
    assert load_session(review.folder).markers == (SessionMarker(0.25, "grin"), SessionMarker(0.5, "on"))
    review._markers.setCurrentRow(1)
    review.remove_marker()
    assert [marker.label for marker in load_session(review.folder).markers] == ["grin"]
    assert (review.folder / "markers.csv").read_bytes() == recorded


def test_a_stretch_is_excluded_and_included_again(review):
    review.player.seek(1.0)
    review.exclude()
    review.player.seek(0.5)
    review.exclude()
    assert load_session(review.folder).edits.excluded == (Span(0.5, 1.0),)
    review._excluded.setCurrentRow(0)
    review.include_again()
    assert load_session(review.folder).edits.excluded == ()


def test_faces_are_renamed_and_merged(review, monkeypatch):
    monkeypatch.setattr(asking, "asked_text", lambda *_: "Mia")
    review._faces.setCurrentRow(0)
    review.rename_face()
    assert load_session(review.folder).names == {1: "Mia", 2: "Max"}
    monkeypatch.setattr(asking, "asked_choice", lambda *_: "Mia")
    monkeypatch.setattr("fer_desktop.ui.review.questions.is_sure", lambda *_: True)
    review._faces.setCurrentRow(1)
    review.merge_face()
    assert load_session(review.folder).face_ids == (1,)
    assert [review._faces.item(row).text() for row in range(2)] == ["Mia", "    Max → Mia"]


def test_statistics_and_whole_range(review):
    texts = [review.statistics.item(0, column).text() for column in range(3)]
    assert texts[0] == "1"
    assert review.statistics.rowCount() == 4
    review.timelines.show_range(0.2, 0.4)
    review.timelines._all.click()
    assert review.timelines.shown_range == pytest.approx((0, 44 / 30))


def test_the_export_form_says_what_was_chosen(qtbot, tmp_path):
    session = load_session(write_session(tmp_path, "s"))
    dialog = ExportDialog(session)
    qtbot.addWidget(dialog)
    assert dialog.options == ExportOptions()
    dialog._format.setCurrentIndex(dialog._format.findData("elan"))
    dialog._face.setCurrentIndex(2)
    dialog._from.setCurrentIndex(1)
    dialog._grid.setValue(5.0)
    options = dialog.options
    assert options.format == "elan"
    assert (options.selection.faces, options.selection.start_s, options.selection.grid_hz) == ((2,), 0.5, 5.0)


def test_the_export_form_begins_with_the_selected_range(qtbot, tmp_path):
    dialog = ExportDialog(load_session(write_session(tmp_path, "s")), Span(0.25, 0.75))
    qtbot.addWidget(dialog)
    assert (dialog.options.selection.start_s, dialog.options.selection.end_s) == (0.25, 0.75)
    several = ExportDialog(None)
    qtbot.addWidget(several)
    assert several.options == ExportOptions("csv", Selection(without_excluded=True))


def test_of_an_encrypted_session_start_and_length_are_shown_and_what_is_not_known_is_blank(qtbot, tmp_path):
    """Of one without `clear.json`, as versions before wrote it, the start stands in its name."""
    writer = begin_sealed(tmp_path)
    fill(writer)
    folder = Path(writer.close(RecordingCounts(40, 0, 0)))
    folder = folder.rename(tmp_path / "2026-02-03_10-20-30")
    page = SessionsPage()
    qtbot.addWidget(page)
    page.show_summaries(summaries(tmp_path))
    cells = [page._table.item(0, column).text() for column in range(page._table.columnCount())]
    started = load_session(folder, WORD).info.started
    assert cells[1:7] == [f"{started:%Y-%m-%d %H:%M:%S}", "0:01", "", "", "", ""]
    assert cells[9] == "encrypted"
    (folder / "clear.json").unlink()
    page.show_summaries(summaries(tmp_path))
    cells = [page._table.item(0, column).text() for column in range(page._table.columnCount())]
    assert cells[1:7] == ["2026-02-03 10:20:30", "", "", "", "", ""]


def test_a_new_session_is_selected_where_the_newest_was_and_not_where_another_was(qtbot, tmp_path):
    one = write_session(tmp_path, "one")
    page: Any = SessionsPage()
    qtbot.addWidget(page)
    page.show_summaries(summaries(tmp_path))
    two = write_session(tmp_path, "two")
    page.show_summaries(summaries(tmp_path))
    assert [summary.folder for summary in page.selected] == [two]
    page.select(one)
    three = write_session(tmp_path, "three")
    page.show_summaries(summaries(tmp_path))
    assert [summary.folder for summary in page.selected] == [one]
    page.select(two, three)
    page.show_summaries(summaries(tmp_path))
    assert {summary.folder for summary in page.selected} == {two, three}
