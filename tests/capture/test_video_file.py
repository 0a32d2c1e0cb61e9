from __future__ import annotations

import wave

import cv2
import numpy as np
import pytest

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.images import ImageSource
from fer_desktop.capture.pictures import read_image
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.errors import SourceUnreadable
from tests.clips import read_all, write_clip, write_long_clip

UNEVEN = [0.0, 0.033, 0.1, 0.35, 0.36, 0.9, 1.4]


def test_every_frame_comes_with_its_presentation_time(tmp_path):
    info, frames = read_all(VideoFileSource(write_clip(tmp_path / "a.mp4", UNEVEN)))
    assert [frame.time_s for frame in frames] == pytest.approx(UNEVEN, abs=1e-4)
    assert [frame.index for frame in frames] == list(range(7))
    assert (info.name, info.width_px, info.height_px, info.is_live) == ("a.mp4", 64, 48, False)
    assert not frames[0].image.flags.writeable


def test_red_stays_red(tmp_path):
    _, frames = read_all(VideoFileSource(write_clip(tmp_path / "a.mp4", [0, 0.1])))
    red, green, blue = frames[0].image[24, 10].astype(int)
    assert red > 150
    assert max(green, blue) < 100


def test_start_end_and_thinning_keep_indices_and_times(tmp_path):
    path = write_clip(tmp_path / "a.mp4", [i / 30 for i in range(60)])
    _, frames = read_all(VideoFileSource(path, Cut(0.5, 1.0)))
    assert [frame.index for frame in frames] == list(range(15, 31))
    _, frames = read_all(VideoFileSource(path, Cut(fps=10)))
    assert [frame.index for frame in frames] == list(range(0, 60, 3))
    _, frames = read_all(VideoFileSource(path, Cut(fps=12)))
    assert len(frames) == pytest.approx(24, abs=1)
    _, frames = read_all(VideoFileSource(path, Cut(fps=200)))
    assert len(frames) == 60


