"""Values as JSON over WebSocket, and commands the other way. One thread, in which everything of it lives."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from fer_desktop.core.types import Analysis
from fer_desktop.errors import OutletError
from fer_desktop.guard import GuardedThread, unexpected
from fer_desktop.outlets.client import Client
from fer_desktop.outlets.door import Asking, Door, is_loopback
from fer_desktop.outlets.messages import MOST_TEXT, Message, hello, moment, text_of

COMMANDS = ("start", "stop", "record", "stop_recording", "marker", "status")
_MOST_CLIENTS = 64
_MOST_BYTES = 4096  # of one command
_ANSWER_S = 15.0  # so long a command may take
_HANDSHAKE_S = 5.0
_PING_S = 20.0
_UNREAD_S = 60.0  # who answers no ping for so long is gone
_quiet = logging.getLogger("fer_desktop.outlets.websocket.library")
_quiet.setLevel(logging.CRITICAL)  # it tells of every stranger who sends nonsense
_quiet.propagate = False


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen.

    Attributes:
        port: 0 lets the system choose.
        host: An address of this computer.
        token: What clients must give; "" for nothing, on the loopback interface alone.
    """

    port: int
    host: str = "127.0.0.1"
    token: str = ""


OnCommand = Callable[[str, Mapping[str, str]], "Future[Message]"]
"""Told a command and its texts, in the thread of the server; returns at once, the answer comes later."""


class WebSocketOutlet:
    """Listens from the moment it is made.

    Args:
        on_listeners: Told how many clients there are, from the thread of the server.

    Raises:
        OutletError: the port is taken, or another computer could listen without a token.
    """

    def __init__(self, address: Address, on_command: OnCommand, on_listeners: Callable[[int], None]) -> None:
        if not is_loopback(address.host) and not address.token:
            raise OutletError(
                "Without a token everybody in the network of {host} could listen.",
                "Set a token in the settings, or listen on 127.0.0.1.",
                host=address.host,
            )
        self._address, self._on_command, self._on_listeners = address, on_command, on_listeners
        self._door = Door(address.token)
        self._clients: set[Client] = set()
        self._n_connections = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._lost = 0  # of clients that are gone
        ready: Future[int] = Future()

        def failed(error: BaseException) -> None:
            (unexpected if ready.done() else ready.set_exception)(error)

        self._thread = GuardedThread("fer-websocket", lambda: asyncio.run(self._serve(ready)), failed)
        self._thread.start()
        try:
            self.port = ready.result()
        except OSError as error:
            self._thread.join()
            raise OutletError(
                "Nobody can listen on port {port} of {host}: {reason}.",
                "Choose another port in the settings.",
                port=address.port,
                host=address.host,
                reason=error.strerror or error,
            ) from error

    @property
    def n_clients(self) -> int:
        """How many are connected and were let in."""
        return len(self._clients)

    @property
    def lost(self) -> int:
        """Values that clients did not get because they read too slowly."""
        return self._lost + sum(client.lost for client in list(self._clients))

    def publish(self, analysis: Analysis, taken_s: float, names: Mapping[int, str]) -> None:
        """Hand on one analysed picture. Any thread; never waits."""
        self._soon(lambda: self._spread(moment(analysis, taken_s, names), is_value=True))

    def tell(self, message: Message) -> None:
        """Hand on what else happened, such as a marker. Any thread; never waits."""
        self._soon(lambda: self._spread(message, is_value=False))

    def close(self) -> None:
        """End every connection, and wait for the thread."""
        self._soon(self._stop.set)
        self._thread.join()

    def _soon(self, work: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # it has just ended
            if self._loop is not None:
                self._loop.call_soon_threadsafe(work)

    def _spread(self, message: Message, is_value: bool) -> None:
        wanting = [client for client in self._clients if client.wants_values or not is_value]
        if wanting:
            text = text_of(message)
            for client in wanting:
                client.offer(text)

    async def _serve(self, ready: Future[int]) -> None:
        self._loop = asyncio.get_running_loop()
        server = await serve(
            self._talk,
            self._address.host,
            self._address.port,
            process_request=self._check,
            create_connection=self._connection(),
            compression=None,
            max_size=_MOST_BYTES,
            max_queue=8,
            open_timeout=_HANDSHAKE_S,
            close_timeout=1.0,
            ping_interval=_PING_S,
            ping_timeout=_UNREAD_S,
            server_header=None,
            logger=_quiet,
        )
        async with server:
            ready.set_result(next(iter(server.sockets)).getsockname()[1])
            await self._stop.wait()

    def _connection(self) -> type[ServerConnection]:
        """A connection that counts: ten thousand at once would leave no file to open for the rest of the program."""
        outlet = self

        class Counted(ServerConnection):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                outlet._n_connections += 1
                super().connection_made(transport)
                if outlet._n_connections > _MOST_CLIENTS:
                    self.transport.abort()

            def connection_lost(self, exc: Exception | None) -> None:
                outlet._n_connections -= 1
                super().connection_lost(exc)

        return Counted

    def _check(self, connection: ServerConnection, request: Request) -> Response | None:
        reason = self._door.refusal(_asking(request))
        return connection.respond(403, f"{reason}\n") if reason else None

    async def _talk(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        asking = _asking(connection.request)
        client = Client(connection, self._door.may_command(asking), asking.wants_values)
        client.offer(text_of(hello()))
        sender = asyncio.create_task(client.send_all())
        self._clients.add(client)
        self._on_listeners(len(self._clients))
        try:
            with suppress(ConnectionClosed):
                async for text in connection:
                    await client.answer(await self._answer(client, text))
        finally:
            sender.cancel()
            self._clients.discard(client)
            self._lost += client.lost
            self._on_listeners(len(self._clients))

    async def _answer(self, client: Client, text: str | bytes) -> Message:
        number = None
        try:
            asked = _object(text)
            number = _number(asked)
            name = self._allowed(client, asked.get("command"))
            texts = {key: str(value)[:MOST_TEXT] for key, value in asked.items() if key not in ("command", "id")}
            result = await asyncio.wait_for(asyncio.wrap_future(self._on_command(name, texts)), _ANSWER_S)
        except _Refused as refused:
            result = {"ok": False, "error": str(refused)}
        except TimeoutError:
            result = {"ok": False, "error": "no answer in time"}
        return {"type": "answer", "id": number, **result}

    def _allowed(self, client: Client, name: object) -> str:
        if not (isinstance(name, str) and name in COMMANDS):
            raise _Refused(f"the commands are {', '.join(COMMANDS)}")
        if not client.may_command and name != "status":
            raise _Refused("pages need the token for commands")
        if not client.may_ask(time.monotonic()):
            raise _Refused("too many commands: at most 100 a second")
        return name


class _Refused(Exception):
    """A command that is not obeyed, and why."""


def _asking(request: Request) -> Asking:
    headers = request.headers
    return Asking(request.path, headers.get("Origin"), headers.get("Authorization", ""))


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise _Refused('a command is JSON such as {"command": "status", "id": 1}')
    return asked


def _number(asked: Mapping[str, Any]) -> int | None:
    number = asked.get("id")
    if not (number is None or (isinstance(number, int) and abs(number) < 2**53)):
        raise _Refused("id is a whole number")
    return number
