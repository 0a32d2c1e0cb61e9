"""What is said in a session, line by line, and the buttons that do something with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from fer_desktop.results.words import with_speakers
from fer_desktop.session.library import Session
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.dialogs.speakers import asked_speakers
from fer_desktop.ui.review.lists import ListPage
from fer_desktop.ui.review.merging import face_labels
from fer_desktop.ui.widgets.durations import precise_clock
from fer_desktop.ui.widgets.heading import make_quiet
from fer_desktop.ui.widgets.plain_text import elided, plain_tip
from fer_desktop.ui.widgets.translation import expression_name

_MOST_LINES = 20_000  # of a list; all are in the table
_MOST_NAME, _MOST_TEXT = 24, 300
_TIME, _SPEAKER, _TEXT, _EXPRESSION = range(4)
_TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class WordsList(QWidget):
    """The list.

    Signals:
        wanted(): the user wants to add a transcript. removed(): the words shall go.
        hearing_wanted(): the speech model shall hear what is said.
        texts_removed(): the texts shall go, and what they say stay.
        corrected(int, str): what is said in this line.
        matched(object): what changes the edits so that speakers are faces.
        line_chosen(float): where the chosen line begins.
    """

    wanted = Signal()
    removed = Signal()
    hearing_wanted = Signal()
    texts_removed = Signal()
    corrected = Signal(int, str)
    matched = Signal(object)
    line_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = QTreeWidget()
        self._arrange_rows()
        self.page = ListPage(self.rows)
        self._session: Session | None = None
        self._starts_s: list[float] = []
        self.page.add_button(self.tr("Add transcript..."), self.wanted.emit)
        self.page.add_button(self.tr("Hear words..."), self.hearing_wanted.emit, self._may_hear)
        self.page.add_button(self.tr("Who is who..."), self._on_match, self._may_match)
        self.page.add_button(self.tr("Correct..."), self._on_correct, self._may_correct)
        self.page.add_button(self.tr("Remove texts"), self.texts_removed.emit, lambda: self._has_texts)
        self.page.add_button(self.tr("Remove words"), self.removed.emit, lambda: self._has_words)
        self.rows.itemClicked.connect(self._on_chosen)
        self.rows.itemActivated.connect(self._on_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

    def show_session(self, session: Session) -> None:
        """List the lines of a session."""
        self._session = session
        self.page.empty()
        items: list[QTreeWidgetItem] = []
        words = session.words
        if words is not None:
            n = min(len(words), _MOST_LINES)
            self._starts_s = [float(start) for start in words["start_s"][:n]]
            columns = (words[name][:n] for name in ("speaker", "text", "words_expression", "language"))
            for start_s, *line in zip(self._starts_s, *columns, strict=True):
                items.append(_line(session, start_s, *map(str, line)))
        self.rows.addTopLevelItems(items)
        self.page.update_buttons()

    def empty(self) -> None:
        """List nothing."""
        self._session = None
        self.page.empty()

    def _arrange_rows(self) -> None:
        rows, head = self.rows, self.rows.header()
        rows.setAccessibleName(self.tr("What is said"))
        rows.setRootIsDecorated(False)
        rows.setAllColumnsShowFocus(True)
        rows.setWordWrap(True)
        rows.setHeaderLabels([self.tr("Time"), self.tr("Speaker"), self.tr("What is said"), self.tr("Expression")])
        make_quiet(head)
        head.setStretchLastSection(False)
        head.setSectionsMovable(False)
        for column in (_TIME, _SPEAKER, _EXPRESSION):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.Stretch)
        head.sectionResized.connect(rows.scheduleDelayedItemsLayout)  # rows are as high as their words need

    @property
    def _row(self) -> int:
        """The row that is chosen; -1 for none."""
        item = self.rows.currentItem()
        return -1 if item is None else self.rows.indexOfTopLevelItem(item)

    @property
    def _has_words(self) -> bool:
        return self._session is not None and self._session.words is not None

    @property
    def _has_texts(self) -> bool:
        transcript = self._session.edits.transcript if self._session is not None else None
        return transcript is not None and transcript.has_text

    def _may_correct(self) -> str | bool:
        if self._has_words and not self._has_texts:
            return self.tr("The texts were left out.")
        return self._has_texts and self._row >= 0

    def _on_correct(self) -> None:
        """Ask for other words in the chosen line."""
        session, row = self._session, self._row
        if session is None or session.words is None or row < 0:
            return
        before = str(session.words["text"][row])
        given = asking.asked_text(self.tr("Correct words"), self.tr("What is said"), self, before)
        text = " ".join((given or "").split())
        if text and text != before and self._session is session:
            self.corrected.emit(row, text)

    @property
    def _speakers(self) -> list[str]:
        words = self._session.words if self._session is not None else None
        return [] if words is None else list(dict.fromkeys(str(name) for name in words["speaker"] if name))

    def _may_hear(self) -> str | bool:
        if self._session is None:
            return False
        return True if self._session.utterances is not None else self.tr("Nobody listened to this session.")

    def _may_match(self) -> str | bool:
        if not self._has_words:
            return False
        return True if self._speakers else self.tr("The transcript names nobody.")

    def _on_match(self) -> None:
        session = self._session
        if session is None or session.edits.transcript is None:
            return
        answer = asked_speakers(self._speakers, face_labels(session), session.edits.transcript.speakers, self)
        if answer is not None and self._session is session:
            self.matched.emit(lambda edits: with_speakers(edits, answer))

    def _on_chosen(self) -> None:
        if 0 <= self._row < len(self._starts_s):
            self.line_chosen.emit(self._starts_s[self._row])


def _line(session: Session, start_s: float, speaker: str, text: str, expression: str, language: str) -> QTreeWidgetItem:
    transcript = session.edits.transcript
    face = transcript.speakers.get(speaker) if transcript is not None else None
    who = f"{speaker} ({session.name_of(session.edits.target_of(face))})" if face else speaker
    told = expression_name(expression) if expression else language
    item = QTreeWidgetItem([precise_clock(start_s), elided(who, _MOST_NAME), elided(text, _MOST_TEXT), told])
    for column, words in ((_SPEAKER, who), (_TEXT, text)):
        item.setToolTip(column, plain_tip(words))
    for column in range(item.columnCount()):
        item.setTextAlignment(column, _TOP_LEFT)
    return item
