"""What it costs to put a recording on the disk once a second: `fer-desktop bench --disk`."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.bench.machine import machine
from fer_desktop.paths import sessions_dir
from fer_desktop.session import schema
from fer_desktop.session.store import Store, new_store
from fer_desktop.session.table_writer import TableWriter

_N_SYNCS = 60
_ROWS_PER_S = 120  # four faces at 30 frames a second
_VIDEO_BYTES_PER_S = 460_000  # about 3.7 Mbit/s, as 720p is recorded
_ROW = ["0.123456"] * len(schema.HEADER)


def measure_disk() -> dict[str, Any]:
    """Milliseconds that one sync takes, plain and encrypted, without and with a video; beside handing on alone."""
    root = sessions_dir()
    root.mkdir(parents=True, exist_ok=True)
    cases = []
    for name, passphrase in (("plain", ""), ("encrypted", "a passphrase")):
        for has_video in (False, True):
            with tempfile.TemporaryDirectory(dir=root, prefix="bench-") as folder:
                store = new_store(Path(folder), passphrase)
                flush_ms, sync_ms = _measure(store, has_video)
            cases.append(
                {
                    "files": name,
                    "video": has_video,
                    "flush_ms": round(float(np.median(flush_ms)), 2),
                    "sync_ms": round(float(np.median(sync_ms)), 2),
                    "sync_p95_ms": round(float(np.percentile(sync_ms, 95)), 2),
                }
            )
    return {"machine": machine(), "cases": cases}


def _measure(store: Store, has_video: bool) -> tuple[list[float], list[float]]:
    """What handing a second of a recording to the system takes, and what putting it on the disk takes after that."""
    table = TableWriter(store.create(schema.TIMELINE_FILE), schema.HEADER)
    video = store.create(schema.VIDEO_FILE) if has_video else None
    picture = np.random.default_rng(0).bytes(_VIDEO_BYTES_PER_S)
    flush_ms, sync_ms = [], []
    for _ in range(_N_SYNCS):
        start_s = time.perf_counter()
        for i in range(_ROWS_PER_S):
            table.add(float(i), _ROW)
        table.flush()
        if video is not None:
            video.write(picture)
            video.flush()
        written_s = time.perf_counter()
        store.sync()
        flush_ms.append((written_s - start_s) * 1000)
        sync_ms.append((time.perf_counter() - written_s) * 1000)
    table.close()
    if video is not None:
        video.close()
    return flush_ms, sync_ms
