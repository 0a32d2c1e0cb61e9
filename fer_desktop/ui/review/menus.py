"""What can be done where the mouse is: on the curves and on the picture of a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication

from fer_desktop.ui.timeline.drawing import image_of
from fer_desktop.ui.widgets.durations import precise_clock
from fer_desktop.ui.widgets.menus import Entry, menu_of, open_at

if TYPE_CHECKING:
    from fer_desktop.ui.review.page import ReviewPage


class ReviewMenus(QObject):
    """The menus of the page."""

    def __init__(self, page: ReviewPage) -> None:
        super().__init__(page)
        self._page = page
        page.timelines.menu_wanted.connect(lambda time_s, place: self._show(self.of_curves(time_s), place))
        page.video.menu_wanted.connect(lambda place: self._show(self.of_picture(), place))

    def of_curves(self, time_s: float) -> list[Entry]:
        """What can be done at a second of the session."""
        page, range_ = self._page, self._page.range

        def at(action: Callable[[], object]) -> Callable[[], None]:
            def do() -> None:
                page.player.seek(time_s)
                action()

            return do

        entries = [
            Entry("play", self.tr("Go to {0}").format(precise_clock(time_s)), lambda: page.player.seek(time_s)),
            Entry("marker", self.tr("Add a marker here..."), at(page.add_marker)),
            Entry("zoom", self.tr("A range begins here"), at(range_.begin)),
            Entry("zoom", self.tr("The range ends here"), at(range_.end)),
            Entry("exclude", page.transport.exclude.text(), at(page.exclude)),
        ]
        if range_.span is not None:
            bar = page.range_bar
            entries += [
                Entry("zoom", self.tr("Zoom to the range"), bar.zoomed.emit),
                Entry("exclude", self.tr("Exclude the range"), bar.excluded.emit),
                Entry("export", self.tr("Export the range..."), bar.exported.emit),
            ]
        entries += [
            Entry("whole", self.tr("Whole session"), page.timelines.show_whole),
            Entry("copy", self.tr("Copy the curves as a picture"), self._copy_curves),
            Entry("export", self.tr("Save the curves (PNG, SVG)..."), self._save_curves),
        ]
        return entries

    def of_picture(self) -> list[Entry]:
        """What can be done with the picture."""
        video = self._page.video
        if video.snapshot() is None:
            return []
        return [
            Entry("copy", self.tr("Copy the picture"), self._copy_picture),
            Entry("snapshot", self.tr("Save the picture..."), lambda: self._page.picture_kept.emit(video.snapshot())),
            Entry("mirror", self.tr("Mirror"), lambda: video.set_mirrored(not video.is_mirrored)),
        ]

    def _show(self, entries: list[Entry], place: QPoint) -> None:
        if self._page.session is not None and entries:
            open_at(menu_of(entries, self._page), place)

    def _copy_picture(self) -> None:
        picture = self._page.video.snapshot()
        if picture is not None:
            QApplication.clipboard().setImage(picture)

    def _copy_curves(self) -> None:
        QApplication.clipboard().setImage(image_of(self._page.timelines.blocks))

    def _save_curves(self) -> None:
        self._page.drawing_requested.emit(self._page.session, self._page.timelines.drawing)
