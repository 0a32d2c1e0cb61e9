"""The user's settings: whatever stands in the file, there are some."""

from __future__ import annotations

import json

import pytest

from fer_desktop.settings import Settings, load_settings, save_settings


def test_settings_survive(tmp_path):
    path = tmp_path / "deep" / "settings.json"
    changed = Settings(mirror=False, video="plain", max_faces=2, marker_labels=tuple("abcdefghi"))
    assert save_settings(changed, path)
    assert load_settings(path) == changed
    assert load_settings(tmp_path / "nowhere.json") == Settings()


def test_settings_of_the_first_version_are_understood(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"schema_version": 1, "sessions_dir": "x", "mirror": false, "record_video": true}')
    assert load_settings(path) == Settings(sessions_dir="x", mirror=False, video="plain")


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "\x00", "[" * 100_000,
        '{"mirror": "yes", "unknown": 1, "sessions_dir": 7, "max_faces": 99, "theme": "pink", "video": []}',
        '{"marker_labels": ["a"], "stop_below_mb": true, "device": null, "response": 1, "language": {}}',
    ],
)  # fmt: skip
def test_broken_settings_take_their_defaults(tmp_path, text):
    path = tmp_path / "settings.json"
    path.write_text(text)
    assert load_settings(path) == Settings()


def test_settings_of_another_version_are_kept(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"schema_version": 9, "theme": "dark", "voice": {"on": true}}')
    assert save_settings(load_settings(path), path)
    values = json.loads(path.read_text())
    assert (values["theme"], values["voice"], values["schema_version"]) == ("dark", {"on": True}, 2)


@pytest.mark.expects_log
def test_one_setting_that_makes_no_sense_costs_no_other(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"max_faces": 0, "theme": "dark", "marker_port": 70000, "sessions_dir": "a\\u0000b"}')
    assert load_settings(path) == Settings(theme="dark")
