"""One thing that `doctor` looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        text: What was found.
        hint: What to do; "" when nothing needs to be done.
    """

    name: str
    status: Status
    text: str
    hint: str = ""
