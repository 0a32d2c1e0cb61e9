"""What rooms, microphones and lines do to a voice, at random."""

from __future__ import annotations

import io

import av
import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from fer_desktop.training.voice.voices import resampled
from fer_desktop.voice.features import RATE_HZ

Sound = NDArray[np.float32]


def distorted(samples: Sound, rng: np.random.Generator) -> Sound:
    """The same utterance at another speed, in another room, through another line.

    Args:
        samples: (N,) float32 at 16 kHz.
    """
    sound = resampled(samples, rng.uniform(0.86, 1.16)) if rng.random() < 0.8 else samples
    if rng.random() < 0.5:
        sound = reverberant(sound, rng)
    if rng.random() < 0.7:
        sound = noisy(sound, rng)
    if rng.random() < 0.2:
        sound = clipped(sound, rng)
    line = rng.random()
    if line < 0.15:
        sound = telephone(sound, rng)
    elif line < 0.3:
        sound = coded(sound, rng)
    return (sound / max(float(np.abs(sound).max()), 1e-6) * rng.uniform(0.05, 0.9)).astype(np.float32)


def reverberant(samples: Sound, rng: np.random.Generator) -> Sound:
    """In a room of exponentially decaying noise (Moorer 1979, Computer Music Journal 3)."""
    decay_s = rng.uniform(0.15, 0.9)
    t = np.arange(int(decay_s * RATE_HZ)) / RATE_HZ
    tail = rng.standard_normal(len(t)) * np.exp(-6.9 * t / decay_s)
    tail = _shaped(tail, rng.uniform(-4, 0))
    tail[: int(rng.uniform(0.002, 0.02) * RATE_HZ)] = 0
    direct_to_tail = 10 ** (rng.uniform(-2, 15) / 20)
    response = tail / max(float(np.sqrt((tail**2).sum())), 1e-9)
    response[0] = direct_to_tail
    size = len(samples) + len(response)
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)
    return wet[: len(samples)].astype(np.float32)


def noisy(samples: Sound, rng: np.random.Generator) -> Sound:
    """With noise of any colour, sometimes coming and going, and hum; 3 to 40 dB below."""
    noise = _shaped(rng.standard_normal(len(samples)), rng.uniform(-7, 1))
    if rng.random() < 0.4:  # as of traffic, or of people further away
        steps = rng.standard_normal(len(samples) // 1600 + 2) * rng.uniform(0.2, 0.8)
        noise *= np.exp(np.interp(np.arange(len(samples)) / 1600, np.arange(len(steps)), steps))
    if rng.random() < 0.2:
        t = np.arange(len(samples)) / RATE_HZ
        noise += noise.std() * rng.uniform(0.3, 2) * np.sin(2 * np.pi * rng.choice([50, 60, 100, 120]) * t)
    ratio = 10 ** (-rng.uniform(3, 40) / 20)
    return (samples + noise * (ratio * samples.std() / max(float(noise.std()), 1e-9))).astype(np.float32)


def _shaped(noise: NDArray[np.float64], decibels_per_octave: float) -> NDArray[np.float64]:
    spectrum = np.fft.rfft(noise)
    octaves = np.log2(np.maximum(np.arange(len(spectrum)) * RATE_HZ / max(len(noise), 1), 40) / 1000)
    return np.fft.irfft(spectrum * 10 ** (decibels_per_octave * octaves / 20), len(noise))


def clipped(samples: Sound, rng: np.random.Generator) -> Sound:
    """Too loud for its converter."""
    limit = float(np.abs(samples).max()) * rng.uniform(0.15, 0.7)
    return np.clip(samples, -limit, limit)


def telephone(samples: Sound, rng: np.random.Generator) -> Sound:
    """300 to 3400 Hz, eight bits of mu-law (ITU-T G.711)."""
    spectrum = np.fft.rfft(samples)
    hz = np.arange(len(spectrum)) * RATE_HZ / len(samples)
    low, high = rng.uniform(200, 350), rng.uniform(3200, 3800)
    spectrum /= np.sqrt(1 + (low / np.maximum(hz, 1)) ** 8) * np.sqrt(1 + (hz / high) ** 20)
    sound = np.fft.irfft(spectrum, len(samples))
    sound /= max(float(np.abs(sound).max()), 1e-9)
    squeezed = np.sign(sound) * np.log1p(255 * np.abs(sound)) / np.log(256)
    squeezed = np.round(squeezed * 127) / 127
    return (np.sign(squeezed) * np.expm1(np.abs(squeezed) * np.log(256)) / 255).astype(np.float32)


def coded(samples: Sound, rng: np.random.Generator) -> Sound:
    """Through Opus or MP3 at a low rate."""
    codec, form, rate = [("libopus", "ogg", 48_000), ("libmp3lame", "mp3", 16_000)][int(rng.integers(2))]
    return through_codec(samples, codec, form, rate, int(rng.choice([12_000, 16_000, 24_000])))


def through_codec(samples: Sound, codec: str, form: str, rate_hz: int, bit_rate: int | None = None) -> Sound:
    """Written with a codec of FFmpeg in a format of it, and read again."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=form) as output:
        stream = output.add_stream(codec, rate=rate_hz, layout="mono")
        assert isinstance(stream, AudioStream)
        if bit_rate is not None:
            stream.bit_rate = bit_rate
        resampler = av.AudioResampler(stream.format, "mono", rate_hz, stream.codec_context.frame_size or 960)
        whole = (np.clip(samples, -1, 1) * 32767).astype(np.int16)
        given = av.AudioFrame.from_ndarray(whole[None], format="s16", layout="mono")
        given.sample_rate = RATE_HZ
        for frame in (*resampler.resample(given), *resampler.resample(None)):
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    buffer.seek(0)
    with av.open(buffer, "r") as source:
        back = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
        blocks = [b.to_ndarray()[0] for f in (*source.decode(audio=0), None) for b in back.resample(f)]
    return np.concatenate(blocks)[: len(samples)].astype(np.float32)
