from __future__ import annotations

from pathlib import Path

import pytest

from fer_desktop.core.interfaces import RecordingCounts
from tests.factories import begin_sealed, fill


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(fill(begin_sealed(tmp_path)).close(RecordingCounts(40, 0, 0)))
