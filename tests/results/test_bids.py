"""What is exported for BIDS, before the validator of BIDS itself, where that is installed."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from fer_desktop.results.formats import ExportOptions, export_session
from fer_desktop.session.library import load_session
from tests.factories import write_session

VALIDATOR = shutil.which("bids-validator-deno")
ABOUT = {"Name": "faces", "BIDSVersion": "1.10.0", "DatasetType": "raw", "License": "CC0", "Authors": ["A", "B"]}


@pytest.mark.skipif(VALIDATOR is None, reason="bids-validator-deno is not there")
def test_the_validator_finds_no_error(tmp_path):
    session = load_session(write_session(tmp_path, "s"))
    dataset = tmp_path / "dataset"
    place = dataset / "sub-01" / "beh"
    place.mkdir(parents=True)
    (dataset / "dataset_description.json").write_text(json.dumps(ABOUT))
    (dataset / "README").write_text("Made by a test: what a program saw of faces that were never there. " * 4)
    export_session(session, place / "sub-01_task-rest_events.tsv", ExportOptions("bids"))
    export_session(session, place / "sub-01_task-rest_physio.tsv.gz", ExportOptions("physio"))
    done = subprocess.run(
        [str(VALIDATOR), str(dataset), "--format", "json"], check=False, stdout=subprocess.PIPE, timeout=200
    )
    issues = json.loads(done.stdout)["issues"]["issues"]
    assert [one for one in issues if one["severity"] == "error"] == []
    assert json.loads((place / "sub-01_task-rest_physio.json").read_text())["PhysioType"] == "generic"
