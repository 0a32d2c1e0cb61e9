"""What the Help menu offers: keys, the guide, the tour, the log, and what the app is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fer_desktop.paths import docs_dir, log_dir
from fer_desktop.ui.live.choices import FORMATS, SourceChoice
from fer_desktop.ui.widgets.translation import installed_language

if TYPE_CHECKING:
    from fer_desktop.app.app import App
    from fer_desktop.ui.dialogs.tour import TourDialog


class Helping(QObject):
    """Answers the actions of the Help menu."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app, actions = app, app.window.user_actions
        actions.keys.triggered.connect(self._show_keys)
        actions.guide.triggered.connect(self._show_guide)
        actions.tour.triggered.connect(self.begin_tour)
        actions.log_folder.triggered.connect(lambda: app.tasks.open_folder(log_dir()))
        actions.about.triggered.connect(lambda: app.tasks.show_about(app.reporter.model))

    def _show_guide(self) -> None:
        from fer_desktop.ui.dialogs.guide import GuideDialog

        GuideDialog(docs_dir(), installed_language(), self._app.window).show()

    def begin_tour(self) -> None:
        """Walk through the window."""
        from fer_desktop.ui.dialogs.tour import TourDialog

        tour = TourDialog(self._app.window)
        tour.reached.connect(lambda place: self._on_place(place, tour))
        tour.begin()

    def _on_place(self, place: str, tour: TourDialog) -> None:
        window, live = self._app.window, self._app.window.live
        targets = {"cards": live.cards, "curves": live.timelines, "record": live.top_bar.record_button}
        page: QWidget = live
        target: QWidget = targets.get(place, live.video)
        if place == "sessions":
            page, target = window.sessions, window.sessions.splitter
        elif place == "files":
            page = target = window.analyse
        window.show_page(page)
        tour.point_at(target)
        if place == "demo" and self._app.engine.status.phase.is_at_rest:
            self._app.start(SourceChoice("demo", self.tr("Demo, one face")), FORMATS[0])

    def _show_keys(self) -> None:
        from fer_desktop.ui.dialogs.help import KeysDialog
        from fer_desktop.ui.label import keys as label_keys
        from fer_desktop.ui.review.keys import sheet_of

        window = self._app.window
        KeysDialog(window.user_actions, window, [*sheet_of(window.review), *label_keys.sheet()]).open()
