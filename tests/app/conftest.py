from __future__ import annotations

import cv2
import pytest

from fer_desktop.capture.demo import DemoOptions, DemoSource


@pytest.fixture
def demo_image(tmp_path):
    """A photograph of the demo's face, as PNG."""
    source = DemoSource(DemoOptions())
    source.open()
    path = tmp_path / "face.png"
    cv2.imwrite(str(path), cv2.cvtColor(source.read().image, cv2.COLOR_RGB2BGR))
    return path
