"""Values as Open Sound Control over UDP, for programs that make pictures and music; addresses in docs/live-out.md.

A bundle for each face is a small packet that no network has to cut. Its time tag is the moment at which the picture was
taken, on the clock of the system. What is not known is left out.
"""

from __future__ import annotations

import math
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fer_desktop.bundle import install_hint
from fer_desktop.core.expressions import ExpressionScores
from fer_desktop.core.types import TrackedFace
from fer_desktop.errors import OutletError
from fer_desktop.outlets.messages import Message, without_folder
from fer_desktop.outlets.sending import Seen

Arguments = Iterable[str | int | float]

_TOLD = {"marker": ("label", "time_s"), "started": ("source",), "stopped": (), "face_named": ("face", "name")}
_TOLD |= {"recording_started": ("session",), "recording_stopped": ("session",)}


@dataclass(frozen=True, slots=True)
class Target:
    """Where packets go; the name of a computer is looked up once."""

    port: int
    host: str = "127.0.0.1"


class OscSender:
    """One `Sender`. Nobody knows whether somebody listens.

    Raises:
        OutletError: python-osc is not there, or nobody knows the computer.
    """

    listeners = 0

    def __init__(self, target: Target) -> None:
        try:
            from pythonosc.osc_bundle_builder import OscBundleBuilder
            from pythonosc.osc_message_builder import OscMessageBuilder
            from pythonosc.udp_client import UDPClient
        except ImportError as error:
            raise OutletError(
                "OSC needs the library python-osc.",
                install_hint('Run pip install "fer-desktop[osc]", or switch it off in the settings.'),
            ) from error
        self._bundle, self._message = OscBundleBuilder, OscMessageBuilder
        self._client = UDPClient(_address(target), target.port)

    def send_seen(self, seen: Seen) -> None:
        """Which faces there are, then a bundle for each."""
        analysis, at_s = seen.analysis, _system_s(seen.taken_s)
        ids = [face.track_id for face in analysis.faces]
        self._send(at_s, {"/fer/faces": ids, "/fer/picture": (analysis.frame_index, analysis.time_s)})
        for face in analysis.faces:
            self._send(at_s, _of_face(face, seen.names.get(face.track_id, "")))

    def send_message(self, message: Message) -> None:
        """What else happens; a marker with the time tag of its moment."""
        keys = _TOLD.get(message["type"])
        if keys is not None:
            at_s = _system_s(message.get("taken_monotonic_s", time.monotonic()))
            told = without_folder(message)
            self._send(at_s, {f"/fer/{message['type']}": [told[key] for key in keys]})

    def close(self) -> None:
        """Close the socket."""
        self._client.close()

    def _send(self, at_s: float, messages: dict[str, Arguments]) -> None:
        bundle: Any = self._bundle(at_s)  # type: ignore[arg-type]  # seconds with a fraction, as its text says
        for address, arguments in messages.items():
            message = self._message(address)
            for argument in arguments:
                message.add_arg(argument)
            bundle.add_content(message.build())
        self._client.send(bundle.build())


def _of_face(face: TrackedFace, name: str) -> dict[str, Arguments]:
    left, top, right, bottom = (float(edge) for edge in face.face.box)
    messages: dict[str, Arguments] = {
        **_scores("", face.scores),
        **({} if face.calibrated is None else _scores("calibrated/", face.calibrated)),
        "quality": (float(face.quality),),
        "pose": [float(angle) for angle in np.rad2deg(face.face.yaw_pitch_roll)],
        "box": (left, top, right - left, bottom - top),
    }
    if not math.isnan(face.certainty):
        messages["certainty"] = (float(face.certainty),)
    if name:
        messages["name"] = (name,)
    return {f"/fer/face/{face.track_id}/{key}": arguments for key, arguments in messages.items()}


def _scores(prefix: str, scores: ExpressionScores) -> dict[str, Arguments]:
    return {
        f"{prefix}expression": (scores.top, float(scores.top_probability)),
        f"{prefix}probabilities": [float(value) for value in scores.probabilities],
        f"{prefix}valence": (float(scores.valence),),
    }


def _system_s(monotonic_s: float) -> float:
    """A moment of `time.monotonic` on the clock of the system."""
    return time.time() - (time.monotonic() - monotonic_s)


def _address(target: Target) -> str:
    try:
        return str(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_DGRAM)[0][4][0])
    except OSError as error:
        raise OutletError(
            "OSC cannot be sent to {host}: {reason}.",
            "Choose another address in the settings.",
            host=target.host,
            reason=error.strerror or error,
        ) from error
