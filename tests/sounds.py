"""Sounds and films with sound that tests make themselves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

RATE_HZ = 16_000
FLASH_FPS = 50
_SIZE = (64, 48)


def clicks(times_s: Sequence[float], length_s: float, rate_hz: int = RATE_HZ) -> np.ndarray:
    """Bursts of 3 ms in silence, as float32."""
    sound = np.zeros(round(length_s * rate_hz), np.float32)
    rng = np.random.default_rng(0)
    for time_s in times_s:
        first, n = round(time_s * rate_hz), round(0.003 * rate_hz)
        sound[first : first + n] = 0.9 * rng.choice([-1.0, 1.0], n)
    return sound


def buzz(pitch_hz: float, length_s: float, rate_hz: int = RATE_HZ) -> np.ndarray:
    """A pulse train through one resonance, as of a vowel."""
    n = round(length_s * rate_hz)
    phase = np.cumsum(np.full(n, pitch_hz / rate_hz))
    pulses = (np.diff(np.floor(phase), prepend=0) > 0).astype(np.float64)
    t = np.arange(400) / rate_hz
    response = np.exp(-t * 400) * np.sin(2 * np.pi * 700 * t)
    return (0.5 * np.convolve(pulses, response)[:n]).astype(np.float32)


def write_sound(path: Path, sound: np.ndarray, rate_hz: int = RATE_HZ, codec: str = "pcm_s16le") -> Path:
    """A file of sound alone."""
    with av.open(str(path), "w") as container:
        _add_sound(container, container.add_stream(codec, rate=rate_hz, layout="mono"), sound, rate_hz, 0.0)
    return path


def write_film(
    path: Path,
    flashes_s: Sequence[float],
    sounds: Sequence[tuple[np.ndarray, float]],
    length_s: float = 4.0,
    codec: str = "aac",
    rate_hz: int = 48_000,
) -> Path:
    """A film that is black but for white pictures at these times.

    Args:
        sounds: Tracks: samples at `rate_hz`, NaN where there is a gap, and when they begin.
    """
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=FLASH_FPS)
        video.width, video.height, video.pix_fmt = *_SIZE, "yuv420p"
        tracks = [container.add_stream(codec, rate=rate_hz, layout="mono") for _ in sounds]
        for i in range(round(length_s * FLASH_FPS)):
            is_lit = any(abs(i / FLASH_FPS - flash_s) < 0.5 / FLASH_FPS for flash_s in flashes_s)
            image = np.full((_SIZE[1], _SIZE[0], 3), 255 if is_lit else 0, np.uint8)
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, FLASH_FPS)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        for track, (sound, start_s) in zip(tracks, sounds, strict=True):
            _add_sound(container, track, sound, rate_hz, start_s)
    return path


def _add_sound(container, stream, sound: np.ndarray, rate_hz: int, start_s: float) -> None:
    size = 1024
    first = round(start_s * rate_hz)
    resampler = av.AudioResampler(format=stream.format, layout="mono", rate=rate_hz)
    for at in range(0, len(sound), size):
        block = sound[at : at + size]
        if np.isnan(block).any():
            continue
        frame = av.AudioFrame.from_ndarray(block[None].astype(np.float32), format="flt", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate_hz, first + at, Fraction(1, rate_hz)
        for made in resampler.resample(frame):
            made.pts, made.time_base = first + at, Fraction(1, rate_hz)
            container.mux(stream.encode(made))
    container.mux(stream.encode(None))
