"""When the pictures of a file are shown, whatever its container knows of it."""

from __future__ import annotations

import av
import numpy as np
import pytest

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.video_file import VideoFileSource
from tests.clips import DROPPED, number_of, read_all, write_numbers

EVEN = [i / 10 for i in range(24)]
B_FRAMES = {"bf": "3", "b-adapt": "0"}


@pytest.mark.parametrize("suffix", ["avi", "mp4", "mkv", "ts", "flv"])
@pytest.mark.parametrize("times_s", [EVEN, DROPPED])
@pytest.mark.parametrize(("codec", "options"), [("libx264", B_FRAMES), ("mpeg4", {"bf": "2"}), ("mpeg4", {})])
def test_pictures_that_are_stored_in_another_order_keep_their_times(tmp_path, suffix, times_s, codec, options):
    if (suffix, codec) == ("flv", "mpeg4"):
        pytest.skip("FLV knows no MPEG-4 part 2")
    info, frames = read_all(VideoFileSource(write_numbers(tmp_path / f"a.{suffix}", times_s, codec, options=options)))
    assert [number_of(frame.image) for frame in frames] == list(range(len(times_s)))
    n_known = len(times_s) - 2 * (
        suffix == "avi" and times_s is DROPPED
    )  # the last ones are held back: AVI cannot tell
    given_s = [frame.time_s for frame in frames]
    assert given_s[:n_known] == pytest.approx(times_s[:n_known], abs=2e-3)
    assert given_s[-1] <= info.duration_s


@pytest.mark.parametrize("codec", ["mjpeg", "libx264", "mpeg4"])
def test_a_damaged_packet_in_an_avi_file_leaves_the_times_of_all_others(tmp_path, codec):
    options = {} if codec == "mjpeg" else {"g": "8", "bf": "2"}
    pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    path = write_numbers(tmp_path / "a.avi", EVEN, codec, options=options, pix_fmt=pix_fmt)
    with av.open(str(path)) as container:
        packet = [packet for packet in container.demux(video=0) if packet.dts is not None][10]
        at, size = packet.pos, packet.size
    data = bytearray(path.read_bytes())
    data[at : at + size] = bytes(size)
    path.write_bytes(bytes(data))
    source = VideoFileSource(path)
    _, frames = read_all(source)
    assert len(frames) < len(EVEN)
    key_frame = 16
    late = [(number_of(frame.image), frame.time_s) for frame in frames[-8:]]
    assert late == [(number, pytest.approx(EVEN[number])) for number in range(key_frame, len(EVEN))]
    if codec != "mpeg4":  # whose decoder loses the picture without an error
        assert [frame.index for frame in frames[-8:]] == list(range(16, 24))
    assert "damaged" in source.notices[0].message


def test_0_is_the_first_picture_and_the_clock_of_the_file_is_kept(tmp_path):
    path = write_numbers(tmp_path / "a.mkv", [36_000 + time_s for time_s in EVEN])
    info, frames = read_all(VideoFileSource(path))
    assert [frame.time_s for frame in frames] == pytest.approx(EVEN)
    assert info.clock_offset_s == 36_000
    assert info.duration_s == pytest.approx(2.4, abs=0.11)
    _, frames = read_all(VideoFileSource(path, Cut(1.0, 1.3)))
    assert [number_of(frame.image) for frame in frames] == [10, 11, 12, 13]
    _, frames = read_all(VideoFileSource(path, origin_s=35_999.0))
    assert frames[0].time_s == pytest.approx(1.0)


@pytest.mark.parametrize("count", [1, 3, 5])
def test_wrong_times_in_the_middle_move_no_other_picture(tmp_path, count):
    path = write_numbers(tmp_path / "a.mkv", EVEN, options={"g": "30"})
    data = path.read_bytes()
    block = b"\x81%b\x00\x00\x00\x01\xb6"  # track 1, milliseconds, no key frame; a picture of MPEG-4
    for place in range(count):
        milliseconds = 1000 + 100 * place
        right, wrong = (block % value.to_bytes(2, "big") for value in (milliseconds, milliseconds + 20_000))
        assert data.count(right) == 1
        data = data.replace(right, wrong)
    path.write_bytes(data)
    source = VideoFileSource(path)
    _, frames = read_all(source)
    assert [frame.time_s for frame in frames] == pytest.approx(EVEN)
    assert f"{count} picture(s) with a wrong time" in source.notices[0].message


def test_a_bare_stream_runs_at_the_rate_that_it_names(tmp_path):
    source = VideoFileSource(write_numbers(tmp_path / "a.264", [i / 30 for i in range(30)], "libx264", rate=30))
    info, frames = read_all(source)
    assert [frame.time_s for frame in frames] == pytest.approx(np.arange(30) / 30)
    assert info.nominal_fps == 30
    assert "holds no times; it is taken to show 30 pictures per second" in source.notices[0].message
