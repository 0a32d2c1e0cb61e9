"""Streams of the Lab Streaming Layer, with its own library as the listener."""

from __future__ import annotations

import json
import time
import uuid
from contextlib import contextmanager
from functools import partial

import numpy as np
import pytest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import OutletError
from fer_desktop.outlets import lsl_streams
from fer_desktop.outlets.lsl import LslClock, LslSender
from fer_desktop.outlets.lsl_streams import CHANNELS
from fer_desktop.outlets.places import Places
from fer_desktop.outlets.sending import Sending
from tests.fakes import WAIT_S, ahead_s, make_analysis, make_scores, make_tracked, wait_until

try:
    import pylsl
except (ImportError, RuntimeError) as error:
    pytest.skip(f"pylsl, or the library in it, is not there: {error}", allow_module_level=True)
pylsl.set_config_content("[multicast]\nResolveScope = machine\n")  # nobody in the network need see a test

LABELS = [channel.label for channel in CHANNELS]


@pytest.fixture
def open_outlet(monkeypatch, counts):
    """Streams of our own, whoever else has some in this network."""
    monkeypatch.setattr(lsl_streams, "SOURCE_ID", f"fer-desktop-{uuid.uuid4().hex}")
    opened = []

    def make(n_faces=2):
        counts.clear()
        opened.append(Sending("fer-lsl", lambda: LslSender(n_faces), counts.append))
        return opened[-1]

    yield make
    for outlet in opened:
        outlet.close()


def found(name):
    """The stream of this name that this test has opened, with its description."""
    until_s = time.monotonic() + WAIT_S
    while time.monotonic() < until_s:
        for info in pylsl.resolve_byprop("source_id", f"{lsl_streams.SOURCE_ID}-{name}", timeout=1.0):
            return info
    raise AssertionError(f"no stream {name}")


@pytest.fixture
def counts():
    return []


@pytest.fixture
def listening(counts):
    return partial(listening_to, counts)


@contextmanager
def listening_to(counts, *names):
    inlets = [pylsl.StreamInlet(found(name)) for name in names]
    for inlet in inlets:
        inlet.open_stream(WAIT_S)
    wait_until(lambda: counts[-1:] == [1])
    yield inlets
    for inlet in inlets:
        inlet.close_stream()


def samples_of(inlet, n):
    got = []
    while len(got) < n:
        sample, at_s = inlet.pull_sample(timeout=WAIT_S)
        assert sample is not None
        got.append((sample, at_s))
    return got


def test_values_come_with_the_time_of_capture(open_outlet, listening, counts):
    outlet = open_outlet()
    with listening("face-1") as (inlet,):
        taken_s = [time.monotonic() - 5 + i / 30 for i in range(20)]
        for i, at_s in enumerate(taken_s):
            face = make_tracked(7, scores=make_scores(probability=0.5 + i / 100))
            outlet.publish(make_analysis(i, [face]), at_s, {})
        got = samples_of(inlet, 20)
        offset_s = ahead_s(pylsl.local_clock)
        assert [at_s for _, at_s in got] == pytest.approx([at_s + offset_s for at_s in taken_s], abs=1e-3)
        table = np.array([sample for sample, _ in got])
        assert set(table[:, LABELS.index("face_id")]) == {7.0}
        assert table[:, LABELS.index(EXPRESSIONS[1])] == pytest.approx([0.5 + i / 100 for i in range(20)])
        assert np.isnan(table[:, LABELS.index("calibrated_valence")]).all()
        assert table[0, LABELS.index("box_w")] == 50
    wait_until(lambda: counts[-1] == 0)
    assert outlet.lost == 0


