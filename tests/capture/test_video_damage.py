"""Files that were cut off, damaged, or only look like it; files with several videos, or none."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.errors import SourceUnreadable
from tests.clips import DROPPED, NUMBERED_SIZE, moved_to_front, number_of, numbered, read_all, write_numbers

RATE = 25
TIMES = [i / RATE for i in range(100)]
KINDS = {
    "mp4": "mpeg4",
    "mov": "mpeg4",
    "mkv": "libx264",
    "webm": "libvpx",
    "flv": "flv",
    "wmv": "wmv2",
    "ts": "libx264",
    "m2ts": "mpeg2video",
    "mpg": "mpeg1video",
    "vob": "mpeg2video",
    "avi": "mjpeg",
    "mxf": "mpeg2video",
    "ogv": "libvpx",
}


def write_kind(path, times_s=TIMES):
    codec = KINDS[path.suffix[1:]]
    options = {"deadline": "realtime", "cpu-used": "8"} if codec == "libvpx" else {"g": "10"}
    pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    return write_numbers(path, times_s, codec, RATE, options, pix_fmt=pix_fmt)


@pytest.mark.parametrize("suffix", KINDS)
def test_whole_files_are_whole_and_cut_ones_are_not(tmp_path, suffix):
    path = write_kind(tmp_path / f"a.{suffix}")
    if suffix in ("mp4", "mov"):
        path = moved_to_front(path)
    source = VideoFileSource(path)
    _, frames = read_all(source)
    assert [number_of(frame.image) for frame in frames] == list(range(100))
    assert not source.notices
    data = path.read_bytes()
    for share in (0.4, 0.7):
        path.write_bytes(data[: int(len(data) * share)])
        frames = []
        source = VideoFileSource(path)
        with pytest.raises(SourceUnreadable, match="cut off"):
            source.open()
            frames.extend(iter(source.read, None))
        source.close()


@pytest.mark.parametrize("suffix", ["avi", "mkv", "mp4"])
def test_pictures_that_were_dropped_while_recording_are_not_missing(tmp_path, suffix):
    _, frames = read_all(VideoFileSource(write_kind(tmp_path / f"a.{suffix}", DROPPED)))
    assert len(frames) == len(DROPPED)


@pytest.mark.parametrize("suffix", ["mkv", "mp4", "flv"])
def test_sound_that_lasts_longer_than_the_video_is_no_damage(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    with av.open(str(path), "w") as container:
        video = container.add_stream("flv" if suffix == "flv" else "mpeg4", rate=RATE)
        video.width, video.height, video.pix_fmt = *NUMBERED_SIZE, "yuv420p"
        sound = container.add_stream("aac", rate=44_100)
        for number in range(50):
            container.mux(video.encode(av.VideoFrame.from_ndarray(numbered(number), format="rgb24")))
        container.mux(video.encode(None))
        for number in range(44 * 10):
            block = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            block.sample_rate, block.pts, block.time_base = 44_100, number * 1024, Fraction(1, 44_100)
            container.mux(sound.encode(block))
        container.mux(sound.encode(None))
    source = VideoFileSource(path)
    _, frames = read_all(source)
    assert len(frames) == 50
    assert not source.notices


def hide(path, first, count):
    """Write zeros over packets of the video, as a disk with bad sectors gives."""
    with av.open(str(path)) as container:
        packets = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.dts is not None]
    data = bytearray(path.read_bytes())
    for at, size in packets[first : first + count]:
        data[at : at + size] = bytes(size)
    path.write_bytes(bytes(data))
    return path


@pytest.mark.parametrize("suffix", ["mp4", "avi"])
@pytest.mark.parametrize("count", [1, 7])
def test_damaged_packets_are_skipped_and_counted(tmp_path, suffix, count):
    path = tmp_path / f"a.{suffix}"
    write_numbers(path, TIMES, "mjpeg", RATE, pix_fmt="yuvj420p")
    source = VideoFileSource(hide(path, 30, count))
    _, frames = read_all(source)
    whole = [number for number in range(100) if not 30 <= number < 30 + count]
    assert [number_of(frame.image) for frame in frames] == whole
    assert [frame.index for frame in frames] == whole
    assert [frame.time_s for frame in frames] == pytest.approx([TIMES[number] for number in whole], abs=1e-3)
    (notice,) = source.notices
    assert f"{count} damaged picture(s) left out" in notice.message


def test_a_video_that_is_damaged_to_its_end_is_an_error(tmp_path):
    path = write_numbers(tmp_path / "a.mp4", TIMES, "mjpeg", RATE, pix_fmt="yuvj420p")
    with pytest.raises(SourceUnreadable, match=r"damaged from 1\.96 s to its end"):
        read_all(VideoFileSource(hide(path, 50, 50)))


def test_titles_that_are_not_utf_8_do_no_harm(tmp_path):
    path = write_numbers(tmp_path / "a.avi", TIMES, rate=RATE)
    with av.open(str(path)) as source, av.open(str(tmp_path / "b.avi"), "w") as target:
        target.metadata["title"] = "Gesprach"
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    data = (tmp_path / "b.avi").read_bytes()
    assert data.count(b"Gesprach") == 1
    (tmp_path / "b.avi").write_bytes(data.replace(b"Gesprach", b"Gespr\xe4ch"))
    _, frames = read_all(VideoFileSource(tmp_path / "b.avi"))
    assert len(frames) == 100


def write_videos(path, sizes, empty=()):
    """One video for each size; a colour of its own for each."""
    with av.open(str(path), "w") as container:
        streams = []
        for size in sizes:
            stream = container.add_stream("mpeg4", rate=10)
            (stream.width, stream.height), stream.pix_fmt = size, "yuv420p"
            streams.append(stream)
        for place, (stream, size) in enumerate(zip(streams, sizes, strict=True)):
            for _ in range(0 if place in empty else 5):
                image = np.full((size[1], size[0], 3), 60 + 60 * place, np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
            if place not in empty:
                container.mux(stream.encode(None))
    return path


def test_of_several_videos_the_largest_with_a_picture_is_taken_and_named(tmp_path):
    path = write_videos(tmp_path / "a.mkv", [(32, 32), (64, 64), (128, 128)], empty=(2,))
    source = VideoFileSource(path)
    info, frames = read_all(source)
    assert (info.width_px, info.height_px) == (64, 64)
    assert frames[0].image.mean() == pytest.approx(120, abs=4)
    assert "holds 3 videos; number 2 is taken (64 x 64)" in source.notices[0].message
    info, frames = read_all(VideoFileSource(path, Cut(track=1)))
    assert (info.width_px, info.height_px) == (32, 32)
    with pytest.raises(SourceUnreadable, match="no video track 4; it has 3"):
        VideoFileSource(path, Cut(track=4)).open()


def test_a_cover_picture_is_no_video(tmp_path):
    path = tmp_path / "song.m4a"
    with av.open(str(path), "w", format="mp4") as container:
        sound = container.add_stream("aac", rate=44_100)
        cover = container.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 64, 64, "yuvj420p"
        cover.disposition = Disposition.attached_pic
        container.mux(cover.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        block = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        block.sample_rate = 44_100
        container.mux(sound.encode(block))
        container.mux(sound.encode(None))
    with pytest.raises(SourceUnreadable, match="only a cover picture"):
        VideoFileSource(path).open()


def test_addresses_lists_and_links_to_nothing_are_named(tmp_path, monkeypatch):
    with pytest.raises(SourceUnreadable, match="is an address"):
        VideoFileSource(Path("https://example.org/a.mp4")).open()
    playlist = tmp_path / "list.m3u8"
    playlist.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttps://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(SourceUnreadable):
        VideoFileSource(playlist).open()
    (tmp_path / "link.mp4").symlink_to(tmp_path / "gone.mp4")
    with pytest.raises(SourceUnreadable, match="a link to a file that is not there"):
        VideoFileSource(tmp_path / "link.mp4").open()


def test_a_name_with_a_colon_is_a_file(tmp_path):
    path = write_numbers(tmp_path / "a.mp4", TIMES[:5], rate=RATE).rename(tmp_path / "concat:a|b%03d.mp4")
    _, frames = read_all(VideoFileSource(path))
    assert len(frames) == 5
