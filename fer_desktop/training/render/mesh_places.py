"""Which vertex of a drawn head lies at each landmark of MediaPipe's face mesh: the mesh is run on drawn faces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from fer_desktop.training.locating import landmarks_in
from fer_desktop.training.render.camera import Cameras, project, rotations, to_camera
from fer_desktop.training.render.face_model import FaceModel, Part
from fer_desktop.training.render.light import sample_lights
from fer_desktop.training.render.people import Looks, sample_people
from fer_desktop.training.render.render import FIELD, PICTURE_PX, Renderer
from fer_desktop.training.render.tensors import on_device
from fer_desktop.vision.mesh import FaceMesh

_PEOPLE, _SEED = 40, 0
_SPREAD_CM = 0.7  # a landmark whose place differs more between people has none


@dataclass(frozen=True, slots=True, eq=False)
class MeshPlaces:
    """Where landmarks lie on a drawn head.

    Attributes:
        landmarks: (K,) numbers of those that have a place.
        vertices: (K,) the vertices there.
        places: (K, 3) float64, cm on the mean face.
    """

    landmarks: NDArray[np.int64]
    vertices: NDArray[np.int64]
    places: NDArray[np.float64]


def mesh_places(model: FaceModel) -> MeshPlaces:
    """Find them on some faces at rest, drawn without hair, that look at the camera."""
    rng = np.random.default_rng(_SEED)
    renderer, mesh = Renderer(model), FaceMesh()
    people = sample_people(_PEOPLE, rng, Looks(hair=False, glasses=False, beards=False))
    cameras = Cameras(*(np.full(_PEOPLE, value, np.float32) for value in (0.0, 0.0, 0.0, 90.0)))
    at_rest = np.zeros((_PEOPLE, len(model.names)), np.float32)
    pictures = renderer.render(people, at_rest, cameras, sample_lights(_PEOPLE, rng))
    heads = renderer.heads(on_device(people, model.device), torch.from_numpy(at_rest).to(model.device))
    seen = to_camera(heads, rotations(cameras, model.device))
    distance = torch.from_numpy(cameras.distance).to(model.device)
    points = project(seen, distance, model.anchors, PICTURE_PX, FIELD).cpu().numpy()
    candidates = _front(model)
    found = [
        _nearest(landmarks, flat[candidates])
        for picture, flat in zip(pictures, points, strict=True)
        if (landmarks := landmarks_in(mesh, picture)) is not None
    ]
    mesh.close()
    places = model.places.cpu().numpy()[candidates[np.stack(found)]].astype(np.float64)  # (N, 468, 3)
    middle = np.median(places, axis=0)
    steady = np.flatnonzero(np.median(np.linalg.norm(places - middle, axis=2), axis=0) < _SPREAD_CM)
    on_face = model.places.cpu().numpy()[candidates]
    distances = np.linalg.norm(middle[steady, None] - on_face[None], axis=2)
    vertices = candidates[distances.argmin(axis=1)]
    return MeshPlaces(steady, vertices, model.places.cpu().numpy()[vertices].astype(np.float64))


def _front(model: FaceModel) -> NDArray[np.int64]:
    """Vertices of the skin of the face that are seen from the front."""
    triangles = model.triangles[model.triangle_part == int(Part.FACE)]
    corners = model.neutral[triangles]
    across = torch.linalg.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    facing = across[:, 2] > 0.25 * across.norm(dim=1)
    in_front = model.places[triangles].mean(dim=1)[:, 2] > -2
    return np.asarray(triangles[facing & in_front].unique().cpu().numpy())


def _nearest(landmarks: NDArray[np.float64], points: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    """(468,) which of the (V, 3) points, among those at about one place the nearest to the camera."""
    flat = np.linalg.norm(landmarks[:, None, :2] - points[None, :, :2], axis=2)
    return np.asarray((flat + 0.3 * (points[:, 2] - points[:, 2].min())).argmin(axis=1))
