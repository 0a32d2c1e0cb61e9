"""Sizes and rates that a camera offers, as Qt knows them, where the camera cannot be asked itself. GUI thread.

OpenCV opens cameras but cannot list what they offer; Qt's QtMultimedia can. Where its libraries
are missing, or it does not know the camera, the usual formats stand in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QLoggingCategory, QSize

from fer_desktop.ui.live.choices import FORMATS, PictureFormat

_SLOWEST_FPS = 5  # of formats that are offered


class OfferedFormat(Protocol):
    """The part of QCameraFormat that is used."""

    def resolution(self) -> QSize: ...  # noqa: D102
    def maxFrameRate(self) -> float: ...  # noqa: N802, D102


class OfferingCamera(Protocol):
    """The part of QCameraDevice that is used."""

    def id(self) -> object: ...  # noqa: D102
    def description(self) -> str: ...  # noqa: D102
    def videoFormats(self) -> Iterable[OfferedFormat]: ...  # noqa: N802, D102


def known_cameras() -> list[OfferingCamera]:
    """The cameras that Qt knows; none where QtMultimedia cannot be loaded."""
    QLoggingCategory.setFilterRules("qt.multimedia*=false")  # it tells which codecs it did not find
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:
        return []
    return list(QMediaDevices.videoInputs())


def offered_formats(path: str, name: str, cameras: Iterable[OfferingCamera]) -> tuple[PictureFormat, ...]:
    """What a camera offers, small pictures first; the usual formats when that is not known.

    Args:
        path: The system's own name of the device, by which it is found among `cameras`.
        name: What people call it; used when no path fits and just one camera has this name.
        cameras: From `known_cameras`.
    """
    known = list(cameras)
    found = [camera for camera in known if path and _text(camera.id()).lower() == path.lower()]
    found = found or [camera for camera in known if camera.description() == name]
    if len(found) != 1:
        return FORMATS
    return usable_formats(_format(offered) for offered in found[0].videoFormats())


def usable_formats(offered: Iterable[PictureFormat]) -> tuple[PictureFormat, ...]:
    """Those that can be worked with, each once, small pictures first; the usual formats when there is none."""
    usable = [f for f in set(offered) if f.fps >= _SLOWEST_FPS and f.width_px > 0]
    return tuple(sorted(usable, key=lambda f: (f.width_px * f.height_px, f.width_px, f.fps))) or FORMATS


def _format(offered: OfferedFormat) -> PictureFormat:
    size = offered.resolution()
    return PictureFormat(size.width(), size.height(), round(offered.maxFrameRate()))


def _text(identifier: object) -> str:
    """A text of Qt, which some of its calls give as bytes."""
    return bytes(identifier).decode(errors="replace")  # type: ignore[call-overload]
