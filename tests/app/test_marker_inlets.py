from __future__ import annotations

import socket
import sys
from contextlib import suppress
from types import SimpleNamespace

import pytest

from fer_desktop.app import marker_inlets
from fer_desktop.app.marker_inlets import HOST, LslInlet, MarkerInlets, SocketInlet
from tests.fakes import wait_until


def test_each_line_is_one_marker_from_any_number_of_programs():
    marks = []
    inlet = SocketInlet(0, marks.append)
    try:
        with socket.create_connection((HOST, inlet.port)) as one, socket.create_connection((HOST, inlet.port)) as two:
            one.sendall("stimulus on\n\n  刺激 \t 2\n".encode())
            two.sendall(b"other\r\nhalf a li")
            wait_until(lambda: len(marks) == 3)
            two.sendall(b"ne\n")
            wait_until(lambda: len(marks) == 4)
    finally:
        inlet.close()
    assert sorted(marks) == sorted(["stimulus on", "刺激 2", "other", "half a line"])


def test_bad_bytes_and_endless_lines_do_no_harm():
    marks = []
    inlet = SocketInlet(0, marks.append)
    with socket.create_connection((HOST, inlet.port)) as connection:
        connection.sendall(b"\xff\xfe\n" + b"x" * 5000 + b"\nend\n")
        wait_until(lambda: "end" in marks)
        inlet.close()  # with a connection that is still open
    assert all(len(mark) <= 200 for mark in marks)


def test_only_this_machine_can_reach_it():
    inlet = SocketInlet(0, lambda label: None)
    assert inlet._server.server_address[0] == "127.0.0.1"
    inlet.close()


def test_a_port_that_is_taken_is_told_and_listening_again_changes_nothing():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        inlets = MarkerInlets(lambda label, age_s: None)
        (failure,) = inlets.listen(taken.getsockname()[1], False)
        assert "cannot be received" in failure.message
        assert inlets.listen(taken.getsockname()[1], False) == []
        inlets.close()


def test_lsl_streams_are_taken_come_and_go(monkeypatch):
    """pylsl is not needed for the tests: a module with its three calls."""
    samples = {
        "a": [(["one"], 99.5), (["two"], 1.0)],
        "b": [(["three"], 100.25)],
        "ours": [(["an echo"], 100.0)],
    }
    there, opened = ["a", "ours"], []

    class Inlet:
        def __init__(self, info, processing_flags):
            assert processing_flags == 1
            self.uid = info.uid()
            opened.append(self.uid)

        def pull_sample(self, timeout):
            return samples[self.uid].pop(0) if samples[self.uid] else (None, None)

    class Resolver:
        def __init__(self, prop, value):
            assert (prop, value) == ("type", "Markers")

        def results(self):
            return [
                SimpleNamespace(
                    uid=lambda uid=uid: uid, source_id=lambda uid=uid: {"ours": "fer-desktop-x"}.get(uid, "")
                )
                for uid in there
            ]

    monkeypatch.setattr(marker_inlets, "_LIST_EVERY_S", 0.01)
    fake = SimpleNamespace(StreamInlet=Inlet, ContinuousResolver=Resolver, proc_clocksync=1, local_clock=lambda: 100.0)
    monkeypatch.setitem(sys.modules, "pylsl", fake)
    marks = []
    inlet = LslInlet(lambda label, age_s: marks.append((label, age_s)))
    # one that is stamped by another clock counts as of now, one that is announced as of then
    wait_until(lambda: marks == [("one", 0.5), ("two", 0.0)])
    there[:] = ["b"]
    wait_until(lambda: marks[2:] == [("three", -0.25)])
    there[:] = ["a", "b"]
    wait_until(lambda: opened == ["a", "b", "a"])
    inlet.close()


def test_without_pylsl_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "pylsl", None)
    inlets = MarkerInlets(lambda label, age_s: None)
    (failure,) = inlets.listen(0, True)
    assert 'pip install "fer-desktop[lsl]"' in failure.hint


@pytest.mark.parametrize("port", [0, 5000])
def test_settings_know_ports(tmp_path, port):
    from fer_desktop.settings import Settings, load_settings, save_settings

    save_settings(Settings(marker_port=port, lsl_markers=True), tmp_path / "s.json")
    assert load_settings(tmp_path / "s.json").marker_port == port


def test_a_program_that_has_just_left_does_not_keep_it_open():
    inlet = SocketInlet(0, lambda label: None)
    with socket.create_connection((HOST, inlet.port)) as gone:
        wait_until(lambda: bool(inlet._server._connections))
        (connection,) = inlet._server._connections
    connection.close()  # its handler is about to notice
    inlet._server._connections.add(connection)
    inlet.close()
    assert gone.fileno() == -1


def sent(data: bytes, token: str = "") -> tuple[list[str], list[str]]:
    """Which markers came of what a program sent, and who was refused."""
    marks, refused = [], []
    inlet = SocketInlet(0, marks.append, token, refused.append)
    try:
        with socket.create_connection((HOST, inlet.port)) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            with suppress(ConnectionError):
                while connection.recv(1000):
                    pass
    finally:
        inlet.close()
    return marks, refused


@pytest.mark.parametrize(
    "data",
    [
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1:5005\r\nContent-Type: text/plain\r\n\r\nmarker of a web page\r\n",
        b"GET /marker HTTP/1.1\r\nUpgrade: websocket\r\n\r\nx\n",
        b"OPTIONS * HTTP/1.1\n\nmarker\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\nmarker\n",
        b"post http://127.0.0.1:5005/ HTTP/1.0\n\nmarker\n",
    ],
)
def test_a_web_page_cannot_mark_a_recording(data):
    marks, refused = sent(data)
    assert marks == []
    assert len(refused) == 1


def test_a_label_that_speaks_of_http_is_a_marker():
    assert sent(b"show http://example.org\nGET READY\nHTTP error\n")[0] == [
        "show http://example.org",
        "GET READY",
        "HTTP error",
    ]


@pytest.mark.parametrize("line", [b"\xff\xfe", b"a\x00b", b"\x1b[2J", b"x" * 1001, "\u009b31m".encode()])
def test_what_is_no_line_of_text_is_no_marker(line):
    assert sent(b"one\n" + line + b"\ntwo\n")[0] == ["one", "two"]


def test_fifty_megabytes_without_a_newline_are_no_marker_and_cost_no_memory():
    marks, _ = sent(b"x" * 50_000_000 + b"\nend\n")
    assert marks == ["end"]


@pytest.mark.parametrize(
    ("data", "marks"),
    [
        (b"s3cret\none\ntwo\n", ["one", "two"]),
        (b"one\n", []),
        (b"", []),
        (b"s3cret", []),
        (b"s3cre\ns3cret\none\n", []),
    ],
)
def test_with_a_token_only_programs_that_know_it_are_let_in(data, marks):
    assert sent(data, "s3cret")[0] == marks


def test_so_many_connections_and_no_more():
    inlet = SocketInlet(0, lambda label: None)
    connections = [socket.create_connection((HOST, inlet.port)) for _ in range(40)]
    try:
        wait_until(lambda: len(inlet._server._connections) >= 32)
        assert len(inlet._server._connections) <= 33
    finally:
        for connection in connections:
            connection.close()
        inlet.close()
