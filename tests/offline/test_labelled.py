"""Labelled sets: which files they name, and how well the app reads them."""

from __future__ import annotations

import csv
import json

import cv2
import numpy as np
import pytest

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.cli.main import main
from fer_desktop.core.types import Analysis
from fer_desktop.errors import CodesUnreadable
from fer_desktop.offline.labelled import Labelled, read_labelled
from fer_desktop.offline.looking import MOST_CROPS, look_at
from fer_desktop.results.codes import expression_of
from tests.clips import write_clip, write_clip_of
from tests.fakes import make_scores, make_tracked


def write_picture(path, value=100):
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), np.full((64, 64, 3), value, np.uint8))
    return path


class Sees:
    """An analyzer that finds two faces: a large one that reads by the brightness, and a small one."""

    def __init__(self):
        self.followed = []

    def analyze(self, frame):
        self.followed.append(frame.follows)
        if frame.image[0, 0, 0] < 10:
            return Analysis(0, 0.0, (), 1.0)
        large = make_tracked(2, (0, 0, 50, 50), make_scores(4 if frame.image[0, 0, 0] > 150 else 1))
        return Analysis(0, 0.0, (make_tracked(1, (0, 0, 9, 9), make_scores(6)), large), 1.0)

    def crops(self, image, faces):
        return np.stack([np.full((4, 4), image[0, 0, 0], np.uint8) for _ in faces]) if faces else np.empty((0, 4, 4))


def test_a_folder_of_folders_is_a_labelled_set(tmp_path):
    anna = write_picture(tmp_path / "happy" / "anna" / "1.png")
    nobody = write_picture(tmp_path / "Anger" / "2.png")
    (tmp_path / "happy" / "notes.txt").write_text("x")
    write_picture(tmp_path / "joyful" / "3.png")
    found = read_labelled(tmp_path)
    assert found.items == (Labelled(nobody, "anger"), Labelled(anna, "happiness", "anna"))
    assert found.left_out == ("happy/notes.txt", "joyful")


def test_a_table_is_a_labelled_set(tmp_path):
    picture = write_picture(tmp_path / "pictures" / "1.png")
    table = tmp_path / "labels.csv"
    table.write_text("file,expression,person,start_s,end_s\n1.png,sad,anna,,\n1.png,other,,,\n1.png,Fear,,1.5,2\n")
    found = read_labelled(table, tmp_path / "pictures")
    assert found.items == (Labelled(picture, "sadness", "anna"), Labelled(picture, "fear", "", 1.5, 2.0))
    assert found.left_out == ("row 3",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2\n", "expression"),
        ("file,expression\n1.png,joy\n", "joy"),
        ("file,expression\nnone.png,fear\n", "none.png"),
        ("file,expression,start_s,end_s\n1.png,fear,3,2\n", "lasts from 3 to 2"),
        ("file,expression\n1.png,other\n", "Nothing"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(tmp_path, text, reason):
    write_picture(tmp_path / "1.png")
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(CodesUnreadable, match=reason):
        read_labelled(tmp_path / "t.csv")
    with pytest.raises(CodesUnreadable, match="no such"):
        read_labelled(tmp_path / "none")


def test_names_of_expressions():
    assert [expression_of(name) for name in ("Happy", " fear ", "surprised", "joy")] == [
        "happiness", "fear", "surprise", "",
    ]  # fmt: skip


def test_the_largest_face_of_pictures_and_stretches_is_judged(tmp_path):
    happy, dark = write_picture(tmp_path / "a.png"), write_picture(tmp_path / "b.png", 0)
    clip = write_clip(tmp_path / "c.mp4", [i / 10 for i in range(40)])
    torn = tmp_path / "d.png"
    torn.write_bytes(happy.read_bytes()[:40])
    items = [Labelled(path, "happiness") for path in (happy, dark, torn)]
    items += [Labelled(clip, "anger", "", 0.5, 1.0), Labelled(clip, "anger", "", 2.0, 3.9)]
    analyzer, told = Sees(), []
    seen = dict(look_at(items, analyzer, told.append))
    assert len(told) == 1 and "d.png" in told[0]
    assert seen[items[0]].said.answer == "happiness" and seen[items[1]] is None
    short, long = seen[items[3]], seen[items[4]]
    assert short.said.answer == long.said.answer == "anger"
    assert (len(short.probabilities), len(long.probabilities)) == (6, 20)
    assert len(short.crops) == 6 and len(long.crops) == MOST_CROPS
    assert analyzer.followed.count(False) == 4  # two photographs, and the first picture of each stretch


def test_drawn_faces_from_the_command_line(tmp_path, capsys):
    pytest.importorskip("sklearn")
    source = DemoSource(DemoOptions(1, 320, 240, fps=10))
    source.open()
    for i in range(120):
        frame = source.read()
        name = {20: "neutral", 55: "happiness", 110: "surprise"}.get(i)
        if name:
            (tmp_path / "set" / name).mkdir(parents=True)
            cv2.imwrite(str(tmp_path / "set" / name / "1.png"), frame.image[:, :, ::-1])
    write_clip_of(tmp_path / "set" / "happiness" / "2.mp4", DemoSource(DemoOptions(1, 320, 240, duration_s=0.4)))
    out = tmp_path / "answers.csv"
    assert main(["evaluate", str(tmp_path / "set"), "--json", "--out", str(out)]) == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["n"], values["not_found"], values["unread"]) == (4, 0.0, 0)
    assert values["accuracy"] == 0.75  # the clip begins with a neutral face
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert [row["answer"] for row in rows] == ["happiness", "neutral", "neutral", "surprise"]
    assert main(["evaluate", str(tmp_path / "set"), "--out", str(out)]) == 1
    assert "there already" in capsys.readouterr().err
    assert main(["evaluate", str(tmp_path / "none")]) == 1
