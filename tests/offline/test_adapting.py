"""From labels to adapted weights, and what is said on the way."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Frame
from fer_desktop.errors import Cancelled, CodesUnreadable, SessionUnreadable
from fer_desktop.offline import adapting
from fer_desktop.offline.adapting import CodedSession, adapt, crops_of
from fer_desktop.offline.labelled import read_labelled
from fer_desktop.paths import adapted_dir, settings_file, weights_dir
from fer_desktop.results.codes import majority, moment_of, sampled_moments, uncoded
from fer_desktop.results.strata import Moment
from fer_desktop.session.codings import CodeFacts, Coding, save_coding
from fer_desktop.session.library import load_session
from fer_desktop.settings import Settings, load_settings, save_settings
from fer_desktop.vision.adapted import keep_adapted, read_adapted
from fer_desktop.vision.manifest import read_manifest
from tests.factories import write_session
from tests.fakes import make_tracked

N_FEATURES = read_manifest(weights_dir()).network.widths[-1]


class Finds:
    """An analyzer that finds two faces where a session of `write_session` has them, and one elsewhere."""

    def __init__(self, *_):
        self.box = (10, 20, 60, 80)

    def find(self, frame):
        assert not frame.follows
        others = make_tracked(9, (300, 20, 360, 80)).face
        return SimpleNamespace(faces=(others, make_tracked(1, self.box).face))

    analyze = find

    def crops(self, image, faces):
        return np.stack([np.full((64, 64), int(face.box[0]), np.uint8) for face in faces])

    def close(self):
        pass


class Reads:
    """A reader whose features say the brightness of the crop, with noise."""

    def __init__(self, _):
        self.manifest = read_manifest(weights_dir())
        self.weight, self.bias = np.zeros((8, N_FEATURES)), np.zeros(8)
        self._rng = np.random.default_rng(0)

    def features(self, crops):
        features = self._rng.normal(scale=0.1, size=N_FEATURES)
        features[int(crops.mean()) // 16 % 8] += 1
        return features


class Video:
    def frame_at(self, time_s):
        return Frame(0, time_s, np.zeros((480, 640, 3), np.uint8))

    def close(self):
        pass


def coding(coder, *codes):
    moments = [CodeFacts(start_s=float(i), end_s=i + 1.0, face=1, code=code) for i, code in enumerate(codes)]
    return Coding(coder=coder, moments=tuple(moments))


def test_most_coders_decide_and_no_expression_is_no_example():
    codes = [coding("a", "anger", "fear", "other"), coding("b", "anger", "anger", "other"), coding("c", "fear")]
    assert majority(codes) == {Moment(0.0, 1.0, 1): "anger"}


def test_the_face_of_the_session_is_found_again(tmp_path):
    session = load_session(write_session(tmp_path, "s"))
    finds = Finds()
    crops = crops_of(session.table, Moment(0.0, 1.4, 1), Video(), finds)
    assert crops.shape == (8, 64, 64) and set(crops.ravel().tolist()) == {10}
    finds.box = (500, 300, 560, 360)
    assert not len(crops_of(session.table, Moment(0.0, 1.4, 1), Video(), finds))
    assert not len(crops_of(session.table, Moment(90.0, 91.0, 1), Video(), finds))


@pytest.fixture
def fast(monkeypatch):
    """Neither MediaPipe nor the network."""
    monkeypatch.setattr(adapting, "FeatureReader", Reads)
    monkeypatch.setattr(adapting, "open_analyzer", Finds)


@pytest.fixture
def labelled(tmp_path):
    """Six people with two expressions, each read by its brightness."""
    for name in ("anger", "fear"):
        for person in range(6):
            folder = tmp_path / "set" / name / f"p{person}"
            folder.mkdir(parents=True)
            for i in range(2):
                value = 16 * EXPRESSIONS.index(name) + 8
                cv2.imwrite(str(folder / f"{i}.png"), np.full((32, 32, 3), value, np.uint8))
    return tmp_path / "set"


class Looks(Finds):
    """Judges a photograph by its brightness."""

    def analyze(self, frame):
        return SimpleNamespace(faces=(make_tracked(1, (0, 0, 30, 30)),))

    def crops(self, image, faces):
        return np.stack([image[:, :, 0] for _ in faces])


def test_a_labelled_set_is_adapted_to_judged_kept_and_removed(labelled, fast, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(adapting, "open_analyzer", Looks)
    monkeypatch.setenv("FER_DESKTOP_HOME", str(tmp_path / "home"))
    assert main(["adapt", "make", "anna", str(labelled)]) == 0
    out = capsys.readouterr().out
    assert "held out by          person (6)" in out and "Better on what was held out" in out
    assert main(["adapt", "make", "anna", str(labelled)]) == 1
    assert "of the name anna" in capsys.readouterr().err
    assert main(["adapt", "list"]) == 0
    assert capsys.readouterr().out.startswith("anna")
    assert main(["adapt", "show", "anna", "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["card"]["per_class"] == {"anger": 12, "fear": 12} and "weight" not in values
    copy = tmp_path / "copy.adapted.json"
    copy.write_bytes((adapted_dir() / "anna.adapted.json").read_bytes())
    assert save_settings(Settings(adapted="anna", keep_days=3), settings_file())
    assert main(["adapt", "remove", "anna"]) == 0 and not adapted_dir().exists()
    assert load_settings(settings_file()) == Settings(keep_days=3)
    assert main(["adapt", "remove", "anna"]) == 1
    assert main(["adapt", "add", str(copy)]) == 0
    assert read_adapted(adapted_dir() / "anna.adapted.json").sha256 == values["sha256"]


def test_what_does_not_help_is_not_kept(labelled, fast, tmp_path, monkeypatch, capsys):
    class Blind(Reads):
        def features(self, crops):
            return self._rng.normal(size=N_FEATURES)

    monkeypatch.setattr(adapting, "FeatureReader", Blind)
    monkeypatch.setattr(adapting, "open_analyzer", Looks)
    monkeypatch.setenv("FER_DESKTOP_HOME", str(tmp_path / "home"))
    assert main(["adapt", "make", "anna", str(labelled)]) == 1
    said = capsys.readouterr()
    assert "do not use it" in said.out and "Nothing was kept" in said.err and not adapted_dir().exists()
    assert main(["adapt", "make", "anna", str(labelled), "--anyway"]) == 0
    assert not read_adapted(adapted_dir() / "anna.adapted.json").weights.card.advised


def test_a_coded_session_needs_a_video_in_which_faces_are_seen(fast, tmp_path):
    session = load_session(write_session(tmp_path, "s"))
    with pytest.raises(SessionUnreadable, match="no video"):
        adapt("anna", weights_dir(), [CodedSession(session, [coding("a", "anger")])])


def test_a_coded_session_whose_video_moved_names_it_and_is_not_said_to_have_none(fast, tmp_path):
    session = load_session(write_session(tmp_path, "s"))
    source = replace(session.info.source, path=str(tmp_path / "clip.mp4"), fingerprint="0" * 64)
    session = replace(session, info=replace(session.info, source=source))
    with pytest.raises(SessionUnreadable, match=r"was made of .*clip[.]mp4, which is not where it was"):
        adapt("anna", weights_dir(), [CodedSession(session, [coding("a", "anger")])])


def test_a_coded_session_is_adapted_to(fast, tmp_path, monkeypatch):
    session = load_session(write_session(tmp_path, "s", with_video=True, n=900))
    monkeypatch.setattr(adapting, "video_of", lambda session: Video)
    moments = uncoded(sampled_moments(session, 40, 1))
    codes = Coding(coder="a", moments=moments)
    while codes.current is not None:
        codes = codes.coded("anger" if codes.n_coded % 2 else "fear")
    weights = adapt("anna", weights_dir(), [CodedSession(session, [codes])])
    assert (weights.card.n, weights.card.held_out_by) == (40, "person")  # two faces of the session
    assert not weights.card.advised and "coded by a" in weights.card.data
    assert {moment_of(one) for one in moments}
    stopped = Progress()
    stopped.is_cancelled = True
    with pytest.raises(Cancelled):
        adapt("anna", weights_dir(), [CodedSession(session, [codes])], stopped)


def test_nothing_labelled_with_a_face_is_told(labelled, fast, monkeypatch):
    class Nobody(Finds):
        def analyze(self, frame):
            return SimpleNamespace(faces=())

        def crops(self, image, faces):
            return np.empty((0, 64, 64), np.uint8)

    monkeypatch.setattr(adapting, "open_analyzer", Nobody)
    told = []
    with pytest.raises(CodesUnreadable, match="No face"):
        adapt("anna", weights_dir(), [read_labelled(labelled)], note=told.append)
    assert told == ["24 of the labelled have no face that is found."]


def test_a_session_nobody_coded_is_refused_on_the_command_line(fast, tmp_path, capsys):
    folder = write_session(tmp_path, "s")
    assert main(["adapt", "make", "anna", str(folder)]) == 1
    assert "Nobody has coded" in capsys.readouterr().err
    save_coding(load_session(folder).store, coding("a", "anger"))
    assert main(["adapt", "make", "anna", str(folder)]) == 1
    assert "no video" in capsys.readouterr().err


def test_a_session_knows_the_adapted_weights_that_made_it(tmp_path, monkeypatch):
    from tests.vision.test_adapted import made

    monkeypatch.setenv("FER_DESKTOP_HOME", str(tmp_path / "home"))
    path = keep_adapted(adapted_dir(), made())
    out = tmp_path / "out"
    assert main(["analyze", "demo", "--duration", "0.3", "--adapted", "anna", "--out", str(out)]) == 0
    model = load_session(out / "demo").info.model
    assert model.sha256 == read_adapted(path).sha256 and model.model_id.endswith("+anna")
    assert model.parent_sha256 == read_manifest(weights_dir()).weights.sha256
    assert main(["analyze", "demo", "--adapted", "nobody", "--out", str(out)]) == 1
