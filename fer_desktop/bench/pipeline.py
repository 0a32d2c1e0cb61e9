"""Frame by frame, without a window: what each stage takes, beside bare MediaPipe on the same frames.

Bare MediaPipe is `mp.solutions.face_mesh.FaceMesh` in video mode with 478 points and up to
four faces, and nothing else. Both run in turns, some frames each, so that whatever else
the machine does falls on both.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.bench.frames import FPS, read_frames
from fer_desktop.bench.machine import median_p95, n_threads, peak_memory_mb
from fer_desktop.core.tracker import FaceTracker
from fer_desktop.core.types import Face, Frame, ModelInfo
from fer_desktop.paths import weights_dir
from fer_desktop.vision.analyzer import Analyzer, Parts
from fer_desktop.vision.classifier import ExpressionClassifier
from fer_desktop.vision.device import DeviceChoice
from fer_desktop.vision.graph import quiet_start
from fer_desktop.vision.landmarker import Landmarker
from fer_desktop.vision.open_runtime import open_runtime
from fer_desktop.vision.runtime import Array, Runtime, Step

STAGES = ("decode", "mediapipe", "align", "cnn", "gru", "track", "rest")
SIZES = ((640, 480), (1280, 720))
FACES = (1, 2, 4)
_MAX_FACES = 4
_BLOCK = 25  # frames of one, then as many of the other
_WARM_UP = 25


@dataclass(frozen=True, slots=True)
class CaseOptions:
    """What one case measures.

    Attributes:
        videos: Folder of clips; None takes the demo.
        n_frames: Different frames.
        repeats: How often all of them are shown.
    """

    faces: int
    width_px: int
    height_px: int
    device: DeviceChoice
    videos: Path | None
    n_frames: int = 150
    repeats: int = 3


class Stopwatch:
    """Times by name, each a list in ms."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def watch(self, name: str) -> Iterator[None]:
        """Time what is inside."""
        start_s = time.perf_counter()
        yield
        self.times[name].append((time.perf_counter() - start_s) * 1000)

    def forget(self) -> None:
        """Drop the times that were taken, such as those of a warm-up."""
        self.times.clear()


class BareMediaPipe:
    """The floor: FaceMesh and nothing else."""

    def __init__(self) -> None:
        import mediapipe

        with quiet_start():
            self._mesh: Any = mediapipe.solutions.face_mesh.FaceMesh(
                static_image_mode=False, max_num_faces=_MAX_FACES, refine_landmarks=True
            )
            self._mesh.process(np.zeros((64, 64, 3), np.uint8))

    def find(self, image: NDArray[np.uint8]) -> int:
        """How many faces it finds."""
        return len(self._mesh.process(image).multi_face_landmarks or [])

    def close(self) -> None:
        """Release the model."""
        self._mesh.close()


class _WatchedLandmarker(Landmarker):
    def __init__(self, watch: Stopwatch) -> None:
        super().__init__(_MAX_FACES)
        self._watch = watch

    def find(self, image: NDArray[np.uint8], time_s: float) -> tuple[Face, ...]:
        with self._watch.watch("mediapipe"):
            return super().find(image, time_s)


class _WatchedTracker(FaceTracker):
    def __init__(self, watch: Stopwatch) -> None:
        super().__init__()
        self._watch = watch

    def update(self, boxes: Sequence[NDArray[np.float32]], time_s: float) -> list[int]:
        with self._watch.watch("track"):
            return super().update(boxes, time_s)


class _WatchedRuntime:
    def __init__(self, runtime: Runtime, watch: Stopwatch) -> None:
        self._runtime, self._watch = runtime, watch

    def step(self, x: Array, state: Array, dt_s: Array) -> Step:
        with self._watch.watch("network"):
            return self._runtime.step(x, state, dt_s)


class _WatchedAnalyzer(Analyzer):
    def __init__(self, parts: Parts, model: ModelInfo, watch: Stopwatch) -> None:
        super().__init__(parts, model, ())
        self._watch = watch

    def crops(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.uint8]:
        with self._watch.watch("align"):
            return super().crops(image, faces)


