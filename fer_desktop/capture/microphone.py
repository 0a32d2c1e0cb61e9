"""Sound of one microphone: 16 kHz, one channel, on the clock of the frames, however the card's own clock runs."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator, Sequence

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from fer_desktop.capture.sound_clock import SoundClock
from fer_desktop.capture.sound_input import CardBlock, Microphone, SoundInput, SoundTerms
from fer_desktop.core.sound import SOUND_RATE_HZ, CardFacts, Sound, SoundInfo
from fer_desktop.errors import (
    MicrophoneBusy,
    MicrophoneError,
    MicrophoneForbidden,
    MicrophoneLost,
    MicrophoneNotFound,
    Notice,
    Word,
)

STANDARD = "default"  # the word for the microphone that the system takes where none is chosen
_FIRST_S = 5.0  # some take a while to wake up
_LOST_AFTER_S = 3.0  # without sound
_SLICE_S = 0.05  # of waiting, after which it is seen that nobody waits any more
_SILENT_AFTER_S = 10.0  # of nothing but zeros: a microphone in a quiet room has noise
_BACK_S = 0.06  # of a clock that was set back
_EDIT_EVERY = 160  # samples, of which at most one is put in or left out
_BUSY_HINT = "Close other programs that use it, check its permission in the system settings, then listen again."
_LOST_HINT = "Check the cable, then listen again."
_SILENT_HINT = "Check that it is not muted, and its permission in the system settings."

Mono = NDArray[np.float32]


def find_microphone(wanted: str, microphones: Sequence[Microphone]) -> Microphone:
    """The microphone with this number or with this in its name; the system's own for "default" or "".

    Raises:
        MicrophoneNotFound: there is none.
    """
    if wanted.isdigit() and int(wanted) < len(microphones):
        return microphones[int(wanted)]
    if wanted in ("", STANDARD):
        found = [one for one in microphones if one.is_standard] or list(microphones)
    else:
        exact = [one for one in microphones if one.name == wanted]
        found = exact or [one for one in microphones if wanted.lower() in one.name.lower()]
    if found:
        return found[0]
    names = ", ".join(f"{i}: {one.name}" for i, one in enumerate(microphones)) or Word("none")
    if wanted in ("", STANDARD):
        raise MicrophoneNotFound("No microphone is connected.", "Connect one, then listen again.")
    raise MicrophoneNotFound(
        "There is no microphone {wanted!r}; connected: {names}.",
        "Connect it or choose another one, then listen again.",
        wanted=wanted,
        names=names,
    )


class MicrophoneSource:
    """Sound of one microphone, block by block; times are of `time.monotonic`. Implements `LiveSound`.

    Samples follow each other without a gap for as long as sound comes: where the card runs faster or slower than our
    clock, one sample is left out or put in now and then. What was lost is a gap.

    Args:
        microphone: Which.
        open_input: Opens it.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        microphone: Microphone,
        open_input: Callable[[Microphone], SoundInput],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._microphone, self._open_input, self._clock = microphone, open_input, clock
        self._input: SoundInput | None = None
        self._first: CardBlock | None = None
        self._terms = SoundTerms(SOUND_RATE_HZ, 1)
        self._is_wanted = True
        self._card = SoundClock()
        self._silent_s = 0.0
        self._has_said_silent = False
        self.facts = CardFacts()

    def open(self) -> SoundInfo:
        """Open the microphone and see that it gives sound.

        Raises:
            MicrophoneError: it does not.
        """
        name = self._microphone.name
        try:
            self._input = self._open_input(self._microphone)
            self._terms = self._input.start()
            self._first = self._next(_FIRST_S)
        except OSError as error:
            self.close()
            raise _cannot_open(name, error) from error
        except BaseException:
            self.close()
            raise
        if self._first is None:
            self.close()
            raise MicrophoneBusy("The microphone {name!r} is open but gives no sound.", _BUSY_HINT, name=name)
        return SoundInfo(name, rate_hz=self._terms.rate_hz, channels=self._terms.channels, is_live=True)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """That it gives nothing but zeros, once it has done so for a while."""
        if not self._has_said_silent:
            return ()
        return (Notice("The microphone {name!r} gives silence.", _SILENT_HINT, name=self._microphone.name),)

    def blocks(self) -> Iterator[Sound]:
        """Sound as it comes; ends once `interrupt` was called.

        Raises:
            MicrophoneLost: none comes any more.
        """
        stretch: _Stretch | None = None
        while (block := self._taken()) is not None:
            samples = block.samples.mean(axis=1, dtype=np.float32)
            missing_s = self._card.place(len(samples) / self._terms.rate_hz, block.taken_s, block.n_lost > 0)
            start_s = self._card.end_s - len(samples) / self._terms.rate_hz * (1 + self._card.drift)
            if stretch is None or missing_s > 0 or start_s < stretch.given_end_s - _BACK_S:
                if stretch is not None:
                    yield from stretch.rest()
                    start_s = max(start_s, stretch.made_end_s)
                stretch = _Stretch(self._terms.rate_hz, start_s)
            self._note(block, samples, missing_s)
            yield from stretch.add(samples, self._card.end_s)

    def interrupt(self) -> None:
        """Nobody listens any more: what is waited for ends within a moment. From any thread."""
        self._is_wanted = False

    def close(self) -> None:
        """Release the microphone."""
        if self._input is not None:
            self._input.close()
            self._input = None

    def _taken(self) -> CardBlock | None:
        """The next block; None once nobody listens."""
        block, self._first = self._first, None
        try:
            block = block or self._next(_LOST_AFTER_S)
        except OSError as error:
            self.close()
            raise self._lost() from error
        if block is None and self._is_wanted:
            self.close()
            raise self._lost()
        return block if self._is_wanted else None

    def _next(self, patience_s: float) -> CardBlock | None:
        until_s = self._clock() + patience_s
        while self._input is not None and self._is_wanted and self._clock() < until_s:
            block = self._input.next(_SLICE_S)
            if block is not None and len(block.samples):
                return block
        return None

    def _note(self, block: CardBlock, samples: Mono, missing_s: float) -> None:
        """Keep what became of the sound, and for how long it has been silent."""
        facts = self.facts
        assert self._input is not None
        offset_s = self._input.clock_offset_s
        self.facts = CardFacts(
            clock="arrival" if offset_s is None else "driver",
            n_lost=facts.n_lost + block.n_lost,
            n_gaps=facts.n_gaps + (missing_s > 0),
            missing_s=facts.missing_s + missing_s,
            drift_ppm=-1e6 * self._card.drift,
            clock_offset_s=offset_s,
        )
        self._silent_s = 0.0 if samples.any() else self._silent_s + len(samples) / self._terms.rate_hz
        self._has_said_silent = self._has_said_silent or self._silent_s >= _SILENT_AFTER_S

    def _lost(self) -> MicrophoneLost:
        return MicrophoneLost("The microphone {name!r} stopped giving sound.", _LOST_HINT, name=self._microphone.name)


