"""Which detector of speech: ``python -m fer_desktop.training.voice.measure_activity --data FOLDER``.

Utterances of EmoDB with pauses between them, in noise of several kinds and levels. For each detector: the share of
its windows that is right, of speech and of pauses by themselves, and their mean. webrtcvad is measured where it is
installed (`pip install webrtcvad-wheels`).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.training.voice.corpus import utterances
from fer_desktop.voice.activity import WINDOW, SpeechActivity
from fer_desktop.voice.features import RATE_HZ

_PAUSE_S = 1.0
_SPEECH = 1e-4  # of the loudest window of an utterance; what is below is a pause in it, and counts as neither
_NOISES = {"none": 80.0, "white 20 dB": 20.0, "white 10 dB": 10.0, "hum 10 dB": 10.0, "babble 10 dB": 10.0}
Sound = NDArray[np.float32]
Detector = Callable[[Sound], NDArray[np.bool_]]


def scene(sounds: list[Sound]) -> tuple[Sound, NDArray[np.int8]]:
    """Utterances with pauses; for each window 1 speech, 0 pause, -1 not known."""
    pause = np.zeros(round(_PAUSE_S * RATE_HZ) // WINDOW * WINDOW, np.float32)
    parts, truth = [pause], [np.zeros(len(pause) // WINDOW, np.int8)]
    for sound in sounds:
        n = len(sound) // WINDOW
        power = (sound[: n * WINDOW].reshape(n, WINDOW) ** 2).mean(axis=1)
        parts += [sound[: n * WINDOW] / max(float(np.abs(sound).max()), 1e-6) * 0.3, pause]
        truth += [np.where(power > _SPEECH * 100 * power.max(), 1, -1).astype(np.int8), np.zeros_like(truth[0])]
    return np.concatenate(parts), np.concatenate(truth)


def noise_like(kind: str, sound: Sound, others: list[Sound], rng: np.random.Generator) -> Sound:
    """Noise of a kind, as long as a sound and as loud as its speech."""
    if kind.startswith("hum"):
        t = np.arange(len(sound)) / RATE_HZ
        noise = sum(np.sin(2 * np.pi * 50 * k * t + k) / k for k in range(1, 9))
    elif kind.startswith("babble"):
        noise = np.zeros(len(sound))
        for _ in range(8):
            noise += np.resize(np.concatenate(rng.permuted(np.array(others, dtype=object))), len(sound))
    else:
        noise = rng.standard_normal(len(sound))
    loud = np.sqrt((sound[sound != 0] ** 2).mean())
    return (noise / np.sqrt((np.asarray(noise) ** 2).mean()) * loud).astype(np.float32)


def detectors() -> dict[str, Detector]:
    """Those that are installed, and a threshold of the loudness."""
    silero = SpeechActivity()

    def by_silero(sound: Sound) -> NDArray[np.bool_]:
        silero.reset()
        return np.array(silero.add(sound)) >= 0.5

    def by_loudness(sound: Sound) -> NDArray[np.bool_]:
        n = len(sound) // WINDOW
        decibels = 10 * np.log10((sound[: n * WINDOW].reshape(n, WINDOW) ** 2).mean(axis=1) + 1e-12)
        return decibels > np.quantile(decibels, 0.1) + 6

    found: dict[str, Detector] = {"silero": by_silero, "6 dB above the floor": by_loudness}
    try:
        import webrtcvad  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return found

    def by_webrtc(mode: int) -> Detector:
        def detect(sound: Sound) -> NDArray[np.bool_]:
            vad, n = webrtcvad.Vad(mode), len(sound) // WINDOW
            pcm = (np.clip(sound, -1, 1) * 32767).astype(np.int16)[: n * WINDOW].reshape(n, WINDOW)
            return np.array([vad.is_speech(window[:480].tobytes(), RATE_HZ) for window in pcm])

        return detect

    return {**found, **{f"webrtcvad, mode {mode}": by_webrtc(mode) for mode in (1, 3)}}


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.measure_activity", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with emodb.zip")
    parser.add_argument("--every", type=int, default=9, help="take every so-manieth utterance (9)")
    arguments = parser.parse_args()
    chosen = [one.samples for one in utterances(arguments.data)][:: arguments.every]
    half = len(chosen) // 2
    sound, truth = scene(chosen[:half])
    print(f"{half} utterances, {len(sound) / RATE_HZ:.0f} s; recall of speech / of pauses / mean, ms for a second")
    for name, detect in detectors().items():
        for noise, ratio_db in _NOISES.items():
            rng = np.random.default_rng(1)
            added = noise_like(noise, sound, chosen[half:], rng) * np.float32(10 ** (-ratio_db / 20))
            begun = time.process_time()
            heard = detect(sound + added)
            cost_ms = 1000 * (time.process_time() - begun) / (len(sound) / RATE_HZ)
            speech, pause = heard[truth == 1].mean(), 1 - heard[truth == 0].mean()
            print(f"{name:>22}  {noise:>12}  {speech:.3f} {pause:.3f} {(speech + pause) / 2:.3f}  {cost_ms:.2f}")


if __name__ == "__main__":
    main()
