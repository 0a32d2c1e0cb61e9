"""What listening costs: ``python -m fer_desktop.training.voice.measure_speed``.

The voice of the demo, in pieces of a quarter of a second, on one core: time of the processor for a second of sound,
and how long after the end of a piece its answer is there.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from fer_desktop.capture.demo.voice import DemoVoice
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.core.voice import PIECE_S
from fer_desktop.paths import voice_weights_dir
from fer_desktop.voice.analyzer import open_voice


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.measure_speed", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="of sound (120)")
    arguments = parser.parse_args()
    samples = np.concatenate([block.samples for block in DemoVoice(arguments.seconds).blocks()])
    size = round(PIECE_S * SOUND_RATE_HZ)
    voice = open_voice(voice_weights_dir())
    begun, waits_s = time.process_time(), []
    for at in range(0, len(samples), size):
        piece_begun = time.perf_counter()
        voice.add(Sound(at / SOUND_RATE_HZ, samples[at : at + size].copy()))
        waits_s.append(time.perf_counter() - piece_begun)
    used_s = time.process_time() - begun
    middle, late, worst = 1000 * np.quantile(waits_s, [0.5, 0.95, 1.0])
    print(f"model {voice.model.model_id or 'none'}; {arguments.seconds:.0f} s of sound")
    print(f"real-time factor on one core: {used_s / arguments.seconds:.4f}")
    print(f"answer after the end of a piece, ms: median {middle:.1f}, 95% {late:.1f}, worst {worst:.1f}")


if __name__ == "__main__":
    main()
