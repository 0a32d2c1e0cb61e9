"""What the demo poses is what details.csv says: units, sides, signs, blinks."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fer_desktop.capture.demo.poses import scripted_expression, scripted_movement
from fer_desktop.capture.demo.script import PERIOD_S, ROUND_S
from fer_desktop.capture.demo.source import BLINK_EVERY_S, BLINK_S, DemoOptions, DemoSource
from fer_desktop.core.face_details import SIDED, UNITS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.paths import weights_dir
from fer_desktop.results.details import detail_statistics
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

FPS = 20
# units that go up by at least a tenth of their range
SHOWN = {
    "happiness": ("AU06", "AU12"),
    "surprise": ("AU01", "AU02", "AU05", "AU25", "AU26"),
    "anger": ("AU04",),
    "brows up": ("AU01", "AU02", "AU05"),
    "brows together": ("AU04",),
    "lids tight": ("AU07",),
    "nose wrinkled": ("AU09",),
    "upper lip up": ("AU10", "AU25"),
    "lower lip down": ("AU16", "AU25"),
    "corners down": ("AU15", "AU17"),
    "smile on the left": ("AU12_left", "AU14_left"),
    "smile on the right": ("AU12_right", "AU14_right"),
    "mouth open": ("AU25", "AU26"),
    "left eye shut": ("AU45_left",),
    "right eye shut": ("AU45_right",),
    "eyes shut": ("AU45_left", "AU45_right"),
}
# the drawing has no dimple: a corner that goes up alone looks a little like one
LEAST = {"AU14_left": 0.06, "AU14_right": 0.06}
ALL_UNITS = {unit.partition("_")[0] for units in SHOWN.values() for unit in units}
ONE_SIDED = ("smile on the left", "smile on the right", "left eye shut", "right eye shut")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session of one round of the demo."""
    source = DemoSource(DemoOptions(fps=FPS, duration_s=ROUND_S))
    analyzer = open_analyzer(AnalyzerOptions(weights_dir(), 1, "cpu", details=True))
    header = SessionHeader("demo", source.open(), analyzer.model)
    writer, n = SessionWriter(tmp_path_factory.mktemp("demo"), header, WriterOptions()), 0
    while (frame := source.read()) is not None:
        writer.add_analysis(analyzer.analyze(frame))
        n += 1
    analyzer.close()
    return Path(writer.close(RecordingCounts(n, 0, 0)))


@pytest.fixture(scope="module")
def table(folder: Path) -> pd.DataFrame:
    """Its details, with what was posed in each row; "" where that changes."""
    table = pd.read_csv(folder / "details.csv")
    posed = []
    for time_s in table["time_s"]:
        (expression, come), (movement, far) = scripted_expression(time_s), scripted_movement(time_s)
        now = movement or ("rest" if time_s > PERIOD_S else expression)
        posed.append(now if (far == 1 if movement else come == 1) else "")
    return table.assign(posed=posed)


def median_of(table: pd.DataFrame, posed: str) -> pd.Series:
    return table[table["posed"] == posed].drop(columns="posed").median()


@pytest.mark.parametrize("posed", SHOWN)
def test_units_that_are_posed_are_those_that_are_told(table, posed):
    now, rest = median_of(table, posed), median_of(table, "rest")
    for unit in SHOWN[posed]:
        assert now[unit] > rest[unit] + LEAST.get(unit, 0.1), (posed, unit, now[unit], rest[unit])


def test_every_unit_is_posed():
    assert set(UNITS) == ALL_UNITS


@pytest.mark.parametrize(
    ("posed", "unit"), [(posed, unit.partition("_")[0]) for posed in ONE_SIDED for unit in SHOWN[posed]]
)
def test_what_one_side_does_is_told_of_that_side(table, posed, unit):
    now, side = median_of(table, posed), "left" if "left" in posed else "right"
    other = {"left": "right", "right": "left"}[side]
    assert now[f"{unit}_{side}"] > now[f"{unit}_{other}"] + 0.05


def test_every_unit_with_sides_is_posed_on_one_side():
    assert set(SIDED) == {unit.partition("_")[0] for posed in ONE_SIDED for unit in SHOWN[posed]}


def test_gaze_has_the_signs_of_the_conventions(table):
    rest = median_of(table, "rest")
    yaw = {way: median_of(table, f"look {way}")["gaze_yaw_deg"] - rest["gaze_yaw_deg"] for way in ("left", "right")}
    pitch = {way: median_of(table, f"look {way}")["gaze_pitch_deg"] - rest["gaze_pitch_deg"] for way in ("up", "down")}
    assert yaw["left"] > 10
    assert yaw["right"] < -10
    assert pitch["up"] > 4
    assert pitch["down"] < -4
    assert table[table["posed"] == "eyes shut"]["gaze_yaw_deg"].isna().all()


def test_the_mouth_opens_as_it_is_posed(table):
    assert median_of(table, "mouth open")["mouth_opening"] > median_of(table, "rest")["mouth_opening"] + 0.1


def test_the_blinks_of_the_script_are_those_that_are_counted(folder):
    blinks = detail_statistics(load_session(folder))[1].blinks
    scripted = np.arange(0, ROUND_S, BLINK_EVERY_S)
    middles = [(blink.start_s + blink.end_s) / 2 for blink in blinks]
    # the first begins with the recording, the one with which eyes stay shut is none
    for time_s in scripted[1:]:
        assert min(abs(middle - time_s - BLINK_S / 2) for middle in middles) < 1 / FPS, time_s
    assert len(middles) <= len(scripted)
    assert all(0.05 < blink.duration_s < 0.3 for blink in blinks)
