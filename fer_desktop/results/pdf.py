"""A page of HTML on paper: Qt's text engine lays it out on A4, and breaks it where a reader would.

Qt is used for its text alone: no window, and no display (docs/decisions/0021-pdf-from-html.md).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFontDatabase,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from fer_desktop import __version__
from fer_desktop.errors import ExportError

_RESOLUTION_DPI = 96  # so that a px of the style sheet is one
_MARGIN_MM = 15.0
_FOOTER_PX, _WORDS_PX = 24.0, 12
_SMALL = 0.5  # of a page: a table that takes less stays whole
_LINES_BELOW_HEADING_PX = 120.0  # a heading, the head of a table, and some of its rows


def pdf_of(html: str, title: str, language: str = "en") -> bytes:
    """The PDF of a page; texts that are too long wrap, large pictures shrink, heads of tables come again.

    Args:
        html: With what Qt's rich text knows of HTML 4 and CSS 2.1; its rules for `@media print` are applied.
        title: What readers show as the name of the document.
        language: Of its words.

    Raises:
        ExportError: no font has the characters of the language.
    """
    with _application():
        if language == "zh_CN" and not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
            raise ExportError(
                "No font on this computer has Chinese characters.",
                "Install one (Noto Sans CJK, say), write the report as .html, or choose English.",
            )
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        size, landscape = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape
        writer.setPageLayout(QPageLayout(size, landscape, margins, QPageLayout.Unit.Millimeter))
        writer.setResolution(_RESOLUTION_DPI)
        writer.setTitle(title)
        writer.setCreator(f"FER Desktop {__version__}")
        document = _laid_out(html, QSizeF(writer.width(), writer.height() - _FOOTER_PX), writer)
        _paint(document, writer)
        return bytes(buffer.data().data())


@contextmanager
def _application() -> Iterator[None]:
    """Qt knows fonts only while there is an application: the window's, or one for this alone."""
    if QGuiApplication.instance() is not None:
        yield
        return
    needs_no_display = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
    application = QGuiApplication(["fer-desktop", *needs_no_display])
    try:
        yield
    finally:
        application.shutdown()  # and all of Qt with it; the program may make another kind afterwards


def _laid_out(html: str, page: QSizeF, writer: QPdfWriter) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)  # else points are those of the screen
    document.setDocumentMargin(0)
    font = document.defaultFont()
    font.setPixelSize(_WORDS_PX)  # where the style sheet says nothing: paper does not change with the screen's words
    document.setDefaultFont(font)
    wrap = QTextOption()
    wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(wrap)
    document.setMetaInformation(QTextDocument.MetaInformation.CssMedia, "print")
    document.setHtml(html)
    for block in _blocks(document):
        _fit_pictures(block, page)
    document.setPageSize(page)
    for block in _blocks(document):  # from the first page on: each break moves what follows
        if block.blockFormat().headingLevel() > 1 and _is_torn_off(document, block):
            kept = block.blockFormat()
            kept.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(block).setBlockFormat(kept)
            document.setPageSize(page)  # all is laid out anew: where Qt mends a layout it may lose a line
    return document


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fit_pictures(block: QTextBlock, page: QSizeF) -> None:
    """Make pictures as large as the page allows, with room for the heading above."""
    room = QSizeF(page.width(), page.height() - _LINES_BELOW_HEADING_PX / 2)
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        pieces += 1
        picture = piece.charFormat().toImageFormat()
        if picture.isValid():
            image = block.document().resource(QTextDocument.ResourceType.ImageResource, picture.name())
            size = QSizeF(image.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            picture.setWidth(size.width())
            picture.setHeight(size.height())
            cursor = QTextCursor(block.document())
            cursor.setPosition(piece.position())
            cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(picture)


def _is_torn_off(document: QTextDocument, heading: QTextBlock) -> bool:
    """Whether a page ends between a heading and what it is of, or within what would fit on one."""
    layout, page_px = document.documentLayout(), document.pageSize().height()
    top = layout.blockBoundingRect(heading).top()
    table = QTextCursor(heading.next()).currentTable()
    below = layout.blockBoundingRect(heading.next()) if table is None else layout.frameBoundingRect(table)
    is_small = table is None or below.height() < page_px * _SMALL
    needed_to = below.bottom() if is_small else top + _LINES_BELOW_HEADING_PX
    return int(top // page_px) != int((needed_to - 1) // page_px)


def _paint(document: QTextDocument, writer: QPdfWriter) -> None:
    """Draw each page, with its number below."""
    page, n_pages = document.pageSize(), document.pageCount()
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))  # also where the window is dark
    painter = QPainter(writer)
    painter.setFont(document.defaultFont())
    for i in range(n_pages):
        if i:
            writer.newPage()
        part = QRectF(0, i * page.height(), page.width(), page.height())
        painter.save()
        painter.translate(0, -part.top())
        context.clip = part
        painter.setClipRect(part)
        document.documentLayout().draw(painter, context)
        painter.restore()
        footer = QRectF(0, page.height(), page.width(), _FOOTER_PX)
        painter.drawText(footer, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, f"{i + 1} / {n_pages}")
    painter.end()
