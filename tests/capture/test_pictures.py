"""Photographs of every kind come as they are meant to be seen, or are refused by name."""

from __future__ import annotations

import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image, ImageOps, PngImagePlugin

from fer_desktop.capture.animation import AnimationSource
from fer_desktop.capture.cut import Cut
from fer_desktop.capture.images import ImagesByTime, ImageSource, are_those_images
from fer_desktop.capture.kinds import kind_of
from fer_desktop.capture.pictures import read_image
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.errors import SourceUnreadable
from tests.clips import arrangement, corners, number_of, numbered, read_all
from tests.heif import write_tiled_avif, write_tiled_heic

ORIENTED = {  # by EXIF orientation: the corners, line by line, of what a picture with CORNERS is to be seen as
    1: ["red", "green", "blue", "white"],
    2: ["green", "red", "white", "blue"],
    3: ["white", "blue", "green", "red"],
    4: ["blue", "white", "red", "green"],
    5: ["red", "blue", "green", "white"],
    6: ["blue", "red", "white", "green"],
    7: ["white", "green", "blue", "red"],
    8: ["green", "white", "red", "blue"],
}


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    return data


@pytest.mark.parametrize("orientation", ORIENTED)
@pytest.mark.parametrize("suffix", ["jpg", "webp", "png", "avif", "tif"])
def test_photographs_come_the_right_way_up(tmp_path, suffix, orientation):
    path = tmp_path / f"a.{suffix}"
    Image.fromarray(corners()).save(path, exif=exif(orientation))
    image = read_image(path)
    assert image.shape == ((64, 48, 3) if orientation > 4 else (48, 64, 3))
    assert arrangement(image) == ORIENTED[orientation]
    assert image.flags.c_contiguous
    assert not image.flags.writeable


@pytest.mark.parametrize("orientation", ORIENTED)
@pytest.mark.parametrize("how", ["exif:Orientation", "raw profile", "xmp"])
def test_texts_in_png_turn_it(tmp_path, how, orientation):
    texts = PngImagePlugin.PngInfo()
    if how == "exif:Orientation":
        texts.add_text(how, str(orientation))
    elif how == "raw profile":  # of ImageMagick
        data = exif(orientation).tobytes()
        lines = "\n".join(data.hex()[i : i + 72] for i in range(0, 2 * len(data), 72))
        texts.add_text("Raw profile type exif", f"\nexif\n{len(data):8}\n{lines}\n", zip=True)
    else:
        packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="{orientation}"/></x:xmpmeta>'
        texts.add_itxt("XML:com.adobe.xmp", packet)
    path = tmp_path / "a.png"
    Image.fromarray(corners()).save(path, pnginfo=texts)
    assert arrangement(read_image(path)) == ORIENTED[orientation]


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("name", ["a.heic", "a.avif", "from a phone.jpg"])
@pytest.mark.parametrize("write", [write_tiled_heic, write_tiled_avif])
def test_what_is_made_of_tiles_is_one_picture(tmp_path, monkeypatch, turns, name, write):
    monkeypatch.setenv("SVT_LOG", "0")
    path = write(tmp_path / name, corners((192, 128)), turns)
    assert kind_of(path) == "picture"
    image = read_image(path)
    assert image.shape == ((192, 128, 3) if turns % 2 else (128, 192, 3))
    expected = np.rot90(corners((192, 128)), turns)
    assert arrangement(image) == arrangement(expected)


def gray_16(path):
    Image.fromarray(np.full((20, 30), 200 << 8, np.uint16)).save(path)


def palette(path):
    Image.fromarray(np.full((20, 30, 3), 200, np.uint8)).quantize(4).save(path)


def cmyk(path):
    Image.fromarray(np.full((20, 30, 3), 200, np.uint8)).convert("CMYK").save(path)


def with_alpha(path):
    Image.fromarray(np.full((20, 30, 4), (200, 200, 200, 90), np.uint8)).save(path)


