"""The head cut out of MakeHuman's mesh: which vertices, which triangles, what they are, with finer eyeballs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.training.render.face_model import Part
from fer_desktop.training.render.makehuman import MakeHuman

_LOWEST_CM, _WIDEST_CM = 54.0, 11.5  # where the neck is cut, in MakeHuman's coordinates
_RINGS, _SEGMENTS = 19, 24  # of an eyeball
_REST_GAZE = float(np.arctan(0.1))  # eyes at rest look outwards, as those of the first family
_SHRUNK, _CORNEA_HEIGHT, _CORNEA_RAD = 0.95, 0.06, np.radians(28)  # shares of the radius
# the teeth stand so far behind the lips that the lining of the upper one would hide them; moved up and forward, so as
# not to be seen between closed lips
_TEETH_MOVED_CM = {"helper-upper-teeth": (0.16, 0.75), "helper-lower-teeth": (-0.14, 0.45)}
_NARROWER = 0.88
_LOWER_TEETH_CM = 1.8  # no lower teeth beyond this x
_MIDDLE_OF_MOUTH_CM, _FRONT_TEETH_CM = 9.0, 12.5  # z
# the lining that is left out: nearer to the middle than this x, above this y, in front of this z
_LINING_CM = (1.6, 66.9, 12.6)
_PART_OF_HELPER = {"helper-upper-teeth": Part.TEETH, "helper-lower-teeth": Part.TEETH, "helper-tongue": Part.GUM}

Array = NDArray[np.float32]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ball:
    """An eyeball of the base mesh, 72 vertices, replaced by a finer one with a cornea.

    Attributes:
        rows: Its vertices among those of the head.
        middle, radius: cm, of the base mesh.
        unit: (72, 3) directions from the middle to each vertex.
        sphere: (S, 3) directions to the vertices of the finer one; the first look where the eye looks.
    """

    rows: Indices
    middle: Array
    radius: float
    unit: Array
    sphere: Array

    def vertices(self) -> Array:
        """(S, 3) cm."""
        from_axis = np.arccos(np.clip(self.sphere @ self.sphere[0], -1, 1))
        cornea = _CORNEA_HEIGHT * np.clip(1 - (from_axis / _CORNEA_RAD) ** 2, 0, None)
        return np.asarray(self.middle + self.radius * (_SHRUNK + cornea)[:, None] * self.sphere, dtype=np.float32)

    def moved(self, offsets: Array) -> Array:
        """(..., S, 3) offsets of the finer one from (..., V, 3) those of the head: shifted and grown alike."""
        of_ball = offsets[..., self.rows, :]
        shift = of_ball.mean(axis=-2, keepdims=True)
        growth = ((of_ball - shift) * self.unit).sum(axis=-1).mean(axis=-1)
        return np.asarray(shift + growth[..., None, None] * self.sphere, dtype=np.float32)


def _sphere(outwards: float) -> tuple[Array, Indices]:
    """(S, 3) unit vectors, the pole in front and a little outwards, and (T, 3) triangles."""
    polar, around = np.meshgrid(
        np.linspace(0, np.pi, _RINGS), np.arange(_SEGMENTS) * 2 * np.pi / _SEGMENTS, indexing="ij"
    )
    points = np.stack([np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)], axis=2)
    c, s = np.cos(outwards), np.sin(outwards)
    points = points @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    row, column = np.meshgrid(np.arange(_RINGS - 1), np.arange(_SEGMENTS), indexing="ij")
    a, b = row * _SEGMENTS + column, row * _SEGMENTS + (column + 1) % _SEGMENTS
    c, d = a + _SEGMENTS, b + _SEGMENTS
    triangles = np.concatenate([np.stack([a, c, b], axis=2), np.stack([b, c, d], axis=2)]).reshape(-1, 3)
    return points.reshape(-1, 3).astype(np.float32), triangles


class HeadMesh:
    """The head of `assets`.

    Attributes:
        vertices: (V, 3) float32, cm, of the base mesh; those of the eyeballs last, the person's left first.
        triangles, part: (T, 3) and (T,) what is drawn; the skin is `Part.FACE` throughout.
        lash_triangles: (L, 3).
        eyes: Rows of the eyeballs' vertices. balls: How these follow the mesh.
        row_of: (W,) row of each vertex of the whole mesh, -1 where it is not of the head.
    """

    def __init__(self, assets: MakeHuman) -> None:
        part = _parts(assets)
        middle = assets.vertices[assets.triangles].mean(axis=1)
        is_head = (middle[:, 1] > _LOWEST_CM) & (np.abs(middle[:, 0]) < _WIDEST_CM)
        drawn = is_head & (part < Part.LASH)
        is_lash = part == Part.LASH
        is_ball = [assets.groups == f"helper-{side}-eye" for side in "lr"]
        self._chosen = np.unique(assets.triangles[drawn | is_lash | is_ball[0] | is_ball[1]])
        self.row_of = np.full(len(assets.vertices), -1)
        self.row_of[self._chosen] = np.arange(len(self._chosen))
        corners = self.row_of[assets.triangles]
        mesh = assets.vertices[self._chosen]
        for helper, moved in _TEETH_MOVED_CM.items():
            teeth = np.unique(corners[drawn & (assets.groups == helper)])
            mesh[teeth] = mesh[teeth] * np.array([_NARROWER, 1, 1], np.float32) + np.array([0, *moved], np.float32)
        self.balls = tuple(_ball(mesh, np.unique(corners[one]), out) for one, out in zip(is_ball, (1, -1), strict=True))
        spheres = [ball.vertices() for ball in self.balls]
        n, s = len(mesh), len(spheres[0])
        self.eyes = (np.arange(n, n + s), np.arange(n + s, n + 2 * s))
        self.vertices = np.concatenate([mesh, *spheres])
        of_ball = _sphere(0)[1]
        self.triangles = np.concatenate([corners[drawn], *(of_ball + rows[0] for rows in self.eyes)])
        self.part = np.concatenate([part[drawn], np.full(2 * len(of_ball), Part.EYE)])
        self.lash_triangles = corners[is_lash]

    def moved(self, offsets: Array) -> Array:
        """(..., V, 3) offsets of the head's vertices from those of the whole mesh."""
        of_mesh = offsets[..., self._chosen, :]
        return np.concatenate([of_mesh, *(ball.moved(of_mesh) for ball in self.balls)], axis=-2)

    def with_still_eyes(self, offsets: Array) -> Array:
        """The same, with eyeballs that stay where they are: what turns them is no shape."""
        moved = self.moved(offsets)
        moved[..., np.concatenate(self.eyes), :] = 0
        return moved


