"""Faces that move: ``python -m fer_desktop.training.render.motion --model FILE --out FILE``.

Expressions come, stay and go at human speeds, people speak and blink between and beside them, the head
moves, light drifts, and frames come at uneven times. What is shown at each moment is known exactly, which
no film can offer; the GRU learns from it and is measured by it.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from tqdm import tqdm

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.training.data import crop_matrix, load_fer_plus, picture_matrix
from fer_desktop.training.render.camera import Cameras, sample_cameras
from fer_desktop.training.render.drawn_file import load_drawn, save_drawn
from fer_desktop.training.render.expression import Repertoire, labels_of
from fer_desktop.training.render.face_model import FaceModel, load_face_model
from fer_desktop.training.render.light import Lights, sample_lights
from fer_desktop.training.render.mesh_places import mesh_places
from fer_desktop.training.render.people import plain_people, sample_people
from fer_desktop.training.render.render import FIELD, PICTURE_PX, Renderer
from fer_desktop.training.render.repertoire import RESTING
from fer_desktop.training.render.transfer import Photographs, Transfer, neutral_photographs
from fer_desktop.training.sequences import Disturbance, frame_times, wander

# seconds, each drawn between the two on a logarithmic scale; onsets and offsets as measured for posed and
# spontaneous expressions by Schmidt et al. 2006 (J. Nonverbal Behavior 30) and Pfister et al. 2011 (ICCV)
_ONSET_S, _HOLD_S, _OFFSET_S, _GAP_S = (0.2, 0.9), (0.3, 2.5), (0.3, 1.6), (0.3, 1.5)
_BLINKS_PER_S, _BLINK_S = 0.3, 0.25
_SPEAKS, _SYLLABLE_S = 0.35, 0.07
_HEAD_RAD, _HEAD_S = 0.07, 0.7  # deviation and correlation time of the head's turns
_LIGHT, _LIGHT_S = 0.1, 2.0

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class MovingFaces:
    """N sequences of T frames.

    Attributes:
        crops: (N, T, S, S) uint8, aligned, as a camera would give them.
        times_s: (N, T) float64.
        labels: (N, T, 8) float32, what is shown at that moment; sum 1.
        resting: (N,) of the names in `RESTING`: what the face does between expressions.
    """

    crops: NDArray[np.uint8]
    times_s: NDArray[np.float64]
    labels: Array
    resting: NDArray[np.str_]


@dataclass(frozen=True, slots=True, eq=False)
class _Script:
    """What one face does: weights (T, U) of the shapes, and labels (T, 8)."""

    weights: Array
    labels: Array
    resting: str


def write_script(times_s: NDArray[np.float64], repertoire: Repertoire, rng: Generator) -> _Script:
    """Episodes one after the other until the last of `times_s` (T,)."""
    n = len(times_s)
    rest = repertoire.draw(np.zeros(1, np.int64), rng)
    weights = np.repeat(rest.weights, n, axis=0)
    labels = np.repeat(rest.labels, n, axis=0)
    start = times_s[0] + _between((0.05, 1.0), rng)
    while start < times_s[-1]:
        shown = repertoire.draw(rng.integers(1, len(EXPRESSIONS), 1), rng)
        onset, hold, offset = (_between(limits, rng) for limits in (_ONSET_S, _HOLD_S, _OFFSET_S))
        rise, fall = least_jerk((times_s - start) / onset), least_jerk((times_s - start - onset - hold) / offset)
        envelope = (rise * (1 - fall)).astype(np.float32)[:, None]
        weights = weights * (1 - 0.8 * envelope) + envelope * shown.weights
        strength = (envelope[:, 0] * shown.strength).astype(np.float32)
        now = labels_of(np.repeat(shown.expression, n), strength, np.repeat("", n))
        labels = np.where(envelope > 0, now, labels)
        start += onset + hold + offset * rng.uniform(0.8, 1.2) + _between(_GAP_S, rng)
    if rng.random() < _SPEAKS:
        weights += repertoire.speech(1, rng) * np.stack(
            [np.maximum(wander(times_s, _SYLLABLE_S, rng), 0) for _ in range(weights.shape[1])], axis=1
        )
    blinks = rng.uniform(times_s[0], times_s[-1], rng.poisson(_BLINKS_PER_S * np.ptp(times_s)))
    lids = np.clip(1 - np.abs(times_s[:, None] - blinks[None]) / (_BLINK_S / 2), 0, 1).max(axis=1, initial=0)
    weights[:, repertoire.lids] = np.maximum(weights[:, repertoire.lids], lids[:, None])
    return _Script(np.clip(weights, 0, 1.5).astype(np.float32), labels.astype(np.float32), str(rest.resting[0]))


def _between(limits: tuple[float, float], rng: Generator) -> float:
    return float(np.exp(rng.uniform(*np.log(limits))))


def least_jerk(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 to 1 with the least jerk (Flash and Hogan 1985, J. Neuroscience 5(7))."""
    x = np.clip(share, 0, 1)
    return np.asarray(x**3 * (10 - 15 * x + 6 * x**2))


