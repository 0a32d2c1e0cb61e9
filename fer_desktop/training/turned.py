"""What a turned head does to the answer: ``python -m fer_desktop.training.turned --lfw FOLDER``.

Photographs with a neutral label are turned by warping them with their own 3D landmarks, in
steps, and go through the whole pipeline. Printed for each angle: how often the answer is a
negative expression, among all found faces and among those that are not marked unreliable.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, NEGATIVE
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.types import Frame, TrackedFace
from fer_desktop.paths import weights_dir
from fer_desktop.training.finding import read_photograph
from fer_desktop.vision.analyzer import Analyzer, AnalyzerOptions, open_analyzer

ANGLES_DEG = (0, 15, 30, 45, 60)
_FRONTAL_RAD = np.deg2rad(10)  # only photographs that look straight ahead are turned


def neutral_photographs(folder: Path, n: int) -> list[NDArray[np.uint8]]:
    """The first `n` photographs labelled neutral, twice their size."""
    with zipfile.ZipFile(folder / "lfw_expressions.zip") as archive:
        labels = next(name for name in archive.namelist() if name.endswith("labels.csv"))
        rows = csv.DictReader(io.StringIO(archive.read(labels).decode()))
        names = [Path(row["file"]).name for row in rows if row["expression"] == "neutral"][:n]
        prefix = labels.removesuffix("labels.csv") + "images/"
        images = [read_photograph(archive.read(prefix + name)) for name in names]
    return [np.asarray(cv2.resize(image, None, fx=2, fy=2), dtype=np.uint8) for image in images]


def turned(image: NDArray[np.uint8], landmarks: NDArray[np.float32], angle_rad: float) -> NDArray[np.uint8]:
    """The image with its face turned to the subject's left, triangle by triangle, far ones first."""
    points = landmarks.astype(np.float64)
    centre = points.mean(axis=0)
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    rotation = np.array([[cos, 0, -sin], [0, 1, 0], [sin, 0, cos]])
    moved = (points - centre) @ rotation.T + centre
    # nothing of the face that looks straight ahead may be left beside the turned one
    result = np.asarray(cv2.GaussianBlur(image, (0, 0), float(np.ptp(points[:, 0])) / 6), dtype=np.uint8)
    triangles = _triangles(points[:, :2], image.shape)
    for corners in sorted(triangles, key=lambda c: -moved[list(c), 2].mean()):
        _move_triangle(image, result, points[list(corners), :2], moved[list(corners), :2])
    return result


def _triangles(points: NDArray[np.float64], shape: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Delaunay triangles as indices of points inside the image."""
    height, width = shape[:2]
    subdivision = cv2.Subdiv2D((0, 0, width, height))
    index = {}
    for i, (x, y) in enumerate(points.astype(np.float32)):
        if 0 <= x < width and 0 <= y < height:
            subdivision.insert((float(x), float(y)))
            index[(x, y)] = i
    corners = [[tuple(row[k : k + 2]) for k in (0, 2, 4)] for row in subdivision.getTriangleList()]
    return [(index[a], index[b], index[c]) for a, b, c in corners if a in index and b in index and c in index]


def _move_triangle(
    image: NDArray[np.uint8], result: NDArray[np.uint8], source: NDArray[np.float64], target: NDArray[np.float64]
) -> None:
    """Copy one triangle to its new place; one that is seen from behind is left out."""
    edges = target[1:] - target[0], source[1:] - source[0]
    if np.linalg.det(edges[0]) * np.linalg.det(edges[1]) <= 0:
        return
    height, width = image.shape[:2]
    left, top = np.clip(np.floor(target.min(axis=0)), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(target.max(axis=0)) + 1, (left + 1, top + 1), (width, height)).astype(int)
    local = (target - (left, top)).astype(np.float32)
    matrix = cv2.getAffineTransform(source.astype(np.float32), local)
    patch = cv2.warpAffine(image, matrix, (int(right - left), int(bottom - top)), borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros(patch.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(local).astype(np.int32), 1)
    area = result[top:bottom, left:right]
    area[mask > 0] = patch[mask > 0]


def largest_face(analyzer: Analyzer, image: NDArray[np.uint8], number: int) -> TrackedFace | None:
    """The widest face of an image that has nothing to do with the one before."""
    faces = analyzer.analyze(Frame(number, float(number), image, follows=False)).faces
    return max(faces, key=lambda f: float(f.face.box[2] - f.face.box[0]), default=None)


def measure(images: list[NDArray[np.uint8]], weights: Path) -> list[dict[str, float]]:
    """One row of figures for each angle."""
    analyzer = open_analyzer(AnalyzerOptions(weights, device="cpu"))
    frontal = []
    for i, image in enumerate(images):
        face = largest_face(analyzer, image, i)
        if face is not None and np.abs(face.face.yaw_pitch_roll[0]) < _FRONTAL_RAD:
            frontal.append((image, face.face.landmarks))
    rows = []
    for angle in ANGLES_DEG:
        warped = (turned(image, landmarks, float(np.deg2rad(angle))) for image, landmarks in frontal)
        faces = [largest_face(analyzer, image, 10_000 + i) for i, image in enumerate(warped)]
        rows.append({"angle_deg": angle, "n": len(frontal), **_figures([face for face in faces if face is not None])})
    analyzer.close()
    return rows


def _figures(faces: list[TrackedFace]) -> dict[str, float]:
    reliable = [face for face in faces if face.quality >= UNRELIABLE_BELOW]
    return {
        "found": len(faces),
        "unreliable": len(faces) - len(reliable),
        "negative": _share(faces, {EXPRESSIONS[i] for i in NEGATIVE}),
        "anger": _share(faces, {"anger"}),
        "negative_if_reliable": _share(reliable, {EXPRESSIONS[i] for i in NEGATIVE}),
    }


def _share(faces: list[TrackedFace], names: set[str]) -> float:
    return float(np.mean([face.scores.top in names for face in faces])) if faces else float("nan")


def _line(row: dict[str, Any]) -> str:
    shares = "  ".join(f"{row[name]:>20.1%}" for name in ("negative", "anger", "negative_if_reliable"))
    return f"{row['angle_deg']:>6} {row['found']:>6.0f} {row['unreliable']:>10.0f}  {shares}"


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.turned", description=__doc__)
    parser.add_argument("--lfw", type=Path, required=True, help="folder with lfw_expressions.zip")
    parser.add_argument("--n", type=int, default=150, help="photographs")
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    rows = measure(neutral_photographs(arguments.lfw, arguments.n), arguments.weights)
    if arguments.json:
        print(json.dumps({"rows": rows}))
        return
    print(f"{rows[0]['n']} frontal photographs labelled neutral")
    names = "  ".join(f"{name:>20}" for name in ("negative", "anger", "negative if reliable"))
    print(f"{'angle':>6} {'found':>6} {'unreliable':>10}  {names}")
    for row in rows:
        print(_line(row))


if __name__ == "__main__":
    main()
