"""What training has not heard: other rooms, lines, codecs and noises than in `distort`, and other voices.

The voices are made as those of training are (`voices.OTHERS`): they are others, but not in another way.
Each takes (N,) float32 at 16 kHz; a generator says what is drawn.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from fer_desktop.training.voice.distort import through_codec
from fer_desktop.training.voice.voices import another_voice
from fer_desktop.voice.features import RATE_HZ

Sound = NDArray[np.float32]
Distortion = Callable[[Sound, np.random.Generator], Sound]


def room(samples: Sound, rng: np.random.Generator) -> Sound:
    """In a room with bare walls, 3 m from the microphone: mirror images (Allen and Berkley 1979, JASA 65)."""
    size, absorbed = np.array([6.0, 5.0, 2.8]), 0.25
    here, there = np.array([1.2, 1.5, 1.4]), np.array([4.0, 2.6, 1.2]) + rng.uniform(-0.2, 0.2, 3)
    order = 8
    grid = np.stack(np.meshgrid(*[np.arange(-order, order + 1)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    images = grid * size + np.where(grid % 2 == 0, there, size - there)
    distance = np.sqrt(((images - here) ** 2).sum(axis=1))
    gain = (1 - absorbed) ** (np.abs(grid).sum(axis=1) / 2) / distance
    delay = np.round((distance - distance.min()) / 343 * RATE_HZ).astype(int)
    response = np.bincount(delay, gain).astype(np.float64)
    return _convolved(samples, response)


def echo(samples: Sound, _: np.random.Generator) -> Sound:
    """One echo after 0.15 s, 6 dB below, and its own."""
    response = np.zeros(round(0.31 * RATE_HZ))
    response[[0, round(0.15 * RATE_HZ), round(0.3 * RATE_HZ)]] = 1, 0.5, 0.25
    return _convolved(samples, response)


def narrow(samples: Sound, _: np.random.Generator) -> Sound:
    """A line of 4 kHz: taken at 8 kHz, and brought to 16 kHz again."""
    spectrum = np.fft.rfft(samples)
    spectrum[len(spectrum) // 2 :] = 0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def aac(samples: Sound, _: np.random.Generator) -> Sound:
    """Through AAC, 16 kbit/s."""
    return through_codec(samples, "aac", "adts", RATE_HZ, 16_000)


def adpcm(samples: Sound, _: np.random.Generator) -> Sound:
    """Through four bits a sample (IMA ADPCM)."""
    return through_codec(samples, "adpcm_ima_wav", "wav", RATE_HZ)


def music(samples: Sound, rng: np.random.Generator) -> Sound:
    """Chords that change twice a second, 10 dB below the speech."""
    t = np.arange(len(samples)) / RATE_HZ
    notes = 220 * 2 ** (rng.integers(0, 24, (len(samples) // 8000 + 1, 3)) / 12)
    pitch = notes[(t * 2).astype(int)]  # (N, 3)
    phase = np.cumsum(pitch, axis=0) / RATE_HZ
    chords = sum(np.sin(2 * np.pi * k * phase).sum(axis=1) / k for k in range(1, 6))
    return _mixed(samples, chords * np.exp(-3 * (t * 2 % 1)), 10)


def keyboard(samples: Sound, rng: np.random.Generator) -> Sound:
    """Somebody who types: eight short clicks a second, 5 dB below the speech."""
    noise = np.zeros(len(samples))
    for at in rng.integers(0, max(len(samples) - 400, 1), max(len(samples) * 8 // RATE_HZ, 1)):
        noise[at : at + 400] += rng.standard_normal(400)[: len(noise) - at] * np.exp(-np.arange(400) / 60)
    return _mixed(samples, noise, 5)


def lost_packets(samples: Sound, rng: np.random.Generator) -> Sound:
    """One stretch of 20 ms in ten is silent."""
    kept = np.repeat(rng.random(len(samples) // 320 + 1) > 0.1, 320)[: len(samples)]
    return samples * kept.astype(np.float32)


def faster(samples: Sound, _: np.random.Generator) -> Sound:
    """A quarter faster, at the same pitch."""
    return another_voice(samples, 1.0, 0.0, 1.25)


def slower(samples: Sound, _: np.random.Generator) -> Sound:
    """A fifth slower, at the same pitch."""
    return another_voice(samples, 1.0, 0.0, 0.8)


def higher(samples: Sound, _: np.random.Generator) -> Sound:
    """Three semitones higher with its formants, at the same speed."""
    return another_voice(samples, 2 ** (3 / 12), 3.0, 1.0)


def lower(samples: Sound, _: np.random.Generator) -> Sound:
    """Three semitones lower with its formants, at the same speed."""
    return another_voice(samples, 2 ** (-3 / 12), -3.0, 1.0)


def much_higher(samples: Sound, _: np.random.Generator) -> Sound:
    """As a man would sound as a woman: nine semitones, formants 17% higher."""
    return another_voice(samples, 1.17, 9.0, 1.0)


def much_lower(samples: Sound, _: np.random.Generator) -> Sound:
    """As a woman would sound as a man: the opposite."""
    return another_voice(samples, 1 / 1.17, -9.0, 1.0)


def coloured(samples: Sound, rng: np.random.Generator) -> Sound:
    """Through another microphone, at another place: a tilt and slow waves over the octaves."""
    spectrum = np.fft.rfft(samples)
    octaves = np.log2(np.clip(np.fft.rfftfreq(len(samples), 1 / RATE_HZ), 80, 8000) / 80) / np.log2(100)  # 0 to 1
    decibels = rng.normal(0, 5) * (2 * octaves - 1)
    for k in range(1, 5):
        decibels += rng.normal(0, 5 / k) * np.cos(np.pi * k * octaves + rng.uniform(0, 2 * np.pi))
    return np.fft.irfft(spectrum * 10 ** (decibels / 20), len(samples)).astype(np.float32)


def elsewhere(samples: Sound, rng: np.random.Generator) -> Sound:
    """Another voice, tempo and microphone, noise, and by chance a room of mirror images and a line of 4 kHz."""
    formants, tempo = np.exp(rng.normal(0, [0.09, 0.15]))
    sound = coloured(another_voice(samples, float(formants), rng.normal(0, 3), float(tempo)), rng)
    if rng.random() < 0.4:
        sound = room(sound, rng)
    sound = _mixed(sound, rng.standard_normal(len(sound)), rng.uniform(12, 40))
    return narrow(sound, rng) if rng.random() < 0.25 else sound


UNSEEN: dict[str, Distortion] = {
    "room of mirror images": room,
    "echo of 0.15 s": echo,
    "8 kHz": narrow,
    "AAC, 16 kbit/s": aac,
    "ADPCM, 4 bits": adpcm,
    "music, 10 dB": music,
    "keyboard, 5 dB": keyboard,
    "a tenth lost": lost_packets,
    "25% faster": faster,
    "20% slower": slower,
    "3 semitones up": higher,
    "3 semitones down": lower,
    "another microphone": coloured,
    "9 semitones up": much_higher,
    "9 semitones down": much_lower,
    "all at once": elsewhere,
}


def _convolved(samples: Sound, response: NDArray[np.float64]) -> Sound:
    size = len(samples) + len(response)
    heard = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)[: len(samples)]
    return (heard / max(float(np.abs(heard).max()), 1e-9) * 0.5).astype(np.float32)


def _mixed(samples: Sound, noise: NDArray[np.float64], decibels: float) -> Sound:
    share = 10 ** (-decibels / 20) * samples.std() / max(float(noise.std()), 1e-9)
    return (samples + share * noise).astype(np.float32)
