"""What stands in the clear beside a finished encrypted session: when it began and how long it lasts, nothing more.

Anybody may have changed this file. Nothing but a list reads it; whoever opens the session believes what is sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fer_desktop.disk import write_file
from fer_desktop.errors import SessionDamaged
from fer_desktop.facts import Facts, Time, decoded, encoded, json_bytes, load_json
from fer_desktop.session.info import SessionInfo, moment_of

CLEAR_FILE = "clear.json"
_MOST_BYTES = 4096
_DECIMALS = 1  # of the length: what a list shows, and less than tells anything of the frames
_HINT = "What is shown here is what was recorded. Somebody has changed that file, which is not encrypted."


@dataclass(frozen=True, kw_only=True, slots=True)
class ClearFacts(Facts):
    """What the file says.

    Attributes:
        started_at_utc: As in `SessionInfo`, in whole seconds; "" where that is not known.
        duration_s: As in `SessionInfo`, to a tenth.
    """

    started_at_utc: str
    duration_s: Time

    @property
    def started(self) -> datetime | None:
        """When the session began, in local time; None where that is not known."""
        return moment_of(self.started_at_utc)


def write_clear(folder: Path, info: SessionInfo) -> None:
    """Write the file.

    Raises:
        OSError: it cannot be written.
    """
    write_file(folder / CLEAR_FILE, json_bytes(encoded(_facts_of(info))))


def read_clear(folder: Path) -> ClearFacts | None:
    """What the file says; None without one, as beside older sessions, or where it makes no sense."""
    try:
        with (folder / CLEAR_FILE).open("rb") as file:
            return decoded(load_json(file.read(_MOST_BYTES)), ClearFacts)
    except (OSError, ValueError):
        return None


def clear_problem(folder: Path, info: SessionInfo) -> SessionDamaged | None:
    """That the file says something else than the session that was opened; None where it does not, or is not there."""
    if not (folder / CLEAR_FILE).exists() or read_clear(folder) == _facts_of(info):
        return None
    return SessionDamaged("{path} says another start or length than the session.", _HINT, path=folder / CLEAR_FILE)


def _facts_of(info: SessionInfo) -> ClearFacts:
    started = "" if info.started is None else info.started.astimezone(UTC).isoformat(timespec="seconds")
    return ClearFacts(started_at_utc=started, duration_s=round(max(info.duration_s, 0.0), _DECIMALS))
