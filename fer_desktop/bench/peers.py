"""What others do, measured on the same frames in the same run: `fer-desktop bench --peers`.

The networks have random weights: their speed does not depend on them. EfficientNet-B0 at
224 px (Tan and Le 2019, arXiv 1905.11946) is the size of EmotiEffLib's models, MobileFaceNet at 112 px
(Chen et al. 2018, arXiv 1804.07573) that of OpenCV Zoo's; both stand behind our faces, so that the
difference is the network's alone. OpenCV's Haar cascade stands before our network.
"""

from __future__ import annotations

import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.bench.frames import FPS, read_frames
from fer_desktop.bench.pipeline import BareMediaPipe
from fer_desktop.core.types import Face, Frame
from fer_desktop.onnx_session import import_onnxruntime
from fer_desktop.paths import weights_dir
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer
from fer_desktop.vision.landmarker import Landmarker
from fer_desktop.vision.open_runtime import open_runtime
from fer_desktop.vision.preprocess import network_input

if TYPE_CHECKING:
    from torch import nn

_N_FRAMES, _WARM_UP, _BLOCK, _BLOCKS = 100, 10, 20, 5
FACES = (1, 4)

Finder = Callable[[NDArray[np.uint8], float], object]


def compare_peers(videos: Path | None) -> list[dict[str, Any]]:
    """Median time of a frame for each, one and four faces at 640x480; all take turns, some frames each.

    Raises:
        ImportError: torch or onnx is not installed; both are needed to make the networks.
    """
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for n_faces in FACES:
            images = read_frames(n_faces, 640, 480, _N_FRAMES, videos).images
            images += images[-2:0:-1]
            peers = {name: _Timed(make(), images) for name, make in _peers(Path(folder)).items()}
            for peer in peers.values():
                peer.show(_WARM_UP)
                peer.times_ms.clear()
            for _ in range(_BLOCKS):
                for peer in peers.values():
                    peer.show(_BLOCK)
            for name, peer in peers.items():
                rows.append({"peer": name, "faces": n_faces, "frame_ms": float(np.median(peer.times_ms))})
    return rows


class _Timed:
    """One peer and its own place in the stream."""

    def __init__(self, find: Finder, images: list[NDArray[np.uint8]]) -> None:
        self._find, self._images, self._place = find, images, 0
        self.times_ms: list[float] = []

    def show(self, n: int) -> None:
        for _ in range(n):
            image = self._images[self._place % len(self._images)]
            start_s = time.perf_counter()
            self._find(image, self._place / FPS)
            self.times_ms.append((time.perf_counter() - start_s) * 1000)
            self._place += 1


def _peers(folder: Path) -> dict[str, Callable[[], Finder]]:
    return {
        "bare MediaPipe, 478 points": _bare,
        "FER Desktop": _ours,
        "OpenCV Haar + our CNN and GRU": _haar,
        "our faces + EfficientNet-B0, 224 px": lambda: _behind_our_faces(_efficientnet_b0, 224, folder),
        "our faces + MobileFaceNet, 112 px": lambda: _behind_our_faces(_mobilefacenet, 112, folder),
    }


def _bare() -> Finder:
    mesh = BareMediaPipe()
    return lambda image, time_s: mesh.find(image)


def _ours() -> Finder:
    analyzer = open_analyzer(AnalyzerOptions(weights_dir(), 4, "cpu"))
    return lambda image, time_s: analyzer.analyze(Frame(0, time_s, image))


