"""The queue of the Analyse page: processes that analyse, and what the window hears of them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from fer_desktop.app.analysis_queue import AnalysisQueue
from fer_desktop.app.options import WindowOptions
from fer_desktop.capture.cut import Cut
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.cli.arguments import build_parser
from fer_desktop.cli.named_files import with_files_named
from fer_desktop.offline.job import AnalyzeOptions
from fer_desktop.offline.planning import plan
from fer_desktop.offline.session_video import is_that_file, misses_video, video_of
from fer_desktop.paths import assets_dir, sessions_dir, weights_dir
from fer_desktop.session.library import list_sessions, load_session
from fer_desktop.ui.theme import install_language, remove_languages
from fer_desktop.vision.analyzer import AnalyzerOptions
from tests.clips import write_clip_of
from tests.fakes import WAIT_MS, WAIT_S


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    root = tmp_path_factory.mktemp("clips")
    for name, seconds in (("a", 0.5), ("b", 0.5), ("long", 20.0)):
        write_clip_of(root / f"{name}.mp4", DemoSource(DemoOptions(1, 320, 240, duration_s=seconds)))
    (root / "broken.mp4").write_text("no video")
    return root


@pytest.fixture
def queue(qtbot, tmp_path):
    options = AnalyzeOptions(tmp_path / "out", AnalyzerOptions(weights_dir(), 1, "cpu"), Cut(), DemoOptions())
    made = AnalysisQueue(lambda: options)
    yield made
    made.close()


def add(queue, clips, *names):
    planned = plan([str(clips / name) for name in names])
    queue.add(planned.jobs, planned.failures)


def until_still(queue, qtbot):
    """Wait until nothing is told for a second: what was under way arrives first, later on a busy machine."""
    told, n_before = [], -1
    queue.changed.connect(lambda: told.append(queue.items))
    deadline = time.monotonic() + WAIT_S
    while len(told) != n_before:
        assert time.monotonic() < deadline, "it never stops"
        n_before = len(told)
        qtbot.wait(1000)


def states(queue):
    return [item.state for item in queue.items]


def test_files_are_done_in_order_and_what_failed_says_why(queue, clips, qtbot):
    add(queue, clips, "a.mp4", "broken.mp4", "missing.mp4", "b.mp4")
    qtbot.waitUntil(lambda: all(item.is_over for item in queue.items), timeout=WAIT_MS)
    assert states(queue) == ["done", "failed", "failed", "done"]
    assert "not a video" in queue.items[1].words
    assert "missing.mp4" in queue.items[2].words
    assert queue.items[0].fps > 0
    assert [load_session(item.session).info.complete for item in queue.items if item.session] == [True, True]


def test_nothing_is_told_while_nothing_changes(queue, clips, qtbot):
    """A process that says nothing new is looked at five times a second, and the page stays as it is."""
    add(queue, clips, "long.mp4")
    qtbot.waitUntil(lambda: bool(queue.items[0].share), timeout=WAIT_MS)
    queue.hold(True)
    until_still(queue, qtbot)


def test_why_a_file_failed_is_said_in_the_language_of_the_window(queue, clips, qtbot, qapp):
    install_language(qapp, "zh_CN", assets_dir() / "translations")
    try:
        add(queue, clips, "missing.mp4", "broken.mp4")
        qtbot.waitUntil(lambda: all(item.is_over for item in queue.items), timeout=WAIT_MS)
    finally:
        remove_languages(qapp)
    for item in queue.items:
        assert "mp4" in item.words
        assert "不" in item.words


def test_what_a_finished_file_lacks_is_said_in_the_language_of_the_window(clips, qtbot, qapp, tmp_path):
    analyzer = AnalyzerOptions(weights_dir(), 1, "cpu")
    options = AnalyzeOptions(tmp_path / "out", analyzer, Cut(), DemoOptions(), voice=True)
    queue = AnalysisQueue(lambda: options)
    install_language(qapp, "zh_CN", assets_dir() / "translations")
    try:
        add(queue, clips, "a.mp4")
        qtbot.waitUntil(lambda: all(item.is_over for item in queue.items), timeout=WAIT_MS)
    finally:
        remove_languages(qapp)
        queue.close()
    assert [(item.state, item.words) for item in queue.items] == [("done", "没有声音。")]


def test_what_is_cancelled_keeps_what_it_has_and_the_next_begins(queue, clips, qtbot):
    add(queue, clips, "long.mp4", "a.mp4")
    qtbot.waitUntil(lambda: bool(queue.items[0].share), timeout=WAIT_MS)
    queue.hold(True)
    until_still(queue, qtbot)
    share = queue.items[0].share
    queue.hold(False)
    qtbot.waitUntil(lambda: queue.items[0].share != share, timeout=WAIT_MS)
    queue.cancel([1])
    qtbot.waitUntil(lambda: states(queue) == ["cancelled", "done"], timeout=WAIT_MS)
    session = load_session(queue.items[0].session)
    assert "interrupted by the user" in session.info.end_reason
    assert len(session.recorded)


def test_those_that_wait_change_places_and_go(queue, clips, qtbot):
    queue.hold(True)
    add(queue, clips, "a.mp4", "b.mp4", "long.mp4")
    queue.move(3, -1)
    queue.move(3, -1)
    queue.move(3, -1)
    assert [item.key for item in queue.items] == [3, 1, 2]
    queue.cancel([3])
    assert [item.key for item in queue.items] == [1, 2]
    queue.cancel([1, 2])
    queue.hold(False)
    qtbot.wait(400)
    assert not queue.items


def test_closing_ends_the_work_and_keeps_it(queue, clips, qtbot, tmp_path):
    add(queue, clips, "long.mp4")
    qtbot.waitUntil(lambda: bool(queue.items[0].share), timeout=WAIT_MS)
    queue.close()
    (folder,) = list_sessions(tmp_path / "out")
    assert load_session(folder).info.complete


def test_files_of_the_command_line_are_analysed_and_their_video_is_in_review(open_app, clips, qtbot):
    app = open_app(WindowOptions(files=(str(clips / "a.mp4"),)))
    app.welcome()
    window = app.window
    assert window.pages.currentWidget() is window.analyse
    qtbot.waitUntil(lambda: [item.state for item in app.page_tasks.files.queue.items] == ["done"], timeout=WAIT_MS)
    window.analyse.table.selectRow(0)
    window.analyse._review.click()
    qtbot.waitUntil(lambda: window.review.session is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.review.video.message == "", timeout=WAIT_MS)
    assert window.pages.currentWidget() is window.review
    (folder,) = list_sessions(sessions_dir())
    assert folder.name == "a"


def test_the_video_of_a_session_is_the_file_that_it_was_made_of_and_no_other(queue, clips, qtbot, tmp_path):
    clip = tmp_path / "moved.mp4"
    clip.write_bytes((clips / "a.mp4").read_bytes())
    add(queue, tmp_path, "moved.mp4")
    qtbot.waitUntil(lambda: states(queue) == ["done"], timeout=WAIT_MS)
    session = load_session(queue.items[0].session)
    assert Path(session.info.source.path) == clip
    reader = video_of(session)()
    source = VideoFileSource(clip)
    source.open()
    frames = list(iter(source.read, None))
    source.close()
    for at in (10, 3, 0, 7):
        shown = reader.frame_at(frames[at].time_s + 0.001)
        assert shown.time_s == pytest.approx(frames[at].time_s, abs=1e-6)
        assert (shown.image == frames[at].image).all()
    reader.close()
    clip.write_bytes((clips / "b.mp4").read_bytes()[:-1] + b"x")
    assert not is_that_file(session, clip)
    assert misses_video(session)
    assert video_of(session) is None


def test_a_file_in_the_place_of_a_command_is_analysed_in_the_window(clips, monkeypatch):
    monkeypatch.chdir(clips)
    words = with_files_named(["a.mp4", "b.mp4"])
    assert build_parser().parse_args(words).files == ["a.mp4", "b.mp4"]
    for same in (["analyze", "a.mp4"], ["--source", "demo"], ["nothing.mp4"], []):
        assert with_files_named(same) == same
