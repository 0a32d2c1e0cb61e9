"""How the window looked last time."""

from __future__ import annotations

from fer_desktop.engine.status import Phase
from fer_desktop.paths import window_file
from fer_desktop.ui.live.choices import FORMATS, SourceChoice
from tests.fakes import WAIT_MS


def test_the_window_looks_as_last_time(open_app, qtbot):
    app = open_app()
    app.window.resize(1000, 700)
    app.window.show()
    app.window.live.timelines.set_span(120)
    app.window.live.faces_splitter.setSizes([500, 500])
    app.window.live.faces_splitter.is_by_hand = True
    app.window.review.timelines.lane_menu.choose({"valence", "pose"})
    app.window.live.timelines.lane_menu.choose({"valence", "brows"})
    app.window.live.top_bar.folder = "/videos"
    app.window.sessions.splitter.setSizes([400, 300])
    app.window.sessions._table.setColumnWidth(0, 321)
    app.start(SourceChoice("demo", "Demo", n_faces=4), FORMATS[0])
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)
    sizes = app.window.live.faces_splitter.sizes()
    app.close(is_sure=True)
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT_MS)
    other = open_app()
    other.view.restore()
    other.window.show()
    qtbot.wait(20)
    assert other.window.live.timelines.span_s == 120
    assert other.window.live.faces_splitter.sizes()[1] == sizes[1]
    assert other.window.review.timelines.lane_menu.chosen == {"valence", "pose"}
    assert other.window.live.timelines.lane_menu.chosen == {"valence", "brows"}
    assert other.window.live.top_bar.folder == "/videos"
    assert other.window.sessions._table.columnWidth(0) == 321
    qtbot.waitUntil(lambda: other.window.live.top_bar._source.currentData().n_faces == 4, timeout=WAIT_MS)


def test_a_damaged_file_of_the_view_is_as_at_the_first_time(open_app):
    app = open_app()
    window_file().parent.mkdir(parents=True, exist_ok=True)
    window_file().write_text(
        "[General]\ngeometry=@ByteArray(x)\n[live]\nspan=soon\nsource=\\x\n[splitters]\nfaces=1\n[sessions]\ncolumns=@ByteArray(y)\n"
    )
    app.view.restore()
    assert app.window.live.timelines.span_s == 60
