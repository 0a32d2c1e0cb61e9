"""One client of the WebSocket server: what waits for it, what it lost, how often it may ask. Of the server's thread."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from fer_desktop.outlets.messages import Message, text_of

_MOST_WAITING = 60  # messages: two seconds at 30 a second
_BURST = 50  # commands at once
_COMMANDS_PER_S = 100.0


class Client:
    """Has a queue of its own: one that reads slowly loses the oldest values, which are counted and told to it."""

    def __init__(self, connection: ServerConnection, may_command: bool, wants_values: bool) -> None:
        self.connection, self.may_command, self.wants_values = connection, may_command, wants_values
        self.lost = 0
        self._told_lost = 0
        self._waiting: deque[str] = deque()
        self._news = asyncio.Event()
        self._credit, self._credit_at_s = float(_BURST), 0.0

    def offer(self, text: str) -> None:
        """Send this as soon as the client takes it."""
        if len(self._waiting) >= _MOST_WAITING:
            self._waiting.popleft()
            self.lost += 1
        self._waiting.append(text)
        self._news.set()

    async def answer(self, message: Message) -> None:
        """Send this before the next command is read: who does not read cannot ask for more."""
        await self.connection.send(text_of(message))

    async def send_all(self) -> None:
        """Send what is offered, until the connection ends."""
        with suppress(ConnectionClosed):
            while True:
                await self._news.wait()
                self._news.clear()
                while self._waiting:
                    if self.lost > self._told_lost:
                        self._told_lost = self.lost
                        await self.connection.send(text_of({"type": "lost", "count": self.lost}))
                    if self._waiting:
                        await self.connection.send(self._waiting.popleft())

    def may_ask(self, now_s: float) -> bool:
        """Whether one command more is not too many."""
        self._credit = min(_BURST, self._credit + (now_s - self._credit_at_s) * _COMMANDS_PER_S)
        self._credit_at_s = now_s
        if self._credit < 1:
            return False
        self._credit -= 1
        return True
