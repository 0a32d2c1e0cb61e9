from __future__ import annotations

from fer_desktop.cli.say import say, visible


def test_what_moves_the_cursor_is_shown_and_not_obeyed(capsys):
    say("clip\x1b[2J\x1b]0;title\x07.mp4\x9b31m\r\tend\n简体")
    out = capsys.readouterr().out
    assert out == "clip\\x1b[2J\\x1b]0;title\\x07.mp4\\x9b31m\\x0d\tend\n简体\n"


def test_what_is_no_text_is_said_as_text():
    assert visible(ValueError("a\x00b")) == "a\\x00b"


def test_the_name_of_a_session_reaches_the_terminal_harmless(tmp_path, capsys):
    from fer_desktop.cli.main import main

    folder = tmp_path / "2026\x1b[31m"
    folder.mkdir()
    (folder / "session.json").write_text("{}")
    (folder / "timeline.csv").write_text("")
    main(["sessions", "list", str(tmp_path)])
    captured = capsys.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "\\x1b[31m" in captured.out + captured.err
