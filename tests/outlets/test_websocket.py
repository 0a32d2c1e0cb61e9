from __future__ import annotations

import json
import logging
import socket
import threading
import time
from concurrent.futures import Future
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from fer_desktop.errors import OutletError, RemoteError
from fer_desktop.outlets import websocket
from fer_desktop.outlets.door import Asking, Door, is_loopback
from fer_desktop.outlets.messages import moment, text_of
from fer_desktop.outlets.websocket import Address, WebSocketOutlet
from fer_desktop.remote import Remote
from tests.fakes import WAIT_S, make_analysis, make_tracked, wait_until


class Heard:
    """Answers every command, and keeps it."""

    def __init__(self) -> None:
        self.commands: list = []
        self.counts: list[int] = []

    def obey(self, name, texts):
        self.commands.append((name, dict(texts)))
        answer: Future = Future()
        answer.set_result({"ok": name != "record", "error": "not now", "time_s": 1.5})
        return answer


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def open_outlet(heard):
    opened = []

    def make(**address):
        opened.append(WebSocketOutlet(Address(0, **address), heard.obey, heard.counts.append))
        return opened[-1]

    yield make
    for outlet in opened:
        outlet.close()


def client_of(outlet, path="/", **options):
    return connect(f"ws://127.0.0.1:{outlet.port}{path}", compression=None, proxy=None, **options)


def analysis(i=0):
    return make_analysis(i, [make_tracked(1)])


def listening(heard, count):
    wait_until(lambda: heard.counts and heard.counts[-1] == count)


def test_values_come_in_order_with_their_times_and_names(open_outlet, heard):
    outlet = open_outlet()
    with client_of(outlet) as client:
        assert json.loads(client.recv())["type"] == "hello"
        listening(heard, 1)
        for i in range(20):
            outlet.publish(analysis(i), 100.0 + i, {1: "Mia"})
        outlet.tell({"type": "marker", "time_s": 0.5, "label": "on"})
        values = [json.loads(client.recv(WAIT_S)) for _ in range(20)]
        assert [value["frame"] for value in values] == list(range(20))
        assert values[3]["taken_monotonic_s"] == 103.0
        assert values[0]["faces"][0]["name"] == "Mia"
        assert sum(values[0]["faces"][0]["probabilities"]) == pytest.approx(1, abs=1e-5)
        assert json.loads(client.recv(WAIT_S))["label"] == "on"
    listening(heard, 0)
    assert outlet.lost == 0


def test_what_is_not_known_is_null_and_never_nan():
    face = make_tracked(1)
    text = text_of(moment(make_analysis(0, [face]), 0.0, {}))
    assert "NaN" not in text
    assert json.loads(text)["faces"][0]["calibrated"] is None


def test_a_client_that_never_reads_loses_values_that_are_counted_and_others_lose_none(open_outlet, heard):
    outlet = open_outlet()
    got = []
    with client_of(outlet, max_queue=1) as slow, client_of(outlet) as quick:
        listening(heard, 2)

        def read():
            with suppress(ConnectionClosed):
                for text in quick:
                    got.append(json.loads(text))

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        n, crowd = 3000, [make_tracked(number) for number in range(1, 11)]  # more than sockets hold
        for i in range(n):
            outlet.publish(make_analysis(i, crowd), 0.0, {})
            if i % 20 == 0:
                time.sleep(0.002)
        wait_until(lambda: bool(got) and got[-1].get("frame") == n - 1)
        frames = [one["frame"] for one in got if one["type"] == "moment"]
        told = [one["count"] for one in got if one["type"] == "lost"]
        assert len(frames) + (told[-1] if told else 0) == n
        assert outlet.lost > 100
        seen, lost = 0, 0
        while True:  # the slow one begins to read: all that it did not get is told
            one = json.loads(slow.recv(WAIT_S))
            seen += one["type"] == "moment"
            lost = one["count"] if one["type"] == "lost" else lost
            if one.get("frame") == n - 1:
                break
        assert seen + lost == n + 1 or seen + lost == n  # the greeting may be among what was lost
        quick.close()
        reader.join(WAIT_S)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "file://", "http://localhost.evil.example"])
def test_pages_from_elsewhere_are_refused_without_a_token(open_outlet, origin):
    outlet = open_outlet()
    with pytest.raises(InvalidStatus, match="403"):
        client_of(outlet, origin=origin)


