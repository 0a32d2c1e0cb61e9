from __future__ import annotations

import pytest

from tests.factories import write_session


@pytest.fixture
def session(tmp_path):
    return write_session(tmp_path / "sessions", "s")
