"""Isolation for every test: own user folders, no stray threads, no unexpected log, no window left over."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fer_desktop.session import vault
from tests import fake_cameras

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def qapp(qapp):
    """The application with words of the size that users see."""
    from fer_desktop.ui.widgets.type_scale import apply_type  # Qt is there only for tests that ask for it

    apply_type(qapp)
    return qapp


@pytest.fixture(autouse=True)
def own_user_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the developer's own settings or sessions is read or written."""
    monkeypatch.setenv("FER_DESKTOP_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The least that is taken: a real key of an encrypted session costs half a second."""
    monkeypatch.setattr(vault, "NEW_COST", vault.Cost(n=2**14))


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    yield
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("fer-")]
    assert not left, f"threads still alive: {left}"


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning nobody expects fails the test; mark it `expects_log` to allow it."""
    logger = logging.getLogger("fer_desktop")
    was = logger.propagate
    logger.propagate = True
    yield
    logger.propagate = was
    if request.node.get_closest_marker("expects_log"):
        return
    unexpected = [
        r.getMessage()
        for phase in ("setup", "call")
        for r in caplog.get_records(phase)
        if r.levelno >= logging.WARNING and r.name.startswith("fer_desktop")
    ]
    assert not unexpected, f"unexpected log: {unexpected}"


@pytest.fixture
def shared_videos() -> Path:
    """Folder with real clips; the test is skipped where it is absent."""
    folder = SHARED / "videos"
    if not folder.is_dir():
        pytest.skip("../shared/videos is not here")
    return folder


@pytest.fixture
def demo_image(tmp_path: Path) -> Path:
    """A photograph of the demo's face, as PNG."""
    import cv2

    from fer_desktop.capture.demo.source import DemoOptions, DemoSource

    source = DemoSource(DemoOptions())
    source.open()
    path = tmp_path / "face.png"
    cv2.imwrite(str(path), cv2.cvtColor(source.read().image, cv2.COLOR_RGB2BGR))
    return path


@pytest.fixture(scope="session")
def minute(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that takes long to analyse; see `write_minute`."""
    from tests.clips import write_minute

    return write_minute(tmp_path_factory.mktemp("minute") / "minute.mp4")


@pytest.fixture(scope="session")
def fake_camera_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not fake_cameras.CAN_BUILD:
        pytest.skip(fake_cameras.WHY_NOT)
    return fake_cameras.build(tmp_path_factory.mktemp("fake_camera"))


@pytest.fixture
def cameras(tmp_path: Path, fake_camera_library: Path) -> fake_cameras.FakeCameras:
    """Which cameras programs see that a test starts."""
    return fake_cameras.FakeCameras(tmp_path, fake_camera_library)