class _Stretch:
    """Sound without a gap, brought to 16 kHz on our clock."""

    def __init__(self, rate_hz: int, start_s: float) -> None:
        self._rate_hz, self._start_s = rate_hz, start_s
        self._resampler = None if rate_hz == SOUND_RATE_HZ else av.AudioResampler("flt", "mono", SOUND_RATE_HZ)
        self._n_given = self._n_made = self._n_edits = 0

    @property
    def given_end_s(self) -> float:
        """Where what was given ends."""
        return self._start_s + self._n_given / self._rate_hz + self._n_edits / SOUND_RATE_HZ

    @property
    def made_end_s(self) -> float:
        """Where what was made of it ends."""
        return self._start_s + self._n_made / SOUND_RATE_HZ

    def add(self, samples: Mono, end_s: float) -> Iterator[Sound]:
        """More of it, at the card's rate; `end_s` says where it ends on our clock."""
        self._n_given += len(samples)
        made = samples if self._resampler is None else self._resampled(self._resampler, samples)
        n_off = round((end_s - self.given_end_s) * SOUND_RATE_HZ)
        yield from self._ready(self._edited(made, n_off))

    def rest(self) -> Iterator[Sound]:
        """The last of it."""
        if self._resampler is not None:
            yield from self._ready(self._resampled(self._resampler, None))

    def _resampled(self, resampler: av.AudioResampler, samples: Mono | None) -> Mono:
        given = None
        if samples is not None:
            given = AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
            given.sample_rate = self._rate_hz
        parts = [frame.to_ndarray()[0] for frame in resampler.resample(given)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _edited(self, samples: Mono, n_off: int) -> Mono:
        """Samples put in or left out, in each part one at most, where the sound changes least: nobody hears it."""
        n_parts = min(abs(n_off), len(samples) // _EDIT_EVERY)
        if not n_parts:
            return samples
        self._n_edits += n_parts if n_off > 0 else -n_parts
        parts = [_one_edit(part, n_off > 0) for part in np.array_split(samples, n_parts)]
        return np.concatenate(parts)

    def _ready(self, samples: Mono) -> Iterator[Sound]:
        if len(samples):
            yield Sound(self.made_end_s, samples)
            self._n_made += len(samples)


def _one_edit(samples: Mono, is_longer: bool) -> Mono:
    place = int(np.abs(np.diff(samples)).argmin()) + 1
    if is_longer:
        return np.insert(samples, place, (samples[place - 1] + samples[place]) / 2)
    return np.delete(samples, place)


def _cannot_open(name: str, error: OSError) -> MicrophoneError:
    if error.errno in (errno.EACCES, errno.EPERM):
        return MicrophoneForbidden(
            "You have no permission to use the microphone {name!r}.",
            "Allow it in the system settings, or add yourself to the group audio, then listen again.",
            name=name,
        )
    if error.errno in (errno.ENODEV, errno.ENXIO, errno.ENOENT):
        return MicrophoneNotFound(
            "The microphone {name!r} is not connected.", "Connect it, then listen again.", name=name
        )
    return MicrophoneBusy("The microphone {name!r} cannot be opened.", _BUSY_HINT, name=name)
