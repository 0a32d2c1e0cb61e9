"""How many faces are found, by size: ``python -m fer_desktop.training.finding --lfw FOLDER``.

Each photograph is pasted, with a soft edge, on a smooth background so that its face gets a
given width (or fills the frame), and the first frame of a fresh stream is searched. A hit
overlaps the true place with an intersection over union of at least 0.5. The true place
comes from the photograph itself, enlarged and searched; photographs without a face there
are left out and counted.
"""

from __future__ import annotations

import argparse
import io
import json
import zipfile
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.geometry import box_size, iou
from fer_desktop.vision.landmarker import Landmarker

WIDTHS_PX = (64, 100, 140, 200, 300)
FRAMES = ((640, 480), (1280, 720))
_FILL = 0.95  # of the height of the frame, the height of a face that fills it
_HIT_IOU = 0.5


def photographs(folder: Path, n: int, seed: int) -> list[NDArray[np.uint8]]:
    """`n` photographs drawn at random, RGB."""
    with zipfile.ZipFile(folder / "lfw_expressions.zip") as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".jpg"))
        chosen = np.random.default_rng(seed).choice(names, n, replace=False)
        return [read_photograph(archive.read(name)) for name in chosen]


def read_photograph(data: bytes) -> NDArray[np.uint8]:
    """Encoded image -> (H, W, 3) RGB."""
    decoded = cv2.imdecode(np.frombuffer(io.BytesIO(data).getbuffer(), np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def true_box(landmarker: Landmarker, photograph: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """Box of the largest face of a photograph, in its own pixels."""
    large = cv2.resize(photograph, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    faces = landmarker.find(np.asarray(large, dtype=np.uint8), _next_time())
    if not faces:
        return None
    box = max((face.box for face in faces), key=box_size)
    return box.astype(np.float64) / 2


_clock = iter(range(0, 10**9, 100))


def _next_time() -> float:
    """Times so far apart that every image begins a new stream."""
    return float(next(_clock))


def paste(
    photograph: NDArray[np.uint8],
    box: NDArray[np.float64],
    frame: tuple[int, int],
    width_px: int | None,
    rng: np.random.Generator,
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Frame with the photograph in it, and the box of the face there; `width_px` None fills the frame."""
    frame_w, frame_h = frame
    scale = _FILL * frame_h / (box[3] - box[1]) if width_px is None else width_px / (box[2] - box[0])
    face = box * scale
    room_x, room_y = frame_w - (face[2] - face[0]), frame_h - (face[3] - face[1])
    corner = np.array([rng.uniform(0, max(room_x, 0)), rng.uniform(0, max(room_y, 0))])
    if width_px is None:
        corner[0] = room_x / 2
    shift = corner - face[:2]
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    height, width = photograph.shape[:2]
    mask = np.zeros((height, width), np.float32)
    edge = max(min(height, width) // 12, 1)
    mask[edge:-edge, edge:-edge] = 1
    mask = cv2.GaussianBlur(mask, (0, 0), edge / 2)
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(photograph, None, fx=min(scale, 1), fy=min(scale, 1), interpolation=interpolation)
    again = np.array([[width / small.shape[1], 0, 0], [0, height / small.shape[0], 0], [0, 0, 1]])
    pasted = cv2.warpAffine(small, matrix @ again, frame, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    weight = cv2.warpAffine(mask, matrix, frame, flags=cv2.INTER_LINEAR)[..., None]
    ground = cv2.resize(rng.uniform(60, 190, (4, 5, 3)).astype(np.float32), frame, interpolation=cv2.INTER_CUBIC)
    mixed = weight * pasted + (1 - weight) * ground + rng.normal(0, 2, (frame_h, frame_w, 1))
    return np.clip(mixed, 0, 255).astype(np.uint8), face + np.tile(shift, 2)


def found_share(landmarker: Landmarker, cases: list[tuple[NDArray[np.uint8], NDArray[np.float64]]]) -> float:
    """Share of (image, true box) cases in which a found face lies where it should."""
    hits = [
        any(iou(face.box, box) >= _HIT_IOU for face in landmarker.find(image, _next_time())) for image, box in cases
    ]
    return float(np.mean(hits))


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.finding", description=__doc__)
    parser.add_argument("--lfw", type=Path, required=True, help="folder with lfw_expressions.zip")
    parser.add_argument("--n", type=int, default=300, help="photographs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    landmarker = Landmarker()
    known = [(p, true_box(landmarker, p)) for p in photographs(arguments.lfw, arguments.n, arguments.seed)]
    pairs = [(photograph, box) for photograph, box in known if box is not None]
    results = {}
    for frame in FRAMES:
        for width in (*WIDTHS_PX, None):
            rng = np.random.default_rng(arguments.seed)
            cases = [paste(photograph, box, frame, width, rng) for photograph, box in pairs]
            results[f"{frame[0]}x{frame[1]} {width or 'fills the frame'}"] = found_share(landmarker, cases)
    summary = {"photographs": len(known), "left_out": len(known) - len(pairs), "found": results}
    if arguments.json:
        print(json.dumps(summary))
        return
    print(f"{len(known)} photographs, {summary['left_out']} left out (no face found in the enlarged original)")
    for name, share in results.items():
        print(f"{name:>28}  {share:.1%}")


if __name__ == "__main__":
    main()
