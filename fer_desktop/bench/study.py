"""How long the table of a study takes, on first sight and afterwards: `fer-desktop bench --study`."""

from __future__ import annotations

import json
import os
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.bench.machine import machine
from fer_desktop.core.expressions import EXPRESSIONS, ExpressionScores
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Analysis, Face, Marker, ModelInfo, SourceInfo, TrackedFace
from fer_desktop.session import schema
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.studies.editing import new_study
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.study import load_study

_N_SESSIONS = 100
_SESSION_S = 600.0
_FPS = 30.0
_CONDITION_S = 150.0


def measure_study() -> dict[str, Any]:
    """Seconds for 100 sessions of 10 minutes with one face at 30 frames a second, in four conditions."""
    with tempfile.TemporaryDirectory(prefix="fer-bench-") as name:
        root = Path(name)
        first = _record(root)
        file = new_study(root / "study", "bench")
        labels = [f"part {i}" for i in range(int(_SESSION_S / _CONDITION_S))]
        text = "".join(f'[[conditions]]\nname = "{one}"\nfrom_marker = "{one}"\n' for one in labels)
        for number in range(_N_SESSIONS):
            folder = first if not number else _varied(first, root / f"s{number}", number)
            text += f'[[participants]]\ncode = "P{number}"\n'
            text += f'[[sessions]]\nfolder = "../{folder.name}"\nparticipant = "P{number}"\n'
        file.write_text(file.read_text() + text)
        study = load_study(file)
        took_s, worked_s = [], []
        for _ in range(2):
            start_s, before_s = time.perf_counter(), _cpu_s()
            table = study_table(study)
            took_s.append(round(time.perf_counter() - start_s, 2))
            worked_s.append(round(_cpu_s() - before_s, 2))
        assert not table["missing"].any(), table["missing"]
        return {
            "machine": machine(),
            "sessions": _N_SESSIONS,
            "rows_each": int(_SESSION_S * _FPS),
            "table_rows": len(table),
            "megabytes": round(sum(path.stat().st_size for path in root.glob("*/timeline.csv")) / 1e6),
            "first_s": took_s[0],
            "again_s": took_s[1],
            "first_cpu_s": worked_s[0],
            "again_cpu_s": worked_s[1],
        }


def _cpu_s() -> float:
    """Seconds for which this process, and those that it ended, had a core: the same on a busy computer, nearly."""
    return sum(os.times()[:4])


def _record(root: Path) -> Path:
    """A session whose expressions change at random."""
    source, model = SourceInfo("bench", 640, 480, _FPS, is_live=True), ModelInfo("bench", "", "cpu")
    writer = SessionWriter(root, SessionHeader("s0", source, model))
    random = np.random.default_rng(0)
    face = Face(np.array([10, 20, 60, 80], np.float32), np.zeros((468, 3), np.float32), np.zeros(3, np.float32))
    for i in range(int(_SESSION_S * _FPS)):
        if i % int(_CONDITION_S * _FPS) == 0:
            writer.add_marker(Marker(i / _FPS, f"part {i // int(_CONDITION_S * _FPS)}"))
        scores = ExpressionScores.from_array(random.dirichlet(np.full(len(EXPRESSIONS), 0.5)))
        writer.add_analysis(Analysis(i, i / _FPS, (TrackedFace(1, face, scores, scores, 0.9, ""),), 1.0))
    return Path(writer.close(RecordingCounts(int(_SESSION_S * _FPS), 0, 0)))


def _varied(first: Path, folder: Path, number: int) -> Path:
    """The same session with another hash: its last face is of another quality."""
    folder.mkdir()
    lines = (first / schema.TIMELINE_FILE).read_bytes().split(b"\n")
    cells = lines[-2].split(b",")
    cells[schema.HEADER.index("quality")] = f"{0.5 + number / 1000:.3f}".encode()
    data = b"\n".join([*lines[:-2], b",".join(cells), b""])
    (folder / schema.TIMELINE_FILE).write_bytes(data)
    values = json.loads((first / schema.SESSION_FILE).read_bytes())
    values["session_id"] = f"bench {number}"
    values["tables"][schema.TIMELINE_FILE] |= {"n_bytes": len(data), "sha256": sha256(data).hexdigest()}
    (folder / schema.SESSION_FILE).write_text(json.dumps(values))
    (folder / schema.MARKERS_FILE).write_bytes((first / schema.MARKERS_FILE).read_bytes())
    return folder
