"""The sound that Review plays: of the file that a session was made of, in step with its pictures."""

import json
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.cli.main import main
from fer_desktop.errors import SourceUnreadable
from fer_desktop.offline.session_sound import file_sound, sound_of
from fer_desktop.offline.session_video import video_of
from fer_desktop.session.library import Session, load_session
from fer_desktop.session.schema import ORIGINAL_FILE
from tests.clips import write_clip
from tests.sounds import RATE_HZ, clicks, write_film

FLASHES_S = [1.0, 2.5]


def analysed(tmp_path: Path, film: Path, capsys, *words: str) -> Session:
    assert main(["analyze", str(film), *words, "--out", str(tmp_path / "out"), "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["sessions"]
    return load_session(Path(one["location"]))


def heard_at(session: Session, start_s: float) -> list[float]:
    """When the clicks from a second on begin, on the clock of the session."""
    open_sound = sound_of(session)
    assert open_sound is not None
    reader = open_sound()
    found: list[float] = []
    for block in reader.blocks(start_s):
        for place in np.flatnonzero(np.abs(block.samples) > 0.3):
            time_s = block.time_s + place / RATE_HZ
            if not found or time_s - found[-1] > 0.1:
                found.append(time_s)
    reader.close()
    return found


@pytest.fixture(params=["mp4", "mkv"])
def film(tmp_path, request) -> Path:
    """Its sound begins 0.4 s after its pictures."""
    sound = clicks([second - 0.4 for second in FLASHES_S], 3.0, 48_000)
    return write_film(tmp_path / f"film.{request.param}", FLASHES_S, [(sound, 0.4)], codec="flac")


def flash_at(session: Session, near_s: float) -> float:
    open_video = video_of(session)
    assert open_video is not None
    reader = open_video()
    frames = [frame for i in range(-10, 11) if (frame := reader.frame_at(near_s + i / 100)) is not None]
    reader.close()
    return next(frame.time_s for frame in frames if frame.image.mean() > 128)


@pytest.mark.parametrize("words", [(), ("--voice",)])
def test_the_sound_of_a_film_is_in_step_with_its_pictures_from_any_second(tmp_path, film, capsys, words):
    session = analysed(tmp_path, film, capsys, *words)
    flashes = [flash_at(session, second) for second in FLASHES_S]
    assert heard_at(session, 0.0) == pytest.approx(flashes, abs=0.02)
    assert heard_at(session, 2.0) == pytest.approx(flashes[1:], abs=0.02)


def test_a_copy_of_the_film_is_heard_where_the_film_is_gone(tmp_path, film, capsys):
    session = analysed(tmp_path, film, capsys)
    moved = film.rename(tmp_path / "moved")
    assert sound_of(session) is None
    file_sound(session, moved)().close()
    moved.rename(session.store.path(ORIGINAL_FILE))
    assert heard_at(session, 0.0) == pytest.approx(FLASHES_S, abs=0.02)


def test_a_film_without_sound_has_none(tmp_path, capsys):
    session = analysed(tmp_path, write_clip(tmp_path / "a.mp4", [0.0, 0.1, 0.2]), capsys)
    open_sound = sound_of(session)
    assert open_sound is not None
    with pytest.raises(SourceUnreadable, match="holds no sound"):
        open_sound()
