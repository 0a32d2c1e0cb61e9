"""The ways out that are open: WebSocket, Lab Streaming Layer, OSC. What is seen goes to each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fer_desktop.core.types import Analysis
from fer_desktop.errors import FerError, OutletError
from fer_desktop.settings import Settings

if TYPE_CHECKING:
    from fer_desktop.outlets.messages import Message
    from fer_desktop.outlets.osc import Target
    from fer_desktop.outlets.outlet import Outlet
    from fer_desktop.outlets.websocket import OnCommand


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where values go, as far as that kind of outlet asks; `n_faces` is how many streams LSL has."""

    port: int = 0
    host: str = ""
    token: str = ""
    n_faces: int = 0


class LiveOutlets(QObject):
    """Opens and closes what the settings say. Lives in the GUI thread; what is seen may come from any.

    Signals:
        heard_by(int): how many listen, as far as that is known; from any thread.
        failed(FerError): something cannot be sent any more; from any thread.
    """

    heard_by = Signal(int)
    failed = Signal(object)

    def __init__(self, on_command: OnCommand, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_command = on_command
        self._plans: dict[str, _Plan] = {}
        self._open: Mapping[str, Outlet] = {}  # replaced as a whole: other threads read it
        self._listeners: Mapping[str, int] = {}  # likewise

    def listen(self, settings: Settings) -> list[FerError]:
        """Open and close what these settings say; returns what does not work."""
        wanted: dict[str, _Plan] = {}
        if settings.websocket_port:
            address, token = settings.websocket_address, settings.websocket_token
            wanted["websocket"] = _Plan(settings.websocket_port, address, token)
        if settings.lsl_outlet:
            wanted["lsl"] = _Plan(n_faces=settings.max_faces)
        if settings.osc_port:
            wanted["osc"] = _Plan(settings.osc_port, settings.osc_address)
        failures: list[FerError] = []
        for name in {**self._plans, **wanted}:
            try:
                self._change(name, wanted.get(name))
            except OutletError as error:
                failures.append(error)
        return failures

    @property
    def is_sending_osc(self) -> bool:
        """Whether values go out to whoever may hear them: OSC does not know who does."""
        return "osc" in self._open

    @property
    def listeners(self) -> int:
        """How many listen, as far as that is known."""
        return sum(self._listeners.values())

    @property
    def lost(self) -> int:
        """Values that did not get out, of the outlets that are open."""
        return sum(outlet.lost for outlet in self._open.values())

    def publish(self, analysis: Analysis, taken_s: float, names: Mapping[int, str]) -> None:
        """Hand on one analysed picture; see `Outlet`. Any thread."""
        for outlet in self._open.values():
            outlet.publish(analysis, taken_s, names)

    def tell(self, message: Message) -> None:
        """Hand on what else happened. Any thread."""
        for outlet in self._open.values():
            outlet.tell(message)

    def close(self) -> None:
        """Close them all."""
        for name in list(self._plans):
            self._change(name, None)

    def _change(self, name: str, plan: _Plan | None) -> None:
        if plan == self._plans.get(name):
            return
        self._plans.pop(name, None)
        outlet = self._open.get(name)
        self._open = {other: kept for other, kept in self._open.items() if other != name}
        if outlet is not None:
            outlet.close()
        if plan is not None:
            self._plans[name] = plan  # also where it cannot be opened: that is said once
            self._open = {**self._open, name: self._opened(name, plan, partial(self._on_listeners, name))}

    def _opened(self, name: str, plan: _Plan, on_listeners: Callable[[int], None]) -> Outlet:
        """Each brings its own library, which nobody waits for who sends nothing."""
        from fer_desktop.outlets.sending import Sending

        if name == "websocket":
            from fer_desktop.outlets.websocket import Address, WebSocketOutlet

            return WebSocketOutlet(Address(plan.port, plan.host, plan.token), self._on_command, on_listeners)
        if name == "lsl":
            from fer_desktop.outlets.lsl import LslSender

            return Sending("fer-lsl", lambda: LslSender(plan.n_faces), on_listeners)
        from fer_desktop.outlets.osc import OscSender, Target

        target = Target(plan.port, plan.host)
        return Sending("fer-osc", lambda: OscSender(target), on_trouble=partial(self._on_trouble, target))

    def _on_listeners(self, name: str, count: int) -> None:
        self._listeners = {**self._listeners, name: count}
        self.heard_by.emit(self.listeners)

    def _on_trouble(self, target: Target, error: OSError) -> None:
        self.failed.emit(
            OutletError(
                "OSC cannot be sent to {host}: {reason}.",
                "Choose another address in the settings.",
                host=target.host,
                reason=error.strerror or error,
            )
        )
