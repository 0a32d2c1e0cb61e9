"""What several tests of reports use: a session with long names in many scripts, and the pages of a PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import SourceInfo
from fer_desktop.results.fonts import Typeface
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.fakes import MODEL, make_analysis, make_tracked

CHINESE = "第一次预实验的备注，参与者在观看视频时偶尔转头（光线较暗）。"


LONG_NAME = "Bartholomäus-Maximilian von Hohenlohe-Langenburg-Schillingsfürst the Third"


UNBROKEN = "longwordwithoutspaces" * 20


PLAIN = Typeface(("DejaVu Sans",))


def write_session(root: Path, source: SourceInfo, reason: str = "", markers=()) -> Path:
    writer = SessionWriter(root, SessionHeader("s", source, MODEL))
    writer.name_face(1, "王小明（第一位参与者）")
    writer.name_face(2, LONG_NAME)
    writer.name_face(3, "$x^2 ひらがな 한국어 \\frac$")
    for marker in markers:
        writer.add_marker(marker)
    for i in range(60):
        writer.add_analysis(make_analysis(i, [make_tracked(face, (100 * face, 20, 60, 80)) for face in (1, 2, 3)]))
    return Path(writer.close(RecordingCounts(60, 0, 0, reason)))


class Pages:
    """A PDF as a reader shows it: the text of each page, without white space, and its picture."""

    def __init__(self, data: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)
        assert self._document.status() is QPdfDocument.Status.Ready
        count = range(self._document.pageCount())
        self.texts = ["".join(self._document.getAllText(i).text().split()) for i in count]

    def __len__(self) -> int:
        return len(self.texts)

    def picture(self, index: int) -> QImage:
        paper = QImage(842, 595, QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, self._document.render(index, QSize(842, 595)))
        painter.end()
        return paper


def is_white(image: QImage, x: range, y: range) -> bool:
    return all(image.pixelColor(i, j) == QColor("white") for i in x for j in y)
