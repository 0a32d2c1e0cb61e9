"""Expressions put onto photographs: ``python -m fer_desktop.training.render.transfer --help``.

A drawn head moves from rest into an expression. A photograph of a neutral face moves along: its pixels lie on the
head like a skin, and get lighter and darker as the light on the drawn skin does (the ratio image of Liu, Shan and
Zhang 2001, "Expressive expression mapping with ratio images", SIGGRAPH). What the photograph cannot show, teeth
and the inside of a mouth that opens, is drawn. So the faces are as real as photographs, and how far each muscle
moved is known.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.training.data import FerPlus, RenderedFaces, load_fer_plus, picture_matrix, save_rendered
from fer_desktop.training.locating import landmarks_in
from fer_desktop.training.render.camera import Cameras, project, rotations, to_camera
from fer_desktop.training.render.expression import Repertoire
from fer_desktop.training.render.face_model import FaceModel, Part, load_face_model
from fer_desktop.training.render.generate import gathered, sample_kinds
from fer_desktop.training.render.light import Lights, blurred, sample_lights
from fer_desktop.training.render.mesh_places import MeshPlaces, mesh_places
from fer_desktop.training.render.people import People, plain_people
from fer_desktop.training.render.render import FIELD, PICTURE_PX, Renderer
from fer_desktop.training.render.tensors import on_device
from fer_desktop.vision.mesh import FaceMesh

_NEUTRAL = 0.7  # share of the votes
_GRAY_GAMMA = 2.2
_RATIO = (0.4, 1.6)  # of light after and before; beyond is an error of the fit
_GRID = 25  # the warp from the drawn to the photographed face is worked out on so many points a side
_SMOOTHING = 10.0  # px squared log px: landmarks of a small photograph jitter
_EVERY = 3  # landmark that the warp is fitted to: neighbours say the same
_INNER = (Part.MOUTH, Part.SOCKET, Part.GUM, Part.TEETH, Part.EYE)
_LEAST_GROOVE_CM = 0.25  # a pixel of what is drawn spans 0.22 cm: finer furrows are lost between them
_AT_ONCE = 8

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Photographs:
    """Neutral faces that expressions are put onto.

    Attributes:
        images: (N, 48, 48) uint8.
        matrices: (N, 2, 3) float64, from pixels of the image to a crop of side 1.
        labels: (N, 8) float32, share of the votes.
        landmarks: (N, 468, 3) float64, pixels of the image; z in the scale of x, smaller is nearer.
    """

    images: NDArray[np.uint8]
    matrices: NDArray[np.float64]
    labels: Array
    landmarks: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Meanwhile:
    """What changes beside the face between a photograph and B pictures of it.

    Attributes:
        lights: Those that fall on it now.
        turns: (B, 2) yaw and pitch by which the head has turned, rad; a few hundredths look right.
    """

    lights: Lights
    turns: Array


def neutral_photographs(data: FerPlus, most: int | None = None) -> Photographs:
    """Those that most voters call neutral, and in which the mesh finds a face."""
    rows = np.flatnonzero(data.labels[:, 0] >= _NEUTRAL)[:most]
    mesh = FaceMesh()
    found = [landmarks_in(mesh, image) for image in tqdm(data.images[rows], desc="photographs", mininterval=10)]
    mesh.close()
    kept = [(row, landmarks) for row, landmarks in zip(rows, found, strict=True) if landmarks is not None]
    rows = np.array([row for row, _ in kept])
    landmarks = np.stack([landmarks for _, landmarks in kept])
    return Photographs(data.images[rows], data.matrices[rows], data.labels[rows], landmarks)


class Transfer:
    """Moves photographs as a drawn head moves."""

    def __init__(self, model: FaceModel, places: MeshPlaces) -> None:
        few = slice(None, None, _EVERY)
        self._model = model
        self._places = MeshPlaces(places.landmarks[few], places.vertices[few], places.places[few])
        # photographs are smooth: what it draws is not made smaller
        self._renderer = Renderer(model, PICTURE_PX // 2, _LEAST_GROOVE_CM)
        self._side = self._renderer.side_px

    @torch.inference_mode()
    def put(
        self,
        photographs: Photographs,
        rows: NDArray[np.int64],
        people: People,
        weights: Array,
        lights: Lights,
        meanwhile: Meanwhile | None = None,
    ) -> NDArray[np.uint8]:
        """(B, PICTURE_PX, PICTURE_PX) gray pictures of photographs `rows`, moved by (B, U) weights.

        Args:
            photographs: Faces at rest.
            rows: (B,) which of them.
            people: B drawn heads that move.
            weights: (B, U) how far their muscles go.
            lights: B lights, in which wrinkles and cheeks get their shadows.
            meanwhile: What else has changed when the face has moved.
        """
        device = self._model.device
        cameras = self._cameras(photographs.landmarks[rows])
        person, light = on_device(people, device), on_device(lights, device)
        light_now = light if meanwhile is None else on_device(meanwhile.lights, device)
        moved = torch.from_numpy(weights).to(device)
        still = torch.zeros_like(moved)
        yaw, pitch = (0.0, 0.0) if meanwhile is None else meanwhile.turns.T
        later = replace(cameras, yaw=cameras.yaw + yaw, pitch=cameras.pitch + pitch)
        at_rest, moving = self._seen(person, still, cameras), self._seen(person, moved, later)
        turned = at_rest if meanwhile is None else self._seen(person, still, later)
        distance = torch.from_numpy(cameras.distance).to(device)
        flat_rest = project(at_rest, distance, self._model.anchors, self._side, FIELD)
        both = torch.cat([turned, moving], dim=1)  # one similarity for both
        flat_moving = project(both, distance, self._model.anchors, self._side, FIELD)[:, at_rest.shape[1] :]
        to_picture = [_picture_transform(matrix, self._side) for matrix in photographs.matrices[rows]]
        targets = [
            _transformed(landmarks[self._places.landmarks, :2], matrix)
            for landmarks, matrix in zip(photographs.landmarks[rows], to_picture, strict=True)
        ]
        skin = self._fitted(flat_rest, np.stack(targets))
        expressive = torch.cat([skin[..., :2] + flat_moving[..., :2] - flat_rest[..., :2], flat_moving[..., 2:]], dim=2)
        pairs = zip(photographs.images[rows], to_picture, strict=True)
        images = np.stack([_enlarged(image, matrix, self._side) for image, matrix in pairs])
        photo = torch.from_numpy(images).to(device)
        surface, before = self._renderer.lit(skin, at_rest, person, still, light)
        drawn, after = self._renderer.lit(expressive, moving, person, moved, light_now)
        where = self._renderer.carried(drawn, skin[..., :2])
        result = _composed(photo, surface, before, drawn, after, where)
        return np.asarray((result * 255).round().to(torch.uint8).cpu().numpy())

    def _seen(self, person: dict[str, Tensor], moved: Tensor, cameras: Cameras) -> Tensor:
        return to_camera(self._renderer.heads(person, moved), rotations(cameras, self._model.device))

    def _cameras(self, landmarks: NDArray[np.float64]) -> Cameras:
        """From which side each photograph was taken: the rotation that fits best (Kabsch 1976)."""
        head = self._places.places - self._places.places.mean(axis=0)
        yaw, pitch = [], []
        for points in landmarks[:, self._places.landmarks]:
            seen = (points - points.mean(axis=0)) * (1, -1, -1)  # x right, y up, z towards the viewer
            u, _, v = np.linalg.svd(seen.T @ head)
            rotation = u @ np.diag([1, 1, np.sign(np.linalg.det(u @ v))]) @ v
            yaw.append(np.arctan2(-rotation[2, 0], rotation[2, 2]))
            pitch.append(np.arcsin(np.clip(-rotation[2, 1], -1, 1)))
        even = np.zeros(len(yaw), np.float32)
        return Cameras(np.array(yaw, np.float32), np.array(pitch, np.float32), even, even + 80)

    def _fitted(self, flat: Tensor, targets: NDArray[np.float64]) -> Tensor:
        """(B, V, 3): the (B, V, 3) points of heads at rest, moved so that landmarks lie where (B, K, 2) targets say."""
        steps = np.linspace(0, self._side - 1, _GRID)
        grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
        shifts = []
        for points, target in zip(flat[:, self._places.vertices, :2].double().cpu().numpy(), targets, strict=True):
            shifts.append(_thin_plate(points, target - points, grid).T.reshape(2, _GRID, _GRID))
        field = torch.from_numpy(np.stack(shifts).astype(np.float32)).to(flat)
        at = flat[:, None, :, :2] / (self._side - 1) * 2 - 1
        shift = F.grid_sample(field, at, mode="bilinear", padding_mode="border", align_corners=True)[:, :, 0]
        return torch.cat([flat[..., :2] + shift.transpose(1, 2), flat[..., 2:]], dim=2)


def _picture_transform(matrix: NDArray[np.float64], side_px: int) -> NDArray[np.float64]:
    """(2, 3) from pixels of a photograph to those of a picture, `FIELD` times as wide as the crop."""
    to_unit = np.vstack([picture_matrix(side_px, FIELD), [0, 0, 1]])
    return np.asarray((np.linalg.inv(to_unit) @ np.vstack([matrix, [0, 0, 1]]))[:2])


def _transformed(points: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(points @ matrix[:, :2].T + matrix[:, 2])


def _enlarged(image: NDArray[np.uint8], matrix: NDArray[np.float64], side_px: int) -> Array:
    large = cv2.warpAffine(image, matrix, (side_px, side_px), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return large.astype(np.float32) / 255


def _thin_plate(
    points: NDArray[np.float64], values: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(M, 2) smooth values at (M, 2), from (K, 2) values at (K, 2) points (Bookstein 1989, with smoothing)."""

    def kernel(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
        squared = ((a[:, None] - b[None]) ** 2).sum(axis=2)
        return np.asarray(0.5 * squared * np.log(np.maximum(squared, 1e-12)))

    n = len(points)
    affine = np.column_stack([np.ones(n), points])
    system = np.zeros((n + 3, n + 3))
    system[:n, :n] = kernel(points, points) + _SMOOTHING * np.eye(n)
    system[:n, n:], system[n:, :n] = affine, affine.T
    solved = np.linalg.solve(system, np.vstack([values, np.zeros((3, values.shape[1]))]))
    return np.asarray(kernel(at, points) @ solved[:n] + np.column_stack([np.ones(len(at)), at]) @ solved[n:])


def _composed(
    photo: Tensor, rest: dict[str, Tensor], before: Tensor, drawn: dict[str, Tensor], after: Tensor, where: Tensor
) -> Tensor:
    """(B, S, S) gray 0 to 1.

    Args:
        photo: (B, S, S) gray.
        rest, drawn: What each pixel shows of the head at rest, and of the one that moves.
        before, after: (B, S, S) their light.
        where: (B, S, S, 2) for each pixel of the moving head the pixel where its skin was at rest.
    """
    side = photo.shape[1]
    grid = where / (side - 1) * 2 - 1

    def at_rest(values: Tensor, mode: str = "bilinear") -> Tensor:
        return F.grid_sample(values[:, None], grid, mode=mode, padding_mode="border", align_corners=True)[:, 0]

    linear = photo.clamp_min(1 / 255) ** _GRAY_GAMMA
    front = (rest["part"] == Part.FACE) & rest["covered"] & (rest["normal"][..., 2] > 0.4)
    level = (linear * front).sum(dim=(1, 2)) / (before * front).sum(dim=(1, 2)).clamp_min(1e-3)
    facing = ((drawn["normal"][..., 2] - 0.15) / 0.3).clamp(0, 1) * ((rest["normal"][..., 2] - 0.15) / 0.3).clamp(0, 1)
    ratio = (blurred(after, 0.7) / at_rest(blurred(before, 0.7)).clamp_min(1e-3)).clamp(*_RATIO)
    ratio = 1 + (ratio - 1) * facing * (drawn["part"] == Part.FACE)
    carried = at_rest(linear) * blurred(ratio, 0.6)
    inner = torch.stack([drawn["part"] == int(part) for part in _INNER]).any(dim=0)
    was_inner = at_rest(torch.stack([rest["part"] == int(part) for part in _INNER]).any(dim=0).float(), "nearest") > 0.5
    fresh = blurred((inner & ~was_inner).float(), 0.6)
    inside = carried * (1 - fresh) + after * level[:, None, None] * fresh
    covered = blurred(drawn["covered"].float(), 0.8)
    covered = torch.where(drawn["covered"], covered, torch.zeros_like(covered))
    return (inside * covered + linear * (1 - covered)).clamp(0, 1) ** (1 / _GRAY_GAMMA)


def transferred(model: FaceModel, photographs: Photographs, n: int, seed: int) -> RenderedFaces:
    """Faces, `n` of them, each of a photograph drawn at random; `person` is its row, the same for every seed."""
    rng = np.random.default_rng(seed)
    transfer, repertoire = Transfer(model, mesh_places(model)), Repertoire(model.names)
    pictures, shown, persons = [], [], []
    for start in tqdm(range(0, n, _AT_ONCE), desc="faces", mininterval=10):
        count = min(_AT_ONCE, n - start)
        rows = rng.integers(0, len(photographs.images), count)
        expressions = repertoire.draw(sample_kinds(count, rng), rng)
        people, lights = plain_people(count, rng), sample_lights(count, rng)
        pictures.append(transfer.put(photographs, rows, people, expressions.weights, lights))
        # what is left of neutral is what voters said of the photograph
        drawn = expressions.labels * (np.arange(len(EXPRESSIONS)) > 0)
        labels = drawn + expressions.labels[:, :1] * photographs.labels[rows]
        shown.append(replace(expressions, labels=labels.astype(np.float32)))
        persons.append(rows)
    return gathered(pictures, shown, np.concatenate(persons), model.names)


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.render.transfer", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="archive of ICT-FaceKit")
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--split", choices=("training", "validation"), default="training")
    parser.add_argument("--out", type=Path, required=True, help="the faces, .npz")
    parser.add_argument("--faces", type=int, default=40_000)
    parser.add_argument("--photographs", type=int, help="use so many of them")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    model = load_face_model(arguments.model, "cuda" if torch.cuda.is_available() else "cpu")
    data = load_fer_plus(arguments.data / "ferplus.npz", arguments.aligned, arguments.split)
    photographs = neutral_photographs(data, arguments.photographs)
    print(f"{len(photographs.images)} photographs of neutral faces", flush=True)
    faces = transferred(model, photographs, arguments.faces, arguments.seed)
    save_rendered(arguments.out, faces)
    print(f"{len(faces.pictures)} pictures in {arguments.out}")


if __name__ == "__main__":
    main()
