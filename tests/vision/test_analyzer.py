from __future__ import annotations

from collections import Counter

import cv2
import numpy as np
import pytest

from fer_desktop.capture.demo.poses import scripted_expression
from fer_desktop.capture.demo.script import SCRIPT
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.types import Frame
from fer_desktop.paths import weights_dir
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer
from fer_desktop.vision.detector import scan_areas


@pytest.fixture
def make_analyzer():
    made = []

    def make(max_faces=4):
        made.append(open_analyzer(AnalyzerOptions(weights_dir(), max_faces, "cpu")))
        return made[-1]

    yield make
    for analyzer in made:
        analyzer.close()


@pytest.fixture
def image():
    """The drawn face, smiling."""
    source = DemoSource(DemoOptions(duration_s=6.0))
    source.open()
    return list(iter(source.read, None))[170].image


def analyse(source, analyzer):
    source.open()
    results = []
    while (frame := source.read()) is not None:
        results.append(analyzer.analyze(frame))
    source.close()
    return results


def test_the_drawn_face_is_found_followed_and_read(make_analyzer):
    """One round of the script: found in at least 95% of the frames, one id, each expression on top."""
    results = analyse(DemoSource(DemoOptions(fps=15, duration_s=20)), make_analyzer())
    assert np.mean([len(result.faces) == 1 for result in results]) >= 0.95
    assert {face.track_id for result in results for face in result.faces} == {1}
    held = Counter()
    right = Counter()
    for result in results:
        wanted, share = scripted_expression(result.time_s)
        if share == 1 and result.faces:
            held[wanted] += 1
            right[wanted] += result.faces[0].scores.top == wanted
    for name, _ in SCRIPT:
        assert right[name] / held[name] > 0.85, (name, right, held)


def test_four_faces_keep_four_ids(make_analyzer):
    source = DemoSource(DemoOptions(n_faces=4, width_px=1280, height_px=720, fps=10, duration_s=2))
    results = analyse(source, make_analyzer())
    assert all([face.track_id for face in result.faces] == [1, 2, 3, 4] for result in results)
    centres = [[float(face.face.box[[0, 2]].mean()) for face in result.faces] for result in results]
    assert np.ptp(np.array(centres), axis=0).max() < 120  # nobody jumped to another place


def test_the_limit_on_faces_holds(make_analyzer):
    source = DemoSource(DemoOptions(n_faces=4, width_px=1280, height_px=720, fps=10, duration_s=0.5))
    assert all(len(result.faces) == 2 for result in analyse(source, make_analyzer(max_faces=2)))


def test_values_are_sound(make_analyzer):
    results = analyse(DemoSource(DemoOptions(fps=10, duration_s=1)), make_analyzer())
    for result in results:
        (face,) = result.faces
        assert face.face.landmarks.shape == (468, 3)
        x0, y0, x1, y1 = face.face.box
        assert 0 <= x0 < x1 <= 640
        assert 0 <= y0 < y1 <= 480
        for scores in (face.raw, face.scores):
            assert scores.probabilities.shape == (len(EXPRESSIONS),)
            assert scores.probabilities.sum() == pytest.approx(1, abs=1e-5)
        assert 0 <= face.quality <= 1
        for array in (face.face.box, face.face.landmarks, face.face.yaw_pitch_roll):
            assert not array.flags.writeable


def test_the_frame_rate_does_not_change_the_answer(make_analyzer):
    """12, 25 and 60 fps: where all see the same moments, their answers differ little."""
    held = np.concatenate([np.arange(1, 3, 0.1), np.arange(4, 5.8, 0.1)])
    curves = {}
    for fps in (12, 25, 60):
        results = analyse(DemoSource(DemoOptions(width_px=320, height_px=240, fps=fps, duration_s=6)), make_analyzer())
        curves[fps] = (
            [result.time_s for result in results],
            np.array([result.faces[0].scores.probabilities for result in results]),
        )
    at = {fps: np.stack([np.interp(held, t, p[:, i]) for i in range(8)], axis=1) for fps, (t, p) in curves.items()}
    for fps in (12, 25):
        assert np.abs(at[fps] - at[60]).mean() < 0.03, fps
        assert (at[fps].argmax(axis=1) == at[60].argmax(axis=1)).mean() > 0.95


def test_an_empty_room_has_no_face_and_takes_no_harm(make_analyzer):
    analyzer = make_analyzer()
    rng = np.random.default_rng(1)
    for i in range(10):
        image = rng.integers(0, 255, (240, 320, 3)).astype(np.uint8)
        assert analyzer.analyze(Frame(i, i / 30, image)).faces == ()
    for size in ((1, 1), (2000, 3), (64, 64)):
        analyzer.analyze(Frame(99, 99.0, np.zeros((*size, 3), np.uint8)))


def test_photographs_that_do_not_follow_get_new_ids(make_analyzer):
    analyzer, source = make_analyzer(), DemoSource(DemoOptions())
    source.open()
    image = source.read().image
    found = [analyzer.analyze(Frame(i, float(i), image, follows=False)).faces for i in range(3)]
    assert [faces[0].track_id for faces in found] == [1, 2, 3]


