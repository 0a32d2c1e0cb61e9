"""Damaged files that people and other programs made: each is read, or refused with a sentence; see `test_fuzz`."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from fer_desktop.errors import FerError
from fer_desktop.offline.importing import import_table
from fer_desktop.offline.labelled import read_labelled
from fer_desktop.results.code_files import read_codes
from fer_desktop.results.formats import ExportOptions, export_session
from fer_desktop.results.marker_files import read_markers
from fer_desktop.session.library import Session, load_session
from fer_desktop.studies.names import read_names
from fer_desktop.studies.study import load_study
from fer_desktop.words.transcripts import read_transcript
from tests.factories import write_session
from tests.mutations import mutated
from tests.offline.test_importing import OPENFACE, openface_row, pyfeat_row, write, write_pyfeat

SEED = int(os.environ.get("FER_FUZZ_SEED", "20261127"))
N_OF_EACH = 60
# words of Python, which say nothing to a user
OF_PYTHON = ("NoneType", "object", "argument", "invalid literal", "could not convert", "unpack", "index out")

LINES = range(30)
CLOCKS = [(f"00:00:{i:02},000", f"00:00:{i:02},900") for i in LINES]
TEXTS: dict[str, str] = {
    "a.srt": "\n\n".join(f"{i}\n{a} --> {b}\n<i>Anna</i>: hello" for i, (a, b) in enumerate(CLOCKS)),
    "a.vtt": "WEBVTT\n\n" + "\n\n".join(f"{a} --> {b}\n<v Anna>hello" for a, b in CLOCKS).replace(",", "."),
    "a.tsv": "begin\tend\ttier\ttext\n" + "".join(f"{i}.0\t{i}.9\tA\thello {i}\n" for i in LINES),
    "a.txt": "".join(f"[00:{i:02}] Anna: hello\n" for i in LINES),
    "codes.csv": "start_s,end_s,face,code,intensity\n" + "".join(f"{i},{i + 1},1,fear,3\n" for i in LINES),
    "elan.txt": "".join(f"face 1\t{i}000\t{i}900\tfear\n" for i in LINES),
    "markers.csv": "onset;label\n" + "".join(f"0,{i};film {i}\n" for i in LINES),
    "labels.csv": "file,expression,person,start_s,end_s\n" + "a.srt,fear,anna,0,1\n" * 10,
    "labels-1.csv": "file,expression,intensity,person,start_s,end_s,coder\n" + "a.srt,fear,3,,,,anna\n" * 10,
    "study.toml": 'study_version = 1\n[[participants]]\ncode = "P1"\n[[sessions]]\nfolder = "s"\nparticipant = "P1"\n',
    "names.csv": "participant,name\nP1,Anna\nP2,Ben\n",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[Path, Session]:
    """A folder with all of these files, and a session beside it."""
    folder = tmp_path_factory.mktemp("files")
    session = load_session(write_session(tmp_path_factory.mktemp("sessions"), "s"))
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    for name in ("tiers.eaf", "tiers.TextGrid"):
        export_session(session, folder / name, ExportOptions("eaf" if name.endswith("eaf") else "textgrid"))
    write(folder / "openface.csv", OPENFACE, [openface_row(i + 1) for i in LINES])
    write_pyfeat(folder / "pyfeat.csv", [pyfeat_row(i) for i in LINES])
    return folder, session


def readers(folder: Path, session: Session) -> dict[str, Callable[[Path], object]]:
    def imported(path: Path) -> None:
        made = import_table(path, folder / "made", 25)
        export_session(load_session(made), folder / "table.csv", ExportOptions("csv"))

    return {
        **dict.fromkeys(("a.srt", "a.vtt", "a.tsv", "a.txt", "tiers.TextGrid"), read_transcript),
        **dict.fromkeys(("codes.csv", "elan.txt", "tiers.eaf"), lambda path: read_codes(path, (1, 2))),
        **dict.fromkeys(("openface.csv", "pyfeat.csv"), imported),
        "markers.csv": lambda path: read_markers(path, session),
        "labels.csv": read_labelled,
        "labels-1.csv": lambda path: read_labelled(path.parent),
        "study.toml": load_study,
        "names.csv": read_names,
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", [*TEXTS, "tiers.eaf", "tiers.TextGrid", "openface.csv", "pyfeat.csv"])
def test_a_damaged_file_is_read_or_refused_in_words(tmp_path, whole, name):
    folder, session = whole
    (tmp_path / "a.srt").write_bytes(b"")  # what the labels are of
    data, path = (folder / name).read_bytes(), tmp_path / name
    read = readers(tmp_path, session)[name]
    path.write_bytes(data)
    read(path)
    rng, n_refused = random.Random(SEED), 0
    for _ in range(N_OF_EACH):
        path.write_bytes(mutated(data, rng))
        try:
            read(path)
        except FerError as error:
            n_refused += 1
            assert not [word for word in OF_PYTHON if word in error.message], error.message
    assert n_refused > N_OF_EACH / 10
