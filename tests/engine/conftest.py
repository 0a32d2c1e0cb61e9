from __future__ import annotations

import pytest

from fer_desktop.engine.engine import Engine
from tests.fakes import WAIT_S, FakeAnalyzer


@pytest.fixture
def make_engine():
    engines = []

    def make(analyzer=None):
        engines.append(Engine(lambda: analyzer or FakeAnalyzer()))
        return engines[-1]

    yield make
    for engine in engines:
        engine.stop()
        assert engine.join(WAIT_S) == []
