"""Sound in, what is known of the voice out: an answer every quarter of a second, and one for each utterance.

The pieces know the past alone, live and of files; an utterance is judged once more as a whole when it has ended.
Runs in one thread.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.core.types import ModelInfo
from fer_desktop.core.voice import PIECE_S, Heard, VoiceSample, joined
from fer_desktop.voice.activity import WINDOW as ACTIVITY_WINDOW
from fer_desktop.voice.activity import SpeechActivity
from fer_desktop.voice.expression import VoiceExpression
from fer_desktop.voice.features import HOP, WINDOW, log_mel, power
from fer_desktop.voice.manifest import read_voice_manifest
from fer_desktop.voice.pitch import voicing
from fer_desktop.voice.runtime import OnnxVoiceRuntime
from fer_desktop.voice.statistics import Contours
from fer_desktop.voice.syllables import speaking_rate
from fer_desktop.voice.utterances import Stretch, Utterances
from fer_desktop.weight_file import is_described

_PIECE = round(PIECE_S * SOUND_RATE_HZ)
_KEPT = 50  # spectra from before an utterance: it is known to have begun a little later than it did
_SAME_S = 0.02  # sound that comes so much earlier or later follows without a gap
_QUIETEST = 1e-12  # mean square of no sound at all


def open_voice(folder: Path) -> VoiceAnalyzer:
    """An analyzer with the weights of a folder, on the CPU. Without a recogniser among them it measures alone.

    Raises:
        WeightsMissing, WeightsMismatch: a file is missing or does not fit.
    """
    if not is_described(folder):
        return VoiceAnalyzer(SpeechActivity())
    manifest = read_voice_manifest(folder)
    expression = VoiceExpression(OnnxVoiceRuntime(folder, manifest), manifest.network)
    return VoiceAnalyzer(SpeechActivity(), expression, ModelInfo(manifest.model_id, manifest.onnx.sha256, "cpu"))


@dataclass(slots=True, eq=False)
class _Measured:
    """What was measured of the stream from spectrum `first` on.

    Attributes:
        contours: T long.
    """

    first: int
    contours: Contours

    def add(self, new: Contours) -> None:
        self.contours = self.contours.then(new)

    def forget_before(self, place: int) -> None:
        n = max(place - self.first, 0)
        self.first, self.contours = self.first + n, self.contours.part(n)

    def between(self, start: int, end: int | None = None) -> Contours:
        return self.contours.part(max(start - self.first, 0), None if end is None else max(end - self.first, 0))

    @property
    def end(self) -> int:
        return self.first + len(self.contours.spectra)


class VoiceAnalyzer:
    """Follows one stream of sound.

    Args:
        activity: Tells speech from other sound.
        expression: Scores utterances; None leaves scores out.

    Attributes:
        model: Which model scores them; its name is "" without one.
    """

    def __init__(
        self, activity: SpeechActivity, expression: VoiceExpression | None = None, model: ModelInfo | None = None
    ) -> None:
        self.model = model or ModelInfo("", "", "")
        self._activity, self._expression = activity, expression
        self._n_utterances = 0
        self._waiting: NDArray[np.float32]
        self._unmeasured: NDArray[np.float32]
        self._begin(0.0)

    def add(self, sound: Sound) -> Heard:
        """More sound; what lies between it and the sound before is a gap, which ends an utterance."""
        heard = Heard()
        now_s = self._time_of(self._n_samples)
        if abs(sound.time_s - now_s) > _SAME_S or not self._n_samples:
            heard = self.end()
            self._begin(sound.time_s)
        else:
            self._origin_s += sound.time_s - now_s  # a clock that drifts is followed
        self._n_samples += len(sound.samples)
        self._waiting = np.concatenate([self._waiting, sound.samples])
        while len(self._waiting) >= _PIECE:
            heard = joined(heard, self._next(_PIECE))
        return heard

    def end(self) -> Heard:
        """The stream ends, or has a gap: what is left of it."""
        heard = self._next(len(self._waiting)) if len(self._waiting) else Heard()
        ended = self._utterances.end()
        if ended is not None:
            heard = joined(heard, Heard(utterances=self._whole(ended)))
        self._begin(self._time_of(self._n_samples))
        return heard

    def _begin(self, time_s: float) -> None:
        self._origin_s = time_s
        self._n_samples = self._n_done = 0
        self._waiting = np.zeros(0, np.float32)
        self._unmeasured = np.zeros(WINDOW - HOP, np.float32)  # spectra end where sound ends; silence came before
        self._measured = _Measured(0, Contours(log_mel(np.zeros(0, np.float32)), np.zeros(0), np.zeros(0)))
        self._utterances = Utterances(ACTIVITY_WINDOW)
        self._activity.reset()
        if self._expression is not None:
            self._expression.forget()

    def _time_of(self, sample: int) -> float:
        return self._origin_s + sample / SOUND_RATE_HZ

    def _next(self, n: int) -> Heard:
        """The next piece, of n samples."""
        samples, self._waiting = self._waiting[:n], self._waiting[n:]
        self._unmeasured = np.concatenate([self._unmeasured, samples])
        spectra = log_mel(self._unmeasured)
        self._measured.add(Contours(spectra, *voicing(self._unmeasured)))
        self._unmeasured = self._unmeasured[len(spectra) * HOP :]
        start, self._n_done = self._n_done, self._n_done + n
        ended: tuple[VoiceSample, ...] = ()
        n_speech = n_windows = 0
        for probability in self._activity.add(samples):
            stretch = self._utterances.add(probability)
            ended += self._whole(stretch) if stretch is not None else ()
            n_windows, n_speech = n_windows + 1, n_speech + self._utterances.is_speech
        return Heard((self._piece(start, samples, 2 * n_speech >= max(n_windows, 1)),), ended)

    def _piece(self, start: int, samples: NDArray[np.float32], is_speech: bool) -> VoiceSample:
        sample = VoiceSample(self._time_of(start), len(samples) / SOUND_RATE_HZ, False, loudness_db=_decibels(samples))
        current = self._utterances.current
        if current is None:
            self._measured.forget_before(self._measured.end - _KEPT)
            return sample
        first = current.start // HOP
        utterance = self._measured.between(first)
        scores = self._expression.so_far(first, utterance) if self._expression else None
        if not is_speech:
            return sample
        voiced = self._measured.between(self._measured.end - len(samples) // HOP).pitch_hz
        return replace(
            sample,
            is_speech=True,
            utterance=self._n_utterances + 1,
            scores=scores,
            pitch_hz=_median(voiced),
            rate_hz=speaking_rate(power(utterance.spectra), ~np.isnan(utterance.pitch_hz)),
        )

    def _whole(self, stretch: Stretch) -> tuple[VoiceSample, ...]:
        """An utterance that ended, judged as a whole."""
        assert stretch.end is not None
        self._n_utterances += 1
        measured = self._measured.between(stretch.start // HOP, stretch.end // HOP)
        levels = power(measured.spectra)
        sample = VoiceSample(
            self._time_of(stretch.start),
            (stretch.end - stretch.start) / SOUND_RATE_HZ,
            True,
            self._n_utterances,
            self._expression.whole(measured) if self._expression else None,
            _median(measured.pitch_hz),
            10 * float(np.log10(levels.mean())) if len(levels) and levels.mean() > _QUIETEST else np.nan,
            speaking_rate(levels, ~np.isnan(measured.pitch_hz)),
        )
        self._measured.forget_before(stretch.end // HOP - _KEPT)
        return (sample,)


def _decibels(samples: NDArray[np.float32]) -> float:
    mean_square = float(np.mean(np.square(samples, dtype=np.float64)))
    return 10 * float(np.log10(mean_square)) if mean_square > _QUIETEST else float("nan")


def _median(pitch_hz: NDArray[np.float64]) -> float:
    voiced = pitch_hz[~np.isnan(pitch_hz)]
    return float(np.median(voiced)) if len(voiced) >= 3 else float("nan")
