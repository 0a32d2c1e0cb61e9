from __future__ import annotations

from fer_desktop.engine.marker_gate import BURST, LONGEST_LABEL, PER_S, MarkerGate, shortened


def test_a_burst_is_taken_and_a_flood_is_not():
    now = [0.0]
    gate = MarkerGate(lambda: now[0])
    assert sum(gate.lets_through() for _ in range(3000)) == BURST
    assert gate.refused == 3000 - BURST
    now[0] += 1.0
    assert sum(gate.lets_through() for _ in range(3000)) == PER_S


def test_steady_markers_are_never_refused():
    now = [0.0]
    gate = MarkerGate(lambda: now[0])
    for i in range(10_000):
        now[0] = i / PER_S
        assert gate.lets_through()
    assert gate.refused == 0


def test_a_label_that_goes_on_and_on_is_cut_and_says_so():
    assert shortened("x" * LONGEST_LABEL) == "x" * LONGEST_LABEL
    assert shortened("x" * 50_000_000) == "x" * (LONGEST_LABEL - 1) + "…"
