"""What is known of the selected session, at the side of the list: how it looks, what it holds, what was lost."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from fer_desktop.session.catalogue import FrameCounts, SessionSummary, Stream
from fer_desktop.ui.sessions.look import STRIP_PX, Look, paint_strip
from fer_desktop.ui.sessions.naming import bytes_text, length_of, size_of, started_of
from fer_desktop.ui.widgets.fitting import Scrolled
from fer_desktop.ui.widgets.plain_text import elided, plain_label, plain_tip
from fer_desktop.ui.widgets.translation import expression_name, listed, source_name, written_words
from fer_desktop.ui.widgets.type_scale import make_note, make_title

_LEAST_PX = 200
_LONGEST_TITLE, _LONGEST_NAME = 80, 24  # characters; what can be done and seen must stay in sight


class SessionDetails(QWidget):
    """The facts. What is not known has no line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture, self._strip = QLabel(), _Strip()
        self._title, self._date, self._problem, self._notes = (plain_label() for _ in range(4))
        self._facts, self._values = QFormLayout(), list[QLabel]()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        make_title(self._title)
        make_note(self._date)
        self._date.setEnabled(False)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        for each in (self._title, self._date, self._picture, self._strip, self._problem):
            column.addWidget(each)
        column.addLayout(self._facts)
        column.addWidget(self._notes)
        column.addStretch(1)
        for label in (self._title, self._date, self._problem, self._notes):
            label.setWordWrap(True)
            label.setMinimumWidth(1)  # names without a space must not make the side wider than its place
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        area = Scrolled(content, _LEAST_PX)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Details"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.setMinimumWidth(_LEAST_PX)

    @property
    def text(self) -> str:
        """Everything that it says, a line for each fact."""
        lines = [self._title.text(), self._date.text(), self._problem.text()]
        for row in filter(self._facts.isRowVisible, range(self._facts.rowCount())):
            items = (
                self._facts.itemAt(row, role)
                for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole)
            )
            labels = [item.widget() for item in items if item is not None]
            lines.append(": ".join(label.text() for label in labels if isinstance(label, QLabel)))
        return "\n".join(filter(None, [*lines, self._notes.text()]))

    def show_session(self, summary: SessionSummary, look: Look) -> None:
        """Show one session."""
        self._clear()
        self._say(elided(summary.title, _LONGEST_TITLE), started_of(summary), summary.problem, summary.notes)
        self._title.setToolTip(plain_tip(summary.title))
        for row, (name, value) in enumerate(self._lines(summary)):
            self._value(row, name).setText(value)
            self._facts.setRowVisible(row, bool(value))
        self.show_look(look)

    def show_look(self, look: Look) -> None:
        """Show how it looks, once that is read."""
        self._picture.setPixmap(QPixmap.fromImage(look.picture))
        self._picture.setVisible(not look.picture.isNull())
        self._strip.show_strip(look.strip)

    def show_several(self, summaries: list[SessionSummary]) -> None:
        """Say how many are selected, and what they come to; nothing for none."""
        self._clear()
        if summaries:
            size = bytes_text(sum(one.n_bytes for one in summaries))
            self._say(self.tr("{0} sessions are selected.").format(len(summaries)), size)

    def _clear(self) -> None:
        for row in range(self._facts.rowCount()):
            self._facts.setRowVisible(row, False)
        self._say("")
        self.show_look(Look())

    def _value(self, row: int, name: str) -> QLabel:
        """The label of a row, which is made once: what is taken out of a form is never let go of."""
        if row == len(self._values):
            label = plain_label()
            label.setWordWrap(True)
            label.setMinimumWidth(1)
            self._facts.addRow(name, label)
            self._values.append(label)
        return self._values[row]

    def _say(self, title: str, date: str = "", problem: str = "", notes: str = "") -> None:
        labels = (self._title, self._date, self._problem, self._notes)
        for label, text in zip(labels, (title, date, problem, notes), strict=True):
            label.setText(text)
            label.setVisible(bool(text))

    def _lines(self, summary: SessionSummary) -> list[tuple[str, str]]:
        frames, analysed = summary.frames, self.tr("{0} of {1} analysed")
        n_faces = "" if summary.n_faces is None else str(summary.n_faces)
        return [
            (self.tr("Source"), source_name(summary.source)),
            (self.tr("Recorded"), self._recorded(summary)),
            (self.tr("Length"), length_of(summary)),
            (self.tr("Faces"), listed(elided(name, _LONGEST_NAME) for name in summary.faces) or n_faces),
            (self.tr("Expressions"), listed(map(expression_name, summary.top_expressions))),
            (self.tr("Markers"), "" if summary.n_markers is None else str(summary.n_markers)),
            (self.tr("Frames"), "" if frames is None else analysed.format(frames.analysed, frames.captured)),
            (self.tr("Losses"), "" if frames is None else self._losses(frames)),
            (self.tr("Ended early"), written_words(summary.end_reason)),
            (self.tr("Model"), summary.model),
            (self.tr("Size"), size_of(summary)),
            (self.tr("Folder"), summary.folder.name),
        ]  # fmt: skip

    def _recorded(self, summary: SessionSummary) -> str:
        """Which streams it holds."""
        if summary.problem:
            return ""
        names: dict[Stream, str] = {
            "voice": self.tr("voice"),
            "sound": self.tr("sound"),
            "words": self.tr("words"),
            "details": self.tr("action units and gaze"),
        }
        parts = [self.tr("table")]
        if summary.has_video:
            parts.append(self.tr("video with blurred heads") if summary.is_blurred else self.tr("video"))
        elif summary.has_file:
            parts.append(self.tr("the video is a file beside it"))
        parts += [names[stream] for stream in summary.streams]
        return listed((*parts, *([self.tr("encrypted")] if summary.is_sealed else [])))

    def _losses(self, frames: FrameCounts) -> str:
        """What of the frames is missing, named as in the line below the live picture; "" where nobody counted all."""
        parts = [
            (self.tr("skipped {0}"), frames.skipped),
            (self.tr("dropped {0}"), frames.refused or 0),
            (self.tr("lost {0}"), frames.lost or 0),
            (self.tr("passed over {0}"), frames.passed_over or 0),
            (self.tr("markers left out {0}"), frames.markers_refused),
        ]
        none = self.tr("none") if frames.refused is not None else ""
        return listed(words.format(n) for words, n in parts if n) or none


class _Strip(QWidget):
    """The strip of the expressions, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._strip: tuple[str, ...] = ()
        self.setFixedHeight(STRIP_PX)

    def show_strip(self, strip: tuple[str, ...]) -> None:
        """Show another one."""
        self._strip = strip
        self.setVisible(any(strip))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt: it takes what there is."""
        return QSize(1, STRIP_PX)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Qt: draw it."""
        painter = QPainter(self)
        paint_strip(painter, self.rect().toRectF(), self._strip)
        painter.end()
