"""A folder that is labelled by hand: what there is to label, the tables beside it, and what reads them."""

from __future__ import annotations

import csv
import io

import pytest

from fer_desktop.cli.main import main
from fer_desktop.errors import CodesUnreadable
from fer_desktop.offline.label_tables import label_tables
from fer_desktop.offline.labelled import Labelled, read_labelled
from fer_desktop.offline.labelling import open_folder, pictures_of
from fer_desktop.results.folder_codes import Item, begun_labels, labels_in, save_labels
from tests.clips import write_clip
from tests.offline.test_labelled import write_picture


@pytest.fixture
def faces(tmp_path):
    """Two pictures of Anna, one of Ben, and a clip of nobody by name."""
    folder = tmp_path / "faces"
    write_picture(folder / "anna" / "1.png")
    write_picture(folder / "anna" / "2.png", 30)
    write_picture(folder / "happy" / "ben" / "3.png")
    write_clip(folder / "clip.mp4", [i / 10 for i in range(30)])
    (folder / "notes.txt").write_text("x")
    write_picture(folder / ".hidden" / "4.png")
    return folder


def coded(given, coder, codes):
    coding = begun_labels(given, given.codings, coder, 60, 1)
    for code in codes:
        coding = coding.coded(code)
    return coding


def test_pictures_and_clips_are_found_and_people_named_by_their_folders(faces):
    given = open_folder(faces)
    assert [(one.file, one.person) for one in given.items] == [
        ("anna/1.png", "anna"),
        ("anna/2.png", "anna"),
        ("clip.mp4", ""),
        ("happy/ben/3.png", "ben"),
    ]
    assert labels_in(faces) is None
    assert [image.shape for _, image in pictures_of(given, given.items[0])] == [(64, 64, 3)]
    clip = pictures_of(given, given.items[2])
    assert len(clip) == 30 and clip[1][0] == pytest.approx(0.1)


def test_a_long_clip_is_labelled_in_stretches(tmp_path):
    write_clip(tmp_path / "long.mp4", [i / 2 for i in range(44)])
    given = open_folder(tmp_path)
    assert [one.start_s for one in given.items] == pytest.approx([0.0, 5.5, 11.0, 16.5], abs=0.7)
    times = [time_s for time_s, _ in pictures_of(given, given.items[1])]
    assert min(times) >= given.items[1].start_s and max(times) <= given.items[1].end_s


def test_what_is_said_is_kept_and_gone_on_with(faces):
    given = open_folder(faces)
    coding = coded(given, "anna", ["anger", "cannot tell"]).skipped()
    save_labels(given, coding)
    (again,) = open_folder(faces).codings
    assert again.coder == "anna" and again.moments == coding.moments
    other = coded(open_folder(faces), "ben", [])
    assert {one.face for one in other.moments} == {one.face for one in coding.moments}
    rows = list(csv.DictReader(io.StringIO((faces / "labels-1.csv").read_text())))
    assert [row["expression"] for row in rows] == ["anger", "cannot tell", "", ""]
    assert {row["coder"] for row in rows} == {"anna"}
    save_labels(open_folder(faces), other)
    (faces / "labels-1.csv").unlink()  # hides no other
    save_labels(open_folder(faces), other.coded("anger"))
    assert [(one.coder, one.n_coded) for one in open_folder(faces).codings] == [("ben", 1)]


def test_what_most_coders_said_is_a_labelled_set(faces):
    for place, codes in enumerate((["anger", "fear", "other", "sadness"], ["anger", "fear", "fear", "happiness"])):
        given = open_folder(faces)
        order = [Item("anna/1.png"), Item("anna/2.png"), Item("clip.mp4"), Item("happy/ben/3.png")]
        coding = coded(given, f"coder {place}", [])
        ordered = [next(one for one in coding.moments if given.item_of(one.face) == item) for item in order]
        labels = [
            type(one)(start_s=0.0, end_s=0.0, face=one.face, code=c) for one, c in zip(ordered, codes, strict=True)
        ]
        save_labels(given, type(coding)(coder=coding.coder, moments=tuple(labels)))
    found = read_labelled(faces)
    assert found.items == (
        Labelled(faces / "anna/1.png", "anger", "anna"),
        Labelled(faces / "anna/2.png", "fear", "anna"),
    )
    assert found.left_out == ("clip.mp4", "happy/ben/3.png")  # the coders do not agree
    headings = [str(table.heading) for table in label_tables(found, dict.fromkeys(found.items))]
    assert "Coders among each other" in headings and "Codes that were given" in headings
    (faces / "anna" / "2.png").unlink()
    assert len(read_labelled(faces).items) == 1 and len(open_folder(faces).items) == 4  # what was said stays


def test_a_folder_without_pictures_and_a_table_without_sense_are_told(tmp_path, faces):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CodesUnreadable, match="no pictures"):
        open_folder(tmp_path / "empty")
    (faces / "labels-1.csv").write_text("file,expression\nanna/1.png,bored\n")
    with pytest.raises(CodesUnreadable, match=r"labels-1.csv holds no labels \('bored'"):
        open_folder(faces)
    (faces / "broken.mp4").write_bytes(b"no video")
    (faces / "labels-1.csv").unlink()
    assert "broken.mp4" in [one.file for one in open_folder(faces).items]


def test_a_table_to_fill_in_is_written(faces, tmp_path, capsys):
    table = faces / "labels.csv"
    assert main(["label", str(faces), "--table", str(table)]) == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text())))
    assert {row["file"] for row in rows} == {one.file for one in open_folder(faces).items}
    assert main(["label", str(faces), "--table", str(table)]) == 1 and "there already" in capsys.readouterr().err
    assert main(["label", str(tmp_path / "none")]) == 1 and "no such folder" in capsys.readouterr().err
    filled = table.read_text().replace("anna/1.png,,", "anna/1.png,anger,")
    table.write_text(filled)
    assert read_labelled(table).items == (Labelled(faces / "anna/1.png", "anger", "anna"),)
