"""What `doctor` looks at that is connected to this computer, or not."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from fer_desktop.cli.check import Check
from fer_desktop.display import named_display


def cameras() -> Iterator[Check]:
    """Which are connected, and which of them may be used."""
    from fer_desktop.capture.camera import forbidden, list_cameras

    found = list_cameras()
    for error in (forbidden(camera) for camera in found if camera.is_forbidden):
        yield Check("cameras", "warning", error.message, error.hint)
    usable = [camera.name for camera in found if not camera.is_forbidden]
    if usable:
        yield Check("cameras", "ok", ", ".join(usable))
    if found:
        return
    hint = "Connect a camera; on macOS and Windows also allow apps to use it in the privacy settings."
    yield Check("cameras", "warning", "none is connected; videos and the demo work", hint)


def microphones() -> Iterator[Check]:
    """Nobody needs one: what is missing here is a warning at most."""
    from fer_desktop.capture.portaudio import list_microphones
    from fer_desktop.capture.portaudio import version as portaudio_version
    from fer_desktop.errors import NoSoundSystem

    try:
        names = [microphone.name for microphone in list_microphones()]
        yield Check("microphones", "ok", f"{', '.join(names) or 'none is connected'}; {portaudio_version()}")
    except NoSoundSystem as error:
        yield Check("microphones", "warning", error.message, error.hint)


def display() -> Iterator[Check]:
    """Whether the window can open."""
    named = named_display()
    if named or sys.platform != "linux":
        yield Check("display", "ok", named or "there")
        return
    hint = "Log in to a desktop, or set DISPLAY; `fer-desktop analyze` works without one."
    yield Check("display", "warning", "there is none, so the window cannot open", hint)
