"""What a sentence costs: ``python -m fer_desktop.training.words.measure_speed --data GOEMOTIONS``.

Each test sentence once, in order, from a fresh start: tokens, what is denied, the network. Time of the core that it
took, and time until the answer was there, in which the core may have been somebody else's.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.paths import words_weights_dir
from fer_desktop.training.words.corpus import load_texts
from fer_desktop.words.reader import Reader, open_reader

_SHARES = (0.5, 0.95, 0.99, 1.0)


def times_ms(reader: Reader, texts: Sequence[str]) -> NDArray[np.float64]:
    """(2, N) ms of each text: of the core, and until the answer."""
    rows = []
    for text in texts:
        begun, begun_on_core = time.perf_counter(), time.thread_time()
        reader.scores(text)
        rows.append((time.thread_time() - begun_on_core, time.perf_counter() - begun))
    return 1000.0 * np.array(rows, np.float64).T


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.words.measure_speed", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of GoEmotions")
    chosen = parser.parse_args(arguments)
    texts = load_texts(chosen.data, "test").texts
    on_core, waited = times_ms(open_reader(words_weights_dir()), texts)
    print(f"{len(texts)} sentences, ms: median, 95%, 99%, worst")
    for name, values in (("of one core", on_core), ("until the answer", waited)):
        print(f"{name}: " + ", ".join(f"{value:.2f}" for value in np.quantile(values, _SHARES)))


if __name__ == "__main__":
    main()
