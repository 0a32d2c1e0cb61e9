"""What a question calls a session."""

from __future__ import annotations

from fer_desktop.session.catalogue import SessionSummary
from fer_desktop.ui.widgets.plain_text import elided


def named(summary: SessionSummary) -> str:
    """Title and date of a session, as a question names it."""
    started = f"{summary.started:%Y-%m-%d %H:%M}" if summary.started else ""
    title = elided(summary.title)
    return title if not started or summary.title == summary.folder.name else f"{title} ({started})"
