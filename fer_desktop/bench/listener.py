"""What other programs do while live values are measured; each runs in a process of its own."""

from __future__ import annotations

import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from threading import Event
from typing import Any

from fer_desktop.guard import GuardedThread
from fer_desktop.remote import Remote

_LOOK_S = 0.05
_HELD = 30  # strangers that stay for a while
_REQUEST = (
    "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{0}\r\n"
)
_COMMAND = b"\x81\x94\0\0\0\0" + b'{"command":"status"}'  # a masked frame of text, the mask being zeros


@dataclass(slots=True)
class _Heard:
    """What one listener got; of its thread until that has ended."""

    ages_ms: list[float] = field(default_factory=list)
    n_values: int = 0
    lost: int = 0


def listen(port: int, n: int, last_frame: int | None, answer: Connection) -> None:
    """Listen so many times at once, until told to end or until this frame came; then say how old values were."""
    heard, is_over = [_Heard() for _ in range(n)], Event()
    threads = [GuardedThread("fer-listener", partial(_hear, port, one, is_over, last_frame)) for one in heard]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if answer.poll(_LOOK_S):
            is_over.set()
            break
    for thread in threads:
        thread.join()
    answer.send(
        {
            "ages_ms": [age for one in heard for age in one.ages_ms],
            "values": sum(one.n_values for one in heard),
            "lost": sum(one.lost for one in heard),
        }
    )


def _hear(port: int, heard: _Heard, is_over: Event, last_frame: int | None) -> None:
    for message in Remote(port).moments():
        match message["type"]:
            case "moment":
                heard.n_values += 1
                if last_frame is None:
                    heard.ages_ms.append((time.monotonic() - message["taken_monotonic_s"]) * 1000)
                elif message["frame"] == last_frame:
                    return
            case "lost":
                heard.lost = message["count"]
        if is_over.is_set():
            return


def strangers(port: int, n: int, answer: Connection) -> None:
    """Connect so often, each time as somebody else who is up to no good."""
    held: list[socket.socket] = []
    n_open = 0
    for i in range(n):
        try:
            held.append(_stranger(port, i % 6))
            n_open += 1
        except OSError:  # turned away
            time.sleep(0.001)
        while len(held) > _HELD:
            held.pop(0).close()
    for one in held:
        one.close()
    answer.send({"connected": n_open})


def _stranger(port: int, kind: int) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), 5.0)
    with suppress(OSError):
        match kind:
            case 0:  # says nothing, and stays
                pass
            case 1:  # half a request, and gone
                one.sendall(_REQUEST[:40].encode())
                one.close()
            case 2:  # a page from elsewhere
                one.sendall(_REQUEST.format("Origin: https://evil.example\r\n").encode())
            case 3:  # listens and never reads
                one.sendall(_REQUEST.format("").encode())
            case 4:  # commands without end
                one.sendall(_REQUEST.format("").encode() + 60 * _COMMAND)
            case 5:  # cut off in the middle of it
                one.sendall(_REQUEST.format("").encode())
                one.recv(200)
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                one.close()
    return one


def figures_of(line: Connection) -> dict[str, Any]:
    """What one of these processes says at its end."""
    said: dict[str, Any] = line.recv()
    return said
