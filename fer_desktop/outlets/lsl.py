"""Values for the Lab Streaming Layer: a stream for each place of a face, one of markers, one of what else happens.

The places are there from the beginning, so that a recorder can choose them before a face has come. All of it belongs to
one thread (`sending.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from fer_desktop.bundle import install_hint
from fer_desktop.errors import OutletError
from fer_desktop.outlets.lsl_streams import About, face_stream, sample_of, text_stream
from fer_desktop.outlets.messages import Message, text_of, without_folder
from fer_desktop.outlets.places import Places
from fer_desktop.outlets.sending import Seen

_MEASURED_EVERY_S = 10.0
_LOOKS = 10


class LslSender:
    """One `Sender`.

    Args:
        n_faces: How many faces there may be at a time.

    Raises:
        OutletError: pylsl, or the library in it, is not there.
    """

    def __init__(self, n_faces: int) -> None:
        self._lsl = _library()
        self._clock = LslClock(self._lsl.local_clock)
        self._places = Places(n_faces)
        self._about = About()
        self._faces = [_FaceStream(self._lsl, place) for place in range(n_faces)]
        self._markers = self._lsl.StreamOutlet(text_stream(self._lsl, "markers", "Markers"))
        self._events = self._lsl.StreamOutlet(text_stream(self._lsl, "events", "Events"))

    @property
    def listeners(self) -> int:
        """1 where somebody listens: more is not known."""
        outlets = (self._markers, self._events, *(stream.outlet for stream in self._faces))
        return int(any(outlet.have_consumers() for outlet in outlets))

    def send_seen(self, seen: Seen) -> None:
        """A sample for each face, with the time at which the picture was taken."""
        at_s = seen.taken_s + self._clock.offset_s(time.monotonic())
        faces = {face.track_id: face for face in seen.analysis.faces}
        for track_id, place in self._places.assign(faces, seen.taken_s).items():
            stream, about = self._faces[place], self._about
            stream.describe(About(seen.names.get(track_id, ""), about.session, about.source))
            stream.outlet.push_sample(sample_of(faces[track_id]), at_s)

    def send_message(self, message: Message) -> None:
        """A marker goes into its stream at its time, all else into that of events, at once."""
        offset_s = self._clock.offset_s(time.monotonic())
        if message["type"] == "marker":
            self._markers.push_sample([message["label"]], message["taken_monotonic_s"] + offset_s)
            return
        self._events.push_sample([text_of(without_folder(message))], time.monotonic() + offset_s)
        match message["type"]:
            case "started":
                self._about = About(source=message["source"])
                self._places = Places(len(self._faces))
            case "recording_started":
                self._about = About(session=without_folder(message)["session"], source=self._about.source)
            case "recording_stopped":
                self._about = About(source=self._about.source)

    def close(self) -> None:
        """Close all streams."""
        del self._faces, self._markers, self._events  # pylsl closes what nobody holds


class LslClock:
    """How far the clock of the Lab Streaming Layer is ahead of `time.monotonic`: measured, and again now and then."""

    def __init__(self, local_clock: Callable[[], float]) -> None:
        self._local_clock = local_clock
        self._offset_s, self._measured_s = 0.0, float("-inf")

    def offset_s(self, now_s: float) -> float:
        """Seconds to add to a moment of `time.monotonic`."""
        if now_s - self._measured_s > _MEASURED_EVERY_S:
            self._measured_s, self._offset_s = now_s, self._measured()
        return self._offset_s

    def _measured(self) -> float:
        """By the closest of some looks: one that was held up between its two halves says nothing."""
        looks = []
        for _ in range(_LOOKS):
            before_s, theirs_s, after_s = time.monotonic(), self._local_clock(), time.monotonic()
            looks.append((after_s - before_s, theirs_s - (before_s + after_s) / 2))
        return min(looks)[1]


class _FaceStream:
    def __init__(self, lsl: Any, place: int) -> None:
        self._lsl, self._place, self._about = lsl, place, About()
        self.outlet = self._opened()

    def describe(self, about: About) -> None:
        """Say this in the description, which is made anew for that: only while nobody listens, so that none is lost."""
        if about != self._about and not self.outlet.have_consumers():
            self._about = about
            self.outlet = self._opened()

    def _opened(self) -> Any:
        return self._lsl.StreamOutlet(face_stream(self._lsl, self._place, self._about))


def _library() -> Any:
    try:
        import pylsl
    except (ImportError, RuntimeError) as error:
        raise OutletError(
            "The Lab Streaming Layer needs the library pylsl.",
            install_hint('Run pip install "fer-desktop[lsl]", or switch it off in the settings.'),
        ) from error
    return pylsl