def one_bit(path):
    Image.fromarray(np.full((20, 30), 255, np.uint8)).convert("1").save(path)


@pytest.mark.parametrize(
    ("name", "write", "value"),
    [
        ("a.png", gray_16, 200),
        ("a.tif", gray_16, 200),
        ("a.png", palette, 200),
        ("a.jpg", cmyk, 200),
        ("a.png", with_alpha, 200),
        ("a.png", one_bit, 255),
        ("a.bmp", palette, 200),
        ("a.jp2", with_alpha, 200),
    ],
)
def test_every_kind_of_pixel_becomes_rgb(tmp_path, name, write, value):
    path = tmp_path / name
    write(path)
    image = read_image(path)
    assert image.shape == (20, 30, 3)
    assert abs(image.astype(int) - value).max() <= 2


@pytest.mark.parametrize("write", [gray_16, palette, with_alpha])
def test_a_picture_takes_few_bytes_for_each_pixel(tmp_path, monkeypatch, write):
    """Of 120 megapixels 1.2 to 2.1 GB in all, with what Pillow holds, which is not counted here."""
    monkeypatch.setattr(
        np, "full", lambda shape, value, dtype: np.broadcast_to(np.array(value, dtype), (1000, 1000, *shape[2:])).copy()
    )
    write(tmp_path / "a.png")
    tracemalloc.start()
    image = read_image(tmp_path / "a.png")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert image.shape == (1000, 1000, 3)
    assert peak < 9 * 1000 * 1000


def test_numbers_that_are_no_colours_are_refused(tmp_path):
    Image.fromarray(np.zeros((20, 30), np.float32)).save(tmp_path / "a.tif")
    with pytest.raises(SourceUnreadable, match="numbers, not colours"):
        read_image(tmp_path / "a.tif")


def test_a_small_file_of_many_pixels_is_refused_before_it_is_decoded(tmp_path):
    path = tmp_path / "bomb.png"
    side = 12_000
    squeezed = zlib.compressobj(9)
    rows = b"".join(squeezed.compress(bytes(side * 3 + 1)) for _ in range(10)) + squeezed.flush()

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = side.to_bytes(4, "big") * 2
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size + bytes([8, 2, 0, 0, 0])) + chunk(b"IDAT", rows))
    with pytest.raises(SourceUnreadable, match="has 144 megapixels, more than the 120 that are read"):
        read_image(path)