def _ball(mesh: Array, rows: Indices, outwards: int) -> Ball:
    points = mesh[rows]
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    distance = np.linalg.norm(points - middle, axis=1, keepdims=True)
    return Ball(rows, middle, float(distance.mean()), (points - middle) / distance, _sphere(outwards * _REST_GAZE)[0])


def _parts(assets: MakeHuman) -> NDArray[np.int64]:
    """(T,) a `Part` for each triangle of the whole mesh."""
    part = np.full(len(assets.triangles), Part.UNUSED)
    part[assets.groups == "body"] = Part.FACE
    part[assets.cavity("mouth")] = Part.MOUTH
    part[assets.cavity("eye")] = Part.SOCKET
    for side in "lr":
        for row in "12":
            part[assets.groups == f"helper-{side}-eyelashes-{row}"] = Part.LASH
    for helper, kind in _PART_OF_HELPER.items():
        part[assets.groups == helper] = kind
    corners = assets.vertices[assets.triangles]
    across, height, front = corners.mean(axis=1).T
    is_lining = (np.abs(across) < _LINING_CM[0]) & (height > _LINING_CM[1]) & (front > _LINING_CM[2])
    part[(part == Part.MOUTH) & is_lining] = Part.UNUSED
    for helper, way in (("helper-upper-teeth", 1), ("helper-lower-teeth", -1)):
        is_it = assets.groups == helper
        at_front = height[is_it & (front > _FRONT_TEETH_CM)]
        middle = (at_front.min() + at_front.max()) / 2
        part[is_it & (way * (height - middle) > 0)] = Part.GUM
        part[is_it & (way < 0) & (np.abs(across) > _LOWER_TEETH_CM)] = Part.UNUSED  # they rise above the lips' corners
        part[is_it & ~_outside(corners)] = Part.UNUSED  # edges shared with it would bend the normals of the front
    return part


def _outside(corners: Array) -> NDArray[np.bool_]:
    """(T,) which triangles of a row of teeth look out of the mouth."""
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    middle = corners.mean(axis=1) - np.array([0, 0, _MIDDLE_OF_MOUTH_CM], np.float32)
    outwards = normal[:, 0] * middle[:, 0] + normal[:, 2] * middle[:, 2]
    level = np.abs(normal[:, 1]) < 0.6 * np.linalg.norm(normal, axis=1)
    return np.asarray((outwards > 0) & level)
