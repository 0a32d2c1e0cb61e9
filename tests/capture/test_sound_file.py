import numpy as np
import pytest

from fer_desktop.capture.sound_file import SoundFile, SoundOfFile
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.core.sound import SOUND_RATE_HZ
from fer_desktop.errors import SourceUnreadable
from tests.clips import read_all, write_clip
from tests.sounds import buzz, clicks, write_film, write_sound

TIMES_S = (0.5, 1.0, 2.5, 3.5)
RATE_HZ = 48_000


def heard_at(blocks) -> list[float]:
    """When the clicks begin."""
    loud = [b.time_s + np.flatnonzero(np.abs(b.samples) > 0.3) / SOUND_RATE_HZ for b in blocks]
    times_s = np.concatenate(loud)
    return list(times_s[np.diff(times_s, prepend=-1) > 0.05])


@pytest.mark.parametrize(
    ("name", "codec"), [("a.wav", "pcm_s16le"), ("a.mp3", "libmp3lame"), ("a.m4a", "aac"), ("a.ogg", "libopus")]
)
def test_a_file_of_sound_is_heard_from_any_second_on(tmp_path, name, codec):
    path = write_sound(tmp_path / name, clicks(TIMES_S, 4.0, RATE_HZ), RATE_HZ, codec)
    whole_s = heard_at(sound_of(path))
    assert len(whole_s) == len(TIMES_S)
    sound = SoundOfFile(path)
    for start_s in (0.0, 2.0, 0.75, 3.0, 0.0):  # also back, and after the end
        blocks = list(sound.blocks(start_s))
        assert blocks[0].time_s == pytest.approx(start_s, abs=0.03)
        assert heard_at(blocks) == pytest.approx([time_s for time_s in whole_s if time_s > start_s], abs=0.03)
    assert list(sound.blocks(60.0)) == []
    sound.close()


def test_a_file_without_sound_has_none_to_be_heard(tmp_path):
    with pytest.raises(SourceUnreadable, match="holds no sound"):
        SoundOfFile(write_clip(tmp_path / "a.mp4", [0.0, 0.1]))


def seen_at(path) -> tuple[list[float], float]:
    info, frames = read_all(VideoFileSource(path))
    return [frame.time_s for frame in frames if frame.image.mean() > 128], info.clock_offset_s


def sound_of(path, **options) -> list:
    file = SoundFile(path, **options)
    assert file.open() is not None
    blocks = list(file.blocks())
    file.close()
    return blocks


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mp4", "aac"), ("a.mkv", "aac"), ("a.mkv", "libopus"), ("a.avi", "libmp3lame"), ("a.mov", "pcm_s16le")],
)
def test_a_click_is_where_the_flash_is(tmp_path, name, codec):
    sound = clicks(TIMES_S, 4.0, RATE_HZ)
    path = write_film(tmp_path / name, TIMES_S, [(sound, 0.0)], codec=codec)
    seen_s, offset_s = seen_at(path)
    heard_s = heard_at(sound_of(path, origin_s=offset_s))
    assert len(heard_s) == len(seen_s) == len(TIMES_S)
    assert np.abs(np.subtract(heard_s, seen_s)).max() < 0.02


def test_sound_that_begins_late_keeps_its_times(tmp_path):
    sound = clicks([time_s - 0.25 for time_s in TIMES_S], 3.75, RATE_HZ)
    path = write_film(tmp_path / "a.mkv", TIMES_S, [(sound, 0.25)])
    seen_s, offset_s = seen_at(path)
    assert np.abs(np.subtract(heard_at(sound_of(path, origin_s=offset_s)), seen_s)).max() < 0.02


def test_what_follows_a_gap_keeps_its_times(tmp_path):
    sound = clicks(TIMES_S, 4.0, RATE_HZ)
    sound[round(1.2 * RATE_HZ) : round(2.2 * RATE_HZ)] = np.nan
    path = write_film(tmp_path / "a.mkv", TIMES_S, [(sound, 0.0)], codec="pcm_s16le")
    file = SoundFile(path, origin_s=0.0)
    file.open()
    blocks = list(file.blocks())
    file.close()
    assert np.allclose(heard_at(blocks), TIMES_S, atol=0.02)
    assert [str(notice.message) for notice in file.notices] == ["a.mkv: the sound has 1 gap(s)."]
    assert sum(block.duration_s for block in blocks) == pytest.approx(3.0, abs=0.1)


def test_the_default_track_or_the_one_asked_for(tmp_path):
    first, second = clicks([1.0], 4.0, RATE_HZ), clicks([2.0], 4.0, RATE_HZ)
    path = write_film(tmp_path / "a.mkv", TIMES_S, [(first, 0.0), (second, 0.0)])
    assert heard_at(sound_of(path, origin_s=0.0)) == pytest.approx([1.0], abs=0.02)
    assert heard_at(sound_of(path, track=2, origin_s=0.0)) == pytest.approx([2.0], abs=0.02)
    with pytest.raises(SourceUnreadable, match="no sound track 3; it has 2"):
        SoundFile(path, track=3).open()


def test_a_film_without_sound_has_none(tmp_path):
    file = SoundFile(write_clip(tmp_path / "a.mp4", [0.0, 0.1]))
    assert file.open() is None
    assert list(file.blocks()) == []
    file.close()


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100])
def test_any_rate_becomes_16_khz(tmp_path, rate_hz):
    path = write_sound(tmp_path / "a.wav", buzz(150, 1.0, rate_hz), rate_hz)
    blocks = sound_of(path)
    assert blocks[0].time_s == 0
    assert sum(len(block.samples) for block in blocks) == pytest.approx(SOUND_RATE_HZ, abs=20)
    assert all(block.samples.dtype == np.float32 and not block.samples.flags.writeable for block in blocks)