def open_watched(device: DeviceChoice, watch: Stopwatch) -> Analyzer:
    """An analyzer that tells the watch what its stages take."""
    opened = open_runtime(weights_dir(), device)
    classifier = ExpressionClassifier(_WatchedRuntime(opened.runtime, watch), opened.manifest.network)
    model = ModelInfo(opened.manifest.model_id, opened.manifest.weights.sha256, opened.device.name)
    return _WatchedAnalyzer(Parts(_WatchedLandmarker(watch), _WatchedTracker(watch), classifier), model, watch)


def measure_case(options: CaseOptions, gru_share: float) -> dict[str, Any]:
    """Figures of one number of faces, size and device.

    Args:
        options: What to measure.
        gru_share: Share of the network's time that is the GRU's, from `runtimes.gru_share`.
    """
    frames = read_frames(options.faces, options.width_px, options.height_px, options.n_frames, options.videos)
    watch, bare = Stopwatch(), BareMediaPipe()
    analyzer = open_watched(options.device, watch)
    stream = _Stream(frames.images)
    found: list[int] = []

    def ours(image: NDArray[np.uint8], time_s: float) -> None:
        with watch.watch("frame"):
            analysis = analyzer.analyze(Frame(len(found), time_s, image))
        found.append(len(analysis.faces))

    def floor(image: NDArray[np.uint8], time_s: float) -> None:
        with watch.watch("bare"):
            bare.find(image)

    for work in (ours, floor):
        stream.show(work, _WARM_UP)
    watch.forget()
    found.clear()
    cpu_s = 0.0
    for _ in range(max(len(frames.images) * options.repeats // _BLOCK, 1)):
        cpu_s -= time.process_time()
        stream.show(ours, _BLOCK)
        cpu_s += time.process_time()
        stream.show(floor, _BLOCK)
    analyzer.close()
    bare.close()
    return _figures(options, watch.times, frames.decode_ms, found, cpu_s, gru_share) | {"frames": frames.origin}


class _Stream:
    """The frames forwards and backwards for ever; two who watch in turns each see a stream without jumps."""

    def __init__(self, images: list[NDArray[np.uint8]]) -> None:
        self._images = [*images, *images[-2:0:-1]]
        self._places: dict[Callable[..., None], int] = defaultdict(int)

    def show(self, work: Callable[[NDArray[np.uint8], float], None], n: int) -> None:
        """The next n frames."""
        for _ in range(n):
            place = self._places[work]
            self._places[work] += 1
            work(self._images[place % len(self._images)], place / FPS)


def _figures(
    options: CaseOptions,
    times: dict[str, list[float]],
    decode_ms: list[float],
    found: list[int],
    cpu_s: float,
    gru_share: float,
) -> dict[str, Any]:
    frame_ms, bare_ms = np.array(times["frame"]), np.array(times["bare"])
    network = np.array(times["network"])
    parts = {
        "decode": decode_ms,
        "mediapipe": times["mediapipe"],
        "align": times["align"],
        "cnn": list(network * (1 - gru_share)),
        "gru": list(network * gru_share),
        "track": times["track"],
    }
    known = sum(sum(parts[name]) for name in ("mediapipe", "align", "cnn", "gru", "track"))
    rest = (frame_ms.sum() - known) / len(frame_ms)
    stages = {name: median_p95(values) for name, values in parts.items()}
    stages["rest"] = {"median_ms": float(rest), "p95_ms": float(rest)}
    return {
        "faces": options.faces,
        "width": options.width_px,
        "height": options.height_px,
        "device": options.device,
        "faces_found": float(np.mean(found)),
        "stages": stages,
        "frame_ms": float(np.median(frame_ms)),
        "frame_p95_ms": float(np.percentile(frame_ms, 95)),
        "mediapipe_ms": float(np.median(bare_ms)),
        "overhead_ratio": float(np.median(frame_ms) / np.median(bare_ms)),
        "fps": float(1000 / frame_ms.mean()),
        "cpu_share": float(cpu_s * 1000 / frame_ms.sum()),
        "peak_memory_mb": peak_memory_mb(),
        "threads": n_threads(),
    }
