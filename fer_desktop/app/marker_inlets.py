"""Markers from other programs: lines sent to a local socket, or an LSL marker stream. Both are off by default.

Each inlet has a thread of its own, so that a marker is timed when it arrives and not when the
window has time for it; one of LSL says itself when it was. Knows no window and no engine: whoever
makes it says what a marker does.
"""

from __future__ import annotations

import logging
import socket
import socketserver
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Event as Flag
from typing import Any

from fer_desktop.app.marker_lines import Refused, label_of, labels_in
from fer_desktop.bundle import install_hint
from fer_desktop.errors import MarkerInletError
from fer_desktop.guard import GuardedThread, unexpected

_log = logging.getLogger(__name__)

HOST = "127.0.0.1"  # nobody but programs on this machine can reach it
_MOST_CONNECTIONS = 32  # at a time
_POLL_S = 0.005  # a marker is timed when it is taken
_LIST_EVERY_S = 0.5  # between two looks at which streams there are
_OLDEST_S = 10.0  # what claims to be older was stamped by another clock
_EARLIEST_S = 1.0  # a program may announce what it is about to show

OnMarker = Callable[[str, float], None]
"""Told a marker and how many seconds ago it was set; below zero it is yet to come."""
OnRefused = Callable[[str], None]
"""Told who was refused, from any thread."""


def _say_nothing(who: str) -> None:
    """For those who do not want to know."""


class MarkerInlets:
    """The inlets that are open; what each receives goes to one place."""

    def __init__(self, on_marker: OnMarker, on_refused: OnRefused = _say_nothing) -> None:
        self._on_marker, self._on_refused = on_marker, on_refused
        self._open: list[SocketInlet | LslInlet] = []
        self._wanted = (0, False, "")

    def listen(self, port: int, with_lsl: bool, token: str = "") -> list[MarkerInletError]:
        """Open these inlets, close all others; returns what did not work.

        Args:
            port: 0 is none.
            token: What programs send to the port first; "" for none.
        """
        if (port, with_lsl, token) == self._wanted:
            return []
        self.close()
        self._wanted = (port, with_lsl, token)
        failures = []
        open_socket = partial(SocketInlet, port, self._on_line, token, self._on_refused)
        for is_wanted, open_inlet in ((port, open_socket), (with_lsl, partial(LslInlet, self._on_marker))):
            try:
                if is_wanted:
                    self._open.append(open_inlet())
            except MarkerInletError as error:
                failures.append(error)
        return failures

    def close(self) -> None:
        """Close every inlet and wait for its thread; what arrives from then on is lost."""
        self._wanted = (0, False, "")
        while self._open:
            self._open.pop().close()

    def _on_line(self, label: str) -> None:
        self._on_marker(label, 0.0)


class SocketInlet:
    """Listens on a port of the loopback interface; each line of UTF-8 text is one marker.

    Args:
        token: What the first line of a connection must be; "" for none.
        on_refused: Told who is not let in.

    Raises:
        MarkerInletError: the port is taken or may not be used.
    """

    def __init__(
        self, port: int, on_marker: Callable[[str], None], token: str = "", on_refused: OnRefused = _say_nothing
    ) -> None:
        try:
            self._server = _Server((HOST, port), _LineHandler)
        except OSError as error:
            raise MarkerInletError(
                "Markers cannot be received on port {port}: {reason}.",
                "Choose another port in the settings.",
                port=port,
                reason=error.strerror or error,
            ) from error
        self._server.on_marker, self._server.on_refused, self._server.token = on_marker, on_refused, token
        self._thread = GuardedThread("fer-markers", partial(self._server.serve_forever, 0.1))
        self._thread.start()

    @property
    def port(self) -> int:
        """The port that it listens on: the one asked for, or where that was 0, the one the system chose."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        """Listen no more; open connections end."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class LslInlet:
    """Takes every LSL stream of type "Markers" that is found on this machine or network, but for those of FER Desktop.

    Two programs that both send and take would hand a marker to and fro for ever.

    Raises:
        MarkerInletError: pylsl is not installed.
    """

    def __init__(self, on_marker: OnMarker) -> None:
        try:
            import pylsl
        except (ImportError, RuntimeError) as error:
            raise MarkerInletError(
                "LSL markers need the library pylsl.",
                install_hint('Run pip install "fer-desktop[lsl]", or switch them off in the settings.'),
            ) from error
        self._lsl: Any = pylsl
        self._on_marker = on_marker
        self._stop = Flag()
        self._thread = GuardedThread("fer-markers-lsl", self._run)
        self._thread.start()

    def close(self) -> None:
        """Take no more samples, and wait for the thread."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        from fer_desktop.outlets.lsl_streams import OURS

        inlets: dict[str, Any] = {}
        synchronised = self._lsl.proc_clocksync  # time stamps of other computers, on the clock of this one
        resolver = self._lsl.ContinuousResolver(prop="type", value="Markers")  # looks in a thread of its own
        listed_s = -_LIST_EVERY_S
        while not self._stop.wait(_POLL_S):
            if time.monotonic() - listed_s >= _LIST_EVERY_S:
                listed_s = time.monotonic()
                known = inlets
                foreign = [info for info in resolver.results() if not info.source_id().startswith(OURS)]
                inlets = {  # those that went are not in it
                    info.uid(): known.get(info.uid()) or self._lsl.StreamInlet(info, processing_flags=synchronised)
                    for info in foreign
                }
            for inlet in inlets.values():
                self._take(inlet)

    def _take(self, inlet: Any) -> None:
        """Everything that has arrived."""
        sample, at_s = inlet.pull_sample(timeout=0.0)
        while sample is not None:
            if label := label_of(str(sample[0])):
                self._on_marker(label, self._age_s(at_s))
            sample, at_s = inlet.pull_sample(timeout=0.0)

    def _age_s(self, at_s: float) -> float:
        age_s = float(self._lsl.local_clock() - at_s)
        if -_EARLIEST_S <= age_s <= _OLDEST_S:
            return age_s
        _log.info("an LSL marker is stamped %.1f s ago, by another clock: it counts as of now", age_s)
        return 0.0


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = sys.platform != "win32"  # there it would let two programs share a port
    request_queue_size = 2 * _MOST_CONNECTIONS  # else some that come at once wait for a second or more
    daemon_threads = True
    block_on_close = True
    on_marker: Callable[[str], None]
    on_refused: OnRefused
    token: str

    def __init__(self, address: tuple[str, int], handler: type[socketserver.BaseRequestHandler]) -> None:
        self._connections: set[socket.socket] = set()
        super().__init__(address, handler)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        return len(self._connections) < _MOST_CONNECTIONS

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """In a thread of the server, which would print it and go on."""
        error = sys.exception()
        if error is not None:
            unexpected(error)

    def server_close(self) -> None:
        for connection in list(self._connections):
            with suppress(OSError):  # its program has just left
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()


class _LineHandler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        n_wrong = 0
        try:
            for label in labels_in(self.rfile, self.server.token):
                if label:
                    self.server.on_marker(label)
                else:
                    n_wrong += 1
        except Refused as refused:
            self.server.on_refused(str(refused))
        except OSError as error:  # the program has just left
            _log.debug("markers: %s", error)
        if n_wrong:
            _log.info("markers: %d lines were no text of up to 1000 bytes", n_wrong)
