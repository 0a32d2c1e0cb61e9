from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from fer_desktop.cli import doctor
from fer_desktop.cli.main import main
from fer_desktop.paths import settings_file, weights_dir
from fer_desktop.settings import Settings, save_settings


def states(checks):
    return {check.name: check.status for check in checks}


def test_all_is_well_here(capsys):
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["can_run"]
    assert main(["doctor"]) == 0
    assert "The app can run here." in capsys.readouterr().out


@pytest.mark.parametrize("frozen", [False, True])
def test_it_says_how_what_is_left_out_is_added(monkeypatch, frozen):
    monkeypatch.setattr(doctor, "find_spec", lambda name: None if name in ("pyarrow", "pythonosc", "torch") else name)
    monkeypatch.setattr(doctor, "is_bundle", lambda: frozen)
    (check,) = doctor._optional()
    assert check.text == "not installed: torch (GPU), parquet (Parquet), osc (OSC)"
    assert check.hint == ("" if frozen else 'To add them: pip install "fer-desktop[parquet,osc]"')


@pytest.mark.parametrize("kind", ["onnx", "pt", "npz"])
def test_damaged_weights_are_an_error(tmp_path, monkeypatch, capsys, kind):
    weights = shutil.copytree(weights_dir(), tmp_path / "weights")
    next(weights.glob(f"*.{kind}")).write_bytes(b"")
    monkeypatch.setattr(doctor, "weights_dir", lambda: weights)
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "error  weights" in out
    assert "cannot run here" in out


def test_without_torch_the_graph_alone_will_do(tmp_path, monkeypatch):
    weights = shutil.copytree(weights_dir(), tmp_path / "weights")
    next(weights.glob("*.pt")).unlink()
    monkeypatch.setattr(doctor, "weights_dir", lambda: weights)
    assert states(doctor.examine())["weights"] == "ok"


@pytest.mark.parametrize(("free_mb", "status"), [(100, "error"), (500, "warning"), (5000, "ok")])
def test_the_disk(monkeypatch, free_mb, status):
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free_mb * 10**6))
    assert states(doctor.examine())["disk"] == status


def test_a_session_folder_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    save_settings(Settings(sessions_dir=str(tmp_path / "file" / "sessions")), settings_file())
    assert states(doctor.examine())["sessions folder"] == "error"


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_a_folder_is_tried_and_not_believed(tmp_path):
    """Its permissions say yes to root."""
    assert doctor._may_write(tmp_path / "new")
    assert not doctor._may_write(Path("/proc/new"))


def test_a_look_that_fails_is_told_and_does_not_stop_the_others(monkeypatch):
    def broken():
        raise RuntimeError("odd")
        yield

    monkeypatch.setitem(doctor._EXAMINATIONS, "cameras", broken)
    found = {check.name: check for check in doctor.examine()}
    assert "odd" in found["cameras"].text
    assert found["disk"].status == "ok"


def test_no_display_is_a_warning(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert states(doctor.examine())["display"] == "warning"
    monkeypatch.setenv("DISPLAY", ":7")
    assert states(doctor.examine())["display"] == "ok"
