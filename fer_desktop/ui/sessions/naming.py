"""What a session is called, and its figures in words."""

from __future__ import annotations

from datetime import datetime

from fer_desktop.results.report_tables import title_of
from fer_desktop.session.catalogue import SessionSummary
from fer_desktop.session.library import Session
from fer_desktop.ui.widgets.durations import clock
from fer_desktop.ui.widgets.plain_text import elided

_UNITS = ((1e9, "GB"), (1e6, "MB"))


def named(summary: SessionSummary) -> str:
    """Title and date of a session, as a question names it."""
    return _named(summary.title, summary.started)


def named_session(session: Session) -> str:
    """The same of a session that is open."""
    return _named(title_of(session), session.info.started)


def _named(title: str, began: datetime | None) -> str:
    started, short = _moment(began), elided(title)
    return short if not started or title.startswith(started[:10]) else f"{short} ({started})"


def started_of(summary: SessionSummary) -> str:
    """When it began; "" where that is not known."""
    return _moment(summary.started)


def _moment(began: datetime | None) -> str:
    return f"{began:%Y-%m-%d %H:%M}" if began else ""


def length_of(summary: SessionSummary) -> str:
    """How long it is; "" where that is not known."""
    return "" if summary.duration_s is None else clock(round(summary.duration_s))


def size_of(summary: SessionSummary) -> str:
    """How much room it takes."""
    return bytes_text(summary.n_bytes)


def bytes_text(n_bytes: int) -> str:
    """Bytes as kB, MB or GB, with a decimal where they are few."""
    size, unit = next(((n_bytes / one, name) for one, name in _UNITS if n_bytes >= one), (n_bytes / 1e3, "kB"))
    return f"{size:.1f} {unit}" if size < 10 else f"{size:.0f} {unit}"
