from __future__ import annotations

import numpy as np

from fer_desktop.capture.demo.brush import HEAD_CENTRE, Brush, oval
from fer_desktop.capture.demo.light import Light

AS_IT_IS = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def brush_on(image, yaw=0.0, pitch=0.0, place=AS_IT_IS):
    light = Light(image.shape[1], image.shape[0], (6.0, 2.0))
    return Brush(image, light, place, yaw, pitch), light


def test_what_is_painted_stays_within():
    image = np.zeros((500, 400, 3), np.uint8)
    brush, _ = brush_on(image)
    with brush.within(oval(200, 200, 20, 20), 0.0, reach=30):
        brush.fill(oval(215, 200, 20, 20), (255, 255, 255))
    assert image[200, 210, 0] == 255
    assert image[200, 230, 0] == 0


def test_a_part_outside_of_the_picture_is_no_crash():
    image = np.zeros((100, 100, 3), np.uint8)
    brush, light = brush_on(image)
    for x in (-300, 0, 99, 600):
        with brush.within(oval(x, x, 20, 20), 0.0, reach=10):
            brush.fill(oval(x, x, 30, 30), (255, 0, 0))
        brush.shade(oval(x, x, 20, 20), 0.5, 0)
        brush.receive(oval(x, x, 20, 20))
    light.apply(image)
    assert image[0, 0, 0] == 128


def test_shade_is_soft_and_falls_where_it_may():
    image = np.full((400, 400, 3), 200, np.uint8)
    brush, light = brush_on(image)
    brush.receive(oval(200, 200, 60, 60))
    brush.shade(oval(200, 200, 30, 30), 0.5, 0)
    brush.shade(oval(200, 330, 30, 30), 0.5, 1)
    light.apply(image)
    assert abs(int(image[200, 200, 0]) - 100) <= 2
    assert 105 < image[200, 230, 0] < 195
    assert image[330, 200, 0] == 200


def test_what_is_nearer_moves_more_as_the_head_turns():
    """Towards the viewer's right for a positive yaw, up for a positive pitch; the centre stays."""

    def centre_of(z):
        image = np.zeros((500, 400, 3), np.uint8)
        brush_on(image, yaw=0.2, pitch=0.2)[0].fill(oval(*HEAD_CENTRE, 8, 8), (255, 255, 255), z)
        y, x = np.nonzero(image[:, :, 0] > 128)
        return np.array([x.mean(), y.mean()])

    assert np.abs(centre_of(0.0) - HEAD_CENTRE).max() < 1
    near = centre_of(50.0) - HEAD_CENTRE
    assert np.abs(near - 50 * np.sin(0.2) * np.array([1, -1])).max() < 1
