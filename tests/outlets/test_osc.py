"""OSC over UDP, with a real receiver."""

from __future__ import annotations

import socket
import sys
import threading
import time
from dataclasses import replace

import pytest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import OutletError
from fer_desktop.outlets.osc import OscSender, Target
from fer_desktop.outlets.sending import Sending
from tests.fakes import WAIT_S, make_analysis, make_scores, make_tracked, wait_until

osc_bundle = pytest.importorskip("pythonosc.osc_bundle", reason="python-osc is not there")


@pytest.fixture
def receiver():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        one.settimeout(WAIT_S)
        yield one


@pytest.fixture
def outlet(receiver):
    outlet = Sending("fer-osc", lambda: OscSender(Target(receiver.getsockname()[1])))
    yield outlet
    outlet.close()


def bundle_of(receiver):
    packet = receiver.recv(65_536)
    assert len(packet) < 1400  # no network cuts it
    bundle = osc_bundle.OscBundle(packet)
    return bundle.timestamp, {message.address: message.params for message in bundle}


def test_faces_come_as_bundles_with_the_time_of_capture(outlet, receiver):
    scores = make_scores(probability=0.75)
    certain = replace(make_tracked(3, scores=scores), certainty=0.5, calibrated=scores)
    at_s, now_s = time.monotonic() - 2.0, time.time()
    outlet.publish(make_analysis(30, [certain, make_tracked(4)]), at_s, {3: "Mia"})
    stamp_s, picture = bundle_of(receiver)
    assert stamp_s == pytest.approx(now_s - 2.0, abs=0.2)
    assert picture["/fer/faces"] == [3, 4]
    assert picture["/fer/picture"] == [30, pytest.approx(1.0)]
    face_s, face = bundle_of(receiver)
    assert face_s == pytest.approx(stamp_s, abs=1e-3)
    assert face["/fer/face/3/expression"] == [EXPRESSIONS[1], pytest.approx(0.75)]
    assert len(face["/fer/face/3/probabilities"]) == len(EXPRESSIONS)
    assert face["/fer/face/3/name"] == ["Mia"]
    assert face["/fer/face/3/certainty"] == [0.5]
    assert face["/fer/face/3/calibrated/expression"] == [EXPRESSIONS[1], pytest.approx(0.75)]
    assert face["/fer/face/3/box"] == [10, 20, 50, 60]
    assert len(face["/fer/face/3/pose"]) == 3
    _, other = bundle_of(receiver)
    assert "/fer/face/4/expression" in other
    unknown = {"name", "certainty", "calibrated/expression"}
    assert not {address.removeprefix("/fer/face/4/") for address in other} & unknown


def test_a_picture_without_faces_says_so(outlet, receiver):
    outlet.publish(make_analysis(0), time.monotonic(), {})
    assert bundle_of(receiver)[1]["/fer/faces"] == []


def test_what_else_happens(outlet, receiver):
    at_s = time.monotonic() - 3.0
    outlet.tell({"type": "started", "source": "demo"})
    outlet.tell({"type": "unheard of"})
    outlet.tell({"type": "recording_started", "session": "/home/me/2026"})
    outlet.tell({"type": "marker", "time_s": 1.5, "taken_monotonic_s": at_s, "label": "刺激"})
    outlet.tell({"type": "stopped"})
    told = [bundle_of(receiver) for _ in range(4)]
    assert [messages for _, messages in told] == [
        {"/fer/started": ["demo"]},
        {"/fer/recording_started": ["2026"]},
        {"/fer/marker": ["刺激", 1.5]},
        {"/fer/stopped": []},
    ]
    assert told[2][0] == pytest.approx(time.time() - (time.monotonic() - at_s), abs=0.2)


def test_the_packages_own_server_understands_it(receiver):
    from pythonosc.dispatcher import Dispatcher
    from pythonosc.osc_server import BlockingOSCUDPServer

    heard = []
    dispatcher = Dispatcher()
    dispatcher.map("/fer/face/*/valence", lambda address, value: heard.append((address, value)))
    with BlockingOSCUDPServer(("127.0.0.1", 0), dispatcher) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        outlet = Sending("fer-osc", lambda: OscSender(Target(server.server_address[1], "localhost")))
        outlet.publish(make_analysis(0, [make_tracked(2)]), time.monotonic(), {})
        wait_until(lambda: bool(heard))
        outlet.close()
        server.shutdown()
        thread.join()
    assert heard[0] == ("/fer/face/2/valence", pytest.approx(make_tracked(2).scores.valence, abs=1e-6))


def test_what_cannot_be_sent_is_counted_and_said_once():
    class Broken:
        listeners = 0

        def send_seen(self, seen):
            raise OSError(101, "Network is unreachable")

        def send_message(self, message):
            raise OSError(101, "Network is unreachable")

        def close(self):
            pass

    said = []
    outlet = Sending("fer-osc", Broken, on_trouble=said.append)
    for _ in range(3):
        outlet.publish(make_analysis(0), 0.0, {})
    outlet.tell({"type": "stopped"})
    wait_until(lambda: outlet.lost == 4)
    outlet.close()
    assert len(said) == 1


def test_what_there_is_no_room_for_is_counted_and_nobody_waits():
    go_on, sent = threading.Event(), []

    class Slow:
        listeners = 0

        def send_seen(self, seen):
            go_on.wait(WAIT_S)
            sent.append(seen)

        def send_message(self, message):
            sent.append(message)

        def close(self):
            pass

    outlet = Sending("fer-slow", Slow)
    for i in range(1000):
        outlet.publish(make_analysis(i), 0.0, {})
    assert outlet.lost > 700
    go_on.set()
    outlet.close()
    assert len(sent) + outlet.lost == 1000


def test_a_computer_that_nobody_knows_and_a_missing_library_are_said(monkeypatch):
    with pytest.raises(OutletError, match=r"OSC cannot be sent to no\.such\.computer\.invalid"):
        OscSender(Target(9000, "no.such.computer.invalid"))
    monkeypatch.setitem(sys.modules, "pythonosc.udp_client", None)
    with pytest.raises(OutletError, match="needs the library python-osc"):
        OscSender(Target(9000))
