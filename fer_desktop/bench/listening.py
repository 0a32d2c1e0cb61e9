"""What listening costs the pictures: the window without and with the voice, by turns. `bench --listening`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from fer_desktop.bench.gui import GuiBenchOptions, bench_gui

_TURNS = 2
_RATE = "analysed_fps"


def measure_listening(options: GuiBenchOptions) -> dict[str, Any]:
    """Analysed frames a second without and with the voice, and the share that is left of them."""
    without, with_voice = list[float](), list[float]()
    for _ in range(_TURNS):
        without.append(bench_gui(replace(options, with_voice=False))[_RATE])
        with_voice.append(bench_gui(replace(options, with_voice=True))[_RATE])
    return {
        "seconds": options.seconds,
        "faces": options.n_faces,
        "turns": _TURNS,
        "fps_without_voice": float(np.mean(without)),
        "fps_with_voice": float(np.mean(with_voice)),
        "share": float(np.mean(with_voice) / max(float(np.mean(without)), 1e-9)),
    }