def test_pages_of_this_computer_may_listen_and_not_command(open_outlet, heard):
    with client_of(open_outlet(), origin="http://localhost:8000") as page:
        page.recv()
        page.send('{"command": "record", "id": 3}')
        assert json.loads(page.recv(WAIT_S)) == {
            "type": "answer",
            "id": 3,
            "ok": False,
            "error": "pages need the token for commands",
        }
    assert heard.commands == []


def test_a_token_opens_for_pages_and_programs_and_its_lack_for_nobody(open_outlet, heard):
    outlet = open_outlet(token="se-cret")
    for options in ({}, {"additional_headers": {"Authorization": "Bearer wrong"}}):
        with pytest.raises(InvalidStatus, match="403"):
            client_of(outlet, **options)
    with client_of(outlet, "/?token=se-cret", origin="https://example.org") as page:
        page.recv()
        page.send('{"command": "status"}')
        assert json.loads(page.recv(WAIT_S))["ok"]
    with pytest.raises(RemoteError, match="403"):
        Remote(outlet.port)
    with Remote(outlet.port, token="se-cret") as remote:
        remote.stop()
    assert [name for name, _ in heard.commands] == ["status", "stop"]


def test_other_computers_need_a_token():
    with pytest.raises(OutletError, match="Without a token"):
        WebSocketOutlet(Address(0, "0.0.0.0"), lambda *_: Future(), lambda _: None)
    assert not is_loopback("0.0.0.0")
    assert is_loopback("::1")
    assert is_loopback("localhost")
    assert not is_loopback("myhost")
    assert Door("x").refusal(Asking("/?token=x", "https://a.b")) == ""


def test_a_port_that_is_taken_is_said(open_outlet):
    with pytest.raises(OutletError, match="Nobody can listen on port"):
        WebSocketOutlet(Address(open_outlet().port), lambda *_: Future(), lambda _: None)


def test_the_remote_control_commands_and_listens(open_outlet, heard):
    outlet = open_outlet()
    with Remote(outlet.port) as remote:
        remote.start("demo")
        assert remote.marker("a" * 600) == 1.5
        with pytest.raises(RemoteError, match="refuses record: not now"):
            remote.record()
        remote.stop_recording()
        moments = remote.moments()
        assert next(moments)["type"] == "hello"
        listening(heard, 2)
        outlet.publish(analysis(), 0.0, {})
        assert next(moments)["type"] == "moment"
        moments.close()
    assert heard.commands[0] == ("start", {"source": "demo"})
    assert heard.commands[1] == ("marker", {"label": "a" * 500})
    with pytest.raises(RemoteError, match="does not answer at"):
        Remote(1, timeout_s=2)


def test_nonsense_and_floods_are_answered_and_obeyed_at_most_so_often(open_outlet, heard):
    nonsense = ["", "no", "[]", "{}", '{"command": 1}', '{"command": "status", "id": []}', "[" * 4000, b"\xff\x00"]
    with client_of(open_outlet()) as client:
        client.recv()
        for text in nonsense:
            client.send(text)
            assert not json.loads(client.recv(WAIT_S))["ok"]
        for _ in range(300):
            client.send('{"command": "status"}')
        answers = [json.loads(client.recv(WAIT_S)) for _ in range(300)]
        assert any("too many" in answer.get("error", "") for answer in answers)
        assert len(heard.commands) < 300
        with pytest.raises(ConnectionClosed):
            client.send("x" * 5000)
            client.recv(WAIT_S)


def test_hundreds_of_connections_leave_room_for_the_program(open_outlet, heard):
    outlet = open_outlet()
    held = []
    for _ in range(300):
        held.append(socket.create_connection(("127.0.0.1", outlet.port), WAIT_S))
    wait_until(lambda: outlet._n_connections <= websocket._MOST_CLIENTS)
    for one in held:
        one.close()
    wait_until(lambda: outlet._n_connections == 0)
    with client_of(outlet) as client:
        assert json.loads(client.recv(WAIT_S))["type"] == "hello"


def test_a_command_that_nobody_answers_ends(open_outlet, monkeypatch):
    monkeypatch.setattr(websocket, "_ANSWER_S", 0.05)
    outlet = WebSocketOutlet(Address(0), lambda *_: Future(), lambda _: None)
    try:
        with client_of(outlet) as client:
            client.recv()
            client.send('{"command": "status"}')
            assert json.loads(client.recv(WAIT_S))["error"] == "no answer in time"
    finally:
        outlet.close()
    outlet.publish(analysis(), 0.0, {})  # too late, and harmless
    assert logging.getLogger("fer_desktop.outlets.websocket.library").propagate is False