def _haar() -> Finder:
    cascade = cv2.CascadeClassifier(str(Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_default.xml"))
    opened = open_runtime(weights_dir(), "cpu")
    side, size = opened.manifest.network.input_px, opened.manifest.network.state_size

    def find(image: NDArray[np.uint8], time_s: float) -> object:
        gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        boxes = cascade.detectMultiScale(gray, 1.1, 5, minSize=(60, 60))
        if not len(boxes):
            return None
        crops = np.stack([cv2.resize(gray[y : y + h, x : x + w], (side, side)) for x, y, w, h in boxes])
        n = len(crops)
        return opened.runtime.step(
            network_input(crops), np.zeros((n, size), np.float32), np.full((n, 1), 0.03, np.float32)
        )

    return find


def _behind_our_faces(make: Callable[[], nn.Module], side: int, folder: Path) -> Finder:
    session = _session(make(), side, folder)
    landmarker = Landmarker(4)

    def find(image: NDArray[np.uint8], time_s: float) -> object:
        faces = landmarker.find(image, time_s)
        if not faces:
            return None
        crops = np.stack([_coloured(image, face, side) for face in faces])
        return session.run(None, {"x": (crops.transpose(0, 3, 1, 2).astype(np.float32) - 127.5) / 127.5})

    return find


def _coloured(image: NDArray[np.uint8], face: Face, side: int) -> NDArray[np.uint8]:
    """(side, side, 3) picture of a face's box."""
    height, width = image.shape[:2]
    left, top = (int(v) for v in np.clip(face.box[:2], 0, (width - 2, height - 2)))
    right, bottom = (int(v) for v in np.clip(face.box[2:], (left + 1, top + 1), (width, height)))
    return np.asarray(cv2.resize(image[top:bottom, left:right], (side, side)), dtype=np.uint8)


def _session(network: nn.Module, side: int, folder: Path) -> Any:
    import torch

    onnxruntime = import_onnxruntime()
    path = folder / f"{side}.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            (torch.zeros(2, 3, side, side),),
            str(path),
            dynamo=False,
            input_names=["x"],
            output_names=["y"],
            dynamic_axes={"x": {0: "faces"}, "y": {0: "faces"}},
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options)


def _conv(n_in: int, n_out: int, side: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(n_in, n_out, side, stride, side // 2, groups=groups, bias=False), nn.BatchNorm2d(n_out), nn.SiLU()
    )


def _efficientnet_b0() -> nn.Module:
    """Table 1 of the paper: expansion, channels, blocks, stride, side of the kernel."""
    from torch import Tensor, nn

    class SqueezeExcite(nn.Module):
        def __init__(self, n: int, inner: int) -> None:
            super().__init__()
            self.gate = nn.Sequential(
                nn.AdaptiveAvgPool2d(1), nn.Conv2d(n, inner, 1), nn.SiLU(), nn.Conv2d(inner, n, 1), nn.Sigmoid()
            )

        def forward(self, x: Tensor) -> Tensor:
            return x * self.gate(x)

    class Inverted(nn.Module):
        def __init__(self, n_in: int, n_out: int, expansion: int, stride: int, side: int) -> None:
            super().__init__()
            wide = n_in * expansion
            self.is_residual = stride == 1 and n_in == n_out
            self.body = nn.Sequential(
                _conv(n_in, wide, 1) if expansion > 1 else nn.Identity(),
                _conv(wide, wide, side, stride, wide),
                SqueezeExcite(wide, max(n_in // 4, 1)),
                nn.Conv2d(wide, n_out, 1, bias=False),
                nn.BatchNorm2d(n_out),
            )

        def forward(self, x: Tensor) -> Tensor:
            return x + self.body(x) if self.is_residual else self.body(x)

    stages = (
        (1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3),
        (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3),
    )  # fmt: skip
    layers: list[nn.Module] = [_conv(3, 32, 3, 2)]
    n = 32
    for expansion, n_out, blocks, stride, side in stages:
        for i in range(blocks):
            layers.append(Inverted(n, n_out, expansion, stride if i == 0 else 1, side))
            n = n_out
    return nn.Sequential(*layers, _conv(n, 1280, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, 8))


def _mobilefacenet() -> nn.Module:
    """Table 1 of the paper: expansion, channels, blocks, stride."""
    from torch import Tensor, nn

    class Bottleneck(nn.Module):
        def __init__(self, n_in: int, n_out: int, expansion: int, stride: int) -> None:
            super().__init__()
            wide = n_in * expansion
            self.is_residual = stride == 1 and n_in == n_out
            self.body = nn.Sequential(
                _conv(n_in, wide, 1),
                _conv(wide, wide, 3, stride, wide),
                nn.Conv2d(wide, n_out, 1, bias=False),
                nn.BatchNorm2d(n_out),
            )

        def forward(self, x: Tensor) -> Tensor:
            return x + self.body(x) if self.is_residual else self.body(x)

    layers: list[nn.Module] = [_conv(3, 64, 3, 2), _conv(64, 64, 3, 1, 64)]
    n = 64
    stages = ((2, 64, 5, 2), (4, 128, 1, 2), (2, 128, 6, 1), (4, 128, 1, 2), (2, 128, 2, 1))
    for expansion, n_out, blocks, stride in stages:
        for i in range(blocks):
            layers.append(Bottleneck(n, n_out, expansion, stride if i == 0 else 1))
            n = n_out
    return nn.Sequential(
        *layers, _conv(n, 512, 1), nn.Conv2d(512, 512, 7, groups=512, bias=False), nn.Flatten(), nn.Linear(512, 8)
    )
