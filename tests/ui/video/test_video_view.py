from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from fer_desktop.core.types import Frame
from fer_desktop.ui.video.face_overlay import OverlayParts
from fer_desktop.ui.video.pairing import Picture
from fer_desktop.ui.video.pose_axes import pose_axes
from fer_desktop.ui.video.view import VideoView
from tests.fakes import WAIT_MS, make_details, make_tracked
from tests.ui.helpers import analysed, colour_at, picture, red_and_blue


@pytest.fixture
def view(qtbot):
    widget = VideoView()
    qtbot.addWidget(widget)
    widget.resize(640, 480)
    return widget


FACE = make_tracked(1, (200, 100, 400, 300))


def test_the_picture_survives_the_array_it_came_from(view):
    frame = Frame(0, 0.0, red_and_blue())
    view.show_picture(Picture(frame, None, 0.0))
    del frame
    assert colour_at(view, 100, 240) == (255, 0, 0)
    assert colour_at(view, 600, 240) == (0, 0, 255)


def test_the_mirror_changes_the_view_alone(view):
    shown = picture()
    view.show_picture(shown)
    view.set_mirrored(True)
    assert colour_at(view, 100, 240) == (0, 0, 255)
    assert shown.frame.image[0, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize("part", ["boxes", "labels", "landmarks", "pose"])
def test_each_part_of_the_overlay_can_be_switched(view, part):
    none = OverlayParts(boxes=False, labels=False, landmarks=False, pose=False)
    view.show_picture(picture())
    bare = view.grab().toImage()
    view.show_picture(picture([FACE]))
    view.set_parts(none)
    assert view.grab().toImage() == bare
    view.set_parts(OverlayParts(**{**dict.fromkeys(("boxes", "labels", "landmarks", "pose"), False), part: True}))
    assert view.grab().toImage() != bare


def test_eyes_point_where_they_look_also_in_the_mirror(view):
    view.set_parts(OverlayParts(boxes=False, labels=False, landmarks=False, pose=True))
    pictures = {}
    for name, details in (("none", None), ("left", make_details()), ("right", make_details(yaw=-0.2))):
        view.show_picture(picture([replace(FACE, details=details)]))
        pictures[name] = view.grab().toImage()
    assert pictures["none"] != pictures["left"] != pictures["right"] != pictures["none"]
    view.show_picture(picture([replace(FACE, details=make_details(yaw=float("nan")))]))
    assert view.grab().toImage() == pictures["none"]  # where they look is not known


def test_older_faces_look_different_and_are_not_offered(view):
    view.show_picture(picture([FACE]))
    exact = view.grab().toImage()
    view.show_picture(picture([FACE], behind_s=0.4))
    assert view.grab().toImage() != exact


def test_a_click_selects_the_face_under_it_also_when_mirrored(view, qtbot):
    view.show_picture(picture([make_tracked(1, (50, 50, 150, 200)), make_tracked(2, (400, 50, 500, 200))]))
    for is_mirrored, x, wanted in ((False, 100, 1), (False, 450, 2), (True, 540, 1)):
        view.set_mirrored(is_mirrored)
        with qtbot.waitSignal(view.face_selected, timeout=WAIT_MS) as signal:
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(x, 100))
        assert signal.args == [wanted, False]
    with qtbot.waitSignal(view.face_selected, timeout=WAIT_MS) as signal:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, QPoint(540, 100))
    assert signal.args == [1, True]


def test_a_message_takes_the_place_of_the_picture_and_offers_to_try_again(view, qtbot):
    view.show()
    view.show_picture(picture())
    view.show_message("No camera", "Try again")
    assert colour_at(view, 10, 10) == (0x15, 0x17, 0x1A)
    assert view.message == "No camera"
    with qtbot.waitSignal(view.retry_requested, timeout=WAIT_MS):
        view._retry.click()
    view.show_picture(picture())
    assert view.message == ""
    assert view._retry.isHidden()


def test_a_snapshot_has_the_size_of_the_frame_and_the_faces(view):
    assert view.snapshot() is None
    view.resize(320, 240)
    view.show_picture(picture())
    bare = view.snapshot()
    assert (bare.width(), bare.height()) == (640, 480)
    view.show_picture(picture([FACE]))
    assert view.snapshot() != bare
    view.set_mirrored(True)
    assert view.snapshot().pixelColor(5, 5).blue() == 255


def test_the_badge_of_a_camera_that_stalls_follows_the_clock(view):
    view.show_picture(Picture(Frame(0, 0.0, red_and_blue()), None, 0.0))
    view.show_rates(24, is_live=True, is_recording=False)
    assert view._badges[0][0] == "24 fps"
    view.show_rates(0.4, is_live=True, is_recording=False)
    assert view._badges[0][0] == "no picture"
    view.show_rates(0.4, is_live=False, is_recording=False)  # a slow file is not a camera
    assert view._badges[0][0] == "0 fps"


def test_badges_say_live_and_recording(view):
    view.show_picture(picture())
    plain = view.grab().toImage()
    view.show_rates(30, is_live=True, is_recording=True)
    assert view.grab().toImage() != plain


def test_pose_axes_point_where_the_head_points():
    straight = pose_axes(np.array([0, 0, 0], np.float32))
    assert straight["up"] == pytest.approx((0, -1))
    assert straight["left"] == pytest.approx((1, 0))
    assert (
        pose_axes(np.array([0.5, 0, 0], np.float32))["forward"][0] > 0.4
    )  # to the subject's left: the right of the picture
    assert pose_axes(np.array([0, 0.5, 0], np.float32))["forward"][1] < -0.4
    assert pose_axes(np.array([0, 0, 0.5], np.float32))["left"][1] > 0.4


def test_a_face_outside_the_picture_is_drawn_without_error(view, qtbot):
    from fer_desktop.ui.live.face_card import FaceCard

    outside = make_tracked(1, (-300, -200, -100, -50))
    view.show_picture(picture([outside]))
    view.grab()
    card = FaceCard(1)
    qtbot.addWidget(card)
    card.show_face(analysed(0, [outside]).frame, outside)


def test_bars_of_an_uncertain_answer_are_gray(qtbot):
    """Certainty that is not known, as with older weights, is no doubt."""
    from dataclasses import replace

    from fer_desktop.ui.live.score_bars import ScoreBars

    def colours(certainty: float) -> int:
        card = FaceCard(1)
        qtbot.addWidget(card)
        face = replace(make_tracked(1), certainty=certainty)
        card.show_face(analysed(0, [face]).frame, face)
        (bars,) = card.findChildren(ScoreBars)
        bars.resize(300, 160)
        image = bars.grab().toImage()
        pixels = [image.pixelColor(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)]
        return sum(pixel.saturation() > 120 for pixel in pixels)

    from fer_desktop.ui.live.face_card import FaceCard

    assert colours(0.9) > 20
    assert colours(float("nan")) > 20
    assert colours(0.3) == 0
