"""Whatever a camera sends, red is red, and what is cut off is no picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fer_desktop.capture.pixel_formats import READABLE, Decoder

WIDTH, HEIGHT = 64, 48


def scene():
    """Red at the left, blue at the right, as RGB."""
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    image[:, : WIDTH // 2, 0] = image[:, WIDTH // 2 :, 2] = 200
    return image


def decoded(code, data, width_px, height_px, stride=0):
    return Decoder(code, width_px, height_px, stride).picture(data)


def sent(code, image):
    """What a camera sends of a picture in this format."""
    width = image.shape[1]
    if code in ("MJPG", "JPEG"):
        return cv2.imencode(".jpg", image[:, :, ::-1])[1].tobytes()
    if code in ("RGB3", "BGR3"):
        return (image if code == "RGB3" else np.ascontiguousarray(image[:, :, ::-1])).tobytes()
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if code in ("GREY", "Y16 "):
        return gray.tobytes() if code == "GREY" else (gray.astype("<u2") * 256 + 7).tobytes()
    planar = cv2.cvtColor(image, cv2.COLOR_RGB2YUV_I420)  # limited range, as cameras send
    y = planar[:HEIGHT]
    u, v = planar[HEIGHT:].reshape(2, HEIGHT // 2, width // 2)
    if code in ("YU12", "YV12"):
        return b"".join(plane.tobytes() for plane in ((y, u, v) if code == "YU12" else (y, v, u)))
    if code in ("NV12", "NV21"):
        return y.tobytes() + np.stack((u, v) if code == "NV12" else (v, u), axis=2).tobytes()
    chroma = np.stack([u, v], axis=2).repeat(2, axis=0).reshape(HEIGHT, width)
    return np.stack((y, chroma) if code == "YUYV" else (chroma, y), axis=2).tobytes()


@pytest.mark.parametrize("code", READABLE)
def test_colours_are_right(code):
    image = decoded(code, sent(code, scene()), WIDTH, HEIGHT)
    assert image.shape == (HEIGHT, WIDTH, 3) and image.dtype == np.uint8
    expected = scene()
    if code in ("GREY", "Y16 "):
        expected = np.repeat(cv2.cvtColor(expected, cv2.COLOR_RGB2GRAY)[:, :, np.newaxis], 3, axis=2)
    inside = np.s_[4:-4, [5, 20, 45, 60]]
    np.testing.assert_allclose(image[inside].astype(int), expected[inside], atol=6)


@pytest.mark.parametrize("code", READABLE)
@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_what_is_cut_off_is_no_picture(code, share):
    data = sent(code, scene())
    assert decoded(code, data[: int(len(data) * share)], WIDTH, HEIGHT) is None


@pytest.mark.parametrize("code", ["MJPG", "JPEG"])
def test_noise_and_pictures_of_another_size_are_none(code):
    noise = np.random.default_rng(1).bytes(5000)
    assert decoded(code, noise, WIDTH, HEIGHT) is None
    assert decoded(code, b"\xff\xd8" + noise + b"\xff\xd9", WIDTH, HEIGHT) is None
    assert decoded(code, sent(code, scene()), WIDTH * 2, HEIGHT) is None


def test_a_jpeg_may_be_followed_by_padding():
    assert decoded("MJPG", sent("MJPG", scene()) + bytes(100), WIDTH, HEIGHT) is not None


@pytest.mark.parametrize(("code", "stride"), [("YUYV", 160), ("NV12", 80), ("GREY", 80), ("BGR3", 240)])
def test_rows_may_be_longer_than_the_picture(code, stride):
    wide = cv2.copyMakeBorder(scene(), 0, 0, 0, 16, cv2.BORDER_REPLICATE)
    image = decoded(code, sent(code, wide), WIDTH, HEIGHT, stride)
    assert image.shape == (HEIGHT, WIDTH, 3)
    np.testing.assert_array_equal(image, decoded(code, sent(code, scene()), WIDTH, HEIGHT))


def test_damage_inside_a_jpeg_is_seen_and_the_next_one_is_read(capfd):
    rng = np.random.default_rng(2)
    whole = sent("MJPG", rng.integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8))
    damaged = bytearray(whole)
    damaged[1000:1200] = rng.bytes(200)
    decoder = Decoder("MJPG", WIDTH, HEIGHT)
    assert decoder.picture(bytes(damaged)) is None
    assert decoder.picture(whole) is not None
    assert capfd.readouterr().err == ""  # libjpeg would print a line


def test_a_jpeg_without_huffman_tables_is_read():
    data = sent("MJPG", scene())
    expected = decoded("MJPG", data, WIDTH, HEIGHT)
    while (at := data.find(b"\xff\xc4")) >= 0:
        data = data[:at] + data[at + 2 + int.from_bytes(data[at + 2 : at + 4], "big") :]
    np.testing.assert_array_equal(decoded("MJPG", data, WIDTH, HEIGHT), expected)
