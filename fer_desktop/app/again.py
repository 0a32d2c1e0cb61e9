"""The window is opened once more, in another language: what it showed is shown again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fer_desktop.ui.live.choices import PictureFormat, SourceChoice

if TYPE_CHECKING:
    from fer_desktop.app.app import App


@dataclass(frozen=True, slots=True)
class Again:
    """What is carried from one window to the next.

    Attributes:
        page: Place of the page that is in front.
        reviewed: The session that is shown; None without one.
        running: What ran; None while nothing did.
    """

    page: int
    reviewed: Path | None
    running: tuple[SourceChoice, PictureFormat] | None


def seen(app: App) -> Again:
    """What the window shows now."""
    session = app.window.review.session if app.window.pages.has("review") else None
    running = None if app.engine.status.phase.is_at_rest else app.running.retry.last
    return Again(app.window.pages.currentIndex(), session.folder if session is not None else None, running)


def show_again(app: App, again: Again) -> None:
    """Let another window show the same."""
    app.window.pages.setCurrentIndex(again.page)
    if again.reviewed is not None:
        app.page_tasks.sessions.review(again.reviewed, to_front=False)
    if again.running is not None:
        app.start(*again.running)
