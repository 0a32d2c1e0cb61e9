"""Neutral faces that the command line names by a part of the input."""

from fer_desktop.cli.main import main
from fer_desktop.session.library import list_sessions, load_session


def analysed(tmp_path, *more):
    assert main(["analyze", "demo", "--fps", "10", "--duration", "2", "--out", str(tmp_path), *more]) == 0
    (folder,) = list_sessions(tmp_path)
    return load_session(folder)


def test_a_face_is_read_against_a_part_of_the_demo_and_the_demo_is_thinned_out(tmp_path):
    session = analysed(tmp_path, "--neutral", "0-1.5")
    assert session.info.frames_captured == 20
    assert list(session.baselines) == [1] and not session.info.notices


def test_of_a_part_after_the_end_it_is_said_that_nobody_was_seen_in_it(tmp_path, capsys):
    session = analysed(tmp_path, "--neutral", "10-12")
    assert session.baselines == {}
    assert session.info.notices == ("Face 1 is not calibrated: not seen in 10-12 s.",)
    assert "not seen in 10-12 s" in capsys.readouterr().err