def _rotated(path, degrees):
    """Write a rotation into the display matrix of an mp4's track header."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40  # matrix of a version 0 header
    one = (1 << 16).to_bytes(4, "big", signed=True)
    minus = (-(1 << 16)).to_bytes(4, "big", signed=True)
    zero, w = bytes(4), (1 << 30).to_bytes(4, "big")
    a, b, c, d = {90: (zero, one, minus, zero), 180: (minus, zero, zero, minus), 270: (zero, minus, one, zero)}[degrees]
    data[at : at + 36] = a + b + zero + c + d + zero + zero + zero + w
    path.write_bytes(bytes(data))
    return path


@pytest.mark.parametrize(("degrees", "red_at"), [(90, (5, 24)), (180, (24, 60)), (270, (60, 24))])
def test_phone_videos_come_the_right_way_up(tmp_path, degrees, red_at):
    """Red is on the left of the stored picture; turned clockwise by 90 degrees it is on top."""
    path = _rotated(write_clip(tmp_path / "a.mp4", [0, 0.1]), degrees)
    info, frames = read_all(VideoFileSource(path))
    turned = degrees % 180 != 0
    assert frames[0].image.shape[:2] == ((64, 48) if turned else (48, 64))
    assert (info.height_px, info.width_px) == frames[0].image.shape[:2]
    red, _, blue = frames[0].image[red_at].astype(int)
    assert red > 150 > blue


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.mp4", None, "does not exist"),
        ("empty.mp4", b"", "0 bytes"),
        ("text.mp4", b"Dear diary, today I smiled.\n" * 50, "not a video"),
    ],
)
def test_what_is_no_video_is_named(tmp_path, name, content, words):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    source = VideoFileSource(path)
    with pytest.raises(SourceUnreadable, match=words) as caught:
        source.open()
    assert str(path) in caught.value.message
    assert caught.value.hint
    source.close()


def test_sound_alone_is_no_video(tmp_path):
    path = tmp_path / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(8000))
    source = VideoFileSource(path)
    with pytest.raises(SourceUnreadable, match="holds no video"):
        source.open()


def test_a_folder_is_no_video(tmp_path):
    with pytest.raises(SourceUnreadable, match="not a file"):
        VideoFileSource(tmp_path).open()


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_cut_off_video_is_an_error_not_an_end(tmp_path, share):
    data = write_long_clip(tmp_path).read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(SourceUnreadable, match=r"cut off|damaged|not a video"):
        read_all(VideoFileSource(path))


def _trimmed(tmp_path, start_s):
    """What a trim without encoding anew makes: packets from the key frame before the start, which come before 0."""
    import av

    whole, trimmed = write_clip(tmp_path / "whole.mp4", [i / 10 for i in range(60)]), tmp_path / "trimmed.mp4"
    with (
        av.open(str(whole)) as source,
        av.open(str(trimmed), "w", options={"avoid_negative_ts": "disabled"}) as target,
    ):
        stream = target.add_stream_from_template(source.streams.video[0])
        shift = round(start_s / source.streams.video[0].time_base)
        source.seek(shift, stream=source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
                packet.stream = stream
                target.mux(packet)
    return trimmed


def test_a_trimmed_video_is_whole(tmp_path):
    """Of 40 packets 9 are only there to decode the others."""
    _, frames = read_all(VideoFileSource(_trimmed(tmp_path, start_s=2.9)))
    assert [frame.time_s for frame in frames] == pytest.approx([i / 10 for i in range(31)], abs=1e-3)


def test_a_trimmed_video_that_was_cut_off_is_not(tmp_path):
    data = bytearray(_trimmed(tmp_path, start_s=2.9).read_bytes())
    at, end = data.index(b"mdat") + 4, data.index(b"moov") - 4
    path = tmp_path / "holes.mp4"
    path.write_bytes(data[: (at + end) // 2] + bytes(end - (at + end) // 2) + data[end:])  # a copy that never ended
    with pytest.raises(SourceUnreadable, match="damaged"):
        read_all(VideoFileSource(path))


def test_a_video_whose_end_was_trimmed_is_whole(tmp_path):
    """An editor may keep all of the film and note which part is shown."""
    data = bytearray(write_clip(tmp_path / "whole.mp4", [i / 10 for i in range(60)]).read_bytes())
    at = data.index(b"elst") + 4 + 8  # after version, flags and the number of edits: length in ms
    data[at : at + 4] = (2000).to_bytes(4, "big")
    path = tmp_path / "edited.mp4"
    path.write_bytes(bytes(data))
    info, frames = read_all(VideoFileSource(path))
    assert info.duration_s == pytest.approx(2.0)
    assert [frame.time_s for frame in frames] == pytest.approx([i / 10 for i in range(20)], abs=1e-3)


def _joined(tmp_path, *parts):
    """Clips one after the other in one .ts file; each has a clock of its own."""
    path = tmp_path / "joined.ts"
    with path.open("wb") as file:
        for i, times_s in enumerate(parts):
            file.write(write_clip(tmp_path / f"{i}.ts", times_s).read_bytes())
    return path


def test_times_go_on_where_recordings_were_joined(tmp_path):
    part = [i / 25 for i in range(50)]
    _, frames = read_all(VideoFileSource(_joined(tmp_path, part, part, part)))
    times_s = np.array([frame.time_s for frame in frames])
    assert len(times_s) == 150
    assert np.diff(times_s) == pytest.approx(np.full(149, 0.04), abs=0.01)  # the nominal step is FFmpeg's guess
    within = np.diff(times_s)[np.r_[0:49, 50:99, 100:149]]
    assert within == pytest.approx(np.full(147, 0.04), abs=1e-4)
    _, frames = read_all(VideoFileSource(tmp_path / "joined.ts", Cut(times_s[60], times_s[70])))
    assert [frame.index for frame in frames] == list(range(60, 71))


def test_a_bare_stream_of_pictures_is_timed_by_its_rate(tmp_path):
    path = write_clip(tmp_path / "a.m4v", [i / 30 for i in range(30)])
    _, frames = read_all(VideoFileSource(path))
    times_s = [frame.time_s for frame in frames]
    assert times_s[0] == 0
    assert len(set(np.diff(times_s).round(6))) == 1


def test_a_cut_off_video_without_its_index_is_an_error(tmp_path):
    data = write_clip(tmp_path / "whole.mp4", [i / 30 for i in range(300)]).read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(SourceUnreadable, match="not a video"):
        VideoFileSource(path).open()


def test_photographs_are_frames_that_do_not_follow(tmp_path):
    paths = []
    for i in range(3):
        path = tmp_path / f"{i}.png"
        cv2.imwrite(str(path), np.full((20, 30, 3), (0, 0, 200 + i), np.uint8))  # BGR: red
        paths.append(path)
    info, frames = read_all(ImageSource("set", paths))
    assert info.images == ("0.png", "1.png", "2.png")
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert not any(frame.follows for frame in frames)
    assert frames[2].image[0, 0].tolist() == [202, 0, 0]


def _photograph(path, size=(20, 30)):
    cv2.imwrite(str(path), np.full((*size, 3), 90, np.uint8))
    return path


@pytest.mark.expects_log
def test_images_that_cannot_be_read_are_skipped_and_named(tmp_path, caplog):
    bad = [tmp_path / "0.jpg", tmp_path / "2.png"]
    bad[0].write_bytes(b"")
    bad[1].write_text("not a picture")
    paths = [bad[0], _photograph(tmp_path / "1.png", (40, 50)), bad[1], _photograph(tmp_path / "3.png")]
    source = ImageSource("set", paths)
    for _ in range(2):  # opened again, it begins again
        info, frames = read_all(source)
        assert (info.width_px, info.height_px) == (50, 40)
        assert info.images == ("0.jpg", "1.png", "2.png", "3.png")
        assert [(frame.index, frame.time_s) for frame in frames] == [(1, 1.0), (3, 3.0)]
        assert [notice.message.split()[0] for notice in source.notices] == ["0.jpg", "2.png"]
    assert "empty" in source.notices[0].message
    assert all(str(path) in caplog.text for path in bad)


@pytest.mark.expects_log
def test_a_set_without_any_readable_image_is_an_error(tmp_path):
    paths = [tmp_path / "0.jpg", tmp_path / "1.jpg"]
    with pytest.raises(SourceUnreadable, match="None of the 2 images of set"):
        ImageSource("set", paths).open()
    with pytest.raises(SourceUnreadable, match=r"0\.jpg does not exist"):
        ImageSource("0.jpg", paths[:1]).open()


def test_an_image_that_claims_to_be_huge_is_named(tmp_path):
    path = _photograph(tmp_path / "huge.bmp")
    data = bytearray(path.read_bytes())
    data[18:26] = (20_000).to_bytes(4, "little") * 2  # width and height
    path.write_bytes(bytes(data))
    with pytest.raises(SourceUnreadable, match="has 400 megapixels, more than the 120 that are read"):
        read_image(path)


def test_an_image_on_a_failing_disk_is_named(tmp_path, monkeypatch):
    path = _photograph(tmp_path / "a.png")

    def fail(*args, **kwargs):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("PIL.Image.open", fail)
    with pytest.raises(SourceUnreadable, match="Input/output error"):
        read_image(path)


def test_what_is_no_image_is_named(tmp_path):
    path = tmp_path / "notes.png"
    path.write_text("not a picture")
    with pytest.raises(SourceUnreadable, match="not an image"):
        read_image(path)


@pytest.mark.shared
def test_times_of_real_clips_are_those_of_the_container(shared_videos):
    import av

    for name in (
        "pyfeat/face_noface.mov",
        "pyfeat/single_face.mp4",
        "intel/head-pose-face-detection-female-and-male.gif",
    ):
        with av.open(str(shared_videos / name)) as container:
            wanted = [frame.time for frame in container.decode(container.streams.video[0])]
        _, frames = read_all(VideoFileSource(shared_videos / name))
        assert [frame.time_s for frame in frames] == pytest.approx([time_s - wanted[0] for time_s in wanted], abs=1e-9)
