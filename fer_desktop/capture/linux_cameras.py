"""Which cameras Linux has. Any thread."""

from __future__ import annotations

import errno
from pathlib import Path

from fer_desktop.capture.shot import CameraDevice, CameraFormat
from fer_desktop.capture.v4l2 import Device

_N_NODES = 256  # so many the kernel numbers
_V4L2 = 200  # cv2.CAP_V4L2
_NAMES = Path("/sys/class/video4linux")


def linux_cameras() -> tuple[CameraDevice, ...]:
    """Cameras in the order of their numbers, each asked by its node; also those that another program uses."""
    cameras: list[CameraDevice] = []
    for number in range(_N_NODES):
        camera = _camera(number)
        # the node for metadata of a camera that may not be opened cannot be told from it, but stands right behind it
        if camera is not None and not (camera.is_forbidden and cameras and _is_beside(camera, cameras[-1])):
            cameras.append(camera)
    return tuple(cameras)


def _camera(number: int) -> CameraDevice | None:
    path = f"/dev/video{number}"
    try:
        device = Device(path)
    except OSError as error:
        is_forbidden = error.errno in (errno.EACCES, errno.EPERM)
        return CameraDevice(_system_name(number), number, _V4L2, path, is_forbidden=True) if is_forbidden else None
    try:
        name = device.camera_name()
        offers = device.offers() if name is not None else []
    except OSError:  # gone, or no such device
        return None
    finally:
        device.close()
    if name is None:
        return None
    formats = dict.fromkeys(
        CameraFormat(offer.width_px, offer.height_px, fps) for offer in offers for fps in offer.rates_fps
    )
    return CameraDevice(name, number, _V4L2, path, tuple(formats))


def _system_name(number: int) -> str:
    """The name that may be read without opening the device."""
    try:
        return (_NAMES / f"video{number}" / "name").read_text(errors="replace").strip()
    except OSError:
        return f"Camera {number}"


def _is_beside(camera: CameraDevice, before: CameraDevice) -> bool:
    return before.is_forbidden and before.name == camera.name and before.index + 1 == camera.index