def test_the_description_names_channels_units_face_and_session(open_outlet):
    outlet = open_outlet()
    outlet.tell({"type": "started", "source": "demo"})
    outlet.tell({"type": "recording_started", "session": "/somewhere/2026-11-27_10-00-00"})
    outlet.publish(make_analysis(0, [make_tracked(1)]), 0.0, {1: "Mia <3"})
    inlet = None

    def is_described():
        nonlocal inlet
        inlet = pylsl.StreamInlet(found("face-1"))  # the one before may still be answering
        return inlet.info(WAIT_S).desc().child("seen").child_value("face_name") == "Mia <3"

    wait_until(is_described)
    info = inlet.info(WAIT_S)
    assert (info.name(), info.type(), info.nominal_srate()) == ("FER Desktop face 1", "Expressions", 0.0)
    seen = info.desc().child("seen")
    assert seen.child_value("session") == "2026-11-27_10-00-00"
    assert seen.child_value("source") == "demo"
    channel, described = info.desc().child("channels").child("channel"), []
    for _ in range(info.channel_count()):
        described.append((channel.child_value("label"), channel.child_value("unit")))
        channel = channel.next_sibling()
    assert described == [(channel.label, channel.unit) for channel in CHANNELS]


def test_a_name_that_comes_later_is_an_event_and_cuts_nobody_off(open_outlet, listening):
    outlet = open_outlet()
    with listening("face-1", "events") as (faces, events):
        outlet.publish(make_analysis(0, [make_tracked(1)]), 0.0, {})
        outlet.tell({"type": "face_named", "face": 1, "name": "Mia"})
        outlet.tell({"type": "recording_stopped", "session": "/home/me/2026-11-27", "reason": ""})
        for i in range(1, 5):
            outlet.publish(make_analysis(i, [make_tracked(1)]), 0.0, {1: "Mia"})
        assert len(samples_of(faces, 5)) == 5
        told = [json.loads(sample[0]) for sample, _ in samples_of(events, 2)]
        assert told[0] == {"type": "face_named", "face": 1, "name": "Mia"}
        assert told[1]["session"] == "2026-11-27"  # the network need not know where


def test_markers_have_the_time_at_which_they_were_set(open_outlet, listening):
    outlet = open_outlet()
    with listening("markers") as (inlet,):
        at_s = time.monotonic() - 0.75
        outlet.tell({"type": "marker", "time_s": 3.0, "taken_monotonic_s": at_s, "label": "刺激 1"})
        ((sample, stamped_s),) = samples_of(inlet, 1)
        assert sample == ["刺激 1"]
        assert stamped_s == pytest.approx(at_s + ahead_s(pylsl.local_clock), abs=1e-3)


def test_faces_that_come_and_go_keep_their_place(open_outlet, listening):
    outlet = open_outlet()
    with listening("face-1", "face-2") as (first, second):
        for i, ids in enumerate([[4], [4, 5], [5], [5, 6]]):
            outlet.publish(make_analysis(i, [make_tracked(number) for number in ids]), i * 3.0, {})
        assert [sample[0] for sample, _ in samples_of(first, 3)] == [4, 4, 6]
        assert [sample[0] for sample, _ in samples_of(second, 3)] == [5, 5, 5]


def test_places():
    places = Places(2)
    assert places.assign([1, 2, 3], 0.0) == {1: 0, 2: 1}
    assert places.assign([2], 4.0) == {2: 1}
    assert places.assign([2, 9], 4.5) == {2: 1, 9: 0}  # no other is left
    assert places.assign([], 100.0) == {}
    assert places.assign([2], 101.0) == {2: 1}  # its own, though long ago


def test_the_offset_of_the_clock_is_measured_by_the_closest_look(monkeypatch):
    times = iter([0.0, 0.5, *(x for i in range(9) for x in (1.0 + i, 1.001 + i))])
    theirs = iter([100.0, *(101.0005 + i for i in range(9))])
    monkeypatch.setattr("fer_desktop.outlets.lsl.time.monotonic", lambda: next(times))
    clock = LslClock(lambda: next(theirs))
    assert clock.offset_s(0.0) == pytest.approx(100.0)
    assert clock.offset_s(5.0) == pytest.approx(100.0)  # measured a moment ago
    with pytest.raises(StopIteration):
        clock.offset_s(11.0)


def test_without_the_library_it_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pylsl", None)
    with pytest.raises(OutletError, match="needs the library pylsl"):
        Sending("fer-lsl", lambda: LslSender(1))
