"""How much memory pictures near the limit of 120 megapixels take: scripts/picture_memory.py.

Each is made, then read in a process of its own, as `analyze` reads it.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from fer_desktop.bench.machine import peak_memory_mb
from fer_desktop.capture.animation import AnimationSource
from fer_desktop.capture.kinds import kind_of
from fer_desktop.capture.pictures import read_image
from fer_desktop.capture.video_file import VideoFileSource

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.heif import write_tiled_heic

TILE_PX = 512  # libheif reads no more than a thousand
SIDE_PX = 21 * TILE_PX  # 115.6 megapixels


def picture(mode: str) -> Image.Image:
    """A picture that compresses well, but not to nothing."""
    row = np.arange(SIDE_PX, dtype=np.uint8)
    gray = Image.fromarray(row[None, :] ^ row[:, None])
    return gray if mode == "L" else gray.convert(mode)


def saved(mode: str, **options: object) -> Callable[[Path], object]:
    """Writes the picture with Pillow."""
    return lambda path: picture(mode).save(path, **options)


def animated(path: Path) -> None:
    """Two pictures."""
    picture("L").save(path, save_all=True, append_images=[picture("L").rotate(180)], duration=100)


def turned() -> Image.Exif:
    """Lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


KINDS: dict[str, Callable[[Path], object]] = {
    "gray.jpg": saved("L"),
    "rgb.jpg": saved("RGB"),
    "rgb.png": saved("RGB", compress_level=1),
    "rgba_turned.png": saved("RGBA", compress_level=1, exif=turned()),
    "rgb.tif": saved("RGB"),
    "rgb.webp": saved("RGB", method=0, quality=50),
    "rgb.avif": saved("RGB", speed=10, quality=50),
    "tiles.heic": lambda path: write_tiled_heic(path, np.asarray(picture("RGB")), tile_px=TILE_PX),
    "two.gif": animated,
}


def read(path: Path) -> tuple[float, float, float]:
    """MB before and at most, and seconds."""
    before_mb, start_s = peak_memory_mb() or 0.0, time.perf_counter()
    match kind_of(path):
        case "picture":
            read_image(path)
        case kind:
            source = AnimationSource(path) if kind == "animation" else VideoFileSource(path)
            source.open()
            while source.read() is not None:
                pass
            source.close()
    return before_mb, peak_memory_mb() or 0.0, time.perf_counter() - start_s


def write(path: Path) -> None:
    """Make the picture that the name says."""
    KINDS[path.name](path)


def apart(work: Callable[[Path], Any], path: Path) -> Any:
    """Do it in a process of its own; this one stays small, since another one begins with its peak."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(work, path).result()


def main(names: list[str]) -> None:
    """Print a line for each."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    print(f"{'file':>16}  {'MB':>6}  {'before':>6}  {'s':>5}")
    with tempfile.TemporaryDirectory() as folder:
        for name in names or KINDS:
            path = Path(folder, name)
            apart(write, path)
            before_mb, most_mb, took_s = apart(read, path)
            print(f"{name:>16}  {most_mb:6.0f}  {before_mb:6.0f}  {took_s:5.1f}", flush=True)
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
