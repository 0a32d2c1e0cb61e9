from __future__ import annotations

import threading
import time
from typing import Any

from fer_desktop.engine.engine import Engine
from tests.fakes import WAIT_S


def wait_for(engine: Engine, kind: type, seen: list | None = None) -> Any:
    """Next event of a kind; all others are kept in `seen`."""
    end = time.monotonic() + WAIT_S
    kept = seen if seen is not None else []
    while time.monotonic() < end:
        for event in engine.drain_events():
            kept.append(event)
        for event in kept:
            if isinstance(event, kind):
                return event
        threading.Event().wait(0.002)
    raise AssertionError(f"no {kind.__name__} within {WAIT_S} s; seen {kept}")


def gate_on(event: threading.Event, index: int):
    """Waits at one frame until the event is set."""

    def gate(i: int) -> None:
        if i == index:
            assert event.wait(WAIT_S)

    return gate
