"""What becomes of a job. Values: they travel between processes and computers; who shows them finds the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fer_desktop.errors import FerError, filled
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
    """An input that did not become a session, and why.

    Attributes:
        template, hint, values: As of a `FerError`; the window says them in its own language.
        notices: As in `Done`.
    """

    input: str
    template: str
    hint: str
    notices: tuple[str, ...] = ()
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, error: FerError, notices: tuple[str, ...] = ()) -> Failed:
        """What an error made of an input; its values become such as can travel."""
        values = {key: one if isinstance(one, int | float) else str(one) for key, one in error.values.items()}
        return cls(name, error.template, error.hint, notices, values)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return filled(self.template, self.values)


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