class Stage(Protocol):
    """Shows the frames of one face, another one at each call."""

    def show(self, weights: Array, clock: NDArray[np.float64], rng: Generator) -> NDArray[np.uint8]:
        """(T, PICTURE_PX, PICTURE_PX) pictures of a face with (T, U) weights of the shapes at (T,) times."""


class DrawnPeople:
    """People who are drawn, with heads that turn a little and light that drifts."""

    def __init__(self, model: FaceModel) -> None:
        self._renderer = Renderer(model)

    def show(self, weights: Array, clock: NDArray[np.float64], rng: Generator) -> NDArray[np.uint8]:
        """See `Stage`."""
        people = sample_people(1, rng).take(np.zeros(len(clock), np.int64))
        cameras = _moving(sample_cameras(1, rng), clock, rng)
        lights = _drifting(sample_lights(1, rng), clock, rng)
        return self._renderer.render(people, weights, cameras, lights)


class MovedPhotographs:
    """Photographs that move (`render.transfer`), each seen from where it was taken."""

    def __init__(self, model: FaceModel, photographs: Photographs) -> None:
        self._transfer, self._photographs = Transfer(model, mesh_places(model)), photographs

    def show(self, weights: Array, clock: NDArray[np.float64], rng: Generator) -> NDArray[np.uint8]:
        """See `Stage`."""
        same = np.zeros(len(clock), np.int64)
        row = same + rng.integers(len(self._photographs.images))
        people, lights = plain_people(1, rng).take(same), sample_lights(1, rng).take(same)
        return self._transfer.put(self._photographs, row, people, weights, lights)


def draw_motion(stage: Stage, repertoire: Repertoire, n: int, n_steps: int, size_px: int, seed: int) -> MovingFaces:
    """`n` sequences of `n_steps` frames, each of another person."""
    rng = np.random.default_rng(seed)
    matrix = crop_matrix(picture_matrix(PICTURE_PX, FIELD), size_px)
    crops = np.empty((n, n_steps, size_px, size_px), np.uint8)
    times, scripts = [], []
    for i in tqdm(range(n), desc="sequences", mininterval=10):
        clock = frame_times(n_steps, rng)
        script = write_script(clock, repertoire, rng)
        pictures = stage.show(script.weights, clock, rng)
        disturbance = Disturbance(clock, size_px, rng)
        for t in range(n_steps):
            crops[i, t] = disturbance.see(pictures[t], matrix, t, rng)
        times.append(clock)
        scripts.append(script)
    return MovingFaces(
        crops, np.stack(times), np.stack([s.labels for s in scripts]), np.array([s.resting for s in scripts])
    )


def _moving(camera: Cameras, clock: NDArray[np.float64], rng: Generator) -> Cameras:
    """One camera for all frames of a sequence, with a head that turns a little."""
    still = camera.take(np.zeros(len(clock), np.int64))

    def turns(share: float) -> Array:
        return np.asarray(share * _HEAD_RAD * wander(clock, _HEAD_S, rng), dtype=np.float32)

    return replace(still, yaw=still.yaw + turns(1.0), pitch=still.pitch + turns(0.7), roll=still.roll + turns(0.5))


def _drifting(light: Lights, clock: NDArray[np.float64], rng: Generator) -> Lights:
    still = light.take(np.zeros(len(clock), np.int64))
    drift = np.exp(_LIGHT * wander(clock, _LIGHT_S, rng)).astype(np.float32)
    return replace(still, exposure=still.exposure * drift, ambient=still.ambient * drift)


def load_motion(path: Path) -> MovingFaces:
    """Read what the command wrote.

    Raises:
        DataError: it is missing or is something else.
    """
    return load_drawn(path, MovingFaces, "moving faces")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.render.motion", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="archive of ICT-FaceKit")
    parser.add_argument("--out", type=Path, required=True, help="the sequences, .npz")
    parser.add_argument("--sequences", type=int, default=1500)
    parser.add_argument("--steps", type=int, default=48)
    parser.add_argument("--input", type=int, default=64, help="side of the crops")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--photographs", type=Path, help="folder with ferplus.npz: photographs move, nobody is drawn")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--split", choices=("training", "validation"), default="training")
    parser.add_argument("--most", type=int, help="use so many of the photographs")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    model = load_face_model(arguments.model, "cuda" if torch.cuda.is_available() else "cpu")
    stage: Stage = DrawnPeople(model)
    if arguments.photographs:
        data = load_fer_plus(arguments.photographs / "ferplus.npz", arguments.aligned, arguments.split)
        stage = MovedPhotographs(model, neutral_photographs(data, arguments.most))
    repertoire = Repertoire(model.names)
    faces = draw_motion(stage, repertoire, arguments.sequences, arguments.steps, arguments.input, arguments.seed)
    save_drawn(arguments.out, faces)
    named = ", ".join(f"{name} {(faces.resting == name).sum()}" for name in RESTING)
    print(f"{len(faces.crops)} sequences in {arguments.out}; at rest: {named}")


if __name__ == "__main__":
    main()
