"""Steer FER Desktop from another program: start, stop, record, set markers, ask how it is, listen.

`fer-desktop --websocket 8765`, or Settings, Live out, lets it listen.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Any, Self

from fer_desktop.errors import RemoteError

STANDARD_PORT = 8765


class Remote:
    """One connection; belongs to one thread. Each command returns once the app has answered.

        with Remote() as remote:
            remote.start("demo")
            remote.record()
            remote.marker("picture 1")

    Args:
        port, address: Where the app listens.
        token: The one of its settings; "" for none.
        timeout_s: How long to wait for the connection and for an answer.

    Raises:
        RemoteError: nobody listens there, or the token is wrong.
    """

    def __init__(
        self, port: int = STANDARD_PORT, address: str = "127.0.0.1", token: str = "", timeout_s: float = 20.0
    ) -> None:
        self._where, self._token, self._timeout_s = f"ws://{address}:{port}", token, timeout_s
        self._n_asked = 0
        self._opened = ExitStack()
        self._connection = self._connected("/?values=no", self._opened)

    def start(self, source: str = "demo") -> None:
        """Start a source: "demo", the number or a part of the name of a camera, or a file.

        Raises:
            RemoteError: there is none, or something runs already.
        """
        self._ask("start", source=source)

    def stop(self) -> None:
        """Stop the source; a recording is finished."""
        self._ask("stop")

    def record(self) -> None:
        """Record into a new session.

        Raises:
            RemoteError: nothing runs that could be recorded, or a passphrase is wanted that nobody gave.
        """
        self._ask("record")

    def stop_recording(self) -> None:
        """Finish the recording; the source goes on."""
        self._ask("stop_recording")

    def marker(self, label: str) -> float:
        """Set a marker, now; returns its time in seconds of the recording.

        Raises:
            RemoteError: nothing is recorded.
        """
        return float(self._ask("marker", label=label)["time_s"])

    def status(self) -> dict[str, Any]:
        """How it is: `phase`, `is_recording`, `recorded_s`, `analysis_fps`, `frames_skipped`, `latency_ms`."""
        return self._ask("status")

    def moments(self) -> Generator[dict[str, Any], None, None]:
        """What is seen, picture by picture, and what else happens, until the app ends; docs/live-out.md says how."""
        from websockets.exceptions import ConnectionClosed

        with ExitStack() as opened, suppress(ConnectionClosed):
            for text in self._connected("/", opened):
                yield json.loads(text)

    def close(self) -> None:
        """End the connection; the app goes on."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _connected(self, path: str, opened: ExitStack) -> Any:
        from websockets.exceptions import WebSocketException
        from websockets.sync.client import connect

        headers = {"Authorization": f"Bearer {self._token}"} if self._token else None
        try:
            return opened.enter_context(
                connect(
                    self._where + path,
                    additional_headers=headers,
                    open_timeout=self._timeout_s,
                    compression=None,
                    proxy=None,
                )
            )
        except (OSError, TimeoutError, WebSocketException) as error:
            raise RemoteError(
                "FER Desktop does not answer at {where}: {reason}.",
                "Start it with --websocket, and give its port and token.",
                where=self._where,
                reason=error,
            ) from error

    def _ask(self, command: str, **texts: str) -> dict[str, Any]:
        from websockets.exceptions import ConnectionClosed

        self._n_asked += 1
        try:
            self._connection.send(json.dumps({"command": command, "id": self._n_asked, **texts}))
            while True:
                answer = json.loads(self._connection.recv(timeout=self._timeout_s))
                if answer.get("type") == "answer" and answer.get("id") == self._n_asked:
                    break
        except (ConnectionClosed, TimeoutError) as error:
            raise RemoteError("FER Desktop does not answer.", "See whether it is still open.") from error
        if not answer["ok"]:
            raise RemoteError("FER Desktop refuses {command}: {reason}.", command=command, reason=answer["error"])
        return {key: value for key, value in answer.items() if key not in ("type", "id", "ok")}
