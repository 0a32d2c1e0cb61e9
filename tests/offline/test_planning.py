"""Which files of a folder are taken, and what is said of the others."""

from __future__ import annotations

import os
import sys

import numpy as np
import pytest
from PIL import Image

from fer_desktop.offline.planning import plan
from fer_desktop.session.files import claim_folder
from tests.clips import NUMBERED_SIZE, write_clip, write_numbers
from tests.heif import write_tiled_heic


@pytest.fixture
def folder(tmp_path):
    """One of everything."""
    inside = tmp_path / "inside"
    inside.mkdir()
    for name in ("clip.m2ts", "clip.vob", "clip.asf", "clip.mxf"):
        write_numbers(inside / name, [0, 0.04], "mpeg2video" if name != "clip.asf" else "wmv2", 25)
    write_clip(inside / "clip.mp4", [0, 0.1]).rename(inside / "no suffix")
    images = [Image.new("RGB", NUMBERED_SIZE, (30 * i, 0, 0)) for i in range(3)]
    images[0].save(inside / "moving.webp", save_all=True, append_images=images[1:], duration=100)
    images[0].save(inside / "moving.apng", save_all=True, append_images=images[1:], duration=100)
    for name in ("a.jfif", "b.avif", "c.JPG"):
        images[0].save(inside / name)
    write_tiled_heic(inside / "d.heic", np.zeros((64, 64, 3), np.uint8))
    (inside / "e.jxl").write_bytes(b"\xff\x0a" + bytes(20))
    (inside / "notes.txt").write_text("happy\n")
    (inside / "song.mp3").write_bytes(b"ID3" + bytes(100))
    (inside / ".hidden.mp4").write_bytes(b"")
    (inside / "deeper").mkdir()
    (inside / "gone.mp4").symlink_to(tmp_path / "nowhere.mp4")
    (inside / "gone.dat").symlink_to(tmp_path / "nowhere.dat")
    return inside


def test_a_folder_is_read_by_content_and_what_is_left_out_is_named(folder):
    planned = plan([str(folder)])
    assert not planned.failures
    videos = [(job.name, job.kind) for job in planned.jobs[:-1]]
    assert videos == [
        ("clip", "video"),
        ("clip_2", "video"),
        ("clip_3", "video"),
        ("clip_4", "video"),
        ("gone", "video"),  # it fails, and is named
        ("moving", "video"),
        ("moving_2", "animation"),
        ("no suffix", "video"),
    ]
    images = planned.jobs[-1]
    assert (images.name, images.kind) == ("inside", "images")
    assert [path.name for path in images.paths] == ["a.jfif", "b.avif", "c.JPG", "d.heic", "e.jxl"]
    (ignored,) = planned.ignored
    assert ignored.names == ("deeper/", "gone.dat", "notes.txt", "song.mp3")
    expected = f"{folder}: left out, neither a video nor an image: deeper/, gone.dat, notes.txt, song.mp3"
    assert ignored.text == expected


def test_many_left_out_files_are_counted(tmp_path):
    write_clip(tmp_path / "a.mp4", [0, 0.1])
    for number in range(15):
        (tmp_path / f"{number:02}.csv").write_text("1\n")
    (ignored,) = plan([str(tmp_path)]).ignored
    assert ignored.text.endswith("08.csv, 09.csv and 5 more")


@pytest.mark.parametrize("text", ["https://example.org/a.mp4", "rtsp://camera/1", "http://localhost:8000/"])
def test_addresses_are_refused_as_such(text):
    planned = plan([text])
    assert not planned.jobs
    assert planned.failures[0].message == f"{text} is an address: only files on this computer are read."


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_a_name_that_is_not_utf_8_gives_a_session_that_is(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/Gespr\xe4ch.mp4")
    write_clip(tmp_path / "a.mp4", [0, 0.1]).rename(path)
    (job,) = plan([path]).jobs
    assert job.name == "Gespr\N{REPLACEMENT CHARACTER}ch"
    assert job.identity[0][0] == "Gespr\N{REPLACEMENT CHARACTER}ch.mp4"
    assert job.label == path


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("10:30 <Anna>?", "10_30 _Anna__"),
        ("two\nlines", "two_lines"),
        ("trailing. ", "trailing"),
        ("...", "session"),
        ("con", "_con"),
        ("LPT1.old", "_LPT1.old"),
        ("console", "console"),
        ("Größe 日本", "Größe 日本"),
    ],
)
def test_a_session_has_a_name_on_every_file_system(tmp_path, name, kept):
    assert claim_folder(tmp_path, name)[0].name == kept
    assert claim_folder(tmp_path, name)[0].name == f"{kept}_2"


@pytest.mark.parametrize("stem", ["n" * 251, "名" * 83 + "nn", "é" * 125 + "x"])
def test_names_that_leave_no_room_for_a_suffix_are_shortened_and_stay_apart(tmp_path, stem):
    inputs = []
    for folder in "ab":
        (tmp_path / folder).mkdir()
        inputs.append(tmp_path / folder / f"{stem}.mp4")
        write_clip(inputs[-1], [0, 0.1])
    names = [job.name for job in plan([str(path) for path in inputs]).jobs]
    assert len(set(names)) == 2
    for name in names:
        assert stem.startswith(name.removesuffix("_2"))
        assert 240 < len(os.fsencode(name)) + len(".partial") <= 255
        out = tmp_path / f"out{names.index(name)}"
        out.mkdir()
        final, partial = claim_folder(out, name)
        another, _ = claim_folder(out, name)
        assert (final.name, partial.is_dir(), another != final) == (name, True, True)