def test_a_face_that_leaves_and_returns_keeps_its_id(make_analyzer):
    analyzer, source = make_analyzer(), DemoSource(DemoOptions(fps=10, duration_s=4))
    source.open()
    ids = []
    while (frame := source.read()) is not None:
        image = frame.image if not 1 <= frame.time_s < 2 else np.full_like(frame.image, 120)
        ids.append([face.track_id for face in analyzer.analyze(Frame(frame.index, frame.time_s, image)).faces])
    assert ids[:10] == [[1]] * 10
    assert ids[10:20] == [[]] * 10
    assert ids[25:] == [[1]] * 15


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (1920, 1080), (320, 240), (64, 64), (10, 2000)])
def test_looks_cover_the_picture_and_one_reaches_around_it(size):
    width, height = size
    covered = np.zeros((height, width), bool)
    areas = scan_areas(width, height)
    wide = [area for area in areas if area[0] < 0]
    assert len(set(wide)) == 1
    assert wide[0][2] - width == -wide[0][0] > 0
    for x0, y0, x1, y1 in areas:
        if x0 >= 0:
            assert 0 <= x0 < x1 <= width
            assert 0 <= y0 < y1 <= height
            covered[y0:y1, x0:x1] = True
    assert covered.all()


@pytest.mark.parametrize("face_px", [64, 100, 300])
def test_small_and_large_faces_are_found_at_once(make_analyzer, face_px):
    source = DemoSource(DemoOptions())
    source.open()
    image = source.read().image
    scale = face_px / 200
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    scene = np.full((720, 1280, 3), 150, np.uint8)
    height, width = small.shape[:2]
    scene[40 : 40 + height, 300 : 300 + width] = small[: 720 - 40]
    (face,) = make_analyzer().analyze(Frame(0, 0.0, scene)).faces
    assert float(face.face.box[2] - face.face.box[0]) == pytest.approx(face_px, rel=0.2)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["face_noface.mov", "noface_face.mov"])
def test_rows_only_while_there_is_a_face(make_analyzer, shared_videos, name):
    results = analyse(VideoFileSource(shared_videos / "pyfeat" / name), make_analyzer())
    has_face = np.array([len(result.faces) for result in results])
    assert 65 <= has_face.sum() <= 75
    assert np.abs(np.diff(has_face)).sum() <= 2  # in one piece
    assert {face.track_id for result in results for face in result.faces} == {1}


@pytest.mark.shared
def test_nobody_is_found_where_nobody_is(make_analyzer, shared_videos):
    results = analyse(VideoFileSource(shared_videos / "pyfeat" / "no_face.mp4"), make_analyzer())
    assert all(result.faces == () for result in results)


@pytest.mark.shared
def test_two_faces_keep_two_ids(make_analyzer, shared_videos):
    clip = shared_videos / "intel" / "head-pose-face-detection-female-and-male.gif"
    results = analyse(VideoFileSource(clip), make_analyzer())
    assert all([face.track_id for face in result.faces] == [1, 2] for result in results)


@pytest.mark.shared
def test_a_smile_comes_and_goes(make_analyzer, shared_videos):
    results = analyse(VideoFileSource(shared_videos / "pyfeat" / "single_face.mp4"), make_analyzer())
    tops = [result.faces[0].scores.top for result in results]
    assert {face.track_id for result in results for face in result.faces} == {1}
    assert set(tops[:14]) == {"neutral"}
    assert set(tops[22:66]) == {"happiness"}


@pytest.fixture(scope="module")
def grain():
    """Noise of a camera for each frame, as a strip that is cut at another place each time: drawing it takes long."""
    return np.round(4 * np.random.default_rng(2).standard_normal((2 * 480, 640, 3), dtype=np.float32)).astype(np.int16)


@pytest.mark.parametrize("second", [1.5, 5.5, 11.0, 17.0])
def test_a_still_face_with_camera_noise_keeps_its_label(make_analyzer, grain, second):
    """Ten seconds of each expression: at most one change a minute means none here, but for the settling start."""
    source = DemoSource(DemoOptions(fps=2))
    source.open()
    frame = next(frame for frame in iter(source.read, None) if frame.time_s >= second)
    rng = np.random.default_rng(2)
    analyzer = make_analyzer()
    tops = []
    for i in range(300):
        row = rng.integers(480)
        noisy = np.clip(frame.image + grain[row : row + 480], 0, 255).astype(np.uint8)
        (face,) = analyzer.analyze(Frame(i, i / 30, noisy)).faces
        tops.append(face.scores.top)
    assert len(set(tops[15:])) == 1


def test_both_halves_side_by_side_say_the_same(make_analyzer, image):
    frames = [Frame(i, i / 30, image) for i in range(6)]
    whole, halves = make_analyzer(), make_analyzer()
    found = [halves.find(frame) for frame in frames]  # far ahead
    for frame, one in zip(frames, found, strict=True):
        (mine,), (other,) = halves.score(one).faces, whole.analyze(frame).faces
        assert mine.track_id == other.track_id
        assert np.array_equal(mine.scores.probabilities, other.scores.probabilities)


def test_a_photograph_and_its_mirror_image_are_read_alike(make_analyzer, image):
    mirrored = np.ascontiguousarray(image[:, ::-1])
    analyzer = make_analyzer()
    (one,) = analyzer.analyze(Frame(0, 0.0, image, follows=False)).faces
    (other,) = analyzer.analyze(Frame(1, 1.0, mirrored, follows=False)).faces
    (live,) = make_analyzer().analyze(Frame(0, 0.0, image)).faces
    difference = np.abs(np.array(one.scores.probabilities) - other.scores.probabilities).max()
    assert difference < 0.15
    assert one.scores.top == live.scores.top


def test_a_turned_face_in_a_photograph_is_looked_for_again(make_analyzer, image):
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 75, 1.0)
    turned = cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    analyzer = make_analyzer()
    found = analyzer.analyze(Frame(0, 0.0, turned, follows=False)).faces
    assert len(found) == 1
    assert np.rad2deg(found[0].face.yaw_pitch_roll[2]) == pytest.approx(-75, abs=20) or np.rad2deg(
        found[0].face.yaw_pitch_roll[2]
    ) == pytest.approx(75, abs=20)
    assert analyzer.analyze(Frame(1, 1.0, np.full_like(image, 90), follows=False)).faces == ()
