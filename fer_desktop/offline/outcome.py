"""What becomes of a job. Values: they travel between processes and computers; who shows them finds the words."""

from __future__ import annotations

from dataclasses import dataclass

from fer_desktop.offline.pipeline import OfflineResult


@dataclass(frozen=True, slots=True)
class Done:
    """An input that became a session.

    Attributes:
        notices: What the user should know all the same, such as another device than was asked for.
    """

    input: str
    result: OfflineResult
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An input that an earlier run has analysed with the same settings and model; `result` counts what is there."""

    input: str
    result: OfflineResult


@dataclass(frozen=True, slots=True)
class Failed:
    """An input that did not become a session, and why; `notices` as in `Done`."""

    input: str
    message: str
    hint: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CutShort:
    """The user interrupted the work; nothing more is begun.

    Attributes:
        input: What was under way, "" between two inputs.
        location: The session that keeps what was analysed until then, "" when there was nothing to keep.
    """

    input: str = ""
    location: str = ""


Outcome = Done | LeftOut | Failed | CutShort
