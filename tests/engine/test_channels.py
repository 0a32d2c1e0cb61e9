from __future__ import annotations

import threading
import time

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fer_desktop.engine.channels import Backlog, Closed, Latest
from tests.fakes import WAIT_S


class LatestMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.channel = Latest()
        self.put_count = self.taken = 0
        self.newest = None
        self.is_closed = False

    @rule(item=st.integers())
    def put(self, item):
        self.channel.put(item)
        if not self.is_closed:
            self.put_count += 1
            self.newest = item

    @rule()
    def take(self):
        if self.newest is None and self.is_closed:
            with pytest.raises(Closed):
                self.channel.take(0)
            return
        assert self.channel.take(0) == self.newest
        self.taken += self.newest is not None
        self.newest = None

    @precondition(lambda self: not self.is_closed)
    @rule()
    def close(self):
        self.channel.close()
        self.is_closed = True

    @invariant()
    def nothing_is_lost_uncounted(self):
        waiting = self.newest is not None
        assert self.taken + self.channel.overwritten + waiting == self.put_count


class BacklogMachine(RuleBasedStateMachine):
    CAPACITY = 5

    def __init__(self):
        super().__init__()
        self.channel = Backlog(self.CAPACITY, lambda item: item)
        self.waiting = []
        self.offered = self.taken = 0
        self.is_closed = False

    @rule(item=st.integers(0, 3))
    def offer(self, item):
        fits = item == 0 or sum(self.waiting) + item <= self.CAPACITY
        assert self.channel.offer(item) == (fits and not self.is_closed)
        if not self.is_closed:
            self.offered += 1
            if fits:
                self.waiting.append(item)

    @rule()
    def take(self):
        if self.waiting:
            assert self.channel.take(0) == self.waiting.pop(0)
            self.taken += 1
        elif self.is_closed:
            with pytest.raises(Closed):
                self.channel.take(0)
        else:
            assert self.channel.take(0) is None

    @rule()
    def drain(self):
        assert self.channel.drain() == self.waiting
        self.taken += len(self.waiting)
        self.waiting = []

    @precondition(lambda self: not self.is_closed)
    @rule()
    def close(self):
        self.channel.close()
        self.is_closed = True

    @invariant()
    def nothing_is_lost_uncounted(self):
        assert self.taken + self.channel.refused + len(self.waiting) == self.offered


TestLatest = LatestMachine.TestCase
TestBacklog = BacklogMachine.TestCase
TestLatest.settings = TestBacklog.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_close_wakes_a_waiting_consumer():
    for channel in (Latest(), Backlog(1)):
        woken = threading.Event()

        def wait(channel=channel, woken=woken):
            with pytest.raises(Closed):
                channel.take()
            woken.set()

        thread = threading.Thread(target=wait)
        thread.start()
        channel.close()
        assert woken.wait(WAIT_S)
        thread.join()


def test_two_threads_for_a_moment_lose_nothing():  # noqa: C901
    latest, backlog = Latest(), Backlog(50)
    newest, in_order = [], []

    def consume_latest():
        try:
            while True:
                newest.append(latest.take(5))
        except Closed:
            pass

    def consume_backlog():
        try:
            while True:
                item = backlog.take(5)
                if item is not None:
                    in_order.append(item)
        except Closed:
            pass

    threads = [threading.Thread(target=consume_latest), threading.Thread(target=consume_backlog)]
    for thread in threads:
        thread.start()
    offered = 0
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        latest.put(offered)
        backlog.offer(offered)
        offered += 1
    latest.close()
    backlog.close()
    for thread in threads:
        thread.join(WAIT_S)
    assert sum(item is not None for item in newest) + latest.overwritten == offered
    assert len(in_order) + backlog.refused == offered
    assert in_order == sorted(in_order)
