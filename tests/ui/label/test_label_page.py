"""The Label page, by keyboard: what is drawn is coded, taken back, put off, kept; nothing of the app is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fer_desktop.capture.images import ImageSource
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame
from fer_desktop.errors import SessionUnreadable
from fer_desktop.offline.session_video import folder_images, misses_video, video_of
from fer_desktop.results.codes import begun_coding
from fer_desktop.session.codings import load_codings, save_coding
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.ui.label.key_button import KeyButton
from fer_desktop.ui.label.keys import CODE_KEYS, sheet
from fer_desktop.ui.label.loops import LoopLoader, SessionLoops, cut, key_of, loop_of
from fer_desktop.ui.label.page import LabelPage
from fer_desktop.ui.theme import apply_theme
from tests.factories import CAMERA, WORD, write_session
from tests.fakes import MODEL, WAIT_MS, make_analysis, make_scores, make_tracked


def write_long(root, passphrase=""):
    """Six seconds of one face with every expression, and a video of it."""
    writer = SessionWriter(root, SessionHeader("long", CAMERA, MODEL), WriterOptions(True, passphrase=passphrase))
    for i in range(180):
        writer.add_frame(Frame(i, i / 30, np.full((48, 64, 3), i, np.uint8)))
        face = make_tracked(1, box=(10, 8, 40, 38), scores=make_scores(i // 23))
        writer.add_analysis(make_analysis(i, [face]))
    return Path(writer.close(RecordingCounts(180, 0, 0)))


@pytest.fixture
def page(qtbot):
    """The page; what is said is kept at once."""
    widget = LabelPage()
    qtbot.addWidget(widget)
    widget.resize(1000, 700)
    widget.coding_changed.connect(lambda session, coding: save_coding(session.store, coding))
    widget.show()
    yield widget
    widget.close_session()


def open_in(page, folder, passphrase=""):
    session = load_session(folder, passphrase)
    page.show_session(session, load_codings(session.store), video_of(session), False)
    return session


def begin(page, coder, qtbot):
    page.setup.coder.setText(coder)
    QTest.keyClick(page.setup.coder, Qt.Key.Key_Return)
    wait_for_loop(page, qtbot)


def wait_for_loop(page, qtbot):
    qtbot.waitUntil(lambda: page.coding.view.loop is not None, timeout=WAIT_MS)


def press(page, keys, qtbot):
    """Press keys, each as soon as there is something to look at."""
    for key in keys:
        if page.coding.coding is not None and page.coding.coding.current is not None:
            wait_for_loop(page, qtbot)
        QTest.keyClick(page.coding, key)


def test_everything_is_done_with_the_keyboard(page, tmp_path, qtbot):
    session = open_in(page, write_long(tmp_path))
    begin(page, "anna", qtbot)
    press(page, ["2", "9", "0"], qtbot)
    assert [one.code for one in page.coding.coding.moments[:3]] == ["happiness", "other", "cannot tell"]
    press(page, [Qt.Key.Key_Backspace, "5"], qtbot)
    assert page.coding.coding.moments[2].code == "anger" and page.coding.coding.n_coded == 3
    later = page.coding.coding.current
    press(page, ["s"], qtbot)
    assert page.coding.coding.moments[-1] == later
    press(page, [Qt.Key.Key_Escape], qtbot)
    assert page.coding.coding is None and page.setup.isVisible()
    (kept,) = load_codings(session.store)
    assert kept.n_coded == 3 and kept.moments[-1] == later
    begin(page, "anna", qtbot)  # goes on where she was
    press(page, ["1"] * (len(kept.moments) - 3), qtbot)
    assert page.setup.isVisible()
    assert load_codings(session.store)[0].current is None
    assert not page.setup.begin.isEnabled()


def test_a_loop_that_the_window_has_forgotten_is_fetched_again(tmp_path, qtbot):
    """Whatever wishes came between: the thread may not have seen them."""
    session = load_session(write_long(tmp_path))
    moments = begun_coding(session, [], "anna", 3, 1).moments[:3]
    loader, came = LoopLoader(), []
    loader.loop_ready.connect(lambda key, _: came.append(key))
    loader.open(lambda: SessionLoops(video_of(session), session.table))
    for _ in range(2):
        came.clear()
        loader.want(moments)
        qtbot.waitUntil(lambda: len(came) == 3, timeout=WAIT_MS)
        assert came == [key_of(moment) for moment in moments]
    loader.close()


def test_how_strong_it_is_is_asked_when_so_wished(page, tmp_path, qtbot):
    open_in(page, write_long(tmp_path))
    page.setup._intensity.setChecked(True)
    begin(page, "anna", qtbot)
    press(page, ["5"], qtbot)
    assert page.coding.coding.n_coded == 0
    press(page, ["9", Qt.Key.Key_Backspace, "2", "4", "1"], qtbot)  # no such strength; not anger after all
    first, second = page.coding.coding.moments[:2]
    assert (first.code, first.intensity, second.code, second.intensity) == ("happiness", 4, "neutral", None)


def test_coders_see_the_same_moments_and_not_each_others_codes(page, tmp_path, qtbot):
    session = open_in(page, write_long(tmp_path))
    begin(page, "anna", qtbot)
    press(page, ["2", Qt.Key.Key_Escape], qtbot)
    begin(page, "ben", qtbot)
    assert page.coding.coding.n_coded == 0
    press(page, ["5", Qt.Key.Key_Escape], qtbot)
    anna, ben = load_codings(session.store)
    assert [key_of(one) for one in anna.moments] == [key_of(one) for one in ben.moments]
    assert (anna.moments[0].code, ben.moments[0].code) == ("happiness", "anger")


def test_a_moment_that_nobody_has_seen_is_not_coded(page, tmp_path, qtbot):
    session = load_session(write_long(tmp_path))

    class Broken:
        def frame_at(self, time_s):
            return None

        def close(self):
            pass

    page.show_session(session, [], Broken, False)
    page.setup.coder.setText("anna")
    page.setup.begin.click()
    qtbot.waitUntil(lambda: "cannot be read" in page.coding.view.message, timeout=WAIT_MS)
    QTest.keyClick(page.coding, Qt.Key.Key_2)
    assert page.coding.coding.n_coded == 0
    QTest.keyClick(page.coding, Qt.Key.Key_0)
    assert page.coding.coding.moments[0].code == "cannot tell"


def test_a_video_that_cannot_be_opened_is_told(page, tmp_path, qtbot):
    def fail():
        raise SessionUnreadable("It is gone.")

    page.show_session(load_session(write_long(tmp_path)), [], fail, False)
    page.setup.coder.setText("anna")
    page.setup.begin.click()
    qtbot.waitUntil(lambda: page.coding.view.message == "It is gone.", timeout=WAIT_MS)


def test_an_encrypted_session_is_coded_and_its_codes_are_encrypted(page, tmp_path, qtbot):
    folder = write_long(tmp_path, WORD)
    session = open_in(page, folder, WORD)
    begin(page, "anna", qtbot)
    press(page, ["2", Qt.Key.Key_Escape], qtbot)
    assert load_codings(session.store)[0].n_coded == 1
    assert (folder / "codes-1.json.sealed").is_file()
    assert b"anna" not in b"".join(path.read_bytes() for path in folder.iterdir())


def test_a_session_without_video_says_so_and_what_to_do(page, tmp_path):
    open_in(page, write_session(tmp_path, "s"))
    assert "no video" in page.setup._problem.text() and not page.setup.begin.isEnabled()
    page.setup.coder.setText("anna")
    assert not page.setup.begin.isEnabled() and page.setup.load.isEnabled()
    asked = []
    page.video_wanted.connect(asked.append)
    page.show_session(page.session, [], None, True)
    assert "not where it was" in page.setup._problem.text()
    page.setup.find_video.click()
    assert asked == [page.session]


def test_a_loop_shows_the_face_and_nothing_that_the_app_says(tmp_path):
    session = load_session(write_long(tmp_path))
    moment = begun_coding(session, [], "anna", 1, 1).moments[0]
    reader = video_of(session)()
    loop = loop_of(reader, session.table, key_of(moment))
    reader.close()
    assert len(loop.images) == len(loop.times_s) > 10
    assert {image.size().toTuple() for image in loop.images} == {(48, 47)}
    colours = {loop.images[0].pixel(x, y) for x in range(48) for y in range(47)}
    assert max(abs((c >> 16 & 255) - (c & 255)) for c in colours) < 12  # gray as it was: nothing is drawn over it


def test_what_is_cut_lies_inside_the_picture():
    image = np.zeros((40, 60, 3), np.uint8)
    assert cut(image, np.array([-20.0, -20.0, 30.0, 30.0])).size().toTuple() == (30, 30)
    assert cut(image, np.array([70.0, 0.0, 90.0, 30.0])) is None
    assert cut(np.zeros((900, 1600, 3), np.uint8), np.array([0.0, 0.0, 1600.0, 900.0])).width() == 640


def test_results_are_shown_for_the_session_that_is_open(page, tmp_path):
    session = open_in(page, write_session(tmp_path, "s"))
    page.show_results(load_session(session.folder), "<p>old</p>")
    assert not page.results.isVisible()
    page.show_results(session, "<p>new</p>")
    assert page.results.isVisible() and page.results.text.toPlainText() == "new"


def test_every_key_is_on_the_sheet():
    keys = [sequence.toString() for sequence, _ in sheet()]
    assert set(CODE_KEYS) < set(keys) and len(keys) == len(set(keys)) == 14


def write_photographs(root: Path, folder: Path) -> Path:
    """A session of three photographs, each with one face, and of two faces in the third."""
    folder.mkdir()
    paths = [folder / f"{i}.png" for i in range(3)]
    for i, path in enumerate(paths):
        assert cv2.imwrite(str(path), np.full((48, 64, 3), 50 * (i + 1), np.uint8))
    source = ImageSource("set", paths)
    writer = SessionWriter(root, SessionHeader("set", source.open(), MODEL))
    for i in range(3):
        faces = [make_tracked(10 * i + n, box=(10, 8, 40, 38), scores=make_scores(i + 1)) for n in range(1 + (i == 2))]
        writer.add_analysis(replace(make_analysis(i, faces), time_s=float(i)))
    source.close()
    return Path(writer.close(RecordingCounts(3, 0, 0)))


def test_photographs_are_coded_one_picture_each(page, tmp_path, qtbot):
    session = open_in(page, write_photographs(tmp_path / "s", tmp_path / "set"))
    assert not page.setup.find_video.isVisible()
    begin(page, "anna", qtbot)
    shades = set()
    while (current := page.coding.coding.current) is not None:
        wait_for_loop(page, qtbot)
        assert len(page.coding.view.loop.images) == 1
        shades.add((page.coding.view.loop.images[0].pixelColor(5, 5).red(), current.face // 10))
        press(page, ["2"], qtbot)
        if page.coding.coding is None:
            break
    assert shades == {(50, 0), (100, 1), (150, 2)}
    assert load_codings(session.store)[0].n_coded == 4


def test_photographs_that_were_moved_are_asked_for(page, tmp_path, qtbot):
    folder = write_photographs(tmp_path / "s", tmp_path / "set")
    (tmp_path / "set").rename(tmp_path / "elsewhere")
    session = load_session(folder)
    assert video_of(session) is None and misses_video(session)
    page.show_session(session, [], None, is_missed=True)
    assert page.setup.find_video.isVisible() and "photographs" in page.setup.find_video.text()
    page.show_session(session, [], folder_images(session, tmp_path / "elsewhere"), is_missed=False)
    begin(page, "ben", qtbot)
    assert page.coding.view.loop.images[0].width() > 0


def test_a_button_with_its_key_follows_light_and_dark(qtbot, qapp):
    apply_theme(qapp, "light")
    button = KeyButton("1", "neutral")
    qtbot.addWidget(button)
    button.show()
    colours = [button.grab().toImage().pixelColor(button.width() - 6, button.height() // 2).lightnessF()]
    apply_theme(qapp, "dark")
    qtbot.waitUntil(lambda: button.palette().button().color().lightnessF() < 0.5, timeout=WAIT_MS)
    colours.append(button.grab().toImage().pixelColor(button.width() - 6, button.height() // 2).lightnessF())
    apply_theme(qapp, "light")
    assert colours[0] > 0.8
    assert colours[1] < 0.4
    assert button.accessibleName() == "neutral"