def test_a_picture_with_a_very_long_side_is_refused(tmp_path):
    Image.new("L", (40_000, 20)).save(tmp_path / "a.png")
    with pytest.raises(SourceUnreadable, match=r"40000 x 20 pixels; no side may be longer than 32766"):
        read_image(tmp_path / "a.png")


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "bmp"])
def test_a_photograph_that_was_cut_off_is_said(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(SourceUnreadable, match=r"damaged or cut off|not an image"):
        read_image(path)


def test_all_pages_of_a_scan_are_pictures(tmp_path):
    pages = [Image.fromarray(numbered(number)) for number in range(4)]
    pages[0].save(tmp_path / "scan.tif", save_all=True, append_images=pages[1:3])
    pages[3].save(tmp_path / "single.png")
    info, frames = read_all(ImageSource("set", [tmp_path / "scan.tif", tmp_path / "single.png"]))
    assert info.images == ("scan.tif", "scan.tif, page 2", "scan.tif, page 3", "single.png")
    assert [number_of(frame.image) for frame in frames] == [0, 1, 2, 3]
    assert [frame.index for frame in frames] == [0, 1, 2, 3]
    assert not any(frame.follows for frame in frames)
    assert info.duration_s == 3


SHOWN_MS = [100, 200, 100, 50]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.webp", "animation"), ("a.avif", "animation"), ("a.png", "video"), ("a.apng", "video"), ("a.gif", "video")],
)
def test_animations_are_videos_whatever_they_are_called(tmp_path, name, kind):
    pages = [Image.fromarray(numbered(number)) for number in range(4)]
    path = tmp_path / name
    more = {"lossless": True} if name == "a.webp" else {}
    form = "PNG" if name == "a.apng" else None
    pages[0].save(path, form, save_all=True, append_images=pages[1:], duration=SHOWN_MS, **more)
    assert kind_of(path) == kind
    source = AnimationSource if kind == "animation" else VideoFileSource
    info, frames = read_all(source(path))
    assert (info.width_px, info.height_px) == (128, 64)
    assert [number_of(frame.image) for frame in frames] == [0, 1, 2, 3]
    assert [frame.time_s for frame in frames] == pytest.approx([0, 0.1, 0.3, 0.4], abs=1e-3)
    assert all(frame.follows for frame in frames)
    _, frames = read_all(source(path, Cut(0.1, 0.3)))
    assert [(frame.index, number_of(frame.image)) for frame in frames] == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("notes.txt", b"BMW\n", None),
        ("song.m4a", b"\0\0\0\x20ftypM4A ", "sound"),
        ("song.mka", b"\x1aE\xdf\xa3", "sound"),
        ("clip", b"\x1aE\xdf\xa3", "video"),
        ("clip.dat", b"\0\0\0\x20ftypisom", "video"),
        ("photo", b"\xff\xd8\xff\xe0", "picture"),
        ("stream.mjpeg", b"\xff\xd8\xff\xe0", "video"),
        ("empty.mp4", b"", "video"),
        ("empty.heic", b"", "picture"),
        ("table.csv", b"a,b\n", None),
    ],
)
def test_kinds_are_told_by_content_and_then_by_name(tmp_path, name, data, kind):
    (tmp_path / name).write_bytes(data)
    assert kind_of(tmp_path / name) == kind


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1"])
def test_strip_by_strip_it_is_the_picture_that_pillow_makes_at_once(tmp_path, mode, orientation):
    pixels = np.random.default_rng(orientation).integers(0, 256, (150, 70, 3), np.uint8)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a.png"
    Image.fromarray(pixels).convert(mode).save(path, exif=exif)
    with Image.open(path) as image:
        expected = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    assert (read_image(path) == expected).all()


def test_the_photographs_of_a_set_are_found_again_by_their_second(tmp_path):
    pages = [Image.new("RGB", (30, 20), (shade, 0, 0)) for shade in (10, 20, 30)]
    pages[0].save(tmp_path / "scan.tif", save_all=True, append_images=pages[1:2])
    pages[2].save(tmp_path / "single.png")
    source = ImageSource("set", [tmp_path / "scan.tif", tmp_path / "single.png"])
    info = source.open()
    source.close()
    assert info.folder == str(tmp_path) and info.path == ""
    by_time = ImagesByTime(tmp_path, info.images)
    assert [by_time.frame_at(i + 0.2).image[0, 0, 0] for i in range(3)] == [10, 20, 30]
    assert [by_time.frame_at(time_s).index for time_s in (-1.0, 99.0)] == [0, 2]
    by_time.close()
    assert are_those_images(tmp_path, info.images, info.fingerprint)
    moved = tmp_path / "moved"
    moved.mkdir()
    assert not are_those_images(moved, info.images, info.fingerprint)
    for name in ("scan.tif", "single.png"):
        (tmp_path / name).rename(moved / name)
    assert are_those_images(moved, info.images, info.fingerprint) and are_those_images(moved, info.images, "")
    (moved / "single.png").write_bytes(b"another")
    assert not are_those_images(moved, info.images, info.fingerprint)
    assert ImagesByTime(moved, info.images).frame_at(2.0) is None  # it cannot be read


def test_photographs_of_several_folders_have_none(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        Image.new("RGB", (30, 20)).save(tmp_path / name / "one.png")
    info = ImageSource("set", [tmp_path / "a" / "one.png", tmp_path / "b" / "one.png"]).open()
    assert info.folder == "" and info.fingerprint == ""
