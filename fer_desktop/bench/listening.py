"""What listening costs the pictures: the window without, with the voice, and with words. `bench --listening`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.bench.gui import GuiBenchOptions, bench_gui
from fer_desktop.words.speech_model import check_speech_model

_TURNS = 2
_RATE = "analysed_fps"
_AGE = "to_screen_p95_ms"

Run = Callable[[GuiBenchOptions], dict[str, Any]]


def measure_listening(
    options: GuiBenchOptions, speech_model: Path | None = None, run: Run = bench_gui
) -> dict[str, Any]:
    """Analysed frames a second, by turns, in each way of listening, and the share that is left of them.

    Args:
        speech_model: A third way: with the voice, and this model hears what is said.
        run: Measures the window once.

    Returns:
        A row for each way: its `fps`, the `share` of those without listening, `to_screen_p95_ms`, and how
        much of the time the speech model had something to hear.

    Raises:
        SpeechModelUnusable: there is no speech model in the folder.
    """
    ways = {"without": replace(options, with_voice=False), "voice": replace(options, with_voice=True)}
    if speech_model is not None:
        check_speech_model(speech_model)
        ways["voice and words"] = replace(options, with_voice=True, speech_model=str(speech_model))
    runs: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    for _ in range(_TURNS):
        for way, chosen in ways.items():
            runs[way].append(run(chosen))
    rates = {way: _mean(figures, _RATE) for way, figures in runs.items()}
    rows = [
        {
            "listening": way,
            "fps": rates[way],
            "share": rates[way] / max(rates["without"], 1e-9),
            _AGE: _mean(figures, _AGE),
            "hearing_words_share": _mean(figures, "hearing_words_share"),
        }
        for way, figures in runs.items()
    ]
    return {"seconds": options.seconds, "faces": options.n_faces, "turns": _TURNS, "ways": rows}


def _mean(figures: list[dict[str, Any]], name: str) -> float:
    return float(np.mean([one[name] for one in figures]))
