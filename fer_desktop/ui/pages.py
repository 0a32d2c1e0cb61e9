"""The pages of the window under their tabs: Live at once, each other one when it is wanted for the first time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QTabWidget, QWidget

from fer_desktop.ui.live.page import LivePage
from fer_desktop.ui.widgets.actions import Actions

if TYPE_CHECKING:
    from fer_desktop.ui.analyse.page import AnalysePage
    from fer_desktop.ui.label.page import LabelPage
    from fer_desktop.ui.review.page import ReviewPage
    from fer_desktop.ui.sessions.page import SessionsPage
    from fer_desktop.ui.studies.page import StudiesPage

Page = TypeVar("Page", bound=QWidget)


class Pages(QTabWidget):
    """Tabs with an empty place under each, into which the page comes.

    Signals:
        made(str): the page of this name is there from now on.
    """

    made = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self._names: list[str] = []
        self._made: set[str] = set()

    def reserve(self, name: str, title: str) -> int:
        """A tab for a page that may come later; returns its place."""
        self._names.append(name)
        return self.addTab(QWidget(), title)

    def has(self, name: str) -> bool:
        """Whether the page was made."""
        return name in self._made

    def page(self, name: str, make: Callable[[], Page]) -> Page:
        """The page of this name, made now unless it is there already."""
        place = self._names.index(name)
        there = self.widget(place)
        assert there is not None
        if name in self._made:
            return there  # type: ignore[return-value]  # each name has one maker
        page = make()
        self._put(place, page)
        self._made.add(name)
        there.deleteLater()
        self.made.emit(name)
        return page

    def name_at(self, place: int) -> str:
        """Of the page at a place."""
        return self._names[place]

    def _put(self, place: int, page: QWidget) -> None:
        """Let a page come into its place, as if it had been there: nobody changed to another one."""
        title, tip, is_in_front = self.tabText(place), self.tabToolTip(place), self.currentIndex() == place
        was_blocked = self.blockSignals(True)
        self.insertTab(place, page, title)
        self.setTabToolTip(place, tip)
        if is_in_front:
            self.setCurrentIndex(place)
        self.removeTab(place + 1)  # last, so that no third page is in front meanwhile
        self.blockSignals(was_blocked)


class PagedWindow(QMainWindow):
    """A window with pages. Whoever asks for a page gets it; the modules of a page are imported with it."""

    def __init__(self) -> None:
        super().__init__()
        self.user_actions = Actions(self)
        self.live = LivePage(self.user_actions)
        self.pages = Pages()

    @property
    def analyse(self) -> AnalysePage:
        """The page that analyses files."""
        from fer_desktop.ui.analyse.page import AnalysePage

        return self.pages.page("analyse", AnalysePage)

    @property
    def sessions(self) -> SessionsPage:
        """The page that lists sessions."""
        from fer_desktop.ui.sessions.page import SessionsPage

        return self.pages.page("sessions", SessionsPage)

    @property
    def review(self) -> ReviewPage:
        """The page on which a session is looked at."""
        from fer_desktop.ui.review.page import ReviewPage

        return self.pages.page("review", ReviewPage)

    @property
    def label(self) -> LabelPage:
        """The page on which people code."""
        from fer_desktop.ui.label.page import LabelPage

        return self.pages.page("label", LabelPage)

    @property
    def studies(self) -> StudiesPage:
        """The page of a study."""
        from fer_desktop.ui.studies.page import StudiesPage

        return self.pages.page("studies", StudiesPage)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self.pages.setCurrentWidget(page)

    def add_pages(self, **titles: str) -> None:
        """Give each page a tab and a key, in this order.

        Args:
            titles: By the names of the pages as they are here; "live" is one of them.
        """
        for name, title in titles.items():
            place = self.pages.reserve(name, title)
            self.pages.setTabToolTip(place, f"{title} (Ctrl+{place + 1})")
            QShortcut(QKeySequence(f"Ctrl+{place + 1}"), self, partial(self.pages.setCurrentIndex, place))
        self.pages.page("live", lambda: self.live)
        self.pages.made.connect(self._on_page_made)
        self.pages.currentChanged.connect(self._on_page_changed)

    def _on_page_made(self, name: str) -> None:
        if name == "review":
            mirror, video = self.user_actions.mirror, self.review.video
            video.set_mirrored(mirror.isChecked())
            mirror.toggled.connect(video.set_mirrored)

    def _on_page_changed(self, place: int) -> None:
        page: QWidget = getattr(self, self.pages.name_at(place))
        self.user_actions.set_live_keys(page is self.live)
        self.statusBar().setVisible(page is self.live and not self.isFullScreen())
        page.setFocus()  # its keys work at once
