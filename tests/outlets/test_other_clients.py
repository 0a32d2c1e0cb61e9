"""Clients that are not ours: Qt's own WebSocket, and a page in a browser where there is one."""

from __future__ import annotations

import json
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkRequest
from PySide6.QtWebSockets import QWebSocket

from fer_desktop.outlets.websocket import Address, WebSocketOutlet
from tests.fakes import WAIT_MS, make_analysis, make_tracked


@pytest.fixture
def outlet():
    def obey(name, texts):
        answer: Future = Future()
        answer.set_result({"ok": True, "did": name})
        return answer

    made = WebSocketOutlet(Address(0), obey, lambda _: None)
    yield made
    made.close()


def address(outlet):
    return QUrl(f"ws://127.0.0.1:{outlet.port}/")


def test_the_websocket_of_qt_listens_and_commands(outlet, qtbot):
    client, got = QWebSocket(), []
    client.textMessageReceived.connect(lambda text: got.append(json.loads(text)))
    client.open(address(outlet))
    qtbot.waitUntil(lambda: bool(got), timeout=WAIT_MS)
    assert got[0]["type"] == "hello"
    outlet.publish(make_analysis(3, [make_tracked(1)]), 5.0, {})
    client.sendTextMessage('{"command": "status", "id": 1}')
    qtbot.waitUntil(lambda: len(got) == 3, timeout=WAIT_MS)
    assert {one["type"] for one in got} == {"hello", "moment", "answer"}
    assert next(one for one in got if one["type"] == "answer")["did"] == "status"
    client.close()


def test_a_page_from_elsewhere_is_refused_by_that_client_too(outlet, qtbot):
    client = QWebSocket("https://evil.example")
    request = QNetworkRequest(address(outlet))
    with qtbot.waitSignal(client.disconnected, timeout=WAIT_MS):
        client.open(request)
    assert "403" in client.errorString()
